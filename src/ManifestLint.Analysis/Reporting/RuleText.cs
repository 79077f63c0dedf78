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
            if (line.StartsWith("```", StringComparison.Ordinal)) inCode = !inCode;
            bool isText = !inCode && line.Trim().Length > 0 && line[0] is not ('#' or '|' or '`');
            if (isText) paragraph.Append(paragraph.Length == 0 ? "" : " ").Append(line.Trim());
            else if (paragraph.Length > 0) break;
        }
        return paragraph.Length == 0 ? null : Unmarked(paragraph.ToString());
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

    private static string Unmarked(string text) => text.Replace("`", "", StringComparison.Ordinal).Replace("**", "", StringComparison.Ordinal);
}
