using System.Collections.Immutable;
using ManifestLint.Programs.Shell;

namespace ManifestLint.Programs.Launchers;

/// <summary>What a command line runs.</summary>
public static class ProgramStart
{
    /// <summary>Looks through wrappers and into shells for the processes that <paramref name="words"/> come to.</summary>
    /// <param name="words">The words, program first.</param>
    /// <param name="environment">The environment.</param>
    /// <param name="around">The files and what else is there.</param>
    public static ProcessPlan Plan(ImmutableArray<Word> words, ProgramEnvironment environment, ProgramSurroundings around) =>
        new ProcessLauncher(around).Launch(words, environment, isMain: true).Plan;

    /// <summary>True if a program of this base name is there to start another one: a shell, or a wrapper.</summary>
    public static bool IsStarter(string name) =>
        name is "env" or "cross-env" or "busybox" or "su" or "runuser"
        || ShellCommandLine.DialectOf(name) is not null
        || Wrappers.Find(name) is not null;
}
