using ManifestLint.Evidence;
using ManifestLint.Facts;
using ManifestLint.Findings;
using ManifestLint.Neighbours;
using ManifestLint.Quantities;
using ManifestLint.Rules.Runtimes;
using ManifestLint.Runtimes;

namespace ManifestLint.Rules.Sets;

/// <summary>ML5008 vpa-moves-limit-under-heap.</summary>
public sealed class VpaMovesLimitUnderHeap() : RuntimeRule("ML5008")
{
    // VPA-4: what the recommender gives a pod at least, shared among its containers. Its flag can change it.
    private const long LeastPodBytes = 250L << 20;

    /// <inheritdoc/>
    public override bool NeedsNeighbours => true;

    /// <inheritdoc/>
    public override IEnumerable<Finding> Check(ContainerFacts container, PodFacts pod)
    {
        if (pod.Neighbours.VerticalAutoscalers.IsEmpty || pod.Workload.IsPartial)
            yield break;
        if (Fixed(container) is not { Bytes: var heap } demand)
            yield break;
        if (!container.Amounts.Limits["memory"].IsKnown || container.MemoryMax.Bytes is not { } limit || heap >= limit)
            yield break;
        if (!container.MemoryRequest.IsPositive || container.MemoryRequest.Value.Bytes is not { } request)
            yield break;
        foreach (var vertical in pod.Neighbours.VerticalAutoscalers)
        {
            var policy = vertical.PolicyOf(container.Spec.Name);
            if (vertical.IsActive != true || policy.IsOff || !policy.ControlsMemory || !policy.MovesLimits)
                continue;
            if (Judged(vertical, policy, demand, (request, limit), container, pod) is not { } finding)
                continue;
            yield return finding;
            yield break;
        }
    }

    private Finding? Judged(
        VerticalAutoscaler vertical,
        VerticalPolicy policy,
        MemoryDemand demand,
        (long Request, long Limit) present,
        ContainerFacts container,
        PodFacts pod
    )
    {
        var (least, most) = (policy.Min("memory"), policy.Max("memory"));
        long usual = LeastPodBytes / Math.Max(1, pod.Workload.Pod.Containers.Count());
        bool isUsual = (least?.Quantity?.Bytes ?? 0) < usual;
        // VPA-3: the limit keeps its ratio to the request.
        long Moved(long request) => (long)Int128.Min((Int128)request * present.Limit / present.Request, long.MaxValue);
        bool IsTooLittle(NamedAmount? amount) => amount?.Quantity?.Bytes is { } bytes && Moved(bytes) < demand.Bytes;
        // What it recommends at most decides, whatever it recommends.
        bool isCapped = IsTooLittle(most);
        if (!isCapped && least is { Quantity: null })
            return null;
        var target = vertical.Recommended.FirstOrDefault(r => r.Container == container.Spec.Name).Target;
        // One below the bounds was made before they were.
        bool isNow = !isCapped && IsTooLittle(target) && !(target.Quantity!.Value.ToStored() < least?.Quantity?.ToStored());
        var bound =
            isCapped ? most
            : isNow ? target
            : isUsual ? null
            : least;
        long request = bound?.Quantity?.Bytes ?? usual,
            moved = Moved(request);
        if (moved >= demand.Bytes)
            return null;
        string verb = isCapped || isNow ? "lowers" : "may lower";
        var statement = Statement.Of(
            $"a VerticalPodAutoscaler {verb} the memory limit {Describe.MemoryLimit(container)} to {(isCapped ? "no more than " : "")}{Written(moved, bound)}, below {Taken(demand)}",
            // What a server does then is its own.
            demand.Budget
                is { Family: DemandFamily.Server, Consequence: { } own }
                ? own
                : $"the container may be OOMKilled before {demand.Reached}"
        ) with
        {
            Cause =
                $"limit and request are moved together by {vertical.Title}, "
                + (
                    bound is null ? $"which may recommend a request of {new ByteSize(request).ToHuman()}"
                    : isNow ? $"which recommends a request of {SetWords.Recommended(bound)} now"
                    : $"{(isCapped ? "up to its maxAllowed" : "down to its minAllowed")} {SetWords.Written(bound.Text)}"
                ),
        };
        return AtSetting(demand.Setting!.Word, container, pod, statement) with
        {
            Statement = statement.If(
                Assume.Runtime(demand.Assumption),
                bound is null
                    ? new Assumption(
                        AssumptionKind.UsualFigure,
                        "the recommender gives a pod at least 250Mi, as is usual (--pod-recommendation-min-memory-mb)"
                    )
                    : null
            ),
            Remedy = Remedy.Told(RequestsOnly(vertical, container)),
            Related =
            [
                bound is null ? new(policy.Location, $"memory is set by {vertical.Title}")
                : isNow ? new(bound.Location, "the recommended request")
                : new(bound.Location, isCapped ? "the most it may set" : "the least it may set"),
            ],
        };
    }

    private static Advice RequestsOnly(VerticalAutoscaler vertical, ContainerFacts container) =>
        new($"controlledValues: RequestsOnly for containerName: {container.Spec.Name} in {vertical.Title}")
        {
            Why = $"the limit then stays {container.Limit("memory").Plain}",
        };

    // As its author wrote it where it is the bound of the request.
    private static string Written(long moved, NamedAmount? bound) =>
        bound is { Quantity: { Bytes: var bytes } } && bytes == moved ? SetWords.Written(bound.Text) : new ByteSize(moved).ToHumanExact();

    // The setting with what it comes to.
    private static string Taken(MemoryDemand demand) =>
        demand.Setting is not { Word.IsKnown: true } ? $"{demand.Noun} of {new ByteSize(demand.Bytes).ToHuman()}"
        : demand is { IsHeap: true, By: not Derivation.Share } ? demand.Subject.ToString()
        : demand is { Budget.Family: DemandFamily.Server, By: null, Setting: { } setting }
            ? new SettingText(WrittenText.Cut(setting.AsWritten)).With(demand.Bytes)
        : demand.Subject.With(demand.Bytes);

    // What stays while the limit moves; the largest of them.
    private static MemoryDemand? Fixed(ContainerFacts container) =>
        container
            .Demands.Where(d =>
                d
                    is {
                        IsMain: true,
                        IsPart: false,
                        Of: DemandBasis.Fixed,
                        Setting: not null,
                        Unbounded: null,
                        Certainty: not RuntimeCertainty.Unknown
                    }
            )
            .MaxBy(d => d.Bytes);
}
