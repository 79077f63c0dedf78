using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using ManifestLint.Programs;

namespace ManifestLint.Runtimes;

/// <summary>One way that things can go in a container: the processes of a runtime on it.</summary>
/// <param name="Processes">All of them, in the order in which they start.</param>
/// <param name="Total">The largest sum of their sizes at a time, in bytes; null if unknown.</param>
/// <param name="Concurrent">The most at a time.</param>
/// <param name="IsUnknown">True if something runs that is not known.</param>
internal sealed record RuntimeWay<T>(ImmutableArray<T> Processes, long? Total, int Concurrent, bool IsUnknown)
{
    /// <summary>Those whose sizes make the largest sum; empty where that is unknown.</summary>
    public ImmutableArray<T> Together { get; init; } = [];
}

/// <summary>Walks a plan for the processes of one runtime.</summary>
/// <param name="read">The runtime's processes within one process; null if that cannot be known.</param>
/// <param name="size">The size of one in bytes; null if unknown; 0 where it does not start.</param>
internal sealed class RuntimeWays<T>(Func<Process, IReadOnlyList<T>?> read, Func<T, long?> size)
    where T : class
{
    // Ways that differ; real scripts have 4 at most.
    private const int MostWays = 512;

    private static readonly RuntimeWay<T> Nothing = new([], 0, 0, false);

    /// <summary>A way of which nothing is known.</summary>
    public static readonly RuntimeWay<T> Unknown = new([], null, 0, true);

    // A process on several ways is one and the same.
    private readonly Dictionary<Process, RuntimeWay<T>> _read = new(ReferenceEqualityComparer.Instance);

    /// <summary>What a process really runs, as a plan of its own; null where it is what it says.</summary>
    public Func<Process, ProcessPlan?> Inside { get; init; } = static _ => null;

    /// <summary>True if some way ends before it starts anything.</summary>
    public bool HasFailure { get; private set; }

    /// <summary>Every way of the plan; one unknown way where there are too many. A way that another one goes on from is left out: it is what runs
    /// where the container ends early, and the other takes as much (runtime-memory.md §2.5, number 9).</summary>
    public List<RuntimeWay<T>> Of(ProcessPlan plan)
    {
        var ways = Walk(plan);
        if (ways.Count == 1)
            return ways;
        return Effort.Spend((long)ways.Count * ways.Count) ? [.. ways.Where(w => !ways.Exists(other => GoesOn(w, other)))] : [Unknown];
    }

    private static bool GoesOn(RuntimeWay<T> way, RuntimeWay<T> other)
    {
        if (way.IsUnknown || way.Processes.IsEmpty || other.Processes.Length <= way.Processes.Length)
            return false;
        for (int i = 0; i < way.Processes.Length; i++)
        {
            if (!ReferenceEquals(way.Processes[i], other.Processes[i]))
                return false;
        }
        return true;
    }

    private List<RuntimeWay<T>> Walk(ProcessPlan plan)
    {
        switch (plan)
        {
            case ProcessPlan.Run { Process: var process }:
                return Inside(process) is { } inside ? Walk(inside) : [Read(process)];
            case ProcessPlan.Sequence sequence:
                return Cross(sequence.Steps, (a, b) => new(
                        a.Processes.AddRange(b.Processes),
                        Larger(a.Total, b.Total),
                        Math.Max(a.Concurrent, b.Concurrent),
                        a.IsUnknown || b.IsUnknown
                    )
                    {
                        Together =
                            a.Total is not { } before || b.Total is not { } after ? []
                            : after > before ? b.Together
                            : a.Together,
                    });
            case ProcessPlan.SideBySide branches:
                return Cross(branches.Branches, (a, b) =>
                    new(a.Processes.AddRange(b.Processes), Sum(a.Total, b.Total), a.Concurrent + b.Concurrent, a.IsUnknown || b.IsUnknown)
                    {
                        Together = a.Total is null || b.Total is null ? [] : a.Together.AddRange(b.Together),
                    }
                );
            case ProcessPlan.OneOf choice:
                var all = choice.Alternatives.SelectMany(Walk).ToHashSet(s_same);
                if (choice.OrNothing)
                    all.Add(Nothing);
                return all.Count > MostWays ? GiveUp() : [.. all];
            case ProcessPlan.Fails:
                HasFailure = true;
                return [Nothing];
            default:
                return [Unknown];
        }
    }

    private RuntimeWay<T> Read(Process process)
    {
        if (_read.TryGetValue(process, out var known))
            return known;
        var way = Unknown;
        if (read(process) is { } processes)
        {
            long? total = 0;
            int running = 0;
            foreach (var one in processes)
            {
                long? bytes = size(one);
                total = Sum(total, bytes);
                running += bytes == 0 ? 0 : 1;
            }
            way = new([.. processes], total, running, false) { Together = total is null ? [] : [.. processes.Where(p => size(p) != 0)] };
        }
        _read.Add(process, way);
        return way;
    }

    private List<RuntimeWay<T>> Cross(ImmutableArray<ProcessPlan> plans, Func<RuntimeWay<T>, RuntimeWay<T>, RuntimeWay<T>> join)
    {
        List<RuntimeWay<T>> ways = [Nothing];
        foreach (var plan in plans)
        {
            var next = Walk(plan);
            if (ways.Count * next.Count > MostWays)
                return GiveUp();
            ways = [.. ways.SelectMany(_ => next, join).ToHashSet(s_same)];
        }
        return ways;
    }

    private static List<RuntimeWay<T>> GiveUp()
    {
        Effort.GiveUp(PastLimit.ScriptWays);
        return [Unknown];
    }

    // Two ways are one if they start the same processes, whatever is asked in between.
    private sealed class SameWay : IEqualityComparer<RuntimeWay<T>>
    {
        public bool Equals(RuntimeWay<T>? x, RuntimeWay<T>? y) =>
            x!.IsUnknown == y!.IsUnknown
            && x.Total == y.Total
            && x.Concurrent == y.Concurrent
            && x.Processes.AsSpan().SequenceEqual(y.Processes.AsSpan(), ReferenceEqualityComparer.Instance);

        public int GetHashCode(RuntimeWay<T> way)
        {
            var code = new HashCode();
            code.Add(way.Total);
            foreach (var process in way.Processes)
                code.Add(RuntimeHelpers.GetHashCode(process));
            return code.ToHashCode();
        }
    }

    private static readonly SameWay s_same = new();

    private static long? Larger(long? a, long? b) => a is { } x && b is { } y ? Math.Max(x, y) : null;

    private static long? Sum(long? a, long? b) => a is { } x && b is { } y ? (long)Int128.Min((Int128)x + y, long.MaxValue) : null;
}
