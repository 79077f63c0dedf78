using ManifestLint.Yaml;

namespace ManifestLint.Reading;

/// <summary>
/// Tells of a document that does not parse whether it is a template: whether it holds <c>{{</c> or <c>{%</c> (Go templates, Jinja, Liquid) outside of
/// comments, quoted and block text (contracts.md C2).
/// </summary>
public static class TemplateText
{
    /// <summary>True for a template. Reads lines as their author meant them, since the document is no YAML yet.</summary>
    public static bool IsIn(SourceText source, TextSpan document)
    {
        string text = source.Text;
        if (!HoldsBraces(text.AsSpan(document.Start, document.Length)))
            return false;
        // The column that block text has to be right of; -1 outside of one.
        int blockColumn = -1;
        for (int at = document.Start; at < document.End; )
        {
            int lineEnd = EndOfLine(text, at, document.End);
            int content = at;
            while (content < lineEnd && text[content] == ' ')
                content++;
            if (blockColumn >= 0 && (content == lineEnd || content - at > blockColumn))
            {
                at = lineEnd + 1;
                continue;
            }
            blockColumn = -1;
            var line = new Line(text, at, lineEnd, document.End);
            if (line.HoldsExpression(content))
                return true;
            blockColumn = line.BlockColumn;
            at = EndOfLine(text, line.End, document.End) + 1;
        }
        return false;
    }

    private static bool HoldsBraces(ReadOnlySpan<char> text) =>
        text.Contains("{{", StringComparison.Ordinal) || text.Contains("{%", StringComparison.Ordinal);

    private static int EndOfLine(string text, int from, int end)
    {
        int length = from < end ? text.AsSpan(from, end - from).IndexOfAny('\n', '\r') : -1;
        return length < 0 ? Math.Max(from, end) : from + length;
    }

    // One line, and those that a quoted text on it goes on over.
    private struct Line(string text, int start, int end, int limit)
    {
        public int End { get; private set; } = end;

        // Set where block text starts on the next line.
        public int BlockColumn { get; private set; } = -1;

        public bool HoldsExpression(int content)
        {
            int column = content - start;
            bool startsValue = true;
            for (int at = content; at < End; at++)
            {
                char c = text[at];
                switch (c)
                {
                    case ' ' or '\t':
                        continue;
                    case '#' when at == content || text[at - 1] is ' ' or '\t':
                        return false;
                    case '{' when at + 1 < End && text[at + 1] is '{' or '%':
                        return true;
                    case '"' or '\'' when startsValue:
                        int close = EndOfQuoted(at, content);
                        if (IsCutOff(text.AsSpan(at, close - at)))
                            return true;
                        at = close - 1;
                        startsValue = false;
                        continue;
                    case '|' or '>' when startsValue && IsBlockHeader(at):
                        BlockColumn = column;
                        return false;
                    // What follows them on the line is further right: a key below a dash, a dash below a dash.
                    case '-' or '?' when startsValue && at + 1 < End && text[at + 1] is ' ' or '\t':
                        int next = at + 1;
                        while (next < End && text[next] is ' ' or '\t')
                            next++;
                        if (next < End && text[next] is not ('|' or '>' or '!' or '&'))
                            column = next - start;
                        continue;
                    case '!' or '&' when startsValue:
                        while (at + 1 < End && text[at + 1] is not (' ' or '\t'))
                            at++;
                        continue;
                }
                startsValue = c is ',' or '[' or '{' || (c is ':' && (at + 1 == End || text[at + 1] is ' ' or '\t'));
            }
            return false;
        }

        // Behind the closing quote; where there is none on lines that belong to the text, the line's end.
        private int EndOfQuoted(int quote, int content)
        {
            for (int at = quote + 1; at < limit; at++)
            {
                char c = text[at];
                if (c == '\\' && text[quote] == '"')
                    at++;
                else if (c == text[quote] && text[quote] == '\'' && at + 1 < limit && text[at + 1] == '\'')
                    at++;
                else if (c == text[quote])
                {
                    End = Math.Max(End, EndOfLine(text, at, limit));
                    return at + 1;
                }
                else if (c is '\n' && !IsIndented(at + 1, content - start))
                    break;
            }
            return End;
        }

        private readonly bool IsIndented(int lineStart, int column)
        {
            int at = lineStart;
            while (at < limit && text[at] is ' ' or '\t')
                at++;
            return at == limit || text[at] is '\n' or '\r' || at - lineStart > column;
        }

        private readonly bool IsBlockHeader(int at)
        {
            int next = at + 1;
            while (next < End && (text[next] is '+' or '-' || char.IsAsciiDigit(text[next])))
                next++;
            var rest = text.AsSpan(next, End - next).TrimStart(" \t");
            return rest.IsEmpty || rest[0] == '#';
        }

        // `"{{ include "x" . }}"`: the quote in the middle ends the text, not the expression.
        private static bool IsCutOff(ReadOnlySpan<char> quoted)
        {
            int open = Math.Max(quoted.LastIndexOf("{{", StringComparison.Ordinal), quoted.LastIndexOf("{%", StringComparison.Ordinal));
            return open >= 0 && quoted[open..].IndexOf(quoted[open + 1] == '{' ? "}}" : "%}", StringComparison.Ordinal) < 0;
        }
    }
}
