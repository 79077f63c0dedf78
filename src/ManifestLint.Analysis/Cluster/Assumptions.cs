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

    /// <summary>The Java version where neither an option nor an image tag tells it.</summary>
    public int JavaVersion { get; init; } = 17;

    /// <summary>True if someone configured the Java version, so that it beats image tags.</summary>
    public bool JavaVersionIsConfigured { get; init; }

    /// <summary>Helpers beside the known ones.</summary>
    public ImmutableArray<KnownHelper> Helpers { get; init; } = [];

    /// <summary>The namespace of objects that name none; null for unknown.</summary>
    public string? Namespace { get; init; }
}
