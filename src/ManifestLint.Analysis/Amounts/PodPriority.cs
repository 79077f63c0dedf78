using ManifestLint.Manifests;

namespace ManifestLint.Amounts;

/// <summary>
/// The priority of a pod and whether it is critical to its node. Source: kubernetes v1.36 pkg/kubelet/types/pod_update.go
/// (IsNodeCriticalPod, IsCriticalPod) and pkg/apis/scheduling/types.go; kubernetes-memory.md OOM-1, OOM-2, §18.
/// </summary>
public static class PodPriority
{
    private const string NodeCriticalClass = "system-node-critical",
        ClusterCriticalClass = "system-cluster-critical";
    private const long SystemCriticalPriority = 2_000_000_000;

    /// <summary>True if the pod gets −997 whatever its QoS class; null if that cannot be known.</summary>
    /// <param name="pod">The pod.</param>
    /// <param name="admitted">True to resolve the class to its priority, as admission does for a pod that is created.</param>
    public static bool? IsNodeCritical(PodSpec pod, bool admitted = true)
    {
        if (pod.PriorityClassName is not { } name)
            return false;
        if (Placeholder.IsIn(name))
            return null;
        if (name != NodeCriticalClass)
            return false;
        return IsStatic(pod) || (pod.Priority is { } priority ? priority >= SystemCriticalPriority : admitted);
    }

    /// <summary>True if the kubelet evicts the pod for no shortage of its node (EV-6).</summary>
    public static bool IsNeverEvicted(PodSpec pod) =>
        IsStatic(pod)
        || (
            pod.Priority is { } priority
                ? priority >= SystemCriticalPriority
                : pod.PriorityClassName is NodeCriticalClass or ClusterCriticalClass
        );

    private static bool IsStatic(PodSpec pod) =>
        pod.Annotation("kubernetes.io/config.source") is { } source and not "api"
        || pod.Annotation("kubernetes.io/config.mirror") is not null;
}
