using ManifestLint.Facts;
using ManifestLint.Findings;
using ManifestLint.Manifests;

namespace ManifestLint.Rules;

/// <summary>Words that several rules share.</summary>
internal static class Describe
{
    /// <summary><c>container app</c>, <c>init container migrate</c>.</summary>
    public static string Container(ContainerSpec container)
    {
        string noun = container.Type switch
        {
            ContainerType.Init => "init container",
            ContainerType.Sidecar => "sidecar",
            ContainerType.Ephemeral => "ephemeral container",
            _ => "container",
        };
        return container.Name is { } name ? $"{noun} {name}" : $"{noun} {container.Index + 1}";
    }

    /// <summary>An amount as its author wrote it, else as Kubernetes prints it.</summary>
    public static string Amount(Field<ResourceQuantity> field, Amount amount) => field.IsAbsent ? amount.Value.ToString() : field.Text;

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

    /// <summary>What keeps a pod from Guaranteed, with the resource's name.</summary>
    public static string Blocker(QosBlocker blocker) =>
        blocker.Reason.StartsWith("limit ", StringComparison.Ordinal) ? $"{blocker.Resource} {blocker.Reason}" : blocker.Reason;

    /// <summary>rules.md rule 3: an absence weighs less in pods that end by themselves, in bare pods and in init containers.</summary>
    public static Severity? Absence(PodFacts pod, ContainerSpec? container = null) =>
        WorkloadKinds.IsShortLived(pod.Workload.Manifest) || container?.Type == ContainerType.Init ? Severity.Note : null;
}
