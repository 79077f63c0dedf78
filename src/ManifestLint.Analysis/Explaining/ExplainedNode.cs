using System.Globalization;
using ManifestLint.Evidence;
using ManifestLint.Facts;
using ManifestLint.Runtimes.Node;

namespace ManifestLint.Explaining;

/// <summary>Explains Node.js.</summary>
internal static class ExplainedNode
{
    private const string OptionSource =
        "node src/node.cc (InitializeOncePerProcess), src/node_options.cc; v8 src/flags/flags.cc (SetFlagsFromCommandLine)";

    /// <summary>Its options and its heap.</summary>
    public static IEnumerable<ExplainedStep> Of(ContainerFacts container, NodeFacts node)
    {
        yield return new("Node.js and its options", [.. Options(node)], OptionSource);
        if (node.Starts == false || node.Certainty == RuntimeCertainty.Unknown || node.MaxOldSpaceBytes is not { } old)
            yield break;
        yield return new("The largest heap", [.. Heap(container, node, old)], NodeHeap.Source);
    }

    private static IEnumerable<string> Options(NodeFacts node)
    {
        foreach (string line in ExplainedRuntime.Head($"Node.js {node.Version.ToString(CultureInfo.InvariantCulture)}", node))
            yield return line;
        if (node.IsThroughLauncher)
            yield return "npm or the like starts it, so options of its own cannot be seen";
        if (node.HeapSource is { } source)
            yield return ExplainedRuntime.Setting(source);
        foreach (var ignored in node.Ignored)
            yield return $"{ExplainedRuntime.Setting(ignored.Setting)} has no effect: {ignored.Reason}";
        if (node.HeapSource is null && node.Ignored.IsEmpty && node.Certainty != RuntimeCertainty.Unknown)
            yield return "no option that sets its heap";
        foreach (string line in ExplainedRuntime.Failure(node, node.FailedAt?.Word.Text))
            yield return line;
    }

    private static IEnumerable<string> Heap(ContainerFacts container, NodeFacts node, long old)
    {
        string by = node.HeapSource is { } set ? $", by {set.Word.Text}" : "";
        yield return (
            node.OldSpaceBy is { } computed
                ? ExplainedRuntime.Computed("old space", computed)
                : $"old space = {ExplainedRuntime.Bytes(old)}"
        ) + by;
        foreach (string line in ExplainedRuntime.ShareOfLimit(container, old))
            yield return line;
        if (node.HeapBy is { } heap)
            yield return ExplainedRuntime.Computed("heap_size_limit", heap);
        if (node.ProcessCount > 1 && node.TotalMaxHeapBytes is { } total)
            yield return $"{node.ProcessCount.ToString(CultureInfo.InvariantCulture)} processes run side by side, with heaps of {ExplainedAmounts.Number(total)} bytes in all";
    }
}
