using System.Buffers;
using System.Collections.Immutable;
using ManifestLint.Programs;

namespace ManifestLint.Containers;

/// <summary>
/// Scripts in which a workflow engine fills in values before a shell sees them: <c>{{inputs.parameters.date}}</c>. Such a value may be any words, as that
/// of a variable of which nothing is known, and what stands around it stays readable. Source: argo-workflows docs/variables.md (simple template tags).
/// </summary>
internal static class ScriptTemplates
{
    /// <summary>The variable that stands for every such value within quotes, where it may be anything.</summary>
    public const string Variable = "_filled_in_by_template";

    // Outside of them whoever writes it means one word: a number, a path.
    private const string WordVariable = "_filled_in_as_a_word";

    private const string Open = "{{",
        Close = "}}",
        TaskOpen = "$(",
        TaskClose = ")";

    // Those of a task, and what takes nothing in Go's templates. Source: tektoncd/pipeline docs/variables.md; Go text/template.
    private static readonly string[] TaskValues =
    [
        "params.",
        "params['",
        "params[\"",
        "inputs.",
        "workspaces.",
        "results.",
        "context.",
        "steps.",
        "tasks.",
        "finally.",
        "resources.",
        "outputs.",
    ];
    private static readonly SearchValues<char> EndsOfTaskValue = SearchValues.Create(" \t\n'\"$`");
    private static readonly string[] Actions = ["end", "else", "break", "continue", "nil"];

    /// <summary>True if a text holds what a template fills in.</summary>
    public static bool IsIn(string text) => text.Contains(Open, StringComparison.Ordinal);

    /// <summary>True if a script holds what the controller of a task fills in.</summary>
    public static bool IsOfTask(string text) => TaskAt(text, 0) >= 0;

    /// <summary>As <see cref="Read(Word)"/> for the values of a task: <c>$(params.port)</c>.</summary>
    public static Word ReadTask(Word script) => Read(script, TaskAt, TaskClose, IsTaskValue);

    private static int TaskAt(string text, int from)
    {
        for (int at; (at = text.IndexOf(TaskOpen, from, StringComparison.Ordinal)) >= 0; from = at + 1)
        {
            if (Array.Exists(TaskValues, v => text.AsSpan(at + TaskOpen.Length).StartsWith(v)))
                return at;
        }
        return -1;
    }

    // params['heap'] may hold what params.heap may not.
    private static bool IsTaskValue(ReadOnlySpan<char> text) =>
        text.IndexOf('[') is >= 0 and var at && text[at..] is ['[', ('\'' or '"') and var open, .. var name, var end, ']'] && open == end
            ? !name.ContainsAny(EndsOfTaskValue)
            : !text.ContainsAny(EndsOfTaskValue);

    /// <summary>The script with a variable in place of each value; <see cref="Word.Unknown"/> where something else than a value is filled in, or
    /// where that would not be taken for one: in here-documents, and where quotes nest.</summary>
    public static Word Read(Word script) =>
        script.Text.Contains("{%", StringComparison.Ordinal)
            ? Word.Unknown
            : Read(script, static (text, from) => text.IndexOf(Open, from, StringComparison.Ordinal), Close, IsValue);

    private delegate bool ValueTest(ReadOnlySpan<char> text);

    // All openings have two characters.
    private static Word Read(Word script, Func<string, int, int> next, string close, ValueTest isValue)
    {
        string text = script.Text;
        var pieces = new List<Word>();
        var quotes = new Quotes(text);
        int from = 0;
        for (int at; (at = next(text, from)) >= 0; )
        {
            int end = text.IndexOf(close, at, StringComparison.Ordinal);
            if (end < 0 || quotes.At(at) is not { } quote)
                return Word.Unknown;
            if (!isValue(text.AsSpan(at + Open.Length, end - at - Open.Length)))
            {
                // Outside of quotes an action may bring commands, and within double ones what is between two of them.
                end = quote != '\0' && close == Close ? EndOfAction(text, at) : -1;
                if (
                    end < 0
                    || text.AsSpan(at, end - at) is var whole
                        && (whole.Contains(quote) || whole.Contains("$(", StringComparison.Ordinal) || whole.Contains('`'))
                )
                    return Word.Unknown;
            }
            if (at > from)
                pieces.Add(script.Slice(from, at - from));
            // Within single quotes a name is no reference: these end before it and begin again behind it.
            string value =
                quote == '\'' ? $"'\"${{{Variable}}}\"'"
                : quote == '"' ? $"${{{Variable}}}"
                : $"${{{WordVariable}}}";
            pieces.Add(Word.Of(value, script.Source));
            from = end + close.Length;
            quotes.SkipTo(from);
        }
        if (from < text.Length)
            pieces.Add(script.Slice(from, text.Length - from));
        return Word.Concat(pieces);
    }

    // Where the last action begins to end of the one that begins here, or of the block that it opens; below 0 if nothing ends it. Of what a block holds
    // nothing need come.
    private static int EndOfAction(string text, int at)
    {
        for (int depth = 0; at >= 0; at = text.IndexOf(Open, at, StringComparison.Ordinal))
        {
            int end = text.IndexOf(Close, at, StringComparison.Ordinal);
            if (end < 0)
                break;
            var action = text.AsSpan(at + Open.Length, end - at - Open.Length).TrimStart("- ");
            var verb = action[..(action.IndexOfAny(" -") is >= 0 and var stop ? stop : action.Length)];
            depth +=
                verb is "if" or "range" or "with" or "block" or "define" ? 1
                : verb is "end" ? -1
                : 0;
            if (depth <= 0)
                return depth < 0 ? -1 : end;
            at = end;
        }
        return -1;
    }

    /// <summary>What is known of a word that is no script: all before the first value.</summary>
    public static Word Begin(Word word) => Word.UnknownAfter(word.Slice(0, word.Text.IndexOf(Open, StringComparison.Ordinal)));

    /// <summary>The environment with the variable.</summary>
    public static ProgramEnvironment With(ProgramEnvironment environment) =>
        environment with
        {
            Variables = environment.Variables.SetItem(Variable, Word.Unknown).SetItem(WordVariable, Word.UnknownUncut),
        };

    // A path of names, or an item of a loop; anything else may be an action.
    private static bool IsValue(ReadOnlySpan<char> text)
    {
        text = text.Trim(' ');
        if (text is ['.', _, ..])
            text = text[1..];
        if (text.IsEmpty || !char.IsAsciiLetter(text[0]))
            return false;
        foreach (string action in Actions)
        {
            if (text.SequenceEqual(action))
                return false;
        }
        foreach (char c in text)
        {
            if (!char.IsAsciiLetterOrDigit(c) && c is not ('.' or '-' or '_'))
                return false;
        }
        return true;
    }

    /// <summary>Follows the quotes of a script from its beginning.</summary>
    private sealed class Quotes(string text)
    {
        private int _at;
        private char _quote;
        private bool _isLost;

        /// <summary>The quote that is open at an offset, <c>\0</c> for none; null where that is not known.</summary>
        public char? At(int offset)
        {
            while (_at < offset && !_isLost)
                Step();
            return _isLost ? null : _quote;
        }

        public void SkipTo(int offset) => _at = Math.Max(_at, offset);

        private void Step()
        {
            char c = text[_at++];
            switch (c)
            {
                case '\\' when _quote != '\'':
                    _at++;
                    break;
                case '\'' when _quote != '"':
                    _quote = _quote == '\'' ? '\0' : '\'';
                    break;
                case '"' when _quote != '\'':
                    _quote = _quote == '"' ? '\0' : '"';
                    break;
                case '#' when _quote == '\0' && (_at < 2 || char.IsWhiteSpace(text[_at - 2]) || text[_at - 2] is ';' or '&' or '|'):
                    _at = text.IndexOf('\n', _at) is >= 0 and var end ? end : text.Length;
                    break;
                case '<' when _quote == '\0' && _at < text.Length && text[_at] == '<':
                    _isLost = true;
                    break;
                case '`' when _quote == '"':
                    _isLost = true;
                    break;
                case '$' when _quote == '"' && _at < text.Length && text[_at] == '(':
                    Substitution();
                    break;
            }
        }

        // One without quotes and parentheses of its own.
        private void Substitution()
        {
            int end = text.AsSpan(_at + 1).IndexOfAny("()\"'`");
            if (end < 0 || text[_at + 1 + end] != ')')
                _isLost = true;
            else
                _at += end + 2;
        }
    }
}
