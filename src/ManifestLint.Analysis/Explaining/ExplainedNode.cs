using System.Globalization;
using ManifestLint.Evidence;
using ManifestLint.Facts;
using ManifestLint.Reading;
using ManifestLint.Runtimes.Node;

namespace ManifestLint.Explaining;

/// <summary>Explains Node.js.</summary>
internal static class ExplainedNode
{
    private const string OptionSource =
        "node src/node.cc (InitializeOncePerProcess), src/node_options.cc; v8 src/flags/flags.cc (SetFlagsFromCommandLine)";

    /// <summary>Its options; its heap is a demand.</summary>
    public static IEnumerable<ExplainedStep> Of(NodeFacts node)
    {
        yield return new("Node.js and its options", [.. Options(node)], OptionSource);
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
        foreach (string line in ExplainedRuntime.Failure(node, node.FailedAt is { } at ? SecretText.Of(at.Word) : null))
            yield return line;
    }
}
