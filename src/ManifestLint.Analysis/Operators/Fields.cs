using ManifestLint.Manifests;
using ManifestLint.Yaml;

namespace ManifestLint.Operators;

/// <summary>A field of a custom resource and where it stands.</summary>
/// <param name="Entry">The entry.</param>
/// <param name="Owner">The mapping that holds it.</param>
/// <param name="Path">Its address within the object.</param>
internal readonly record struct FoundField(YamlEntry Entry, YamlMapping Owner, YamlPath Path)
{
    /// <summary>The value, aliases followed.</summary>
    public YamlNode Value => Entry.Value.Target;

    /// <summary>The value as a text; null where it is no scalar, null or a placeholder.</summary>
    public string? Text => Value is YamlScalar { IsNull: false } scalar && !FieldReading.IsForeign(scalar) ? scalar.Value : null;
}

/// <summary>Looks for fields by paths of keys; a key may itself hold dots, as in <c>storage.wiredTiger.engineConfig.cacheSizeGB</c>.</summary>
internal static class Fields
{
    /// <summary>The field at a path below a mapping; null where nothing is written there.</summary>
    /// <param name="mapping">The mapping; null for one that is not written.</param>
    /// <param name="at">Its address.</param>
    /// <param name="path">The keys.</param>
    /// <param name="isHidden">True if something stands on the way that is no mapping, so that nobody knows what is there.</param>
    public static FoundField? Find(YamlMapping? mapping, YamlPath at, string path, out bool isHidden)
    {
        isHidden = false;
        if (mapping is null)
            return null;
        if (mapping.Find(path) is { } whole)
            return whole.Value.Target is YamlScalar { IsNull: true } ? null : new(whole, mapping, at.Key(path));
        for (int dot = path.IndexOf('.', StringComparison.Ordinal); dot > 0; dot = path.IndexOf('.', dot + 1))
        {
            string key = path[..dot];
            switch (mapping[key])
            {
                case YamlMapping inner:
                    if (Find(inner, at.Key(key), path[(dot + 1)..], out bool isBelow) is { } found)
                        return found;
                    isHidden |= isBelow;
                    break;
                // A key with dots is no step but a flat one that begins alike.
                case not (null or YamlScalar { IsNull: true }) when !key.Contains('.', StringComparison.Ordinal):
                    isHidden = true;
                    break;
            }
        }
        return null;
    }
}
