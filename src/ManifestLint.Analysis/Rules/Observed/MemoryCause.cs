using ManifestLint.Evidence;
using ManifestLint.Facts;
using ManifestLint.Findings;
using ManifestLint.Manifests;
using ManifestLint.Programs;
using ManifestLint.Quantities;
using ManifestLint.Runtimes;
using ManifestLint.Yaml;

namespace ManifestLint.Rules.Observed;

/// <summary>What the facts say filled a container's memory.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Text">A clause about the container's limit, "it".</param>
/// <param name="Place">Where the setting stands that decides; null if none does.</param>
/// <param name="Note">What a report says beside that place.</param>
/// <param name="Assumed">What it rests on; null if on nothing.</param>
internal sealed record MemoryCause(CauseKind Kind, string Text, Location? Place, string Note, Assumption? Assumed = null)
{
    /// <summary>True for a heap that leaves room for what is usually beside it: something else filled the memory, and another heap mends nothing.</summary>
    public bool IsBesideHeap { get; init; }

    /// <summary>What is written at <see cref="Place"/>; null where nothing is.</summary>
    public string? Written { get; init; }

    /// <summary>The cause; null if the facts do not tell any.</summary>
    /// <param name="container">The container.</param>
    /// <param name="pod">Its pod.</param>
    /// <param name="limit">Its limit in bytes.</param>
    /// <param name="limitText">The same as its author wrote it.</param>
    public static MemoryCause? Of(ContainerFacts container, PodFacts pod, long limit, string limitText)
    {
        foreach (var demand in container.Demands)
        {
            if (Of(demand, container, limit, limitText) is { } cause)
                return cause with { Written = demand.Setting?.AsWritten };
        }
        return OfVolumes(container, pod);
    }

    private static MemoryCause? Of(MemoryDemand demand, ContainerFacts container, long limit, string limitText)
    {
        if (demand.Certainty == RuntimeCertainty.Unknown)
            return null;
        var assumed = Assume.Runtime(demand.Assumption);
        if (demand.Unbounded is { } nothing)
            return demand.Of == DemandBasis.Node
                ? null
                : new(CauseKind.Unbounded, nothing, PlaceOf(demand.Setting?.Word), "said here", assumed);
        if (!demand.IsMain || demand.IsPart)
            return null;
        if (demand.IsHeap)
            return demand is { Kind: DemandKind.Default, Setting: null } && !HasBudget(container)
                ? null
                : OfHeap(demand, container, limit, limitText, assumed);
        if (demand.Setting is not { } setting)
            return null;
        if (demand.Kind != DemandKind.Goal)
        {
            return new(
                CauseKind.Setting,
                $"{demand.Subject} is {ByteSize.Percent(demand.Bytes, limit)} % of the memory limit {limitText}",
                PlaceOf(setting.Word),
                $"{setting.Name} is set here",
                assumed
            );
        }
        string goal = $"{demand.Subject.With(demand.Bytes)} is a goal of the collector and no limit";
        return new(
            CauseKind.Goal,
            demand.Bytes >= limit ? $"{goal}, and not below what the container may use" : goal,
            PlaceOf(setting.Word),
            "the goal is set here",
            assumed
        );
    }

    /// <summary>The share of a limit that is advised for a heap, in percent.</summary>
    public static decimal UsualPercent(MemoryDemand demand) => demand.Budget?.SlowAbove ?? demand.Budget?.Fine?.Percent ?? UsualShare;

    private const decimal UsualShare = 75;

    // A default heap is worth telling where what stands beside it is known, too.
    private static bool HasBudget(ContainerFacts container) => container.Demands.Any(d => !d.IsMain && d.Unbounded is null);

    private static Location? PlaceOf(Word? word) => word is null ? null : WordPlace.Of(word);

    // An estimate has no digits to be exact in.
    private static long Rounded(long bytes) => bytes < 20 << 20 ? bytes : (bytes + (5 << 20)) / (10 << 20) * (10 << 20);

    private static MemoryCause OfHeap(MemoryDemand demand, ContainerFacts container, long limit, string limitText, Assumption? assumed)
    {
        long heap = demand.Bytes;
        string what = demand.Subject.With(heap);
        string percent = ByteSize.Percent(heap, limit);
        Int128 beside = demand.Processes == 1 && container.Budget is { BesideBy: var sum } ? sum.Total : 0;
        string usual =
            beside > limit - heap && beside <= long.MaxValue
                ? $", which usually takes about {new ByteSize(Rounded((long)beside)).ToHuman()}"
                : "";
        bool isSmall = usual.Length == 0 && !new DemandLine(UsualPercent(demand)).IsPassedBy(heap, limit);
        string text =
            heap >= limit ? $"{what} lets the heap alone take {percent} % of the memory limit {limitText}"
            : usual.Length == 0 && heap <= limit / 2
                ? $"{what} keeps the heap to {percent} % of the memory limit {limitText}, so what filled it is beside the heap"
            : $"{what} leaves {new ByteSize(limit - heap).ToHumanExact()} for everything beside the heap{(isSmall ? ", which took more" : usual)}";
        return new(CauseKind.Heap, text, PlaceOf(demand.Setting?.Word), "the heap is set here", assumed) { IsBesideHeap = isSmall };
    }

    private static MemoryCause? OfVolumes(ContainerFacts container, PodFacts pod)
    {
        if (container.Spec.Node["volumeMounts"] is not YamlSequence mounts)
            return null;
        foreach (var volume in pod.Volumes)
        {
            bool isWritten = mounts.Items.Any(m =>
                m.Target is YamlMapping mount && mount.TextAt("name") == volume.Volume.Name && mount.TextAt("readOnly") != "true"
            );
            if (!isWritten || volume.Volume.Name is null)
                continue;
            string size =
                volume.IsOfNode ? " (nothing bounds it)"
                : volume.TmpfsBytes is { } bytes ? $" (up to {new ByteSize(bytes).ToHuman()})"
                : "";
            return new(
                CauseKind.Volume,
                $"what it writes to memory-backed volume {volume.Volume.Name}{size} counts as its memory",
                volume.Volume.SizeLimit.Node.Location,
                "the volume"
            )
            {
                Written = $"{volume.Volume.Name} {volume.Volume.SizeLimit.Text}",
            };
        }
        return null;
    }
}
