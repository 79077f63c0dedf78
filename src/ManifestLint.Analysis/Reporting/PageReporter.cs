using ManifestLint.Findings;
using ManifestLint.Rules;

namespace ManifestLint.Reporting;

/// <summary>The page of a rule for a terminal: its Markdown laid out, its examples with a word on what they show.</summary>
public static class PageReporter
{
    private const int CodeIndent = 4;

    // What somebody at a terminal asks first. The rest is there for those who ask for it.
    private static readonly string[] s_short = ["What it finds", "Why it matters", "How to fix it"];

    /// <summary>Writes the page.</summary>
    /// <param name="page">The page.</param>
    /// <param name="isFull">False for what it finds, why that matters and how to fix it, without examples.</param>
    /// <param name="style">Width and colour.</param>
    /// <param name="output">Receives the text.</param>
    public static void Write(RulePage page, bool isFull, TextStyle style, TextWriter output)
    {
        var terminal = new TerminalPage(style.Width, style.IsColoured, output);
        terminal.Heading($"{page.Id} {page.Name}");
        terminal.Paragraph(page.Title);
        terminal.Aside(Facts(page), 0);
        var block = new List<string>();
        string[] lines = isFull ? Lines(page.Body) : [.. Short(Lines(page.Body))];
        for (int i = 0; i < lines.Length; i++)
        {
            string line = lines[i];
            if (line.StartsWith("```", StringComparison.Ordinal))
            {
                Flush(block, terminal);
                i = WriteCode(lines, i, terminal);
            }
            else if (line.StartsWith('#'))
            {
                Flush(block, terminal);
                terminal.Blank();
                terminal.Heading(line.TrimStart('#').TrimStart());
            }
            else if (line.Length == 0)
            {
                Flush(block, terminal);
            }
            else
            {
                block.Add(line);
            }
        }
        Flush(block, terminal);
        if (isFull)
            return;
        terminal.Blank();
        terminal.Aside($"examples, options and what stays silent: manifestlint explain {page.Id} --full", 0);
    }

    private static string[] Lines(string body) => body.TrimEnd('\n').Split('\n');

    private static IEnumerable<string> Short(string[] lines)
    {
        bool isTaken = false,
            isCode = false;
        foreach (string line in lines)
        {
            bool isFence = line.StartsWith("```", StringComparison.Ordinal);
            isCode ^= isFence;
            if (!isCode && line.StartsWith("## ", StringComparison.Ordinal))
                isTaken = s_short.Contains(line[3..]);
            // Code of the manual is part of it; that of the examples stands behind all sections.
            if (isFence && IsExample(line))
                yield break;
            if (isTaken)
                yield return line;
        }
    }

    private static bool IsExample(string fence) =>
        fence.StartsWith("```yaml bad", StringComparison.Ordinal) || fence.StartsWith("```yaml good", StringComparison.Ordinal);

    /// <summary>The word for a page's severity: <c>off</c> for a rule that has to be enabled.</summary>
    internal static string Severity(RulePage page) => page.Severity == Findings.Severity.Off ? "off" : TextReporter.Word(page.Severity);

    private static string Facts(RulePage page)
    {
        string severity = page.Severity == Findings.Severity.Off ? "off unless enabled" : TextReporter.Word(page.Severity);
        string fix =
            page.Fix != "none" ? $"{page.Fix} fix"
            : page.SaysWhatToWrite ? "says what to write"
            : "no fix";
        string[] outranked = [.. page.AllSuperseded];
        string supersedes = outranked.Length == 0 ? "" : $", where it reports, these are not reported: {string.Join(' ', outranked)}";
        return $"{severity}, {page.Category}, {fix}, since {page.Since}{supersedes}";
    }

    // A paragraph, the items of a list, or a table: what stands between empty lines.
    private static void Flush(List<string> block, TerminalPage terminal)
    {
        if (block.Count == 0)
            return;
        terminal.Blank();
        if (block[0].StartsWith('|'))
        {
            WriteTable(block, terminal);
        }
        else
        {
            int start = 0;
            for (int i = 1; i <= block.Count; i++)
            {
                if (i < block.Count && !IsItem(block[i]))
                    continue;
                WriteParagraph(string.Join('\n', block.Skip(start).Take(i - start)), terminal);
                start = i;
            }
        }
        block.Clear();
    }

    private static void WriteParagraph(string text, TerminalPage terminal)
    {
        int indent = text.Length - text.TrimStart(' ').Length;
        text = text.TrimStart(' ');
        int mark = IsItem(text) ? text.IndexOf(' ') + 1 : 0;
        terminal.Paragraph(text, indent, indent + mark);
    }

    private static bool IsItem(string line)
    {
        line = line.TrimStart(' ');
        if (line.StartsWith("- ", StringComparison.Ordinal) || line.StartsWith("* ", StringComparison.Ordinal))
            return true;
        int digits = line.TakeWhile(char.IsAsciiDigit).Count();
        return digits > 0 && line.AsSpan(digits).StartsWith(". ");
    }

    // The last column takes what is left and is wrapped there.
    private static void WriteTable(List<string> block, TerminalPage terminal)
    {
        var rows = block
            .Where(r => r.Any(c => c is not ('|' or '-' or ':' or ' ')))
            .Select(r => r.Trim().Trim('|').Split('|').Select(c => c.Trim()).ToArray())
            .Where(r => r.Any(c => c.Length > 0))
            .ToList();
        int columns = rows.Max(r => r.Length);
        int[] widths = [.. Enumerable.Range(0, columns).Select(c => rows.Max(r => c < r.Length ? terminal.WidthOf(r[c]) : 0))];
        int before = widths.Take(columns - 1).Sum(w => w + 2);
        int widest = rows.Max(r => r[^1].Split(' ').Max(terminal.WidthOf));
        bool fits = before + Math.Max(widest, 16) <= terminal.Width;
        foreach (string[] row in rows)
        {
            string[] cells = [.. row.Take(columns - 1)];
            string last = row.Length == columns ? row[^1] : "";
            if (fits)
                terminal.Row(cells, widths, last);
            else
                terminal.Paragraph($"{string.Join(", ", cells)}: {last}", 0, 2);
        }
    }

    private static int WriteCode(string[] lines, int fence, TerminalPage terminal)
    {
        string info = lines[fence][3..].Trim();
        string[] words = info.Split(' ');
        string? label = (words[0], words.Length > 1 ? words[1] : "") switch
        {
            ("yaml", "bad") => "For example" + Options(words),
            ("text", "output") => "is reported as",
            ("yaml", "fixed") => "and repaired to",
            ("yaml", "good") => "Nothing is reported of" + Options(words),
            _ => null,
        };
        terminal.Blank();
        if (label is not null)
        {
            terminal.Paragraph(label + ":");
            terminal.Blank();
        }
        int i = fence + 1;
        for (; i < lines.Length && !lines[i].StartsWith("```", StringComparison.Ordinal); i++)
            terminal.Code(lines[i], CodeIndent);
        return i;
    }

    private static string Options(string[] words) => words.Length <= 2 ? "" : $" (with {string.Join(' ', words.Skip(2))})";
}
