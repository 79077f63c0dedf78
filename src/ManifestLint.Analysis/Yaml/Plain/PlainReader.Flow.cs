namespace ManifestLint.Yaml.Plain;

// What stands in brackets.
internal ref partial struct PlainReader
{
    // A collection in brackets, all of whose lines lie right of a column.
    private bool ReadFlow(int column, int depth)
    {
        if (depth == MaxDepth)
            return false;
        bool isMapping = _text[_at] == '{',
            isBehindValue = false;
        char close = isMapping ? '}' : ']';
        int node = Add(isMapping ? PlainKind.FlowMapping : PlainKind.FlowSequence, _at, _at, isVerbatim: false),
            keys = _keys.Count;
        _at++;
        while (SkipFlowBlanks(column))
        {
            char c = _text[_at];
            if (c == close)
            {
                _nodes[node].End = _lastEnd = ++_at;
                _nodes[node].Next = _nodes.Count;
                _keys.KeepFirst(keys);
                return true;
            }
            if (isBehindValue)
            {
                if (c != ',')
                    return false;
                _at++;
                isBehindValue = false;
                continue;
            }
            if (isMapping && !ReadFlowKey(column, node))
                return false;
            if (!ReadFlowValue(column, depth + 1))
                return false;
            isBehindValue = true;
        }
        return false;
    }

    // To the next content, which lies right of a column; false at the end of the text.
    private bool SkipFlowBlanks(int column)
    {
        while (true)
        {
            SkipSpaces();
            if (_at == _text.Length || _text[_at] == '\t')
                return false;
            if (_text[_at] is '\r' or '\n')
                SkipBreak();
            else if (_text[_at] != '#')
                return _at - _line > column;
            else if (_at == _line || _text[_at - 1] == ' ')
                SkipComment();
            else
                return false;
        }
    }

    // A key and its colon, on one line, with a value behind it.
    private bool ReadFlowKey(int column, int mapping)
    {
        int line = _line;
        if (!ReadFlowText(column, out var key) || !key.IsVerbatim)
            return false;
        SkipSpaces();
        if (_at == _text.Length || _text[_at] != ':' || line != _line || !IsGoodKey(key) || !_keys.Add(mapping, key.Content))
            return false;
        Add(key.Kind, key.Start, key.End, isVerbatim: true);
        _at++;
        return SkipFlowBlanks(column);
    }

    private bool ReadFlowValue(int column, int depth)
    {
        if (_text[_at] is '[' or '{')
            return ReadFlow(column, depth);
        if (!ReadFlowText(column, out var value) || (value.Kind == PlainKind.Unquoted && MayBeInfinite(value)))
            return false;
        Add(value.Kind, value.Start, value.End, value.IsVerbatim);
        return true;
    }

    private bool ReadFlowText(int column, out PlainNode node)
    {
        if (_text[_at] is '"' or '\'')
            return ReadQuoted(column, out node);
        node = default;
        if (!MayStartText(_text[_at], isFlow: true))
            return false;
        int from = _at,
            last = from;
        for (; _at < _text.Length; _at++)
        {
            char c = _text[_at];
            if (c is ',' or '[' or ']' or '{' or '}' or '\r' or '\n' || (c == ':' && IsBlankAt(_at + 1)) || (c == '#' && _at > last))
                break;
            if (c is '?' or '\t')
                return false;
            if (c != ' ')
                last = _at + 1;
        }
        node = new PlainNode
        {
            Start = from,
            End = last,
            Kind = PlainKind.Unquoted,
            IsVerbatim = true,
        };
        return true;
    }
}
