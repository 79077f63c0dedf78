using ManifestLint.Amounts;
using ManifestLint.Evidence;
using ManifestLint.Facts;
using ManifestLint.Findings;
using ManifestLint.Manifests;
using ManifestLint.Neighbours;
using ManifestLint.Quantities;

namespace ManifestLint.Rules.Sets;

/// <summary>ML5009 vpa-bounds-exclude-current.</summary>
public sealed class VpaBoundsExcludeCurrent() : ContainerRule("ML5009")
{
    /// <inheritdoc/>
    public override bool NeedsNeighbours => true;

    /// <inheritdoc/>
    public override IEnumerable<Finding> Check(ContainerFacts container, PodFacts pod)
    {
        // Init containers keep what they have: the recommender measures the others.
        if (pod.Neighbours.VerticalAutoscalers.IsEmpty || pod.Workload.IsPartial || container.Spec.Type != ContainerType.App)
            yield break;
        foreach (var vertical in pod.Neighbours.VerticalAutoscalers)
        {
            var policy = vertical.PolicyOf(container.Spec.Name);
            if (vertical.IsActive != true || policy.IsOff)
                continue;
            foreach (string resource in new[] { "memory", "cpu" })
            {
                if (!(resource == "memory" ? policy.ControlsMemory : policy.ControlsCpu))
                    continue;
                if (Outside(container, resource, vertical, policy) is { } finding)
                    yield return finding;
            }
        }
    }

    // By less than a tenth (16M and 16Mi) nobody means to disagree, and the updater does not restart a pod for it.
    private static bool IsFarBelow(ResourceQuantity x, ResourceQuantity y) =>
        x.Milli is { } low && y.Milli is { } high && (Int128)low * 10 < (Int128)high * 9;

    private Finding? Outside(ContainerFacts container, string resource, VerticalAutoscaler vertical, VerticalPolicy policy)
    {
        var origin = resource == "memory" ? container.Origins.MemoryRequest : container.Origins.CpuRequest;
        var request = container.Amounts.Requests[resource];
        if (origin is not (TextOrigin.Resources or TextOrigin.AmountOf { Which: OtherAmount.Limit }) || !request.IsPositive)
            return null;
        var resources = container.Spec.Resources;
        var field = origin is TextOrigin.Resources ? resources.Requests[resource] : resources.Limits[resource];
        string written = SetWords.Written(field.Text);
        string amount = origin is TextOrigin.Resources ? $"{resource} request {written}" : $"{resource} limit {written}, the request too,";
        // VPA-3.
        string limit =
            policy.MovesLimits && origin is TextOrigin.Resources && resources.Limits[resource] is { IsAbsent: false, Text: var beside }
                ? $", and the limit {SetWords.Written(beside)} in proportion,"
                : "";
        if (policy.Min(resource) is { Quantity: { } least } min && IsFarBelow(request.Value, least.ToStored()))
        {
            return At(
                container,
                field,
                Statement.Of(
                    $"{amount} is below the minAllowed {SetWords.Written(min.Text)} of {vertical.Title}",
                    $"the autoscaler raises it to {SetWords.Written(min.Text)} or more{limit} as soon as it acts, whatever is written here"
                )
            ) with
            {
                Remedy = Remedy.Told($"{resource} request {SetWords.Written(min.Text)}, or a lower minAllowed"),
                Related = [new RelatedPlace(min.Location, "the least it may set")],
            };
        }
        if (policy.Max(resource) is { Quantity: { } most } max && IsFarBelow(most.ToStored(), request.Value))
        {
            return At(
                container,
                field,
                Statement.Of(
                    $"{amount} is above the maxAllowed {SetWords.Written(max.Text)} of {vertical.Title}",
                    $"the autoscaler lowers it to {SetWords.Written(max.Text)} or less{limit} as soon as it acts, whatever is written here"
                )
            ) with
            {
                Remedy = Remedy.Told($"{resource} request {SetWords.Written(max.Text)}, or a higher maxAllowed"),
                Related = [new RelatedPlace(max.Location, "the most it may set")],
            };
        }
        return null;
    }
}
