using ManifestLint.Facts;
using ManifestLint.Findings;
using ManifestLint.Quantities;

namespace ManifestLint.Rules.Amounts;

/// <summary>ML1010 request-exceeds-node.</summary>
public sealed class RequestExceedsNode() : PodRule("ML1010")
{
    /// <inheritdoc/>
    public override IEnumerable<Finding> Check(PodFacts pod)
    {
        if (pod.Workload.IsPartial)
            yield break;
        foreach (var (resource, asked, capacity) in Compare(pod))
        {
            var largest = pod.Containers.Where(c => c.Amounts.Requests[resource].IsKnown).MaxBy(c => c.Amounts.Requests[resource].Value);
            if (largest is null)
                continue;
            var field = largest.Spec.Resources.Requests[resource];
            if (field.IsAbsent)
                field = largest.Spec.Resources.Limits[resource];
            yield return At(
                field.Location,
                largest.Spec.Path.Then(field.Path),
                Statement.Of(
                    $"the pod requests {asked} of {resource}, more than {NodeOf(pod)} has in all ({capacity})",
                    so: "the pod stays Pending (FailedScheduling) until there is a larger node, or it requests less"
                )
            );
        }
    }

    private static string NodeOf(PodFacts pod) => pod.Assumptions.NodeName is { } pool ? $"a node of pool {pool}" : "the configured node";

    private static IEnumerable<(string Resource, string Asked, string Capacity)> Compare(PodFacts pod)
    {
        var (memory, cpu) = (pod.Requests["memory"], pod.Requests["cpu"]);
        if (
            pod.Assumptions.NodeMemoryIsConfigured
            && memory.IsKnown
            && (memory.Value.Bytes ?? long.MaxValue) > pod.Assumptions.NodeMemoryBytes
        )
            yield return ("memory", memory.Value.ToString(), pod.Assumptions.NodeMemoryText);
        if (pod.Assumptions.NodeCpuIsConfigured && cpu.IsKnown && (cpu.Value.Milli ?? long.MaxValue) > pod.Assumptions.NodeCpuMillicores)
            yield return ("cpu", cpu.Value.ToString(), ResourceQuantity.Parse($"{pod.Assumptions.NodeCpuMillicores}m")!.Value.ToString());
    }
}
