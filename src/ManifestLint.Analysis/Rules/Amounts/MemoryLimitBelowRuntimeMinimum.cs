using ManifestLint.Facts;
using ManifestLint.Findings;
using ManifestLint.Manifests;

namespace ManifestLint.Rules.Amounts;

/// <summary>ML1008 memory-limit-below-runtime-minimum.</summary>
public sealed class MemoryLimitBelowRuntimeMinimum() : ContainerRule("ML1008")
{
    private const long MiB = 1 << 20;

    /// <inheritdoc/>
    public override IEnumerable<Finding> Check(ContainerFacts container, PodFacts pod)
    {
        var limit = container.Spec.MemoryLimit;
        if (!limit.IsKnown(out var allowed) || allowed.IsZero || allowed.IsNegative || allowed.Bytes is not { } bytes || bytes >= 12 * MiB) yield break;
        string subject = $"memory limit {limit.Text} of {Describe.Container(container.Spec)}";
        yield return bytes < 4 * MiB
            ? At(container, limit, $"{subject} is below 4 MiB, so starting it fails or it is OOMKilled at once")
            : At(container, limit, $"{subject} is below 12 MiB, so CRI-O with runc refuses to create it") with { Severity = Severity.Note };
    }
}
