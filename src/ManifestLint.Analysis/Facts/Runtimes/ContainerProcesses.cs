using System.Collections.Immutable;

namespace ManifestLint.Facts.Runtimes;

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
        ContainerEnvironment environment,
        Func<string, Word?>? readFile = null
    )
    {
        var words = Expanded(command, environment);
        var rest = Expanded(args, environment);
        if (words.IsEmpty)
            return new ProcessPlan.Run(new Process(rest, environment.Variables, EntrypointUnknown: true, environment.IsComplete));
        return new ProcessLauncher(readFile).Launch(words.AddRange(rest), environment, isMain: true).Plan;
    }

    private static ImmutableArray<Word> Expanded(ImmutableArray<Word>? words, ContainerEnvironment environment) =>
        words is { IsDefaultOrEmpty: false } written ? [.. written.Select(w => KubeletExpansion.Expand(w, environment))] : [];
}

/// <summary>What a shell script runs.</summary>
public static class ShellScript
{
    /// <summary>The processes of <c>sh -c script zero positional…</c>.</summary>
    /// <param name="shell">The shell's base name, which decides the dialect: <c>sh</c>, <c>bash</c>, <c>ash</c>.</param>
    /// <param name="script">The script.</param>
    /// <param name="arguments">The words after the script: <c>$0</c>, <c>$1</c> and so on.</param>
    /// <param name="environment">The shell's environment.</param>
    /// <param name="readFile">As in <see cref="ContainerProcesses.Resolve"/>.</param>
    public static ProcessPlan Resolve(
        string shell,
        Word script,
        ImmutableArray<Word> arguments,
        ContainerEnvironment environment,
        Func<string, Word?>? readFile = null
    ) => new ProcessLauncher(readFile).Launch([Word.Of(shell), Word.Of("-c"), script, .. arguments], environment, isMain: true).Plan;
}
