using ManifestLint.Facts;
using ManifestLint.Findings;
using ManifestLint.Manifests;
using ManifestLint.Neighbours;

namespace ManifestLint.Rules.Sets;

/// <summary>ML5005 hpa-memory-without-request.</summary>
public sealed class HpaMemoryWithoutRequest() : PodRule("ML5005")
{
    /// <inheritdoc/>
    public override IEnumerable<Finding> Check(PodFacts pod)
    {
        if (pod.AbsenceSaysNothing || pod.Neighbours.Autoscalers.IsEmpty)
            yield break;
        // HPA-1: a pod-level request serves for the whole pod.
        bool hasPodLevel = pod.Amounts.PodLevel is { } level && !level.Requests["memory"].IsAbsent;
        foreach (var autoscaler in pod.Neighbours.Autoscalers)
        {
            foreach (var metric in autoscaler.Metrics)
            {
                if (metric is not { Resource: "memory", IsUtilization: true } || (hasPodLevel && metric.Container is null))
                    continue;
                var lacking = pod.Containers.Where(c => IsMeasured(c, metric) && c.MemoryRequest.IsAbsent).ToList();
                if (lacking.Count == 0)
                    continue;
                var first = lacking[0];
                var field = first.Spec.MemoryRequest;
                yield return At(
                    field.Node,
                    first.Spec.Path.Then(field.Path),
                    Statement.Of(
                        $"{Describe.Container(first.Spec)} has no memory request, but {autoscaler.Title} scales on memory utilization",
                        "there is nothing to measure utilization against and the autoscaler never scales on it"
                    )
                ) with
                {
                    Container = first.Spec.Name,
                    AlsoOf = [.. lacking.Skip(1).Select(c => c.Spec.Name).OfType<string>()],
                    Related =
                    [
                        new RelatedPlace(metric.Location, "scales on memory utilization"),
                        .. lacking.Skip(1).Select(c => new RelatedPlace(c.Spec.NameNode.Location, "no memory request either")),
                    ],
                };
                yield break;
            }
        }
    }

    private static bool IsMeasured(ContainerFacts container, AutoscalerMetric metric) =>
        container.Spec.Type is ContainerType.App or ContainerType.Sidecar
        && (metric.Container is null || metric.Container == container.Spec.Name);
}
