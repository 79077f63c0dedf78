using System.Collections.Immutable;
using ManifestLint.Programs;
using ManifestLint.Programs.Launchers;

namespace ManifestLint.Containers;

/// <summary>What a container runs, from its command, arguments and environment.</summary>
public static class ContainerProcesses
{
    /// <summary>The processes of a container.</summary>
    /// <param name="command">The words of <c>command</c> as written, before expansion; null or empty if the image's entrypoint runs.</param>
    /// <param name="args">The words of <c>args</c> as written; null if the field is absent.</param>
    /// <param name="environment">The final environment (see <see cref="EnvironmentResolver"/>).</param>
    /// <param name="readFile">Gives the text of a file in the container by the path it is named by, null if it cannot be known; null if no
    /// file is known. It lets script files and sourced files be followed.</param>
    public static ProcessPlan Resolve(
        ImmutableArray<Word>? command,
        ImmutableArray<Word>? args,
        ProgramEnvironment environment,
        Func<string, Word?>? readFile = null
    )
    {
        var words = Expanded(command, environment);
        var rest = Expanded(args, environment);
        if (words.IsEmpty)
            return new ProcessPlan.Run(new Process(rest, environment.Variables, EntrypointUnknown: true, environment.IsComplete));
        return Start(words.AddRange(rest), environment, readFile);
    }

    /// <summary>The processes of a whole command line in a container.</summary>
    /// <param name="words">The words after expansion, program first.</param>
    /// <param name="environment">The environment.</param>
    /// <param name="readFile">As in <see cref="Resolve"/>.</param>
    /// <param name="isPassedOn">As in <see cref="Process.IsPassedOn"/>.</param>
    public static ProcessPlan Start(
        ImmutableArray<Word> words,
        ProgramEnvironment environment,
        Func<string, Word?>? readFile = null,
        bool isPassedOn = false
    ) =>
        ProgramStart.Plan(
            words,
            environment,
            new ProgramSurroundings
            {
                ReadFile = readFile ?? (static _ => null),
                SetElsewhere = ServiceVariables.Find,
                IsPassedOn = isPassedOn,
            }
        );

    private static ImmutableArray<Word> Expanded(ImmutableArray<Word>? words, ProgramEnvironment environment) =>
        words is { IsDefaultOrEmpty: false } written ? [.. written.Select(w => KubeletExpansion.Expand(w, environment))] : [];
}
