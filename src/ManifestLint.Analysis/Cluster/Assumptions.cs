using System.Collections.Immutable;
using ManifestLint.Quantities;

namespace ManifestLint.Cluster;

/// <summary>Who says how much memory a node has.</summary>
public enum NodeMemorySource
{
    /// <summary>Nobody: it is assumed.</summary>
    Nobody,

    /// <summary>The option of the command line.</summary>
    Option,

    /// <summary>The configuration, of all nodes.</summary>
    Configuration,

    /// <summary>The configuration, of a pool.</summary>
    Pool,
}

/// <summary>What was assumed where manifests do not say.</summary>
public sealed record Assumptions
{
    /// <summary>The Kubernetes version.</summary>
    public KubernetesVersion KubernetesVersion { get; init; } = KubernetesVersion.Default;

    /// <summary>True if someone configured the version, so that nothing about it is assumed.</summary>
    public bool KubernetesVersionIsConfigured { get; init; }

    /// <summary>The node's memory capacity in bytes.</summary>
    public long NodeMemoryBytes { get; init; } = 16L << 30;

    /// <summary>The same as it was written; null where it is to be shown as Kubernetes writes it.</summary>
    public string? NodeMemoryWritten { get; init; }

    /// <summary>Who says so.</summary>
    public NodeMemorySource NodeMemorySource { get; init; }

    /// <summary>True if somebody has said so, so that rules may speak about it.</summary>
    public bool NodeMemoryIsConfigured => NodeMemorySource != NodeMemorySource.Nobody;

    /// <summary>The node's memory for people: <c>8000M</c>.</summary>
    public string NodeMemoryText => NodeMemoryWritten ?? new ByteSize(NodeMemoryBytes).ToString();

    /// <summary>What says so, for people: <c>--node-memory</c>; null where nobody does.</summary>
    public string? NodeMemoryGivenBy =>
        NodeMemorySource switch
        {
            NodeMemorySource.Option => "--node-memory",
            NodeMemorySource.Pool when NodeName is { } pool => $"pool {pool} of the configuration",
            NodeMemorySource.Configuration or NodeMemorySource.Pool => "nodes.memory of the configuration",
            _ => null,
        };

    /// <summary>The node in a clause: <c>a 16Gi node</c>, <c>an 8000M node (--node-memory)</c>.</summary>
    public string NodeText =>
        $"{(IsVowel(NodeMemoryText) ? "an" : "a")} {NodeMemoryText} node{(NodeMemoryGivenBy is { } by ? $" ({by})" : "")}";

    // Eight, eleven and eighteen, and what begins with eight.
    private static bool IsVowel(string number) => number is ['8', ..] or ['1', '1' or '8', not (>= '0' and <= '9'), ..];

    /// <summary>The node's cpus in thousandths.</summary>
    public long NodeCpuMillicores { get; init; } = 4000;

    /// <summary>True if somebody has said so, so that rules may speak about them.</summary>
    public bool NodeCpuIsConfigured { get; init; }

    /// <summary>What the node's owner calls its pool; null if it has no name.</summary>
    public string? NodeName { get; init; }

    /// <summary>Pools of nodes, of which the first that fits a pod is its node; where none does, the node above is.</summary>
    public ImmutableArray<NodePool> Pools { get; init; } = [];

    /// <summary>The same for a pod on a node of a pool.</summary>
    public Assumptions On(NodePool pool) =>
        this with
        {
            NodeMemoryBytes = pool.MemoryBytes ?? NodeMemoryBytes,
            NodeMemoryWritten = pool.MemoryBytes is null ? NodeMemoryWritten : pool.MemoryWritten,
            NodeMemorySource = pool.MemoryBytes is null ? NodeMemorySource : NodeMemorySource.Pool,
            NodeCpuMillicores = pool.CpuMillicores ?? NodeCpuMillicores,
            NodeCpuIsConfigured = NodeCpuIsConfigured || pool.CpuMillicores is not null,
            NodeName = pool.Name,
        };

    /// <summary>The Java version where neither an option nor an image tag tells it.</summary>
    public int JavaVersion { get; init; } = 17;

    /// <summary>True if someone configured the Java version, so that it beats image tags.</summary>
    public bool JavaVersionIsConfigured { get; init; }

    /// <summary>Helpers beside the known ones.</summary>
    public ImmutableArray<KnownHelper> Helpers { get; init; } = [];

    /// <summary>What a team has told of its images; the first that fits counts.</summary>
    public ImmutableArray<GivenImage> Images { get; init; } = [];

    /// <summary>Registries that hold copies.</summary>
    public ImmutableArray<RegistryMirror> Registries { get; init; } = [];

    /// <summary>What of this differs from what is assumed for the run; null where nothing does.</summary>
    public (KubernetesVersion? Kubernetes, long? Memory, long? Cpu, int? Java)? DifferenceTo(Assumptions run)
    {
        (KubernetesVersion? Kubernetes, long? Memory, long? Cpu, int? Java) difference = (
            KubernetesVersion == run.KubernetesVersion ? null : KubernetesVersion,
            NodeMemoryBytes == run.NodeMemoryBytes ? null : NodeMemoryBytes,
            NodeCpuMillicores == run.NodeCpuMillicores ? null : NodeCpuMillicores,
            JavaVersion == run.JavaVersion ? null : JavaVersion
        );
        return difference == default ? null : difference;
    }

    /// <summary>The namespace of objects that name none; null for unknown.</summary>
    public string? Namespace { get; init; }
}
