using ManifestLint.Facts;
using ManifestLint.Findings;
using ManifestLint.Quantities;

namespace ManifestLint.Rules.Amounts;

/// <summary>ML1008 memory-limit-below-runtime-minimum.</summary>
public sealed class MemoryLimitBelowRuntimeMinimum() : ContainerRule("ML1008")
{
    /// <inheritdoc/>
    public override IEnumerable<Finding> Check(ContainerFacts container, PodFacts pod)
    {
        var lines = pod.Assumptions.Thresholds;
        var limit = container.Spec.MemoryLimit;
        if (
            !limit.IsKnown(out var allowed)
            || allowed.IsZero
            || allowed.IsNegative
            || allowed.Bytes is not { } bytes
            || bytes >= Math.Max(lines.LimitNoteBytes, lines.LimitWarningBytes)
        )
            yield break;
        string subject = $"memory limit {limit.Text} of {Describe.Container(container.Spec)}";
        yield return bytes < lines.LimitWarningBytes
            ? At(
                container,
                limit,
                Statement.Of(
                    $"{subject} is below {new ByteSize(lines.LimitWarningBytes).ToHuman()}",
                    so: "starting it fails, or it is OOMKilled at once"
                )
            )
            : At(
                container,
                limit,
                Statement.Of(
                    $"{subject} is below {new ByteSize(lines.LimitNoteBytes).ToHuman()}",
                    so: "CRI-O with runc refuses to create it"
                )
            ) with
            {
                Severity = Severity.Note,
            };
    }
}
