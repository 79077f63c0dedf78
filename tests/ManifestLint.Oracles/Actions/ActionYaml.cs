using ManifestLint.Yaml;

namespace ManifestLint.Oracles.Actions;

/// <summary>YAML files of GitHub Actions as nodes, read as manifests are read.</summary>
internal static class ActionYaml
{
    /// <summary>The root of the repository.</summary>
    public static string Repository { get; } = Benchmarks.Repository.Root();

    /// <summary>The mapping a file of this repository holds; fails the test where it is no single valid document.</summary>
    public static YamlMapping Read(string relative) => Parse(File.ReadAllText(Path.Join(Repository, relative)), relative);

    /// <summary>The mapping a text holds.</summary>
    public static YamlMapping Parse(string text, string name = "text.yml")
    {
        var document = Assert.Single(YamlReader.Read(new SourceText(name, text)).Documents);
        Assert.Null(document.Error);
        return Assert.IsType<YamlMapping>(document.Root);
    }

    /// <summary>A mapping's values by key; empty where there is none.</summary>
    public static Dictionary<string, YamlNode> Map(YamlNode? node) =>
        node is null
            ? new(StringComparer.Ordinal)
            : Assert.IsType<YamlMapping>(node).Entries.ToDictionary(e => e.Name!, e => e.Value.Target, StringComparer.Ordinal);

    /// <summary>The items of a sequence; empty where there is none.</summary>
    public static IEnumerable<YamlNode> Items(YamlNode? node) =>
        node is null ? [] : Assert.IsType<YamlSequence>(node).Items.Select(i => i.Target);

    /// <summary>A scalar's text; null where there is none.</summary>
    public static string? Text(YamlNode? node) => node is null ? null : Assert.IsType<YamlScalar>(node).Value;
}
