using ManifestLint.Facts;
using ManifestLint.Facts.Runtimes;
using ManifestLint.Findings;

namespace ManifestLint.Rules.Runtimes;

/// <summary>ML3103 node-will-not-start.</summary>
public sealed class NodeWillNotStart() : NodeRule("ML3103")
{
    private protected override IEnumerable<Finding> Check(NodeFacts node, ContainerFacts container, PodFacts pod)
    {
        // What only prints something ends well; what another release takes is no mistake where the release is not known.
        if (
            node.Starts != false
            || node.Failure is null
            || node.ExitCode == 0
            || (node.FailureDependsOnVersion && node.VersionFrom == "default")
        )
            yield break;
        if (node.FailedAt is not { Word.IsKnown: true } failed)
            yield break;
        string version = node.VersionFrom == "default" ? "Node.js" : $"Node.js {node.Version}";
        string condition = node.Certainty == RuntimeCertainty.Exact || node.IsThroughLauncher ? "" : ", if the image runs Node.js";
        yield return AtSetting(
            failed.Word,
            container,
            pod,
            $"{version} does not start with {Shown(failed.Word.Text)}: {Explain(node.Failure, failed.Name)}, so the container ends with exit code {node.ExitCode} again and again{condition}",
            withLimit: false
        ) with
        {
            Severity = AtMostWarning(node.Certainty),
        };
    }

    private static string Explain(string failure, string name) =>
        failure switch
        {
            "illegal-value" when name.Contains("percentage", StringComparison.Ordinal) =>
                "the percentage is a number above 0 and up to 100",
            "illegal-value" when name.Replace('_', '-').EndsWith("-size", StringComparison.Ordinal) =>
                "the value is a whole number of MiB without a unit, joined with =",
            "illegal-value" => "the value does not fit the option",
            "bad-option" => "there is no such option",
            "not-allowed-in-NODE_OPTIONS" => "NODE_OPTIONS must not hold this option",
            "unterminated-string" => "a quote has no end",
            "missing-option-argument" => "the option lacks its value",
            "out-of-memory-at-startup" => "the heap is too small to boot",
            _ => failure.Replace('-', ' '),
        };
}

/// <summary>ML3104 node-option-ignored.</summary>
public sealed class NodeOptionIgnored() : NodeRule("ML3104")
{
    private protected override IEnumerable<Finding> Check(NodeFacts node, ContainerFacts container, PodFacts pod)
    {
        if (node.Starts == false)
            yield break;
        foreach (var ignored in node.Ignored)
        {
            yield return AtSetting(
                ignored.Setting.Word,
                container,
                pod,
                $"{Shown(ignored.Setting.Word.Text)} ({ignored.Setting.From}) has no effect: {ignored.Reason}",
                withLimit: false
            );
        }
    }
}
