using System.Text;

namespace ManifestLint.Reporting;

/// <summary>A page's Markdown for those who show plain text.</summary>
internal static class RuleText
{
    /// <summary>The first paragraph as one line of plain text; null if there is none.</summary>
    public static string? FirstParagraph(string markdown)
    {
        var paragraph = new StringBuilder();
        bool inCode = false;
        foreach (string line in markdown.Split('\n'))
        {
            if (line.StartsWith("```", StringComparison.Ordinal))
                inCode = !inCode;
            bool isText =
                !inCode && line.Trim().Length > 0 && line[0] is not ('#' or '|') && !line.StartsWith("```", StringComparison.Ordinal);
            if (isText)
                paragraph.Append(paragraph.Length == 0 ? "" : " ").Append(line.Trim());
            else if (paragraph.Length > 0)
                break;
        }
        // What only announces a list is no description of its own.
        string text = Unmarked(paragraph.ToString());
        if (text.EndsWith(':') && text.LastIndexOf(". ", StringComparison.Ordinal) is > 0 and var end)
            text = text[..(end + 1)];
        return text.Length == 0 ? null : text.TrimEnd(':');
    }

    /// <summary>The manual of a page without its examples, which are tests, and with links that lead somewhere from outside the repository.</summary>
    public static string Manual(string markdown, string folderUri)
    {
        var manual = new StringBuilder(markdown.Length);
        bool inExample = false;
        foreach (string line in markdown.TrimEnd('\n').Split('\n'))
        {
            if (inExample)
            {
                inExample = !line.StartsWith("```", StringComparison.Ordinal);
                continue;
            }
            inExample =
                line.StartsWith("```yaml ", StringComparison.Ordinal) || line.StartsWith("```text output", StringComparison.Ordinal);
            if (inExample || (line.Length == 0 && manual.Length > 1 && manual[^2] == '\n'))
                continue;
            manual.Append(line.Replace("](ML", $"]({folderUri}/ML", StringComparison.Ordinal)).Append('\n');
        }
        return manual.ToString().TrimEnd('\n') + "\n";
    }

    /// <summary>The text without fences and inline marks.</summary>
    public static string Plain(string markdown)
    {
        var plain = new StringBuilder(markdown.Length);
        bool inCode = false;
        foreach (string line in markdown.TrimEnd('\n').Split('\n'))
        {
            if (line.StartsWith("```", StringComparison.Ordinal))
            {
                inCode = !inCode;
                continue;
            }
            plain.Append(inCode ? "    " + line : Unmarked(line.TrimStart('#').TrimStart())).Append('\n');
        }
        return plain.ToString();
    }

    private static string Unmarked(string text) =>
        text.Replace("`", "", StringComparison.Ordinal).Replace("**", "", StringComparison.Ordinal);
}
