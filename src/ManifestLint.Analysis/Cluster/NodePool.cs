using System.Collections.Immutable;
using ManifestLint.Manifests;
using ManifestLint.Yaml;

namespace ManifestLint.Cluster;

/// <summary>Nodes of one size, and which pods run on them. Every condition that is given must hold; within one condition any value will do.</summary>
public sealed record NodePool
{
    /// <summary>What its owner calls it, or null.</summary>
    public string? Name { get; init; }

    /// <summary>Memory capacity of a node in bytes; null if it is not given.</summary>
    public long? MemoryBytes { get; init; }

    /// <summary>The same as it is written.</summary>
    public string? MemoryWritten { get; init; }

    /// <summary>Cpus of a node in thousandths; null if they are not given.</summary>
    public long? CpuMillicores { get; init; }

    /// <summary>Globs of the files that the objects stand in, relative to the configuration's folder; empty for any.</summary>
    public ImmutableArray<string> Paths { get; init; } = [];

    /// <summary>Namespaces; empty for any.</summary>
    public ImmutableArray<string> Namespaces { get; init; } = [];

    /// <summary>Globs of the folders of the kustomizations that take the file; empty for any.</summary>
    public ImmutableArray<string> Overlays { get; init; } = [];

    /// <summary>What the pod's <c>nodeSelector</c> has to hold, all of it; empty for nothing.</summary>
    public ImmutableArray<KeyValuePair<string, string>> NodeSelector { get; init; } = [];

    /// <summary>True if a pod runs on it.</summary>
    /// <param name="pod">The pod.</param>
    /// <param name="file">The full path of its file.</param>
    /// <param name="space">Its namespace; null if it is not known.</param>
    /// <param name="overlays">The folders of the kustomizations that take the file.</param>
    /// <param name="pathMatches">Whether a path matches a glob of the configuration.</param>
    public bool Fits(PodSpec pod, string file, string? space, IEnumerable<string> overlays, Func<string, string, bool> pathMatches) =>
        (Paths.IsEmpty || Paths.Any(glob => pathMatches(file, glob)))
        && (Namespaces.IsEmpty || (space is not null && Namespaces.Contains(space)))
        && (Overlays.IsEmpty || overlays.Any(folder => Overlays.Any(glob => pathMatches(folder, glob))))
        && NodeSelector.All(l => pod.Node.MappingAt("nodeSelector")?.TextAt(l.Key) == l.Value);
}
