using System.Globalization;
using ManifestLint.Facts;
using ManifestLint.Facts.Runtimes;

namespace ManifestLint.Reporting;

/// <summary>Explains Node.js.</summary>
internal static class ExplainedNode
{
    private const string OptionSource =
        "node src/node.cc (InitializeOncePerProcess), src/node_options.cc; v8 src/flags/flags.cc (SetFlagsFromCommandLine)";
    private const string HeapSource =
        "v8 src/heap/heap.cc (Heap::ConfigureHeap, HeapSizeFromPhysicalMemory, YoungGenerationSizeFromOldGenerationSize); libuv src/unix/linux.c (uv_get_constrained_memory)";

    /// <summary>Its options and its heap.</summary>
    public static IEnumerable<ExplainedStep> Of(ContainerFacts container, NodeFacts node)
    {
        yield return new("Node.js and its options", [.. Options(node)], OptionSource);
        if (node.Starts == false || node.Certainty == RuntimeCertainty.Unknown || node.MaxOldSpaceBytes is not { } old)
            yield break;
        yield return new("The largest heap", [.. Heap(container, node, old)], HeapSource);
    }

    private static IEnumerable<string> Options(NodeFacts node)
    {
        foreach (
            string line in ExplainedRuntime.Head(
                $"Node.js {node.Version.ToString(CultureInfo.InvariantCulture)}",
                node.VersionFrom,
                node.Certainty
            )
        )
            yield return line;
        if (node.IsThroughLauncher)
            yield return "npm or the like starts it, so options of its own cannot be seen";
        if (node.HeapSource is { } source)
            yield return ExplainedRuntime.Setting(source);
        foreach (var ignored in node.Ignored)
            yield return $"{ExplainedRuntime.Setting(ignored.Setting)} has no effect: {ignored.Reason}";
        if (node.HeapSource is null && node.Ignored.IsEmpty && node.Certainty != RuntimeCertainty.Unknown)
            yield return "no option that sets its heap";
        if (node.Starts == false)
            yield return $"it does not start: {node.Failure}";
    }

    private static IEnumerable<string> Heap(ContainerFacts container, NodeFacts node, long old)
    {
        string bytes = ExplainedRuntime.Bytes(old);
        string mebi = (old >> 20).ToString(CultureInfo.InvariantCulture);
        yield return node.HeapOrigin switch
        {
            NodeHeapOrigin.Explicit when node.HeapSource is { } set => $"old space = {mebi} × 2^20 = {bytes}, by {set.Word.Text}",
            NodeHeapOrigin.Percentage when node.HeapSource is { } set =>
                $"old space = that share of the memory it sees, in whole MiB = {mebi} × 2^20 = {bytes}, by {set.Word.Text}",
            _ when node.IsHeapFromNode => $"old space = half the memory of the node, at least 256 MiB and at most 2 or 4 GiB = {bytes}",
            _ when container.MemoryMax.Bytes is { } limit && limit / 4 * 2 == old =>
                $"old space = memory limit ÷ 4 × 2 = {ExplainedAmounts.Number(limit)} ÷ 4 × 2 = {bytes}",
            _ => $"old space = half the memory it sees, at least 256 MiB and at most 2 or 4 GiB = {bytes}",
        };
        foreach (string line in ExplainedRuntime.ShareOfLimit(container, old))
            yield return line;
        if (node.MaxHeapBytes is { } heap)
        {
            long young = heap - old;
            yield return $"heap_size_limit = old space + 3 semi-spaces = {ExplainedAmounts.Number(old)} + {ExplainedAmounts.Number(young)} = {ExplainedRuntime.Bytes(heap)}";
        }
        if (node.ProcessCount > 1 && node.TotalMaxHeapBytes is { } total)
            yield return $"{node.ProcessCount.ToString(CultureInfo.InvariantCulture)} processes run side by side, with heaps of {ExplainedAmounts.Number(total)} bytes in all";
    }
}
