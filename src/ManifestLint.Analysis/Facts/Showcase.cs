using ManifestLint.Manifests;

namespace ManifestLint.Facts;

/// <summary>Pods that run what is published for trying something out.</summary>
internal static class Showcase
{
    private static readonly string[] s_own = ["args", "command", "env", "envFrom", "volumeMounts"];

    /// <summary>True if all that runs shows off itself: it greets, echoes, or serves the page that comes with it.</summary>
    /// <param name="pod">The pod.</param>
    /// <param name="isForTrial">True if its file is for a trial: then whatever else a server mounts.</param>
    public static bool Is(PodSpec pod, bool isForTrial) =>
        pod.AllContainers.All(c => c.Type is ContainerType.Init or ContainerType.Ephemeral || ShowsOff(c, isForTrial));

    private static bool ShowsOff(ContainerSpec container, bool isForTrial) =>
        container.ImageParts?.Known switch
        {
            { Row.Kind: "greeter" } => true,
            { IsOwn: true, Row.Kind: "page" } => isForTrial || !s_own.Any(key => container.Node.Find(key) is not null),
            _ => false,
        };
}
