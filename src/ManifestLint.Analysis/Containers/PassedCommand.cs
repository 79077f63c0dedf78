using ManifestLint.Images;
using ManifestLint.Programs;
using ManifestLint.Programs.Launchers;
using ManifestLint.Scanning;

namespace ManifestLint.Containers;

/// <summary>A shell or a wrapper in <c>args</c> of a container without <c>command</c>: the image's entrypoint runs it, for nothing else can be meant.
/// Official images do (docker-library/official-images README, "Consistency": <c>docker run image bash</c> runs bash), and whose start script is known
/// does; of any other image it is taken for granted.</summary>
internal static class PassedCommand
{
    /// <summary>The plan of the words where they are such a command, else <paramref name="plan"/>.</summary>
    /// <param name="plan">What the container runs.</param>
    /// <param name="image">Its image; null if none is written.</param>
    /// <param name="readFile">As in <see cref="ContainerProcesses.Resolve"/>.</param>
    public static ProcessPlan Read(ProcessPlan plan, ContainerImage? image, Func<string, Word?> readFile)
    {
        if (plan is not ProcessPlan.Run { Process: { EntrypointUnknown: true, Arguments: [{ IsKnown: true } first, ..] } process })
            return plan;
        var known = image?.Known;
        // The entrypoint of these is the program itself, so that words go to it.
        if (!ProgramStart.IsStarter(PathText.NameOf(first.Text)) || known?.Row.Script is "run" or "distroless-java")
            return plan;
        bool isSure = known is { IsOwn: true } && (known.Row.Script != "-" || known.Row.IsOfficial);
        var environment = process.Inherited;
        return ContainerProcesses.Start(process.Arguments, environment, readFile, isPassedOn: !isSure);
    }
}
