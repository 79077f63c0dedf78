using System.Collections.Immutable;

namespace ManifestLint.Programs.Shell;

/// <summary>Reads a script line by line, as shells do: what stands on an earlier line runs before a later line is read.
/// Sources: POSIX.1-2024 Shell Command Language 2.10; dash 0.5.12 src/parser.c.</summary>
internal sealed partial class ShellParser(Word source, ShellDialect dialect)
{
    /// <summary>Deeper nesting is not followed; the deepest real one known is 13.</summary>
    private const int MaxDepth = 150;

    private static readonly HashSet<string> Reserved =
    [
        "if",
        "then",
        "elif",
        "else",
        "fi",
        "for",
        "while",
        "until",
        "do",
        "done",
        "case",
        "esac",
        "{",
        "}",
        "!",
    ];

    private static readonly HashSet<string> BashReserved = ["[[", "function", "select", "time", "coproc"];

    private readonly string _text = source.Outline ?? "";
    private readonly List<(ShellRedirection Redirection, string Delimiter, bool Quoted, bool StripTabs)> _hereDocuments = [];
    private int _position;
    private int _depth;

    /// <summary>What is wrong with the script; null while nothing is.</summary>
    public string? SyntaxError { get; private set; }

    /// <summary>What in it is not modelled; null while nothing is.</summary>
    public Unfollowed? Unsupported { get; private set; }

    /// <summary>True when everything has been read (or an error met).</summary>
    public bool AtEnd => _position >= _text.Length;

    /// <summary>Reads up to the end of the next complete command line. Null for an empty line, at the end and on an error.</summary>
    public ShellNode? NextLine()
    {
        SkipBlanks();
        if (AtEnd || TakeNewline())
            return null;
        var items = ImmutableArray.CreateBuilder<(ShellNode, bool)>();
        while (true)
        {
            if (ParseAndOr() is not { } node)
                return Fail("unexpected " + Here());
            var background = false;
            SkipBlanks();
            var separated = Current == ';' ? Take(";") : Current == '&' && (background = Take("&"));
            items.Add((node, background));
            if (_error)
                return null;
            SkipBlanks();
            if (AtEnd || TakeNewline())
                break;
            if (!separated)
                return Fail("unexpected " + Here());
        }
        FinishHereDocuments();
        return _error ? null
            : items is [(var only, false)] ? only
            : new ListCommand(items.ToImmutable());
    }

    /// <summary>Reads commands up to <c>)</c> (of a command substitution), a reserved word that ends them, or the end.</summary>
    private ShellNode? ParseCompoundList()
    {
        if (++_depth > MaxDepth)
            StopTooDeep();
        var items = ImmutableArray.CreateBuilder<(ShellNode, bool)>();
        while (true)
        {
            SkipNewlines();
            if (AtEnd || ParseAndOr() is not { } node)
                break;
            SkipBlanks();
            var background = false;
            if (Current == ';' && Peek(1) != ';')
            {
                Take(";");
            }
            else if (Current == '&' && Peek(1) != '&')
            {
                Take("&");
                background = true;
            }
            else if (!TakeNewline())
            {
                items.Add((node, false));
                break;
            }
            items.Add((node, background));
        }
        _depth--;
        if (_error || items.Count == 0)
            return null;
        return items is [(var only, false)] ? only : new ListCommand(items.ToImmutable());
    }

    private ShellNode? ParseAndOr()
    {
        var left = ParsePipeline();
        while (left is not null)
        {
            SkipBlanks();
            if (!LooksAt("&&") && !LooksAt("||"))
                return left;
            var isAnd = Current == '&';
            Take(isAnd ? "&&" : "||");
            SkipNewlines();
            var right = ParsePipeline();
            if (right is null)
                return Fail("unexpected " + Here());
            left = new AndOrCommand(left, isAnd, right);
        }
        return left;
    }

    private ShellNode? ParsePipeline()
    {
        SkipBlanks();
        var negated = false;
        while (Keyword() is var word && (word == "!" || word == "time"))
        {
            // A keyword of bash, in other shells a program that there is or is not.
            if (word == "time" && dialect != ShellDialect.Bash)
                return Stop(Unfollowed.Time);
            negated ^= word == "!";
            TakeKeyword(word);
            if (word == "time" && Keyword() == "-p")
                TakeKeyword("-p");
        }
        var first = ParseCommand();
        if (first is null && negated)
            return dialect == ShellDialect.Dash ? Fail("unexpected " + Here()) : Stop(Unfollowed.LoneNegation);
        if (first is null)
            return null;
        var stages = ImmutableArray.CreateBuilder<ShellNode>();
        stages.Add(first);
        while (true)
        {
            SkipBlanks();
            if (Current != '|' || Peek(1) == '|')
                break;
            Take("|");
            if (Current == '&')
            {
                if (dialect == ShellDialect.Dash)
                    return Fail("unexpected &");
                Take("&");
            }
            SkipNewlines();
            if (ParseCommand() is not { } next)
                return Fail("unexpected " + Here());
            stages.Add(next);
        }
        return stages.Count == 1 && !negated ? first : new PipelineCommand(stages.ToImmutable(), negated);
    }

    private ShellNode? ParseCommand()
    {
        SkipBlanks();
        if (AtEnd || _error)
            return null;
        if (++_depth > MaxDepth)
            StopTooDeep();
        var word = Keyword();
        ShellNode? body = null;
        if (Current == '(')
            body = ParseSubshell();
        else if (word is null)
            return Leave(ParseSimple());
        else if (Reserved.Contains(word))
            body = ParseReserved(word);
        else if (BashReserved.Contains(word) && dialect == ShellDialect.Bash)
            body = ParseBashReserved(word);
        // Keywords of some shells, in others programs that there are or are not.
        else if (dialect == ShellDialect.Posix && word is "function" or "select" or "coproc")
            body = Stop(Unfollowed.Keyword);
        else
            return Leave(ParseSimple());
        if (body is null || body is FunctionCommand)
            return Leave(body);
        var redirections = ImmutableArray.CreateBuilder<ShellRedirection>();
        while (ParseRedirection() is { } redirection)
            redirections.Add(redirection);
        return Leave(redirections.Count == 0 ? body : new RedirectedCommand(body, redirections.ToImmutable()));
    }

    private ShellNode? Leave(ShellNode? node)
    {
        _depth--;
        return _error ? null : node;
    }

    private ShellNode? ParseReserved(string word)
    {
        switch (word)
        {
            case "{":
                TakeKeyword(word);
                return ParseCompoundList() is { } group && Expect("}") ? group : Fail("unexpected " + Here());
            case "if":
                TakeKeyword(word);
                return ParseIf();
            case "while" or "until":
                TakeKeyword(word);
                return ParseCompoundList() is { } condition && Expect("do") && ParseCompoundList() is { } body && Expect("done")
                    ? new LoopCommand(condition, body, word == "until")
                    : Fail("unexpected " + Here());
            case "for":
                TakeKeyword(word);
                return ParseFor();
            case "case":
                TakeKeyword(word);
                return ParseCase();
            default:
                // then, do, fi …: the end of what is being read; at the outermost level the caller calls it unexpected.
                return null;
        }
    }

    private ShellNode? ParseBashReserved(string word)
    {
        TakeKeyword(word);
        if (word == "[[")
            return ParseCondition();
        if (word != "function")
            return Stop(Unfollowed.Keyword);
        SkipBlanks();
        var name = ParseWord();
        SkipBlanks();
        if (Current == '(')
        {
            Take("(");
            SkipBlanks();
            if (Current != ')')
                return Fail("unexpected " + Here());
            Take(")");
        }
        return name?.Bare is { } text ? ParseFunctionBody(text) : Fail("bad function name");
    }

    private ShellNode? ParseSubshell()
    {
        if (Peek(1) == '(' && dialect != ShellDialect.Dash)
            return Stop(Unfollowed.ArithmeticCommand);
        Take("(");
        var body = ParseCompoundList();
        SkipNewlines();
        if (body is null || Current != ')')
            return Fail("unexpected " + Here());
        Take(")");
        return new SubshellCommand(body);
    }

    private ShellNode? ParseIf()
    {
        if (ParseCompoundList() is not { } condition || !Expect("then") || ParseCompoundList() is not { } then)
            return Fail("unexpected " + Here());
        switch (KeywordAfterNewlines())
        {
            case "elif":
                TakeKeyword("elif");
                if (++_depth > MaxDepth)
                    return StopTooDeep();
                var nested = ParseIf();
                _depth--;
                return nested is null ? null : new IfCommand(condition, then, nested);
            case "else":
                TakeKeyword("else");
                return ParseCompoundList() is { } otherwise && Expect("fi")
                    ? new IfCommand(condition, then, otherwise)
                    : Fail("unexpected " + Here());
            default:
                return Expect("fi") ? new IfCommand(condition, then, null) : Fail("unexpected " + Here());
        }
    }

    private ShellNode? ParseFor()
    {
        SkipBlanks();
        if (Current == '(')
            return dialect == ShellDialect.Dash ? Fail("bad for loop variable") : Stop(Unfollowed.ArithmeticLoop);
        if (ParseWord()?.Bare is not { } name || !IsName(name))
            return Fail("bad for loop variable");
        ImmutableArray<ShellWord>? words = null;
        if (KeywordAfterNewlines() == "in")
        {
            TakeKeyword("in");
            var list = ImmutableArray.CreateBuilder<ShellWord>();
            while (true)
            {
                SkipBlanks();
                if (ParseWord() is not { } word)
                    break;
                list.Add(word);
            }
            words = list.ToImmutable();
            if (Current == ';')
                Take(";");
            else if (!TakeNewline())
                return Fail("unexpected " + Here());
        }
        else if (Current == ';')
        {
            Take(";");
        }
        SkipNewlines();
        if (dialect == ShellDialect.Bash && Keyword() == "{")
            return Stop(Unfollowed.LoopInBraces);
        return Expect("do") && ParseCompoundList() is { } body && Expect("done")
            ? new ForCommand(name, words, body)
            : Fail("unexpected " + Here());
    }

    private ShellNode? ParseCase()
    {
        SkipBlanks();
        if (ParseWord() is not { } subject)
            return Fail("unexpected " + Here());
        if (!Expect("in"))
            return Fail("unexpected " + Here());
        var items = ImmutableArray.CreateBuilder<CaseItem>();
        while (KeywordAfterNewlines() != "esac")
        {
            if (AtEnd)
                return Fail("unexpected end of file");
            if (Current == '(')
                Take("(");
            var patterns = ImmutableArray.CreateBuilder<ShellWord>();
            while (true)
            {
                SkipBlanks();
                if (ParseWord() is not { } pattern)
                    return Fail("unexpected " + Here());
                patterns.Add(pattern);
                SkipBlanks();
                if (Current != '|')
                    break;
                Take("|");
            }
            if (Current != ')')
                return Fail("unexpected " + Here());
            Take(")");
            var body = ParseCompoundList();
            if (_error)
                return null;
            items.Add(new CaseItem(patterns.ToImmutable(), body));
            SkipNewlines();
            if (Current != ';')
                break;
            if (!LooksAt(";;"))
            {
                return LooksAt(";&") && dialect != ShellDialect.Dash ? Stop(Unfollowed.CaseFallsThrough) : Fail("unexpected " + Here());
            }
            Take(";;");
            if (Current == '&')
                return dialect == ShellDialect.Dash ? Fail("unexpected &") : Stop(Unfollowed.CaseGoesOn);
        }
        return Expect("esac") ? new CaseCommand(subject, items.ToImmutable()) : Fail("unexpected " + Here());
    }

    private ShellNode? ParseFunctionBody(string name)
    {
        SkipNewlines();
        return ParseCommand() is { } body ? new FunctionCommand(name, body) : Fail("unexpected " + Here());
    }

    private ShellNode? ParseCondition()
    {
        var words = ImmutableArray.CreateBuilder<ShellWord>();
        while (true)
        {
            SkipNewlines();
            if (AtEnd)
                return Fail("unexpected end of file");
            if (Keyword() == "]]")
            {
                TakeKeyword("]]");
                return new ConditionCommand(words.ToImmutable());
            }
            // Operators of other commands are ordinary inside; what they mean here is not modelled, that the condition ends at ]] is.
            if (Current is '(' or ')' or '<' or '>' or '|' or '&' or ';')
            {
                words.Add(new ShellWord([new LiteralPart(source.Slice(_position, 1), false)]));
                _position++;
            }
            else if (ParseWord() is { } word)
            {
                words.Add(word);
                if (word.Bare == "=~")
                    return SkipRegularExpression();
            }
        }
    }

    /// <summary>A regular expression follows other lexical rules; everything up to <c>]]</c> is passed over.</summary>
    private ShellNode? SkipRegularExpression()
    {
        var end = NextOf(" ]]", _position);
        if (end < 0)
            return Fail("unexpected end of file");
        _position = end + 3;
        return new ConditionCommand([]);
    }

    private ShellNode? ParseSimple()
    {
        var assignments = ImmutableArray.CreateBuilder<ShellAssignment>();
        var words = ImmutableArray.CreateBuilder<ShellWord>();
        var redirections = ImmutableArray.CreateBuilder<ShellRedirection>();
        while (!_error)
        {
            SkipBlanks();
            if (ParseRedirection() is { } redirection)
            {
                redirections.Add(redirection);
            }
            else if (words.Count == 0 && ParseAssignment() is { } assignment)
            {
                assignments.Add(assignment);
            }
            else if (ParseWord() is { } word)
            {
                words.Add(word);
                if (Current == '(' && TryDeclareArray(assignments, words))
                    continue;
                SkipBlanks();
                if (words.Count > 1 || Current != '(' || assignments.Count + redirections.Count > 0)
                    continue;
                return ParseFunction(word);
            }
            else
            {
                break;
            }
        }
        if (_error || assignments.Count + words.Count + redirections.Count == 0)
            return null;
        return new SimpleCommand(assignments.ToImmutable(), words.ToImmutable(), redirections.ToImmutable());
    }

    private ShellNode? ParseFunction(ShellWord name)
    {
        Take("(");
        SkipBlanks();
        if (Current != ')')
            return Fail("unexpected " + Here());
        Take(")");
        if (name.Bare is not { } text)
            return Fail("bad function name");
        if (dialect != ShellDialect.Bash && !IsName(text))
            return dialect == ShellDialect.Dash ? Fail("bad function name") : Stop(Unfollowed.FunctionName);
        return ParseFunctionBody(text);
    }

    private ShellAssignment? ParseAssignment()
    {
        var end = _position;
        while (end < _text.Length && IsNameCharacter(_text[end]))
            end++;
        if (end == _position || char.IsAsciiDigit(_text[_position]) || end == _text.Length)
            return null;
        var append = _text[end] == '+' && end + 1 < _text.Length && _text[end + 1] == '=';
        if (append && dialect == ShellDialect.Dash)
            return null;
        if (
            _text[end] == '['
            && dialect != ShellDialect.Dash
            && NextOf("]", end) is > 0 and var close
            && close + 1 < _text.Length
            && _text[close + 1] is '=' or '+'
        )
        {
            Stop(Unfollowed.Array);
            return null;
        }
        if (!append && _text[end] != '=')
            return null;
        if (append && dialect == ShellDialect.Posix)
        {
            Stop(Unfollowed.AppendingAssignment);
            return null;
        }
        var name = _text[_position..end];
        _position = end + (append ? 2 : 1);
        if (Current == '(' && dialect == ShellDialect.Bash)
            return new ShellAssignment(name, append, ShellWord.Empty) { Items = ParseItems() };
        if (Current == '(' && dialect != ShellDialect.Dash)
            Stop(Unfollowed.Array);
        return new ShellAssignment(name, append, ParseWord() ?? ShellWord.Empty);
    }

    // The words between the parentheses of an array.
    private ImmutableArray<ShellWord> ParseItems()
    {
        var items = ImmutableArray.CreateBuilder<ShellWord>();
        Take("(");
        while (!_error)
        {
            SkipNewlines();
            if (Current == ')')
            {
                Take(")");
                return items.ToImmutable();
            }
            // With numbers or names of their own.
            if (Current == '[')
                Stop(Unfollowed.Array);
            if (ParseWord() is not { } item)
            {
                Fail("unexpected " + Here());
                break;
            }
            items.Add(item);
        }
        return [];
    }

    // declare -a NAME=(…): the word that has been read is an assignment of an array.
    private bool TryDeclareArray(ImmutableArray<ShellAssignment>.Builder assignments, ImmutableArray<ShellWord>.Builder words)
    {
        if (
            dialect == ShellDialect.Dash
            || words is not [{ Bare: "declare" or "local" or "typeset" or "readonly" or "export" }, .., { Bare: { } last }]
            || !last.EndsWith('=')
        )
            return false;
        bool append = last.EndsWith("+=", StringComparison.Ordinal);
        string name = last[..^(append ? 2 : 1)];
        if (
            dialect != ShellDialect.Bash
            || !IsName(name)
            || words[0].Bare is "readonly" or "export"
            || words.Skip(1).SkipLast(1).Any(w => w.Bare is not "-a")
        )
            Stop(Unfollowed.Array);
        else
        {
            assignments.Add(new ShellAssignment(name, append, ShellWord.Empty) { Items = ParseItems(), DeclaredBy = words[0].Bare });
            words.Clear();
            // A name behind it is declared, too, and starts nothing.
            SkipBlanks();
            if (!AtEnd && !IsMeta(Current))
                Stop(Unfollowed.Array);
        }
        return true;
    }

    private ShellRedirection? ParseRedirection()
    {
        SkipBlanks();
        var start = _position;
        var end = start;
        while (end < _text.Length && char.IsAsciiDigit(_text[end]))
            end++;
        if (end < _text.Length && _text[end] is '<' or '>')
        {
            _position = end;
        }
        else if (dialect != ShellDialect.Dash && Current == '&' && Peek(1) == '>')
        {
            if (dialect == ShellDialect.Posix)
                Stop(Unfollowed.RedirectionOfBoth);
            _position++;
        }
        else if (dialect == ShellDialect.Bash && Current == '{' && NamesDescriptor())
        {
            Stop(Unfollowed.RedirectionToNamed);
            return null;
        }
        else
        {
            return null;
        }
        var descriptor =
            end == start
                ? _text[start] == '&'
                    ? -1
                    : _text[_position] == '<'
                        ? 0
                        : 1
                : int.TryParse(_text.AsSpan(start, end - start), out var number)
                    ? number
                    : 9;
        if (LooksAt("<<<") && dialect != ShellDialect.Dash)
            _position += 3;
        else if (LooksAt("<<"))
            return ParseHereDocument(descriptor);
        else if (LooksAt(">>") || LooksAt(">|") || LooksAt("<>"))
            Take(">>");
        else if (LooksAt(">&") || LooksAt("<&"))
            Take(">&");
        else
            Take(">");
        SkipBlanks();
        if (Current == '(' && dialect != ShellDialect.Dash)
            Stop(Unfollowed.ProcessSubstitution);
        if ((ParseProcessSubstitution() ?? ParseWord()) is { } target)
            return new ShellRedirection(descriptor, target);
        Fail("unexpected " + Here());
        return null;
    }

    // Its commands run beside the command; that they have not ended is not certain, so they count before it, as those of $(…) do.
    private ShellWord? ParseProcessSubstitution()
    {
        if (dialect == ShellDialect.Dash || Current is not ('<' or '>') || Peek(1) != '(')
            return null;
        if (dialect == ShellDialect.Posix)
            Stop(Unfollowed.ProcessSubstitution);
        Take(">");
        return new ShellWord([ParseSubstitution(quoted: true)]);
    }

    private bool NamesDescriptor()
    {
        var end = NextOf("}", _position);
        return end > 0 && end + 1 < _text.Length && _text[end + 1] is '<' or '>' && IsName(_text.AsSpan((_position + 1)..end));
    }

    private ShellRedirection? ParseHereDocument(int descriptor)
    {
        Take("<<");
        var strip = Current == '-';
        if (strip)
            Take("-");
        SkipBlanks();
        var start = _position;
        if (ParseWord() is not { } delimiter)
        {
            Fail("unexpected " + Here());
            return null;
        }
        // Expansions in a delimiter are not performed: it is the text as written, quotes removed.
        var raw = Passed(start);
        var plain = string.Concat(delimiter.Parts.Select(p => p is LiteralPart literal ? literal.Text.Text : "$"));
        if (plain.Contains('$'))
            Stop(Unfollowed.HereDocumentDelimiter);
        var redirection = new ShellRedirection(descriptor, null);
        _hereDocuments.Add((redirection, plain, raw.AsSpan().IndexOfAny('\'', '"', '\\') >= 0, strip));
        return redirection;
    }

    /// <summary>The text from <paramref name="start"/> to here; after an error the position may lie behind the end.</summary>
    private string Passed(int start) => start < _position && start < _text.Length ? _text[start..Math.Min(_position, _text.Length)] : "";

    /// <summary>Reads the bodies of the here-documents announced on the line that has just ended.</summary>
    private void FinishHereDocuments()
    {
        foreach (var (redirection, delimiter, quoted, strip) in _hereDocuments)
        {
            int start = _position,
                bodyEnd = _text.Length;
            while (!AtEnd)
            {
                var end = _text.IndexOf('\n', _position);
                if (end < 0)
                    end = _text.Length;
                var line = _text.AsSpan(_position, end - _position);
                var lineStart = _position;
                _position = Math.Min(end + 1, _text.Length);
                if (!(strip ? line.TrimStart('\t') : line).SequenceEqual(delimiter))
                    continue;
                bodyEnd = lineStart;
                break;
            }
            var body = source.Slice(start, bodyEnd - start);
            if (quoted || body.Outline.AsSpan().IndexOfAny('$', '`') < 0)
                continue;
            var inner = new ShellParser(body, dialect) { _depth = _depth };
            redirection.Body = inner.ParseParts(Surroundings.HereDocument);
            if (inner.SyntaxError is { } error)
                Fail(error);
            if (inner.Unsupported is { } construct)
                Stop(construct);
        }
        _hereDocuments.Clear();
    }
}
