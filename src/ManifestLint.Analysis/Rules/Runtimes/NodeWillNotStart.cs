using ManifestLint.Evidence;
using ManifestLint.Facts;
using ManifestLint.Findings;
using ManifestLint.Programs;
using ManifestLint.Runtimes;
using ManifestLint.Runtimes.Node;

namespace ManifestLint.Rules.Runtimes;

/// <summary>ML3103 node-will-not-start.</summary>
public sealed class NodeWillNotStart() : NodeRule("ML3103")
{
    private protected override IEnumerable<Finding> Check(NodeFacts node, ContainerFacts container, PodFacts pod)
    {
        // What only prints something ends well; what another release takes is no mistake where the release is not known.
        if (
            node.Starts != false
            || node.Failure is not { } failure
            || failure == RuntimeFailure.NoProgram
            || (node.FailureDependsOnVersion && node.VersionFrom == VersionSource.Default)
        )
            yield break;
        if (node.FailedAt is not { Word.IsKnown: true } failed)
            yield break;
        string version = node.VersionFrom == VersionSource.Default ? "Node.js" : $"Node.js {node.Version}";
        var assumption =
            node.Certainty == RuntimeCertainty.Exact || node.IsThroughLauncher ? null : new RuntimeAssumption.ImageRuns("Node.js");
        string end = $"the container ends with exit code {node.ExitCode} again and again";
        var statement = failure switch
        {
            RuntimeFailure.EmptyScript => Statement.Of($"{version} gets an empty word for its script", $"it runs nothing, and {end}"),
            RuntimeFailure.CommandNotFound => Statement.Of(
                $"no program has the name {Shown(failed.Word.Text)}: the whole command line is one word",
                "the container does not start"
            ),
            _ => Statement.Of($"{version} does not start with {Shown(failed.Word.Text)}: {Reason(failure, failed.Name)}", end),
        };
        yield return AtSource(
            failed,
            container,
            pod,
            statement.If(
                Assume.Runtime(assumption),
                node.UnsetName is { } unset ? Assume.Runtime(new RuntimeAssumption.NothingSets(unset)) : null
            ),
            withLimit: false,
            at: (container.Spec.Node["command"] ?? container.Spec.Node["args"])?.Location
        ) with
        {
            Lowered = node.UnsetName is null ? AtMostWarning(node.Certainty) : Severity.Warning,
        };
    }

    private static string Reason(RuntimeFailure failure, string name) =>
        failure switch
        {
            RuntimeFailure.IllegalValue when name.Contains("percentage", StringComparison.Ordinal) =>
                "the percentage is a number above 0 and up to 100",
            RuntimeFailure.IllegalValue when name.Replace('_', '-').EndsWith("-size", StringComparison.Ordinal) =>
                "the value is a whole number of MiB without a unit, joined with =",
            _ => failure.Reason(),
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
            yield return AtSource(
                ignored.Setting,
                container,
                pod,
                Statement.Of($"{Shown(ignored.Setting.Word.Text)} has no effect: {ignored.Reason}"),
                withLimit: false
            );
        }
    }
}
