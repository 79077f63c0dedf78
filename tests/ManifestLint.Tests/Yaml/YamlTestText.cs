using System.Text;
using ManifestLint.Yaml;

namespace ManifestLint.Tests.Yaml;

/// <summary>Short ways to read and to print nodes.</summary>
internal static class YamlTestText
{
    public static YamlFile Read(string text) => YamlReader.Read(new SourceText("test.yaml", text));

    public static YamlNode Root(string text)
    {
        var document = Assert.Single(Read(text).Documents);
        Assert.Null(document.Error);
        return Assert.IsAssignableFrom<YamlNode>(document.Root);
    }

    public static YamlMapping Mapping(string text) => Assert.IsType<YamlMapping>(Root(text));

    public static string Shown(string text) =>
        text.Replace("\r", "\\r", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal);

    /// <summary>All nodes, parents first, aliases not followed.</summary>
    public static IEnumerable<YamlNode> All(YamlNode? node)
    {
        if (node is null)
            yield break;
        yield return node;
        var children = node switch
        {
            YamlMapping mapping => mapping.Entries.SelectMany(e => new[] { e.Key, e.Value }),
            YamlSequence sequence => sequence.Items,
            _ => [],
        };
        foreach (var child in children)
        {
            foreach (var inner in All(child))
                yield return inner;
        }
    }

    /// <summary>A tree as text without places: equal trees print alike.</summary>
    public static string Tree(YamlNode? node)
    {
        var text = new StringBuilder();
        Print(node, text);
        return text.ToString();
    }

    private static void Print(YamlNode? node, StringBuilder text)
    {
        switch (node)
        {
            case YamlScalar scalar:
                text.Append('=').Append(Shown(scalar.Value));
                break;
            case YamlAlias alias:
                text.Append('*').Append(alias.Name);
                break;
            case YamlMapping mapping:
                text.Append('{');
                foreach (var (key, value) in mapping.Entries)
                {
                    Print(key, text);
                    text.Append(':');
                    Print(value, text);
                    text.Append(';');
                }
                text.Append('}');
                break;
            case YamlSequence sequence:
                text.Append('[');
                foreach (var item in sequence.Items)
                {
                    Print(item, text);
                    text.Append(';');
                }
                text.Append(']');
                break;
            case null:
                text.Append("nothing");
                break;
        }
    }
}
