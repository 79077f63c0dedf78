using ManifestLint.Yaml;

namespace ManifestLint.Composition.Merging;

/// <summary>Why kustomize would not build, and where. The composer makes a value of it.</summary>
internal sealed class RefusalException(Location? location, RefusalReason reason) : Exception
{
    public RefusalException(Location? location, RefusalKind kind, string first = "", string second = "")
        : this(location, new RefusalReason(kind, first, second)) { }

    /// <summary>The place that is to blame; null for one that only the directive being carried out knows.</summary>
    public Location? Location { get; } = location;

    public RefusalReason Reason { get; } = reason;

    // Most are caught before anybody reads them.
    public override string Message => Reason.ToString();
}

/// <summary>What kustomize would say instead of building.</summary>
/// <param name="Location">Where the reason stands.</param>
/// <param name="Reason">Why.</param>
public sealed record CompositionRefusal(Location Location, RefusalReason Reason);

/// <summary>Something that could not be had, so that what depends on it is not known.</summary>
/// <param name="Location">Where it is named.</param>
/// <param name="Reason">What is missing and why.</param>
public sealed record CompositionGap(Location Location, GapReason Reason);
