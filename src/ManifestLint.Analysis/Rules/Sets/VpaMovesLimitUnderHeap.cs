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
            var least = policy.Min("memory");
            if (least is { Quantity: null })
                continue;
            long lowest = Math.Max(least?.Quantity?.Bytes ?? 0, LeastPodBytes / Math.Max(1, pod.Workload.Pod.Containers.Count()));
            // VPA-3: the limit keeps its ratio to the request.
            long moved = (long)Int128.Min((Int128)lowest * limit / request, long.MaxValue);
            if (moved >= heap)
                continue;
            var statement = Statement.Of(
                $"{vertical.Title} may lower the memory limit {Describe.MemoryLimit(container)} to {Least(moved, least)}, below {Taken(demand)}",
                // What a server does then is its own.
                demand.Budget
                    is { Family: DemandFamily.Server, Consequence: { } own }
                    ? own
                    : $"the container may be OOMKilled before {demand.Reached}"
            ) with
            {
                Cause = least is null
                    ? $"it moves limit and request together, and may recommend a request of {new ByteSize(lowest).ToHuman()}"
                    : $"it moves limit and request together, down to its minAllowed {SetWords.Written(least.Text)}",
            };
            yield return AtSetting(demand.Setting!.Word, container, pod, statement) with
            {
                Statement = statement.If(
                    Assume.Runtime(demand.Assumption),
                    least is null
                        ? new Assumption(
                            AssumptionKind.UsualFigure,
                            "a recommender that gives a pod at least 250Mi, as is usual (--pod-recommendation-min-memory-mb)"
                        )
                        : null
                ),
                Related = [.. Places(vertical, policy, least)],
            };
            yield break;
        }
    }

    // As its author wrote it where it is the least request.
    private static string Least(long moved, NamedAmount? least) =>
        least is { Quantity: { Bytes: var bytes } } && bytes == moved ? SetWords.Written(least.Text) : new ByteSize(moved).ToHuman();

    // The setting with what it comes to.
    private static string Taken(MemoryDemand demand) =>
        demand.Setting is not { Word.IsKnown: true } ? $"{demand.Noun} of {new ByteSize(demand.Bytes).ToHuman()}"
        : demand is { IsHeap: true, By: not Derivation.Share } ? demand.Subject.ToString()
        : demand is { Budget.Family: DemandFamily.Server, By: null, Setting: { } setting }
            ? new SettingText(WrittenText.Cut(setting.AsWritten)).With(demand.Bytes)
        : demand.Subject.With(demand.Bytes);

    private static IEnumerable<RelatedPlace> Places(VerticalAutoscaler vertical, VerticalPolicy policy, NamedAmount? least)
    {
        if (least is not null)
            yield return new(least.Location, "the least it may set");
        else
            yield return new(policy.Location, $"{vertical.Title} acts on memory");
    }

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
