using ManifestLint.Yaml;

namespace ManifestLint.Neighbours;

/// <summary>Tells an object of the scan from all others: its file and where it starts there, in UTF-16 code units.</summary>
public readonly record struct ObjectKey(string File, int Offset)
{
    /// <summary>The key of an object.</summary>
    public static ObjectKey Of(ObjectPlace place, Location location) => new(place.File, location.Span.Start);
}
