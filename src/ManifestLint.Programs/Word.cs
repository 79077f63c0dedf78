using System.Buffers;
using System.Collections.Immutable;
using System.Text;

namespace ManifestLint.Programs;

/// <summary>A stretch of a word and where its characters were written.</summary>
/// <param name="Start">First character of the word that this part covers.</param>
/// <param name="Length">Characters covered; at least 1.</param>
/// <param name="Source">Where they come from.</param>
/// <param name="Offset">Offset of the first one in the text that stands there.</param>
public readonly record struct WordPart(int Start, int Length, TextSource Source, int Offset);

/// <summary>What is known about a <see cref="Word"/>.</summary>
public enum WordKind
{
    /// <summary>Exactly one word with a known text.</summary>
    Known,

    /// <summary>Exactly one word, whose text cannot be known.</summary>
    Unknown,

    /// <summary>Any number of words, none included, that cannot be known (an unquoted expansion of an unknown value).</summary>
    UnknownMany,
}

/// <summary>One word of a command line or one value of a variable, with the places its characters were written at.</summary>
public sealed record Word
{
    private static readonly SearchValues<char> SplittingCharacters = SearchValues.Create(" \t\r\n*?[\\");

    private readonly string _prefix;

    private Word(string text, WordKind kind, ImmutableArray<WordPart> parts, string prefix = "", bool isToken = false) =>
        (Text, Kind, Parts, _prefix, IsToken) = (text, kind, parts, prefix, isToken);

    /// <summary>The text; empty unless <see cref="Kind"/> is Known.</summary>
    public string Text { get; }

    /// <summary>What is known.</summary>
    public WordKind Kind { get; }

    /// <summary>What it begins with for certain: all of a known word; of <see cref="WordKind.UnknownMany"/>, what every one of the words
    /// begins with (<c>/app/</c> of the pattern <c>/app/*.jar</c>); empty if nothing is certain.</summary>
    public string Prefix => IsKnown ? Text : _prefix;

    /// <summary>True for an unknown text that is surely not empty and holds neither blanks nor pattern characters (a number, an address),
    /// so that a shell makes exactly one word of it even without quotes.</summary>
    public bool IsToken { get; }

    /// <summary>The origins in order, without overlap; characters that no part covers were computed. Of an unknown word they cover
    /// <see cref="Prefix"/>.</summary>
    public ImmutableArray<WordPart> Parts { get; }

    /// <summary>True if the text is known.</summary>
    public bool IsKnown => Kind == WordKind.Known;

    /// <summary>One word that cannot be known.</summary>
    public static Word Unknown { get; } = new("", WordKind.Unknown, []);

    /// <summary>One word that cannot be known, but is not empty and has neither blanks nor pattern characters.</summary>
    public static Word UnknownToken { get; } = new("", WordKind.Unknown, [], isToken: true);

    /// <summary>Any number of words that cannot be known.</summary>
    public static Word UnknownMany { get; } = new("", WordKind.UnknownMany, []);

    /// <summary>Where its first characters were written; null if they were computed.</summary>
    public TextSource? Source => Parts.IsDefaultOrEmpty ? null : Parts[0].Source;

    /// <summary>A known text that stands as a whole at <paramref name="source"/>.</summary>
    public static Word Of(string text, TextSource? source = null) =>
        new(text, WordKind.Known, source is null || text.Length == 0 ? [] : [new WordPart(0, text.Length, source, 0)]);

    /// <summary>The characters <c>[start, start + length)</c> with their origins; an unknown word stays unknown.</summary>
    public Word Slice(int start, int length)
    {
        if (!IsKnown)
            return this;
        if (start == 0 && length == Text.Length)
            return this;
        int first = FirstPartAfter(start),
            last = first;
        while (last < Parts.Length && Parts[last].Start < start + length)
            last++;
        Effort.Spend(1 + last - first + (length / 16));
        var parts = ImmutableArray.CreateBuilder<WordPart>(last - first);
        for (int i = first; i < last; i++)
        {
            var part = Parts[i];
            int from = Math.Max(part.Start, start),
                to = Math.Min(part.Start + part.Length, start + length);
            parts.Add(new WordPart(from - start, to - from, part.Source, part.Offset + from - part.Start));
        }
        return new Word(Text.Substring(start, length), WordKind.Known, parts.MoveToImmutable());
    }

    // The first part that ends behind an offset: a word may have as many as characters.
    private int FirstPartAfter(int offset)
    {
        int low = 0,
            high = Parts.Length;
        while (low < high)
        {
            int middle = (low + high) / 2;
            if (Parts[middle].Start + Parts[middle].Length <= offset)
                low = middle + 1;
            else
                high = middle;
        }
        return low;
    }

    /// <summary>Unknown words of which every one begins with the known word <paramref name="prefix"/>.</summary>
    public static Word UnknownManyAfter(Word prefix) => new("", WordKind.UnknownMany, prefix.Parts, prefix.Prefix);

    /// <summary>One unknown word that begins with the known word <paramref name="prefix"/>.</summary>
    public static Word UnknownAfter(Word prefix) =>
        prefix.Prefix.Length == 0 ? Unknown : new("", WordKind.Unknown, prefix.Parts, prefix.Prefix);

    /// <summary>
    /// The words joined without a separator; unknown if one of them is, with what stands before it as its prefix, and if no program can be given
    /// so long a one.
    /// </summary>
    public static Word Concat(params IEnumerable<Word> words)
    {
        var text = new StringBuilder();
        var parts = ImmutableArray.CreateBuilder<WordPart>();
        bool known = true,
            token = true,
            many = false;
        foreach (var word in words)
        {
            token &= word.IsKnown ? word.Text.AsSpan().IndexOfAny(SplittingCharacters) < 0 : word.IsToken;
            many |= word.Kind == WordKind.UnknownMany;
            if (!known)
                continue;
            foreach (var part in word.Parts)
                parts.Add(part with { Start = part.Start + text.Length });
            text.Append(word.Prefix);
            known = word.IsKnown;
            if (text.Length > Effort.LongestWord)
                return Unknown;
        }
        if (!Effort.Spend(1 + parts.Count + (text.Length / 16)))
            return Unknown;
        if (!known)
            return new Word("", WordKind.Unknown, parts.ToImmutable(), text.ToString(), token && !many);
        return new Word(text.ToString(), WordKind.Known, parts.ToImmutable());
    }

    /// <summary>True if both are known with the same text or unknown in the same way, wherever their characters stand.</summary>
    internal bool SameText(Word other) =>
        ReferenceEquals(this, other) || (Kind == other.Kind && Prefix == other.Prefix && IsToken == other.IsToken);

    /// <summary>True if it is not empty and a shell surely makes exactly one word of it even without quotes.</summary>
    internal bool IsOneToken => IsKnown ? Text.Length > 0 && Text.AsSpan().IndexOfAny(SplittingCharacters) < 0 : IsToken;

    /// <inheritdoc/>
    public override string ToString() =>
        IsKnown ? Text
        : Kind == WordKind.Unknown ? "<unknown>"
        : "<unknown…>";
}
