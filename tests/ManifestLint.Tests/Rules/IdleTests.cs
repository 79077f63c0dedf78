using ManifestLint.Findings;
using ManifestLint.Linting;
using ManifestLint.Reading;
using ManifestLint.Tests.Rules.Sets;
using ManifestLint.Yaml;

namespace ManifestLint.Tests.Rules;

/// <summary>What takes no memory lacks none.</summary>
public sealed class IdleTests
{
    [Theory]
    [InlineData("image: registry.k8s.io/pause", "", false)]
    [InlineData("image: registry.k8s.io/pause:3.10", "{requests: {memory: 1Gi}}", false)]
    [InlineData("image: 123.example.com/mirror/eks/pause-amd64@sha256:0123", "{requests: {cpu: 1}}", false)]
    [InlineData("{image: registry.k8s.io/pause:3.10, command: [sh, -c, run]}", "", true)]
    [InlineData("image: registry.example.com/pausing:1", "", true)]
    [InlineData("image: registry.example.com/pause/web:1", "", true)]
    public void A_pause_container_sleeps(string image, string resources, bool isTold) =>
        Assert.Equal(isTold, IsTold(image.Trim('{', '}'), resources, ""));

    [Theory]
    [InlineData("tolerations: [{key: kwok.x-k8s.io/node, operator: Exists}]", false)]
    [InlineData("nodeSelector: {kwok.x-k8s.io/node: fake}", false)]
    [InlineData("tolerations: [{key: example.com/kwok.x-k8s.io, operator: Exists}]", true)]
    [InlineData("nodeSelector: {type: kwok.x-k8s.io}", true)]
    public void Nothing_runs_on_the_nodes_of_kwok(string pod, bool isTold)
    {
        Assert.Equal(isTold, IsTold("image: registry.example/app:1", "{}", pod));
        Assert.Equal(isTold, IsTold("image: registry.example/app:1", "{requests: {memory: 1Gi}}", pod));
    }

    [Fact]
    public void An_annotation_of_kwok_tells_so_too()
    {
        string marked = Manifest("image: fake", "{}", "")
            .Replace("spec:\n      {}", "", StringComparison.Ordinal)
            .Replace(
                "  template:\n",
                "  template:\n    metadata: {annotations: {kwok.x-k8s.io/usage-cpu: 10m}}\n",
                StringComparison.Ordinal
            );
        Assert.Empty(SetScan.Of(marked).Findings);
    }

    [Theory]
    [InlineData("image: fake", false)]
    [InlineData("image: registry.example.com/no-such-image:1", false)]
    [InlineData("image: nonexistent@sha256:0123", false)]
    [InlineData("image: registry.example.com/web:fake", true)]
    [InlineData("image: registry.example.com/fake/web", true)]
    [InlineData("image: registry.example.com/badger:1", true)]
    public void Without_an_image_no_process_starts(string image, bool isTold) => Assert.Equal(isTold, IsTold(image, "", ""));

    [Theory]
    [InlineData("nginx", Severity.Note)]
    [InlineData("docker.io/library/httpd:2.4", Severity.Note)]
    [InlineData("registry.k8s.io/echoserver:1.10", Severity.Note)]
    [InlineData("gcr.io/kuar-demo/kuard-amd64:1", Severity.Note)]
    [InlineData("nginxdemos/nginx-hello:plain-text", Severity.Note)]
    [InlineData("registry.example.com/web/nginx:1", Severity.Warning)]
    [InlineData("nginx| env: [{name: A, value: b}]", Severity.Warning)]
    [InlineData("nginx| volumeMounts: [{name: site, mountPath: /usr/share/nginx/html}]", Severity.Warning)]
    public void What_only_shows_itself_lacks_less(string image, Severity severity)
    {
        string manifest = Manifest("image: " + image.Replace("| ", "\n          ", StringComparison.Ordinal), "", "");
        Assert.Equal(
            severity,
            Assert.Single(SetScan.Of(manifest.Replace("      resources: {}\n", "", StringComparison.Ordinal)).Findings).Severity
        );
    }

    [Theory]
    [InlineData("test/a.yaml", Severity.Note)]
    [InlineData("k8s/a.yaml", Severity.Warning)]
    public void A_trial_lacks_less(string inRepository, Severity severity)
    {
        string text = Manifest("image: registry.example.com/app:1", "", "");
        var source = new LintSource("a.yaml", "/tests/repo/a.yaml", true, () => new SourceReading(new SourceText("a.yaml", text), null));
        var result = Linter.Lint(new LintRequest { Sources = [source], PathInRepository = _ => inRepository });
        Assert.Equal(severity, Assert.Single(result.Findings).Severity);
    }

    // Whose rule it is to have requests and no limits.
    [Theory]
    [InlineData("Deployment", "annotations: {include.release.openshift.io/ha: 'true'}", "{requests: {memory: 64Mi}}", false)]
    [InlineData("Deployment", "annotations: {include.release.openshift.io/ha: 'true'}", "{}", true)]
    [InlineData("Deployment", "annotations: {release.openshift.io/ha: 'true'}", "{requests: {memory: 64Mi}}", true)]
    [InlineData("Pod", "namespace: kube-system", "{requests: {cpu: 250m}}", false)]
    [InlineData("Pod", "namespace: kube-system", "{}", true)]
    [InlineData("Pod", "namespace: shop", "{requests: {cpu: 250m}}", true)]
    public void A_limit_may_be_left_out_by_rule(string kind, string metadata, string resources, bool isTold)
    {
        string pod = $"{{hostNetwork: true, containers: [{{name: app, image: registry.example.com/app:1, resources: {resources}}}]}}";
        string spec =
            kind == "Pod" ? pod : $"{{selector: {{matchLabels: {{a: b}}}}, template: {{metadata: {{labels: {{a: b}}}}, spec: {pod}}}}}";
        string text =
            $"apiVersion: {(kind == "Pod" ? "v1" : "apps/v1")}\nkind: {kind}\nmetadata: {{name: app, {metadata}}}\nspec: {spec}\n";
        Assert.Equal(isTold, SetScan.Of(text).Findings.Any(f => f.RuleId is "ML1001" or "ML2001"));
    }

    [Theory]
    [InlineData("requests:\n  memory: 64Mi\n#limits:\n#  cpu: 1\n#  memory: 1Gi", false)]
    [InlineData("# limits:\n#   memory: 1Gi\nrequests:\n  memory: 64Mi", false)]
    [InlineData("requests:\n  memory: 64Mi\n# no limits: see the wiki\n", true)]
    [InlineData("requests:\n  memory: 64Mi\n#limits:\n#  cpu: 1\n", true)]
    [InlineData("# limits:\n#   memory: 1Gi", true)]
    public void A_limit_in_a_comment_was_weighed(string resources, bool isTold)
    {
        string block = "\n            " + resources.Replace("\n", "\n            ", StringComparison.Ordinal) + "\n";
        string manifest = Manifest("image: registry.example.com/app:1", "{}", "").Replace(" {}\n", block, StringComparison.Ordinal);
        Assert.Equal(isTold, SetScan.Of(manifest).Findings.Any(f => f.RuleId is "ML1001" or "ML2001"));
    }

    [Theory]
    [InlineData(
        "helm.sh/chart: app-1.2.3, app.kubernetes.io/managed-by: Helm",
        "",
        "not here but in the values of chart app-1.2.3, from which this file is rendered"
    )]
    [InlineData(
        "chart: app-1.2.3, heritage: Tiller",
        "",
        "not here but in the values of chart app-1.2.3, from which this file is rendered"
    )]
    [InlineData("app.kubernetes.io/managed-by: Helm", "", "not here but in the values of its chart, from which this file is rendered")]
    [InlineData("helm.sh/chart: app-1.2.3", "", null)]
    [InlineData("app: app", "# Generated by make\n", "not here but in the source from which this file is generated")]
    public void What_is_lost_with_the_next_rendering_is_to_be_written_elsewhere(string labels, string head, string? advice)
    {
        string manifest = Manifest("image: registry.example.com/app:1", "", "");
        string text = head + manifest.Replace("{name: idle,", $"{{name: idle, labels: {{{labels}}},", StringComparison.Ordinal);
        Assert.Equal(advice, Assert.Single(SetScan.Of(text).Findings).Advice?.Text);
    }

    [Theory]
    [InlineData("In, values: [windows]", true)]
    [InlineData("NotIn, values: [windows]", false)]
    [InlineData("In, values: [windows, linux]", false)]
    public void Windows_nodes_may_be_asked_for_by_affinity(string operation, bool isWindows)
    {
        string term = $"{{matchExpressions: [{{key: kubernetes.io/os, operator: {operation}}}]}}";
        string pod = $"affinity: {{nodeAffinity: {{requiredDuringSchedulingIgnoredDuringExecution: {{nodeSelectorTerms: [{term}]}}}}}}";
        var finding = Assert.Single(SetScan.Of(Manifest("image: registry.example.com/app:1", "", pod)).Findings);
        Assert.Equal(!isWindows, finding.Message().Contains("oom_score_adj", StringComparison.Ordinal));
    }

    private static bool IsTold(string image, string resources, string pod)
    {
        var rules = SetScan.Of(Manifest(image, resources, pod)).Findings.Select(f => f.RuleId).Distinct().ToList();
        Assert.All(rules, r => Assert.True(r is "ML1001" or "ML1003" or "ML2001", r));
        return rules.Count > 0;
    }

    private static string Manifest(string image, string resources, string pod) =>
        SetScan
            .Deployment("idle", resources.Length == 0 ? "{}" : resources, pod: pod.Length == 0 ? "hostIPC: false" : pod)
            .Replace(
                "image: registry.example/app:1",
                image.Replace(", command", "\n          command", StringComparison.Ordinal),
                StringComparison.Ordinal
            );
}
