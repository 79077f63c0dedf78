using System.Collections.Immutable;
using ManifestLint.Programs;

namespace ManifestLint.Runtimes.Java;

/// <summary>How a JVM and its launcher cut variables and files that have an outline into words. Source: <c>Arguments::parse_options_buffer</c>, <c>args.c</c> of the
/// launcher, runtime-memory.md §4.</summary>
internal static class JvmWords
{
    /// <summary>Cuts as <c>JAVA_TOOL_OPTIONS</c>, <c>JDK_JAVA_OPTIONS</c>, <c>_JAVA_OPTIONS</c> and VMOptionsFile are cut: at white space, quotes of
    /// either kind hold words together also in their middle, a backslash is an ordinary character.</summary>
    /// <returns>The words, or null for an unmatched quote.</returns>
    public static List<Word>? Split(Word text)
    {
        var words = new List<Word>();
        var pieces = new List<Word>();
        string s = text.Outline!;
        int at = 0;
        while (true)
        {
            while (at < s.Length && IsSpace(s[at]))
                at++;
            if (at == s.Length)
                return words;
            pieces.Clear();
            int start = at;
            while (at < s.Length && !IsSpace(s[at]))
            {
                if (s[at] is not ('"' or '\''))
                {
                    at++;
                    continue;
                }
                int end = s.IndexOf(s[at], at + 1);
                if (end < 0)
                    return null;
                if (at > start)
                    pieces.Add(text.Slice(start, at - start));
                if (end > at + 1)
                    pieces.Add(text.Slice(at + 1, end - at - 1));
                start = at = end + 1;
            }
            if (at > start)
                pieces.Add(text.Slice(start, at - start));
            words.Add(pieces.Count == 1 ? pieces[0] : Word.Concat(pieces));
        }
    }

    /// <summary>Cuts at white space alone: what a shell makes of an unquoted variable.</summary>
    public static List<Word> SplitPlainly(Word text)
    {
        var words = new List<Word>();
        string s = text.Outline!;
        for (int at = 0; at < s.Length; )
        {
            int start = at;
            while (at < s.Length && !IsSpace(s[at]))
                at++;
            if (at > start)
                words.Add(text.Slice(start, at - start));
            else
                at++;
        }
        return words;
    }

    /// <summary>Cuts an argument file of the launcher: comments from <c>#</c>, backslash escapes inside quotes, a quote ends with its line.</summary>
    public static List<Word> SplitArgumentFile(Word text)
    {
        var words = new List<Word>();
        var pieces = new List<Word>();
        string s = text.Outline!;
        bool inWord = false;
        char quote = '\0';
        void End()
        {
            if (inWord)
                words.Add(pieces.Count == 1 ? pieces[0] : Word.Concat(pieces));
            pieces.Clear();
            (inWord, quote) = (false, '\0');
        }

        for (int at = 0; at < s.Length; at++)
        {
            char c = s[at];
            if (c is '\n' or '\r' || (quote == '\0' && c is ' ' or '\t' or '\f' && quote == '\0'))
            {
                End();
            }
            else if (quote == '\0' && c == '#')
            {
                End();
                while (at + 1 < s.Length && s[at + 1] is not ('\n' or '\r'))
                    at++;
            }
            else if (c is '"' or '\'' && quote is '\0' || c == quote)
            {
                quote = quote == '\0' ? c : '\0';
                inWord = true;
            }
            else if (quote != '\0' && c == '\\' && at + 1 < s.Length)
            {
                at++;
                inWord = true;
                if (s[at] is '\n' or '\r')
                {
                    while (at + 1 < s.Length && s[at + 1] is '\n' or '\r' or ' ' or '\t' or '\f')
                        at++;
                }
                else
                {
                    pieces.Add(
                        s[at] switch
                        {
                            'n' => Word.Of("\n"),
                            't' => Word.Of("\t"),
                            'r' => Word.Of("\r"),
                            'f' => Word.Of("\f"),
                            _ => text.Slice(at, 1),
                        }
                    );
                }
            }
            else
            {
                int start = at;
                while (at + 1 < s.Length && IsPlain(s[at + 1]))
                    at++;
                pieces.Add(text.Slice(start, at - start + 1));
                inWord = true;
            }
        }
        End();
        return words;
    }

    /// <summary>Cuts a file of <c>-XX:Flags</c>: white space, quotes around, comments from <c>#</c> to the line's end.</summary>
    public static List<Word> SplitSettingsFile(Word text)
    {
        var words = new List<Word>();
        string s = text.Outline!;
        for (int at = 0; at < s.Length; )
        {
            if (s[at] == '#')
            {
                while (at < s.Length && s[at] != '\n')
                    at++;
                continue;
            }
            if (IsSpace(s[at]))
            {
                at++;
                continue;
            }
            int start = at;
            while (at < s.Length && !IsSpace(s[at]))
                at++;
            words.Add(text.Slice(start, at - start));
        }
        return words;
    }

    private static bool IsPlain(char c) => c is not ('\n' or '\r' or ' ' or '\t' or '\f' or '#' or '"' or '\'' or '\\');

    private static bool IsSpace(char c) => c is ' ' or (>= '\t' and <= '\r');
}
