using ManifestLint.Composition.Merging;
using ManifestLint.Manifests;
using ManifestLint.Scanning;
using ManifestLint.Yaml;

namespace ManifestLint.Composition;

/// <summary>Tells what a kustomization names, without building it.</summary>
public static class KustomizationUses
{
    private static readonly string[] s_lists =
    [
        "resources",
        "bases",
        "components",
        "patchesStrategicMerge",
        "configurations",
        "transformers",
        "generators",
    ];

    /// <summary>The full paths of files and folders that it names; none if it does not parse. Addresses in a network are left out.</summary>
    /// <param name="text">The kustomization.</param>
    /// <param name="folder">The full path of its folder.</param>
    public static IEnumerable<string> In(SourceText text, string folder)
    {
        if (YamlReader.ReadYaml(text).Documents is not [{ Root: YamlMapping root }, ..])
            return [];
        var given = new Directives(root);
        var names = s_lists.SelectMany(given.Texts).Select(t => t.Value);
        foreach (string key in new[] { "patches", "patchesJson6902", "replacements" })
            names = names.Concat(given.Mappings(key).Select(m => m.Text("path")));
        foreach (string key in new[] { "configMapGenerator", "secretGenerator" })
        {
            foreach (var generator in given.Mappings(key))
            {
                names = names
                    .Concat(generator.Texts("envs").Select(t => t.Value))
                    .Append(generator.Text("env"))
                    .Concat(generator.Texts("files").Select(t => t.Value[(t.Value.IndexOf('=', StringComparison.Ordinal) + 1)..]));
            }
        }
        return names
            .Where(n => n.Length > 0 && !n.Contains('\n', StringComparison.Ordinal) && !RemoteAddress.Is(n))
            .Select(n => PathText.Combine(folder, n))
            .ToList();
    }
}
