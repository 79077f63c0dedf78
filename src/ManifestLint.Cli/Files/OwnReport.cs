using System.Text;
using ManifestLint.Scanning;

namespace ManifestLint.Cli.Files;

/// <summary>
/// Knows a report of an earlier run by how it begins, or by its last line, in each format. Everything is read once from left to right: the file
/// may be anybody's.
/// </summary>
internal static class OwnReport
{
    /// <summary>Whether a text is a report of ours, in any format, or the beginning and the end of one.</summary>
    public static bool Is(string text)
    {
        string plain = WithoutColour(text);
        return IsJson(plain)
            || IsSarif(plain)
            || IsGitLab(plain)
            || IsJUnit(plain)
            || IsCheckstyle(plain)
            || IsRdJson(plain)
            || IsMarkdown(plain)
            || IsGitHub(plain)
            || IsFindingLine(plain)
            || IsSummary(plain)
            || IsInspection(plain);
    }

    /// <summary>Whether a text begins as a baseline of ours does.</summary>
    public static bool BeginsAsBaseline(string text) => HasFormat(text, "manifestlint-baseline/");

    private static bool HasFormat(string text, params ReadOnlySpan<string> formats)
    {
        var cursor = new TextCursor(text);
        return cursor.TakeWords("{", "\"format\"", ":", "\"")
            && cursor.TakeAny(formats)
            && cursor.TakeDigits() > 0
            && cursor.Take("\"")
            && (cursor.TakeWords(",") || cursor.TakeWords("}"));
    }

    private static bool IsJson(string text) => HasFormat(text, "manifestlint-scan/", "manifestlint-inspect/");

    private static bool IsSarif(string text)
    {
        var cursor = new TextCursor(text);
        return cursor.TakeWords("{", "\"$schema\"", ":", "\"")
            && cursor.SkipTo('"')
            && cursor.TakeWords("\"", ",", "\"version\"", ":", "\"2.1.0\"", ",", "\"runs\"", ":", "[", "{", "\"tool\"", ":", "{")
            && cursor.TakeWords("\"driver\"", ":", "{", "\"name\"", ":", "\"manifestlint\"")
            && (cursor.TakeWords(",") || cursor.TakeWords("}"));
    }

    private static bool IsGitLab(string text)
    {
        var cursor = new TextCursor(text);
        if (!cursor.TakeWords("["))
            return false;
        if (cursor.TakeWords("]"))
        {
            cursor.SkipBlanks();
            return cursor.IsAtEnd;
        }
        return cursor.TakeWords("{", "\"description\"", ":", "\"")
            && SkipString(ref cursor)
            && cursor.TakeWords(",", "\"check_name\"", ":", "\"")
            && TakeRule(ref cursor)
            && cursor.Take(" ");
    }

    // Goes behind the quote that ends a string.
    private static bool SkipString(ref TextCursor cursor)
    {
        while (true)
        {
            cursor.TakeWhile(static c => c is not ('"' or '\\'));
            if (cursor.Take("\""))
                return true;
            if (!cursor.Take("\\") || cursor.Rest is "" or ['\n', ..])
                return false;
            cursor.At++;
        }
    }

    // ML1001
    private static bool TakeRule(ref TextCursor cursor) => cursor.Take("ML") && cursor.TakeDigits() == 4;

    private static bool TakeRuleAndName(ref TextCursor cursor) =>
        TakeRule(ref cursor)
        && cursor.Take(" ")
        && cursor.TakeWhile(static c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-') > 0;

    private static bool TakeXmlHead(ref TextCursor cursor) =>
        cursor.Take("<?xml ") && cursor.At is var start && cursor.SkipTo('>') && cursor.Since(start).EndsWith('?') && cursor.Take(">");

    private static bool IsJUnit(string text)
    {
        var cursor = new TextCursor(text);
        return TakeXmlHead(ref cursor) && cursor.TakeWords("<testsuites name=\"manifestlint\" ");
    }

    private static bool IsCheckstyle(string text)
    {
        var cursor = new TextCursor(text);
        if (!TakeXmlHead(ref cursor) || !cursor.TakeWords("<checkstyle version=\"") || !cursor.SkipTo('"') || !cursor.Take("\""))
            return false;
        if (cursor.Take(" />"))
        {
            cursor.SkipBlanks();
            return cursor.IsAtEnd;
        }
        if (!cursor.Take(">") || !cursor.TakeWords("<file name=\"") || !cursor.SkipTo('"') || !cursor.Take("\">"))
            return false;
        if (!cursor.TakeWords("<error "))
            return false;
        int start = cursor.At;
        if (!cursor.SkipTo('>'))
            return false;
        string error = cursor.Since(start);
        int source = error.LastIndexOf(" source=\"", StringComparison.Ordinal);
        var rule = new TextCursor(error, source + 9);
        return source >= 0 && TakeRule(ref rule) && rule.Rest is "\" /";
    }

    private static bool IsRdJson(string text) =>
        new TextCursor(text).TakeWords("{", "\"source\"", ":", "{", "\"name\"", ":", "\"manifestlint\"", ",");

    private static bool IsMarkdown(string text)
    {
        var cursor = new TextCursor(text);
        return cursor.Take("### manifestlint: ")
            && (cursor.Take("no findings") || (cursor.TakeDigits() > 0 && cursor.TakeAny(" error", " warning", " note")));
    }

    private static bool IsGitHub(string text)
    {
        string line = FirstLine(text);
        var cursor = new TextCursor(line);
        if (!cursor.TakeAny("::error ", "::warning ", "::notice "))
            return false;
        const string Title = "title=";
        for (int at = cursor.At; (at = line.IndexOf(Title, at, StringComparison.Ordinal)) >= 0; at += Title.Length)
        {
            cursor.At = at + Title.Length;
            if ((cursor.Take("manifestlint") || TakeRuleAndName(ref cursor)) && cursor.Take("::"))
                return true;
        }
        return false;
    }

    // file.yaml:1:2: error: … [ML1001 the-rule]
    private static bool IsFindingLine(string text)
    {
        string line = FirstLine(text);
        const string Behind = " [";
        int end = line.LastIndexOf(Behind, StringComparison.Ordinal);
        if (end < 0 || line.Length == text.Length)
            return false;
        var cursor = new TextCursor(line, end + Behind.Length);
        if (!TakeRuleAndName(ref cursor) || !cursor.Take("]") || !cursor.IsAtEnd)
            return false;
        for (int at = 1; at < end && (at = line.IndexOf(':', at)) >= 0; at++)
        {
            cursor.At = at + 1;
            if (
                cursor.TakeDigits() > 0
                && cursor.Take(":")
                && cursor.TakeDigits() > 0
                && cursor.TakeAny(": error: ", ": warning: ", ": note: ")
                && cursor.At <= end
            )
                return true;
        }
        return false;
    }

    private static bool IsSummary(string text)
    {
        var cursor = new TextCursor(text);
        return (cursor.TakeAny("no findings", "no new findings") || TakeCounts(ref cursor))
            && cursor.Take(" in ")
            && TakeCount(ref cursor, " object")
            && cursor.Take(" with ")
            && TakeCount(ref cursor, " pod")
            && cursor.Take(" in ")
            && TakeCount(ref cursor, " file")
            && cursor.Take("\n");
    }

    // 1 error, 2 warnings
    private static bool TakeCounts(ref TextCursor cursor)
    {
        if (!TakeCount(ref cursor, " error", " warning", " note"))
            return false;
        while (cursor.Take(", "))
        {
            if (!TakeCount(ref cursor, " warning", " note"))
                return false;
        }
        return true;
    }

    private static bool TakeCount(ref TextCursor cursor, params ReadOnlySpan<string> units)
    {
        if (cursor.TakeDigits() == 0 || !cursor.TakeAny(units))
            return false;
        cursor.Take("s");
        return true;
    }

    // The last line says what was assumed, and may be wrapped anywhere.
    private static bool IsInspection(string text)
    {
        const int Longest = 4096;
        if (text == "no pods\n")
            return true;
        string[] words = text[Math.Max(0, text.Length - Longest)..].Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        return words is [_, .., "assumed", "Kubernetes", var release, "and", "a", _, "node", "(--kubernetes-version,", "--node-memory)"]
            && IsRelease(release);
    }

    private static bool IsRelease(string word)
    {
        var cursor = new TextCursor(word);
        return cursor.Take("1.") && cursor.TakeDigits() > 0 && cursor.IsAtEnd;
    }

    private static string FirstLine(string text) => text.IndexOf('\n', StringComparison.Ordinal) is >= 0 and var end ? text[..end] : text;

    private static string WithoutColour(string text)
    {
        const string Escape = "\u001b[";
        if (!text.Contains(Escape, StringComparison.Ordinal))
            return text;
        var plain = new StringBuilder(text.Length);
        var cursor = new TextCursor(text);
        int copied = 0;
        for (int at = 0; (at = text.IndexOf(Escape, at, StringComparison.Ordinal)) >= 0; at = cursor.At)
        {
            cursor.At = at + Escape.Length;
            cursor.TakeWhile(static c => char.IsAsciiDigit(c) || c == ';');
            if (!cursor.Take("m"))
                continue;
            plain.Append(text, copied, at - copied);
            copied = cursor.At;
        }
        return plain.Append(text, copied, text.Length - copied).ToString();
    }
}
