using ManifestLint.Cluster;
using ManifestLint.Manifests;
using ManifestLint.Neighbours;

namespace ManifestLint.Injectors;

/// <summary>
/// Tells which containers will be added to a pod: those that its annotations and labels, or its Namespace in the scan, ask for
/// (kubernetes-memory.md §25). A Namespace that is not in the scan says nothing.
/// </summary>
public static class Injection
{
    /// <summary>What injectors will do to a pod.</summary>
    /// <param name="workload">The pod.</param>
    /// <param name="set">Its neighbours.</param>
    /// <param name="place">Where it stands.</param>
    /// <param name="gates">Whether there are native sidecars.</param>
    /// <param name="version">The Kubernetes version, which some injectors go by.</param>
    public static InjectedContainers Of(
        Workload workload,
        ManifestSet set,
        ObjectPlace place,
        FeatureGates gates,
        KubernetesVersion version
    )
    {
        bool isKnative = Knative.Makes(workload.Manifest);
        if (workload.PodPath.Length == 0 && !isKnative && !IsPodToBe(workload.Manifest))
            return InjectedContainers.None;
        var space = set.Namespace(place);
        bool isCompleted = Istio.Completes(workload.Pod);
        // Most pods ask for nothing.
        if (!isCompleted && !isKnative && workload.Pod.Metadata is null && space.IsAbsent)
            return InjectedContainers.None;
        var pod = new InjectionTarget(workload, set.NamespaceOf(place), space, gates, version);
        if (!isCompleted && !pod.MayBeInjected)
            return InjectedContainers.None;
        Istio.Inject(pod);
        Linkerd.Inject(pod);
        Dapr.Inject(pod);
        Vault.Inject(pod);
        OpenTelemetry.Inject(pod);
        Datadog.Inject(pod);
        Knative.Inject(pod);
        return pod.Result;
    }

    // A live Pod shows what was injected, and a custom resource's own annotations need not reach its pods.
    private static bool IsPodToBe(Manifest manifest) =>
        manifest.Kind == "Pod"
        && manifest.Root.MappingAt("metadata")?["uid"] is null
        && manifest.Root.MappingAt("status") is not { Entries.IsEmpty: false };

    /// <summary>True if the pod is a gateway, whose only proxy is its main container.</summary>
    public static bool IsIstioGateway(PodSpec pod) =>
        pod.Annotation("inject.istio.io/templates")?.Contains("gateway", StringComparison.Ordinal) == true
        || pod.Label("istio")?.EndsWith("gateway", StringComparison.Ordinal) == true
        || pod.Label("gateway.networking.k8s.io/gateway-name") is not null
        || pod.Label("istio.io/gateway-name") is not null;
}
