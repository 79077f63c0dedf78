using ManifestLint.Facts;
using ManifestLint.Facts.Runtimes;
using ManifestLint.Findings;
using ManifestLint.Manifests;

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

    /// <summary>The words that a finding about an assumed fact ends with.</summary>
    private protected static string Condition(NodeFacts node) =>
        node.Certainty == RuntimeCertainty.Exact ? ""
        : node.IsThroughLauncher ? ", if no script in package.json sets another"
        : ", if the image's start command does not set another";

    /// <summary>The old space as the subject of a sentence.</summary>
    private protected static string OldSpace(NodeFacts node)
    {
        string size = new ByteSize(node.TotalOldSpaceBytes!.Value).ToHuman();
        if (node.ProcessCount > 1 && node.TotalOldSpaceBytes != node.MaxOldSpaceBytes)
            return $"the heaps of {node.ProcessCount} Node.js processes side by side, {size} together,";
        string text = Shown(node.HeapSource!.Word.Text);
        return node.HeapOrigin == NodeHeapOrigin.Percentage ? $"{text} makes the heap {size}, which" : $"{text} ({size})";
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
        string rest = new ByteSize(limit - heap).ToHuman();
        yield return AtSetting(
            node.HeapSource.Word,
            container,
            pod,
            $"{OldSpace(node)} is {ByteSize.Percent(heap, limit)} % of the memory limit {LimitText(container, pod)}, so only {rest} is left for the young generation, buffers, code and native memory{Condition(node)}"
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
        yield return AtSetting(
            node.HeapSource.Word,
            container,
            pod,
            $"{OldSpace(node)} is {ByteSize.Percent(heap, limit)} % of the memory limit {LimitText(container, pod)}, so the container is OOMKilled before the heap is full{Condition(node)}"
        ) with
        {
            Severity = AtMostWarning(node.Certainty),
        };
    }
}

/// <summary>ML3105 node-default-heap-above-limit.</summary>
public sealed class NodeDefaultHeapAboveLimit() : NodeRule("ML3105")
{
    private const long SmallestDefault = 2L << 30;

    private protected override IEnumerable<Finding> Check(NodeFacts node, ContainerFacts container, PodFacts pod)
    {
        if (
            node.Certainty != RuntimeCertainty.Exact
            || node.HeapOrigin != NodeHeapOrigin.Default
            || node.Starts == false
            || container.MemoryMax.Bytes is not { } limit
        )
            yield break;
        if (node.MaxHeapBytes is { } heap && heap > limit)
        {
            yield return AtSetting(
                null,
                container,
                pod,
                $"nothing sets the heap of this Node.js process, so it may grow to {new ByteSize(heap).ToHuman()}, more than the memory limit {LimitText(container, pod)}: it is OOMKilled before it collects in earnest"
            );
        }
        else if (node is { MaxHeapBytes: null, IsHeapFromNode: true, VersionFrom: not "default" } && limit < SmallestDefault)
        {
            yield return AtSetting(
                null,
                container,
                pod,
                $"nothing sets the heap of this process, and Node.js {node.Version} does not see a cgroup v2 limit, so on a node with 4 GiB or more it may grow to 2 GiB or more, above the memory limit {LimitText(container, pod)}"
            );
        }
    }
}
