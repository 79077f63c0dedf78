using ManifestLint.Facts;
using ManifestLint.Findings;
using ManifestLint.Quantities;

namespace ManifestLint.Rules.Amounts;

/// <summary>What teams may decide about ML1009.</summary>
public sealed record MemoryOvercommittedOptions
{
    /// <summary>How many times the request a memory limit may be; at least 1.</summary>
    public decimal Ratio { get; init; } = 4;
}

/// <summary>ML1009 memory-overcommitted.</summary>
/// <param name="options">Where the line is.</param>
public sealed class MemoryOvercommitted(MemoryOvercommittedOptions options) : ContainerRule("ML1009")
{
    /// <inheritdoc/>
    public override IEnumerable<Finding> Check(ContainerFacts container, PodFacts pod)
    {
        var (request, limit) = (container.Spec.MemoryRequest, container.Spec.MemoryLimit);
        if (!request.IsKnown(out var asked) || !limit.IsKnown(out var allowed))
            yield break;
        if (asked.Bytes is not (> 0 and var requested) || allowed.Bytes is not { } limited || limited <= requested * options.Ratio)
            yield break;
        yield return At(
            container,
            limit,
            Statement.Of(
                $"memory limit {limit.Text} is {ByteSize.Share(limited, requested)} the request {request.Text}",
                so: $"up to {new ByteSize(limited - requested).ToHumanExact()} beyond the request may not be there when the container needs it"
            )
        ) with
        {
            Related = [new RelatedPlace(request.Location, "requested here")],
        };
    }
}
