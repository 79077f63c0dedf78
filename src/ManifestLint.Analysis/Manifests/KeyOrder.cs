using ManifestLint.Yaml;

namespace ManifestLint.Manifests;

/// <summary>The order in which the keys of mappings are written.</summary>
internal static class KeyOrder
{
    /// <summary>
    /// True if each mapping has its keys in order, as kustomize, kubectl and whatever else writes a Go map print them (encoding/json, "The map keys are
    /// sorted"). Aliases are not followed.
    /// </summary>
    public static bool IsSorted(YamlNode root)
    {
        var pending = new Stack<YamlNode>();
        pending.Push(root);
        while (pending.TryPop(out var node))
        {
            if (node is YamlSequence sequence)
            {
                foreach (var item in sequence.Items)
                    pending.Push(item);
                continue;
            }
            if (node is not YamlMapping mapping)
                continue;
            string? last = null;
            foreach (var entry in mapping.Entries)
            {
                if (entry.Name is not { } name || string.CompareOrdinal(last, name) > 0)
                    return false;
                last = name;
                pending.Push(entry.Value);
            }
        }
        return true;
    }
}
