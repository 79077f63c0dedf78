using System.Collections.Immutable;
using System.Text;
using ManifestLint.Reporting;

namespace ManifestLint.Cli.Outputs;

/// <summary>How a text stands out on a terminal with colours.</summary>
internal enum Emphasis
{
    /// <summary>Not at all.</summary>
    None,

    /// <summary>It is bold.</summary>
    Bold,

    /// <summary>It steps back.</summary>
    Dim,
}

/// <summary>A column of a table.</summary>
/// <param name="Header">What stands above it.</param>
/// <param name="IsRight">True if its cells end where it ends.</param>
internal sealed record SheetColumn(string Header, bool IsRight = false);

/// <summary>Lines and tables for people, as wide as their terminal. What is unfit for one is shown as an escape.</summary>
/// <param name="output">Receives the text.</param>
/// <param name="width">Columns of the terminal; <see cref="Unbroken"/> where there is none.</param>
/// <param name="isColoured">True for ANSI escapes.</param>
internal sealed class Sheet(TextWriter output, int width, bool isColoured)
{
    /// <summary>The width of what is no terminal: a line is as long as its text, so that it can be searched for.</summary>
    public const int Unbroken = int.MaxValue;

    // As its header.
    private const int LeastName = 9;

    /// <summary>Columns of the terminal.</summary>
    public int Width => width;

    /// <summary>An empty line.</summary>
    public void Line() => output.Write('\n');

    /// <summary>A text that is not broken, such as a place: who copies or follows it wants it whole.</summary>
    public void Whole(string text, Emphasis emphasis = Emphasis.None)
    {
        Mark(TerminalText.Escape(text), emphasis);
        output.Write('\n');
    }

    /// <summary>A text on as many lines as it takes, all but the first indented.</summary>
    public void Line(string text, Emphasis emphasis = Emphasis.None)
    {
        foreach (string line in Wrap(TerminalText.Escape(text)))
        {
            Mark(line, emphasis);
            output.Write('\n');
        }
    }

    /// <summary>A table whose columns are told apart by blanks alone, so that a pipe can take them apart too.</summary>
    /// <param name="columns">The columns; of too wide a table the first gives way.</param>
    /// <param name="rows">A text for each column.</param>
    /// <param name="gap">Blanks between two columns.</param>
    public void Table(ImmutableArray<SheetColumn> columns, IEnumerable<string[]> rows, int gap)
    {
        string[] headers = [.. columns.Select(c => c.Header)];
        List<string[]> cells = [.. rows.Select(r => Array.ConvertAll(r, TerminalText.Escape))];
        int room = width - (gap * (columns.Length - 1));
        int[] widths = Array.ConvertAll(headers, TerminalText.WidthOf);
        foreach (string[] row in cells)
        {
            for (int i = 0; i < widths.Length; i++)
                widths[i] = Math.Max(widths[i], TerminalText.WidthOf(row[i]));
        }
        Narrow(widths, room);
        Row(columns, headers, widths, gap, Emphasis.Dim);
        foreach (string[] row in cells)
            Row(columns, row, widths, gap, Emphasis.None);
    }

    // Names can be broken anywhere, so they give way first; then amounts, which can be broken before what is said of them.
    private static void Narrow(int[] widths, int room)
    {
        int excess = Math.Max(0, widths.Sum() - room),
            least = Math.Min(widths[0], LeastName),
            less = Math.Min(widths[0] - least, excess);
        widths[0] -= less;
        for (excess -= less; excess > 0; excess--)
            widths[Array.IndexOf(widths, widths.Max())]--;
    }

    private void Row(ImmutableArray<SheetColumn> columns, string[] cells, int[] widths, int gap, Emphasis emphasis)
    {
        string[][] lines = [.. cells.Select((c, i) => Fold(c, widths[i]))];
        for (int line = 0; line < Math.Max(1, lines.Max(l => l.Length)); line++)
        {
            for (int i = 0; i < lines.Length; i++)
            {
                string text = line < lines[i].Length ? lines[i][line] : "";
                int blanks = Math.Max(0, widths[i] - TerminalText.WidthOf(text));
                Blanks(columns[i].IsRight ? blanks : 0);
                Mark(text, emphasis);
                Blanks((columns[i].IsRight ? 0 : blanks) + (i < lines.Length - 1 ? gap : 0));
            }
            output.Write('\n');
        }
    }

    private void Blanks(int count)
    {
        for (; count > 0; count--)
            output.Write(' ');
    }

    private void Mark(string text, Emphasis emphasis)
    {
        if (!isColoured || emphasis == Emphasis.None || text == "")
        {
            output.Write(text);
            return;
        }
        output.Write(emphasis == Emphasis.Bold ? "\x1b[1m" : "\x1b[2m");
        output.Write(text);
        output.Write("\x1b[0m");
    }

    // At blanks, which are left out. What has none early enough stays whole: a terminal breaks it by itself, and copies and follows it as one.
    private IEnumerable<string> Wrap(string text)
    {
        string indent = new(' ', text.Length - text.TrimStart(' ').Length + 2),
            lead = "";
        int start = 0;
        while (BreakIn(text, start, width - lead.Length, indent.Length - lead.Length) is { } at)
        {
            yield return (lead + text[start..at]).TrimEnd(' ');
            for (start = at; start < text.Length && text[start] == ' '; )
                start++;
            lead = indent;
        }
        yield return lead + text[start..];
    }

    // The last blank up to which fits what begins at a place, else the first; looked for from there on, so that a list of thousands of names is read
    // once; null where all of it fits, or where there is none.
    private static int? BreakIn(string text, int start, int width, int least)
    {
        int? last = null;
        for (int from = start, used = 0, next = start; ; next = from + 1)
        {
            int blank = text.IndexOf(' ', next);
            used += TerminalText.WidthOf(blank < 0 ? text[from..] : text[from..blank]);
            if (used > width && last is not null)
                return last;
            if (blank < 0)
                return null;
            if (blank - start > least)
                last = blank;
            from = blank;
        }
    }

    // Words and runs of blanks stand on a line as long as they fit; a run that no longer fits is left out, a word wider than a line is cut.
    private static string[] Fold(string text, int width)
    {
        if (TerminalText.WidthOf(text) <= width)
            return [text];
        if (width <= 0)
            return [];
        var lines = new List<string>();
        var line = new StringBuilder();
        int used = 0;
        for (int start = 0, end; start < text.Length; start = end)
        {
            end = EndOfPiece(text, start, width, out int columns);
            if (used > 0 && used + columns > width)
            {
                // An indentation that has to be left out before a long word is no line.
                if (line.ToString().TrimEnd(' ') is { Length: > 0 } full)
                    lines.Add(full);
                line.Clear();
                used = 0;
                if (text[start] == ' ')
                    continue;
            }
            line.Append(text, start, end - start);
            used += columns;
        }
        if (used > 0)
            lines.Add(line.ToString());
        return [.. lines];
    }

    private static int EndOfPiece(string text, int start, int width, out int columns)
    {
        columns = 0;
        int end = start;
        while (end < text.Length && (text[end] == ' ') == (text[start] == ' '))
        {
            int length = char.IsSurrogatePair(text, end) ? 2 : 1;
            int more = TerminalText.WidthOf(text.Substring(end, length));
            if (end > start && columns + more > width)
                break;
            columns += more;
            end += length;
        }
        return end;
    }
}
