using ManifestLint.Facts;
using ManifestLint.Manifests;

namespace ManifestLint.Rules.Observed;

/// <summary>The limit under which a live container ran.</summary>
/// <param name="Bytes">In bytes; null if there was none or it cannot be known.</param>
/// <param name="Text">For a message: <c>under its memory limit 512Mi</c>.</param>
internal readonly record struct LiveLimit(long? Bytes, string Text)
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
            string other =
                container.Origins.MemoryLimit == Origin.Declared
                    ? $"; its spec asks for {container.Spec.MemoryLimit.Text}, which a resize has not reached"
                    : "";
            return new(bytes, $"under the memory limit {live.Text} that is in force{other}");
        }
        return container.Origins.MemoryLimit switch
        {
            Origin.PodLevel => new(spec, $"under the pod's memory limit {pod.Workload.Pod.Resources.Limits["memory"].Text}"),
            Origin.Declared => new(spec, $"under its memory limit {container.Spec.MemoryLimit.Text}"),
            _ => new(spec, $"under its memory limit {container.MemoryLimit.Value}"),
        };
    }
}
