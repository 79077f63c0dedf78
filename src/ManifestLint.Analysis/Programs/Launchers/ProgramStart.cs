using System.Collections.Immutable;

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
}
