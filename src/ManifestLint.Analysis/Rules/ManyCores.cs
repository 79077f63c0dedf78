using ManifestLint.Amounts;
using ManifestLint.Facts;
using ManifestLint.Quantities;

namespace ManifestLint.Rules;

/// <summary>Amounts of cpu that somebody meant in thousandths: what ML0005 tells, and no quota counts.</summary>
internal static class ManyCores
{
    // Machines with hundreds of cores have gigabytes for each; a slip leaves a few megabytes.
    private const long BytesPerCore = 128L << 20;

    /// <summary>True if some amount of the pod is hundreds of cores that nobody means.</summary>
    public static bool In(PodFacts pod) =>
        PodQuantities
            .Of(pod.Workload.Pod)
            .Any(q => q is { Resource: "cpu", IsContainerResource: true } && q.Field.IsKnown(out var value) && Are(q, value, pod));

    /// <summary>True if an amount is hundreds of cores that nobody means: neither a node nor the pod beside it speaks for them.</summary>
    public static bool Are(PodQuantity quantity, ResourceQuantity value, PodFacts pod) =>
        UnitSlips.IsManyCores(quantity.Field.Text.Trim(), value) && !FitsNode(value, pod) && !IsLargeMachine(quantity, value, pod);

    // Nodes of that size exist where somebody says so.
    private static bool FitsNode(ResourceQuantity value, PodFacts pod) =>
        pod.Assumptions.NodeCpuIsConfigured && value.Milli <= pod.Assumptions.NodeCpuMillicores;

    // What asks for devices, or for memory in proportion, runs on machines with as many cores. Memory that cannot be known may be in proportion.
    private static bool IsLargeMachine(PodQuantity quantity, ResourceQuantity cores, PodFacts pod)
    {
        var resources = quantity.Container?.Resources ?? pod.Workload.Pod.Resources;
        if (resources.Requests.Entries.Concat(resources.Limits.Entries).Any(e => IsDevice(e.Name)))
            return true;
        var (request, limit) = quantity.Container is { } spec
            ? AmountsOf(pod.Containers.First(c => ReferenceEquals(c.Spec, spec)))
            : (pod.Amounts.PodLevel?.Requests["memory"] ?? Amount.Absent, pod.Amounts.PodLevel?.Limits["memory"] ?? Amount.Absent);
        return IsInProportion(request, cores) || IsInProportion(limit, cores);
    }

    private static (Amount Request, Amount Limit) AmountsOf(ContainerFacts container) => (container.MemoryRequest, container.MemoryLimit);

    private static bool IsInProportion(Amount memory, ResourceQuantity cores) =>
        memory.IsUnknown
        || (memory.IsPositive && (memory.Value.Bytes is not { } bytes || bytes / BytesPerCore >= (cores.Milli ?? long.MaxValue) / 1000));

    // Extended resources have a domain, such as nvidia.com/gpu.
    private static bool IsDevice(string resource) => resource.Contains('/', StringComparison.Ordinal);
}
