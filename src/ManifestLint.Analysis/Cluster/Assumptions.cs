using System.Collections.Immutable;

namespace ManifestLint.Cluster;

/// <summary>What was assumed where manifests do not say.</summary>
public sealed record Assumptions
{
    /// <summary>The Kubernetes version.</summary>
    public KubernetesVersion KubernetesVersion { get; init; } = KubernetesVersion.Default;

    /// <summary>True if someone configured the version, so that nothing about it is assumed.</summary>
    public bool KubernetesVersionIsConfigured { get; init; }

    /// <summary>The node's memory capacity in bytes.</summary>
    public long NodeMemoryBytes { get; init; } = 16L << 30;

    /// <summary>True if someone configured the node, so that rules may speak about it.</summary>
    public bool NodeIsConfigured { get; init; }

    /// <summary>The node's cpus in thousandths.</summary>
    public long NodeCpuMillicores { get; init; } = 4000;

    /// <summary>What the node's owner calls its pool; null if it has no name.</summary>
    public string? NodeName { get; init; }

    /// <summary>Pools of nodes, of which the first that fits a pod is its node; where none does, the node above is.</summary>
    public ImmutableArray<NodePool> Pools { get; init; } = [];

    /// <summary>The same for a pod on a node of a pool.</summary>
    public Assumptions On(NodePool pool) =>
        this with
        {
            NodeMemoryBytes = pool.MemoryBytes ?? NodeMemoryBytes,
            NodeCpuMillicores = pool.CpuMillicores ?? NodeCpuMillicores,
            NodeName = pool.Name,
            NodeIsConfigured = true,
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
