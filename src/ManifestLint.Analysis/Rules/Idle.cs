using ManifestLint.Facts;
using ManifestLint.Manifests;

namespace ManifestLint.Rules;

/// <summary>Containers whose process takes nothing: what they lack has no consequence.</summary>
internal static class Idle
{
    /// <summary>True if no process runs, or one that sleeps.</summary>
    /// <param name="container">The container.</param>
    /// <param name="pod">Its pod.</param>
    public static bool Is(ContainerSpec container, PodFacts pod) => container.IsPause || pod.Workload.Pod.IsSimulated;

    /// <summary>True if that is so of all that a pod runs.</summary>
    public static bool IsAll(PodFacts pod) =>
        pod.Workload.Pod.AllContainers.All(c => c.Type is ContainerType.Init or ContainerType.Ephemeral || Is(c, pod));
}
