using System.Text;

namespace ManifestLint.Reporting;

/// <summary>Lays out prose for a terminal: paragraphs wrapped at blanks, headings, code as it is.</summary>
/// <param name="width">Columns; at least 20 and at most 100 are used, since longer lines are hard to read.</param>
/// <param name="isColoured">True for ANSI escapes.</param>
/// <param name="output">Receives the lines.</param>
internal sealed class TerminalPage(int width, bool isColoured, TextWriter output)
{
    private readonly Ink _ink = new(isColoured);

    /// <summary>The columns that are used.</summary>
    public int Width { get; } = Math.Clamp(width, 20, 100);

    /// <summary>An empty line.</summary>
    public void Blank() => output.Write('\n');

    /// <summary>A heading, without marks.</summary>
    public void Heading(string text) => output.Write(_ink.Bold(TerminalText.Escape(text)) + "\n");

    /// <summary>A line that is not wrapped.</summary>
    public void Code(string text, int indent) => output.Write($"{new string(' ', indent)}{TerminalText.Escape(text)}".TrimEnd() + "\n");

    /// <summary>A line in the background, wrapped.</summary>
    public void Aside(string text, int indent)
    {
        foreach (string line in Wrap(TerminalText.Escape(text), indent, indent))
            output.Write($"{new string(' ', line.Length - line.TrimStart().Length)}{_ink.Dim(line.TrimStart())}\n");
    }

    /// <summary>A paragraph, wrapped; <c>`code`</c> and <c>**bold**</c> are shown as such where there is colour.</summary>
    /// <param name="text">The text; blanks and line breaks in it count as one blank each.</param>
    /// <param name="first">Columns before its first line.</param>
    /// <param name="rest">Columns before the others.</param>
    public void Paragraph(string text, int first = 0, int rest = 0)
    {
        bool isCode = false,
            isBold = false;
        foreach (string line in Wrap(TerminalText.Escape(text.ReplaceLineEndings(" ")), first, rest))
            output.Write(Marked(line, ref isCode, ref isBold) + "\n");
    }

    /// <summary>A text, wrapped, without regard to marks in it.</summary>
    /// <param name="text">The text.</param>
    /// <param name="first">Columns before its first line.</param>
    /// <param name="rest">Columns before the others.</param>
    public void Text(string text, int first, int rest)
    {
        foreach (string line in Wrap(TerminalText.Escape(text), first, rest))
            output.Write(line + "\n");
    }

    /// <summary>A row of a table: cells in columns of their width, then a last one that is wrapped in what is left.</summary>
    public void Row(IReadOnlyList<string> cells, IReadOnlyList<int> widths, string last)
    {
        bool isCode = false,
            isBold = false;
        var line = new StringBuilder();
        int column = 0;
        for (int i = 0; i < cells.Count; i++)
        {
            string cell = TerminalText.Escape(cells[i]);
            line.Append(Marked(cell, ref isCode, ref isBold)).Append(' ', Math.Max(0, widths[i] - WidthOf(cell)) + 2);
            column += widths[i] + 2;
        }
        string before = line.ToString();
        foreach (string rest in Wrap(TerminalText.Escape(last), column, column))
        {
            output.Write($"{before}{Marked(rest[column..], ref isCode, ref isBold)}\n");
            before = new string(' ', column);
        }
        if (last.Length == 0)
            output.Write(before.TrimEnd() + "\n");
    }

    /// <summary>How many columns a word takes when its marks are shown or dropped.</summary>
    public int WidthOf(string text)
    {
        text = text.Replace("**", "", StringComparison.Ordinal);
        return TerminalText.WidthOf(isColoured ? text.Replace("`", "", StringComparison.Ordinal) : text);
    }

    private IEnumerable<string> Wrap(string text, int first, int rest)
    {
        var line = new StringBuilder().Append(' ', first);
        int column = first;
        bool isEmpty = true;
        foreach (string word in text.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            int columns = WidthOf(word);
            if (!isEmpty && column + 1 + columns > Width)
            {
                yield return line.ToString();
                line.Clear().Append(' ', rest);
                (column, isEmpty) = (rest, true);
            }
            if (!isEmpty)
                line.Append(' ');
            column += (isEmpty ? 0 : 1) + columns;
            line.Append(word);
            isEmpty = false;
        }
        if (!isEmpty)
            yield return line.ToString();
    }

    // Marks may begin on one line and end on another; the indentation is never marked.
    private string Marked(string line, ref bool isCode, ref bool isBold)
    {
        var marked = new StringBuilder(line.Length + 16);
        int start = line.Length - line.TrimStart(' ').Length;
        marked.Append(' ', start);
        var run = new StringBuilder();
        for (int i = start; i < line.Length; i++)
        {
            bool bold = !isCode && line.AsSpan(i).StartsWith("**");
            if (line[i] != '`' && !bold)
            {
                run.Append(line[i]);
                continue;
            }
            Flush(isCode, isBold);
            if (bold)
                (isBold, i) = (!isBold, i + 1);
            else if (isColoured)
                isCode = !isCode;
            else
            {
                isCode = !isCode;
                run.Append('`');
            }
        }
        Flush(isCode, isBold);
        return marked.ToString();

        void Flush(bool code, bool strong)
        {
            string text = run.ToString();
            marked.Append(
                code ? _ink.Code(text)
                : strong ? _ink.Bold(text)
                : text
            );
            run.Clear();
        }
    }
}
