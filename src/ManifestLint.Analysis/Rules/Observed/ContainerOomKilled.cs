using ManifestLint.Amounts;
using ManifestLint.Facts;
using ManifestLint.Findings;
using ManifestLint.Manifests;
using ManifestLint.Quantities;
using ManifestLint.Rules.Runtimes;
using ManifestLint.Runtimes;

namespace ManifestLint.Rules.Observed;

/// <summary>ML6001 container-oom-killed.</summary>
public sealed class ContainerOomKilled() : ObservedContainerRule("ML6001")
{
    /// <inheritdoc/>
    public override IEnumerable<Finding> Check(ContainerFacts container, PodFacts pod)
    {
        if (container.Status is not { } status || KilledEnd(status) is not { } end)
            yield break;
        var limit = container.Spec.MemoryLimit;
        string subject = Describe.Container(container.Spec);
        // ST-2: the runtime marks a container whose child was killed, too; it then ends with a code of its own, or well.
        string who = end.ExitCode is null or 137 ? subject : $"a process of {subject}";
        var room = LiveLimit.Of(container, pod);
        var filled = room.Bytes is { } bytes ? MemoryCause.Of(container, pod, bytes, room.Plain) : null;
        string bare = room.Bytes is null && container.MemoryMax.IsUnlimited ? ", which has no memory limit," : "",
            under = room.Bytes is null ? "" : $" {room.Text}";
        var statement = Statement.Of($"{who}{bare} was OOMKilled{After(end)}{under}{Brackets(end, status)}") with
        {
            Cause = filled?.Text ?? OfNode(room, container, pod),
            CauseIf = filled?.Assumed,
        };
        yield return At(container, limit, statement) with
        {
            Observed = Seen(end, status, pod),
            Remedy =
                filled is { Kind: CauseKind.Heap } && Step(filled, container, room, pod) is { } step
                    // A pod that is shown with its status was made from something else, where the setting stands.
                    ? Remedy.Told(step with { MadeKind = "Pod" })
                : bare.Length > 0 ? Remedy.Told(new Advice($"memory request and limit of what {subject} needs at its peak"))
                : null,
            Related =
            [
                .. filled is { Place: { } place }
                    ? [new RelatedPlace(place, filled.Note) { Cause = filled.Kind, Written = filled.Written }]
                    : Array.Empty<RelatedPlace>(),
                .. LimitPlace.Of(container, pod) is { } other && other != limit.Node.Location
                    ? [new RelatedPlace(other, "the memory limit")]
                    : Array.Empty<RelatedPlace>(),
            ],
        };
    }

    // Where another heap mends nothing, the limit does.
    private static Advice? Step(MemoryCause heap, ContainerFacts container, LiveLimit room, PodFacts pod) =>
        !heap.IsBesideHeap ? Lowered(container, room, pod)
        : pod.Workload.Manifest is { Kind: "Pod", Group: "" } ? new Advice($"a memory limit above {room.Plain}")
        : null;

    private static Advice? Lowered(ContainerFacts container, LiveLimit room, PodFacts pod)
    {
        if (
            pod.Workload.Manifest is not { Kind: "Pod", Group: "" }
            || room.Bytes is not { } limit
            || MemoryDemand.Counted(container.Demands).Where(d => d is { IsMain: true, IsHeap: true, Setting: not null }).ToList()
                is not [{ Budget.Lower: { } lower } heap]
            || lower(limit, room.Plain, MemoryCause.UsualPercent(heap)) is not { Edits.Length: > 0 } lowered
        )
            return null;
        var advice = Remedies.AdviceOf(lowered);
        return
            heap.Processes == 1
            && container.Budget?.BesideBy.Total is { } beside
            && heap.Bytes + beside > limit
            && heap.Bytes + beside <= long.MaxValue
            ? advice with
            {
                Why =
                    $"{(advice.Why is { } why ? $"{why}; " : "")}or memory limit {RoundAmount.Up((long)((heap.Bytes + beside) >> 20) + 1)}Mi",
            }
            : advice;
    }

    /// <summary>The end of which the runtime says that it was an OOM kill: the present one before the last.</summary>
    internal static ContainerEnd? KilledEnd(ContainerStatus status) =>
        status.State is { Reason: "OOMKilled" } now ? now
        : status.LastState is { Reason: "OOMKilled" } last ? last
        : null;

    // A score of a node that is only assumed explains nothing.
    private static string? OfNode(LiveLimit room, ContainerFacts container, PodFacts pod)
    {
        if (room.Bytes is not null || !container.MemoryMax.IsUnlimited)
            return null;
        string score = container.OomScoreAdj switch
        {
            OomScoreAdj.BestEffort => ", and at equal usage a pod with oom_score_adj 1000 goes first",
            { } adj when Assume.NodeMemoryOf(container, pod) is not { IsGiven: false } && Assume.KubernetesOf(container, pod) is null =>
                $", and this container has oom_score_adj {adj}",
            _ => "",
        };
        return $"the node had no more memory for its pods{score}";
    }
}
