using System.Buffers;
using System.Globalization;
using System.Text;

namespace ManifestLint.Yaml.Plain;

/// <summary>What texts say that are not written as they read: lines joined, escapes resolved, indentation and quotes taken off.</summary>
internal ref struct PlainText
{
    private readonly Span<char> _value;
    private int _length;

    private PlainText(Span<char> value) => _value = value;

    /// <summary>What a text says.</summary>
    /// <param name="text">The text around it, up to the end of its document.</param>
    /// <param name="node">A text that <see cref="PlainReader"/> found there and that is not verbatim.</param>
    public static string Of(ReadOnlySpan<char> text, PlainNode node)
    {
        // None says more than is written, but for a last break, and those that `|+` keeps.
        int end = node.Kind is PlainKind.Literal or PlainKind.Folded ? EndOfBlanks(text, node.End) : node.End;
        char[] buffer = ArrayPool<char>.Shared.Rent(end - node.Start + 1);
        var value = new PlainText(buffer);
        var written = text[node.Start..end];
        switch (node.Kind)
        {
            case PlainKind.Unquoted:
                value.Lines(written, '\0');
                break;
            case PlainKind.SingleQuoted or PlainKind.DoubleQuoted:
                value.Lines(written[1..^1], written[0]);
                break;
            default:
                value.Block(written, node.Indent);
                break;
        }
        string read = new(buffer, 0, value._length);
        ArrayPool<char>.Shared.Return(buffer);
        return read;
    }

    /// <summary>The digits that follow the letter of an escape; 0 for one that needs none.</summary>
    public static int DigitsOf(char letter) =>
        letter switch
        {
            'x' => 2,
            'u' => 4,
            'U' => 8,
            _ => 0,
        };

    /// <summary>Reads the digits of an escape; false if they are none, or name no character: halves of pairs are none.</summary>
    public static bool TryReadCode(ReadOnlySpan<char> digits, out Rune code)
    {
        code = default;
        // The base library also takes digits for whole that NULs follow, which JSON may hold.
        return !digits.Contains('\0')
            && uint.TryParse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out uint value)
            && Rune.TryCreate(value, out code);
    }

    private void Append(char c) => _value[_length++] = c;

    private void Append(ReadOnlySpan<char> part)
    {
        part.CopyTo(_value[_length..]);
        _length += part.Length;
    }

    // One break is a blank, more are one less.
    private void Fold(int breaks)
    {
        if (breaks == 1)
            Append(' ');
        Breaks(breaks - 1);
    }

    private void Breaks(int count)
    {
        for (int i = 0; i < count; i++)
            Append('\n');
    }

    private static int BreakAt(ReadOnlySpan<char> text, int at) =>
        at == text.Length ? 0
        : text[at] == '\n' ? 1
        : text[at] == '\r' ? 2
        : 0;

    // Breaks and the blanks between and behind them.
    private static int SkipBreaks(ReadOnlySpan<char> text, ref int at)
    {
        int breaks = 0;
        while (at < text.Length)
        {
            int length = BreakAt(text, at);
            if (length == 0 && text[at] is not (' ' or '\t'))
                break;
            breaks += length > 0 ? 1 : 0;
            at += Math.Max(length, 1);
        }
        return breaks;
    }

    private void Lines(ReadOnlySpan<char> text, char quote)
    {
        int run = 0;
        for (int at = 0; at < text.Length; )
        {
            char c = text[at];
            if (BreakAt(text, at) > 0)
            {
                Append(text[run..at].TrimEnd(" \t"));
                Fold(SkipBreaks(text, ref at));
            }
            else if (c == quote)
            {
                // Of two quotes that stand for one the first.
                Append(text[run..at]);
                Append(quote);
                at += 2;
            }
            else if (c == '\\' && quote == '"')
            {
                Append(text[run..at]);
                at++;
                Escape(text, ref at);
            }
            else
            {
                at++;
                continue;
            }
            run = at;
        }
        Append(text[run..]);
    }

    private void Escape(ReadOnlySpan<char> text, ref int at)
    {
        if (BreakAt(text, at) > 0)
        {
            Breaks(SkipBreaks(text, ref at) - 1);
            return;
        }
        char c = text[at++];
        int digits = DigitsOf(c);
        if (digits > 0)
        {
            TryReadCode(text.Slice(at, digits), out var code);
            _length += code.EncodeToUtf16(_value[_length..]);
            at += digits;
            return;
        }
        Append(Meaning(c));
    }

    /// <summary>The character that one behind a backslash stands for in double quotes; itself where it has no meaning. Source: YAML 1.2.2, 5.7.</summary>
    internal static char Meaning(char escape) =>
        escape switch
        {
            '0' => '\0',
            'a' => '\a',
            'b' => '\b',
            't' => '\t',
            'n' => '\n',
            'v' => '\v',
            'f' => '\f',
            'r' => '\r',
            'e' => '\e',
            'N' => '\u0085',
            '_' => '\u00A0',
            'L' => '\u2028',
            'P' => '\u2029',
            _ => escape,
        };

    private void Block(ReadOnlySpan<char> text, int indent)
    {
        int at = text.IndexOf('\n') + 1;
        var marks = text[..at];
        int comment = marks.IndexOf('#');
        marks = comment < 0 ? marks : marks[..comment];
        bool isLiteral = text[0] == '|',
            hasLines = false,
            wasBlank = false;
        int breaks = 0;
        while (at < text.Length)
        {
            int content = at;
            while (content < text.Length && content - at < indent && text[content] == ' ')
                content++;
            int length = BreakAt(text, content);
            if (length > 0 || content == text.Length)
            {
                breaks += length > 0 ? 1 : 0;
                at = content + length;
                continue;
            }
            bool isBlank = text[content] is ' ' or '\t';
            if (isLiteral || !hasLines || wasBlank || isBlank)
                Breaks(breaks);
            else
                Fold(breaks);
            (hasLines, wasBlank) = (true, isBlank);
            int end = text[content..].IndexOf('\n');
            at = end < 0 ? text.Length : content + end + 1;
            var line = text[content..at];
            Append(
                line is [.., '\r', '\n'] ? line[..^2]
                : line is [.., '\n'] ? line[..^1]
                : line
            );
            // The last line has its break also where the text ends.
            breaks = 1;
        }
        Breaks(
            marks.Contains('+') ? breaks
            : marks.Contains('-') ? 0
            : 1
        );
    }

    // Behind the blank lines that follow a block text; its last line ends at an offset.
    private static int EndOfBlanks(ReadOnlySpan<char> text, int from)
    {
        int end = from + BreakAt(text, from);
        for (int at = end; at < text.Length; )
        {
            while (at < text.Length && text[at] == ' ')
                at++;
            int length = BreakAt(text, at);
            if (length == 0)
                break;
            end = at += length;
        }
        return end;
    }
}
