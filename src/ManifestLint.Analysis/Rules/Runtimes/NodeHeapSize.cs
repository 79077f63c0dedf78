using System.Globalization;
using ManifestLint.Evidence;
using ManifestLint.Facts;
using ManifestLint.Findings;
using ManifestLint.Manifests;
using ManifestLint.Quantities;
using ManifestLint.Runtimes.Node;

namespace ManifestLint.Rules.Runtimes;

/// <summary>What the rules about Node.js share: whom they judge, and how they speak of a heap.</summary>
public abstract class NodeRule : RuntimeRule
{
    /// <summary>The percentage of the limit that the old space may take.</summary>
    private protected const int UsualPercent = 75;

    private protected NodeRule(string id)
        : base(id) { }

    /// <inheritdoc/>
    public sealed override IEnumerable<Finding> Check(ContainerFacts container, PodFacts pod) =>
        container.NodeJs is { Certainty: not RuntimeCertainty.Unknown } node && pod.Workload.Completeness != Completeness.Patch
            ? Check(node, container, pod)
            : [];

    private protected abstract IEnumerable<Finding> Check(NodeFacts node, ContainerFacts container, PodFacts pod);

    /// <summary>The old space and its share of the limit: <c>--max-old-space-size=900 (900 MiB) is 87.9 % of the memory limit 1Gi</c>.</summary>
    private protected static string OldSpace(NodeFacts node, long limit, string limitText)
    {
        long heap = node.TotalOldSpaceBytes!.Value;
        string share = $"{ByteSize.Share(heap, limit)} the memory limit {limitText}";
        return node.ProcessCount > 1 && node.TotalOldSpaceBytes != node.MaxOldSpaceBytes
            ? $"the heaps of {node.ProcessCount} Node.js processes side by side ({Human(heap)} together) are {share}"
            : $"{Shown(node.HeapSource!.Word.Text)} ({Human(heap)}) is {share}";
    }

    // What an idle Node.js takes beside its old space is 50 to 100 MiB (runtime-memory.md §7).
    private const long BesideHeap = 100L << 20;

    /// <summary>What to write where the rest of a limit is less than Node.js takes beside its heap; null where there is room.</summary>
    /// <param name="limit">The memory limit in bytes.</param>
    /// <param name="heap">The old space that its author wrote; null where nobody did.</param>
    private protected static string? InSmallLimit(long limit, long? heap)
    {
        if (limit * (100 - UsualPercent) / 100 >= LeastBeside)
            return null;
        long wanted = heap < limit ? heap.Value : Math.Max(limit * UsualPercent / 100, LeastHeap),
            heapMebibytes = RoundAmount.Down(wanted >> 20);
        string room = string.Create(CultureInfo.InvariantCulture, $"memory limit {RoundAmount.Up((wanted + BesideHeap) >> 20)}Mi");
        return heap < limit
            ? $"{room} (the heap and what Node.js usually takes beside it)"
            : string.Create(
                CultureInfo.InvariantCulture,
                $"{room} or more, and --max-old-space-size={heapMebibytes} (Node.js takes 50 to 100 MiB beside its heap)"
            );
    }

    private const long LeastBeside = 64L << 20;
    private const long LeastHeap = 64L << 20;

    /// <summary>Lowers the option to a share of the limit; null for several processes, and for what is no option with its value.</summary>
    private protected static Remedy? LowerOldSpace(NodeFacts node, long limit, string limitText, PodFacts pod)
    {
        if (
            node.ProcessCount != 1
            || node.HeapSource is not { Word: { IsKnown: true } word }
            || word.Text.IndexOf('=', StringComparison.Ordinal) is not (> 0 and var end)
        )
            return null;
        string option = word.Text[..(end + 1)];
        if (InSmallLimit(limit, node.HeapOrigin == NodeHeapOrigin.Percentage ? null : node.TotalOldSpaceBytes) is { } larger)
            return new Remedy(larger, null);
        var (mebibytes, isExact) = RoundAmount.Down((Int128)limit * UsualPercent, 100);
        if (mebibytes < 1)
            return null;
        string value = node.HeapOrigin == NodeHeapOrigin.Percentage
                ? UsualPercent.ToString(CultureInfo.InvariantCulture)
                : mebibytes.ToString(CultureInfo.InvariantCulture),
            why = node.HeapOrigin == NodeHeapOrigin.Percentage ? "" : $" ({(isExact ? "" : "at most ")}{UsualPercent} % of {limitText})";
        return Remedy.Unsafe(
            $"{option}{value}{why}",
            SettingEdits.Place(word, option) is { } place ? SettingEdits.Edit(pod, place.Scalar, [(place, value)]) : null
        );
    }
}

/// <summary>ML3101 node-heap-above-budget.</summary>
public sealed class NodeHeapAboveBudget() : NodeRule("ML3101")
{
    private protected override IEnumerable<Finding> Check(NodeFacts node, ContainerFacts container, PodFacts pod)
    {
        if (
            node.TotalOldSpaceBytes is not { } heap
            || node.HeapSource is null
            || container.MemoryMax.Bytes is not { } limit
            || heap >= limit
        )
            yield break;
        if (heap <= (long)Math.Ceiling(limit * (UsualPercent / 100.0)))
            yield break;
        var finding = AtSource(
            node.HeapSource,
            container,
            pod,
            Statement
                .Of(
                    OldSpace(node, limit, Describe.MemoryLimit(container)),
                    $"only {Human(limit - heap)} is left for the young generation, buffers, code and native memory"
                )
                .If(Assume.Runtime(node.Assumption))
        );
        yield return With(finding, LowerOldSpace(node, limit, container.Limit("memory").Plain, pod));
    }
}

/// <summary>ML3102 node-heap-at-limit.</summary>
public sealed class NodeHeapAtLimit() : NodeRule("ML3102")
{
    private protected override IEnumerable<Finding> Check(NodeFacts node, ContainerFacts container, PodFacts pod)
    {
        if (
            node.TotalOldSpaceBytes is not { } heap
            || node.HeapSource is null
            || container.MemoryMax.Bytes is not { } limit
            || heap < limit
        )
            yield break;
        var finding = AtSource(
            node.HeapSource,
            container,
            pod,
            Statement
                .Of(
                    OldSpace(node, limit, Describe.MemoryLimit(container)),
                    "a heap that grows so far gets the container OOMKilled before Node.js reports that it is full"
                )
                .If(Assume.Runtime(node.Assumption))
        ) with
        {
            Lowered = AtMostWarning(node.Certainty),
        };
        yield return With(finding, LowerOldSpace(node, limit, container.Limit("memory").Plain, pod));
    }
}

/// <summary>ML3105 node-default-heap-above-limit.</summary>
public sealed class NodeDefaultHeapAboveLimit() : NodeRule("ML3105")
{
    private const string Consequence = "a heap that grows so far gets the container OOMKilled before Node.js collects in earnest";

    private protected override IEnumerable<Finding> Check(NodeFacts node, ContainerFacts container, PodFacts pod)
    {
        if (node.HeapOrigin != NodeHeapOrigin.Default || node.Starts == false || container.MemoryMax.Bytes is not { } limit)
            yield break;
        // The release decides whether the limit is seen at all.
        bool isFromNode = node is { IsHeapFromNode: true, VersionFrom: not VersionSource.Default };
        if ((node.MaxHeapBytes ?? (isFromNode ? node.HeapOnAssumedNodeBytes : null)) is not { } heap || heap <= limit)
            yield break;
        string text = Describe.MemoryLimit(container),
            reason = isFromNode
                ? $"Node.js {node.Version} does not see a cgroup v2 limit: its heap may grow to {Mebibytes(heap)}"
                : $"nothing sets the heap of this Node.js process: it may grow to {new ByteSize(heap).ToHumanBeside(new ByteSize(limit))}";
        var (mebibytes, isExact) = RoundAmount.Down((Int128)limit * UsualPercent, 100);
        yield return AtSetting(
            null,
            container,
            pod,
            Statement
                .Of($"{reason}, above the memory limit {text}", Consequence)
                .If(Assume.Runtime(node.Assumption))
                .If(isFromNode ? Assume.NodeMemory(pod) : null)
        ) with
        {
            Advice =
                node.ProcessCount != 1 ? null
                : InSmallLimit(limit, null) is { } larger ? larger
                : mebibytes > 0
                    ? $"--max-old-space-size={mebibytes.ToString(CultureInfo.InvariantCulture)} ({(isExact ? "" : "at most ")}{UsualPercent} % of {container.Limit("memory").Plain})"
                : null,
        };
    }

    private static string Mebibytes(long bytes) => string.Create(CultureInfo.InvariantCulture, $"{bytes >> 20} MiB");
}
