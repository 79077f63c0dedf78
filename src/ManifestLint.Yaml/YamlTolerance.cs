using YamlDotNet.Core;

namespace ManifestLint.Yaml;

/// <summary>
/// Texts that kubectl reads and YamlDotNet 16.3 does not. Each is rewritten, at the same length and so with the same offsets, into one
/// that means the same but for the folding of lines; the builder then decodes scalars of several lines from the original text.
/// Part of <see cref="YamlReader"/>.
/// </summary>
internal sealed class YamlTolerance(string text, int start, int end)
{
    // All attempts together; each one parses the document from its start.
    private const long MaxWork = 20_000_000;

    private char[]? _rewritten;
    private long _work;

    /// <summary>What to parse: the document, rewritten or not.</summary>
    public ReadOnlyMemory<char> Text => _rewritten?.AsMemory() ?? text.AsMemory(start, end - start);

    /// <summary>True once something was rewritten.</summary>
    public bool IsRewritten => _rewritten is not null;

    /// <summary>Rewrites the place that an exception is about; false if that is a real error.</summary>
    /// <param name="exception">What the parser threw.</param>
    /// <param name="outermostFlow">Where the outermost flow collection that is open starts, or null.</param>
    public bool TryRewrite(Exception exception, int? outermostFlow)
    {
        _work += end - start;
        if (_work > MaxWork && _rewritten is not null)
            return false;
        return exception switch
        {
            // A flow collection whose lines start left of their key: `args: [`, then lines at the key's column.
            InvalidOperationException => outermostFlow is { } bracket && TryJoinLines(bracket, EndOfFlow(bracket)),
            YamlException { Message: var message } yaml
                when message.Contains("double-quoted scalar, found wrong indentation", StringComparison.Ordinal) => TryJoinLines(
                start + (int)yaml.Start.Index,
                EndOfQuoted(start + (int)yaml.Start.Index)
            ),
            YamlException { Message: var message } yaml
                when message.Contains("extra spaces in first line", StringComparison.Ordinal)
                    || message.Contains("more spaces in lines above", StringComparison.Ordinal) => TryEmptyBlankLines(
                start + (int)yaml.Start.Index
            ),
            _ => false,
        };
    }

    private char[] Rewritten() => _rewritten ??= text.AsSpan(start, end - start).ToArray();

    // Line breaks and comments become blanks.
    private bool TryJoinLines(int from, int to)
    {
        if (to < 0)
            return false;
        var target = Rewritten();
        bool isQuoted = text[from] == '"',
            hasChanged = false;
        for (int i = from; i < to; i++)
        {
            if (!isQuoted && IsQuote(i) && EndOfQuoted(i) > 0)
            {
                int quoteEnd = EndOfQuoted(i);
                for (; i < quoteEnd; i++)
                    hasChanged |= Blank(target, i);
                i--;
            }
            else if (!isQuoted && text[i] == '#' && IsBlankOrBreak(text[i - 1]))
            {
                for (; i < to && text[i] is not ('\n' or '\r'); i++)
                    target[i - start] = ' ';
                i--;
            }
            else
            {
                hasChanged |= Blank(target, i);
            }
        }
        return hasChanged;
    }

    private bool Blank(char[] target, int at)
    {
        if (target[at - start] is not ('\n' or '\r'))
            return false;
        target[at - start] = ' ';
        return true;
    }

    /// <summary>Moves the blanks of the blank lines that a block scalar starts with to the end of its header, where they mean nothing.</summary>
    private bool TryEmptyBlankLines(int inBlankLines)
    {
        int content = inBlankLines;
        while (content < end && IsBlankOrBreak(text[content]))
            content++;
        int headerEnd = LastContent(inBlankLines) + 1;
        if (headerEnd <= start)
            return false;
        int lineStart = StartOfLine(headerEnd - 1),
            firstLine = NextLine(headerEnd);
        int longest = LongestBlankLine(firstLine, content, out int contentColumn);
        int headerColumn = 0;
        while (text[lineStart + headerColumn] is ' ')
            headerColumn++;
        bool hasEnded = content == end || contentColumn <= headerColumn;
        if (!hasEnded && longest > contentColumn)
            return false;

        var target = Rewritten();
        int write = headerEnd;
        int contentLine = content - contentColumn;
        var region = text.AsSpan(headerEnd, contentLine - headerEnd);
        foreach (char c in region)
            if (c is ' ' or '\t')
                target[write++ - start] = c;
        bool hasChanged = false;
        foreach (char c in region)
        {
            if (c is ' ' or '\t')
                continue;
            target[write++ - start] = c;
        }
        for (int i = headerEnd; i < contentLine; i++)
            hasChanged |= target[i - start] != text[i];
        return hasChanged;
    }

    private int LongestBlankLine(int from, int content, out int contentColumn)
    {
        int longest = 0,
            column = 0;
        for (int i = from; i < content; i++)
        {
            if (text[i] is '\n' or '\r')
            {
                longest = Math.Max(longest, column);
                column = 0;
            }
            else
            {
                column++;
            }
        }
        contentColumn = column;
        return longest;
    }

    private int LastContent(int offset)
    {
        int i = Math.Min(offset, end) - 1;
        while (i >= start && IsBlankOrBreak(text[i]))
            i--;
        return i;
    }

    private int StartOfLine(int offset)
    {
        int i = offset;
        while (i > start && text[i - 1] is not ('\n' or '\r'))
            i--;
        return i;
    }

    private int NextLine(int offset)
    {
        int i = offset;
        while (i < end && text[i] is not ('\n' or '\r'))
            i++;
        return i < end && text[i] == '\r' && i + 1 < end && text[i + 1] == '\n' ? i + 2 : Math.Min(i + 1, end);
    }

    private int EndOfQuoted(int quote)
    {
        char mark = text[quote];
        for (int i = quote + 1; i < end; i++)
        {
            if (mark == '"' && text[i] == '\\')
                i++;
            else if (text[i] == mark)
                return i + 1;
        }
        return -1;
    }

    private int EndOfFlow(int bracket)
    {
        int depth = 0;
        for (int i = bracket; i < end; i++)
        {
            switch (text[i])
            {
                case '[' or '{':
                    depth++;
                    break;
                case ']' or '}' when --depth == 0:
                    return i + 1;
                case '"' or '\'' when IsQuote(i):
                    i = EndOfQuoted(i) - 1;
                    if (i < 0)
                        return -1;
                    break;
                case '#' when IsBlankOrBreak(text[i - 1]):
                    i = NextLine(i) - 1;
                    break;
            }
        }
        return -1;
    }

    // A quote inside a plain scalar is text.
    private bool IsQuote(int at) =>
        text[at] is '"' or '\'' && at > start && (text[at - 1] is '[' or '{' or ',' or ':' || IsBlankOrBreak(text[at - 1]));

    private static bool IsBlankOrBreak(char c) => c is ' ' or '\t' or '\n' or '\r';
}
