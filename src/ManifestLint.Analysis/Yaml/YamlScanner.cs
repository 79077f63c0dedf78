using System.Buffers;
using System.Runtime.InteropServices;
using System.Text;
using YamlDotNet.Core;
using YamlDotNet.Core.Tokens;

namespace ManifestLint.Yaml;

/// <summary>
/// Cuts a document into tokens where kubectl does, and refuses what kubectl refuses (contracts.md C2, kubernetes-memory.md §1.6). YamlDotNet's own
/// scanner follows YAML 1.2 in some thirty places where kubectl's does not, but its parser takes any scanner. Source: sigs.k8s.io/yaml v1.4
/// goyaml.v2 (libyaml's rules): simple keys, indentation levels and which character starts what.
/// </summary>
/// <param name="text">The whole text; the marks of tokens are offsets in it.</param>
/// <param name="start">Where the document's content starts: behind the line of its <c>---</c>.</param>
/// <param name="end">Where it ends.</param>
/// <param name="marker">Where its <c>---</c> stands; -1 if it has none.</param>
internal sealed partial class YamlScanner(string text, int start, int end, int marker) : IScanner
{
    // In characters: one that is longer, or runs over a line's end, is no key without a `?`.
    private const int MaxKeyLength = 1024;

    private static readonly SearchValues<char> s_breaks = SearchValues.Create("\r\n\u0085\u2028\u2029");

    // One for each flow level, the block below all of them first.
    private readonly List<SimpleKey> _keys = [default];
    private readonly Stack<int> _indents = [];
    private readonly List<Waiting> _tokens = [];
    private readonly StringBuilder _value = new();
    private int _head;

    // Tokens that left the queue.
    private int _taken;
    private int _at = start;
    private int _lineStart = start;

    // The column of the innermost block collection; -1 outside of any.
    private int _indent = -1;
    private bool _mayStartKey = true;
    private bool _hasContent;
    private bool _hasEnded;

    // What may turn out to be a key once its ':' is seen.
    private record struct SimpleKey(bool IsPossible, bool IsRequired, int Token, int Offset, int LineStart);

    // A token, and the flow level of the simple key that it may be the start of; -1 for none.
    private readonly record struct Waiting(Token Token, int KeyLevel);

    /// <summary>The comments in order, each from its <c>#</c> to the end of its line.</summary>
    public List<TextSpan> Comments { get; } = [];

    /// <summary>The last quoted scalar, quotes included; null while there is none.</summary>
    public TextSpan? LastQuoted { get; private set; }

    /// <inheritdoc/>
    public Mark CurrentPosition => At(_at);

    /// <inheritdoc/>
    public Token? Current { get; private set; }

    private int FlowLevel => _keys.Count - 1;

    private int Column => _at - _lineStart;

    /// <inheritdoc/>
    public bool MoveNext()
    {
        ConsumeCurrent();
        return MoveNextWithoutConsuming();
    }

    /// <inheritdoc/>
    public bool MoveNextWithoutConsuming()
    {
        if (Current is not null)
            return Current is not StreamEnd;
        while (NeedsMore())
            Fetch();
        if (_head == _tokens.Count)
            return false;
        Current = _tokens[_head++].Token;
        _taken++;
        if (_head == _tokens.Count)
        {
            _tokens.Clear();
            _head = 0;
        }
        CheckOrder(Current);
        return true;
    }

    /// <inheritdoc/>
    public void ConsumeCurrent() => Current = null;

    private static Mark At(int offset) => new(offset, 1, 1);

    private char Peek(int ahead = 0) => _at + ahead < end ? text[_at + ahead] : '\0';

    private bool IsBlank(int ahead = 0) => Peek(ahead) is ' ' or '\t';

    private bool IsBreak(int ahead = 0) => IsBreak(Peek(ahead));

    private static bool IsBreak(char c) => c is '\n' or '\r' or '\u0085' or '\u2028' or '\u2029';

    private bool IsBlankOrEnd(int ahead) => Peek(ahead) is ' ' or '\t' or '\0' || IsBreak(ahead);

    private bool IsMarker(char mark) =>
        Column == 0 && Peek() == mark && Peek(1) == mark && Peek(2) == mark && (IsBlankOrEnd(3) || _at + 3 == end);

    private void SkipBreak()
    {
        _at += Peek() == '\r' && Peek(1) == '\n' ? 2 : 1;
        _lineStart = _at;
    }

    private int EndOfLine(int from)
    {
        int found = text.AsSpan(from, end - from).IndexOfAny(s_breaks);
        return found < 0 ? end : from + found;
    }

    private void SkipComment()
    {
        if (Peek() != '#')
            return;
        int to = EndOfLine(_at);
        Comments.Add(new TextSpan(_at, to));
        _at = to;
    }

    private void Add(Token token, int keyLevel = -1) => _tokens.Add(new Waiting(token, keyLevel));

    // The first token waits as long as a ':' may still make a key of it.
    private bool NeedsMore()
    {
        if (_head == _tokens.Count)
            return !_hasEnded;
        int level = _tokens[_head].KeyLevel;
        return level >= 0 && level < _keys.Count && _keys[level].Token == _taken && IsPossible(level);
    }

    private bool IsPossible(int level)
    {
        ref var key = ref CollectionsMarshal.AsSpan(_keys)[level];
        if (!key.IsPossible)
            return false;
        if (key.LineStart == _lineStart && IsShort(key.Offset))
            return true;
        if (key.IsRequired)
            throw NoColon(key);
        key.IsPossible = false;
        return false;
    }

    private bool IsShort(int from)
    {
        int length = _at - from;
        if (length <= MaxKeyLength)
            return true;
        // A pair of surrogates is one character.
        foreach (char c in text.AsSpan(from, Math.Min(length, 2 * MaxKeyLength + 1)))
            length -= char.IsLowSurrogate(c) ? 1 : 0;
        return length <= MaxKeyLength;
    }

    private static YamlScanException NoColon(SimpleKey key) => new("a key on this line is missing its ':'", key.Offset, ErrorPlace.Line);

    private void SaveKey()
    {
        if (!_mayStartKey)
            return;
        ForgetKey();
        _keys[^1] = new SimpleKey(true, FlowLevel == 0 && _indent == Column, _taken + _tokens.Count - _head, _at, _lineStart);
    }

    private int KeyLevel => _keys[^1].IsPossible && _keys[^1].Offset == _at ? FlowLevel : -1;

    private void ForgetKey()
    {
        ref var key = ref CollectionsMarshal.AsSpan(_keys)[^1];
        if (key is { IsPossible: true, IsRequired: true })
            throw NoColon(key);
        key.IsPossible = false;
    }

    // A block collection starts at a column further right than the one around it, before the token at a place in the queue.
    private void Indent(int column, bool isMapping, int offset, int? place = null)
    {
        if (FlowLevel > 0 || _indent >= column)
            return;
        _indents.Push(_indent);
        _indent = column;
        Token token = isMapping ? new BlockMappingStart(At(offset), At(offset)) : new BlockSequenceStart(At(offset), At(offset));
        _tokens.Insert(place ?? _tokens.Count, new Waiting(token, -1));
    }

    private void Unindent(int column)
    {
        if (FlowLevel > 0)
            return;
        while (_indent > column)
        {
            Add(new BlockEnd(At(_at), At(_at)));
            _indent = _indents.Pop();
        }
    }

    private void Fetch()
    {
        if (_taken == 0 && _tokens.Count == 0)
        {
            Add(new StreamStart(At(_at), At(_at)));
            return;
        }
        SkipToToken();
        Unindent(Column);
        if (_at >= end)
        {
            FetchEnd();
            return;
        }
        char c = text[_at];
        if (c == '%' && Column == 0)
            FetchDirective();
        else if (c == '-' && IsMarker('-'))
            FetchMarker(new DocumentStart(At(_at), At(_at)));
        else if (c == '.' && IsMarker('.'))
            FetchDocumentEnd();
        else if (!FetchIndicator(c))
            FetchScalar(c);
        _hasContent = true;
    }

    private bool FetchIndicator(char c)
    {
        switch (c)
        {
            case '[' or '{':
                FetchFlowStart(c == '{');
                return true;
            case ']' or '}':
                FetchFlowEnd(c == '}');
                return true;
            case ',':
                ForgetKey();
                _mayStartKey = true;
                Add(new FlowEntry(At(_at), At(++_at)));
                return true;
            case '-' when IsBlankOrEnd(1):
                FetchBlockEntry();
                return true;
            case '?' when FlowLevel > 0 || IsBlankOrEnd(1):
                FetchKey();
                return true;
            case ':' when FlowLevel > 0 || IsBlankOrEnd(1):
                FetchValue();
                return true;
            case '*' or '&':
                FetchAnchor(isAlias: c == '*');
                return true;
            case '!':
                FetchTag();
                return true;
            default:
                return false;
        }
    }

    private void FetchScalar(char c)
    {
        if (c is '|' or '>' && FlowLevel == 0)
        {
            ForgetKey();
            _mayStartKey = true;
            Add(ScanBlockText(c == '|'));
            return;
        }
        bool isQuoted = c is '"' or '\'';
        bool isPlain =
            !isQuoted
            && (
                c is not (' ' or '\t' or '?' or ':' or '-' or '#' or '|' or '>' or '%' or '@' or '`')
                || (c == '-' && !IsBlank(1))
                || (c is '?' or ':' && FlowLevel == 0)
            );
        if (!isQuoted && !isPlain)
            throw c == '\t' ? TabAt(_at) : new YamlScanException("no value can start with this character, it needs quotes", _at);
        SaveKey();
        int level = KeyLevel;
        _mayStartKey = false;
        Add(
            !isQuoted ? ScanPlain()
                : c == '"' ? ScanDoubleQuoted()
                : ScanSingleQuoted(),
            level
        );
    }

    private YamlScanException TabAt(int offset)
    {
        int before = offset;
        while (before > _lineStart && text[before - 1] is ' ' or '\t')
            before--;
        char indicator = before > _lineStart ? text[before - 1] : ' ';
        return new YamlScanException(
            indicator is '-' or '?' or ':'
                ? $"a tab follows this '{indicator}', kubectl takes only spaces where a value may start"
                : TabMessage,
            offset,
            ErrorPlace.Exact
        );
    }

    /// <summary>What is said of a tab in the indentation of a line.</summary>
    public const string TabMessage = "a tab is used for indentation, YAML allows only spaces there";

    // A tab is a blank unless a key could start there.
    private void SkipToToken()
    {
        while (_at < end)
        {
            // Nobody means a byte-order mark as part of the first key.
            while (!_hasContent && Peek() == '\uFEFF')
                _lineStart = ++_at;
            while (Peek() == ' ' || (Peek() == '\t' && (FlowLevel > 0 || !_mayStartKey)))
                _at++;
            SkipComment();
            if (!IsBreak())
                return;
            SkipBreak();
            if (FlowLevel == 0)
                _mayStartKey = true;
        }
    }

    private void FetchEnd()
    {
        // The end of the text is the end of a line: no ':' makes a key of what stands on it.
        _lineStart = _at;
        Unindent(-1);
        ForgetKey();
        _mayStartKey = false;
        _hasEnded = true;
        Add(new StreamEnd(At(_at), At(_at)));
    }

    // kubectl hands its parser what stands between two `---` alone, so a directive never has its own. After the root nobody looks at it.
    private void FetchDirective()
    {
        Unindent(-1);
        ForgetKey();
        _mayStartKey = false;
        var line = text.AsSpan(_at, EndOfLine(_at) - _at);
        bool isFirst = !_hasContent;
        if (!IsDirective(line) || (isFirst && !HasMarker))
        {
            throw new YamlScanException(
                "'%' starts a directive, which kubectl does not read; a value that starts with it needs quotes",
                _at,
                ErrorPlace.Line
            );
        }
        if (isFirst)
            FetchEnd();
        else
            Add(new VersionDirective(new YamlDotNet.Core.Version(1, 1), At(_at), At(_at)));
        _at += line.Length;
    }

    // A document of nothing is one only where kubectl's parser sees the marker.
    private bool HasMarker => marker >= 0 && YamlDocuments.IsPartOfDocument(text, marker);

    private static bool IsDirective(ReadOnlySpan<char> line)
    {
        int comment = line.IndexOf('#');
        var words = (comment < 0 ? line : line[..comment]).ToString().Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries);
        return words switch
        {
            ["%YAML", var version] => version.Split('.') is [{ Length: 1 or 2 } major, { Length: 1 or 2 } minor]
                && (major + minor).All(char.IsAsciiDigit),
            ["%TAG", ['!', .. var handle], var prefix] => IsUri(prefix)
                && (handle.Length == 0 || (handle[^1] == '!' && handle[..^1].All(IsNameCharacter))),
            _ => false,
        };
    }

    private void FetchMarker(Token token)
    {
        Unindent(-1);
        ForgetKey();
        _mayStartKey = false;
        _at += 3;
        Add(token);
    }

    private void FetchDocumentEnd()
    {
        if (_hasContent)
            FetchMarker(new DocumentEnd(At(_at), At(_at)));
        else if (HasMarker)
            FetchEnd();
        else
            throw new YamlScanException("a value was expected before this '...'", _at, ErrorPlace.Line);
    }

    private void FetchFlowStart(bool isMapping)
    {
        SaveKey();
        int level = KeyLevel;
        _keys.Add(default);
        _mayStartKey = true;
        var mark = At(_at++);
        Add(isMapping ? new FlowMappingStart(mark, mark) : new FlowSequenceStart(mark, mark), level);
    }

    private void FetchFlowEnd(bool isMapping)
    {
        ForgetKey();
        if (FlowLevel > 0)
            _keys.RemoveAt(FlowLevel);
        _mayStartKey = false;
        var mark = At(_at++);
        Add(isMapping ? new FlowMappingEnd(mark, mark) : new FlowSequenceEnd(mark, mark));
    }

    private void FetchBlockEntry()
    {
        if (FlowLevel == 0)
        {
            if (!_mayStartKey)
            {
                throw new YamlScanException("a list item is not allowed here, the line above is probably indented wrongly", _at);
            }
            Indent(Column, isMapping: false, _at);
        }
        ForgetKey();
        _mayStartKey = true;
        Add(new BlockEntry(At(_at), At(++_at)));
    }

    private void FetchKey()
    {
        if (FlowLevel == 0)
        {
            if (!_mayStartKey)
            {
                throw new YamlScanException("a mapping key is not allowed here, the line above probably lacks quotes or indentation", _at);
            }
            Indent(Column, isMapping: true, _at);
        }
        ForgetKey();
        _mayStartKey = FlowLevel == 0;
        Add(new Key(At(_at), At(++_at)));
    }

    private void FetchValue()
    {
        if (IsPossible(FlowLevel))
        {
            var key = _keys[^1];
            int place = _head + key.Token - _taken;
            _tokens.Insert(place, new Waiting(new Key(At(key.Offset), At(key.Offset)), -1));
            Indent(key.Offset - key.LineStart, isMapping: true, key.Offset, place);
            _keys[^1] = default;
            _mayStartKey = false;
        }
        else
        {
            if (FlowLevel == 0)
            {
                if (!_mayStartKey)
                    throw MisplacedValue();
                Indent(Column, isMapping: true, _at);
            }
            _mayStartKey = FlowLevel == 0;
        }
        Add(new Value(At(_at), At(++_at)));
    }

    private YamlScanException MisplacedValue()
    {
        // `a: b: c` rather than a line above that runs on.
        bool isSecond = text.AsSpan(_lineStart, _at - _lineStart).Contains(": ", StringComparison.Ordinal);
        return new YamlScanException(
            isSecond
                ? "mapping values are not allowed here, a value with ': ' in it needs quotes"
                : "mapping values are not allowed here, the line above probably lacks quotes or indentation",
            _at
        );
    }

    /// <summary>True for what a name of an anchor may hold.</summary>
    internal static bool IsNameCharacter(char c) => char.IsAsciiLetterOrDigit(c) || c is '_' or '-';

    private static bool IsUriCharacter(char c) => IsNameCharacter(c) || ";/?:@&=+$,.!~*'()[]%".Contains(c, StringComparison.Ordinal);

    private void FetchAnchor(bool isAlias)
    {
        SaveKey();
        int level = KeyLevel;
        _mayStartKey = false;
        int from = _at++;
        while (IsNameCharacter(Peek()))
            _at++;
        string name = text[(from + 1).._at];
        if (name.Length == 0 || !(IsBlankOrEnd(0) || Peek() is '?' or ':' or ',' or ']' or '}' or '%' or '@' or '`'))
        {
            throw new YamlScanException(
                "a name of an anchor has only letters, digits, '_', '-'; a value that starts with * or & needs quotes",
                from
            );
        }
        Add(
            isAlias ? new AnchorAlias(new AnchorName(name), At(from), At(_at)) : new Anchor(new AnchorName(name), At(from), At(_at)),
            level
        );
    }

    private void FetchTag()
    {
        SaveKey();
        int level = KeyLevel;
        _mayStartKey = false;
        int from = _at;
        string tag;
        if (Peek(1) == '<')
        {
            _at += 2;
            tag = "!<" + ScanUri();
            if (tag.Length == 2 || Peek() != '>')
                throw BadTag(from);
            _at++;
        }
        else
        {
            _at++;
            while (IsNameCharacter(Peek()))
                _at++;
            int afterHandle = Peek() == '!' ? _at + 1 : -1;
            tag = text[from.._at] + ScanUri();
            if (_at == afterHandle)
                throw BadTag(from);
        }
        if (!IsBlankOrEnd(0))
            throw BadTag(from);
        Add(new Tag("", tag, At(from), At(_at)), level);
    }

    private static YamlScanException BadTag(int from) => new("this tag is not complete, a value that starts with '!' needs quotes", from);

    private static bool IsUri(string text)
    {
        for (int i = 0; i < text.Length; i++)
        {
            bool isEscape = i + 2 < text.Length && char.IsAsciiHexDigit(text[i + 1]) && char.IsAsciiHexDigit(text[i + 2]);
            if (!IsUriCharacter(text[i]) || (text[i] == '%' && !isEscape))
                return false;
        }
        return true;
    }

    private string ScanUri()
    {
        int from = _at;
        while (IsUriCharacter(Peek()))
        {
            if (Peek() == '%' && !(char.IsAsciiHexDigit(Peek(1)) && char.IsAsciiHexDigit(Peek(2))))
                throw BadTag(from);
            _at++;
        }
        return Uri.UnescapeDataString(text[from.._at]);
    }
}
