using ManifestLint.Cluster;
using ManifestLint.Facts;
using ManifestLint.Linting;
using ManifestLint.Reading;
using ManifestLint.Yaml;

namespace ManifestLint.Tests;

/// <summary>Pools of nodes: the first that fits a pod is its node (contracts.md C9).</summary>
public sealed class NodePoolTests
{
    private const string File = "/repo/data/store.yaml";

    private static readonly NodePool Small = new() { Name = "small", MemoryBytes = 4L << 30 };

    [Fact]
    public void The_first_that_fits_is_the_node()
    {
        Assert.Equal(64L << 30, NodeOf([new NodePool { MemoryBytes = 64L << 30 }, Small]).NodeMemoryBytes);
        Assert.Equal(4L << 30, NodeOf([Small, new NodePool { MemoryBytes = 64L << 30 }]).NodeMemoryBytes);
        // What a pool does not say is as it is elsewhere.
        Assert.Equal(8000, NodeOf([new NodePool { CpuMillicores = 8000 }]).NodeCpuMillicores);
        Assert.Equal(16L << 30, NodeOf([new NodePool { CpuMillicores = 8000 }]).NodeMemoryBytes);
    }

    [Fact]
    public void Every_condition_has_to_hold()
    {
        var pool = new NodePool
        {
            MemoryBytes = 64L << 30,
            Paths = ["data/**", "other/**"],
            Namespaces = ["store"],
            NodeSelector = [KeyValuePair.Create("pool", "big")],
        };
        Assert.True(NodeOf([pool]).NodeIsConfigured);
        Assert.False(NodeOf([pool with { Paths = ["web/**"] }]).NodeIsConfigured);
        Assert.False(NodeOf([pool with { Namespaces = ["web"] }]).NodeIsConfigured);
        Assert.False(NodeOf([pool with { NodeSelector = [KeyValuePair.Create("pool", "small")] }]).NodeIsConfigured);
        Assert.False(NodeOf([pool with { Overlays = ["overlays/**"] }]).NodeIsConfigured);
    }

    [Fact]
    public void A_finding_names_the_pool()
    {
        var finding = Assert.Single(Linter.Lint(Request([Small])).Findings, f => f.RuleId == "ML1010");
        Assert.Contains("and a node of pool small has 4Gi", finding.Statement.What, StringComparison.Ordinal);
    }

    private static Assumptions NodeOf(NodePool[] pools) =>
        Assert.Single(Linter.Inspect(Request(pools), (facts, _) => facts.Assumptions).Pods);

    private static LintRequest Request(NodePool[] pools)
    {
        const string Text = """
            apiVersion: v1
            kind: Pod
            metadata: {name: store, namespace: store}
            spec:
              nodeSelector: {pool: big}
              containers:
                - name: store
                  image: registry.example/store:1
                  resources: {requests: {cpu: 1, memory: 6Gi}, limits: {memory: 6Gi}}
            """;
        return new LintRequest
        {
            Sources = [new LintSource(File, File, true, () => new SourceReading(new SourceText(File, Text), null))],
            Assumptions = new Assumptions { Pools = [.. pools] },
            PathMatches = (path, glob) =>
                path.StartsWith("/repo/" + glob.Replace("**", "", StringComparison.Ordinal), StringComparison.Ordinal),
            Jobs = 1,
        };
    }
}
