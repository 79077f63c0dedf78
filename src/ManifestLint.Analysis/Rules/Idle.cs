using ManifestLint.Facts;
using ManifestLint.Manifests;

namespace ManifestLint.Rules;

/// <summary>Containers whose process takes nothing, or is there for moments: what they lack has no consequence.</summary>
internal static class Idle
{
    /// <summary>True if no process runs, or one that sleeps, or a test of a Helm chart, which somebody waits for.</summary>
    /// <param name="container">The container.</param>
    /// <param name="pod">Its pod.</param>
    public static bool Is(ContainerSpec container, PodFacts pod) =>
        container.IsPause || pod.Workload.Pod.IsSimulated || IsHelmTest(pod.Workload.Manifest);

    /// <summary>True if that is so of all that a pod runs.</summary>
    public static bool IsAll(PodFacts pod) =>
        pod.Workload.Pod.AllContainers.All(c => c.Type is ContainerType.Init or ContainerType.Ephemeral || Is(c, pod));

    // Source: helm.sh, "Chart Tests" and "Chart Hooks": test, and test-success of Helm 2.
    private static bool IsHelmTest(Manifest manifest) =>
        manifest.Metadata?.MappingAt("annotations")?.TextAt("helm.sh/hook") is { } hook
        && hook.Split(',').Any(h => h.Trim() is "test" or "test-success" or "test-failure");
}
