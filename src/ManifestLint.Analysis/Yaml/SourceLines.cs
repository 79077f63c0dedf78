using System.Buffers;

namespace ManifestLint.Yaml;

/// <summary>
/// The name of a text and where its lines start: all that a place needs once the text is gone. Two are equal if they name the same text.
/// </summary>
public sealed class SourceLines : IEquatable<SourceLines>
{
    private static readonly SearchValues<char> s_lineBreaks = SearchValues.Create("\r\n");

    private readonly int[] _starts;

    /// <param name="path">The path as given or found, with forward slashes.</param>
    /// <param name="text">The text without its byte-order mark; it is not kept.</param>
    public SourceLines(string path, string text) => (Path, Length, _starts) = (path, text.Length, StartsOf(text));

    /// <summary>The path as given or found, with forward slashes.</summary>
    public string Path { get; }

    /// <summary>UTF-16 code units of the text.</summary>
    public int Length { get; }

    /// <summary>Number of lines; a text that ends in a line break has an empty last line.</summary>
    public int Count => _starts.Length;

    /// <summary>The 1-based line and column of an offset in <c>0…Length</c>, both ends included.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The offset lies outside of the text.</exception>
    public TextPosition PositionOf(int offset)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(offset, Length);
        int index = Array.BinarySearch(_starts, offset);
        int line = index >= 0 ? index : ~index - 1;
        return new TextPosition(line + 1, offset - _starts[line] + 1);
    }

    /// <summary>The offset at which a 1-based line starts.</summary>
    public int StartOf(int line) => _starts[line - 1];

    /// <summary>The offset at which a 1-based line ends, its line break included.</summary>
    public int EndOf(int line) => line < _starts.Length ? _starts[line] : Length;

    /// <inheritdoc/>
    public bool Equals(SourceLines? other) =>
        ReferenceEquals(this, other) || (other is not null && Path == other.Path && Length == other.Length);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as SourceLines);

    /// <inheritdoc/>
    public override int GetHashCode() => Path.GetHashCode(StringComparison.Ordinal);

    // Line breaks as YAML 1.2 and SARIF viewers see them: LF, CR LF, lone CR.
    private static int[] StartsOf(string text)
    {
        var starts = new List<int> { 0 };
        for (int i = 0; i < text.Length; )
        {
            int found = text.AsSpan(i).IndexOfAny(s_lineBreaks);
            if (found < 0)
                break;
            i += found + 1;
            if (text[i - 1] == '\r' && i < text.Length && text[i] == '\n')
                i++;
            starts.Add(i);
        }
        return [.. starts];
    }
}
