using ManifestLint.Manifests;
using ManifestLint.Programs;
using ManifestLint.Yaml;

namespace ManifestLint.ConfigFiles;

/// <summary>YAML inside another text, as ConfigMaps hold it.</summary>
internal static class ConfigYaml
{
    /// <summary>The root mapping of the first document; null where the text is no YAML mapping.</summary>
    public static YamlMapping? Read(Word file)
    {
        if (!file.IsKnown || file.Text.Length == 0)
            return null;
        var documents = YamlReader.ReadYaml(new SourceText("", file.Text)).Documents;
        return documents.FirstOrDefault(d => d.Root is not null)?.Root as YamlMapping;
    }

    /// <summary>The value at a path, each key by itself or joined to the next ones by points (<c>storage.engine</c>); null if there is none.</summary>
    public static YamlNode? Find(YamlMapping root, ReadOnlySpan<string> path)
    {
        for (int length = path.Length; length > 0; length--)
        {
            if (root[string.Join('.', path[..length])] is not { } found)
                continue;
            if (length == path.Length)
                return found;
            if (found is YamlMapping inner && Find(inner, path[length..]) is { } deeper)
                return deeper;
        }
        return null;
    }

    /// <summary>The value of a scalar as a word with its place in <paramref name="file"/>; unknown where a tool fills it in.</summary>
    public static Word Value(Word file, YamlScalar scalar)
    {
        if (scalar.Value.Contains("{{", StringComparison.Ordinal))
            return Word.Unknown;
        var span = scalar.LocationOf(0, scalar.Value.Length).Span;
        bool isVerbatim = span.End <= file.Text.Length && file.Text.AsSpan(span.Start, span.Length).SequenceEqual(scalar.Value);
        return isVerbatim ? file.Slice(span.Start, span.Length) : Word.Of(scalar.Value);
    }

    /// <summary>A value that is <c>${NAME}</c> or <c>${env:NAME}</c>, as the process's environment has it; any other text as it is.</summary>
    public static Word Expanded(Word value, Process process)
    {
        if (!value.IsKnown || !value.Text.Contains("${", StringComparison.Ordinal))
            return value.IsKnown && Placeholder.IsIn(value.Text) ? Word.Unknown : value;
        if (
            !value.Text.StartsWith("${", StringComparison.Ordinal)
            || value.Text.IndexOf('}', StringComparison.Ordinal) != value.Text.Length - 1
        )
            return Word.Unknown;
        string name = value.Text[2..^1];
        if (name.StartsWith("env:", StringComparison.Ordinal))
            name = name[4..];
        return process.Variable(name) ?? Word.Unknown;
    }
}
