using ManifestLint.Amounts;
using ManifestLint.Evidence;
using ManifestLint.Facts;
using ManifestLint.Manifests;

namespace ManifestLint.Rules.Observed;

/// <summary>The limit under which a live container ran.</summary>
/// <param name="Bytes">In bytes; null if there was none or it cannot be known.</param>
/// <param name="Text">For a message: <c>under its memory limit 512Mi</c>.</param>
/// <param name="Plain">The amount alone, as its author or the kubelet wrote it.</param>
internal readonly record struct LiveLimit(long? Bytes, string Text, string Plain)
{
    /// <summary>
    /// What the kubelet says is in force, else what the spec gives. Source: kubernetes v1.36 staging/src/k8s.io/api/core/v1/types.go
    /// (ContainerStatus.Resources); kubernetes-memory.md §22.
    /// </summary>
    public static LiveLimit Of(ContainerFacts container, PodFacts pod)
    {
        var spec = container.MemoryMax.Bytes;
        if (
            container.Status?.MemoryLimit is { } live
            && live.IsKnown(out var quantity)
            && !quantity.IsZero
            && !quantity.IsNegative
            && quantity.Bytes is { } bytes
            && bytes != spec
        )
        {
            return new(
                bytes,
                container.Origins.MemoryLimit is TextOrigin.Resources
                    ? $"at the limit {live.Text} in force, not yet the {container.Spec.MemoryLimit.Text} of its spec"
                    : $"at the memory limit {live.Text} in force",
                live.Text
            );
        }
        return new(
            spec,
            container.Origins.MemoryLimit switch
            {
                TextOrigin.AmountOf { Which: OtherAmount.PodLimit } =>
                    $"at the pod's memory limit {pod.Workload.Pod.Resources.Limits["memory"].Text}",
                TextOrigin.Resources => $"at its memory limit {container.Spec.MemoryLimit.Text}",
                TextOrigin.LimitRangeDefault => $"at the memory limit {container.Limit("memory")}",
                _ => $"at its memory limit {container.MemoryLimit.Value}",
            },
            container.Limit("memory").Plain
        );
    }
}
