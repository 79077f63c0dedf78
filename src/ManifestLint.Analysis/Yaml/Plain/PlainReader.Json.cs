using System.Buffers;

namespace ManifestLint.Yaml.Plain;

// What kubectl takes for JSON: strict where YAML is not, and as YAML would have it else.
internal ref partial struct PlainReader
{
    private static readonly SearchValues<char> s_jsonTextMarks = SearchValues.Create(
        "\"\\\u0000\u0001\u0002\u0003\u0004\u0005\u0006\u0007\u0008\u0009\u000A\u000B\u000C\u000D\u000E\u000F\u0010\u0011\u0012\u0013\u0014\u0015\u0016\u0017\u0018\u0019\u001A\u001B\u001C\u001D\u001E\u001F"
    );

    /// <summary>The tree of a JSON mapping or list; null if it is neither, if anything in it is wrong, or for a key with escapes or one that stands twice.</summary>
    /// <param name="text">The text that it stands in.</param>
    /// <param name="start">Where it, or white space before it, starts.</param>
    /// <param name="end">Where it has to be complete.</param>
    /// <param name="leastFolded">From how many characters on items are folded.</param>
    public static PlainTree? ReadJson(string text, int start, int end, int leastFolded = LeastFolded)
    {
        var reader = new PlainReader(text, start, end) { _folds = end - start >= leastFolded };
        return reader.End(reader.ReadJsonDocument(), text);
    }

    private bool ReadJsonDocument()
    {
        SkipJsonBlanks();
        if (!IsAt('{') && !IsAt('['))
            return false;
        bool isGood = ReadJsonCollection(0);
        SkipJsonBlanks();
        return isGood && _at == _text.Length;
    }

    private readonly bool IsAt(char c) => _at < _text.Length && _text[_at] == c;

    private void SkipJsonBlanks()
    {
        int at = _at;
        while (at < _text.Length && _text[at] is ' ' or '\n' or '\r' or '\t')
            at++;
        _at = at;
    }

    private bool ReadJsonCollection(int depth)
    {
        if (depth == MaxDepth)
            return false;
        bool isMapping = _text[_at] == '{';
        int node = Add(isMapping ? PlainKind.FlowMapping : PlainKind.FlowSequence, _at, _at, isVerbatim: false),
            keys = _keys.Count;
        char close = isMapping ? '}' : ']';
        _at++;
        SkipJsonBlanks();
        bool isEmpty = IsAt(close);
        while (!isEmpty)
        {
            if (isMapping && !ReadJsonKey(node))
                return false;
            int value = _nodes.Count;
            if (!ReadJsonValue(depth))
                return false;
            if (_folds && !isMapping && depth == FoldedDepth - 1)
                Fold(value, 0);
            SkipJsonBlanks();
            if (IsAt(close))
                break;
            if (!IsAt(','))
                return false;
            _at++;
            SkipJsonBlanks();
        }
        ref var collection = ref _nodes[node];
        collection.End = ++_at;
        collection.Next = _nodes.Count;
        _keys.KeepFirst(keys);
        return true;
    }

    // A key, its colon and the blanks behind it.
    private bool ReadJsonKey(int mapping)
    {
        if (!IsAt('"') || !ReadJsonText(out var key) || !key.IsVerbatim || !_keys.Add(mapping, key.Content))
            return false;
        Add(key.Kind, key.Start, key.End, isVerbatim: true);
        SkipJsonBlanks();
        if (!IsAt(':'))
            return false;
        _at++;
        SkipJsonBlanks();
        return true;
    }

    private bool ReadJsonValue(int depth)
    {
        if (IsAt('{') || IsAt('['))
            return ReadJsonCollection(depth + 1);
        if (IsAt('"'))
        {
            if (!ReadJsonText(out var value))
                return false;
            Add(value.Kind, value.Start, value.End, value.IsVerbatim);
            return true;
        }
        var word = JsonWord.At(_text[_at..]);
        if (!JsonWord.IsValue(word))
            return false;
        Add(PlainKind.Unquoted, _at, _at + word.Length, isVerbatim: true);
        _at += word.Length;
        return true;
    }

    private bool ReadJsonText(out PlainNode node)
    {
        int from = _at++;
        bool isVerbatim = true;
        node = default;
        while (true)
        {
            int found = _text[_at..].IndexOfAny(s_jsonTextMarks);
            if (found < 0)
                return false;
            _at += found;
            if (_text[_at] == '"')
                break;
            if (_text[_at] != '\\' || !SkipJsonEscape())
                return false;
            isVerbatim = false;
        }
        node = new PlainNode
        {
            Start = from,
            End = ++_at,
            Kind = PlainKind.DoubleQuoted,
            IsVerbatim = isVerbatim,
        };
        return true;
    }

    // Each is one of YAML, too, and says the same. Halves of pairs are left to the other reader.
    private bool SkipJsonEscape()
    {
        if (++_at == _text.Length)
            return false;
        char c = _text[_at++];
        if (c != 'u')
            return c is '"' or '\\' or '/' or 'b' or 'f' or 'n' or 'r' or 't';
        if (_at + 4 > _text.Length || !PlainText.TryReadCode(_text.Slice(_at, 4), out _))
            return false;
        _at += 4;
        return true;
    }
}
