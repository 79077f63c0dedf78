using ManifestLint.Facts;
using ManifestLint.Findings;
using ManifestLint.Manifests;

namespace ManifestLint.Rules.Sets;

/// <summary>ML5014 vpa-target-above-limit.</summary>
public sealed class VpaTargetAboveLimit() : ContainerRule("ML5014")
{
    /// <inheritdoc/>
    public override bool NeedsNeighbours => true;

    /// <inheritdoc/>
    public override IEnumerable<Finding> Check(ContainerFacts container, PodFacts pod)
    {
        var written = container.Spec.MemoryLimit;
        if (
            pod.Neighbours.VerticalAutoscalers.IsEmpty
            || pod.Workload.IsPartial
            || container.Spec.Name is not { } name
            || !written.IsKnown(out var limit)
            || limit.IsZero
        )
            yield break;
        foreach (var vertical in pod.Neighbours.VerticalAutoscalers)
        {
            var target = vertical.Recommended.FirstOrDefault(r => r.Container == name).Target;
            if (target is not { Quantity: { } recommended } || recommended.ToStored() <= limit.ToStored())
                continue;
            // One that sets limits itself raises this one with the request.
            if (vertical.Mode is null || (vertical.Mode is not ("Off" or "Initial") && vertical.PolicyOf(name).MovesLimits))
                continue;
            yield return At(
                container,
                written,
                Statement.Of(
                    $"memory limit {written.Text} is below the recommended request {SetWords.Recommended(target)} of {vertical.Title}",
                    "its peaks are near or at the limit (the target is the 90th percentile of the peaks, and 15 % more)"
                )
            ) with
            {
                Related = [new RelatedPlace(target.Location, "the recommended request")],
            };
            yield break;
        }
    }
}
