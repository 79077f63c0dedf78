namespace ManifestLint.Programs;

/// <summary>Commands that keep a container alive and do nothing.</summary>
public static class Waiting
{
    // What may run before: programs of a shell or of coreutils that end at once and hold next to nothing.
    private static readonly HashSet<string> s_small =
    [
        "chmod",
        "chown",
        "cp",
        "date",
        "echo",
        "false",
        "hostname",
        "ln",
        "ls",
        "mkdir",
        "mv",
        "printf",
        "rm",
        "sysctl",
        "touch",
        "true",
    ];

    // The same, as a script of a Job uses them: what they hold does not grow with what passes through.
    private static readonly HashSet<string> s_brief =
    [
        "[",
        "base64",
        "basename",
        "cat",
        "curl",
        "cut",
        "dirname",
        "env",
        "expr",
        "grep",
        "head",
        "id",
        "install",
        "jq",
        "kubectl",
        "nc",
        "nslookup",
        "ping",
        "printenv",
        "seq",
        "sha256sum",
        "test",
        "tee",
        "tr",
        "uname",
        "wc",
        "wget",
        "whoami",
    ];

    /// <summary>True if all that runs is known, and the last of it is <c>sleep</c>, <c>tail -f /dev/null</c> or <c>pause</c> after nothing but small
    /// commands.</summary>
    public static bool IsAll(ProcessPlan plan)
    {
        var (processes, isWhole) = plan.Processes;
        return isWhole
            && processes.Length > 0
            && processes.All(p => NameOf(p) is { } name && (s_small.Contains(name) || Waits(name, p)))
            && Waits(NameOf(processes[^1])!, processes[^1]);
    }

    /// <summary>True if all that runs is known, and it is nothing but small commands: no time passes.</summary>
    public static bool IsInstant(ProcessPlan plan)
    {
        var (processes, isWhole) = plan.Processes;
        return isWhole && processes.Length > 0 && processes.All(p => NameOf(p) is { } name && s_small.Contains(name));
    }

    /// <summary>True if all that runs is known, and it is nothing but small commands, clients that fetch or ask something, and sleep.</summary>
    public static bool IsSmall(ProcessPlan plan)
    {
        var (processes, isWhole) = plan.Processes;
        return isWhole
            && processes.Length > 0
            && processes.All(p => NameOf(p) is { } name && (s_small.Contains(name) || s_brief.Contains(name) || Waits(name, p)));
    }

    private static bool Waits(string name, Process process) =>
        name switch
        {
            "pause" => true,
            "sleep" => process.Arguments.Length > 1,
            "tail" => process.Arguments.Any(w => w is { IsKnown: true, Text: "/dev/null" }),
            _ => false,
        };

    private static string? NameOf(Process process) =>
        process is { EntrypointUnknown: false, Arguments: [{ IsKnown: true } program, ..] } ? program.BaseName : null;
}
