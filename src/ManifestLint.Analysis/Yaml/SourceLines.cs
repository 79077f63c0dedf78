using System.Buffers;

namespace ManifestLint.Yaml;

/// <summary>
/// The name of a text and where its lines start: all that a place needs once the text is gone. Two are equal if they name the same text.
/// </summary>
public sealed class SourceLines : IEquatable<SourceLines>
{
    private static readonly SearchValues<char> s_lineBreaks = SearchValues.Create("\r\n");

    // Every so many lines their start is held, and of each line its length in as few bytes as it takes: a dump of a cluster has millions.
    private const int LinesOfMark = 32;
    private const int BitsOfByte = 7;
    private const int More = 1 << BitsOfByte;

    private readonly (int Start, int At)[] _marks;
    private readonly byte[] _lengths;

    /// <param name="path">The path as given or found, with forward slashes.</param>
    /// <param name="text">The text without its byte-order mark; it is not kept.</param>
    public SourceLines(string path, string text) => ((Path, Length), (_marks, _lengths, Count)) = ((path, text.Length), LinesOf(text));

    /// <summary>The path as given or found, with forward slashes.</summary>
    public string Path { get; }

    /// <summary>UTF-16 code units of the text.</summary>
    public int Length { get; }

    /// <summary>Number of lines; a text that ends in a line break has an empty last line.</summary>
    public int Count { get; }

    /// <summary>The 1-based line and column of an offset in <c>0…Length</c>, both ends included.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The offset lies outside of the text.</exception>
    public TextPosition PositionOf(int offset)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(offset, Length);
        int low = 0,
            high = _marks.Length;
        while (high - low > 1)
        {
            int middle = (low + high) / 2;
            if (_marks[middle].Start <= offset)
                low = middle;
            else
                high = middle;
        }
        var (start, at) = _marks[low];
        int line = (low * LinesOfMark) + 1;
        while (line < Count)
        {
            int next = start + LengthAt(ref at);
            if (next > offset)
                break;
            (start, line) = (next, line + 1);
        }
        return new TextPosition(line, offset - start + 1);
    }

    /// <summary>The offset at which a 1-based line starts.</summary>
    public int StartOf(int line)
    {
        var (start, at) = _marks[(line - 1) / LinesOfMark];
        for (int i = (line - 1) % LinesOfMark; i > 0; i--)
            start += LengthAt(ref at);
        return start;
    }

    /// <summary>The offset at which a 1-based line ends, its line break included.</summary>
    public int EndOf(int line) => line < Count ? StartOf(line + 1) : Length;

    /// <inheritdoc/>
    public bool Equals(SourceLines? other) =>
        ReferenceEquals(this, other) || (other is not null && Path == other.Path && Length == other.Length);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as SourceLines);

    /// <inheritdoc/>
    public override int GetHashCode() => Path.GetHashCode(StringComparison.Ordinal);

    private int LengthAt(ref int at)
    {
        int length = 0;
        for (int shift = 0; ; shift += BitsOfByte)
        {
            byte part = _lengths[at++];
            length |= (part & (More - 1)) << shift;
            if (part < More)
                return length;
        }
    }

    // Line breaks as YAML 1.2 and SARIF viewers see them: LF, CR LF, lone CR. The last line has no length.
    private static ((int Start, int At)[] Marks, byte[] Lengths, int Count) LinesOf(string text)
    {
        var marks = new List<(int Start, int At)> { (0, 0) };
        var lengths = new List<byte>();
        int start = 0,
            count = 1;
        while (start < text.Length)
        {
            int found = text.AsSpan(start).IndexOfAny(s_lineBreaks);
            if (found < 0)
                break;
            int length = found + 1;
            if (text[start + found] == '\r' && start + length < text.Length && text[start + length] == '\n')
                length++;
            start += length;
            for (; length >= More; length >>= BitsOfByte)
                lengths.Add((byte)((length % More) | More));
            lengths.Add((byte)length);
            if (count++ % LinesOfMark == 0)
                marks.Add((start, lengths.Count));
        }
        return ([.. marks], [.. lengths], count);
    }
}
