using System.Collections.Immutable;
using ManifestLint.Programs;

namespace ManifestLint.Runtimes;

/// <summary>One way that things can go in a container: the processes of a runtime on it.</summary>
/// <param name="Processes">All of them.</param>
/// <param name="Total">The largest sum of their sizes at a time, in bytes; null if unknown.</param>
/// <param name="Concurrent">The most at a time.</param>
/// <param name="IsUnknown">True if something runs that is not known.</param>
internal sealed record RuntimeWay<T>(ImmutableArray<T> Processes, long? Total, int Concurrent, bool IsUnknown);

/// <summary>Walks a plan for the processes of one runtime.</summary>
/// <param name="read">The runtime's processes within one process; null if that cannot be known.</param>
/// <param name="size">The size of one in bytes; null if unknown; 0 where it does not start.</param>
internal sealed class RuntimeWays<T>(Func<Process, IReadOnlyList<T>?> read, Func<T, long?> size)
{
    private const int MostAlternatives = 32;

    private static readonly RuntimeWay<T> Nothing = new([], 0, 0, false);

    private static readonly RuntimeWay<T> Unknown = new([], null, 0, true);

    /// <summary>Every way of the plan; one unknown way where there are too many.</summary>
    public List<RuntimeWay<T>> Of(ProcessPlan plan)
    {
        switch (plan)
        {
            case ProcessPlan.Run run:
                if (read(run.Process) is not { } processes)
                    return [Unknown];
                long? total = 0;
                foreach (var process in processes)
                    total = Sum(total, size(process));
                return [new([.. processes], total, processes.Count, false)];
            case ProcessPlan.Sequence sequence:
                return Cross(sequence.Steps, (a, b) =>
                    new(
                        a.Processes.AddRange(b.Processes),
                        Larger(a.Total, b.Total),
                        Math.Max(a.Concurrent, b.Concurrent),
                        a.IsUnknown || b.IsUnknown
                    )
                );
            case ProcessPlan.SideBySide branches:
                return Cross(branches.Branches, (a, b) =>
                    new(a.Processes.AddRange(b.Processes), Sum(a.Total, b.Total), a.Concurrent + b.Concurrent, a.IsUnknown || b.IsUnknown)
                );
            case ProcessPlan.OneOf choice:
                var all = choice.Alternatives.SelectMany(Of).ToList();
                if (choice.OrNothing)
                    all.Add(Nothing);
                return all.Count > MostAlternatives ? [Unknown] : all;
            case ProcessPlan.Fails:
                return [Nothing];
            default:
                return [Unknown];
        }
    }

    private List<RuntimeWay<T>> Cross(ImmutableArray<ProcessPlan> plans, Func<RuntimeWay<T>, RuntimeWay<T>, RuntimeWay<T>> join)
    {
        List<RuntimeWay<T>> ways = [Nothing];
        foreach (var plan in plans)
        {
            var next = Of(plan);
            if (ways.Count * next.Count > MostAlternatives)
                return [Unknown];
            ways = [.. ways.SelectMany(_ => next, join)];
        }
        return ways;
    }

    private static long? Larger(long? a, long? b) => a is { } x && b is { } y ? Math.Max(x, y) : null;

    private static long? Sum(long? a, long? b) => a is { } x && b is { } y ? (long)Int128.Min((Int128)x + y, long.MaxValue) : null;
}
