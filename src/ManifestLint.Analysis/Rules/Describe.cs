using ManifestLint.Amounts;
using ManifestLint.Facts;
using ManifestLint.Findings;
using ManifestLint.Injectors;
using ManifestLint.Manifests;
using ManifestLint.Neighbours;

namespace ManifestLint.Rules;

/// <summary>Words that several rules share.</summary>
internal static class Describe
{
    /// <summary><c>container app</c>, <c>init container migrate</c>; <c>container 1</c> where it has no name.</summary>
    public static string Container(ContainerSpec container)
    {
        string noun = container.Type switch
        {
            ContainerType.Init => "init container",
            ContainerType.Sidecar => "sidecar",
            ContainerType.Ephemeral => "ephemeral container",
            _ => "container",
        };
        return $"{noun} {Name(container)}";
    }

    /// <summary>A container that will be added: <c>daprd, which Dapr injects,</c>.</summary>
    public static string Injected(InjectedContainer container) => $"{container.Name}, which {container.Injector} injects,";

    /// <summary>Why an injector adds a container, or adds it with these amounts.</summary>
    public static string Why(InjectedContainer container) =>
        container.HasLostDefaults ? $"{container.Source.Key} makes it drop all of its defaults"
        : container.IsUsual ? $"{container.Injector} adds {container.Name} to every pod of a {container.Trigger.Text}"
        : container.Sizes.IsEmpty ? $"{container.Trigger.Origin} asks for it"
        : $"{container.Source.Origin} sizes it";

    /// <summary>A container's name, else its number among those of its list.</summary>
    public static string Name(ContainerSpec container) => container.Name is { } name ? name : $"{container.Index + 1}";

    /// <summary>The memory limit in force, and where it comes from if its author did not write it at the container: <c>512Mi that LimitRange lr injects</c>.</summary>
    public static string MemoryLimit(ContainerFacts container) => container.Limit("memory").ToString();

    /// <summary>
    /// Consequence of a value that is no quantity (rules.md rule 9): of its own kinds the API server checks the schema; what a custom
    /// resource holds is read by its controller.
    /// </summary>
    public static string Unreadable(Manifest manifest) =>
        // The schema of a VerticalPodAutoscaler has the pattern of quantities. Source: kubernetes/autoscaler vertical-pod-autoscaler/deploy/vpa-v1-crd-gen.yaml.
        Rejection.IsChecked(manifest)
        || manifest.Group == "autoscaling.k8s.io"
            ? $"the API server rejects the {manifest.Kind}"
            : $"it may be stored, but the controller of the {manifest.Kind} cannot decode it";

    /// <summary>True if a CPU or memory amount that decides the QoS class cannot be known, of a container or of the pod.</summary>
    public static bool HasUnknownAmount(PodAmounts pod)
    {
        foreach (string name in new[] { "cpu", "memory" })
        {
            if (pod.PodLevel is { } level && (level.Requests[name].IsUnknown || level.Limits[name].IsUnknown))
                return true;
            if (pod.Scope.Any(c => c.Requests[name].IsUnknown || c.Limits[name].IsUnknown))
                return true;
        }
        return false;
    }

    /// <summary>
    /// rules.md rule 3: an absence weighs less in pods that end by themselves, in bare pods, in init containers, in trials and where nothing but a sleep or
    /// small commands run.
    /// </summary>
    public static Severity? Absence(PodFacts pod, ContainerFacts? container = null)
    {
        if (IsBrief(pod) || container?.Spec.Type == ContainerType.Init || pod.IsTrial)
            return Severity.Note;
        // Who only waits is small, too.
        bool isSmall = container?.IsSmall
            ?? (
                pod.Containers.Any(c => c.Spec.Type == ContainerType.App)
                && pod.Containers.All(c => c.Spec.Type != ContainerType.App || c.IsSmall)
            );
        return isSmall ? Severity.Note : null;
    }

    /// <summary>True for pods that end by themselves, and for bare ones.</summary>
    public static bool IsBrief(PodFacts pod) => WorkloadKinds.IsShortLived(pod.Workload.Manifest) || pod.Workload.Ends;
}
