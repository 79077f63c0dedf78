using System.Collections.Immutable;
using ManifestLint.Manifests;

namespace ManifestLint.Operators;

/// <summary>What a word of a row does with the settings of a container.</summary>
/// <param name="Name">The word: <c>parameters</c>, <c>file</c>, …</param>
/// <param name="Value">What stands behind its equals sign.</param>
internal readonly record struct RowWord(string Name, string Value);

/// <summary>
/// One container that an operator makes of a kind of custom resource, as a row of a table says it: the kind, the place that the pod is made
/// from, the container, then words <c>name=value</c>. The head of <c>operator-pods.txt</c> says which words there are.
/// </summary>
internal sealed class PodRow
{
    private static readonly ImmutableArray<string> Single =
    [
        "by",
        "release",
        "resources",
        "template",
        "if",
        "unless",
        "absent",
        "empty",
        "each",
        "follows",
        "image",
        "replicas",
        "called",
        "run",
        "product",
        "ends",
        "partial",
        "merge",
        "section",
        "also",
        "alsoinit",
        "alsoeach",
        "main",
        "equal",
    ];

    private static readonly ImmutableArray<string> Several =
    [
        "argument",
        "joined",
        "words",
        "parameters",
        "lines",
        "file",
        "configmap",
        "setting",
    ];

    private readonly ImmutableArray<RowWord> _words;

    private PodRow(string[] words)
    {
        (Kind, Place) = (words[0], words[1]);
        string[] name = words[2].Split(':');
        Type =
            name is [_] ? ContainerType.App
            : name[0] == "init" ? ContainerType.Init
            : throw new FormatException($"there is no container {words[2]}");
        Container = name[^1];
        _words = [.. words[3..].Select(Word)];
    }

    private static RowWord Word(string text)
    {
        int at = text.IndexOf('=', StringComparison.Ordinal);
        var word = at < 0 ? new RowWord(text, "") : new RowWord(text[..at], text[(at + 1)..]);
        return Single.Contains(word.Name) || Several.Contains(word.Name)
            ? word
            : throw new FormatException($"there is no word {word.Name} in rows of operators");
    }

    /// <summary>Group and kind: <c>kibana.k8s.elastic.co/Kibana</c>.</summary>
    public string Kind { get; }

    /// <summary>Keys from the object to what the pod is made from; <c>[]</c> is every item of a sequence, a key with <c>?</c> may be missing.</summary>
    public string Place { get; }

    /// <summary>The container's name, perhaps with a field in braces; <c>*</c> for those of the template alone.</summary>
    public string Container { get; }

    /// <summary>The container's role.</summary>
    public ContainerType Type { get; }

    /// <summary>The value of a word; null where the row has none.</summary>
    public string? this[string word]
    {
        get
        {
            foreach (var one in _words)
            {
                if (one.Name == word)
                    return one.Value;
            }
            return null;
        }
    }

    /// <summary>The words about settings, in their order.</summary>
    public IEnumerable<RowWord> Settings => _words.Where(w => Several.Contains(w.Name));

    /// <summary>Reads the rows of a text: <c>#</c> begins a comment.</summary>
    /// <param name="text">Rows, one a line.</param>
    /// <param name="kind">The group and kind whose rows are wanted; null for all.</param>
    public static ImmutableArray<PodRow> Read(string text, string? kind = null)
    {
        if (kind is not null && !text.Contains(kind, StringComparison.Ordinal))
            return [];
        var rows = ImmutableArray.CreateBuilder<PodRow>();
        foreach (var line in text.AsSpan().EnumerateLines())
        {
            var of = KindOf(line);
            if (!of.IsEmpty && (kind is null || of.SequenceEqual(kind)))
                rows.Add(new(line.ToString().Split(' ', StringSplitOptions.RemoveEmptyEntries)));
        }
        return rows.DrainToImmutable();
    }

    /// <summary>The first word of a row; empty for a comment or an empty line.</summary>
    private static ReadOnlySpan<char> KindOf(ReadOnlySpan<char> line)
    {
        line = line.TrimStart();
        return line.StartsWith('#') ? default
            : line.IndexOf(' ') is >= 0 and var end ? line[..end]
            : line;
    }
}
