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

/// <summary>A span of a certain text.</summary>
public readonly record struct Location(SourceText Source, TextSpan Span)
{
    /// <summary>The text the span covers.</summary>
    public string Text => Source.Text[Span.Start..Span.End];

    /// <summary>Where the span starts.</summary>
    public TextPosition Start => Source.PositionOf(Span.Start);

    /// <summary>Where the span ends (excluded).</summary>
    public TextPosition End => Source.PositionOf(Span.End);
}
