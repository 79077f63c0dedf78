using ManifestLint.Findings;
using ManifestLint.Yaml;

namespace ManifestLint.Tests;

/// <summary>Whole manifests through the whole staircase: what rules say together.</summary>
public sealed class LinterTests
{
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

    private static IEnumerable<string> Rules(string text)
    {
        var source = new LintSource("a.yaml", "/a.yaml", true, () => new SourceReading(new SourceText("a.yaml", text), null));
        var result = Linter.Lint(new LintRequest { Sources = [source] });
        Assert.Empty(result.Crashes);
        return result.Findings.Select(f => f.RuleId);
    }
}
