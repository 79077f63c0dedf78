using System.Collections.Immutable;
using ManifestLint.Evidence;

namespace ManifestLint.Runtimes;

/// <summary>What the processes of a container may take together.</summary>
/// <param name="Lines">What counts, each once; not empty.</param>
/// <param name="CapBy">The sum of what settings and defaults come to.</param>
/// <param name="AllBy">That, with usual figures.</param>
/// <param name="BesideBy">What of it stands beside what the processes take in the first place, such as a heap.</param>
/// <param name="LimitBytes">The container's limit; null where there is none, or it is not to be known.</param>
public sealed record MemoryBudget(
    ImmutableArray<MemoryDemand> Lines,
    Derivation.Sum CapBy,
    Derivation.Sum AllBy,
    Derivation.Sum BesideBy,
    long? LimitBytes
)
{
    private const string UsualFigures = "the usual figures: rules/ML3003-jvm-memory-above-limit.md";
    private const string Computed = "what is computed above";

    /// <summary>What settings and defaults come to, in bytes.</summary>
    public Int128 CapBytes => CapBy.Total;

    /// <summary>That, with usual figures.</summary>
    public Int128 AllBytes => AllBy.Total;

    /// <summary>What the limit leaves, below 0 where it is passed; null without a limit.</summary>
    public Int128? HeadroomBytes => LimitBytes - AllBytes;

    /// <summary>The budget of demands; null where none counts.</summary>
    /// <param name="demands">What the processes ask for. What depends on an assumed node is no part of it.</param>
    /// <param name="limit">The container's limit in bytes, or null.</param>
    public static MemoryBudget? Of(ImmutableArray<MemoryDemand> demands, long? limit)
    {
        ImmutableArray<MemoryDemand> lines = [.. MemoryDemand.Counted(demands).Where(d => d.OnAssumedNodeBytes is null)];
        return lines.IsEmpty
            ? null
            : new(lines, Sum(lines.Where(d => d.Kind != DemandKind.Estimate)), Sum(lines), Sum(lines.Where(d => !d.IsMain)), limit);
    }

    private static Derivation.Sum Sum(IEnumerable<MemoryDemand> demands)
    {
        ImmutableArray<MemoryDemand> terms = [.. demands];
        return Derivation.Sum.Of(
            [.. terms.Select(d => new DerivationTerm(d.Name, d.Bytes))],
            terms.Any(d => d.Kind == DemandKind.Estimate) ? UsualFigures : Computed
        );
    }
}
