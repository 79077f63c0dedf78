using System.Collections.Immutable;
using ManifestLint.Manifests;
using ManifestLint.Yaml;

namespace ManifestLint.Neighbours;

/// <summary>What a patch of a kustomization aims at.</summary>
/// <param name="Kind">The kind; null for any.</param>
/// <param name="Name">The name or a regular expression; null for any.</param>
/// <param name="TouchesResources">True if it changes (or may change) the resources of containers.</param>
public sealed record KustomizePatch(string? Kind, string? Name, bool TouchesResources)
{
    /// <summary>True if it may aim at an object. A pattern that is more than a name is taken to match: silence is the safe side.</summary>
    public bool MayMatch(string kind, string? name)
    {
        if (Kind is not null && Kind != kind && IsPlain(Kind))
            return false;
        if (Name is null || name is null || !IsPlain(Name))
            return true;
        // A prefix or suffix that the kustomization adds may stand in the patch.
        return Name == name || Name.EndsWith(name, StringComparison.Ordinal) || Name.StartsWith(name, StringComparison.Ordinal);
    }

    private static bool IsPlain(string pattern) => pattern.All(c => char.IsLetterOrDigit(c) || c is '-' or '.' or '_' or ':');
}

/// <summary>A kustomization: which files it takes, what it patches.</summary>
public sealed record Kustomization
{
    /// <summary>Names a kustomization may have.</summary>
    public static ImmutableArray<string> FileNames { get; } = ["kustomization.yaml", "kustomization.yml", "Kustomization"];

    /// <summary>The full path of its folder.</summary>
    public required string Folder { get; init; }

    /// <summary><c>namespace</c>, which it gives to every object; or null.</summary>
    public string? Namespace { get; init; }

    /// <summary>Full paths of the files and folders in <c>resources</c> and <c>bases</c>.</summary>
    public ImmutableArray<string> Resources { get; init; } = [];

    /// <summary>Full paths of the folders in <c>components</c>.</summary>
    public ImmutableArray<string> Components { get; init; } = [];

    /// <summary>Full paths of the files it names as patches, with the target given beside them or null.</summary>
    public ImmutableArray<(string File, YamlMapping? Target)> PatchFiles { get; init; } = [];

    /// <summary>Patches written in the kustomization itself.</summary>
    public ImmutableArray<KustomizePatch> InlinePatches { get; init; } = [];

    /// <summary>ConfigMaps and Secrets it generates from literals; a value is null where it comes from a file.</summary>
    public ImmutableArray<ConfigData> Generated { get; init; } = [];

    /// <summary>Reads a kustomization.</summary>
    /// <param name="root">Its mapping.</param>
    /// <param name="file">The full path of its file.</param>
    public static Kustomization Read(YamlMapping root, string file)
    {
        string folder = PathText.FolderOf(file);
        var files = ImmutableArray.CreateBuilder<(string, YamlMapping?)>();
        var inline = ImmutableArray.CreateBuilder<KustomizePatch>();
        foreach (var item in Items(root, "patchesStrategicMerge"))
        {
            if (item is YamlScalar scalar)
                AddPatch(scalar.Value, null, folder, files, inline);
        }
        foreach (string key in new[] { "patches", "patchesJson6902" })
        {
            foreach (var item in Items(root, key))
            {
                if (item is YamlScalar plain)
                    AddPatch(plain.Value, null, folder, files, inline);
                if (item is not YamlMapping patch)
                    continue;
                var target = patch.MappingAt("target");
                if (patch.TextAt("path") is { } path)
                    files.Add((PathText.Combine(folder, path), target));
                if (patch.TextAt("patch") is { } text)
                    inline.AddRange(KustomizePatches.ReadText(text, target));
            }
        }
        // What transformers and replacements set is not read: they may set resources of anything.
        bool mayReplace =
            Items(root, "transformers").Any()
            || Items(root, "replacements").Any(r => r is not YamlMapping m || m.Find("path") is not null || HoldsResourcePath(m));
        if (mayReplace)
            inline.Add(new KustomizePatch(null, null, TouchesResources: true));
        return new Kustomization
        {
            Folder = folder,
            Namespace = root.TextAt("namespace"),
            Resources = Paths(root, folder, "resources", "bases"),
            Components = Paths(root, folder, "components"),
            PatchFiles = files.ToImmutable(),
            InlinePatches = inline.ToImmutable(),
            Generated = [.. Generators(root, file, "configMapGenerator", false), .. Generators(root, file, "secretGenerator", true)],
        };
    }

    private static bool HoldsResourcePath(YamlMapping replacement) =>
        replacement.Location.Text.Contains("resources", StringComparison.Ordinal);

    // patchesStrategicMerge holds paths or whole patches.
    private static void AddPatch(
        string text,
        YamlMapping? target,
        string folder,
        ImmutableArray<(string, YamlMapping?)>.Builder files,
        ImmutableArray<KustomizePatch>.Builder inline
    )
    {
        if (text.Contains('\n'))
            inline.AddRange(KustomizePatches.ReadText(text, target));
        else
            files.Add((PathText.Combine(folder, text), target));
    }

    private static ImmutableArray<string> Paths(YamlMapping root, string folder, params string[] keys) =>
        [
            .. keys.SelectMany(key => Items(root, key))
                .OfType<YamlScalar>()
                .Where(s => !s.Value.Contains("://", StringComparison.Ordinal) && !s.Value.Contains('?'))
                .Select(s => PathText.Combine(folder, s.Value)),
        ];

    private static IEnumerable<ConfigData> Generators(YamlMapping root, string file, string key, bool isSecret)
    {
        foreach (var item in Items(root, key))
        {
            if (item is not YamlMapping generator || generator.TextAt("name") is not { } name)
                continue;
            var values = ImmutableDictionary.CreateBuilder<string, ConfigValue>(StringComparer.Ordinal);
            foreach (var literal in Items(generator, "literals").OfType<YamlScalar>())
            {
                int equals = literal.Value.IndexOf('=');
                if (equals <= 0)
                    continue;
                string value = literal.Value[(equals + 1)..];
                if (value.Length >= 2 && value[0] is '"' or '\'' && value[^1] == value[0])
                    value = value[1..^1];
                values[literal.Value[..equals]] = new ConfigValue(value, null);
            }
            foreach (var named in Items(generator, "files").Concat(Items(generator, "envs")).OfType<YamlScalar>())
            {
                values[named.Value.Split('=')[0]] = new ConfigValue(null, null);
            }
            bool hashed = root.MappingAt("generatorOptions")?.TextAt("disableNameSuffixHash") != "true";
            string? ns = generator.TextAt("namespace") ?? root.TextAt("namespace");
            yield return new ConfigData(new ObjectPlace(file, ns), name, isSecret, hashed, values.ToImmutable());
        }
    }

    private static IEnumerable<YamlNode> Items(YamlMapping root, string key) =>
        root[key] is YamlSequence sequence ? sequence.Items.Select(i => i.Target) : [];
}
