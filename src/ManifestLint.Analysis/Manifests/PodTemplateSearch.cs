using ManifestLint.Yaml;

namespace ManifestLint.Manifests;

/// <summary>Finds pod templates in kinds nobody told us about.</summary>
internal static class PodTemplateSearch
{
    private const int MaximumDepth = 12;

    /// <summary>
    /// The pod templates below a mapping: a value of a key <c>…Template</c> or <c>…TemplateSpec</c>, or an item of <c>…Templates</c>, whose <c>spec.containers</c> is a
    /// non-empty list of mappings that all have a name and an image.
    /// </summary>
    public static List<(YamlMapping Template, YamlPath Path)> In(YamlMapping root, YamlPath path)
    {
        var found = new List<(YamlMapping, YamlPath)>();
        if (root.MayHoldKey("containers"))
            Search(root, path, 0, found);
        return found;
    }

    private static void Search(YamlNode node, YamlPath path, int depth, List<(YamlMapping, YamlPath)> found)
    {
        if (depth > MaximumDepth || found.Count >= 64)
            return;
        switch (node)
        {
            case YamlMapping mapping:
                foreach (var entry in mapping.Entries)
                {
                    // An alias is another place's template; following it could multiply (contracts.md C8).
                    if (entry.Name is not { } name || entry.Value is YamlScalar or YamlAlias)
                        continue;
                    var inner = path.Key(name);
                    if (IsTemplateKey(name) && entry.Value is YamlMapping template && IsPodTemplate(template))
                    {
                        found.Add((template, inner));
                        continue;
                    }
                    if (name.EndsWith("emplates", StringComparison.Ordinal) && entry.Value is YamlSequence templates)
                    {
                        for (int i = 0; i < templates.Items.Length; i++)
                        {
                            if (templates.Items[i] is YamlMapping one && IsPodTemplate(one))
                                found.Add((one, inner.Index(i)));
                        }
                    }
                    Search(entry.Value, inner, depth + 1, found);
                }
                break;
            case YamlSequence sequence:
                for (int i = 0; i < sequence.Items.Length; i++)
                {
                    if (sequence.Items[i] is YamlMapping or YamlSequence)
                        Search(sequence.Items[i], path.Index(i), depth + 1, found);
                }
                break;
        }
    }

    private static bool IsTemplateKey(string name) =>
        name.EndsWith("emplate", StringComparison.Ordinal) || name.EndsWith("emplateSpec", StringComparison.Ordinal);

    private static bool IsPodTemplate(YamlMapping template) =>
        template.MappingAt("spec")?["containers"] is YamlSequence { Items.IsEmpty: false } containers
        && containers.Items.All(c => c.Target is YamlMapping m && m.TextAt("name") is not null && m.TextAt("image") is not null);
}
