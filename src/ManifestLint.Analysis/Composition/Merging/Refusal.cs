using ManifestLint.Yaml;

namespace ManifestLint.Composition.Merging;

/// <summary>Why kustomize would not build, and where. The composer makes a value of it.</summary>
internal sealed class RefusalException(Location? location, string reason) : Exception(reason)
{
    /// <summary>The place that is to blame; null for one that only the directive being carried out knows.</summary>
    public Location? Location { get; } = location;
}

/// <summary>What kustomize would say instead of building.</summary>
/// <param name="Location">Where the reason stands.</param>
/// <param name="Reason">A clause without a full stop.</param>
public sealed record CompositionRefusal(Location Location, string Reason);

/// <summary>Something that could not be had, so that what depends on it is not known.</summary>
/// <param name="Location">Where it is named.</param>
/// <param name="Reason">What is missing and why, a clause without a full stop.</param>
public sealed record CompositionGap(Location Location, string Reason);
