using ManifestLint.Yaml;

namespace ManifestLint.Manifests;

/// <summary>The object that made another one and acts on it: the entry of <c>metadata.ownerReferences</c> with <c>controller: true</c>.</summary>
/// <param name="Group">Its API group, empty for the core group.</param>
/// <param name="Kind">Its kind.</param>
/// <param name="Name">Its name; it stands in the same namespace, or in none.</param>
/// <param name="Uid">Its uid; null if it is not written.</param>
public sealed record OwnerReference(string Group, string Kind, string Name, string? Uid)
{
    /// <summary>The controller of an object; null if it has none. An object has one at most.</summary>
    /// <param name="metadata">The object's metadata, or null.</param>
    public static OwnerReference? ControllerIn(YamlMapping? metadata)
    {
        if (metadata?["ownerReferences"] is not YamlSequence references)
            return null;
        foreach (var item in references.Items)
        {
            if (item.Target is not YamlMapping reference || reference.TextAt("controller") != "true")
                continue;
            if (reference.TextAt("kind") is not { } kind || reference.TextAt("name") is not { } name)
                continue;
            string apiVersion = reference.TextAt("apiVersion") ?? "";
            return new OwnerReference(
                apiVersion.IndexOf('/') is var slash and >= 0 ? apiVersion[..slash] : "",
                kind,
                name,
                reference.TextAt("uid")
            );
        }
        return null;
    }
}
