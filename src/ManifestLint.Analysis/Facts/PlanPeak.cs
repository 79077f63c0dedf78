using System.Collections.Immutable;
using ManifestLint.Programs;
using ManifestLint.Runtimes;

namespace ManifestLint.Facts;

/// <summary>Finds the moment of a plan at which most is asked for: steps follow each other, and only what runs side by side adds up.</summary>
internal static class PlanPeak
{
    /// <summary>The demands of that moment; null where it cannot be told what runs at a time.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="demandsOf">The demands of a part of it.</param>
    public static ImmutableArray<MemoryDemand>? Of(ProcessPlan plan, Func<ProcessPlan, ImmutableArray<MemoryDemand>> demandsOf) =>
        Part(plan, demandsOf) is { } part ? demandsOf(part) : null;

    private static ProcessPlan? Part(ProcessPlan plan, Func<ProcessPlan, ImmutableArray<MemoryDemand>> demandsOf)
    {
        switch (plan)
        {
            case ProcessPlan.Sequence sequence:
                ProcessPlan? largest = ProcessPlan.Nothing;
                Int128 most = -1;
                foreach (var step in sequence.Steps)
                {
                    if (Part(step, demandsOf) is not { } part)
                        return null;
                    var bytes = sequence.Steps.Length == 1 ? 0 : Sum(demandsOf(part));
                    if (bytes > most)
                        (largest, most) = (part, bytes);
                }
                return largest;
            case ProcessPlan.SideBySide beside:
                var parts = beside.Branches.Select(b => Part(b, demandsOf)).ToList();
                return parts.Contains(null) ? null
                    : parts.SequenceEqual(beside.Branches, ReferenceEqualityComparer.Instance) ? plan
                    : beside with { Branches = [.. parts.Select(p => p!)] };
            default:
                // Of alternatives nobody knows which one runs.
                return plan is ProcessPlan.Run || demandsOf(plan).Count(d => d.IsMain) < 2 ? plan : null;
        }
    }

    private static Int128 Sum(ImmutableArray<MemoryDemand> demands) =>
        MemoryDemand.Counted(demands).Aggregate(Int128.Zero, (sum, d) => sum + d.Bytes);
}
