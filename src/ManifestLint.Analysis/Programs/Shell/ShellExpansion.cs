using System.Collections.Immutable;
using System.Text;

namespace ManifestLint.Programs.Shell;

/// <summary>Expands the words of one command and keeps what that changes. Source: POSIX.1-2024 Shell Command Language 2.6.</summary>
internal sealed class ShellExpansion(ShellInterpreter shell, ShellState state)
{
    private const string DefaultSeparators = " \t\n";

    private const int UnitsOfBraces = 1000;

    /// <summary>The shell after what has been expanded so far (<c>${V:=x}</c> assigns, <c>$(…)</c> starts programs).</summary>
    public ShellState State { get; private set; } = state;

    /// <summary>Why the shell stops here; null while it does not.</summary>
    public ProgramFailure? Failure { get; private set; }

    /// <summary>How the last command substitution ended; null if there was none.</summary>
    public ShellStatus? SubstitutionStatus { get; private set; }

    /// <summary>How many arguments of expansions are being expanded within each other.</summary>
    private int _inArgument;

    /// <summary>A stretch of an expanded word.</summary>
    /// <param name="Splits">True for the unquoted result of an expansion.</param>
    /// <param name="Break">True between the words of <c>"$@"</c>; the text is what joins them where nothing is split.</param>
    private readonly record struct Piece(Word Text, bool Quoted, bool Splits, bool Break = false);

    public void Assign(string name, Word value) =>
        State = shell.Assign(State, name, value, out var failure) is var next && failure is null ? next : Fail(failure);

    /// <summary>Makes an array of a variable, or makes the array longer.</summary>
    public void Assign(ShellAssignment assignment, ImmutableArray<Word> items)
    {
        State = shell.DeclareArray(State, assignment);
        if (assignment.Append && shell.Lookup(State, assignment.Name) is { } old)
        {
            if (old is { MaybeUnset: true } or { Items: null, Value.IsKnown: false })
                items = [Word.UnknownMany];
            else
                items = (old.Items ?? (old.Value is { } text ? [text] : [])).AddRange(items);
        }
        if (State.Variables.TryGetValue(assignment.Name, out var before) && before.Items is not null)
            State = State.Set(assignment.Name, before with { Items = null });
        Assign(
            assignment.Name,
            items.IsEmpty ? Word.Of("")
                : items[0].Kind == WordKind.UnknownMany ? Word.Unknown
                : items[0]
        );
        if (Failure is null && State.Variables.TryGetValue(assignment.Name, out var made))
            State = State.Set(assignment.Name, made with { Value = items.IsEmpty ? null : made.Value, Exported = false, Items = items });
    }

    private ShellState Fail(ProgramFailure? failure)
    {
        Failure ??= failure;
        return State;
    }

    /// <summary>Does what redirections do to the shell.</summary>
    public void Redirect(ImmutableArray<ShellRedirection> redirections)
    {
        foreach (var redirection in redirections)
        {
            if (Failure is not null)
                return;
            if (redirection.Target is { } target)
                Single(target);
            if (redirection.Body is not { } body)
                continue;
            var before = State.Variables;
            Single(body, tilde: false);
            if (!ReferenceEquals(State.Variables, before) && shell.Dialect != ShellDialect.Dash)
                shell.Abort(Unfollowed.HereDocumentAssigns);
            // Shells do not agree on what remains: the command may run or not, the shell go on or not.
            if (Failure is not null)
                shell.Abort(Unfollowed.HereDocumentFails);
        }
    }

    /// <summary>The words that <paramref name="word"/> becomes.</summary>
    public void Fields(ShellWord word, ImmutableArray<Word>.Builder fields)
    {
        // Most words are plain characters.
        if (word.Bare is { } bare && bare.AsSpan().IndexOfAny("*?[~{") < 0)
        {
            fields.Add(((LiteralPart)word.Parts[0]).Text);
            return;
        }
        if (shell.Dialect == ShellDialect.Dash || !HasBrace(word))
            FieldsOf(word, fields);
        else if (shell.Dialect == ShellDialect.Bash && shell.Spend(UnitsOfBraces) && ShellBraces.Expand(word) is { } words)
            words.ForEach(w => FieldsOf(w, fields));
        else
            shell.Abort(Unfollowed.BraceExpansion);
    }

    private static bool HasBrace(ShellWord word) =>
        word.Parts.Any(p => p is LiteralPart { Quoted: false } literal && literal.Text.Outline!.Contains('{', StringComparison.Ordinal));

    private void FieldsOf(ShellWord word, ImmutableArray<Word>.Builder fields)
    {
        if (
            shell.Dialect != ShellDialect.Dash
            && word.Parts.Any(p =>
                p is LiteralPart { Quoted: false } literal && literal.Text.Outline!.Contains("=~", StringComparison.Ordinal)
            )
        )
        {
            // bash expands a tilde in arguments that look like assignments.
            fields.Add(Word.Unknown);
            return;
        }
        Split(Pieces(word, tilde: true), fields);
    }

    /// <summary>The one text that <paramref name="word"/> becomes where nothing is split: in assignments, redirections, <c>case</c>.</summary>
    public Word Single(ShellWord word, bool tilde = true)
    {
        if (word.Parts.IsEmpty)
            return Word.Of("");
        if (
            tilde
            && word.Parts.Any(p =>
                p is LiteralPart { Quoted: false } literal && literal.Text.Outline!.Contains(":~", StringComparison.Ordinal)
            )
        )
        {
            return Word.Unknown;
        }
        return Join(Pieces(word, tilde));
    }

    private Word Join(List<Piece> pieces)
    {
        if (pieces.Count == 1)
            return One(pieces[0].Text);
        var joined = pieces.Count == 0 ? Word.Of("") : Word.Concat(pieces.Select(p => One(p.Text)));
        if (!joined.IsKnown && pieces.TrueForAll(p => p.Text.IsKnown))
            shell.Abort(Unfollowed.ScriptGrows);
        return joined;
    }

    private static Word One(Word word) => word.Kind == WordKind.UnknownMany ? Word.Unknown : word;

    /// <summary>The pattern that <paramref name="word"/> becomes; null if it cannot be known.</summary>
    public ShellPattern? Pattern(ShellWord word)
    {
        var text = new StringBuilder();
        var literal = new List<bool>();
        foreach (var piece in Pieces(word, tilde: false))
        {
            var part = piece.Text;
            // What several parameters are as a pattern differs.
            if (!part.IsKnown || piece.Break)
                return null;
            if (!shell.Spend(part.Text.Length))
                return null;
            text.Append(part.Text);
            for (var i = 0; i < part.Text.Length; i++)
                literal.Add(piece.Quoted);
        }
        return new ShellPattern(text.ToString(), [.. literal]);
    }

    private List<Piece> Pieces(ShellWord word, bool tilde, bool splits = false)
    {
        var pieces = new List<Piece>();
        if (!shell.Enter())
            return pieces;
        for (var i = 0; i < word.Parts.Length && Failure is null; i++)
        {
            switch (word.Parts[i])
            {
                case LiteralPart literal when i == 0 && tilde && !literal.Quoted && literal.Text.Text.StartsWith('~'):
                    Tilde(literal.Text, isWhole: word.Parts.Length == 1, pieces);
                    break;
                case LiteralPart literal:
                    pieces.Add(new Piece(literal.Text, literal.Quoted, splits && !literal.Quoted));
                    break;
                case ParameterPart parameter:
                    Parameter(parameter, pieces);
                    break;
                case CommandPart command:
                    pieces.Add(new Piece(Unsplit(Command(command), command.Quoted), command.Quoted, !command.Quoted));
                    break;
                case ArithmeticPart arithmetic:
                    pieces.Add(new Piece(Arithmetic(arithmetic), arithmetic.Quoted, !arithmetic.Quoted));
                    break;
            }
        }
        shell.Leave();
        return pieces;
    }

    private void Tilde(Word text, bool isWhole, List<Piece> pieces)
    {
        var end = text.Text.IndexOf('/');
        if (end < 0 && !isWhole)
        {
            pieces.Add(new Piece(text, false, false));
            return;
        }
        if (end < 0)
            end = text.Text.Length;
        var home =
            end == 1 && State.Variables.TryGetValue("HOME", out var variable) && variable is { Value: { } known, MaybeUnset: false }
                ? known
                : Word.Unknown;
        pieces.Add(new Piece(One(home), true, false));
        if (end < text.Text.Length)
            pieces.Add(new Piece(text.Slice(end, text.Text.Length - end), false, false));
    }

    /// <summary>An unknown value outside quotes may become any number of words.</summary>
    private static Word Unsplit(Word value, bool quoted) =>
        value.Outline is not null || value.Program is not null || (value.IsToken && value.Kind == WordKind.Unknown) ? value
        : quoted ? One(value)
        : Word.UnknownMany;

    private void Parameter(ParameterPart part, List<Piece> pieces)
    {
        if (part.Operator == ParameterOperator.Bad)
        {
            // Others give up the command, not the shell.
            if (shell.Dialect != ShellDialect.Dash)
                shell.Abort(Unfollowed.BadSubstitution);
            Fail(ProgramFailure.ShellBadSubstitution);
            return;
        }
        if (part.Name is [.., '[', '@' or '*', ']'])
        {
            Items(part, pieces);
            return;
        }
        var isList = part.Name is "@" or "*";
        if (isList && part.Operator is >= ParameterOperator.RemoveShortestSuffix or ParameterOperator.Assign)
        {
            shell.Abort(Unfollowed.OperatorOnAllParameters);
            return;
        }
        var variable = isList ? ListAsVariable() : shell.Lookup(State, part.Name);
        var value = variable?.Value;
        if (
            part.Operator
            is ParameterOperator.Default
                or ParameterOperator.Assign
                or ParameterOperator.Alternative
                or ParameterOperator.Error
        )
        {
            Conditional(part, variable, isList, pieces);
            return;
        }
        if (value is null && State.Has(ShellOptions.NoUnset) && !isList)
        {
            Fail(ProgramFailure.ShellUnsetVariable);
            return;
        }
        if (isList && part.Operator == ParameterOperator.None)
            List(part, pieces);
        else if (isList)
            Add(Count(), part.Quoted, pieces);
        else
            Add(Apply(part, value, variable?.MaybeUnset == true), part.Quoted, pieces);
    }

    private static void Add(Word value, bool quoted, List<Piece> pieces)
    {
        if (!quoted && value.CommandLine is var (path, behind))
        {
            Add(path, quoted, pieces);
            value = behind;
        }
        pieces.Add(new Piece(Unsplit(value, quoted), quoted, !quoted));
    }

    /// <summary>"$@" with and without a value, as the operators see it.</summary>
    private ShellVariable? ListAsVariable()
    {
        var words = State.Positional;
        if (words.IsEmpty)
            return null;
        if (State.HasUnknownParameters)
            return new ShellVariable(Word.Unknown, MaybeUnset: true);
        return new ShellVariable(words.Length == 1 ? words.Span[0] : Word.Of(" "));
    }

    private Word Count() => State.HasUnknownParameters ? Word.UnknownToken : Word.Of(State.Positional.Length.ToString());

    // Of a text all values are that one, and of what is not set there are none.
    private void Items(ParameterPart part, List<Piece> pieces)
    {
        string name = part.Name[..^ShellState.AllItems.Length];
        var variable = shell.Lookup(State, name);
        if (variable is { MaybeUnset: true } or { Items: null, Value.IsKnown: false })
            Add(Word.UnknownMany, false, pieces);
        else
        {
            ImmutableArray<Word> items = variable?.Items ?? (variable?.Value is { } text ? [text] : []);
            List(
                part with
                {
                    Name = part.Name[^2..^1],
                },
                items.AsMemory(),
                isUnknown: items.Any(w => w.Kind == WordKind.UnknownMany),
                pieces
            );
        }
    }

    private void List(ParameterPart part, List<Piece> pieces) => List(part, State.Positional, State.HasUnknownParameters, pieces);

    private void List(ParameterPart part, ReadOnlyMemory<Word> words, bool isUnknown, List<Piece> pieces)
    {
        if (!shell.Spend(words.Length))
            return;
        if (_inArgument > 0 && !part.Quoted && shell.Dialect != ShellDialect.Dash && Separators() != DefaultSeparators)
            shell.Abort(Unfollowed.DefaultUnderOtherIfs);
        var joint = Separators() switch
        {
            // Where nothing is split, dash joins both by the first separator, bash only "$*".
            _ when part.Name == "@" && shell.Dialect == ShellDialect.Bash => Word.Of(" "),
            null => Word.Unknown,
            var separators => Word.Of(separators.Length == 0 ? "" : separators[..1]),
        };
        if (part is { Name: "*", Quoted: true })
        {
            var whole = isUnknown ? Word.Unknown : Word.Concat(words.ToArray().SelectMany((w, i) => i == 0 ? new[] { w } : [joint, w]));
            pieces.Add(new Piece(whole, true, false));
            return;
        }
        for (var i = 0; i < words.Length; i++)
        {
            if (i > 0)
                pieces.Add(new Piece(joint, part.Quoted, false, Break: true));
            var word = words.Span[i];
            word = word.Kind == WordKind.UnknownMany ? word : Unsplit(word, part.Quoted);
            pieces.Add(new Piece(word, part.Quoted, !part.Quoted));
        }
    }

    private void Conditional(ParameterPart part, ShellVariable? variable, bool isList, List<Piece> pieces)
    {
        var isSet = IsSet(variable, part.EmptyCounts);
        var argument = part.Argument ?? ShellWord.Empty;
        switch (part.Operator)
        {
            case ParameterOperator.Alternative when isSet is null:
            case ParameterOperator.Default when isSet is null:
                // What the argument would have done is not followed, only that the value is not known.
                if (argument.Parts.Any(p => p is not LiteralPart and not ParameterPart))
                    shell.Abort(Unfollowed.SubstitutionOfUnknownNeed);
                Add(Word.Unknown, part.Quoted, pieces);
                return;
            case ParameterOperator.Assign when isSet is null:
                Assign(part.Name, Word.Unknown);
                Add(Word.Unknown, part.Quoted, pieces);
                return;
            case ParameterOperator.Alternative:
                if (isSet == true)
                    Argument(argument, part.Quoted, pieces);
                if (part.Quoted && (isSet == false || argument.Parts.IsEmpty))
                    Add(Word.Of(""), true, pieces);
                return;
        }
        if (isSet != false)
        {
            if (isList)
                List(part, pieces);
            else
                Add(variable!.Value!, part.Quoted, pieces);
            return;
        }
        switch (part.Operator)
        {
            case ParameterOperator.Default:
                Argument(argument, part.Quoted, pieces);
                if (part.Quoted && argument.Parts.IsEmpty)
                    Add(Word.Of(""), true, pieces);
                break;
            case ParameterOperator.Assign when ShellParser.IsName(part.Name):
                var value = Single(argument);
                Assign(part.Name, value);
                Add(value, part.Quoted, pieces);
                break;
            default:
                Fail(part.Operator == ParameterOperator.Error ? ProgramFailure.ShellUnsetVariable : ProgramFailure.ShellBadVariableName);
                break;
        }
    }

    private void Argument(ShellWord argument, bool quoted, List<Piece> pieces)
    {
        _inArgument++;
        pieces.AddRange(Pieces(argument, tilde: true, splits: !quoted));
        _inArgument--;
    }

    /// <summary>Whether the operators with and without a colon find a value; null if unknown.</summary>
    private static bool? IsSet(ShellVariable? variable, bool emptyCounts)
    {
        if (variable?.Value is not { } value)
            return false;
        if (variable.MaybeUnset)
            return null;
        if (!emptyCounts || value.Prefix.Length > 0 || value.IsToken)
            return true;
        return value.IsKnown ? false : null;
    }

    private Word Apply(ParameterPart part, Word? value, bool maybeUnset)
    {
        if (part.Operator == ParameterOperator.None)
            return value is null ? Word.Of("")
                : maybeUnset ? Word.Unknown
                : value;
        if (part.Operator == ParameterOperator.Length)
        {
            if (value is null)
                return Word.Of("0");
            // Shells differ in counting bytes or characters.
            return value.IsKnown && System.Text.Ascii.IsValid(value.Text) ? Word.Of(value.Text.Length.ToString()) : Word.UnknownToken;
        }
        // Without a value the pattern is not looked at.
        if (value is null)
            return Word.Of("");
        if (part.Operator == ParameterOperator.Substring)
            return Substring(part, value);
        var pattern = Pattern(part.Argument ?? ShellWord.Empty);
        if (!value.IsKnown || pattern is null)
            return Word.Unknown;
        return part.Operator >= ParameterOperator.ReplaceFirst ? Replace(part, value, pattern) : Remove(part.Operator, value, pattern);
    }

    private Word Remove(ParameterOperator op, Word value, ShellPattern pattern)
    {
        var text = value.Text;
        var suffix = op is ParameterOperator.RemoveShortestSuffix or ParameterOperator.RemoveLongestSuffix;
        var longest = op is ParameterOperator.RemoveLongestSuffix or ParameterOperator.RemoveLongestPrefix;
        // Bounded: the match itself may take the square of the length.
        if (text.Length > 4096)
            return Word.Unknown;
        for (var i = 0; i <= text.Length; i++)
        {
            var length = longest ? text.Length - i : i;
            var matches = pattern.Matches(suffix ? text.AsSpan(text.Length - length) : text.AsSpan(0, length));
            if (matches is null || !shell.Spend(pattern.Steps))
                return Word.Unknown;
            if (matches.Value)
                return suffix ? value.Slice(0, text.Length - length) : value.Slice(length, text.Length - length);
        }
        return value;
    }

    private Word Replace(ParameterPart part, Word value, ShellPattern pattern)
    {
        var replacement = part.Argument2 is null ? Word.Of("") : Single(part.Argument2, tilde: false);
        // In newer releases of bash an unquoted & of the replacement stands for the match.
        if (!replacement.IsKnown || replacement.Text.AsSpan().IndexOfAny('&', '\\') >= 0 || value.Text.Length > 1024)
            return Word.Unknown;
        if (part.Argument is null || part.Argument.Parts.IsEmpty)
            return Word.Unknown;
        var text = value.Text;
        var pieces = new List<Word>();
        int start = 0,
            at = part.Operator == ParameterOperator.ReplaceSuffix ? 0 : start;
        for (; at <= text.Length; at++)
        {
            if (part.Operator == ParameterOperator.ReplacePrefix && at > 0)
                break;
            var length = LongestMatch(text.AsSpan(at), pattern, toEnd: part.Operator == ParameterOperator.ReplaceSuffix);
            if (length is null)
                return Word.Unknown;
            if (length <= 0)
                continue;
            pieces.Add(value.Slice(start, at - start));
            pieces.Add(replacement);
            start = at + length.Value;
            at = start - 1;
            if (part.Operator != ParameterOperator.ReplaceAll)
                break;
        }
        pieces.Add(value.Slice(start, text.Length - start));
        return Word.Concat(pieces);
    }

    private int? LongestMatch(ReadOnlySpan<char> text, ShellPattern pattern, bool toEnd)
    {
        for (var length = text.Length; length > 0; length--)
        {
            switch (pattern.Matches(text[..length]))
            {
                case null:
                    return null;
                case var _ when !shell.Spend(pattern.Steps):
                    return null;
                case true:
                    return length;
            }
            if (toEnd)
                break;
        }
        return -1;
    }

    private Word Substring(ParameterPart part, Word value)
    {
        var offset = Integer(part.Argument);
        var length = part.Argument2 is null ? value.Text.Length : Integer(part.Argument2);
        if (!value.IsKnown || offset is not { } from || length is not { } count || !System.Text.Ascii.IsValid(value.Text))
            return Word.Unknown;
        var size = value.Text.Length;
        if (from < 0)
            from += size;
        if (from < 0 || from > size)
            return Word.Of("");
        var end = count < 0 ? size + count : Math.Min(size, from + Math.Min(count, size));
        if (end < from)
            return Word.Unknown;
        return value.Slice((int)from, (int)(end - from));
    }

    private long? Integer(ShellWord? word)
    {
        if (word is null)
            return null;
        var text = Single(word, tilde: false);
        return text.IsKnown ? Calculate(text.Text) : null;
    }

    private Word Command(CommandPart part)
    {
        if (part.Body is null)
        {
            SubstitutionStatus = ShellStatus.Success;
            return Word.Of("");
        }
        if (ShellLookup.Of(part.Body) is { } looked)
        {
            SubstitutionStatus = ShellStatus.Unknown;
            return Word.PathOf(looked);
        }
        var (plan, status, output) = shell.Subshell(part.Body, State with { Output = Word.Of("") });
        State = State.Started(plan);
        SubstitutionStatus = status;
        if (output?.Outline is not { } printed)
            return Word.Unknown;
        var end = printed.Length;
        while (end > 0 && printed[end - 1] == '\n')
            end--;
        return output.Slice(0, end);
    }

    private Word Arithmetic(ArithmeticPart part)
    {
        var text = Single(part.Content, tilde: false);
        if (text.IsKnown)
            return Calculate(text.Text) is { } value ? Word.Of(value.ToString()) : Word.UnknownUncut;
        // An assignment inside would be lost.
        if (part.Content.Parts.Any(p => p is LiteralPart literal && AssignsOrCounts(literal.Text.Outline!)))
            shell.Abort(Unfollowed.AssignmentInArithmetic);
        return Word.UnknownUncut;
    }

    private static bool AssignsOrCounts(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '=' && (i == 0 || text[i - 1] is not ('=' or '!' or '<' or '>')) && (i + 1 == text.Length || text[i + 1] != '='))
                return true;
        }
        return text.Contains("++", StringComparison.Ordinal)
            || text.Contains("--", StringComparison.Ordinal)
            || text.Contains("<<=", StringComparison.Ordinal)
            || text.Contains(">>=", StringComparison.Ordinal);
    }

    private long? Calculate(string text)
    {
        if (!shell.Spend(text.Length))
            return null;
        var arithmetic = new ShellArithmetic(text, Variable, (name, value) =>
            Assign(name, value is { } number ? Word.Of(number.ToString()) : Word.UnknownUncut)
        );
        var result = arithmetic.Evaluate();
        if (arithmetic.IsUnsupported || (arithmetic.IsError && shell.Dialect != ShellDialect.Dash))
            shell.Abort(Unfollowed.Arithmetic);
        else if (arithmetic.IsError)
            Fail(ProgramFailure.ShellArithmeticError);
        return result;
    }

    private Word? Variable(string name)
    {
        var variable = shell.Lookup(State, name);
        // dash takes an unset variable for 0 even under set -u, and only in arithmetic.
        if (variable?.Value is null && State.Has(ShellOptions.NoUnset) && shell.Dialect != ShellDialect.Dash)
            Fail(ProgramFailure.ShellUnsetVariable);
        return variable is { MaybeUnset: true } ? Word.Unknown : variable?.Value;
    }

    /// <summary>The characters of IFS; null if unknown.</summary>
    private string? Separators()
    {
        if (!State.Variables.TryGetValue("IFS", out var variable))
            return DefaultSeparators;
        if (variable.MaybeUnset)
            return null;
        return variable.Value is null ? DefaultSeparators
            : variable.Value.IsKnown ? variable.Value.Text
            : null;
    }

    private void Split(List<Piece> pieces, ImmutableArray<Word>.Builder fields)
    {
        var separators = Separators();
        var field = new Field(State.Has(ShellOptions.NoGlob));
        foreach (var piece in pieces)
        {
            if (piece.Break)
            {
                field.End(fields, evenIfEmpty: piece.Quoted);
            }
            else if (piece.Text.Kind == WordKind.UnknownMany || (piece.Splits && separators != DefaultSeparators && !piece.Text.IsKnown))
            {
                field.AddMany();
            }
            else if (!piece.Splits || piece.Text.Outline is null)
            {
                field.Add(piece.Text, piece.Quoted);
            }
            else if (separators is null)
            {
                field.AddMany();
            }
            else
            {
                SplitText(piece.Text, separators, field, fields);
            }
        }
        field.End(fields, evenIfEmpty: false);
    }

    private void SplitText(Word word, string separators, Field field, ImmutableArray<Word>.Builder fields)
    {
        var text = word.Outline!;
        var start = 0;
        if (!shell.Spend(text.Length))
            return;
        for (var i = 0; i <= text.Length; i++)
        {
            if (i < text.Length && !separators.Contains(text[i]))
                continue;
            if (i > start)
                field.Add(word.Slice(start, i - start), quoted: false);
            if (i == text.Length)
                break;
            // White space ends a field; any other separator ends one even where there is none, unless white space just did.
            if (DefaultSeparators.Contains(text[i]))
                field.EndAtBlank(fields);
            else
                field.EndAtSeparator(fields);
            start = i + 1;
        }
    }

    /// <summary>The word being put together.</summary>
    private sealed class Field(bool noGlob)
    {
        private readonly List<(Word Text, bool Quoted)> _pieces = [];
        private bool _many;
        private bool _afterBlank;

        public void Add(Word text, bool quoted)
        {
            if (text is { IsKnown: true, Text: "" } && !quoted)
                return;
            _pieces.Add((text, quoted));
            _afterBlank = false;
        }

        public void AddMany() => _many = true;

        public void EndAtBlank(ImmutableArray<Word>.Builder fields)
        {
            if (_pieces.Count == 0 && !_many)
                return;
            End(fields, evenIfEmpty: false);
            _afterBlank = true;
        }

        public void EndAtSeparator(ImmutableArray<Word>.Builder fields)
        {
            if (_pieces.Count > 0 || _many)
                End(fields, evenIfEmpty: false);
            else if (!_afterBlank)
                fields.Add(Word.Of(""));
            _afterBlank = false;
        }

        public void End(ImmutableArray<Word>.Builder fields, bool evenIfEmpty)
        {
            if (_many)
                fields.Add(Word.UnknownMany);
            else if (_pieces.Count > 0)
                fields.Add(Finish());
            else if (evenIfEmpty)
                fields.Add(Word.Of(""));
            _pieces.Clear();
            _many = false;
            _afterBlank = false;
        }

        private Word Finish()
        {
            var whole = _pieces.Count == 1 ? _pieces[0].Text : Word.Concat(_pieces.Select(p => p.Text));
            if (noGlob)
                return whole;
            var bracket = false;
            foreach (var (text, quoted) in _pieces)
            {
                if (!text.IsKnown)
                    return whole;
                if (quoted)
                    continue;
                for (var i = 0; i < text.Text.Length; i++)
                {
                    var c = text.Text[i];
                    if (c is '*' or '?' || (c == ']' && bracket))
                        return Glob(whole);
                    bracket |= c == '[';
                }
            }
            return whole;
        }

        /// <summary>A pattern stays as it is where no file matches. That no file name begins with a dash or holds <c>:</c> or <c>=</c> is
        /// taken for granted: these are options, class paths and addresses.</summary>
        private static Word Glob(Word whole)
        {
            if (whole.Text.StartsWith('-') || whole.Text.AsSpan().IndexOfAny(':', '=') >= 0)
                return whole;
            var special = whole.Text.AsSpan().IndexOfAny('*', '?', '[');
            return Word.UnknownManyAfter(whole.Slice(0, Math.Max(special, 0)));
        }
    }
}
