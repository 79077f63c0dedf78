using System.Collections.Immutable;

namespace ManifestLint.Programs.Shell;

/// <summary>Simple commands and variables.</summary>
internal sealed partial class ShellInterpreter
{
    /// <summary>Builtins whose assignments in front stay, and whose errors end the shell.</summary>
    private static readonly HashSet<string> SpecialBuiltins =
    [
        ".",
        ":",
        "break",
        "continue",
        "eval",
        "exec",
        "exit",
        "export",
        "readonly",
        "return",
        "set",
        "shift",
        "times",
        "trap",
        "unset",
    ];

    /// <summary>Builtins that take assignments as arguments: their values are not split.</summary>
    private static readonly HashSet<string> Declarations = ["export", "readonly", "local", "declare", "typeset"];

    /// <summary>Set by whoever starts the shell, or by the shell itself, to what nobody shows.</summary>
    private static readonly HashSet<string> SetElsewhere =
    [
        "PWD",
        "OLDPWD",
        "SHLVL",
        "_",
        "PS1",
        "PS2",
        "PS4",
        "TERM",
        "BASH",
        "BASH_VERSION",
        "HOSTTYPE",
        "OSTYPE",
        "MACHTYPE",
    ];

    /// <summary>Commands whose arguments change neither variables nor which command runs next.</summary>
    private static readonly HashSet<string> LeavesNoTrace =
    [
        "mkdir",
        "chown",
        "chmod",
        "cp",
        "mv",
        "rm",
        "ln",
        "touch",
        "echo",
        "printf",
        "sleep",
        "cat",
        "cd",
        "curl",
        "wget",
        "tar",
        "cut",
        "rev",
        "tr",
        "head",
        "tail",
        "sort",
        "grep",
        "tee",
        "sed",
        "ls",
        "kill",
        "ulimit",
        "umask",
    ];

    private static readonly HashSet<string> BashNumbers =
    [
        "RANDOM",
        "SRANDOM",
        "SECONDS",
        "UID",
        "EUID",
        "BASHPID",
        "EPOCHSECONDS",
        "EPOCHREALTIME",
    ];

    /// <summary>A parameter; null if it is surely not set.</summary>
    public ShellVariable? Lookup(ShellState state, string name)
    {
        if (state.Variables.TryGetValue(name, out var variable))
            return variable;
        if (name.Length > 0 && char.IsAsciiDigit(name[0]))
            return Position(state, name);
        switch (name)
        {
            case "?":
                return new ShellVariable(state.Status.Code is { } code ? Word.Of(code.ToString()) : Word.UnknownToken);
            case "#":
                Spend(state.Positional.Length / 4);
                return new ShellVariable(state.HasUnknownParameters ? Word.UnknownToken : Word.Of(state.Positional.Length.ToString()));
            case "$" or "PPID" or "LINENO":
                return new ShellVariable(Word.UnknownToken);
            case "!" or "-":
                return new ShellVariable(Word.Unknown, MaybeUnset: true);
            case "OPTIND":
                return new ShellVariable(Word.Of("1"));
            // The container's name, and two that every image has, of one word by convention (runtime-memory.md §2.3).
            case "HOSTNAME" or "HOME" or "PATH" when state.EnvironmentComplete || name == "HOSTNAME":
                return new ShellVariable(Word.UnknownToken);
            case "IFS":
                return new ShellVariable(Word.Of(" \t\n"));
        }
        if (dialect != ShellDialect.Dash && BashNumbers.Contains(name))
            return new ShellVariable(Word.UnknownToken);
        var elsewhere = host.Around.SetElsewhere(name);
        if (elsewhere is { IsToken: true })
            return new ShellVariable(elsewhere);
        if (SetElsewhere.Contains(name) || !state.EnvironmentComplete || elsewhere is not null)
            return new ShellVariable(Word.Unknown, MaybeUnset: true);
        Spend(state.Exports.Count);
        // $HEAPm with a variable HEAP is a slip of the script, and empty for certain.
        bool isSlip = state.Exports.Keys.Any(k => k.Length > 0 && k.Length < name.Length && name.StartsWith(k, StringComparison.Ordinal));
        if (!isSlip && name.Length > 0 && (char.IsAsciiLetter(name[0]) || name[0] == '_'))
            host.Budget.UnsetName ??= name;
        return null;
    }

    private static ShellVariable? Position(ShellState state, string digits)
    {
        if (!int.TryParse(digits, out var number))
            return null;
        if (number == 0)
            return new ShellVariable(state.Zero);
        Effort.Spend(Math.Min(number, state.Positional.Length) / 8);
        if (state.FirstUnknown(number))
            return new ShellVariable(Word.Unknown, MaybeUnset: true);
        return number <= state.Positional.Length ? new ShellVariable(state.Positional.Span[number - 1]) : null;
    }

    private List<ShellState> Simple(SimpleCommand node, ShellState state, bool tested)
    {
        string? unset = host.Budget.UnsetName;
        var expansion = new ShellExpansion(this, state);
        var fields = ImmutableArray.CreateBuilder<Word>(node.Words.Length);
        var declares = node.Words.Length > 1 && node.Words[0].Bare is { } first && Declarations.Contains(first);
        foreach (var word in node.Words)
        {
            if (declares && AssignedName(word) is not null)
                fields.Add(expansion.Single(word));
            else
                expansion.Fields(word, fields);
            if (expansion.Failure is not null)
                break;
        }
        var words = fields.ToImmutable();
        var printed = state.Output;
        expansion.Redirect(node.Redirections);
        // What a folder is called has no bearing on what runs later.
        if (printed is null && words is [{ IsKnown: true } program, ..] && LeavesNoTrace.Contains(program.Text))
            host.Budget.UnsetName = unset;
        if (expansion.Failure is { } failure)
            return [Failed(expansion.State, failure)];

        // Values of assignments see the assignments before them, also where they are only for the command.
        var outer = expansion.State;
        var assigned = new List<(string Name, Word Value)>();
        foreach (var assignment in node.Assignments)
        {
            if (assignment.Items is { } all)
            {
                var items = ImmutableArray.CreateBuilder<Word>();
                foreach (var item in all)
                    expansion.Fields(item, items);
                expansion.Assign(assignment, items.ToImmutable());
                continue;
            }
            var value = expansion.Single(assignment.Value);
            if (assignment.Append)
                value = Appended(expansion.State, assignment.Name, value);
            expansion.Assign(assignment.Name, value);
            assigned.Add((assignment.Name, value));
        }
        if (expansion.Failure is { } stop)
            return [Failed(expansion.State, stop)];
        if (words.IsEmpty)
        {
            return [CheckErrorExit(expansion.State with { Status = expansion.SubstitutionStatus ?? ShellStatus.Success }, tested)];
        }
        var before = Restore(expansion.State, outer, assigned);
        var paths = Command(words, assigned, SettledIfAsked(before, node.Words), tested);
        var hides = HidesOutput(node.Redirections);
        return [.. paths.Select(p => CheckErrorExit(hides ? p with { Output = printed } : p, tested))];
    }

    private Word Appended(ShellState state, string name, Word value) =>
        Lookup(state, name) switch
        {
            null or { Value: null } => value,
            { MaybeUnset: true } => Word.Unknown,
            { Value: { } old } => Word.Concat(old, value),
        };

    /// <summary>The name in a word written <c>NAME=…</c>; null if it is not.</summary>
    private static string? AssignedName(ShellWord word)
    {
        if (word.Parts is not [LiteralPart { Quoted: false } literal, ..])
            return null;
        var at = literal.Text.Text.IndexOf('=');
        return at > 0 && ShellParser.IsName(literal.Text.Text.AsSpan(0, at)) ? literal.Text.Text[..at] : null;
    }

    private List<ShellState> Command(ImmutableArray<Word> words, List<(string Name, Word Value)> assigned, ShellState state, bool tested)
    {
        // $(which java) and $HOME/bin/java: where there is none, nothing runs. A path is no function and no builtin.
        bool isPath = false;
        if (words[0].Program is { } looked)
            (words, isPath) = (words.SetItem(0, looked), true);
        var name = words[0];
        if (name.Kind == WordKind.UnknownMany && name.Prefix.Length == 0 && words.Length > 1)
        {
            // It may be nothing, and the command be the next word.
            Abort(Unfollowed.UnknownCommand);
            return [state];
        }
        if (!name.IsKnown)
        {
            return
            [
                Print(state.Started(new ProcessPlan.Unknown(Unfollowed.UnknownProgram)), Word.Unknown) with
                {
                    Status = ShellStatus.Unknown,
                },
            ];
        }
        if (!isPath && state.Aliases.Contains(name.Text))
        {
            Abort(Unfollowed.Alias);
            return [state];
        }
        if (!isPath && state.Functions.TryGetValue(name.Text, out var body) && !SpecialBuiltins.Contains(name.Text))
            return Function(body, words, assigned, state, tested);
        var special = !isPath && SpecialBuiltins.Contains(name.Text);
        var inside = state;
        foreach (var (variable, value) in assigned)
        {
            inside = Assign(inside, variable, value, out _);
            if (!special || name.Text == "exec")
                inside = inside.Set(variable, inside.Variables[variable] with { Exported = true });
        }
        if (!isPath && Builtin(words, inside, tested) is { } paths)
        {
            return special && dialect != ShellDialect.Bash ? paths : [.. paths.Select(p => Restore(p, state, assigned))];
        }
        return [External(words, inside, state)];
    }

    /// <summary>Takes back the assignments in front of a command that has ended.</summary>
    private static ShellState Restore(ShellState after, ShellState before, List<(string Name, Word Value)> assigned)
    {
        foreach (var (name, _) in assigned)
        {
            if (before.Variables.TryGetValue(name, out var old))
                after = after.Set(name, old);
            else
                after = after with { Variables = after.Variables.Remove(name), Exports = after.Exports.Remove(name) };
        }
        return after;
    }

    /// <summary>Starts a program with the environment of <paramref name="inside"/>.</summary>
    private ShellState External(ImmutableArray<Word> words, ShellState inside, ShellState outer)
    {
        if (dialect == ShellDialect.Dash && !words[0].Text.Contains('/') && words[0].Text.Contains('='))
            return outer with { Status = ShellStatus.Of(127) };
        var result = host.Launch(words, inside.Environment, isMain: false);
        if (MayHaveOthers(outer) && MayEndOthers(words))
            outer = Settle(outer);
        bool goesOn = result.Plan is ProcessPlan.Run { Process.Detaches: true };
        return Print(outer.Started(result.Plan, background: goesOn), PrintsToken(words) ? Word.UnknownToken : Word.Unknown) with
        {
            // Where it does not go on, what follows for that case runs without it.
            Status = goesOn ? ShellStatus.Success : result.Status,
        };
    }

    // Programs that print one number or name.
    private static bool PrintsToken(ImmutableArray<Word> words) =>
        words.All(w => w.IsKnown || w.Program is not null || w.IsToken)
        && words[0].BaseName switch
        {
            "nproc" or "whoami" => true,
            "dirname" or "readlink" or "realpath" => words.Length > 1 && words.All(w => w.IsOneToken || w.Program is not null),
            "hostname" => words.Length == 1 || (words.Length == 2 && words[1].Text is "-s" or "-f" or "-i" or "-d"),
            "date" => words.Length == 2 && words[1].Text is ['+', not '-', ..] && !words[1].Text.Any(char.IsWhiteSpace),
            "uname" => words.Length == 1 || (words.Length == 2 && words[1].Text is "-n" or "-m" or "-r" or "-s"),
            "id" => words.Length == 2 && words[1].Text is "-u" or "-g" or "-un" or "-gn",
            _ => false,
        };

    private List<ShellState> Function(
        ShellNode body,
        ImmutableArray<Word> words,
        List<(string Name, Word Value)> assigned,
        ShellState state,
        bool tested
    )
    {
        var inside = state with { Positional = words.AsMemory()[1..], Locals = ImmutableDictionary<string, ShellVariable?>.Empty };
        foreach (var (name, value) in assigned)
        {
            inside = Assign(inside, name, value, out _);
            inside = inside.Set(name, inside.Variables[name] with { Exported = true });
        }
        var loops = _loops;
        _loops = 0;
        var paths = Execute(body, inside, tested);
        _loops = loops;
        return [.. paths.Select(p => Returned(p, state, assigned))];
    }

    private static ShellState Returned(ShellState path, ShellState caller, List<(string Name, Word Value)> assigned)
    {
        if (path.Flow == ShellFlow.Exited)
            return path;
        foreach (var (name, old) in path.Locals ?? ImmutableDictionary<string, ShellVariable?>.Empty)
        {
            if (old is not null)
                path = path.Set(name, old);
            else
                path = path with { Variables = path.Variables.Remove(name), Exports = path.Exports.Remove(name) };
        }
        path = Restore(path, caller, assigned);
        return path with
        {
            Positional = caller.Positional,
            Locals = caller.Locals,
            Flow = path.Flow == ShellFlow.Return ? ShellFlow.Normal : path.Flow,
        };
    }
}
