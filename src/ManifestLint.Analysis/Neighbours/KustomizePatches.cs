using System.Collections.Immutable;
using ManifestLint.Manifests;
using ManifestLint.Yaml;

namespace ManifestLint.Neighbours;

/// <summary>Tells what a patch aims at and whether it changes resources.</summary>
public static class KustomizePatches
{
    /// <summary>The patches in a text: strategic merge documents, or a list of JSON operations.</summary>
    public static ImmutableArray<KustomizePatch> ReadText(string text, YamlMapping? target) =>
        Read(YamlReader.ReadYaml(new SourceText("patch", text)), target);

    /// <summary>The patches in a file.</summary>
    /// <param name="file">The file; a document that does not parse is a patch of anything.</param>
    /// <param name="target">The target written beside it, or null.</param>
    public static ImmutableArray<KustomizePatch> Read(YamlFile file, YamlMapping? target)
    {
        string? kind = target?.TextAt("kind"),
            name = target?.TextAt("name");
        var patches = ImmutableArray.CreateBuilder<KustomizePatch>();
        foreach (var document in file.Documents)
        {
            switch (document.Root?.Target)
            {
                case YamlSequence operations:
                    patches.Add(
                        new KustomizePatch(kind, name, operations.Items.Any(o => o.Target is not YamlMapping m || ChangesResources(m)))
                    );
                    break;
                case YamlMapping merge:
                    patches.Add(
                        new KustomizePatch(
                            kind ?? merge.TextAt("kind"),
                            target is null ? merge.MappingAt("metadata")?.TextAt("name") : name,
                            HoldsResources(merge, 0)
                        )
                    );
                    break;
                case null when document.Error is not null:
                    patches.Add(new KustomizePatch(kind, name, true));
                    break;
            }
        }
        return patches.ToImmutable();
    }

    // A JSON operation at, below or above the resources of a container.
    private static bool ChangesResources(YamlMapping operation)
    {
        string path = operation.TextAt("path") ?? "";
        if (path.Contains("/resources", StringComparison.Ordinal))
            return true;
        // "add" at the end of a list leaves what is there alone.
        if (path.EndsWith("/-", StringComparison.Ordinal))
            return false;
        string trimmed = path.TrimEnd('0', '1', '2', '3', '4', '5', '6', '7', '8', '9').TrimEnd('/');
        return trimmed is "" or "/spec"
            || trimmed.EndsWith("/template", StringComparison.Ordinal)
            || trimmed.EndsWith("/template/spec", StringComparison.Ordinal)
            || trimmed.EndsWith("ontainers", StringComparison.Ordinal);
    }

    private static bool HoldsResources(YamlNode node, int depth)
    {
        if (depth > 32)
            return true;
        switch (node)
        {
            case YamlMapping mapping:
                foreach (var entry in mapping.Entries)
                {
                    if (entry.Name is "resources" or "$patch" or "$retainKeys")
                        return true;
                    if (entry.Name is "volumeClaimTemplates" or "metadata")
                        continue;
                    if (entry.Value is YamlAlias || HoldsResources(entry.Value, depth + 1))
                        return true;
                }
                return false;
            case YamlSequence sequence:
                return sequence.Items.Any(item => item is YamlAlias || HoldsResources(item, depth + 1));
            default:
                return false;
        }
    }
}
