using System.Collections.Immutable;

namespace ManifestLint.Programs;

/// <summary>A process as it starts.</summary>
/// <param name="Arguments">argv, program first. Where <paramref name="EntrypointUnknown"/> holds, only the words that follow the image's entrypoint.</param>
/// <param name="Environment">Its environment by name. A value of kind Unknown is set to something that cannot be known; a missing name is not
/// known to be set.</param>
/// <param name="EntrypointUnknown">True if the program itself is not among the words: the image decides what runs.</param>
/// <param name="EnvironmentComplete">False if variables may exist that nobody shows: an object that was not read, a sourced file.</param>
public sealed record Process(
    ImmutableArray<Word> Arguments,
    ImmutableDictionary<string, Word> Environment,
    bool EntrypointUnknown = false,
    bool EnvironmentComplete = true
)
{
    /// <summary>A name that the script before it read although nothing is known to set it; null if there is none. It counts as empty, but
    /// an image or a templating tool may set it.</summary>
    public string? UnsetName { get; init; }

    /// <summary>True if an image that is not known is taken to run its arguments as a command.</summary>
    public bool IsPassedOn { get; init; }

    /// <summary>True if it ends immediately and leaves a server behind, which goes on beside all that follows.</summary>
    public bool Detaches { get; init; }

    /// <summary>True if it is ended after a time.</summary>
    public bool IsTimed { get; init; }

    /// <summary>As in <see cref="ProgramEnvironment.Wrapper"/>.</summary>
    public WrapperInFront? Wrapper { get; init; }

    /// <summary>What it hands on to what it starts.</summary>
    public ProgramEnvironment Inherited => new(Environment, EnvironmentComplete) { Wrapper = Wrapper };

    /// <summary>The value of a variable; null if nothing is known to set it.</summary>
    public Word? Variable(string name) => Environment.TryGetValue(name, out var value) ? value : null;
}

/// <summary>The processes of a plan, whatever the order.</summary>
/// <param name="Known">Those before the first thing that is not known, or all.</param>
/// <param name="IsWhole">False if something runs that is not known.</param>
public sealed record ProcessList(ImmutableArray<Process> Known, bool IsWhole);

/// <summary>What a command line runs, as a tree.</summary>
public abstract record ProcessPlan
{
    private Kept _kept;

    private protected ProcessPlan() { }

    /// <summary>A copy, which may differ: it keeps nothing of what was computed of the other plan.</summary>
    protected ProcessPlan(ProcessPlan _) { }

    /// <summary>Its processes, listed once for all who ask.</summary>
    public ProcessList Processes => _kept.List ??= Listed();

    /// <summary>One process.</summary>
    public sealed record Run(Process Process) : ProcessPlan;

    /// <summary>One after the other: their memory does not add up.</summary>
    public sealed record Sequence(ImmutableArray<ProcessPlan> Steps) : ProcessPlan
    {
        // What runs when the end comes: exit 1 starts nothing.
        internal ProcessPlan? Last => Steps.LastOrDefault(s => s is not Fails);
    }

    /// <summary>Side by side (<c>&amp;</c>, pipes): their memory adds up.</summary>
    public sealed record SideBySide(ImmutableArray<ProcessPlan> Branches) : ProcessPlan
    {
        /// <summary>True if each reads what the one before it prints.</summary>
        public bool IsPipe { get; init; }
    }

    /// <summary>One of these, or none of them where <paramref name="OrNothing"/> holds; which one depends on what cannot be known.</summary>
    public sealed record OneOf(ImmutableArray<ProcessPlan> Alternatives, bool OrNothing) : ProcessPlan;

    /// <summary>Cannot be told.</summary>
    public sealed record Unknown : ProcessPlan
    {
        internal Unknown(Unfollowed reason) => Reason = reason;

        /// <summary>Why.</summary>
        internal Unfollowed Reason { get; }
    }

    /// <summary>Ends before it starts anything (further).</summary>
    /// <param name="Failure">Why.</param>
    /// <param name="ExitCode">The exit code, or null if unknown.</param>
    public sealed record Fails(ProgramFailure Failure, int? ExitCode) : ProcessPlan
    {
        /// <summary>As in <see cref="Process.UnsetName"/>.</summary>
        public string? UnsetName { get; init; }

        /// <summary>The word that is the name of no program; null where something else is the reason.</summary>
        public Word? Program { get; init; }
    }

    /// <summary>What certainly runs side by side at its end; empty where that is one thing, or not known.</summary>
    public ImmutableArray<ProcessPlan> Concurrent =>
        this switch
        {
            SideBySide beside => [.. beside.Branches.SelectMany(b => b.Concurrent is { IsEmpty: false } inner ? inner : [b])],
            Sequence sequence => sequence.Last?.Concurrent ?? [],
            _ => [],
        };

    /// <summary>The processes among <see cref="Concurrent"/> that start one right after the other, but for what may stand in between: that must not have
    /// waited until one of them had ended, nor have ended it.</summary>
    /// <param name="between">Whether something may: small commands, and for what does not end by itself also waits.</param>
    public IEnumerable<Process> AtOnce(Func<ProcessPlan, bool> between) =>
        this switch
        {
            // What follows the first of a pipe serves it.
            SideBySide beside => (beside.IsPipe ? beside.Branches[..1] : beside.Branches).SelectMany(b => b.Started(between)),
            Sequence sequence => sequence.Last?.AtOnce(between) ?? [],
            _ => [],
        };

    private IEnumerable<Process> Started(Func<ProcessPlan, bool> between) =>
        this switch
        {
            Run run => [run.Process],
            Sequence { Steps: [.. var before, var last] } when before.All(between) => last.Started(between),
            SideBySide => AtOnce(between),
            _ => [],
        };

    private ProcessList Listed()
    {
        if (this is Run run)
            return new([run.Process], IsWhole: true);
        var processes = ImmutableArray.CreateBuilder<Process>();
        bool isWhole = TryCollect(processes);
        return new(processes.DrainToImmutable(), isWhole);
    }

    // False, with those before it, if something runs that is not known.
    private bool TryCollect(ImmutableArray<Process>.Builder processes)
    {
        switch (this)
        {
            case Run run:
                processes.Add(run.Process);
                return true;
            case Sequence sequence:
                return sequence.Steps.All(p => p.TryCollect(processes));
            case SideBySide branches:
                return branches.Branches.All(p => p.TryCollect(processes));
            case OneOf choice:
                return choice.Alternatives.All(p => p.TryCollect(processes));
            default:
                return this is Fails;
        }
    }

    /// <summary>Nothing.</summary>
    public static ProcessPlan Nothing { get; } = new Sequence([]);

    /// <summary>What is computed of a plan makes it no other one.</summary>
    private struct Kept : IEquatable<Kept>
    {
        public ProcessList? List;

        public readonly bool Equals(Kept other) => true;

        public override readonly bool Equals(object? obj) => obj is Kept;

        public override readonly int GetHashCode() => 0;
    }
}
