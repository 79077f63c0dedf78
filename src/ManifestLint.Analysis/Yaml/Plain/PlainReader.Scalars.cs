using System.Buffers;

namespace ManifestLint.Yaml.Plain;

// Texts: where they end. What they say is PlainText's to tell.
internal ref partial struct PlainReader
{
    private static readonly SearchValues<char> s_doubleQuotedMarks = SearchValues.Create("\"\\\r\n");

    private static readonly SearchValues<char> s_simpleEscapes = SearchValues.Create("0abtnvfre \"'\\N_LP");

    // What a text on a line turns out to be.
    private enum Head
    {
        NotPlain,

        // A colon follows, at which the reader stands.
        Key,
        Value,
    }

    // A text with or without quotes, its first line if it has none.
    private Head ReadHead(out PlainNode head)
    {
        head = default;
        char c = _text[_at];
        if (c is not ('"' or '\''))
            return MayStartText(c, isFlow: false) ? ReadUnquotedHead(out head) : Head.NotPlain;
        int line = _line;
        if (!ReadQuoted(_depth == 0 ? -1 : Top.Column, out head))
            return Head.NotPlain;
        int end = _at;
        SkipSpaces();
        if (_at == _text.Length || _text[_at] != ':' || !IsBlankAt(_at + 1))
        {
            _at = end;
            return Head.Value;
        }
        return line == _line && head.IsVerbatim ? Head.Key : Head.NotPlain;
    }

    private Head ReadUnquotedHead(out PlainNode head)
    {
        int from = _at;
        bool endsInColon = SkipUnquotedLine(out int to);
        head = new PlainNode
        {
            Start = from,
            End = to,
            Kind = PlainKind.Unquoted,
            IsVerbatim = true,
        };
        // The end of a document, and a tab behind the text.
        if (to < 0 || (from == _line && _text[from..].StartsWith("...")))
            return Head.NotPlain;
        if (endsInColon)
            return Head.Key;
        return MayBeInfinite(head) ? Head.NotPlain : Head.Value;
    }

    // Indicators, those that are text before a text included where that is in doubt.
    private readonly bool MayStartText(char c, bool isFlow) =>
        c switch
        {
            '-' => isFlow
                ? _at + 1 < _text.Length && (char.IsAsciiLetterOrDigit(_text[_at + 1]) || _text[_at + 1] is '-' or '.' or '/')
                : !IsBlankAt(_at + 1),
            ':' => !isFlow && !IsBlankAt(_at + 1),
            ' ' or '\t' or '?' or ',' or '[' or ']' or '{' or '}' or '#' or '&' or '*' or '!' or '|' or '>' => false,
            '\'' or '"' or '%' or '@' or '`' => false,
            _ => true,
        };

    // To the line's end, a comment or a colon that ends a key: true for that. The text ends behind its last character; -1 for a tab behind it.
    private bool SkipUnquotedLine(out int end)
    {
        int at = _at,
            last = at;
        var text = _text;
        bool isColon = false;
        for (; at < text.Length; at++)
        {
            char c = text[at];
            if (c > ':')
            {
                last = at + 1;
                continue;
            }
            if (c is '\n' or '\r')
                break;
            if (c is ' ' or '\t')
                continue;
            if (c == ':' && IsBlankAt(at + 1))
            {
                isColon = true;
                break;
            }
            if (c == '#' && at > last)
                break;
            last = at + 1;
        }
        _at = at;
        end = text[last..at].Contains('\t') ? -1 : last;
        return isColon;
    }

    // A further line of the unquoted text that is open.
    private bool ContinueText()
    {
        int open = _open;
        if (IsDash || SkipUnquotedLine(out int to) || to < 0)
            return false;
        ref var node = ref _nodes[open];
        node.End = _lastEnd = to;
        node.IsVerbatim = false;
        return EndLine();
    }

    // A number that JSON has not.
    private readonly bool MayBeInfinite(PlainNode text) =>
        text.End - text.Start is 4 or 5 && _text[text.Start] is '.' or '+' or '-' && _text[text.Start..text.End].ContainsAny("iInN");

    private bool IsGoodKey(PlainNode key)
    {
        var content = key.Content;
        var name = _text[content.Start..content.End];
        if (_at - key.Start > MaxKeyLength || name is "<<")
            return false;
        if (key.Kind != PlainKind.Unquoted)
            return true;
        switch (name[0])
        {
            case (>= '0' and <= '9') or '+' or '-' or '.':
                // A number that is none in JSON, and what is no separator of documents.
                if ((name.Length > 18 && char.IsAsciiDigit(name[^1])) || name.StartsWith("---"))
                    return false;
                _hasOtherNames = true;
                break;
            case '~' or 'n' or 'N' when name is "~" or "null" or "Null" or "NULL":
                return false;
            case 'y' or 'Y' or 'n' or 'N' or 't' or 'T' or 'f' or 'F' or 'o' or 'O' when IsBoolean(name):
                _hasOtherNames = true;
                break;
        }
        return true;
    }

    private static bool IsBoolean(ReadOnlySpan<char> name)
    {
        if (name.Length > 5)
            return false;
        Span<char> lower = stackalloc char[name.Length];
        name.ToLowerInvariant(lower);
        return lower is "y" or "n" or "yes" or "no" or "on" or "off" or "true" or "false";
    }

    // A quoted text whose further lines lie right of a column.
    private bool ReadQuoted(int column, out PlainNode node)
    {
        int from = _at++;
        char quote = _text[from];
        bool isVerbatim = true;
        node = default;
        while (true)
        {
            var rest = _text[_at..];
            int found = quote == '"' ? rest.IndexOfAny(s_doubleQuotedMarks) : rest.IndexOfAny('\'', '\r', '\n');
            if (found < 0)
                return false;
            _at += found;
            char c = _text[_at];
            if (c == quote)
            {
                if (c != '\'' || _at + 1 == _text.Length || _text[_at + 1] != '\'')
                    break;
                _at += 2;
            }
            else if (c == '\\' ? !SkipEscape(column) : !SkipLines(column))
            {
                return false;
            }
            isVerbatim = false;
        }
        node = new PlainNode
        {
            Start = from,
            End = ++_at,
            Kind = quote == '"' ? PlainKind.DoubleQuoted : PlainKind.SingleQuoted,
            IsVerbatim = isVerbatim,
        };
        return true;
    }

    // From a break to the next text, which lies right of a column.
    private bool SkipLines(int column)
    {
        while (_at < _text.Length && _text[_at] is '\r' or '\n')
        {
            SkipBreak();
            SkipSpaces();
        }
        return _at < _text.Length && _text[_at] != '\t' && _at - _line > column;
    }

    private bool SkipEscape(int column)
    {
        if (++_at == _text.Length)
            return false;
        char c = _text[_at];
        if (c is '\r' or '\n')
            return SkipLines(column);
        _at++;
        int digits = PlainText.DigitsOf(c);
        if (digits == 0)
            return s_simpleEscapes.Contains(c);
        if (_at + digits > _text.Length || !PlainText.TryReadCode(_text.Slice(_at, digits), out _))
            return false;
        _at += digits;
        return true;
    }

    // `|` or `>`, its marks, and lines below.
    private bool ReadBlockText()
    {
        int from = _at,
            parent = Top.Column,
            indent = 0;
        var kind = _text[_at++] == '|' ? PlainKind.Literal : PlainKind.Folded;
        bool isChomped = false;
        while (_at < _text.Length && _text[_at] is '+' or '-' or (>= '1' and <= '9'))
        {
            bool isDigit = char.IsAsciiDigit(_text[_at]);
            if (isDigit ? indent > 0 : isChomped)
                return false;
            if (isDigit)
                indent = parent + (_text[_at] - '0');
            else
                isChomped = true;
            _at++;
        }
        if (!EndLine())
            return false;
        if (indent == 0)
            indent = IndentOfBlock(parent);
        if (indent is <= 0 or > byte.MaxValue || !SkipBlockLines(indent, out int end))
            return false;
        Add(kind, from, end, isVerbatim: false, indent);
        return true;
    }

    // The column of the first line that is not blank; -1 if that is in doubt.
    private readonly int IndentOfBlock(int parent)
    {
        int deepest = 0;
        for (int at = _at; at < _text.Length; )
        {
            int column = IndentAt(at, int.MaxValue);
            at += column;
            if (at == _text.Length || _text[at] == '\t')
                break;
            if (_text[at] is not ('\r' or '\n'))
                return column > parent && column >= deepest ? column : -1;
            deepest = Math.Max(deepest, column);
            at += _text[at] == '\r' ? 2 : 1;
        }
        return -1;
    }

    private readonly int IndentAt(int line, int most)
    {
        int at = line;
        while (at < _text.Length && at - line < most && _text[at] == ' ')
            at++;
        return at - line;
    }

    private bool SkipBlockLines(int indent, out int end)
    {
        end = -1;
        while (_at < _text.Length)
        {
            int column = IndentAt(_at, indent),
                content = _at + column;
            if (content == _text.Length)
            {
                _at = content;
                break;
            }
            bool isBlank = _text[content] is '\r' or '\n';
            if (!isBlank && column < indent)
            {
                if (_text[content] == '\t')
                    return false;
                break;
            }
            int lineEnd = isBlank ? content : EndOfLine(content);
            if (!isBlank)
                end = lineEnd;
            _at = lineEnd;
            if (_at < _text.Length)
                SkipBreak();
        }
        return end >= 0;
    }
}
