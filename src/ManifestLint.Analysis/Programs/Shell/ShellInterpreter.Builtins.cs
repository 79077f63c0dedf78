using System.Buffers;
using System.Collections.Immutable;

namespace ManifestLint.Programs.Shell;

/// <summary>Commands the shell runs itself. Sources: POSIX.1-2024 Shell Command Language 2.15; dash(1); bash(1).</summary>
internal sealed partial class ShellInterpreter
{
    private static readonly HashSet<string> BashBuiltins =
    [
        "let",
        "mapfile",
        "readarray",
        "enable",
        "complete",
        "compgen",
        "compopt",
        "coproc",
        "declare",
        "typeset",
        "source",
        "builtin",
        "shopt",
        "pushd",
        "popd",
        "dirs",
        "disown",
        "bind",
        "caller",
        "help",
        "history",
        "logout",
        "suspend",
    ];

    /// <summary>Runs a builtin; null if <paramref name="words"/> is not one.</summary>
    private List<ShellState>? Builtin(ImmutableArray<Word> words, ShellState state, bool tested)
    {
        var name = words[0].Text;
        if (dialect != ShellDialect.Bash && BashBuiltins.Contains(name))
        {
            if (dialect == ShellDialect.Posix)
                Abort(Unfollowed.Builtin);
            return null;
        }
        switch (name)
        {
            case ":" or "true":
                return [state with { Status = ShellStatus.Success }];
            case "false":
                return [state with { Status = ShellStatus.Of(1) }];
            case "test":
                return [state with { Status = ShellTest.Evaluate(words.AsSpan()[1..], dialect) }];
            case "[":
                return
                [
                    state with
                    {
                        Status =
                            words[^1].IsKnown && words[^1].Text == "]" && words.Length > 1
                                ? ShellTest.Evaluate(words.AsSpan()[1..^1], dialect)
                                : ShellStatus.Unknown,
                    },
                ];
            case "echo" or "printf":
                return [PrintWords(words, state)];
            case "eval":
                return Eval(words, state);
            case "exec":
                return Exec(words, state);
            case "command" or "builtin":
                return CommandBuiltin(words, state, tested);
            case "exit":
                return [ExitBuiltin(words, state)];
            case "return":
                return [Return(words, state)];
            case "break" or "continue":
                return [Leave(words, state)];
            case "set":
                return [Set(words, state)];
            case "shift":
                return [Shift(words, state)];
            case "export" or "readonly" or "local" or "declare" or "typeset":
                return [Declare(words, state)];
            case "unset":
                return [Unset(words, state)];
            case "read":
                return [Read(words, state)];
            case "getopts":
                return [GetOptions(words, state)];
            case "." or "source":
                return Source(words, state);
            case "trap":
                return [Trap(words, state)];
            case "kill" when words is [_, { IsKnown: true, Text: "-l" or "-L" }, ..]:
                return [Print(state, Word.Unknown) with { Status = ShellStatus.Unknown }];
            case "wait":
                return [Settle(state) with { Status = ShellStatus.Unknown }];
            // Which process an operand means is not known, nor whether it has ended: signal 0 asks, and what follows may depend on the answer.
            case "kill" or "fg" or "jobs":
                return [Settle(Print(state, Word.Unknown)) with { Status = ShellStatus.Unknown }];
            case "alias":
                return [Alias(words, state)];
            case "cd" or "chdir" or "pushd" or "popd":
                return [ChangeFolder(words, state)];
            case "let" or "mapfile" or "readarray" or "enable" or "coproc" or "logout":
                Abort(Unfollowed.Builtin);
                return [state];
            case "shopt":
                // Options that change how words are matched or commands are read.
                Abort(Unfollowed.Shopt);
                return [state];
            case "pwd"
            or "times"
            or "type"
            or "hash"
            or "ulimit"
            or "umask"
            or "bg"
            or "fc"
            or "unalias"
            or "dirs"
            or "disown"
            or "bind"
            or "caller"
            or "help"
            or "history"
            or "suspend"
            or "complete"
            or "compgen"
            or "compopt":
                return [Print(state, Word.Unknown) with { Status = ShellStatus.Unknown }];
            default:
                return null;
        }
    }

    // A folder that is written as a whole is where the shell is then; without it the shell goes on where it was or ends.
    private ShellState ChangeFolder(ImmutableArray<Word> words, ShellState state)
    {
        state = SetUnknown(SetUnknown(state, "PWD"), "OLDPWD") with { Status = ShellStatus.Unknown };
        return words is [{ Text: "cd" }, { IsKnown: true, Text: ['/', ..] path } folder] && !path.Contains("..", StringComparison.Ordinal)
            ? state.Set("PWD", new ShellVariable(folder, Exported: true))
            : state;
    }

    private ShellState SetUnknown(ShellState state, string name)
    {
        var old = state.Variables.GetValueOrDefault(name);
        return state.Set(name, new ShellVariable(Word.Unknown, old?.Exported ?? true, old?.ReadOnly ?? false, MaybeUnset: true));
    }

    private static Word Joined(ImmutableArray<Word> words, int from)
    {
        if (words.Skip(from).Any(w => w.Kind == WordKind.UnknownMany))
            return Word.Unknown;
        return Word.Concat(words.Skip(from).SelectMany((w, i) => i == 0 ? new[] { w } : [Word.Of(" "), w]));
    }

    private ShellState PrintWords(ImmutableArray<Word> words, ShellState state)
    {
        state = state with { Status = ShellStatus.Success };
        if (words is [{ Text: "printf" }, { IsKnown: true, Text: "-v" }, ..] && dialect == ShellDialect.Bash)
        {
            if (words.Length < 3 || !words[2].IsKnown || !ShellParser.IsName(words[2].Text))
                Abort(Unfollowed.PrintfIntoVariable);
            else
                return AssignOrAbort(state, words[2].Text, Word.Unknown);
        }
        if (state.Output is null)
            return state;
        if (words[0].Text == "echo")
        {
            var bare = words.Length > 1 && words[1].IsKnown && words[1].Text == "-n";
            var text = Joined(words, bare ? 2 : 1);
            // Shells differ on backslashes and options.
            if (!text.IsKnown || text.Text.StartsWith('-') || text.Text.Contains('\\'))
                return Print(state, Word.Unknown);
            return Print(state, bare ? text : Word.Concat(text, Word.Of("\n")));
        }
        return Print(state, Formatted(words));
    }

    /// <summary>What <c>printf</c> prints for the simplest formats.</summary>
    private static Word Formatted(ImmutableArray<Word> words)
    {
        if (words.Length < 2 || !words[1].IsKnown)
            return Word.Unknown;
        var format = words[1].Text;
        var (line, end) = format.EndsWith("\\n", StringComparison.Ordinal) ? (format[..^2], "\n") : (format, "");
        if (words.Length == 3 && line == "%s" && words[2].Kind != WordKind.UnknownMany)
            return Word.Concat(words[2], Word.Of(end));
        return words.Length == 2 && line.AsSpan().IndexOfAny('%', '\\', '-') < 0
            ? Word.Concat(words[1].Slice(0, line.Length), Word.Of(end))
            : Word.Unknown;
    }

    private List<ShellState> Eval(ImmutableArray<Word> words, ShellState state)
    {
        var script = Joined(words, 1);
        if (script.IsKnown)
            return Script(script, [state with { Status = ShellStatus.Success }], syntaxErrorEnds: false);
        Abort(Unfollowed.EvalOfUnknownWords);
        return [state];
    }

    // Whatever ran: every variable may have changed, and others may have come.
    private ShellState AfterAnything(ShellState state)
    {
        foreach (var name in state.Variables.Keys)
            state = SetUnknown(state, name);
        return state with
        {
            EnvironmentComplete = false,
            Positional = ShellState.UnknownParameters,
            Status = ShellStatus.Unknown,
            Output = state.Output is null ? null : Word.Unknown,
        };
    }

    private List<ShellState> Exec(ImmutableArray<Word> words, ShellState state)
    {
        var i = 1;
        for (; i < words.Length && words[i].IsKnown && words[i].Text.StartsWith('-'); i++)
        {
            if (words[i].Text == "--")
            {
                i++;
                break;
            }
            if (words[i].Text == "-a")
                i++;
            else if (words[i].Text is "-c" or "-l" or "-cl" or "-lc")
                state = words[i].Text.Contains('c') ? state with { Exports = ImmutableDictionary<string, Word>.Empty } : state;
            else
                Abort(Unfollowed.OptionOfExec);
        }
        if (i >= words.Length)
            return [state with { Status = ShellStatus.Success }];
        if (words[i].Kind == WordKind.UnknownMany && words[i].Prefix.Length == 0)
        {
            Abort(Unfollowed.UnknownCommand);
            return [state];
        }
        var result = host.Launch(words[i..], state.Environment, isMain && _subshells == 0);
        return [Print(state.Started(result.Plan), Word.Unknown) with { Status = result.Status, Flow = ShellFlow.Exited, ExitTrap = null }];
    }

    private List<ShellState> CommandBuiltin(ImmutableArray<Word> words, ShellState state, bool tested)
    {
        var i = 1;
        for (; i < words.Length && words[i].IsKnown && words[i].Text.StartsWith('-'); i++)
        {
            if (words[i].Text is "-v" or "-V")
                return [Print(state, Word.Unknown) with { Status = ShellStatus.Unknown }];
            if (words[i].Text is not ("-p" or "--"))
                Abort(Unfollowed.OptionOfCommand);
        }
        if (i >= words.Length)
            return [state with { Status = ShellStatus.Success }];
        // Without functions and aliases, otherwise a command like any other.
        var paths = Command(words[i..], [], state with { Functions = ImmutableDictionary<string, ShellNode>.Empty, Aliases = [] }, tested);
        return [.. paths.Select(p => p with { Functions = p.Functions.IsEmpty ? state.Functions : p.Functions, Aliases = state.Aliases })];
    }

    private ShellState ExitBuiltin(ImmutableArray<Word> words, ShellState state)
    {
        var status = state.Status;
        if (words.Length > 1)
            status =
                words[1].IsKnown && int.TryParse(words[1].Text, out var code) && code is >= 0 and < 256
                    ? ShellStatus.Of(code)
                    : ShellStatus.Unknown;
        return Exit(state, status, status.Succeeded == false ? ProgramFailure.ShellExit : null);
    }

    private ShellState Return(ImmutableArray<Word> words, ShellState state)
    {
        if (state.Locals is null)
        {
            if (dialect != ShellDialect.Dash)
                Abort(Unfollowed.ReturnOutsideFunction);
            return ExitBuiltin(words, state);
        }
        var status = state.Status;
        if (words.Length > 1)
            status =
                words[1].IsKnown && int.TryParse(words[1].Text, out var code) && code is >= 0 and < 256
                    ? ShellStatus.Of(code)
                    : ShellStatus.Unknown;
        return state with { Flow = ShellFlow.Return, Status = status };
    }

    private ShellState Leave(ImmutableArray<Word> words, ShellState state)
    {
        state = state with { Status = ShellStatus.Success };
        if (_loops == 0)
            return state;
        var levels = 1;
        if (words.Length > 1 && (!words[1].IsKnown || !int.TryParse(words[1].Text, out levels) || levels < 1))
            Abort(Unfollowed.BreakOfUnknownDepth);
        return state with { Flow = words[0].Text == "break" ? ShellFlow.Break : ShellFlow.Continue, Levels = Math.Min(levels, _loops) };
    }

    private ShellState Set(ImmutableArray<Word> words, ShellState state)
    {
        var options = state.Options;
        var i = 1;
        for (; i < words.Length; i++)
        {
            if (!words[i].IsKnown)
            {
                // Words that cannot begin with a dash are parameters.
                if (words[i].Prefix.Length == 0 || words[i].Prefix[0] is '-' or '+')
                    Abort(Unfollowed.SetOfUnknownWords);
                break;
            }
            var text = words[i].Text;
            if (text is "--" or "-")
            {
                if (text == "--" || i + 1 < words.Length)
                    return state with { Options = options, Positional = words.AsMemory()[(i + 1)..], Status = ShellStatus.Success };
                i++;
                break;
            }
            if (text.Length < 2 || text[0] is not ('-' or '+'))
                break;
            if (SetOptions(words, ref i, ref options))
                continue;
            return dialect == ShellDialect.Dash
                ? Failed(state, ProgramFailure.ShellUnknownOption)
                : state with
                {
                    Status = ShellStatus.Failure,
                };
        }
        state = state with { Options = options, Status = ShellStatus.Success };
        return i < words.Length ? state with { Positional = words.AsMemory()[i..] } : state;
    }

    /// <summary>Reads one word of options; false if the shell does not know one.</summary>
    private bool SetOptions(ImmutableArray<Word> words, ref int i, ref ShellOptions options)
    {
        var on = words[i].Text[0] == '-';
        foreach (var letter in words[i].Text.AsSpan(1))
        {
            if (letter == 'o')
            {
                if (i + 1 >= words.Length)
                    return true;
                if (!words[++i].IsKnown)
                {
                    Abort(Unfollowed.SetOfUnknownWords);
                    return true;
                }
                if (!ShellOptionNames.ByName(words[i].Text, on, ref options, dialect))
                    return false;
            }
            else if (!ShellOptionNames.ByLetter(letter, on, ref options, dialect))
            {
                return false;
            }
        }
        if (ShellOptionNames.ChangesReading(options))
            Abort(Unfollowed.ShellReadsOnly);
        options &= ~ShellOptionNames.Reading;
        return true;
    }

    private ShellState Shift(ImmutableArray<Word> words, ShellState state)
    {
        var count = 1;
        // Each one left is looked at again by whatever compares what this leaves with another way through the script.
        Spend(state.Positional.Length);
        if (words.Length > 1 && (!words[1].IsKnown || !int.TryParse(words[1].Text, out count) || count < 0))
        {
            Abort(Unfollowed.ShiftByUnknown);
            return state;
        }
        if (state.FirstUnknown(count))
            return state with { Positional = ShellState.UnknownParameters, Status = ShellStatus.Unknown };
        if (count <= state.Positional.Length)
            return state with { Positional = state.Positional[count..], Status = ShellStatus.Success };
        if (dialect == ShellDialect.Posix)
            Abort(Unfollowed.ShiftTooFar);
        return dialect == ShellDialect.Dash ? Failed(state, ProgramFailure.ShellShiftTooFar) : state with { Status = ShellStatus.Of(1) };
    }

    private ShellState Declare(ImmutableArray<Word> words, ShellState state)
    {
        var kind = words[0].Text;
        bool export = kind == "export",
            readOnly = kind == "readonly",
            local = kind is "local" or "declare" or "typeset",
            off = false;
        state = state with { Status = ShellStatus.Success };
        var i = 1;
        for (; i < words.Length && words[i].IsKnown && words[i].Text.Length > 1 && words[i].Text[0] is '-' or '+'; i++)
        {
            switch (words[i].Text)
            {
                case "--":
                    break;
                case "-p":
                    return Print(state, Word.Unknown);
                case "-n" when export && dialect == ShellDialect.Bash:
                    off = true;
                    break;
                case "-x" when local && dialect == ShellDialect.Bash:
                    export = true;
                    break;
                case "-r" when local && dialect == ShellDialect.Bash:
                    readOnly = true;
                    break;
                case "-g" when local && dialect == ShellDialect.Bash:
                    local = false;
                    break;
                default:
                    Abort(Unfollowed.OptionOfDeclaration);
                    return state;
            }
        }
        if (kind == "local" && state.Locals is null)
        {
            if (dialect != ShellDialect.Dash)
                Abort(Unfollowed.LocalOutsideFunction);
            return Failed(state, ProgramFailure.ShellLocalOutsideFunction);
        }
        // export $(grep … file): what it sets is not known, and what follows is.
        if (kind == "export" && !off && words[i..].Any(w => w.Kind == WordKind.UnknownMany && w.Prefix.Length == 0))
            return AfterAnything(state) with { Positional = state.Positional };
        for (; i < words.Length; i++)
        {
            var at = words[i].Prefix.IndexOf('=');
            var name = at >= 0 ? words[i].Prefix[..at] : words[i].Prefix;
            if ((at < 0 && !words[i].IsKnown) || words[i].Kind == WordKind.UnknownMany || !ShellParser.IsName(name.AsSpan().TrimEnd('+')))
            {
                if (words[i].IsKnown && dialect == ShellDialect.Dash)
                    return Failed(state, ProgramFailure.ShellBadVariableName);
                Abort(Unfollowed.DeclarationOfUnknownName);
                return state;
            }
            if (name.EndsWith('+'))
            {
                Abort(Unfollowed.AppendingDeclaration);
                return state;
            }
            if (local)
                state = Localize(state, name);
            if (at >= 0)
            {
                var value =
                    words[i].Outline is { } outline ? words[i].Slice(at + 1, outline.Length - at - 1)
                    : words[i].Program is { } program && at + 1 == words[i].Prefix.Length ? Word.PathOf(program)
                    : Word.Unknown;
                state = Assign(state, name, value, out var failed);
                if (failed is { } failure)
                    return Failed(state, failure);
            }
            var variable = state.Variables.GetValueOrDefault(name) ?? Lookup(state, name) ?? new ShellVariable(null);
            state = state.Set(
                name,
                variable with
                {
                    Exported = (variable.Exported || export) && !off,
                    ReadOnly = variable.ReadOnly || readOnly,
                }
            );
        }
        return state;
    }

    /// <summary>As <c>local</c> and <c>declare</c> do in a function, for an array.</summary>
    public ShellState DeclareArray(ShellState state, ShellAssignment array)
    {
        if (array.DeclaredBy == "local" && state.Locals is null)
            Abort(Unfollowed.LocalOutsideFunction);
        return array.DeclaredBy is null ? state : Localize(state, array.Name);
    }

    private ShellState Localize(ShellState state, string name)
    {
        if (state.Locals is not { } locals || locals.ContainsKey(name))
            return state;
        var old = state.Variables.GetValueOrDefault(name);
        state = state with { Locals = locals.Add(name, old) };
        // In dash a local variable begins with the value it had outside, in bash unset.
        return dialect == ShellDialect.Dash || old is null
            ? state
            : state.Set(
                name,
                old with
                {
                    Value = dialect == ShellDialect.Bash ? null : Word.Unknown,
                    Items = null,
                    MaybeUnset = dialect == ShellDialect.Posix,
                }
            );
    }

    private ShellState Unset(ImmutableArray<Word> words, ShellState state)
    {
        state = state with { Status = ShellStatus.Success };
        var functions = false;
        for (var i = 1; i < words.Length; i++)
        {
            if (!words[i].IsKnown)
            {
                Abort(Unfollowed.UnsetOfUnknownName);
                return state;
            }
            // dash takes NAME=value for NAME.
            var name = dialect == ShellDialect.Dash ? words[i].Text.Split('=')[0] : words[i].Text;
            if (name == "-f")
                functions = true;
            else if (name == "-v")
                functions = false;
            else if (functions)
                state = state with { Functions = state.Functions.Remove(name) };
            else if (state.Variables.GetValueOrDefault(name) is { ReadOnly: true })
                return Failed(state, ProgramFailure.ShellReadOnlyVariable);
            else if (!ShellParser.IsName(name) && dialect == ShellDialect.Dash)
                return Failed(state, ProgramFailure.ShellBadVariableName);
            else if (name.IndexOf('[') is > 0 and var item)
                state = SetUnknown(state, name[..item]);
            else
                state = state.Set(name, new ShellVariable(null));
        }
        return state;
    }

    private ShellState Read(ImmutableArray<Word> words, ShellState state)
    {
        var any = false;
        for (var i = 1; i < words.Length; i++)
        {
            if (!words[i].IsKnown || words[i].Text == "-a")
            {
                Abort(Unfollowed.ReadIntoUnknownNames);
                return state;
            }
            if (words[i].Text.StartsWith('-'))
            {
                if (words[i].Text[^1] is 'p' or 't' or 'n' or 'N' or 'd' or 'u' or 'i')
                    i++;
                continue;
            }
            any = true;
            state = AssignOrAbort(state, words[i].Text, Word.Unknown);
        }
        if (!any && dialect != ShellDialect.Dash)
            state = AssignOrAbort(state, "REPLY", Word.Unknown);
        return state with { Status = ShellStatus.Unknown };
    }

    private ShellState GetOptions(ImmutableArray<Word> words, ShellState state)
    {
        if (words.Length < 3 || !words[2].IsKnown || !ShellParser.IsName(words[2].Text))
            Abort(Unfollowed.Getopts);
        else
            state = SetUnknown(state, words[2].Text);
        return SetUnknown(SetUnknown(state, "OPTARG"), "OPTIND") with { Status = ShellStatus.Unknown };
    }

    private List<ShellState> Source(ImmutableArray<Word> words, ShellState state)
    {
        if (words.Length > 1 && words[1].IsKnown && host.Around.ReadFile(words[1].Text) is { IsKnown: true } text)
        {
            if (words.Length > 2)
                Abort(Unfollowed.SourcedFileWithArguments);
            // return ends the file, not the function around it.
            var locals = state.Locals;
            var paths = Script(
                text,
                [state with { Status = ShellStatus.Success, Locals = locals ?? ImmutableDictionary<string, ShellVariable?>.Empty }],
                syntaxErrorEnds: true
            );
            return
            [
                .. paths.Select(p =>
                    p.Flow == ShellFlow.Return
                        ? p with
                        {
                            Flow = ShellFlow.Normal,
                            Locals = locals,
                        }
                        : p with
                        {
                            Locals = locals is null ? null : p.Locals,
                        }
                ),
            ];
        }
        return [AfterAnything(state)];
    }

    private ShellState Trap(ImmutableArray<Word> words, ShellState state)
    {
        var from = words.Length > 1 && words[1].IsKnown && words[1].Text == "--" ? 2 : 1;
        state = state with { Status = ShellStatus.Success };
        if (words.Length <= from)
            return Print(state, Word.Unknown);
        // A trap on a signal does not run where it is set.
        var atExit = words.Skip(from + 1).Any(s => !s.IsKnown || s.Text is "EXIT" or "0" or "ERR" or "DEBUG" or "RETURN");
        if (!words[from].IsKnown && words.Length > from + 1 && words[from].Kind != WordKind.UnknownMany && !atExit)
            return state;
        if (words.Skip(from).Any(w => !w.IsKnown) || words[from].Text is "-l" or "-p")
        {
            Abort(Unfollowed.TrapOfUnknownWords);
            return state;
        }
        foreach (var signal in words.Skip(from + 1))
        {
            if (signal.Text is "EXIT" or "0")
                state = state with { ExitTrap = words[from].Text is "-" or "" ? null : words[from] };
            else if (signal.Text is "ERR" or "DEBUG" or "RETURN" && dialect != ShellDialect.Dash)
                Abort(Unfollowed.TrapOnEvent);
        }
        // A lone operand resets the signal it names.
        return words.Length == from + 1 && words[from].Text is "EXIT" or "0" ? state with { ExitTrap = null } : state;
    }

    private static readonly SearchValues<string> WordsThatEnd = SearchValues.Create(
        ["stop", "shutdown", "kill", "quit"],
        StringComparison.OrdinalIgnoreCase
    );

    /// <summary>True if a program may end another one, wait until it has ended, or tell whether it has.</summary>
    private static bool MayEndOthers(ImmutableArray<Word> words) =>
        words[0].BaseName switch
        {
            "ps" or "pgrep" or "pidof" or "fuser" or "lsof" or "pwait" or "inotifywait" or "cat" => true,
            "tail" => !words.Any(w => w is { IsKnown: true, Text: "/dev/null" }),
            // A client's orders may stand in what it reads, or in a word that is not known.
            "redis-cli" or "valkey-cli" or "mongosh" or "mongo" or "mysql" or "mariadb" or "mysqladmin" or "mariadb-admin" or "telnet" =>
                !words.All(w => w.IsKnown)
                    || !words.Any(w =>
                        w.Text is "-e" or "-c" or "--eval" or "-x" || w.Text.Equals("ping", StringComparison.OrdinalIgnoreCase)
                    ),
            _ => false,
        }
        || words.Any(w =>
            !w.Prefix.StartsWith("-D", StringComparison.Ordinal) && (w.Outline ?? w.Prefix).AsSpan().ContainsAny(WordsThatEnd)
        );

    // The folder of a process, not /proc/meminfo.
    private static bool IsOfProcess(string path) =>
        path.IndexOf("/proc/", StringComparison.Ordinal) is >= 0 and var at && (at + 6 == path.Length || !char.IsAsciiLetter(path[at + 6]));

    // As written: what follows an unquoted number that is not known has no prefix that is.
    private static bool AsksForProcess(ImmutableArray<ShellWord> words) =>
        words.Any(w =>
            w.Parts.Any(p =>
                p is LiteralPart literal
                && (IsOfProcess(literal.Text.Prefix) || literal.Text.Prefix.StartsWith("--pid", StringComparison.Ordinal))
            )
        );

    private ShellState Alias(ImmutableArray<Word> words, ShellState state)
    {
        state = state with { Status = ShellStatus.Success };
        if (dialect == ShellDialect.Bash)
            return state;
        foreach (var word in words.Skip(1))
        {
            var at = word.Prefix.IndexOf('=');
            if (at > 0)
                state = state with { Aliases = state.Aliases.Add(word.Prefix[..at]) };
            else if (!word.IsKnown)
                Abort(Unfollowed.Alias);
        }
        return Print(state, Word.Unknown);
    }
}
