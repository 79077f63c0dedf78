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
    public static bool Is(ContainerFacts container, PodFacts pod) =>
        container.Spec.IsPause
        || container.Spec.HasNoImage
        || (pod.Workload.Manifest.IsForTrial && container.IsSmall)
        || (Describe.IsBrief(pod) && (pod.ShowsOff || container.IsSmall))
        || IsOf(pod);

    /// <summary>True if that is so of all that a pod runs.</summary>
    public static bool IsAll(PodFacts pod) =>
        IsOf(pod) || pod.Containers.All(c => c.Spec.Type is ContainerType.Init or ContainerType.Ephemeral || Is(c, pod));

    private static bool IsOf(PodFacts pod) =>
        pod.Workload.Pod.IsSimulated || pod.Workload.Pod.IsMirror || IsHelmTest(pod.Workload.Manifest) || IsTooLarge(pod);

    // Source: helm.sh, "Chart Tests" and "Chart Hooks": test, and test-success of Helm 2.
    private static bool IsHelmTest(Manifest manifest) =>
        manifest.Metadata?.MappingAt("annotations")?.TextAt("helm.sh/hook") is { } hook
        && hook.Split(',').Any(h => h.Trim() is "test" or "test-success" or "test-failure");

    // The largest machines of the clouds have some 1,900, bare ones; virtual ones 896. A slip of the unit (ML0005) is told as that.
    private static bool IsTooLarge(PodFacts pod) =>
        pod.Requests["cpu"] is { IsPositive: true } cpu && cpu.Value.Milli is null or >= 900_000;
}
