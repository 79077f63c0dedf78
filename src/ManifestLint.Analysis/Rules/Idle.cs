using ManifestLint.Facts;
using ManifestLint.Manifests;

namespace ManifestLint.Rules;

/// <summary>Containers whose process takes nothing, or is there for moments: what they lack has no consequence.</summary>
internal static class Idle
{
    /// <summary>
    /// True if no process runs, or one that sleeps (a command that does so counts in bare pods and Jobs, where nobody starts another one beside it), or a test of a
    /// Helm chart, which somebody waits for; or if the pod asks for more processors than any machine has, to be refused by the scheduler.
    /// </summary>
    /// <param name="container">The container.</param>
    /// <param name="pod">Its pod.</param>
    public static bool Is(ContainerSpec container, PodFacts pod) =>
        container.IsPause
        || pod.Workload.Pod.IsSimulated
        || IsHelmTest(pod.Workload.Manifest)
        || IsTooLarge(pod)
        || pod.Workload.Pod.IsMirror
        || container.HasNoImage
        || (pod.Workload.Manifest.IsForTrial && pod.Containers.Any(c => ReferenceEquals(c.Spec, container) && c.OnlyWaits))
        || (
            Describe.IsBrief(pod)
            && (Trial.ShowsOff(pod) || pod.Containers.Any(c => ReferenceEquals(c.Spec, container) && (c.OnlyWaits || c.IsSmall)))
        );

    /// <summary>True if that is so of all that a pod runs.</summary>
    public static bool IsAll(PodFacts pod) =>
        pod.Workload.Pod.AllContainers.All(c => c.Type is ContainerType.Init or ContainerType.Ephemeral || Is(c, pod));

    // Source: helm.sh, "Chart Tests" and "Chart Hooks": test, and test-success of Helm 2.
    private static bool IsHelmTest(Manifest manifest) =>
        manifest.Metadata?.MappingAt("annotations")?.TextAt("helm.sh/hook") is { } hook
        && hook.Split(',').Any(h => h.Trim() is "test" or "test-success" or "test-failure");

    // The largest machines of the clouds have some 1,900, bare ones; virtual ones 896. A slip of the unit (ML0005) is told as that.
    private static bool IsTooLarge(PodFacts pod) =>
        pod.Requests["cpu"] is { IsPositive: true } cpu && cpu.Value.Milli is null or >= 900_000;
}
