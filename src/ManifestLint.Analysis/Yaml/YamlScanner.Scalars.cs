using System.Buffers;
using System.Text;
using YamlDotNet.Core;
using YamlDotNet.Core.Tokens;

namespace ManifestLint.Yaml;

// Texts: where they end and what they say.
internal sealed partial class YamlScanner
{
    private static readonly SearchValues<char> s_endsPlainRun = SearchValues.Create(" \t\r\n\u0085\u2028\u2029:");
    private static readonly SearchValues<char> s_endsFlowRun = SearchValues.Create(" \t\r\n\u0085\u2028\u2029:,?[]{}");
    private static readonly SearchValues<char> s_endsSingleQuoted = SearchValues.Create("'\r\n\u0085\u2028\u2029");
    private static readonly SearchValues<char> s_endsDoubleQuoted = SearchValues.Create("\"\\\r\n\u0085\u2028\u2029");

    // CR LF, CR and NEL read as LF; the two separators of Unicode stay what they are.
    private void ReadBreak(StringBuilder breaks)
    {
        breaks.Append(Peek() is '\u2028' or '\u2029' ? Peek() : '\n');
        SkipBreak();
    }

    // One break folds into a blank, more breaks are one less.
    private static void Fold(StringBuilder value, string breaks)
    {
        if (breaks is ['\n'])
            value.Append(' ');
        else
            value.Append(breaks is ['\n', ..] ? breaks.AsSpan(1) : breaks);
    }

    private Scalar ScanPlain()
    {
        int from = _at,
            to = _at,
            indent = _indent + 1;
        var endsRun = FlowLevel > 0 ? s_endsFlowRun : s_endsPlainRun;
        // Null while all of it stands on one line and so says what is written.
        StringBuilder? folded = null;
        string breaks = "";
        while (!IsMarker('-') && !IsMarker('.') && Peek() != '#')
        {
            int runEnd = EndOfRun(endsRun);
            if (runEnd > _at)
            {
                if (breaks.Length > 0)
                {
                    folded ??= _value.Clear().Append(text, from, to - from);
                    Fold(folded, breaks);
                    breaks = "";
                }
                else
                {
                    folded?.Append(text, to, _at - to);
                }
                folded?.Append(text, _at, runEnd - _at);
                _at = to = runEnd;
            }
            if (!IsBlank() && !IsBreak())
                break;
            breaks = SkipBlanks(breaks, indent);
            if (FlowLevel == 0 && Column < indent)
                break;
        }
        if (breaks.Length > 0)
            _mayStartKey = true;
        return new Scalar(folded is null ? text[from..to] : folded.ToString(), ScalarStyle.Plain, At(from), At(to));
    }

    private int EndOfRun(SearchValues<char> ends)
    {
        for (int i = _at; i < end; i++)
        {
            int found = text.AsSpan(i, end - i).IndexOfAny(ends);
            if (found < 0)
                return end;
            i += found;
            // A colon ends it before a blank only.
            if (text[i] != ':' || IsBlankOrEnd(i + 1 - _at))
                return i;
        }
        return end;
    }

    // The breaks between two lines of a plain text, added to those before.
    private string SkipBlanks(string breaks, int indent)
    {
        StringBuilder? more = null;
        while (IsBlank() || IsBreak())
        {
            if (IsBreak())
            {
                ReadBreak(more ??= new StringBuilder(breaks));
                continue;
            }
            if ((more is not null || breaks.Length > 0) && Column < indent && Peek() == '\t')
                throw TabAt(_at);
            _at++;
        }
        return more?.ToString() ?? breaks;
    }

    private Scalar ScanSingleQuoted() => ScanQuoted('\'', ScalarStyle.SingleQuoted, s_endsSingleQuoted);

    private Scalar ScanDoubleQuoted() => ScanQuoted('"', ScalarStyle.DoubleQuoted, s_endsDoubleQuoted);

    private Scalar ScanQuoted(char quote, ScalarStyle style, SearchValues<char> stops)
    {
        int from = _at++;
        // Null while what is written is what it says.
        StringBuilder? value = null;
        int runStart = _at;
        while (true)
        {
            int found = text.AsSpan(_at, end - _at).IndexOfAny(stops);
            if (found < 0)
                throw new YamlScanException("this quote is never closed", from);
            _at += found;
            char c = text[_at];
            if (c == quote && !(quote == '\'' && Peek(1) == '\''))
                break;
            value ??= _value.Clear();
            if (IsBreak(c))
            {
                // Blanks before a break go.
                value.Append(text.AsSpan(runStart, _at - runStart).TrimEnd(" \t"));
                Fold(value, SkipLines(from));
            }
            else
            {
                value.Append(text, runStart, _at - runStart);
                if (c == '\'')
                {
                    value.Append('\'');
                    _at += 2;
                }
                else if (IsBreak(1))
                {
                    _at++;
                    SkipBreak();
                    CheckMarker(from);
                    value.Append(SkipLines(from));
                }
                else
                {
                    ReadEscape(value);
                }
            }
            runStart = _at;
        }
        string read = value is null ? text[runStart.._at] : value.Append(text, runStart, _at - runStart).ToString();
        _at++;
        LastQuoted = new TextSpan(from, _at);
        return new Scalar(read, style, At(from), At(_at));
    }

    // The breaks, and the blanks that lines start with.
    private string SkipLines(int quote)
    {
        var breaks = new StringBuilder();
        while (IsBlank() || IsBreak())
        {
            if (!IsBreak())
            {
                _at++;
                continue;
            }
            ReadBreak(breaks);
            CheckMarker(quote);
        }
        return breaks.ToString();
    }

    private void CheckMarker(int quote)
    {
        if (IsMarker('-') || IsMarker('.'))
            throw new YamlScanException("this quote is not closed before the document ends", quote, ErrorPlace.Exact);
    }

    private void ReadEscape(StringBuilder value)
    {
        char c = Peek(1);
        int digits = c switch
        {
            'x' => 2,
            'u' => 4,
            'U' => 8,
            _ => 0,
        };
        if (digits > 0)
        {
            ReadCode(value, digits);
            return;
        }
        char meaning = c switch
        {
            '0' => '\0',
            'a' => '\a',
            'b' => '\b',
            't' or '\t' => '\t',
            'n' => '\n',
            'v' => '\v',
            'f' => '\f',
            'r' => '\r',
            'e' => '\e',
            ' ' or '"' or '\'' or '\\' => c,
            'N' => '\u0085',
            '_' => '\u00A0',
            'L' => '\u2028',
            'P' => '\u2029',
            _ => throw new YamlScanException(
                c == '/'
                    ? "kubectl does not know the escape '\\/', a slash needs no backslash"
                    : "this escape is unknown, a backslash in double quotes is written twice",
                _at,
                ErrorPlace.Exact
            ),
        };
        value.Append(meaning);
        _at += 2;
    }

    private void ReadCode(StringBuilder value, int digits)
    {
        long code = 0;
        for (int i = 2; i < digits + 2; i++)
        {
            if (!char.IsAsciiHexDigit(Peek(i)))
                throw new YamlScanException("this escape needs hexadecimal digits", _at, ErrorPlace.Exact);
            code = code * 16 + Convert.ToInt32(Peek(i).ToString(), 16);
        }
        if (code > 0x10FFFF || !Rune.IsValid((int)code))
            throw new YamlScanException("this escape is not a character", _at, ErrorPlace.Exact);
        value.Append(char.ConvertFromUtf32((int)code));
        _at += digits + 2;
    }

    private Scalar ScanBlockText(bool isLiteral)
    {
        int from = _at++,
            contentIndent = 0;
        char chomping = '\0';
        for (int i = 0; i < 2; i++)
        {
            char c = Peek();
            if (c is '+' or '-' && chomping == '\0')
                chomping = c;
            else if (char.IsAsciiDigit(c) && contentIndent == 0)
            {
                if (c == '0')
                    throw new YamlScanException("the indentation of a block scalar counts from 1", _at, ErrorPlace.Exact);
                contentIndent = Math.Max(_indent, 0) + (c - '0');
            }
            else
                break;
            _at++;
        }
        int to = _at;
        while (IsBlank())
            _at++;
        SkipComment();
        if (_at < end && !IsBreak())
        {
            throw new YamlScanException(
                "a block scalar starts on the next line, nothing but a comment may follow its indicator",
                _at,
                ErrorPlace.Exact
            );
        }
        if (_at < end)
            SkipBreak();

        var value = _value.Clear();
        var breaks = new StringBuilder();
        SkipIndentation(ref contentIndent, breaks);
        bool hasLines = false,
            wasBlank = false;
        while (Column == contentIndent && _at < end)
        {
            bool isBlank = IsBlank();
            if (isLiteral || !hasLines || wasBlank || isBlank)
                value.Append(breaks);
            else
                Fold(value, breaks.ToString());
            (hasLines, wasBlank) = (true, isBlank);
            to = EndOfLine(_at);
            value.Append(text, _at, to - _at);
            _at = to;
            breaks.Clear();
            // kubectl reads lines, the last one with a break that the text may lack.
            if (_at < end)
                ReadBreak(breaks);
            else
                breaks.Append('\n');
            SkipIndentation(ref contentIndent, breaks);
        }
        if (chomping == '+')
            value.Append(breaks);
        else if (chomping != '-' && hasLines && breaks.Length > 0)
            value.Append(breaks[0]);
        return new Scalar(value.ToString(), isLiteral ? ScalarStyle.Literal : ScalarStyle.Folded, At(from), At(to));
    }

    // Blanks that are indentation, and lines of nothing else; the first text or the deepest blank line before it says how deep.
    private void SkipIndentation(ref int indent, StringBuilder breaks)
    {
        int deepest = 0;
        while (true)
        {
            while ((indent == 0 || Column < indent) && Peek() == ' ')
                _at++;
            deepest = Math.Max(deepest, Column);
            if ((indent == 0 || Column < indent) && Peek() == '\t')
            {
                throw new YamlScanException(
                    "a tab is used for the indentation of a block scalar, YAML allows only spaces there",
                    _at,
                    ErrorPlace.Exact
                );
            }
            if (!IsBreak())
                break;
            ReadBreak(breaks);
        }
        if (indent == 0)
            indent = Math.Max(deepest, Math.Max(_indent + 1, 1));
    }
}
