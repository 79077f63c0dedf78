using System.Collections.Immutable;
using System.Text;
using ManifestLint.Yaml;

namespace ManifestLint.Facts.Runtimes;

/// <summary>Where a text comes from, for messages and for pointing at it.</summary>
/// <param name="Description">For people: <c>args</c>, <c>command</c>, <c>env JAVA_TOOL_OPTIONS</c>, <c>ConfigMap jvm, key JAVA_OPTS</c>.</param>
/// <param name="Scalar">The scalar that holds the text; null where it is computed (downward API, arithmetic, image default).</param>
public sealed record TextOrigin(string Description, YamlScalar? Scalar);

/// <summary>A stretch of a word and where its characters were written.</summary>
/// <param name="Start">First character of the word that this part covers.</param>
/// <param name="Length">Characters covered; at least 1.</param>
/// <param name="Origin">Where they come from.</param>
/// <param name="Offset">Offset of the first one in the origin scalar's value.</param>
public readonly record struct WordPart(int Start, int Length, TextOrigin Origin, int Offset);

/// <summary>What is known about a <see cref="Word"/>.</summary>
public enum WordKind
{
    /// <summary>Exactly one word with a known text.</summary>
    Known,

    /// <summary>Exactly one word, whose text cannot be known from the manifest.</summary>
    Unknown,

    /// <summary>Any number of words, none included, that cannot be known (an unquoted expansion of an unknown value).</summary>
    UnknownMany,
}

/// <summary>One word of a command line or one value of a variable, with the places its characters were written at.</summary>
public sealed record Word
{
    private Word(string text, WordKind kind, ImmutableArray<WordPart> parts) => (Text, Kind, Parts) = (text, kind, parts);

    /// <summary>The text; empty unless <see cref="Kind"/> is Known.</summary>
    public string Text { get; }

    /// <summary>What is known.</summary>
    public WordKind Kind { get; }

    /// <summary>The origins in order, without overlap; characters that no part covers were computed.</summary>
    public ImmutableArray<WordPart> Parts { get; }

    /// <summary>True if the text is known.</summary>
    public bool IsKnown => Kind == WordKind.Known;

    /// <summary>One word that cannot be known.</summary>
    public static Word Unknown { get; } = new("", WordKind.Unknown, []);

    /// <summary>Any number of words that cannot be known.</summary>
    public static Word UnknownMany { get; } = new("", WordKind.UnknownMany, []);

    /// <summary>A known text that stands as a whole at <paramref name="origin"/>.</summary>
    public static Word Of(string text, TextOrigin? origin = null) =>
        new(text, WordKind.Known, origin is null || text.Length == 0 ? [] : [new WordPart(0, text.Length, origin, 0)]);

    /// <summary>The characters <c>[start, start + length)</c> with their origins; an unknown word stays unknown.</summary>
    public Word Slice(int start, int length)
    {
        if (!IsKnown) return this;
        var parts = ImmutableArray.CreateBuilder<WordPart>();
        foreach (var part in Parts)
        {
            int from = Math.Max(part.Start, start), to = Math.Min(part.Start + part.Length, start + length);
            if (from < to) parts.Add(new WordPart(from - start, to - from, part.Origin, part.Offset + from - part.Start));
        }
        return new Word(Text.Substring(start, length), WordKind.Known, parts.ToImmutable());
    }

    /// <summary>The words joined without a separator; unknown if one of them is.</summary>
    public static Word Concat(params IEnumerable<Word> words)
    {
        var text = new StringBuilder();
        var parts = ImmutableArray.CreateBuilder<WordPart>();
        foreach (var word in words)
        {
            if (!word.IsKnown) return Unknown;
            foreach (var part in word.Parts) parts.Add(part with { Start = part.Start + text.Length });
            text.Append(word.Text);
        }
        return new Word(text.ToString(), WordKind.Known, parts.ToImmutable());
    }

    /// <inheritdoc/>
    public override string ToString() => IsKnown ? Text : Kind == WordKind.Unknown ? "<unknown>" : "<unknown…>";
}
