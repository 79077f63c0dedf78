using System.Collections.Immutable;
using ManifestLint.Cli.Tests.Files;
using ManifestLint.Containers;
using ManifestLint.Programs;

namespace ManifestLint.Oracles.Programs;

/// <summary>Runs a script in a real shell with a <c>probe</c> that writes down its arguments and the variables <c>T_*</c>, and compares.</summary>
internal sealed class ShellOracle : IDisposable
{
    /// <summary>Begins the entry of a shell that fails, followed by its exit code.</summary>
    public const char Ends = '\u0004';

    private readonly TemporaryFolder _folder = new();

    public ShellOracle()
    {
        var probe = _folder.Write(
            "probe",
            """
            #!/bin/sh
            record=$(for word; do printf '%s\001' "$word"; done; printf '\002'; env | grep '^T_' | sort; printf '\003')
            printf '%s' "$record" >>"$PROBE_LOG"

            """
        );
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(probe, UnixFileMode.UserRead | UnixFileMode.UserExecute | UnixFileMode.UserWrite);
    }

    public void Dispose() => _folder.Dispose();

    /// <summary>What the shell ran: for each run of probe its words and its variables; and how the shell ended.</summary>
    public (List<string> Runs, int ExitCode) Real(
        string shell,
        string script,
        IReadOnlyDictionary<string, string> environment,
        params string[] arguments
    )
    {
        var log = _folder.At("log");
        File.WriteAllText(log, "");
        var (exitCode, _, _) = Oracle.Run(
            shell,
            ["-c", script, .. arguments],
            folder: _folder.Folder("empty"),
            environment:
            [
                new("PATH", _folder.Path + ":/usr/local/bin:/usr/bin:/bin"),
                new("PROBE_LOG", log),
                .. environment.Select(v => KeyValuePair.Create(v.Key, (string?)v.Value)),
            ],
            isBare: true
        );
        return ([.. File.ReadAllText(log).Split('\u0003', StringSplitOptions.RemoveEmptyEntries)], exitCode);
    }

    /// <summary>The runs of probe on every way through the plan, written like the real ones; null if something is unknown.</summary>
    public static List<List<string>>? Planned(
        string shell,
        string script,
        IReadOnlyDictionary<string, string> environment,
        params string[] arguments
    )
    {
        var plan = ContainerProcesses.Start(
            [Word.Of(shell), Word.Of("-c"), Word.Of(script), .. arguments.Select(a => Word.Of(a))],
            new ProgramEnvironment(environment.ToImmutableDictionary(v => v.Key, v => Word.Of(v.Value)))
        );
        var ways = Ways(plan);
        return ways.Exists(w => w.Contains(null)) ? null : [.. ways.Select(w => w.Select(r => r!).Where(r => r.Length > 0).ToList())];
    }

    /// <summary>Null stands for something unknown, an empty text for what is not a run of probe.</summary>
    private static List<ImmutableArray<string?>> Ways(ProcessPlan plan)
    {
        switch (plan)
        {
            case ProcessPlan.Sequence sequence:
                return All(sequence.Steps);
            case ProcessPlan.SideBySide beside:
                return All(beside.Branches);
            case ProcessPlan.OneOf choice:
                List<ImmutableArray<string?>> ways = [.. choice.Alternatives.SelectMany(Ways)];
                if (choice.OrNothing)
                    ways.Add([]);
                return ways;
            case ProcessPlan.Run run:
                return
                [
                    [Show(run.Process)],
                ];
            case ProcessPlan.Unknown:
                return
                [
                    [null],
                ];
            case ProcessPlan.Fails fails:
                return
                [
                    [$"{Ends}{fails.ExitCode}"],
                ];
            default:
                return
                [
                    [""],
                ];
        }
    }

    private static List<ImmutableArray<string?>> All(ImmutableArray<ProcessPlan> steps)
    {
        List<ImmutableArray<string?>> ways =
        [
            [],
        ];
        foreach (var step in steps)
            ways = [.. ways.SelectMany(w => Ways(step).Select(n => w.AddRange(n))).Take(4096)];
        return ways;
    }

    private static string? Show(Process process)
    {
        if (process.Arguments[0].Text != "probe")
            return "";
        if (process.Arguments.Any(a => !a.IsKnown))
            return null;
        var variables = process
            .Environment.Where(v => v.Key.StartsWith("T_", StringComparison.Ordinal))
            .OrderBy(v => v.Key, StringComparer.Ordinal);
        if (variables.Any(v => !v.Value.IsKnown))
            return null;
        return string.Concat(process.Arguments.Skip(1).Select(a => a.Text + '\u0001'))
            + '\u0002'
            + string.Concat(variables.Select(v => $"{v.Key}={v.Value.Text}\n"));
    }
}
