using System.Diagnostics.CodeAnalysis;

namespace ManifestLint.Cluster;

/// <summary>A Kubernetes minor version, 1.28 to 1.37.</summary>
/// <param name="Minor">28 to 37.</param>
public readonly record struct KubernetesVersion(int Minor)
{
    /// <summary>The oldest version whose behaviour is known.</summary>
    public const int Oldest = 28;

    /// <summary>The newest version whose behaviour is known.</summary>
    public const int Newest = 37;

    /// <summary>What is assumed unless told: 1.36.</summary>
    public static KubernetesVersion Default => new(36);

    /// <summary>Reads <c>1.36</c>, <c>v1.36</c> or <c>1.36.2</c>; false outside 1.28 to 1.37.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out KubernetesVersion version)
    {
        version = default;
        if (text is null)
            return false;
        string[] parts = (text.StartsWith('v') ? text[1..] : text).Split('.');
        if (parts.Length is < 2 or > 3 || parts[0] != "1" || !parts.All(p => p.Length is > 0 and < 4 && p.All(char.IsAsciiDigit)))
            return false;
        int minor = int.Parse(parts[1]);
        if (minor is < Oldest or > Newest)
            return false;
        version = new KubernetesVersion(minor);
        return true;
    }

    /// <inheritdoc/>
    public override string ToString() => $"1.{Minor}";
}

/// <summary>
/// The feature gates that change results, at their defaults for a version. Source: kubernetes pkg/features/kube_features.go; the table in
/// kubernetes-memory.md §0.
/// </summary>
public sealed record FeatureGates
{
    /// <summary>Init containers with <c>restartPolicy: Always</c> are sidecars: 1.29.</summary>
    public bool SidecarContainers { get; init; } = true;

    /// <summary>A sidecar never scores above the worst regular container: 1.32.</summary>
    public bool SidecarOomScore { get; init; } = true;

    /// <summary>The schema of a pod has <c>spec.resources</c>, whether or not it takes effect: 1.32.</summary>
    public bool KnowsPodLevelResources { get; init; } = true;

    /// <summary><c>spec.resources</c>: 1.34.</summary>
    public bool PodLevelResources { get; init; } = true;

    /// <summary>An empty <c>spec.resources</c> no longer decides the QoS class, which compares per container: 1.37.</summary>
    public bool PodLevelResourcesFixKubeletQosClass { get; init; }

    /// <summary>Pod-level requests and limits follow from the containers once LimitRanges have injected (D-6): 1.37.</summary>
    public bool PodLevelResourcesFixDefaulting { get; init; }

    /// <summary>
    /// Whether a pod's <c>memory.max</c> is set is asked of each container: 1.37. Before, an init container counts with the sidecars before it
    /// (kubernetes-memory.md §10).
    /// </summary>
    public bool PodLimitsAskEachContainer { get; init; }

    /// <summary>The defaults of a version.</summary>
    public static FeatureGates Of(KubernetesVersion version) =>
        new()
        {
            SidecarContainers = version.Minor >= 29,
            SidecarOomScore = version.Minor >= 32,
            KnowsPodLevelResources = version.Minor >= 32,
            PodLevelResources = version.Minor >= 34,
            PodLevelResourcesFixKubeletQosClass = version.Minor >= 37,
            PodLevelResourcesFixDefaulting = version.Minor >= 37,
            PodLimitsAskEachContainer = version.Minor >= 37,
        };
}
