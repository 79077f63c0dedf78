using System.Text;

namespace ManifestLint.Reporting;

/// <summary>A line of a manifest as a terminal shows it, and where a span of it stands there.</summary>
/// <param name="Text">The line: tabs expanded, escaped, clipped.</param>
/// <param name="Start">The 0-based column at which the span starts.</param>
/// <param name="Length">How many columns it takes; at least 1, and it may reach past the end of the text by one.</param>
internal readonly record struct Snippet(string Text, int Start, int Length)
{
    private const char Ellipsis = '…';
    private const int TabWidth = 4;

    // What a reader wants to see on either side of the span at least, where a line is too long.
    private const int Context = 16;

    /// <summary>Lays out a line.</summary>
    /// <param name="line">The line without its line break.</param>
    /// <param name="start">Where the span starts, a 0-based offset in the line.</param>
    /// <param name="end">Where it ends, excluded.</param>
    /// <param name="columns">How many columns there are; more than a line ever has for no clipping.</param>
    public static Snippet Of(string line, int start, int end, int columns)
    {
        columns = Math.Max(columns, 20);
        start = Math.Clamp(start, 0, line.Length);
        end = Math.Clamp(end, start, line.Length);
        int kept = Math.Max(line.AsSpan().TrimEnd(' ').Length, end);
        if (kept <= columns && TerminalText.IsPlain(line))
            return new Snippet(line[..kept], start, Math.Max(1, end - start));

        // A minified file is one line of megabytes: only what can be seen is laid out.
        int from = Math.Max(0, start - columns),
            to = Math.Min(kept, Math.Min(end, start + columns) + columns);
        if (from > 0 && char.IsLowSurrogate(line[from]))
            from--;
        var cells = CellsOf(line.AsSpan(from, to - from), from);
        int width = cells.Sum(c => c.Columns);
        bool all = from == 0 && to == kept && width <= columns;
        var (first, last) = all ? (0, cells.Count) : Window(cells, start, end, columns);
        return Print(cells, first, last, start, end, first > 0 || from > 0, last < cells.Count || to < kept);
    }

    private static List<Cell> CellsOf(ReadOnlySpan<char> line, int offset)
    {
        var cells = new List<Cell>(line.Length);
        for (int i = 0; i < line.Length; )
        {
            var (instead, columns, length) = line[i] == '\t' ? (new string(' ', TabWidth), TabWidth, 1) : TerminalText.Next(line[i..]);
            cells.Add(new Cell(offset + i, instead ?? line.Slice(i, length).ToString(), columns));
            i += length;
        }
        return cells;
    }

    // The cells that fit: the span, then what stands before it (keys explain values), then what stands behind it.
    private static (int First, int Last) Window(List<Cell> cells, int start, int end, int columns)
    {
        int room = columns - 2;
        int first = cells.FindIndex(c => c.Offset >= start),
            last;
        if (first < 0)
            first = cells.Count;
        int before = Math.Min(Context, Math.Min(room / 2, cells.Take(first).Sum(c => c.Columns)));
        for (last = first; last < cells.Count && cells[last].Offset < end && room - before >= cells[last].Columns; last++)
            room -= cells[last].Columns;

        int behind = Math.Min(Context, Math.Min(room / 2, cells.Skip(last).Sum(c => c.Columns)));
        while (first > 0 && room - behind >= cells[first - 1].Columns)
            room -= cells[--first].Columns;
        while (last < cells.Count && room >= cells[last].Columns)
            room -= cells[last++].Columns;
        return (first, last);
    }

    private static Snippet Print(List<Cell> cells, int first, int last, int start, int end, bool clippedBefore, bool clippedBehind)
    {
        var text = new StringBuilder();
        if (clippedBefore)
            text.Append(Ellipsis);
        int column = text.Length,
            spanStart = -1,
            spanEnd = -1;
        for (int i = first; i < last; i++)
        {
            if (spanStart < 0 && cells[i].Offset >= start)
                spanStart = column;
            text.Append(cells[i].Text);
            column += cells[i].Columns;
            if (cells[i].Offset < end)
                spanEnd = column;
        }
        if (spanStart < 0)
            spanStart = column;
        if (clippedBehind)
            text.Append(Ellipsis);
        return new Snippet(text.ToString(), spanStart, Math.Max(1, spanEnd - spanStart));
    }

    private readonly record struct Cell(int Offset, string Text, int Columns);
}
