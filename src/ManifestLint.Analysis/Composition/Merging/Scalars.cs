using ManifestLint.Yaml;

namespace ManifestLint.Composition.Merging;

/// <summary>Values that stand where something asked for them.</summary>
internal static class Scalars
{
    /// <summary>An integer that stands where something asked for it.</summary>
    public static Tree Integer(string value, Location place) => new(new YamlScalar(place, value, YamlScalarStyle.Plain));

    /// <summary><c>true</c> where something asked for it.</summary>
    public static Tree True(Location place) => new(new YamlScalar(place, "true", YamlScalarStyle.Plain));
}
