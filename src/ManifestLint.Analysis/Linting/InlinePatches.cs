using ManifestLint.Composition;
using ManifestLint.Yaml;

namespace ManifestLint.Linting;

/// <summary>The patches that are written inside of a kustomization, or of an object that configures a transformer.</summary>
internal static class InlinePatches
{
    /// <summary>Their documents: what is in them stands where it is written, and each covers what its text does.</summary>
    public static IEnumerable<YamlDocument> In(YamlDocument document)
    {
        if (document.Root?.Target is not YamlMapping root)
            return [];
        var given = new Directives(root);
        var entries = new[] { "patches", "patchesJson6902" }.SelectMany(given.Mappings).Select(m => m.Scalar("patch"));
        var texts = given
            .Texts("patchesStrategicMerge")
            .Concat(given.Texts("transformers"))
            .Append(given.Scalar("patch"))
            .Append(given.Scalar("jsonOp"))
            .Append(given.Scalar("patches"));
        return entries
            .Concat(texts)
            .OfType<YamlScalar>()
            .Where(t => t.Value.Contains('#', StringComparison.Ordinal))
            .SelectMany(t => YamlInside.Read(t).Documents.Select(d => d with { Span = t.Location.Span }));
    }
}
