namespace ManifestLint.Manifests;

/// <summary>Addresses as text, written as <see cref="Yaml.YamlPath"/> reads them.</summary>
public static class FieldPath
{
    /// <summary>The address of a key below another address: <c>spec.containers</c>, <c>metadata.annotations["a.b/c"]</c>.</summary>
    public static string Append(string path, string key)
    {
        bool plain = key.Length > 0;
        foreach (char c in key)
        {
            plain &= char.IsLetterOrDigit(c) || c is '-' or '_';
        }
        if (!plain)
            return $"{path}[\"{key.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"]";
        return path.Length == 0 ? key : $"{path}.{key}";
    }

    /// <summary>Two addresses one after the other; either may be empty.</summary>
    public static string Join(string path, string relative) =>
        path.Length == 0 ? relative
        : relative.Length == 0 ? path
        : relative[0] == '[' ? path + relative
        : $"{path}.{relative}";
}
