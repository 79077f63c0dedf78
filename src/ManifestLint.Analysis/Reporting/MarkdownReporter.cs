using System.Globalization;
using System.Text;
using ManifestLint.Findings;

namespace ManifestLint.Reporting;

/// <summary>
/// Findings as GitHub-flavoured Markdown for a step summary or a comment. What manifests say stays text: no Markdown, HTML, link or mention
/// comes of it. Source: GitHub Flavored Markdown Spec 0.29; GitHub Actions, "Adding a job summary".
/// </summary>
public static class MarkdownReporter
{
    /// <summary>The most bytes a report takes: a step summary beyond 1 MiB is refused, and other steps may have written some of it.</summary>
    public const int MaxBytes = 1_000_000;

    // For the last lines.
    private const int Reserve = 200;

    /// <summary>Writes the report: counts, a table of rules, then the findings, the worst first.</summary>
    /// <param name="result">What was found.</param>
    /// <param name="relativePath">Makes a path relative to the repository's root, with forward slashes.</param>
    /// <param name="output">Receives the text.</param>
    public static void Write(LintResult result, Func<string, string> relativePath, TextWriter output)
    {
        var text = new StringBuilder();
        string scope =
            $"in {TextReporter.Count(result.ObjectCount, "object")} with {TextReporter.Count(result.PodCount, "pod")} in {TextReporter.Count(result.FileCount, "file")}";
        text.Append($"### manifestlint: {TextReporter.Counts(result.Findings)} {scope}\n");
        WriteSkipped(result, relativePath, text);
        WriteRules(result, text);
        output.Write(text);
        WriteFindings(result, relativePath, output, MaxBytes - Reserve - Encoding.UTF8.GetByteCount(text.ToString()));
    }

    // As many as the text report tells.
    private const int MostSkipped = 10;

    private static void WriteSkipped(LintResult result, Func<string, string> relativePath, StringBuilder text)
    {
        if (result.Skipped.IsEmpty)
            return;
        text.Append($"\n{TextReporter.CountSkipped(result.Skipped)} skipped: {TextReporter.SkippedReasons(result.Skipped)}\n");
        var told = TextReporter.SkippedToActOn(result.Skipped).ToList();
        if (told.Count > 0)
            text.Append('\n');
        foreach (var file in told.Take(MostSkipped))
        {
            string line = file.Line is { } number ? ":" + number.ToString(CultureInfo.InvariantCulture) : "";
            text.Append($"- {Code(relativePath(file.File) + line)} {Text(file.Reason)}\n");
        }
        if (told.Count > MostSkipped)
            text.Append($"- {told.Count - MostSkipped} more\n");
    }

    private static void WriteRules(LintResult result, StringBuilder text)
    {
        if (result.Findings.IsEmpty)
            return;
        text.Append("\n| severity | rule | findings |\n| --- | --- | ---: |\n");
        var rules = result
            .Findings.GroupBy(f => (f.Severity, f.RuleId, f.RuleName))
            .OrderByDescending(g => g.Key.Severity)
            .ThenByDescending(g => g.Count())
            .ThenBy(g => g.Key.RuleId, StringComparer.Ordinal);
        foreach (var rule in rules)
        {
            text.Append(
                $"| {TextReporter.Word(rule.Key.Severity)} | {rule.Key.RuleId} {rule.Key.RuleName} | {rule.Count().ToString(CultureInfo.InvariantCulture)} |\n"
            );
        }
    }

    private static void WriteFindings(LintResult result, Func<string, string> relativePath, TextWriter output, int room)
    {
        int written = 0;
        foreach (var severity in new[] { Severity.Error, Severity.Warning, Severity.Note })
        {
            string heading = $"\n#### {char.ToUpperInvariant(TextReporter.Word(severity)[0])}{TextReporter.Word(severity)[1..]}s\n\n";
            foreach (var finding in result.Findings.Where(f => f.Severity == severity))
            {
                string line =
                    $"{heading}- {Code($"{relativePath(finding.Place.File)}:{finding.Place.Line}:{finding.Place.Column}")} {Text(FindingText.Line(finding, relativePath))} ({finding.RuleId})\n";
                room -= Encoding.UTF8.GetByteCount(line);
                if (room < 0)
                {
                    output.Write(
                        $"\n{TextReporter.Count(result.Findings.Length - written, "further finding")} left out: a summary has room for 1 MiB.\n"
                    );
                    return;
                }
                output.Write(line);
                heading = "";
                written++;
            }
        }
    }

    /// <summary>A text as it is, in a code span.</summary>
    internal static string Code(string text)
    {
        text = TerminalText.Escape(text);
        int longest = 0,
            run = 0;
        foreach (char c in text)
        {
            run = c == '`' ? run + 1 : 0;
            longest = Math.Max(longest, run);
        }
        string fence = new('`', longest + 1);
        // One blank on each side is dropped again, and keeps a backtick at either end from the fence.
        return longest == 0 ? fence + text + fence : $"{fence} {text} {fence}";
    }

    /// <summary>A text as it is: every mark of Markdown and HTML escaped, and what GitHub would make a link of interrupted.</summary>
    internal static string Text(string text)
    {
        text = TerminalText.Escape(text);
        var escaped = new StringBuilder(text.Length + 16);
        for (int i = 0; i < text.Length; i++)
        {
            char c = text[i];
            switch (c)
            {
                case '<':
                    escaped.Append("&lt;");
                    break;
                case '>':
                    escaped.Append("&gt;");
                    break;
                case '&':
                    escaped.Append("&amp;");
                    break;
                // user@example.com, @user, #12, GH-12 and www. are found in the text that is left when the escapes are gone.
                case '@' or '#':
                    escaped.Append(c).Append("<!-- -->");
                    break;
                case '.' when i >= 3 && text.AsSpan(i - 3, 3).Equals("www", StringComparison.OrdinalIgnoreCase):
                    escaped.Append("<!-- -->.");
                    break;
                // https://, and :names: of pictures.
                case ':' when i + 1 < text.Length && text[i + 1] != ' ':
                    escaped.Append(":<!-- -->");
                    break;
                case '-' when i >= 2 && text.AsSpan(i - 2, 2).Equals("GH", StringComparison.OrdinalIgnoreCase):
                    escaped.Append("-<!-- -->");
                    break;
                case '\\' or '`' or '*' or '_' or '{' or '}' or '[' or ']' or '(' or ')' or '!' or '|' or '~' or '$' or '=':
                    escaped.Append('\\').Append(c);
                    break;
                default:
                    escaped.Append(c);
                    break;
            }
        }
        return escaped.ToString();
    }
}
