using ManifestLint.Findings;
using ManifestLint.Linting;
using ManifestLint.Reading;
using ManifestLint.Yaml;

namespace ManifestLint.Tests;

/// <summary>Whole manifests through the whole staircase: what rules say together.</summary>
public sealed class LinterTests
{
    [Theory]
    [InlineData(
        "{apiVersion: argoproj.io/v1alpha1, kind: Workflow, metadata: {name: w}, spec: {templates: [{name: prepare}, {name: build, container: BODY}]}}",
        "template build"
    )]
    [InlineData("{apiVersion: argoproj.io/v1alpha1, kind: Workflow, metadata: {name: w}, spec: {templates: [{container: BODY}]}}", null)]
    [InlineData(
        "{apiVersion: tekton.dev/v1, kind: Pipeline, metadata: {name: p}, spec: {tasks: [{name: train, taskSpec: {steps: [BODY]}}]}}",
        "task train"
    )]
    [InlineData("{apiVersion: apps/v1, kind: Deployment, metadata: {name: d}, spec: {template: {spec: {containers: [BODY]}}}}", null)]
    public void What_is_found_in_one_of_several_pods_of_an_object_names_it(string text, string? part)
    {
        var result = Lint(
            "---\n"
                + text.Replace(
                    "BODY",
                    "{name: main, image: 'eclipse-temurin:21', command: [java, -Xmx2g, -jar, a.jar], resources: {limits: {memory: 1Gi}, requests: {memory: 1Gi}}, computeResources: {limits: {memory: 1Gi}, requests: {memory: 1Gi}}}",
                    StringComparison.Ordinal
                )
        );
        Assert.Equal(part, Assert.Single(result.Findings, f => f.RuleId == "ML3002").Part);
    }

    [Fact]
    public void What_carries_an_anchor_is_not_misplaced() =>
        Assert.DoesNotContain(
            "ML0006",
            Rules(
                """
                x-small: &small
                  limits: {cpu: 100m, memory: 1Gi}
                apiVersion: v1
                kind: Pod
                metadata: {name: web}
                spec:
                  containers:
                    - {name: web, image: "registry.example/web:1", resources: *small}
                """
            )
        );

    [Fact]
    public void A_request_above_an_injected_limit_is_rejected_like_one_above_a_written_limit() =>
        Assert.Contains(
            "ML5002",
            Rules(
                """
                apiVersion: v1
                kind: LimitRange
                metadata: {name: defaults, namespace: shop}
                spec:
                  limits:
                    - {type: Container, default: {memory: 512Mi}}
                ---
                apiVersion: v1
                kind: Pod
                metadata: {name: web, namespace: shop}
                spec:
                  containers:
                    - {name: web, image: "registry.example/web:1", resources: {requests: {memory: 1Gi}}}
                """
            )
        );

    [Theory]
    [InlineData("priorityClassName: system-node-critical")]
    [InlineData("nodeSelector: {disk: ssd}\n  runtimeClassName: null", "ML2001")]
    public void Only_a_pod_with_the_worst_score_is_called_best_effort(string field, params string[] expected) =>
        Assert.Equal(
            expected,
            Rules(
                    $$"""
                    apiVersion: apps/v1
                    kind: DaemonSet
                    metadata: {name: agent}
                    spec:
                      template:
                        spec:
                          {{field.Replace("\n  ", "\n      ", StringComparison.Ordinal)}}
                          containers:
                            - {name: agent, image: "registry.example/agent:1"}
                    """
                )
                .Where(r => r == "ML2001")
        );

    [Fact]
    public void A_template_that_parses_is_not_taken_for_a_mistake() =>
        Assert.DoesNotContain(
            "ML0003",
            Rules(
                """
                apiVersion: v1
                kind: Pod
                metadata: {name: web}
                spec:
                  containers:
                    - name: web
                      image: registry.example/web:1
                      resources:
                        limits:
                          cpu: {{ cpu }}
                          memory: {{ memory }}
                """
            )
        );

    [Fact]
    public void Two_objects_in_one_document_are_one_finding() =>
        Assert.Equal(
            ["ML0002"],
            Rules(
                """
                apiVersion: v1
                kind: ConfigMap
                metadata: {name: first}
                data: {a: b}
                apiVersion: v1
                kind: ConfigMap
                metadata: {name: second}
                data: {a: b}
                """
            )
        );

    private const string Pod =
        "apiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec:\n  containers: [{name: a, image: a, resources: {limits: {cpu: 1, memory: 512m}}}]\n";

    // Documents, rules with their lines, and the lines of what was skipped; 0 for the file as a whole.
    [Theory]
    [InlineData("a: {{ b }}\n---\n" + Pod, "ML0004:7", "1")]
    [InlineData(Pod + "---\n# c\n{{- if .x }}\na: b\n{{- end }}\n---\n{% x %}\n", "ML0004:5", "7 12")]
    [InlineData("a: {{ b }}\n---\n# nothing\n---\n{{ c }}\n", "", "0")]
    [InlineData("a: \"{{ b }}\"\n---\n" + Pod + "---\na: b: c\n", "ML0004:7 ML0001:9", "")]
    [InlineData("a: {{ b }}\n---\na: b: c\n", "ML0001:3", "1")]
    [InlineData("{\"a\": \"{{ b }}\"} {\"a\": 1,}", "ML0001:1", "")]
    public void Templates_are_told_document_by_document(string text, string rules, string skipped)
    {
        var result = Lint(text);
        Assert.Equal(
            rules,
            string.Join(' ', result.Findings.Where(f => f.Severity == Severity.Error).Select(f => $"{f.RuleId}:{f.Place.Line}"))
        );
        Assert.Equal(skipped, string.Join(' ', result.Skipped.Select(s => s.Line ?? 0)));
        Assert.All(result.Skipped, s => Assert.Equal((SkipKind.Template, "a template that has to be rendered first"), (s.Kind, s.Reason)));
    }

    private static IEnumerable<string> Rules(string text) => Lint(text).Findings.Select(f => f.RuleId);

    private static LintResult Lint(string text)
    {
        var source = new LintSource("a.yaml", "/a.yaml", true, () => new SourceReading(new SourceText("a.yaml", text), null));
        var result = Linter.Lint(new LintRequest { Sources = [source] });
        Assert.Empty(result.Crashes);
        return result;
    }
}
