using System.Collections.Immutable;
using System.Text;

namespace ManifestLint.Programs.Shell;

/// <summary>Characters and words.</summary>
internal sealed partial class ShellParser
{
    private readonly Dictionary<string, (int From, int At)> _next = [];
    private bool _error;

    /// <summary>What surrounds the characters being read.</summary>
    private enum Surroundings
    {
        /// <summary>A word of a command.</summary>
        Plain,

        /// <summary>Double quotes.</summary>
        Quotes,

        /// <summary><c>${V:-…}</c> and <c>${V%…}</c> outside quotes.</summary>
        Braces,

        /// <summary><c>"${V:-…}"</c>: single quotes are ordinary characters.</summary>
        QuotedBraces,

        /// <summary><c>$((…))</c>.</summary>
        Arithmetic,

        /// <summary>A here-document: like double quotes, in which quotes are ordinary characters.</summary>
        HereDocument,
    }

    private char Current => Peek(0);

    public static bool IsNameCharacter(char c) => char.IsAsciiLetterOrDigit(c) || c == '_';

    public static bool IsName(ReadOnlySpan<char> text)
    {
        if (text.IsEmpty || char.IsAsciiDigit(text[0]))
            return false;
        foreach (var c in text)
        {
            if (!IsNameCharacter(c))
                return false;
        }
        return true;
    }

    /// <summary>The character <paramref name="ahead"/> of the position, NUL at the end; line continuations are passed over first.</summary>
    private char Peek(int ahead)
    {
        if (ahead == 0)
        {
            while (_position + 1 < _text.Length && _text[_position] == '\\' && _text[_position + 1] == '\n')
                _position += 2;
        }
        return _position + ahead < _text.Length ? _text[_position + ahead] : '\0';
    }

    private bool LooksAt(string text) => Current == text[0] && _text.AsSpan(_position).StartsWith(text, StringComparison.Ordinal);

    private bool Take(string text)
    {
        _position = Math.Min(_position + text.Length, _text.Length);
        return true;
    }

    /// <summary>Where a text stands next from an offset on, -1 for nowhere: looked for once, however many places ask.</summary>
    private int NextOf(string wanted, int from)
    {
        if (_next.TryGetValue(wanted, out var known) && known.From <= from && (known.At < 0 || known.At >= from))
            return known.At;
        var at = _text.IndexOf(wanted, from, StringComparison.Ordinal);
        _next[wanted] = (from, at);
        return at;
    }

    private ShellNode? Fail(string message)
    {
        if (!_error)
            SyntaxError = message;
        _error = true;
        _position = _text.Length;
        return null;
    }

    private ShellNode? Stop(Unfollowed construct)
    {
        if (!_error)
            Unsupported = construct;
        _error = true;
        _position = _text.Length;
        return null;
    }

    private ShellNode? StopTooDeep()
    {
        Effort.GiveUp(PastLimit.ScriptSteps);
        return Stop(Unfollowed.ScriptTooDeep);
    }

    private string Here() =>
        AtEnd ? "end of file"
        : Current == '\n' ? "newline"
        : Current.ToString();

    private void SkipBlanks()
    {
        while (!AtEnd)
        {
            if (Current is ' ' or '\t')
            {
                _position++;
            }
            else if (Current == '#')
            {
                // The callers stand where a word could begin, which is where a comment can.
                var end = _text.IndexOf('\n', _position);
                _position = end < 0 ? _text.Length : end;
            }
            else
            {
                return;
            }
        }
    }

    private bool TakeNewline()
    {
        if (Current != '\n' || AtEnd)
            return false;
        _position++;
        FinishHereDocuments();
        return true;
    }

    private void SkipNewlines()
    {
        do SkipBlanks();
        while (TakeNewline());
    }

    /// <summary>The unquoted characters at the position up to the end of the word; null if the word has other parts.</summary>
    private string? Keyword()
    {
        SkipBlanks();
        var end = _position;
        while (end < _text.Length && !IsMeta(_text[end]))
        {
            if (_text[end] is '\'' or '"' or '\\' or '$' or '`')
                return null;
            end++;
        }
        return end == _position ? null : _text[_position..end];
    }

    private string? KeywordAfterNewlines()
    {
        SkipNewlines();
        return Keyword();
    }

    private void TakeKeyword(string word) => _position += word.Length;

    private bool Expect(string word)
    {
        if (_error || KeywordAfterNewlines() != word)
            return false;
        TakeKeyword(word);
        return true;
    }

    private static bool IsMeta(char c) => c is ' ' or '\t' or '\n' or ';' or '&' or '|' or '(' or ')' or '<' or '>';

    /// <summary>Reads one word; null if none begins here.</summary>
    private ShellWord? ParseWord()
    {
        if (_error || AtEnd)
            return null;
        var first = Current;
        if (AtEnd || IsMeta(first))
            return null;
        return ParseParts(Surroundings.Plain);
    }

    /// <summary>Reads parts up to what ends <paramref name="around"/>, which is consumed unless it is a word's end.</summary>
    private ShellWord ParseParts(Surroundings around)
    {
        var parts = new PartList(source);
        if (++_depth > MaxDepth)
            StopTooDeep();
        var quoted = around is Surroundings.Quotes or Surroundings.QuotedBraces or Surroundings.HereDocument;
        var innerQuotes = false;
        var parentheses = 0;
        while (true)
        {
            var c = Current;
            if (AtEnd)
            {
                if (around is not (Surroundings.Plain or Surroundings.HereDocument))
                    Fail("unterminated quote or substitution");
                break;
            }
            if (around == Surroundings.Plain && IsMeta(c))
                break;
            if (
                around == Surroundings.Quotes && c == '"'
                || around is Surroundings.Braces or Surroundings.QuotedBraces && c == '}' && !innerQuotes
            )
            {
                _position++;
                break;
            }
            if (around == Surroundings.Arithmetic)
            {
                if (c == '(')
                    parentheses++;
                else if (c == ')' && --parentheses < 0)
                {
                    if (Peek(1) != ')')
                        _ = dialect == ShellDialect.Bash ? Stop(Unfollowed.SubstitutionLikeArithmetic) : Fail("missing '))'");
                    Take("))");
                    break;
                }
            }
            switch (c)
            {
                case '\\':
                    ParseBackslash(parts, around);
                    break;
                case '\'' when !quoted && around != Surroundings.Arithmetic:
                    ParseSingleQuotes(parts);
                    break;
                case '"' when around is Surroundings.Plain or Surroundings.Braces:
                    _position++;
                    var inner = ParseParts(Surroundings.Quotes);
                    parts.Add(inner);
                    // "" is a word; "$@" without parameters is none.
                    if (inner.Parts.IsEmpty)
                        parts.AddLiteral(_position, 0, quoted: true);
                    break;
                case '"' when around is Surroundings.QuotedBraces:
                    // Shells differ on quotes inside a quoted substitution; all of it is quoted already.
                    innerQuotes = !innerQuotes;
                    _position++;
                    if (dialect == ShellDialect.Posix)
                        Stop(Unfollowed.QuotesInQuotedSubstitution);
                    break;
                case '"' when around is Surroundings.Arithmetic:
                    _position++;
                    break;
                case '$':
                    ParseDollar(parts, around, quoted || around == Surroundings.Arithmetic);
                    break;
                case '`':
                    ParseBackquotes(parts, quoted || around == Surroundings.Arithmetic, quoted);
                    break;
                default:
                    parts.AddLiteral(_position++, 1, quoted);
                    break;
            }
            if (_error)
                break;
        }
        _depth--;
        return parts.ToWord();
    }

    private void ParseBackslash(PartList parts, Surroundings around)
    {
        if (_position + 1 >= _text.Length)
        {
            // A lone backslash at the very end stands for itself.
            parts.AddLiteral(_position++, 1, quoted: true);
            return;
        }
        var next = _text[_position + 1];
        var removes = around switch
        {
            Surroundings.Plain or Surroundings.Braces => true,
            Surroundings.QuotedBraces => next is '$' or '`' or '"' or '\\' or '}',
            Surroundings.HereDocument => next is '$' or '`' or '\\',
            _ => next is '$' or '`' or '"' or '\\',
        };
        if (removes)
            parts.AddLiteral(_position + 1, 1, quoted: true);
        else
            parts.AddLiteral(_position, 2, quoted: around != Surroundings.Arithmetic);
        _position += 2;
    }

    private void ParseSingleQuotes(PartList parts)
    {
        var end = NextOf("'", _position + 1);
        if (end < 0)
        {
            Fail("unterminated quoted string");
            return;
        }
        parts.AddLiteral(_position + 1, end - _position - 1, quoted: true);
        _position = end + 1;
    }

    private void ParseDollar(PartList parts, Surroundings around, bool quoted)
    {
        var start = _position++;
        var c = Current;
        if (IsNameCharacter(c) && !char.IsAsciiDigit(c))
        {
            var name = new StringBuilder();
            for (; IsNameCharacter(Current); _position++)
                name.Append(Current);
            parts.Add(Plain(name.ToString(), quoted));
        }
        else if (char.IsAsciiDigit(c) || (c != '\0' && "@*#?-$!".Contains(c)))
        {
            _position++;
            parts.Add(Plain(c.ToString(), quoted));
        }
        else if (c == '{')
        {
            _position++;
            ParseBraces(parts, quoted, around is Surroundings.Quotes or Surroundings.QuotedBraces or Surroundings.HereDocument);
        }
        else if (c == '(' && Peek(1) == '(')
        {
            _position += 2;
            parts.Add(new ArithmeticPart(ParseParts(Surroundings.Arithmetic), quoted));
        }
        else if (c == '(')
        {
            parts.Add(ParseSubstitution(quoted));
        }
        else if (dialect != ShellDialect.Dash && (c == '[' || (c is '\'' or '"' && around is Surroundings.Plain or Surroundings.Braces)))
        {
            ParseBashDollar(parts, c);
        }
        else
        {
            parts.AddLiteral(start, 1, quoted);
        }
    }

    /// <summary>Commands in parentheses, which are the next character.</summary>
    private CommandPart ParseSubstitution(bool quoted)
    {
        Take("(");
        var pending = _hereDocuments.Count;
        var body = ParseCompoundList();
        SkipNewlines();
        if (Current != ')')
            Fail("unexpected " + Here());
        if (_hereDocuments.Count != pending)
            Stop(Unfollowed.HereDocumentInSubstitution);
        Take(")");
        return new CommandPart(body, quoted);
    }

    private void ParseBashDollar(PartList parts, char c)
    {
        // dash leaves the dollar where bash takes it away.
        if (dialect != ShellDialect.Bash || c == '[')
        {
            Stop(Unfollowed.DollarQuotes);
        }
        else if (c == '\'')
        {
            ParseEscapedQuotes(parts);
        }

        // $"…" is a translated string: without a translation it is the string itself.
    }

    /// <summary><c>$'…'</c> of bash.</summary>
    private void ParseEscapedQuotes(PartList parts)
    {
        for (_position++; !AtEnd && _text[_position] != '\''; _position++)
        {
            if (_text[_position] != '\\' || _position + 1 >= _text.Length)
            {
                parts.AddLiteral(_position, 1, quoted: true);
                continue;
            }
            var c = _text[++_position];
            if (c is '\\' or '\'' or '"' or '?')
                parts.AddLiteral(_position, 1, quoted: true);
            else if ("abeEfnrtv".IndexOf(c) is >= 0 and var index)
                parts.AddText("\a\b\e\e\f\n\r\t\v"[index].ToString());
            else
                Stop(Unfollowed.EscapeInDollarQuotes);
        }
        if (AtEnd)
            Fail("unterminated quoted string");
        parts.AddLiteral(_position++, 0, quoted: true);
    }

    private static ParameterPart Plain(string name, bool quoted) => new(name, ParameterOperator.None, false, null, null, quoted);

    private void ParseBackquotes(PartList parts, bool quoted, bool inQuotes)
    {
        var pieces = new List<Word>();
        var start = ++_position;
        for (; !AtEnd && _text[_position] != '`'; _position++)
        {
            if (_text[_position] != '\\' || _position + 1 >= _text.Length)
                continue;
            var next = _text[_position + 1];
            if (next is '$' or '`' or '\\' || (next == '"' && inQuotes))
            {
                pieces.Add(source.Slice(start, _position - start));
                start = _position + 1;
            }
            _position++;
        }
        if (AtEnd)
        {
            Fail("unterminated backquote substitution");
            return;
        }
        pieces.Add(source.Slice(start, _position++ - start));
        var inner = new ShellParser(Word.Concat(pieces), dialect) { _depth = _depth };
        var items = ImmutableArray.CreateBuilder<(ShellNode, bool)>();
        while (!inner.AtEnd)
        {
            if (inner.NextLine() is { } node)
                items.Add((node, false));
        }
        if (inner.SyntaxError is { } error)
            Fail(error);
        if (inner.Unsupported is { } construct)
            Stop(construct);
        parts.Add(new CommandPart(items.Count == 0 ? null : new ListCommand(items.ToImmutable()), quoted));
    }

    /// <summary>What follows <c>${</c>.</summary>
    private void ParseBraces(PartList parts, bool quoted, bool inQuotes)
    {
        var length =
            Current == '#'
            && Peek(1) is not '}' and not '\0'
            && (IsNameCharacter(Peek(1)) || "@*#?-$!".Contains(Peek(1)))
            && (IsNameCharacter(Peek(1)) || Peek(2) == '}');
        if (length)
            _position++;
        var name = new StringBuilder();
        if (char.IsAsciiDigit(Current))
        {
            for (; char.IsAsciiDigit(Current); _position++)
                name.Append(Current);
        }
        else if (IsNameCharacter(Current))
        {
            for (; IsNameCharacter(Current); _position++)
                name.Append(Current);
        }
        else if (Current != '\0' && "@*#?-$!".Contains(Current))
        {
            name.Append(Current);
            _position++;
        }
        if (dialect == ShellDialect.Bash && !length && name.Length > 0 && (LooksAt("[@]}") || LooksAt("[*]}")))
        {
            name.Append(_text, _position, ShellState.AllItems.Length);
            _position += ShellState.AllItems.Length + 1;
            parts.Add(new ParameterPart(name.ToString(), ParameterOperator.None, false, null, null, quoted));
            return;
        }
        if (dialect != ShellDialect.Dash && (Current == '[' || (name.ToString() == "!" && IsNameCharacter(Current))))
        {
            Stop(Unfollowed.ArrayOrIndirectExpansion);
            return;
        }
        var argumentIn = inQuotes ? Surroundings.QuotedBraces : Surroundings.Braces;
        if (length || Current == '}' || name.Length == 0)
        {
            var well = Current == '}' && name.Length > 0;
            if (!well)
                PassBadSubstitution(argumentIn);
            else
                _position++;
            parts.Add(
                new ParameterPart(
                    name.ToString(),
                    !well ? ParameterOperator.Bad
                        : length ? ParameterOperator.Length
                        : ParameterOperator.None,
                    false,
                    null,
                    null,
                    quoted
                )
            );
            return;
        }
        var colon = Current == ':' && Peek(1) is '-' or '=' or '?' or '+' && Current == ':';
        if (colon)
            _position++;
        var op = ParseOperator();
        // The pattern of a removal has its own quoting even inside double quotes.
        if (op is >= ParameterOperator.RemoveShortestSuffix and <= ParameterOperator.RemoveLongestPrefix)
            argumentIn = Surroundings.Braces;
        if (AtEnd)
        {
            Fail("unterminated substitution");
            return;
        }
        if (
            op is ParameterOperator.Bad or >= ParameterOperator.ReplaceFirst
            && dialect != ShellDialect.Dash
            && (dialect == ShellDialect.Posix || op == ParameterOperator.Bad)
        )
        {
            Stop(Unfollowed.ParameterExpansion);
            return;
        }
        if (op >= ParameterOperator.ReplaceFirst && dialect == ShellDialect.Bash)
        {
            parts.Add(ParseBashArguments(name.ToString(), op, quoted));
            return;
        }
        var isBad = op >= ParameterOperator.ReplaceFirst;
        var argument = isBad ? PassBadSubstitution(argumentIn) : ParseParts(argumentIn);
        parts.Add(new ParameterPart(name.ToString(), isBad ? ParameterOperator.Bad : op, colon, argument, null, quoted));
    }

    /// <summary>Reads to the end of what is no expansion; with quotes inside it is not certain where that is.</summary>
    private ShellWord PassBadSubstitution(Surroundings around)
    {
        var start = _position;
        var argument = ParseParts(around);
        if (Unsupported is not null || Passed(start).AsSpan().IndexOfAny('\'', '"', '\\') < 0)
            return argument;
        _error = false;
        SyntaxError = null;
        Stop(Unfollowed.BadSubstitution);
        return argument;
    }

    private ParameterOperator ParseOperator()
    {
        var c = Current;
        if (AtEnd)
            return ParameterOperator.Bad;
        var doubled = Peek(1) == c;
        _position++;
        switch (c)
        {
            case '-':
                return ParameterOperator.Default;
            case '=':
                return ParameterOperator.Assign;
            case '+':
                return ParameterOperator.Alternative;
            case '?':
                return ParameterOperator.Error;
            case '%' or '#':
                if (doubled)
                    _position++;
                return c == '%'
                    ? doubled
                        ? ParameterOperator.RemoveLongestSuffix
                        : ParameterOperator.RemoveShortestSuffix
                    : doubled
                        ? ParameterOperator.RemoveLongestPrefix
                        : ParameterOperator.RemoveShortestPrefix;
            case ':':
                return ParameterOperator.Substring;
            case '/':
                var op = Current switch
                {
                    '/' => ParameterOperator.ReplaceAll,
                    '#' => ParameterOperator.ReplacePrefix,
                    '%' => ParameterOperator.ReplaceSuffix,
                    _ => ParameterOperator.ReplaceFirst,
                };
                if (op != ParameterOperator.ReplaceFirst)
                    _position++;
                return op;
            default:
                return ParameterOperator.Bad;
        }
    }

    /// <summary>The pattern and its replacement, or the offset and the length: plain characters and quotes, else unknown.</summary>
    private ParameterPart ParseBashArguments(string name, ParameterOperator op, bool quoted)
    {
        var whole = ParseParts(Surroundings.Braces);
        var separator = op == ParameterOperator.Substring ? ':' : '/';
        var first = ImmutableArray.CreateBuilder<ShellPart>();
        var second = ImmutableArray.CreateBuilder<ShellPart>();
        var split = false;
        foreach (var part in whole.Parts)
        {
            if (!split && part is LiteralPart { Quoted: false } literal && literal.Text.Text.IndexOf(separator) is >= 0 and var at)
            {
                split = true;
                first.Add(literal with { Text = literal.Text.Slice(0, at) });
                second.Add(literal with { Text = literal.Text.Slice(at + 1, literal.Text.Text.Length - at - 1) });
            }
            else
            {
                (split ? second : first).Add(part);
            }
        }
        return new ParameterPart(
            name,
            op,
            false,
            new ShellWord(first.ToImmutable()),
            split ? new ShellWord(second.ToImmutable()) : null,
            quoted
        );
    }

    /// <summary>Collects the parts of a word; neighbouring characters of the same kind become one part.</summary>
    private sealed class PartList(Word source)
    {
        private readonly ImmutableArray<ShellPart>.Builder _parts = ImmutableArray.CreateBuilder<ShellPart>();
        private readonly List<Word> _literal = [];
        private bool _quoted;
        private bool _open;
        private int _start;
        private int _length;

        public void AddLiteral(int start, int length, bool quoted)
        {
            if (_open && (_quoted != quoted))
                Flush();
            if (_open && _start + _length == start)
            {
                _length += length;
                return;
            }
            FlushRun();
            (_open, _quoted, _start, _length) = (true, quoted, start, length);
        }

        /// <summary>Quoted characters that do not stand in the source.</summary>
        public void AddText(string text)
        {
            if (_open && !_quoted)
                Flush();
            FlushRun();
            (_open, _quoted) = (true, true);
            _literal.Add(Word.Of(text));
        }

        public void Add(ShellPart part)
        {
            Flush();
            _parts.Add(part);
        }

        public void Add(ShellWord word)
        {
            Flush();
            _parts.AddRange(word.Parts);
        }

        public ShellWord ToWord()
        {
            Flush();
            return new ShellWord(_parts.ToImmutable());
        }

        private void FlushRun()
        {
            if (_length > 0)
                _literal.Add(source.Slice(_start, _length));
            _length = 0;
        }

        private void Flush()
        {
            if (!_open)
                return;
            FlushRun();
            _parts.Add(new LiteralPart(_literal.Count == 1 ? _literal[0] : Word.Concat(_literal), _quoted));
            _literal.Clear();
            _open = false;
        }
    }
}
