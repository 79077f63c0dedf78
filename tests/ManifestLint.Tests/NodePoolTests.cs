using ManifestLint.Cluster;
using ManifestLint.Facts;
using ManifestLint.Findings;
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
        Assert.True(NodeOf([pool]).NodeMemoryIsConfigured);
        Assert.False(NodeOf([pool with { Paths = ["web/**"] }]).NodeMemoryIsConfigured);
        Assert.False(NodeOf([pool with { Namespaces = ["web"] }]).NodeMemoryIsConfigured);
        Assert.False(NodeOf([pool with { NodeSelector = [KeyValuePair.Create("pool", "small")] }]).NodeMemoryIsConfigured);
        Assert.False(NodeOf([pool with { Overlays = ["overlays/**"] }]).NodeMemoryIsConfigured);
    }

    [Fact]
    public void A_finding_names_the_pool()
    {
        var finding = Assert.Single(Linter.Lint(Request([Small])).Findings, f => f.RuleId == "ML1010");
        Assert.Contains("more than a node of pool small has in all (4Gi)", finding.Statement.What, StringComparison.Ordinal);
    }

    // Nobody said how many cpus its nodes have, or how much memory those of the other have.
    [Fact]
    public void What_is_not_told_of_a_pool_is_assumed()
    {
        Assert.False(NodeOf([new NodePool { CpuMillicores = 500 }]).NodeMemoryIsConfigured);
        Assert.False(NodeOf([Small]).NodeCpuIsConfigured);
        var few = Assert.Single(
            Linter.Lint(Request([new NodePool { MemoryBytes = 8_000_000_000, CpuMillicores = 500 }])).Findings,
            IsAbove
        );
        Assert.Contains("requests 1 of cpu, more than the configured node has in all (500m)", few.Statement.What, StringComparison.Ordinal);
        Assert.DoesNotContain(Linter.Lint(Request([new NodePool { MemoryBytes = 8_000_000_000 }])).Findings, IsAbove);

        static bool IsAbove(ReportedFinding finding) => finding.RuleId == "ML1010";
    }

    // One amount has one text.
    [Fact]
    public void A_node_is_told_as_it_is_written_and_by_whom()
    {
        var own = NodeOf([
            new NodePool
            {
                Name = "big",
                MemoryBytes = 8_000_000_000,
                MemoryWritten = "8000M",
            },
        ]);
        Assert.Equal(("8000M", "an 8000M node (pool big of the configuration)"), (own.NodeMemoryText, own.NodeText));
        Assert.Equal("a 16Gi node", NodeOf([]).NodeText);
        // What gives only cpus says nothing of memory.
        var cpus = new NodePool { Name = "big", CpuMillicores = 2000 };
        var given = new Assumptions { NodeMemoryBytes = 18L << 30, NodeMemorySource = NodeMemorySource.Configuration };
        Assert.Equal("an 18Gi node (nodes.memory of the configuration)", given.On(cpus).NodeText);
        var scored = Assert.Single(
            Linter
                .Lint(
                    Request(
                        [new NodePool { MemoryBytes = 8_000_000_000, MemoryWritten = "8000M" }],
                        "limits: {cpu: 1, memory: 6144Mi}",
                        "6143Mi"
                    )
                )
                .Findings,
            f => f.RuleId == "ML2002"
        );
        Assert.Empty(scored.Statement.Assumed.Where(a => a.Kind == AssumptionKind.Node));
        Assert.Equal("a node with 8000M of memory (nodes.memory of the configuration)", Assert.Single(scored.Statement.Given).Text);
        Assert.Contains(", on a node with 8000M of memory (nodes.memory", scored.Message(), StringComparison.Ordinal);
    }

    private static Assumptions NodeOf(NodePool[] pools) =>
        Assert.Single(Linter.Inspect(Request(pools), (facts, _) => facts.Assumptions).Pods);

    private static LintRequest Request(NodePool[] pools, string limits = "limits: {memory: 6Gi}", string request = "6Gi")
    {
        string text = $$"""
            apiVersion: v1
            kind: Pod
            metadata: {name: store, namespace: store}
            spec:
              nodeSelector: {pool: big}
              containers:
                - name: store
                  image: registry.example/store:1
                  resources: {requests: {cpu: 1, memory: {{request}}}, {{limits}}}
            """;
        return new LintRequest
        {
            Sources = [new LintSource(File, File, true, () => new SourceReading(new SourceText(File, text), null))],
            Assumptions = new Assumptions { Pools = [.. pools] },
            PathMatches = (path, glob) =>
                path.StartsWith("/repo/" + glob.Replace("**", "", StringComparison.Ordinal), StringComparison.Ordinal),
            Jobs = 1,
        };
    }
}
