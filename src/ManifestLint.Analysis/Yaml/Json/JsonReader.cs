using System.Buffers;
using ManifestLint.Yaml.Plain;

namespace ManifestLint.Yaml.Json;

/// <summary>Reads what kubectl takes for JSON into the records of plain YAML: strict where YAML is not, and as YAML would have it else.</summary>
internal ref struct JsonReader
{
    private static readonly SearchValues<char> s_textMarks = SearchValues.Create(
        "\"\\\u0000\u0001\u0002\u0003\u0004\u0005\u0006\u0007\u0008\u0009\u000A\u000B\u000C\u000D\u000E\u000F\u0010\u0011\u0012\u0013\u0014\u0015\u0016\u0017\u0018\u0019\u001A\u001B\u001C\u001D\u001E\u001F"
    );

    private readonly ReadOnlySpan<char> _text;
    private readonly PlainRecords _nodes = new();
    private PlainKeys _keys;
    private readonly bool _folds;
    private int _at;

    private JsonReader(string text, int start, int end, bool folds)
    {
        _text = text.AsSpan(0, end);
        _keys = new PlainKeys(_text);
        (_at, _folds) = (start, folds);
    }

    /// <summary>The tree of a JSON mapping or list; null if it is neither, if anything in it is wrong, or for a key with escapes or one that stands twice.</summary>
    /// <param name="text">The text that it stands in.</param>
    /// <param name="start">Where it, or white space before it, starts.</param>
    /// <param name="end">Where it has to be complete.</param>
    /// <param name="leastFolded">From how many characters on items are folded.</param>
    public static PlainTree? Read(string text, int start, int end, int leastFolded = PlainReader.LeastFolded)
    {
        var reader = new JsonReader(text, start, end, end - start >= leastFolded);
        return reader.End(reader.ReadDocument(), text);
    }

    /// <inheritdoc cref="PlainReader.ReadFolded"/>
    public static PlainTree ReadFolded(string text, int end, PlainNode folded)
    {
        var reader = new JsonReader(text, folded.Start, end, folds: false);
        return reader.End(reader.ReadCollection(PlainReader.FoldedDepth), text)
            ?? throw new InvalidOperationException("what was JSON is so no more");
    }

    private PlainTree? End(bool isGood, string text)
    {
        _keys.Release();
        return _nodes.End(isGood) ? new PlainTree(text, _text.Length, _nodes, [], hasOtherNames: false, ReadFolded) : null;
    }

    private bool ReadDocument()
    {
        SkipBlanks();
        if (!IsAt('{') && !IsAt('['))
            return false;
        bool isGood = ReadCollection(0);
        SkipBlanks();
        return isGood && _at == _text.Length;
    }

    private readonly bool IsAt(char c) => _at < _text.Length && _text[_at] == c;

    private void SkipBlanks()
    {
        int at = _at;
        while (at < _text.Length && _text[at] is ' ' or '\n' or '\r' or '\t')
            at++;
        _at = at;
    }

    private bool ReadCollection(int depth)
    {
        if (depth == PlainReader.MaxDepth)
            return false;
        bool isMapping = _text[_at] == '{';
        int node = _nodes.Add(isMapping ? PlainKind.FlowMapping : PlainKind.FlowSequence, _at, _at, isVerbatim: false),
            keys = _keys.Count;
        char close = isMapping ? '}' : ']';
        _at++;
        SkipBlanks();
        bool isEmpty = IsAt(close);
        while (!isEmpty)
        {
            if (isMapping && !ReadKey(node))
                return false;
            int value = _nodes.Count;
            if (!ReadValue(depth))
                return false;
            if (_folds && !isMapping && depth == PlainReader.FoldedDepth - 1)
                _nodes.Fold(value, 0);
            SkipBlanks();
            if (IsAt(close))
                break;
            if (!IsAt(','))
                return false;
            _at++;
            SkipBlanks();
        }
        ref var collection = ref _nodes[node];
        collection.End = ++_at;
        collection.Next = _nodes.Count;
        _keys.KeepFirst(keys);
        return true;
    }

    // A key, its colon and the blanks behind it.
    private bool ReadKey(int mapping)
    {
        if (!IsAt('"') || !ReadText(out var key) || !key.IsVerbatim || !_keys.Add(mapping, key.Content))
            return false;
        _nodes.Add(key.Kind, key.Start, key.End, isVerbatim: true);
        SkipBlanks();
        if (!IsAt(':'))
            return false;
        _at++;
        SkipBlanks();
        return true;
    }

    private bool ReadValue(int depth)
    {
        if (IsAt('{') || IsAt('['))
            return ReadCollection(depth + 1);
        if (IsAt('"'))
        {
            if (!ReadText(out var value))
                return false;
            _nodes.Add(value.Kind, value.Start, value.End, value.IsVerbatim);
            return true;
        }
        var word = JsonWord.At(_text[_at..]);
        if (!JsonWord.IsValue(word))
            return false;
        _nodes.Add(PlainKind.Unquoted, _at, _at + word.Length, isVerbatim: true);
        _at += word.Length;
        return true;
    }

    private bool ReadText(out PlainNode node)
    {
        int from = _at++;
        bool isVerbatim = true;
        node = default;
        while (true)
        {
            int found = _text[_at..].IndexOfAny(s_textMarks);
            if (found < 0)
                return false;
            _at += found;
            if (_text[_at] == '"')
                break;
            if (_text[_at] != '\\' || !SkipEscape())
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
    private bool SkipEscape()
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
