using ManifestLint.Findings;
using ManifestLint.Linting;
using ManifestLint.Reading;
using ManifestLint.Yaml;

namespace ManifestLint.Tests;

/// <summary>One cause, one finding (rules.md rule 1): which of the findings of one pod are told, and with which severity.</summary>
public sealed class SupersessionTests
{
    // A container each, in flow style: what it sets, and what is told of it.
    [Theory]
    // A warning about a request hides no error of another field.
    [InlineData("{requests: {memory: 512m, cpu: 1}, limits: {memory: 1Gi, cpu: 1, gpu: 1}}", "Warning ML0004, Error ML1007")]
    [InlineData("{requests: {memory: 512m, nvidia.com/gpu: 1}, limits: {memory: 1Gi}}", "Warning ML0004, Error ML1007")]
    [InlineData(
        "{requests: {memory: 512, ephemeral-storage: 2Gi}, limits: {memory: 1Gi, ephemeral-storage: 1Gi}}",
        "Warning ML0004, Error ML1007"
    )]
    // Nor does what is wrong with one resource hide what another lacks.
    [InlineData("{requests: {memory: 1Gi, cpu: 2gi}}", "Error ML0003, Warning ML1001")]
    [InlineData("{requests: {cpu: 2}, limits: {cpu: 1}}", "Warning ML1001, Error ML1006")]
    [InlineData("{requests: {cpu: 1, memory: 512}}", "Warning ML0004, Warning ML1001")]
    // A slip stands for what it brings about, and says what the API server makes of it.
    [InlineData("{requests: {cpu: 500, memory: 1Gi}, limits: {cpu: 1, memory: 1Gi}}", "Error ML0005")]
    [InlineData("{requests: {cpu: 1, memory: 512Mi}, limits: {cpu: 1, memory: 512m}}", "Error ML0004")]
    [InlineData("{requests: {cpu: 1, memory: 1}, limits: {cpu: 1, memory: 900k}}", "Warning ML0004, Error ML0004")]
    // Without a slip the pair itself is told.
    [InlineData("{requests: {cpu: 1, memory: 536870912000m}, limits: {cpu: 1, memory: 256Mi}}", "Error ML1002")]
    [InlineData("{requests: {cpu: 4, memory: 1Gi}, limits: {cpu: 1, memory: 1Gi}}", "Error ML1006")]
    // A machine of that size may be meant.
    [InlineData("{requests: {cpu: 125, nvidia.com/gpu: 8}, limits: {cpu: 1, memory: 800Gi, nvidia.com/gpu: 8}}", "Error ML1006")]
    // The cause of what is missing.
    [InlineData("{limts: {memory: 256Mi}, requests: {memory: 256Mi}}", "Error ML0006")]
    [InlineData("{Limits: {memory: 256Mi}, requests: {memory: 256Mi}}", "Error ML0006")]
    [InlineData("{limits: {Memory: 256Mi, CPU: 1}}", "Error ML1007")]
    [InlineData("{limits: {memroy: 256Mi}}", "Error ML1007")]
    public void What_is_told_of_a_container(string resources, string expected)
    {
        var told = Lint(Deployment($"{{name: web, image: 'registry.example/web:1', resources: {resources}}}")).Findings;
        Assert.Equal(expected, string.Join(", ", told.OrderBy(f => f.RuleId).Select(f => $"{f.Severity} {f.RuleId}")));
        Assert.DoesNotContain(told, f => f.RuleId == "ML0004" && f.Severity == Severity.Error && f.Statement.Consequence is null);
    }

    // A value of a pod that is refused says nothing about its class; a finding about one container says nothing about another.
    [Fact]
    public void A_container_without_anything_beside_one_that_is_refused()
    {
        var told = Lint(
            Deployment(
                "{name: web, image: 'registry.example/web:1', resources: {limits: {Memory: 256Mi}}}",
                "{name: other, image: 'registry.example/other:1'}"
            )
        ).Findings;
        Assert.Equal(
            ["ML1007 web", "ML1001 other"],
            told.OrderByDescending(f => f.RuleId).Select(f => $"{f.RuleId} {f.Container}").Order().Reverse()
        );
    }

    [Theory]
    [InlineData("")]
    [InlineData("priorityClassName: system-node-critical")]
    [InlineData("volumes: [{name: scratch, emptyDir: {medium: Memory}}]")]
    public void A_pod_without_any_resources_gives_one_finding(string more)
    {
        var result = Lint(
            Deployment(
                more,
                "{name: web, image: 'mongo:7', volumeMounts: [{name: scratch, mountPath: /scratch}]}",
                "{name: other, image: 'registry.example/other:1'}"
            )
        );
        var told = Assert.Single(result.Findings);
        Assert.Contains(told.RuleId, (string[])["ML1001", "ML2001"]);
        Assert.Contains(told.Related, r => r.Note == "container other");
    }

    // An injector completes it, so neither it nor the class of its pod lacks anything for certain.
    [Fact]
    public void A_container_that_an_injector_completes_lacks_nothing()
    {
        string proxy = "{name: istio-proxy, image: auto}",
            web =
                "{name: web, image: 'registry.example/web:1', resources: {requests: {cpu: 1, memory: 1Gi}, limits: {cpu: 1, memory: 1Gi}}}";
        Assert.Empty(Lint(Deployment(proxy, web)).Findings);
        Assert.Empty(Lint(Deployment(proxy)).Findings);
    }

    // What a quota, a LimitRange or an init container makes of a slip is not told either.
    [Theory]
    [InlineData("kind: ResourceQuota", "spec: {hard: {requests.cpu: 20}}", "{cpu: 500, memory: 1Gi}", "Warning ML0005, Warning ML1001")]
    [InlineData("kind: ResourceQuota", "spec: {hard: {requests.memory: 4k}}", "{cpu: 1, memory: 1Gi}", "Warning ML0004, Warning ML1001")]
    [InlineData("kind: LimitRange", "spec: {limits: [{type: Container, min: {memory: 64Mi}}]}", "{cpu: 1, memory: 512m}", "Error ML0004")]
    [InlineData(
        "kind: LimitRange",
        "spec: {limits: [{type: Container, max: {cpu: 2}}]}",
        "{cpu: 500, memory: 1Gi}",
        "Error ML0005, Warning ML1001"
    )]
    public void What_others_make_of_a_slip(string kind, string spec, string requests, string expected)
    {
        string text =
            $"apiVersion: v1\n{kind}\nmetadata: {{name: team, namespace: shop}}\n{spec}\n---\n"
            + Deployment($"{{name: web, image: 'registry.example/web:1', resources: {{requests: {requests}}}}}")
                .Replace("{name: web}", "{name: web, namespace: shop}", StringComparison.Ordinal);
        Assert.Equal(expected, string.Join(", ", Lint(text).Findings.OrderBy(f => f.RuleId).Select(f => $"{f.Severity} {f.RuleId}")));
    }

    [Fact]
    public void What_is_not_told_is_listed_with_what_stands_for_it()
    {
        string text = Deployment(
            "{name: web, image: 'registry.example/web:1', resources: {requests: {cpu: 500}, limits: {cpu: 1, memory: 1Gi}}}"
        );
        var dropped = Assert.Single(Lint(text, withSuperseded: true).Superseded);
        Assert.Equal(("ML1006", "cpu-limit-below-request", "ML0005"), (dropped.RuleId, dropped.RuleName, dropped.ByRuleId));
        Assert.Equal(dropped.Place.Line, dropped.ByPlace.Line);
        Assert.Empty(Lint(text).Superseded);
    }

    // What the API server says of amounts of a pod depends on its version; the finding that takes that over says so.
    [Fact]
    public void What_is_taken_over_keeps_what_it_rests_on()
    {
        const string Text = """
            apiVersion: v1
            kind: Pod
            metadata: {name: web, namespace: shop}
            spec:
              resources: {limits: {memory: 512, cpu: 1}, requests: {memory: 1Gi, cpu: 1}}
              containers: [{name: web, image: "registry.example/web:1"}]

            """;
        var slip = Assert.Single(Lint(Text).Findings, f => f.RuleId == "ML0004");
        Assert.Equal(Severity.Error, slip.Severity);
        Assert.Equal([AssumptionKind.KubernetesVersion], slip.Statement.Assumed.Select(a => a.Kind));
    }

    // A fix raises no amount to one that is a slip itself, nor a thousand times.
    [Theory]
    [InlineData("{requests: {memory: 600Gi}, limits: {memory: 512Mi}}", null)]
    [InlineData("{requests: {memory: 512Gi}, limits: {memory: 512Mi}}", "memory request 512Mi (512Gi is far beyond the limit)")]
    [InlineData("{requests: {memory: 600Mi}, limits: {memory: 512Mi}}", "memory limit 600Mi (as much as is requested)")]
    [InlineData("{requests: {cpu: 4}, limits: {cpu: 1m, memory: 1Gi}}", null)]
    public void What_a_fix_writes(string resources, string? title)
    {
        var told = Lint(Deployment($"{{name: web, image: 'registry.example/web:1', resources: {resources}}}")).Findings;
        Assert.Equal(title, told.First(f => f.RuleId is "ML1002" or "ML1006").Fix?.Advice.Text);
    }

    private static string Deployment(params string[] parts)
    {
        var containers = parts.Where(p => p.StartsWith('{'));
        string more = string.Concat(parts.Where(p => p.Length > 0 && !p.StartsWith('{')).Select(p => $"      {p}\n"));
        return $$"""
            apiVersion: apps/v1
            kind: Deployment
            metadata: {name: web}
            spec:
              template:
                spec:
            {{more}}
                  containers:
            {{string.Concat(containers.Select(c => $"        - {c}\n"))}}
            """;
    }

    private static LintResult Lint(string text, bool withSuperseded = false) =>
        Linter.Lint(
            new LintRequest
            {
                Sources = [new LintSource("web.yaml", "/web.yaml", true, () => new(new SourceText("web.yaml", text), null))],
                WithSuperseded = withSuperseded,
            }
        );
}
