using ManifestLint.Evidence;
using ManifestLint.Facts;
using ManifestLint.Findings;
using ManifestLint.Manifests;
using ManifestLint.Neighbours;

namespace ManifestLint.Rules.Sets;

/// <summary>ML5005 hpa-memory-without-request.</summary>
public sealed class HpaMemoryWithoutRequest() : PodRule("ML5005")
{
    /// <inheritdoc/>
    public override bool NeedsNeighbours => true;

    /// <inheritdoc/>
    public override IEnumerable<Finding> Check(PodFacts pod)
    {
        if (pod.AbsenceSaysNothing || pod.Neighbours.Autoscalers.IsEmpty)
            yield break;
        // HPA-1: a pod-level request serves for the whole pod.
        bool hasPodLevel = pod.Amounts.PodLevel is { } level && !level.Requests["memory"].IsAbsent;
        foreach (var autoscaler in pod.Neighbours.Autoscalers)
        {
            if (First(pod, autoscaler.MemoryShares, hasPodLevel) is not { } metric)
                continue;
            var lacking = pod.Containers.Where(c => IsLacking(c) && IsMeasured(c.Spec.Name, metric)).ToList();
            var added = pod.Injected.Where(c => IsLacking(c) && IsMeasured(c.Container.Name, metric)).ToList();
            yield return lacking.Count > 0 ? OfOwn(lacking, added, metric, autoscaler, pod) : OfInjected(added, metric, autoscaler);
            yield break;
        }
    }

    // The first metric that measures a container without a request.
    private static AutoscalerMetric? First(PodFacts pod, MemoryShares shares, bool hasPodLevel)
    {
        (int Place, AutoscalerMetric Metric)? first = null;
        foreach (string? name in pod.Containers.Where(IsLacking).Select(c => c.Spec.Name))
            Take(name);
        foreach (string? name in pod.Injected.Where(IsLacking).Select(c => c.Container.Name))
            Take(name);
        return first?.Metric;

        void Take(string? name)
        {
            if (!hasPodLevel && shares.OfPod is { } whole && !(first?.Place < whole.Place))
                first = whole;
            if (name is not null && shares.OfContainers.TryGetValue(name, out var own) && !(first?.Place < own.Place))
                first = own;
        }
    }

    private const int MostNames = 4;

    // Of one container that has a request a metric is known, too.
    private static string Requests(List<ContainerFacts> lacking, AutoscalerMetric metric, Autoscaler autoscaler, PodFacts pod)
    {
        string names =
            lacking.Count == 1 ? $"memory request for {Describe.Container(lacking[0].Spec)}"
            : lacking.Count <= MostNames
                ? $"memory requests for containers {WrittenText.Listed(lacking.ConvertAll(c => Describe.Name(c.Spec)))}"
            : $"memory requests for {lacking.Count} containers";
        if (metric.Container is not null)
            return names;
        var measured = pod.Containers.Where(c => c.Spec.Type == ContainerType.App && !IsLacking(c)).Select(c => c.Spec.Name).ToList();
        return measured is not [{ } only] ? names
            : autoscaler.Kind == "ScaledObject" ? $"{names}, or containerName: {only} in the metadata of the trigger"
            : $"{names}, or type: ContainerResource with container: {only}";
    }

    private Finding OfOwn(
        List<ContainerFacts> lacking,
        List<InjectedFacts> added,
        AutoscalerMetric metric,
        Autoscaler autoscaler,
        PodFacts pod
    )
    {
        var first = lacking[0];
        var field = first.Spec.MemoryRequest;
        return At(
            field.Node,
            first.Spec.Path.Then(field.Path),
            Lacking(
                Describe.Container(first.Spec),
                autoscaler,
                // HPA-6: the webhook looks at the template's containers, and takes a limit for a request.
                autoscaler.Kind == "ScaledObject"
                && first.Spec.Type == ContainerType.App
                    ? "KEDA's webhook refuses the ScaledObject, and nothing is scaled"
                    : Consequence
            )
        ) with
        {
            Container = first.Spec.Name,
            Remedy = Remedy.Told(Requests(lacking, metric, autoscaler, pod)),
            AlsoOf = [.. lacking.Skip(1).Select(c => c.Spec.Name).OfType<string>()],
            AlsoAt = [.. lacking.Skip(1).Select(c => c.Spec.Path.Then(c.Spec.MemoryRequest.Path))],
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
        var statement = Lacking(Describe.Injected(container), autoscaler, Consequence).Because(Describe.Why(container));
        return At(place.Location, place.Path, statement.If(Assume.DefaultSizes(container))) with
        {
            Remedy = container.UsualRequest is { } request ? Remedy.Told($"{request.Key}: {request.Value}") : null,
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

    private static Statement Lacking(string subject, Autoscaler autoscaler, string so) =>
        $"{autoscaler.Title} scales on memory utilization, and {subject} has no memory request" is { Length: <= Statement.MostOfLine } whole
            ? Statement.Of(whole, so)
            : Statement.Of($"{subject} has no memory request", so).Because($"{autoscaler.Title} scales on its memory utilization");

    private const string Consequence =
        "utilization is a share of the request, which is missing: the metric fails, and nothing is scaled by it";

    private static RelatedPlace Scales(AutoscalerMetric metric) => new(metric.Location, "scales on memory utilization");

    private static bool IsMeasured(string? container, AutoscalerMetric metric) => metric.Container is null || metric.Container == container;

    private static bool IsLacking(InjectedFacts container) =>
        container.Container.Type is ContainerType.App or ContainerType.Sidecar && container.Amounts.Requests["memory"].IsAbsent;

    private static bool IsLacking(ContainerFacts container) =>
        container.Spec.Type is ContainerType.App or ContainerType.Sidecar && container.MemoryRequest.IsAbsent;
}
