using ManifestLint.Facts;
using ManifestLint.Findings;
using ManifestLint.Manifests;

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
        string what = end.ExitCode is null or 137 ? $"{subject} was OOMKilled" : $"a process of {subject} was OOMKilled";
        var room = LiveLimit.Of(container, pod);
        var cause = room.Bytes is { } bytes ? MemoryCause.Of(container, pod, bytes) : null;
        yield return At(container, limit, Told(what + Brackets(end, status) + Where(room, container), cause)) with
        {
            Observed = Seen(end, status, pod),
            Related = cause is { Place: { } place } ? [new RelatedPlace(place, cause.Note)] : [],
        };
    }

    // The end is certain; what the cause rests on is said as its condition.
    private static Statement Told(string what, MemoryCause? cause) =>
        cause is null ? Statement.Of(what) : (Statement.Of(what) with { Cause = cause.Text }).If(cause.Assumed);

    /// <summary>The end of which the runtime says that it was an OOM kill: the present one before the last.</summary>
    internal static ContainerEnd? KilledEnd(ContainerStatus status) =>
        status.State is { Reason: "OOMKilled" } now ? now
        : status.LastState is { Reason: "OOMKilled" } last ? last
        : null;

    // Rule 6: its own limit, the pod's, or the node.
    private static string Where(LiveLimit room, ContainerFacts container)
    {
        if (room.Bytes is not null)
            return " " + room.Text;
        if (!container.MemoryMax.IsUnlimited)
            return "";
        string score = container.OomScoreAdj switch
        {
            OomScoreAdj.BestEffort => ", and with oom_score_adj 1000 it goes first at equal usage",
            { } adj => $", and with oom_score_adj {adj} it was the one to go",
            null => "",
        };
        return $" without a memory limit of its own: the node had no more for its pods{score}";
    }
}
