using System.Collections.Immutable;

namespace ManifestLint.Runtimes;

/// <summary>What the processes of a container may take together.</summary>
/// <param name="Lines">What counts, each once; not empty.</param>
/// <param name="CapBytes">The sum of what settings and defaults come to, in bytes.</param>
/// <param name="AllBytes">That, with usual figures.</param>
/// <param name="LimitBytes">The container's limit; null where there is none, or it is not to be known.</param>
public sealed record MemoryBudget(ImmutableArray<MemoryDemand> Lines, Int128 CapBytes, Int128 AllBytes, long? LimitBytes)
{
    /// <summary>What the limit leaves, below 0 where it is passed; null without a limit.</summary>
    public Int128? HeadroomBytes => LimitBytes - AllBytes;

    /// <summary>The budget of demands; null where none counts.</summary>
    /// <param name="demands">What the processes ask for. What hangs on an assumed node is no part of it.</param>
    /// <param name="limit">The container's limit in bytes, or null.</param>
    public static MemoryBudget? Of(ImmutableArray<MemoryDemand> demands, long? limit)
    {
        ImmutableArray<MemoryDemand> lines = [.. MemoryDemand.Counted(demands).Where(d => d.OnAssumedNodeBytes is null)];
        return lines.IsEmpty ? null : new(lines, Sum(lines.Where(d => d.Kind != DemandKind.Estimate)), Sum(lines), limit);
    }

    private static Int128 Sum(IEnumerable<MemoryDemand> demands) => demands.Aggregate(Int128.Zero, (sum, d) => sum + d.Bytes);
}
