using ManifestLint.Facts;
using ManifestLint.Findings;
using ManifestLint.Quantities;

namespace ManifestLint.Rules.Amounts;

/// <summary>What teams may decide about ML1008.</summary>
public sealed record MemoryLimitBelowRuntimeMinimumOptions
{
    /// <summary>Bytes below which a memory limit is a warning.</summary>
    public long WarningBelowBytes { get; init; } = 4 << 20;

    /// <summary>Bytes below which a memory limit is a note.</summary>
    public long NoteBelowBytes { get; init; } = 12 << 20;
}

/// <summary>ML1008 memory-limit-below-runtime-minimum.</summary>
/// <param name="options">Where the lines are.</param>
public sealed class MemoryLimitBelowRuntimeMinimum(MemoryLimitBelowRuntimeMinimumOptions options) : ContainerRule("ML1008")
{
    /// <inheritdoc/>
    public override IEnumerable<Finding> Check(ContainerFacts container, PodFacts pod)
    {
        var limit = container.Spec.MemoryLimit;
        if (
            !limit.IsKnown(out var allowed)
            || allowed.IsZero
            || allowed.IsNegative
            || allowed.Bytes is not { } bytes
            || bytes >= Math.Max(options.NoteBelowBytes, options.WarningBelowBytes)
        )
            yield break;
        var remedy = Remedy.Told($"memory limit {new ByteSize(Math.Max(options.NoteBelowBytes, options.WarningBelowBytes))} or more");
        string subject = $"memory limit {limit.Text} of {Describe.Container(container.Spec)}";
        yield return bytes < options.WarningBelowBytes
            ? At(
                container,
                limit,
                Statement.Of(
                    $"{subject} is below {new ByteSize(options.WarningBelowBytes).ToHuman()}",
                    so: "starting the container fails, or it is OOMKilled immediately"
                )
            ) with
            {
                Remedy = remedy,
            }
            : At(
                container,
                limit,
                Statement.Of(
                    $"{subject} is below {new ByteSize(options.NoteBelowBytes).ToHuman()}",
                    so: "a node that runs CRI-O with runc refuses to create the container"
                )
            ) with
            {
                Severity = Severity.Note,
                Remedy = remedy,
            };
    }
}
