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
    /// <summary>Stands in an <see cref="Outline"/> for a piece that cannot be known, but is not empty, does not begin with a dash and holds nothing
    /// that cuts or quotes: the name of a pod, an address. No text of a manifest has this character, for it is none.</summary>
    public const char Hole = '\uffff';

    private static readonly SearchValues<char> SplittingCharacters = SearchValues.Create(" \t\r\n*?[\\");

    private static readonly SearchValues<char> PlainCharacters = SearchValues.Create(
        "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz_.:/,@%+=-"
    );

    private readonly string _prefix;

    private readonly Word? _program;

    // What stands behind the path of the program, from a blank on.
    private readonly Word? _behind;

    private Word(
        string text,
        WordKind kind,
        ImmutableArray<WordPart> parts,
        string prefix = "",
        bool isToken = false,
        string? outline = null,
        Word? program = null,
        Word? behind = null
    ) =>
        (Text, Kind, Parts, _prefix, IsToken, Outline, _program, _behind) = (
            text,
            kind,
            parts,
            prefix,
            isToken,
            kind == WordKind.Known ? text : outline,
            program,
            behind
        );

    /// <summary>The text; empty unless <see cref="Kind"/> is Known.</summary>
    public string Text { get; }

    /// <summary>What stands behind the last slash of <see cref="Text"/>: the name of a program.</summary>
    public string BaseName => Text[(Text.LastIndexOf('/') + 1)..];

    /// <summary>What is known.</summary>
    public WordKind Kind { get; }

    /// <summary>What it begins with for certain: all of a known word; of <see cref="WordKind.UnknownMany"/>, what every one of the words
    /// begins with (<c>/app/</c> of the pattern <c>/app/*.jar</c>); empty if nothing is certain.</summary>
    public string Prefix => IsKnown ? Text : _prefix;

    /// <summary>True for an unknown text that is surely not empty and holds neither blanks nor pattern characters (a number, an address),
    /// so that a shell makes exactly one word of it even without quotes.</summary>
    public bool IsToken { get; }

    /// <summary>The text with a <see cref="Hole"/> for every piece that cannot be known, so that whoever cuts it into words finds those around
    /// the pieces; null if a piece may hold anything.</summary>
    public string? Outline { get; }

    /// <summary>The program whose path it is, or ends in, where the folder cannot be known and there may be none; null if that is not known.</summary>
    public Word? Program =>
        _behind is not null
            ? null
            : _program
                ?? (
                    !IsKnown
                    && Outline?.LastIndexOf('/') is >= 0 and var at
                    && Slice(at + 1, Outline.Length - at - 1) is { Text.Length: > 0 } name
                        ? name
                        : null
                );

    /// <summary>The path of a program and the words behind it, in one text: what a shell cuts <c>$(which java) -Xmx1g</c> into; null where it is none.</summary>
    internal (Word Path, Word Behind)? CommandLine => _behind is { } behind ? (PathOf(_program!), behind) : null;

    /// <summary>The origins in order, without overlap; characters that no part covers were computed. Of an unknown word they cover its
    /// <see cref="Outline"/>, or its <see cref="Prefix"/> where there is none.</summary>
    public ImmutableArray<WordPart> Parts { get; }

    /// <summary>True if the text is known.</summary>
    public bool IsKnown => Kind == WordKind.Known;

    /// <summary>True if it surely begins with another character than a dash, known or not.</summary>
    public bool IsNoOption => Outline is [not '-', ..] || Prefix is [not '-', ..];

    /// <summary>One word that cannot be known.</summary>
    public static Word Unknown { get; } = new("", WordKind.Unknown, []);

    /// <summary>One word that cannot be known, but is what a <see cref="Hole"/> stands for.</summary>
    public static Word UnknownToken { get; } = new("", WordKind.Unknown, [], isToken: true, outline: "\uffff");

    /// <summary>One word that cannot be known, but is not empty and has neither blanks nor pattern characters.</summary>
    public static Word UnknownUncut { get; } = new("", WordKind.Unknown, [], isToken: true);

    /// <summary>Any number of words that cannot be known.</summary>
    public static Word UnknownMany { get; } = new("", WordKind.UnknownMany, []);

    /// <summary>The path of a known program, or nothing where there is no such program.</summary>
    public static Word PathOf(Word program) => new("", WordKind.Unknown, [], program: program);

    /// <summary>Where its first characters were written; null if they were computed.</summary>
    public TextSource? Source => Parts.IsDefaultOrEmpty ? null : Parts[0].Source;

    /// <summary>A known text that stands as a whole at <paramref name="source"/>.</summary>
    public static Word Of(string text, TextSource? source = null) =>
        new(text, WordKind.Known, source is null || text.Length == 0 ? [] : [new WordPart(0, text.Length, source, 0)]);

    /// <summary>The characters <c>[start, start + length)</c> of the <see cref="Outline"/> with their origins; a word without one stays as it is.</summary>
    public Word Slice(int start, int length)
    {
        if (Outline is null)
            return this;
        if (start == 0 && length == Outline.Length)
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
        return WithOutline(Outline.Substring(start, length), parts.ToImmutable());
    }

    private static Word WithOutline(string outline, ImmutableArray<WordPart> parts)
    {
        int hole = outline.IndexOf(Hole);
        return hole < 0
            ? new Word(outline, WordKind.Known, parts)
            : new Word("", WordKind.Unknown, parts, outline[..hole], outline.AsSpan().IndexOfAny(SplittingCharacters) < 0, outline);
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
    public static Word Concat(params IEnumerable<Word> words) =>
        Joined(words) is var joined && joined is { IsKnown: false, Outline: null }
            ? AsCommandLine([.. words.Where(w => w is not { IsKnown: true, Text: "" })]) ?? joined
            : joined;

    private static Word? AsCommandLine(ImmutableArray<Word> words) =>
        words is [{ _program: { } program, Outline: null } path, _, ..]
        && (path._behind is not null || path.Parts.IsEmpty)
        && Joined(path._behind is { } before ? words.SetItem(0, before) : words[1..]) is { Outline: [' ' or '\t' or '\n', ..] } behind
            ? new Word("", WordKind.Unknown, [], program: program, behind: behind)
            : null;

    private static Word Joined(IEnumerable<Word> words)
    {
        var text = new StringBuilder();
        var parts = ImmutableArray.CreateBuilder<WordPart>();
        bool isOutlined = true,
            token = true,
            many = false;
        int prefix = -1,
            prefixParts = 0;
        Word? program = null;
        foreach (var word in words)
        {
            program = word._behind is null ? word._program : null;
            token &= word.IsKnown ? word.Text.AsSpan().IndexOfAny(SplittingCharacters) < 0 : word.IsToken;
            many |= word.Kind == WordKind.UnknownMany;
            if (!isOutlined)
                continue;
            foreach (var part in word.Parts)
                parts.Add(part with { Start = part.Start + text.Length });
            if (!word.IsKnown && prefix < 0)
            {
                prefix = text.Length + word.Prefix.Length;
                prefixParts = parts.Count - word.Parts.Count(p => p.Start >= word.Prefix.Length);
            }
            isOutlined = word.Outline is not null;
            text.Append(word.Outline ?? word.Prefix);
            if (text.Length > Effort.LongestWord)
                return Unknown;
        }
        if (!Effort.Spend(1 + parts.Count + (text.Length / 16)))
            return Unknown;
        if (prefix < 0)
            return new Word(text.ToString(), WordKind.Known, parts.ToImmutable());
        if (isOutlined)
            return WithOutline(text.ToString(), parts.ToImmutable());
        parts.Count = prefixParts;
        return new Word("", WordKind.Unknown, parts.ToImmutable(), text.ToString(0, prefix), token && !many, program: program);
    }

    /// <summary>True if both are known with the same text or unknown in the same way, wherever their characters stand.</summary>
    internal bool SameText(Word other) =>
        ReferenceEquals(this, other)
        || (
            Kind == other.Kind
            && Prefix == other.Prefix
            && IsToken == other.IsToken
            && Outline == other.Outline
            && _program?.Text == other._program?.Text
            && _behind?.Outline == other._behind?.Outline
        );

    /// <summary>True if it is not empty and a shell surely makes exactly one word of it even without quotes.</summary>
    internal bool IsOneToken => IsKnown ? Text.Length > 0 && Text.AsSpan().IndexOfAny(SplittingCharacters) < 0 : IsToken;

    /// <summary>True if it is what a <see cref="Hole"/> may stand for.</summary>
    internal bool IsPlainToken =>
        IsKnown ? Text is [not '-', ..] && Text.AsSpan().IndexOfAnyExcept(PlainCharacters) < 0 : IsToken && Outline is [Hole];

    /// <inheritdoc/>
    public override string ToString() =>
        IsKnown ? Text
        : Kind == WordKind.Unknown ? "<unknown>"
        : "<unknown…>";
}
