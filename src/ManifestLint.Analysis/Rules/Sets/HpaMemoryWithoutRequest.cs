using ManifestLint.Facts;
using ManifestLint.Findings;
using ManifestLint.Manifests;
using ManifestLint.Neighbours;

namespace ManifestLint.Rules.Sets;

/// <summary>ML5005 hpa-memory-without-request.</summary>
public sealed class HpaMemoryWithoutRequest() : PodRule("ML5005")
{
    // Each is asked of all containers; nobody writes a tenth of it.
    private const int MostMetrics = 100;

    /// <inheritdoc/>
    public override IEnumerable<Finding> Check(PodFacts pod)
    {
        if (pod.AbsenceSaysNothing || pod.Neighbours.Autoscalers.IsEmpty)
            yield break;
        // HPA-1: a pod-level request serves for the whole pod.
        bool hasPodLevel = pod.Amounts.PodLevel is { } level && !level.Requests["memory"].IsAbsent;
        foreach (var autoscaler in pod.Neighbours.Autoscalers)
        {
            foreach (var metric in autoscaler.Metrics.Take(MostMetrics))
            {
                if (metric is not { Resource: "memory", IsUtilization: true } || (hasPodLevel && metric.Container is null))
                    continue;
                var lacking = pod.Containers.Where(c => IsMeasured(c, metric) && c.MemoryRequest.IsAbsent).ToList();
                var added = pod.Injected.Where(c => IsMeasured(c, metric) && c.Amounts.Requests["memory"].IsAbsent).ToList();
                if (lacking.Count + added.Count == 0)
                    continue;
                yield return lacking.Count > 0 ? OfOwn(lacking, added, metric, autoscaler) : OfInjected(added, metric, autoscaler);
                yield break;
            }
        }
    }

    private Finding OfOwn(List<ContainerFacts> lacking, List<InjectedFacts> added, AutoscalerMetric metric, Autoscaler autoscaler)
    {
        var first = lacking[0];
        var field = first.Spec.MemoryRequest;
        return At(
            field.Node,
            first.Spec.Path.Then(field.Path),
            Statement.Of(
                $"{Describe.Container(first.Spec)} has no memory request, but {autoscaler.Title} scales on memory utilization",
                // HPA-6: the webhook looks at the template's containers, and takes a limit for a request.
                autoscaler.Kind == "ScaledObject"
                && first.Spec.Type == ContainerType.App
                    ? "KEDA's webhook refuses the ScaledObject, and nothing is scaled"
                    : Consequence
            )
        ) with
        {
            Container = first.Spec.Name,
            AlsoOf = [.. lacking.Skip(1).Select(c => c.Spec.Name).OfType<string>()],
            Related =
            [
                Scales(metric),
                .. lacking.Skip(1).Select(c => new RelatedPlace(c.Spec.NameNode.Location, "no memory request either")),
                .. added.Select(c => new RelatedPlace(
                    c.Container.Source.Location,
                    $"{Describe.Injected(c.Container)} has no memory request either"
                )),
            ],
        };
    }

    // HPA-5: one container without a request fails the metric of the whole pod, whoever adds it.
    private Finding OfInjected(List<InjectedFacts> added, AutoscalerMetric metric, Autoscaler autoscaler)
    {
        var container = added[0].Container;
        var place = container.Source;
        var statement = Statement.Of(
            $"{Describe.Injected(container)} has no memory request, but {autoscaler.Title} scales on memory utilization",
            Consequence
        ) with
        {
            Cause = Describe.Why(container),
        };
        return At(place.Location, place.Path, statement.If(Assume.DefaultSizes(container))) with
        {
            Related =
            [
                Scales(metric),
                .. place.Elsewhere is { } elsewhere ? new[] { new RelatedPlace(elsewhere, $"{place.Origin}: {place.Text}") } : [],
                .. added
                    .Skip(1)
                    .Where(c => c.Container.Source.Location != place.Location)
                    .Select(c => new RelatedPlace(c.Container.Source.Location, $"{Describe.Injected(c.Container)} has none either")),
            ],
        };
    }

    private const string Consequence =
        "utilization is a share of the request, which is missing: the metric fails, and nothing is scaled by it";

    private static RelatedPlace Scales(AutoscalerMetric metric) => new(metric.Location, "scales on memory utilization");

    private static bool IsMeasured(InjectedFacts container, AutoscalerMetric metric) =>
        container.Container.Type is ContainerType.App or ContainerType.Sidecar
        && (metric.Container is null || metric.Container == container.Container.Name);

    private static bool IsMeasured(ContainerFacts container, AutoscalerMetric metric) =>
        container.Spec.Type is ContainerType.App or ContainerType.Sidecar
        && (metric.Container is null || metric.Container == container.Spec.Name);
}
