using ManifestLint.Amounts;
using ManifestLint.Manifests;

namespace ManifestLint.Facts;

/// <summary>Whom the API server rejects: clauses for whoever tells of it.</summary>
internal static class Rejection
{
    /// <summary>True if the API server checks the schema of such an object.</summary>
    public static bool IsChecked(Manifest manifest) =>
        // Beside workloads, what bounds and scales them.
        WorkloadKinds.IsBuiltIn(manifest) || manifest.Group is "" or "autoscaling" or "node.k8s.io";

    /// <summary>The object; of a custom resource the pods that come of it.</summary>
    public static string OfObject(Manifest manifest) =>
        IsChecked(manifest) ? $"the API server rejects the {manifest.Kind}" : OfPods(manifest);

    /// <summary>The pods, whose template is accepted (VAL-20).</summary>
    public static string OfPods(Manifest manifest) =>
        manifest is { Kind: "Pod", Group: "" } ? "the API server rejects the Pod"
        : WorkloadKinds.IsBuiltIn(manifest) ? $"the API server accepts the {manifest.Kind} and rejects its pods (FailedCreate)"
        : $"the API server rejects the pods of the {manifest.Kind} (FailedCreate)";

    /// <summary>What becomes of a pod by its resources; null where validation takes them.</summary>
    public static string? Of(PodFacts pod)
    {
        var workload = pod.Workload;
        return workload.IsPartial ? null
            : ResourceValidation.Validate(pod.AmountsWritten, workload.Pod).Count > 0 ? OfObject(workload.Manifest)
            : ResourceValidation.Validate(pod.Amounts, workload.Pod).Count > 0 ? OfPods(workload.Manifest)
            : null;
    }
}
