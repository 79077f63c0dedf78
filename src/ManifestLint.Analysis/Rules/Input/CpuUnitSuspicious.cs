using ManifestLint.Amounts;
using ManifestLint.Facts;
using ManifestLint.Findings;
using ManifestLint.Quantities;
using ManifestLint.Yaml;

namespace ManifestLint.Rules.Input;

/// <summary>ML0005 cpu-unit-suspicious.</summary>
public sealed class CpuUnitSuspicious() : PodRule("ML0005")
{
    // Machines with hundreds of cores have gigabytes for each; a slip leaves a few megabytes.
    private const long BytesPerCore = 128L << 20;

    /// <inheritdoc/>
    public override IEnumerable<Finding> Check(PodFacts pod)
    {
        foreach (var quantity in PodQuantities.Of(pod.Workload.Pod))
        {
            if (quantity.Resource != "cpu" || !quantity.IsContainerResource || !quantity.Field.IsKnown(out var value) || value.IsNegative)
                continue;
            string text = quantity.Field.Text.Trim();
            bool isMany = IsManyCores(quantity, value, pod);
            var statement =
                isMany
                    ? Statement.Of(
                        $"{quantity.What} {text} means {text} cores",
                        so: quantity.IsLimit ? "there is hardly a limit" : "hardly any node can take the pod"
                    )
                : quantity.IsLimit && !value.IsZero && value < Thousandth
                    ? Statement.Of(
                        $"{quantity.What} {text} is less than a thousandth of a core",
                        so: "it is rounded up to 1m and the container hardly runs"
                    )
                : null;
            if (statement is null)
                continue;
            yield return At(quantity.Field.Node, quantity.Path, statement) with
            {
                Container = quantity.Container?.Name,
                Fix =
                    isMany && text.Length < 6 && quantity.Field.Node is YamlScalar scalar
                        ? Fix.Unsafe($"{quantity.What} {text}m", pod.Workload.Manifest.Editor.Replace(scalar, text + "m"))
                        : null,
            };
        }
    }

    /// <summary>True if some amount of the pod is hundreds of cores that nobody means.</summary>
    internal static bool HasManyCores(PodFacts pod) =>
        PodQuantities
            .Of(pod.Workload.Pod)
            .Any(q => q is { Resource: "cpu", IsContainerResource: true } && q.Field.IsKnown(out var value) && IsManyCores(q, value, pod));

    private static bool IsManyCores(PodQuantity quantity, ResourceQuantity value, PodFacts pod) =>
        UnitSlips.IsManyCores(quantity.Field.Text.Trim(), value) && !FitsNode(value, pod) && !IsLargeMachine(quantity, value, pod);

    // Nodes of that size exist where somebody says so.
    private static bool FitsNode(ResourceQuantity value, PodFacts pod) =>
        pod.Assumptions.NodeIsConfigured && value.Milli <= pod.Assumptions.NodeCpuMillicores;

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

    private static ResourceQuantity Thousandth { get; } = ResourceQuantity.Parse("1m")!.Value;
}
