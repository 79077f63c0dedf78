using ManifestLint.Amounts;
using ManifestLint.Facts;
using ManifestLint.Findings;
using ManifestLint.Quantities;

namespace ManifestLint.Rules.Sets;

/// <summary>ML5002 limitrange-default-below-request.</summary>
public sealed class LimitrangeDefaultBelowRequest() : ContainerRule("ML5002")
{
    /// <inheritdoc/>
    public override bool NeedsNeighbours => true;

    /// <inheritdoc/>
    public override IEnumerable<Finding> Check(ContainerFacts container, PodFacts pod)
    {
        if (pod.Neighbours.LimitRanges.IsEmpty || pod.Workload.IsPartial || pod.Place.Namespace is null)
            yield break;
        var resources = container.Spec.Resources;
        foreach (var (resource, limit) in container.Amounts.Limits.Entries)
        {
            var request = resources.Requests[resource];
            if (
                !resources.Limits[resource].IsAbsent
                || !limit.IsKnown
                || !request.IsKnown(out var asked)
                || asked.ToStored() <= limit.Value
            )
                continue;
            if (LimitRangeInjection.SourceOfLimit(pod.Neighbours.LimitRanges, resource) is not var (limitRange, source))
                continue;
            // A request above the maximum is wrong with or without a limit of its own: ML5001 says it.
            if (IsAboveMaximum(asked, resource, pod))
                continue;
            yield return At(
                container,
                request,
                Statement.Of(
                    $"{resource} request {SetWords.Written(request.Text)} is above the limit {SetWords.Written(source.Text)} injected by {SetWords.Titled(limitRange)}",
                    Rejection.OfPods(pod.Workload.Manifest)
                )
            ) with
            {
                Remedy = Remedy.Told($"limits: {{{resource}: {SetWords.Written(request.Text)}}} on {Describe.Container(container.Spec)}"),
                Related = [new RelatedPlace(source.Location, "the limit of containers that have none")],
            };
        }
    }

    private static bool IsAboveMaximum(ResourceQuantity request, string resource, PodFacts pod) =>
        pod
            .Neighbours.LimitRanges.SelectMany(l => l.Items)
            .Where(i => i.Type == "Container")
            .SelectMany(i => i["max"])
            .Any(m => m.Name == resource && m.Quantity is { } most && request.ToStored() > most.ToStored());
}
