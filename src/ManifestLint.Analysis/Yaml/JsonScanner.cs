using System.Buffers;
using System.Globalization;
using System.Text;
using ManifestLint.Yaml.Json;
using ManifestLint.Yaml.Plain;
using YamlDotNet.Core;
using YamlDotNet.Core.Tokens;

namespace ManifestLint.Yaml;

/// <summary>
/// The tokens of one JSON value, as strict as kubectl reads a file that starts with <c>{</c>. Source: Go encoding/json scanner.go, decode.go (unquote).
/// </summary>
/// <param name="text">The whole text; the marks of tokens are offsets in it.</param>
/// <param name="start">Where the value, or white space before it, starts.</param>
/// <param name="end">Where it has to be complete.</param>
internal sealed class JsonScanner(string text, int start, int end) : IScanner
{
    private const string Json = "kubectl up to 1.32 reads a file that starts with '{' as JSON, ";

    private readonly Stack<bool> _isMapping = [];
    private readonly Queue<Token> _tokens = new([new StreamStart(default, default)]);
    private int _at = start;
    private Expected _next = Expected.Value;

    private enum Expected
    {
        Value,
        ValueOrEnd,
        Key,
        KeyOrEnd,
        CommaOrEnd,
        Nothing,
        Ended,
    }

    /// <inheritdoc/>
    public Mark CurrentPosition => At(_at);

    /// <inheritdoc/>
    public Token? Current { get; private set; }

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
        if (_tokens.Count == 0 && _next != Expected.Ended)
            Fetch();
        if (!_tokens.TryDequeue(out var token))
            return false;
        Current = token;
        return true;
    }

    /// <inheritdoc/>
    public void ConsumeCurrent() => Current = null;

    private static Mark At(int offset) => new(offset, 1, 1);

    private void SkipBlanks()
    {
        while (_at < end && text[_at] is ' ' or '\t' or '\r' or '\n')
            _at++;
    }

    private void Fetch()
    {
        SkipBlanks();
        if (_at >= end)
        {
            if (_next != Expected.Nothing)
                throw new YamlScanException("this value is never completed", _at, ErrorPlace.Bracket);
            _tokens.Enqueue(new StreamEnd(At(end), At(end)));
            _next = Expected.Ended;
            return;
        }
        char c = text[_at];
        switch (_next)
        {
            case Expected.KeyOrEnd or Expected.CommaOrEnd when c == '}' && IsIn(isMapping: true):
            case Expected.ValueOrEnd or Expected.CommaOrEnd when c == ']' && IsIn(isMapping: false):
                Close();
                break;
            case Expected.CommaOrEnd when c == ',':
                _tokens.Enqueue(new FlowEntry(At(_at), At(++_at)));
                _next = _isMapping.Peek() ? Expected.Key : Expected.Value;
                break;
            case Expected.Key or Expected.KeyOrEnd when c == '"':
                _tokens.Enqueue(new Key(At(_at), At(_at)));
                _tokens.Enqueue(ReadString());
                ReadColon();
                break;
            case Expected.Value or Expected.ValueOrEnd:
                ReadValue(c);
                break;
            default:
                throw Unexpected(c);
        }
    }

    private bool IsIn(bool isMapping) => _isMapping.TryPeek(out bool top) && top == isMapping;

    private void Close()
    {
        var mark = At(_at++);
        _tokens.Enqueue(_isMapping.Pop() ? new FlowMappingEnd(mark, mark) : new FlowSequenceEnd(mark, mark));
        ExpectNext();
    }

    private void ExpectNext() => _next = _isMapping.Count == 0 ? Expected.Nothing : Expected.CommaOrEnd;

    private void ReadColon()
    {
        SkipBlanks();
        if (_at >= end || text[_at] != ':')
            throw new YamlScanException(Json + "and a ':' is missing before this", _at, ErrorPlace.Exact);
        _tokens.Enqueue(new Value(At(_at), At(++_at)));
        _next = Expected.Value;
    }

    private void ReadValue(char c)
    {
        var mark = At(_at);
        switch (c)
        {
            case '{' or '[':
                _isMapping.Push(c == '{');
                _tokens.Enqueue(c == '{' ? new FlowMappingStart(mark, mark) : new FlowSequenceStart(mark, mark));
                _next = c == '{' ? Expected.KeyOrEnd : Expected.ValueOrEnd;
                _at++;
                return;
            case '"':
                _tokens.Enqueue(ReadString());
                break;
            default:
                var word = JsonWord.At(text.AsSpan(_at, end - _at));
                if (!JsonWord.IsValue(word))
                    throw Unexpected(c);
                _tokens.Enqueue(new Scalar(word.ToString(), ScalarStyle.Plain, mark, At(_at + word.Length)));
                _at += word.Length;
                break;
        }
        ExpectNext();
    }

    private YamlScanException Unexpected(char c)
    {
        if (_next == Expected.CommaOrEnd && c is not ('#' or '/' or '\''))
            return new YamlScanException(YamlScanner.NoCommaMessage, _at, ErrorPlace.ExactInBracket);
        string message = c switch
        {
            '#' => "which has no comments",
            '/' when _at + 1 < end && text[_at + 1] is '/' or '*' => "which has no comments",
            '}' or ']' when _next is Expected.Key or Expected.Value => "in which no ',' comes before a closing bracket",
            '\'' => "in which strings need double quotes",
            _ => _next switch
            {
                Expected.Key or Expected.KeyOrEnd => "in which a key needs double quotes",
                Expected.Nothing => "and its value has already ended",
                _ => c == '-' && text.AsSpan(_at, end - _at).StartsWith("---", StringComparison.Ordinal)
                    ? "in which there is no '---'"
                    : "and this is not a JSON value; a string needs double quotes",
            },
        };
        return new YamlScanException(Json + message, _at, ErrorPlace.Exact);
    }

    private Scalar ReadString()
    {
        int from = _at++;
        StringBuilder? value = null;
        int runStart = _at;
        for (; _at < end && text[_at] != '"'; _at++)
        {
            if (text[_at] < ' ')
                throw new YamlScanException(Json + "in which a string has no line break, tab or control character", _at, ErrorPlace.Exact);
            if (text[_at] != '\\')
                continue;
            value = (value ?? new StringBuilder()).Append(text, runStart, _at - runStart);
            value.Append(ReadEscape());
            runStart = _at + 1;
        }
        if (_at >= end)
            throw new YamlScanException("this quote is never closed", from, ErrorPlace.Exact);
        string read = value is null ? text[runStart.._at] : value.Append(text, runStart, _at - runStart).ToString();
        _at++;
        return new Scalar(read, ScalarStyle.DoubleQuoted, At(from), At(_at));
    }

    // Leaves the offset at the last character of the escape.
    private string ReadEscape()
    {
        int from = _at++;
        char c = _at < end ? text[_at] : '\0';
        if (c == 'u')
        {
            int code = ReadCode(_at + 1);
            if (code < 0)
                throw new YamlScanException("this escape needs four hexadecimal digits", from, ErrorPlace.Exact);
            _at += 4;
            if (!char.IsSurrogate((char)code))
                return ((char)code).ToString();
            // Half of a pair is a replacement character.
            bool isPair =
                char.IsHighSurrogate((char)code)
                && _at + 2 < end
                && text[_at + 1] == '\\'
                && text[_at + 2] == 'u'
                && ReadCode(_at + 3) is var low
                && low >= 0
                && char.IsLowSurrogate((char)low);
            if (!isPair)
                return "\uFFFD";
            int second = ReadCode(_at + 3);
            _at += 6;
            return char.ConvertFromUtf32(char.ConvertToUtf32((char)code, (char)second));
        }
        return c switch
        {
            '"' or '\\' or '/' => c.ToString(),
            'b' => "\b",
            'f' => "\f",
            'n' => "\n",
            'r' => "\r",
            't' => "\t",
            _ => throw new YamlScanException(
                Json + "in which this escape is unknown; a backslash is written twice",
                from,
                ErrorPlace.Exact
            ),
        };
    }

    private int ReadCode(int from) =>
        from + 4 <= end && text.AsSpan(from, 4).IndexOfAnyExcept(s_hexadecimal) < 0
            ? int.Parse(text.AsSpan(from, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture)
            : -1;

    private static readonly SearchValues<char> s_hexadecimal = SearchValues.Create("0123456789abcdefABCDEF");
}
