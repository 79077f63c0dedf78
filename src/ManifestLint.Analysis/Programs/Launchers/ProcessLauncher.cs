using System.Collections.Immutable;
using ManifestLint.Programs.Shell;

namespace ManifestLint.Programs.Launchers;

/// <summary>Finds out what a command line starts: looks through wrappers and into shells.</summary>
/// <param name="around">The files and variables of where it runs.</param>
internal sealed class ProcessLauncher(ProgramSurroundings around)
{
    private const int UnitsOfVariable = 50;

    private ShellBudget Budget { get; } = new();

    /// <summary>Starts <paramref name="words"/>, program first.</summary>
    /// <param name="isMain">True if it takes the place of the first process: its failure is the plan's.</param>
    public LaunchResult Launch(ImmutableArray<Word> words, ProgramEnvironment environment, bool isMain)
    {
        Budget.Depth++;
        var result = Budget.Spend() ? LaunchWithin(words, environment, isMain) : Unknown(Unfollowed.CommandsTooDeep);
        Budget.Depth--;
        return result;
    }

    private LaunchResult LaunchWithin(ImmutableArray<Word> words, ProgramEnvironment environment, bool isMain)
    {
        if (words.IsEmpty)
            return new LaunchResult(ProcessPlan.Nothing, ShellStatus.Unknown);
        if (words[0].Program is { } looked)
            words = words.SetItem(0, looked);
        if (!words[0].IsKnown)
            return Unknown(Unfollowed.UnknownProgram);
        var program = words[0].Text;
        if (program.Length == 0 || program.AsSpan().IndexOfAny(" \t\n\r") >= 0)
            return NotFound(words[0], isMain);
        var name = words[0].BaseName;
        // A builtin of shells: no such file exists.
        if (program is "exec")
            return NotFound(words[0], isMain);
        if (name == "busybox" && words.Length > 1)
        {
            if (words[1] is { IsKnown: true, Text: "sh" or "ash" })
                return Shell(words[1..], ShellDialect.Posix, environment, isMain);
            return Launch(words[1..], environment, isMain);
        }
        if (ShellCommandLine.DialectOf(name) is { } dialect)
            return Shell(words, dialect, environment, isMain);
        if (ShellCommandLine.IsForeignShell(name))
            return Unknown(Unfollowed.ForeignShell);
        // kentcdodds/cross-env src/index.ts: variables, then a command
        if (name is "env" or "cross-env")
            return Wrappers.Env(words, environment, out var changed) is { } rest
                ? LaunchInner(rest, words, changed, isMain)
                : Unknown(Unfollowed.WrapperOfUnknownWords);
        if (name is "su" or "runuser")
            return SwitchUser.Read(words, name == "runuser", environment, out var own) is { } started
                ? Launch(started, own, isMain)
                : Unknown(Unfollowed.UserSwitchWithoutScript);
        // s6-overlay's is known by its path, for others have its name, too.
        if (Wrappers.Find(program == "/init" ? program : name) is { } wrapper)
            return wrapper.Skip(words) is { } command
                ? LaunchBehind(wrapper, command, words, environment, isMain)
                : Unknown(Unfollowed.WrapperOfUnknownWords);
        if (program.Contains('/') && around.ReadFile(program) is { IsKnown: true } text)
            return File(words, text, environment, isMain);
        var status = name switch
        {
            "true" => ShellStatus.Success,
            "false" => ShellStatus.Of(1),
            _ => ShellStatus.Unknown,
        };
        var run = Run(words, environment);
        if (name == "pg_ctl" && PostgresControl.Server(words) is { } server)
            run = new(run.Process with { Arguments = server, Detaches = true });
        // Where the first process ends, the container does; scripts of these names may be somebody's own, which stay.
        return isMain && run.Process.Detaches && !name.StartsWith("start-", StringComparison.Ordinal)
            ? new LaunchResult(ProcessPlan.Nothing, status)
            : new LaunchResult(run, status);
    }

    private ProcessPlan.Run Run(ImmutableArray<Word> words, ProgramEnvironment environment)
    {
        var process = new Process(words, environment.Variables, EnvironmentComplete: environment.IsComplete)
        {
            UnsetName = Budget.UnsetName,
            IsPassedOn = around.IsPassedOn,
            Wrapper = environment.Wrapper,
        };
        return new(SelfDetaching.Is(process, around.ReadFile) ? process with { Detaches = true } : process);
    }

    private static LaunchResult Unknown(Unfollowed reason) => new(new ProcessPlan.Unknown(reason), ShellStatus.Unknown);

    private LaunchResult NotFound(Word program, bool isMain) =>
        new(
            isMain
                ? new ProcessPlan.Fails(ProgramFailure.CommandNotFound, 127) { UnsetName = Budget.UnsetName, Program = program }
                : ProcessPlan.Nothing,
            ShellStatus.Of(127)
        );

    /// <summary>The command behind a wrapper; a wrapper without one is itself the program.</summary>
    private LaunchResult LaunchInner(ImmutableArray<Word> rest, ImmutableArray<Word> words, ProgramEnvironment environment, bool isMain) =>
        rest.IsEmpty ? new LaunchResult(Run(words, environment), ShellStatus.Unknown) : Launch(rest, environment, isMain);

    private LaunchResult LaunchBehind(
        Wrapper wrapper,
        ImmutableArray<Word> command,
        ImmutableArray<Word> words,
        ProgramEnvironment environment,
        bool isMain
    )
    {
        var changed = wrapper.Change(words, command, environment);
        if (wrapper.BringsVariables || (wrapper.BringsWith is { } option && words.Any(w => w.Text == option)))
            changed = changed with { IsComplete = false, Wrapper = new(words[0].BaseName, changed.Variables) };
        if (wrapper.AddsWords && !command.IsEmpty)
            command = command.Add(Word.UnknownMany);
        if (wrapper.TakesVariables && command is [var first, ..] && first.Prefix.Contains('='))
            command = command.Insert(0, Word.Of("env"));
        var result = LaunchInner(command, words, changed, isMain);
        return wrapper.EndsIt && result.Plan is ProcessPlan.Run { Process: var timed }
            ? result with
            {
                Plan = new ProcessPlan.Run(timed with { IsTimed = true }),
            }
            : result;
    }

    private LaunchResult Shell(ImmutableArray<Word> words, ShellDialect dialect, ProgramEnvironment environment, bool isMain)
    {
        if (ShellCommandLine.Read(words, dialect) is not { } line)
            return Unknown(Unfollowed.ShellOfUnknownWords);
        if (line.Failure is { } failure)
            return new LaunchResult(isMain ? new ProcessPlan.Fails(failure, 2) : ProcessPlan.Nothing, ShellStatus.Of(2));
        if (line.Unsupported is { } reason)
            return Unknown(reason);
        if (line.ScriptFile is { } file)
        {
            if (!file.IsKnown || around.ReadFile(file.Text) is not { IsKnown: true } text)
                return Unknown(Unfollowed.UnreadScriptFile);
            return Interpret(text, dialect, line, environment, isMain);
        }
        return line.Script is { Outline: not null } script
            ? Interpret(script, dialect, line, environment, isMain)
            : Unknown(Unfollowed.UnknownScript);
    }

    private LaunchResult File(ImmutableArray<Word> words, Word text, ProgramEnvironment environment, bool isMain)
    {
        var end = text.Text.IndexOf('\n');
        var first = (end < 0 ? text.Text : text.Text[..end]).Trim();
        if (!first.StartsWith("#!", StringComparison.Ordinal))
            return new LaunchResult(Run(words, environment), ShellStatus.Unknown);
        var interpreter = first[2..].Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(w => Word.Of(w));
        return Launch([.. interpreter, .. words], environment, isMain);
    }

    private LaunchResult Interpret(Word script, ShellDialect dialect, ShellCommandLine line, ProgramEnvironment environment, bool isMain)
    {
        if (!Budget.Spend(UnitsOfVariable * environment.Variables.Count))
            return Unknown(Unfollowed.ScriptTooLong);
        var variables = ImmutableDictionary.CreateBuilder<string, ShellVariable>();
        // What a program in front may have set anew is known to nobody who expands it.
        foreach (var (name, value) in environment.Variables)
        {
            // Shells do not take over IFS.
            if (name != "IFS")
                variables.Add(
                    name,
                    new ShellVariable(
                        environment.Wrapper?.MaySet(name, value) == true || value.Kind == WordKind.UnknownMany ? Word.Unknown : value,
                        Exported: true
                    )
                );
        }
        var state = new ShellState
        {
            Variables = variables.ToImmutable(),
            Exports = environment.Variables,
            Positional = line.Positional.AsMemory(),
            Zero = line.Zero,
            Options = line.Options,
            EnvironmentComplete = environment.IsComplete,
            Wrapper = environment.Wrapper,
        };
        return new ShellInterpreter(new ShellHost(around, Budget, Launch), dialect, isMain).Run(script, state);
    }
}
