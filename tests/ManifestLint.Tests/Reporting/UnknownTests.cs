using ManifestLint.Explaining;
using ManifestLint.Linting;
using ManifestLint.Reading;
using ManifestLint.Yaml;

namespace ManifestLint.Tests.Reporting;

/// <summary>What <c>explain</c> says of numbers that cannot be known: each names what it depends on, all of it and nothing else.</summary>
public sealed class UnknownTests
{
    private const string Head = "apiVersion: v1\nkind: Pod\nmetadata: {name: n, namespace: s}\nspec:\n";

    private const string Two =
        Head
        + "  containers:\n"
        + "  - {name: n, image: foo/bar:1, resources: {requests: {memory: '${A}', cpu: 1}, limits: {memory: 2Gi}}}\n"
        + "  - {name: m, image: foo/bar:1, resources: {requests: {memory: '${B}', cpu: 1}, limits: {memory: 1Gi}}}\n";

    [Fact]
    public void A_score_depends_on_its_own_request_alone() =>
        Assert.Equal(["cannot be known: it depends on memory request ${B} of container m (a.yaml:7)"], Lines(Two, "m", "oom_score_adj"));

    [Fact]
    public void A_sum_depends_on_all_its_terms() =>
        Assert.Contains(
            "memory request of the pod cannot be known: it depends on memory request ${A} of container n (a.yaml:6) and memory request ${B} of container m (a.yaml:7)",
            Lines(Two, "m", "The whole pod")
        );

    [Fact]
    public void A_class_depends_on_each_amount_that_is_not_known()
    {
        const string Text =
            Head
            + "  containers:\n"
            + "  - {name: a, image: foo/bar:1, resources: {requests: {memory: 1Gi, cpu: 1}, limits: {memory: 1Gi, cpu: '${CPU}'}}}\n"
            + "  - {name: b, image: foo/bar:1, resources: {requests: {memory: 1Gi, cpu: 1}, limits: {memory: '${MEM}', cpu: 1}}}\n"
            + "  - {name: c, image: foo/bar:1, resources: {limits: {memory: 1Gi, cpu: 1}}}\n";
        const string Both =
            "cannot be known: it depends on cpu limit ${CPU} of container a (a.yaml:6) and memory limit ${MEM} of container b (a.yaml:7)";
        Assert.Equal([Both], Lines(Text, "a", "QoS class of the pod"));
        Assert.Equal([Both], Lines(Text, "c", "oom_score_adj"));
        Assert.Contains(
            "memory.max of the pod cannot be known: it depends on memory limit ${MEM} of container b (a.yaml:7)",
            Lines(Text, "c", "The whole pod")
        );
    }

    private const string Range =
        "apiVersion: v1\nkind: LimitRange\nmetadata: {name: lr, namespace: s}\nspec: {limits: [{type: Container, default: {memory: '${MEM}'}}]}\n---\n";

    [Fact]
    public void A_default_that_is_not_known_is_named()
    {
        const string Text =
            Range + Head + "  containers:\n  - {name: n, image: foo/bar:1, resources: {requests: {memory: 64Mi, cpu: 1}}}\n";
        const string Given = "memory default ${MEM} of LimitRange lr (a.yaml:4)";
        Assert.Contains($"memory limit: cannot be known: it is the {Given}", Lines(Text, "n", "Requests and limits in force"));
        Assert.Equal([$"memory.max cannot be known: it depends on the {Given}"], Lines(Text, "n", "Its cgroup"));
        Assert.Contains($"memory.max of the pod cannot be known: it depends on the {Given}", Lines(Text, "n", "The whole pod"));
    }

    [Fact]
    public void A_request_that_is_its_limit_depends_on_what_gives_that()
    {
        const string Text = Head + "  containers:\n  - {name: n, image: foo/bar:1, resources: {limits: {memory: '${L}', cpu: 1}}}\n";
        const string Limit = "memory limit ${L} of container n (a.yaml:6)";
        Assert.Contains($"memory request: cannot be known: it is {Limit}", Lines(Text, "n", "Requests and limits in force"));
        Assert.Equal([$"cannot be known: it depends on {Limit}"], Lines(Text, "n", "QoS class of the pod"));
        Assert.Contains($"memory request of the pod cannot be known: it depends on {Limit}", Lines(Text, "n", "The whole pod"));
    }

    [Fact]
    public void Orders_of_limit_ranges_are_named()
    {
        string other = Range.Replace("${MEM}", "1Gi", StringComparison.Ordinal),
            text =
                other
                + other.Replace("1Gi", "2Gi", StringComparison.Ordinal).Replace("name: lr", "name: ls", StringComparison.Ordinal)
                + Head
                + "  containers:\n  - {name: n, image: foo/bar:1, resources: {requests: {memory: 64Mi, cpu: 1}}}\n";
        Assert.Contains(
            "memory limit: cannot be known: it is one of several different memory defaults, as 1Gi of LimitRange lr (a.yaml:4)",
            Lines(text, "n", "Requests and limits in force")
        );
    }

    [Fact]
    public void The_pods_own_amounts_are_named()
    {
        const string Text =
            Head
            + "  resources: {limits: {memory: '${P}'}}\n  containers:\n  - {name: n, image: foo/bar:1, resources: {requests: {memory: 64Mi, cpu: 1}}}\n";
        Assert.Equal(["memory.max cannot be known: it depends on memory limit ${P} of the pod (a.yaml:5)"], Lines(Text, "n", "Its cgroup"));
    }

    [Fact]
    public void A_runtime_class_beside_no_scan_is_named() =>
        Assert.Contains(
            "memory request of the pod cannot be known: it depends on the overhead of RuntimeClass kata",
            Lines(
                Head
                    + "  runtimeClassName: kata\n  containers:\n  - {name: n, image: foo/bar:1, resources: {requests: {memory: 64Mi, cpu: 1}}}\n",
                "n",
                "The whole pod"
            )
        );

    [Fact]
    public void A_priority_that_is_not_known_is_named() =>
        Assert.Equal(
            ["cannot be known: it depends on priorityClassName ${P}"],
            Lines(
                Head
                    + "  priorityClassName: '${P}'\n  containers:\n  - {name: n, image: foo/bar:1, resources: {requests: {memory: 64Mi, cpu: 1}}}\n",
                "n",
                "oom_score_adj"
            )
        );

    private static IEnumerable<string> Lines(string text, string container, string step) =>
        Linter
            .Inspect(
                new LintRequest
                {
                    Sources = [new LintSource("a.yaml", "/a.yaml", true, () => new SourceReading(new SourceText("a.yaml", text), null))],
                },
                (pod, _) => Explanation.Of(pod, pod.Containers.Single(c => c.Spec.Name == container))
            )
            .Pods.Single()
            .Steps.Single(s => s.Title == step)
            .Lines;
}
