using System.Globalization;

namespace ManifestLint.Yaml;

/// <summary>A half-open range <c>[Start, End)</c> of a text, in UTF-16 code units.</summary>
public readonly record struct TextSpan(int Start, int End)
{
    /// <summary>UTF-16 code units covered; 0 for an insertion point.</summary>
    public int Length => End - Start;

    /// <summary>True if <paramref name="offset"/> lies in the range, its end excluded.</summary>
    public bool Contains(int offset) => offset >= Start && offset < End;
}

/// <summary>A 1-based line and a 1-based column in UTF-16 code units, as SARIF and editors count.</summary>
public readonly record struct TextPosition(int Line, int Column);

/// <summary>A span of a certain text that is at hand.</summary>
public readonly record struct Location(SourceText Source, TextSpan Span)
{
    /// <summary>The text the span covers.</summary>
    public string Text => Source.Text[Span.Start..Span.End];

    /// <summary>Where the span starts.</summary>
    public TextPosition Start => Source.PositionOf(Span.Start);

    /// <summary>Where the span ends (excluded).</summary>
    public TextPosition End => Source.PositionOf(Span.End);

    /// <summary>The same place once the text is gone.</summary>
    public Place Detached => new(Source.Lines, Span);
}

/// <summary>A span of a certain text that need not be at hand. Its lines and columns are those of that text and of no other.</summary>
public readonly record struct Place
{
    /// <param name="source">The text that it lies in.</param>
    /// <param name="span">What it covers.</param>
    /// <exception cref="ArgumentOutOfRangeException">The span does not lie in the text.</exception>
    public Place(SourceLines source, TextSpan span)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(span.Start, nameof(span));
        ArgumentOutOfRangeException.ThrowIfLessThan(span.End, span.Start, nameof(span));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(span.End, source.Length, nameof(span));
        (Source, Span) = (source, span);
    }

    /// <summary>The text that it lies in: its name and lines.</summary>
    public SourceLines Source { get; }

    /// <summary>What it covers, in UTF-16 code units.</summary>
    public TextSpan Span { get; }

    /// <summary>The path as given or found, with forward slashes.</summary>
    public string File => Source.Path;

    /// <summary>Where the span starts.</summary>
    public TextPosition Start => Source.PositionOf(Span.Start);

    /// <summary>Where the span ends (excluded).</summary>
    public TextPosition End => Source.PositionOf(Span.End);

    /// <summary>Its line for one who reads <paramref name="file"/>: <c>line 12</c>, in another file <c>config.yaml:12</c>.</summary>
    public string SeenFrom(string file) =>
        File == file
            ? string.Create(CultureInfo.InvariantCulture, $"line {Start.Line}")
            : string.Create(CultureInfo.InvariantCulture, $"{File}:{Start.Line}");
}

/// <summary>Finds a place among those that stand in the order of the text, without looking at each.</summary>
public static class Ordered
{
    /// <summary>The index of the first for which a condition holds that holds for all behind it, too; the count if it holds for none.</summary>
    /// <param name="count">How many there are.</param>
    /// <param name="holds">The condition, by index.</param>
    public static int First(int count, Func<int, bool> holds)
    {
        int low = 0,
            high = count;
        while (low < high)
        {
            int middle = (low + high) / 2;
            if (holds(middle))
                high = middle;
            else
                low = middle + 1;
        }
        return low;
    }
}
