using System.Buffers;

namespace ManifestLint.Yaml;

/// <summary>
/// A path and its decoded text. Offsets count UTF-16 code units of <see cref="Text"/>, which never holds a byte-order mark.
/// </summary>
public sealed class SourceText
{
    private static readonly SearchValues<char> s_lineBreaks = SearchValues.Create("\r\n");

    // Found when first asked: most texts are read without anybody asking for a line.
    private int[]? _lineStarts;

    /// <param name="path">The path as given or found, with forward slashes; <c>-</c> style names for standard input are the caller's choice.</param>
    /// <param name="text">The decoded text; a leading U+FEFF is dropped and remembered.</param>
    public SourceText(string path, string text)
    {
        Path = path;
        HasByteOrderMark = text.Length > 0 && text[0] == '\uFEFF';
        Text = HasByteOrderMark ? text[1..] : text;
    }

    /// <summary>The path as given or found, with forward slashes.</summary>
    public string Path { get; }

    /// <summary>The text without its byte-order mark.</summary>
    public string Text { get; }

    /// <summary>True if the text started with U+FEFF. Offsets and columns do not count it.</summary>
    public bool HasByteOrderMark { get; }

    /// <summary>Number of lines; a text that ends in a line break has an empty last line.</summary>
    public int LineCount => LineStarts.Length;

    // Two threads may both compute it; they come to the same.
    private int[] LineStarts => _lineStarts ??= FindLineStarts(Text);

    /// <summary>The 1-based line and column of an offset in <c>0…Text.Length</c>, both ends included.</summary>
    public TextPosition PositionOf(int offset)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(offset, Text.Length);
        int[] lineStarts = LineStarts;
        int index = Array.BinarySearch(lineStarts, offset);
        int line = index >= 0 ? index : ~index - 1;
        return new TextPosition(line + 1, offset - lineStarts[line] + 1);
    }

    /// <summary>The offset at which a 1-based line starts.</summary>
    public int StartOfLine(int line) => LineStarts[line - 1];

    /// <summary>The span of a 1-based line, its line break excluded.</summary>
    public TextSpan SpanOfLine(int line)
    {
        int[] lineStarts = LineStarts;
        int start = lineStarts[line - 1];
        int end = line < lineStarts.Length ? lineStarts[line] : Text.Length;
        while (end > start && Text[end - 1] is '\n' or '\r')
            end--;
        return new TextSpan(start, end);
    }

    // Line breaks as YAML 1.2 and SARIF viewers see them: LF, CR LF, lone CR.
    private static int[] FindLineStarts(string text)
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
