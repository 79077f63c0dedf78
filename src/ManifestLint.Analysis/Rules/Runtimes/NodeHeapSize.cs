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
        string share = $"{ByteSize.Percent(heap, limit)} % of the memory limit {limitText}";
        return node.ProcessCount > 1 && node.TotalOldSpaceBytes != node.MaxOldSpaceBytes
            ? $"the heaps of {node.ProcessCount} Node.js processes side by side ({Human(heap)} together) are {share}"
            : $"{Shown(node.HeapSource!.Word.Text)} ({Human(heap)}) is {share}";
    }
}

/// <summary>ML3101 node-heap-above-budget.</summary>
public sealed class NodeHeapAboveBudget() : NodeRule("ML3101")
{
    private const double UsualShare = 0.75;

    private protected override IEnumerable<Finding> Check(NodeFacts node, ContainerFacts container, PodFacts pod)
    {
        if (
            node.TotalOldSpaceBytes is not { } heap
            || node.HeapSource is null
            || container.MemoryMax.Bytes is not { } limit
            || heap >= limit
        )
            yield break;
        if (heap <= (long)Math.Ceiling(limit * UsualShare))
            yield break;
        yield return AtSource(
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
        yield return AtSource(
            node.HeapSource,
            container,
            pod,
            Statement
                .Of(OldSpace(node, limit, Describe.MemoryLimit(container)), "the container is OOMKilled before the heap is full")
                .If(Assume.Runtime(node.Assumption))
        ) with
        {
            Lowered = AtMostWarning(node.Certainty),
        };
    }
}

/// <summary>ML3105 node-default-heap-above-limit.</summary>
public sealed class NodeDefaultHeapAboveLimit() : NodeRule("ML3105")
{
    private const string Consequence = "the container is OOMKilled before Node.js collects in earnest";

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
                : $"nothing sets the heap of this Node.js process: it may grow to {Human(heap)}";
        yield return AtSetting(
            null,
            container,
            pod,
            Statement
                .Of($"{reason}, above the memory limit {text}", Consequence)
                .If(Assume.Runtime(node.Assumption))
                .If(isFromNode ? Assume.NodeMemory(pod) : null)
        );
    }

    private static string Mebibytes(long bytes) => string.Create(CultureInfo.InvariantCulture, $"{bytes >> 20} MiB");
}
