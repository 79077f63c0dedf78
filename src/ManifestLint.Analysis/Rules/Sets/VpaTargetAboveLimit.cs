using ManifestLint.Facts;
using ManifestLint.Findings;
using ManifestLint.Manifests;
using ManifestLint.Neighbours;
using ManifestLint.Quantities;

namespace ManifestLint.Rules.Sets;

/// <summary>ML5014 vpa-target-above-limit.</summary>
public sealed class VpaTargetAboveLimit() : ContainerRule("ML5014")
{
    // --pod-recommendation-min-memory-mb
    private const long LeastOfPod = 250L << 20;

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
                Told(
                    $"memory limit {written.Text} is below the recommended request {SetWords.Recommended(target)} of {vertical.Title}",
                    target,
                    limit,
                    written.Text,
                    vertical.PolicyOf(name)
                )
            ) with
            {
                Remedy = recommended.Bytes is { } bytes ? Remedy.Told($"memory limit {RoundAmount.Up((bytes >> 20) + 1)}Mi or more") : null,
                Related = [new RelatedPlace(target.Location, "the recommended request")],
            };
            yield break;
        }
    }

    // VPA-8: what the target says of peaks, where nothing else made it as large.
    private static Statement Told(string what, NamedAmount target, ResourceQuantity limit, string limitText, VerticalPolicy policy)
    {
        if (
            target.Quantity?.Bytes is not { } bytes
            || bytes <= LeastOfPod
            || (policy.Min("memory") is { } least && !(least.Quantity is { Bytes: { } floor } && floor < bytes))
        )
            return Statement.Of(what, "a request of that size needs a higher limit");
        long peak = (long)((Int128)bytes * 100 / 115);
        return limit.Bytes is { } most && peak > most
            ? Statement
                .Of(what, "it was most likely OOMKilled already, or once had a higher limit")
                .Because(
                    $"without its margin of 15 % the target is {new ByteSize(peak).ToHuman()}, above the limit {limitText} (the recommender counts 20 % or 100 MiB on top of a kill)"
                )
            : Statement.Of(what, "its peaks are near the limit (the target is the 90th percentile of the peaks, and 15 % more)");
    }
}
