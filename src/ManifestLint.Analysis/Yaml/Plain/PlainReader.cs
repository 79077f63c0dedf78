using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Text;

namespace ManifestLint.Yaml.Plain;

/// <summary>
/// Reads a document of the plain subset of YAML, which is nearly all that people write, in one pass over its characters. What is not certainly in
/// the subset is left to the reader that knows all of YAML: every doubt ends in "not plain". Where this one reads a document, both come to the same.
/// </summary>
/// <remarks>
/// In the subset: block mappings and lists, a list also at its key's column; keys on one line, texts without escapes; texts of every style that go on
/// right of what holds them; flow collections whose lines all lie there, without pairs in lists; comments. Not in it: anchors, aliases, tags,
/// directives, merges, <c>?</c>, tabs outside of texts, a key twice or null, roots that are no block collection, and whatever is an error.
/// </remarks>
internal ref partial struct PlainReader
{
    // Collections inside collections. Deeper ones are nobody's.
    public const int MaxDepth = 64;

    // A key is one up to 1024 characters; close to that is a doubt.
    private const int MaxKeyLength = 1000;

    /// <summary>
    /// Of a document of so many characters, items of a list at its root are folded: once they are known to be plain, what they hold is forgotten until it
    /// is asked for, and of a whole cluster's objects no more is held at a time than of one.
    /// </summary>
    public const int LeastFolded = 4 * 1024 * 1024;

    // How deep such an item lies.
    public const int FoldedDepth = 2;

    private const int NoColumn = -1;
    private const int NotPlain = -2;

    private readonly ReadOnlySpan<char> _text;
    private readonly PlainRecords _nodes = new();
    private List<PlainSpan>? _comments;
    private PlainKeys _keys;
    private bool _hasOtherNames;
    private bool _folds;
    private int _at;

    // Where the line starts.
    private int _line;

    // Where the last node ends that is no collection, or has brackets.
    private int _lastEnd;

    // The unquoted text that a next line may go on; -1 for none.
    private int _open = -1;
    private Levels _levels;
    private int _depth;

    // An open collection without brackets.
    private struct Level
    {
        public int Column;
        public int Node;

        // Behind the colon or dash whose value has not come yet; -1 if none is missing.
        public int Pending;
        public bool IsSequence;

        // How many keys were known when it opened.
        public int Keys;
    }

    [InlineArray(MaxDepth)]
    private struct Levels
    {
        private Level _first;
    }

    private PlainReader(string text, int start, int end)
    {
        _text = text.AsSpan(0, end);
        _keys = new PlainKeys(_text);
        _at = _line = start;
    }

    /// <summary>The tree of a document; null for one that is not plain, or is empty.</summary>
    /// <param name="text">The text that it stands in.</param>
    /// <param name="start">Where its first line starts.</param>
    /// <param name="end">Where it ends. The characters in between are those that YAML allows.</param>
    /// <param name="leastFolded">From how many characters on items are folded.</param>
    public static PlainTree? Read(string text, int start, int end, int leastFolded = LeastFolded)
    {
        if (HoldsOtherBreaks(text.AsSpan(start, end - start)))
            return null;
        var reader = new PlainReader(text, start, end) { _folds = end - start >= leastFolded };
        return reader.End(reader.ReadDocument() && reader._nodes.Count > 0, text);
    }

    /// <summary>The tree of a folded mapping, whose records start with its own.</summary>
    /// <param name="text">The text that it stands in.</param>
    /// <param name="end">Where its document ends.</param>
    /// <param name="folded">The mapping, which was read before.</param>
    public static PlainTree ReadFolded(string text, int end, PlainNode folded)
    {
        var reader = new PlainReader(text, folded.Start, end);
        return reader.End(reader.ReadItemAt(folded.Indent), text) ?? throw new InvalidOperationException("what was plain is so no more");
    }

    // A mapping whose first key stands here, up to the line that is left of it.
    private bool ReadItemAt(int column)
    {
        _line = _at - column;
        for (int next = column; next >= column; next = NextContent())
        {
            if (!ReadLine(next))
                return false;
        }
        while (_depth > 0)
            Close();
        return true;
    }

    // The tree, if there is one.
    private PlainTree? End(bool isPlain, string text)
    {
        _keys.Release();
        return _nodes.End(isPlain)
            ? new PlainTree(text, _text.Length, _nodes, _comments?.ToArray() ?? [], _hasOtherNames, ReadFolded)
            : null;
    }

    // Breaks other than LF and CR LF, and a byte-order mark.
    private static bool HoldsOtherBreaks(ReadOnlySpan<char> document)
    {
        for (int i = document.IndexOf('\r'); i >= 0 && i < document.Length; )
        {
            if (i + 1 == document.Length || document[i + 1] != '\n')
                return true;
            int next = document[(i + 2)..].IndexOf('\r');
            i = next < 0 ? -1 : i + 2 + next;
        }
        return !Ascii.IsValid(document) && document.ContainsAny("\u0085\u2028\u2029\uFEFF");
    }

    private bool ReadDocument()
    {
        int column;
        while ((column = NextContent()) >= 0)
        {
            if (!ReadLine(column))
                return false;
        }
        while (_depth > 0)
            Close();
        return column == NoColumn;
    }

    private static bool IsBreakOrBlank(char c) => c is ' ' or '\n' or '\r' or '\t';

    // True at the end of the text, too.
    private readonly bool IsBlankAt(int at) => at >= _text.Length || IsBreakOrBlank(_text[at]);

    private readonly bool IsDash => _text[_at] == '-' && IsBlankAt(_at + 1);

    [UnscopedRef]
    private ref Level Top => ref _levels[_depth - 1];

    // From the start of a line to the next content: its column, NoColumn at the end.
    private int NextContent()
    {
        while (_at < _text.Length)
        {
            _line = _at;
            SkipSpaces();
            if (_at == _text.Length)
                break;
            switch (_text[_at])
            {
                case '\n' or '\r':
                    SkipBreak();
                    break;
                case '#':
                    SkipComment();
                    _open = -1;
                    break;
                case '\t':
                    return NotPlain;
                default:
                    return _at - _line;
            }
        }
        return NoColumn;
    }

    private void SkipSpaces()
    {
        int at = _at;
        while (at < _text.Length && _text[at] == ' ')
            at++;
        _at = at;
    }

    // A CR has its LF.
    private void SkipBreak()
    {
        _at += _text[_at] == '\r' ? 2 : 1;
        _line = _at;
    }

    private void SkipComment()
    {
        int end = EndOfLine(_at);
        (_comments ??= []).Add(new PlainSpan(_at, end));
        _at = end;
        if (_at < _text.Length)
            SkipBreak();
    }

    private readonly int EndOfLine(int from)
    {
        int length = _text[from..].IndexOf('\n');
        if (length < 0)
            return _text.Length;
        return length > 0 && _text[from + length - 1] == '\r' ? from + length - 1 : from + length;
    }

    // What may follow a value on its line: nothing but a comment.
    private bool EndLine()
    {
        int from = _at;
        SkipSpaces();
        if (_at == _text.Length)
            return true;
        switch (_text[_at])
        {
            case '\n' or '\r':
                SkipBreak();
                return true;
            case '#' when _at > from || _text[_at - 1] == ' ':
                SkipComment();
                _open = -1;
                return true;
            default:
                return false;
        }
    }

    private int Add(PlainKind kind, int start, int end, bool isVerbatim, int indent = 0)
    {
        _lastEnd = end;
        _open = -1;
        return _nodes.Add(kind, start, end, isVerbatim, indent);
    }

    // A value that is not written.
    private void FillPending()
    {
        if (Top.Pending < 0)
            return;
        Add(PlainKind.Unquoted, Top.Pending, Top.Pending, isVerbatim: true);
        Top.Pending = -1;
    }

    private bool Open(int column, bool isSequence)
    {
        if (_depth == MaxDepth)
            return false;
        int node = Add(isSequence ? PlainKind.Sequence : PlainKind.Mapping, _line + column, _line + column, isVerbatim: false);
        _levels[_depth++] = new Level
        {
            Column = column,
            Node = node,
            Pending = -1,
            IsSequence = isSequence,
            Keys = _keys.Count,
        };
        return true;
    }

    private void Close()
    {
        FillPending();
        ref var node = ref _nodes[Top.Node];
        node.End = _lastEnd;
        node.Next = _nodes.Count;
        _keys.KeepFirst(Top.Keys);
        _depth--;
        _open = -1;
        if (_folds && _depth == FoldedDepth && Top.IsSequence)
            _nodes.Fold(_levels[_depth].Node, _levels[_depth].Column);
    }

    // A line, and what belongs to a value that starts on it.
    private bool ReadLine(int column)
    {
        while (_depth > 0 && Top.Column > column)
            Close();
        if (_depth == 0)
            return _nodes.Count == 0 && ReadValue(column, mayNest: true);
        if (Top.Column < column)
            return Top.Pending >= 0 ? ReadValue(column, mayNest: true) : _open >= 0 && ContinueText();
        if (IsDash)
        {
            if (Top.IsSequence)
                return ReadItem();
            // A list at the column of its key.
            if (Top.Pending < 0)
                return false;
            Top.Pending = -1;
            return Open(column, isSequence: true) && ReadItem();
        }
        if (Top.IsSequence)
        {
            Close();
            if (_depth == 0 || Top.Column != column || Top.IsSequence)
                return false;
        }
        FillPending();
        return ReadHead(out var head) == Head.Key && ReadEntry(head);
    }

    private bool ReadItem()
    {
        FillPending();
        Top.Pending = ++_at;
        return ReadBehindIndicator(mayNest: true);
    }

    // From behind a key.
    private bool ReadEntry(PlainNode key)
    {
        if (!IsGoodKey(key) || !_keys.Add(Top.Node, key.Content))
            return false;
        Add(key.Kind, key.Start, key.End, isVerbatim: true);
        Top.Pending = ++_at;
        return ReadBehindIndicator(mayNest: false);
    }

    // From behind a colon or dash; behind a dash a collection may start on the same line.
    private bool ReadBehindIndicator(bool mayNest)
    {
        SkipSpaces();
        if (_at == _text.Length)
            return true;
        switch (_text[_at])
        {
            case '\n' or '\r':
                SkipBreak();
                return true;
            case '#':
                SkipComment();
                return true;
            default:
                return ReadValue(_at - _line, mayNest);
        }
    }

    private bool ReadValue(int column, bool mayNest)
    {
        bool isRoot = _depth == 0;
        if (!isRoot)
            Top.Pending = -1;
        char c = _text[_at];
        if (c == '-' && IsDash)
            return mayNest && Open(column, isSequence: true) && ReadItem();
        if (c is '|' or '>')
            return !isRoot && ReadBlockText();
        if (c is '[' or '{')
            return !isRoot && ReadFlow(Top.Column, _depth) && EndLine();
        switch (ReadHead(out var head))
        {
            case Head.Key:
                return mayNest && Open(column, isSequence: false) && ReadEntry(head);
            case Head.Value when !isRoot:
                int node = Add(head.Kind, head.Start, head.End, head.IsVerbatim);
                if (head.Kind == PlainKind.Unquoted)
                    _open = node;
                return EndLine();
            default:
                return false;
        }
    }
}
