using ManifestLint.Composition.Merging;
using ManifestLint.Yaml;

namespace ManifestLint.Composition;

/// <summary>Which texts a composed object was written in.</summary>
internal static class ComposedText
{
    /// <summary>The paths of the texts, each once.</summary>
    public static IReadOnlySet<string> PathsIn(YamlNode root)
    {
        var paths = new HashSet<string>(StringComparer.Ordinal);
        Add(root, paths, []);
        return paths;
    }

    private static void Add(YamlNode node, HashSet<string> paths, HashSet<YamlNode> seen)
    {
        paths.Add(node.Location.Source.Path);
        node = node.Target;
        if (node is YamlScalar || !seen.Add(node))
            return;
        if (node is YamlSequence sequence)
        {
            foreach (var item in sequence.Items)
                Add(item, paths, seen);
        }
        if (node is not YamlMapping mapping)
            return;
        foreach (var entry in mapping.Entries)
        {
            Add(entry.Key, paths, seen);
            Add(entry.Value, paths, seen);
        }
        foreach (var removed in mapping.Removed)
            paths.Add(removed.Value.Location.Source.Path);
    }
}
