using System.Collections.Immutable;
using ManifestLint.Evidence;
using ManifestLint.Programs;

namespace ManifestLint.Runtimes;

/// <summary>What kind of program asks: which rules speak of it (<c>Rules/Runtimes/SizeRules.cs</c>).</summary>
public enum DemandFamily
{
    /// <summary>A JVM, and what sizes one.</summary>
    Jvm,

    /// <summary>Node.js.</summary>
    Node,

    /// <summary>A Go program.</summary>
    Go,

    /// <summary>A .NET program.</summary>
    DotNet,

    /// <summary>A server with settings of its own.</summary>
    Server,
}

/// <summary>A share of a limit, rounded up to a byte.</summary>
/// <param name="Percent">Percent of it.</param>
/// <param name="IsIncluded">True if exactly so much passes the line already.</param>
public readonly record struct DemandLine(decimal Percent, bool IsIncluded = false)
{
    /// <summary>True if an amount passes the line.</summary>
    public bool IsPassedBy(long bytes, long limit)
    {
        decimal line = Math.Ceiling(limit * Percent / 100);
        return IsIncluded ? bytes >= line : bytes > line;
    }
}

/// <summary>What to write in place of a setting.</summary>
/// <param name="Setting">The setting as it should be: <c>-Xmx768m</c>.</param>
/// <param name="Why">Why, or what it amounts to: <c>75 % of 1Gi</c>; null where the setting says it.</param>
/// <param name="Edits">The words to change: what stays at their beginning, and what follows it from then on. Empty where nothing can be edited.</param>
public sealed record Rewriting(string Setting, string? Why, ImmutableArray<(Word Word, string Kept, string Value)> Edits)
{
    /// <summary>One that is only told.</summary>
    public static Rewriting Told(string setting, string? why = null) => new(setting, why, []);

    /// <summary>True if this is certainly what was meant.</summary>
    public bool IsMeant { get; init; }

    /// <summary>The amount that it writes, in bytes, or in percent where it is a share; null where it is none, or nobody compares it.</summary>
    public (decimal Number, bool IsShare)? Amount { get; init; }
}

/// <summary>Tells what to write for an amount that passes its line.</summary>
/// <param name="limit">The limit in bytes.</param>
/// <param name="written">The same as its author wrote it.</param>
/// <param name="percent">The share of it that is fine.</param>
public delegate Rewriting? Lowering(long limit, string written, decimal percent);

/// <summary>Where an amount that nothing bounds is worth telling.</summary>
public enum UnboundedWhere
{
    /// <summary>Above a limit; the clause goes on with the amount of one process.</summary>
    AboveLimit,

    /// <summary>Under a limit, up to which it grows.</summary>
    UnderLimit,

    /// <summary>Without a limit.</summary>
    WithoutLimit,
}

/// <summary>What is told of an amount that nothing bounds, or not enough.</summary>
/// <param name="Where">Where it is told.</param>
/// <param name="What">The clause, of the container by its name for people.</param>
/// <param name="Consequence">What follows.</param>
public sealed record DemandWarning(UnboundedWhere Where, Func<string, string> What, string Consequence);

/// <summary>How an amount came about, for those who ask.</summary>
/// <param name="Title">What it is about: <c>The largest heap</c>.</param>
/// <param name="Amount">What the amount is called in a sum: <c>heap</c>.</param>
/// <param name="Source">Where the rule for it stands, unless its derivation says so.</param>
public sealed record DemandStory(string Title, string Amount, string Source)
{
    /// <summary>What is written in front of the bytes of an amount that is not computed: <c>-Xmx900m = </c>.</summary>
    public string Before { get; init; } = "";

    /// <summary>What is written behind the amount.</summary>
    public string Behind { get; init; } = "";

    /// <summary>What the amount of several processes is called in a sum; null for one.</summary>
    public string? Together { get; init; }

    /// <summary>Amounts that lead to it, with their names.</summary>
    public ImmutableArray<(string Name, Derivation By)> From { get; init; } = [];

    /// <summary>Amounts that follow from it.</summary>
    public ImmutableArray<(string Name, Derivation By)> Then { get; init; } = [];

    /// <summary>What else is so: sentences.</summary>
    public ImmutableArray<string> Remarks { get; init; } = [];
}

/// <summary>How much of a limit an amount may take, and what is told where it takes more: all that the rules about sizes know of a program.</summary>
/// <param name="Family">What kind of program it is.</param>
public sealed record DemandBudget(DemandFamily Family)
{
    /// <summary>The amount as a subject with its verb: <c>-Xmx3072m (3 GiB) is</c>; where it is none at all, also what it is beside the limit.</summary>
    public required string Is { get; init; }

    /// <summary>The line up to which it is fine; null for the usual one, which its rule knows.</summary>
    public DemandLine? Fine { get; init; }

    /// <summary>The percentage that is advised, where <see cref="Fine"/> is more lenient; null where it is not.</summary>
    public decimal? Advised { get; init; }

    /// <summary>What makes it so much, continuing "advised …"; null where nothing in particular does.</summary>
    public string? AdvisedWhere { get; init; }

    /// <summary>The line from which it cannot work, or hardly; null: there is none.</summary>
    public DemandLine? Hopeless { get; init; }

    /// <summary>What must fit beside it, continuing "is left for …".</summary>
    public string Beside { get; init; } = "";

    /// <summary>What follows beyond <see cref="Hopeless"/>, continuing "so …".</summary>
    public string Consequence { get; init; } = "";

    /// <summary>The same where it is the whole limit and no byte more; null where that is no difference.</summary>
    public string? ConsequenceAtLimit { get; init; }

    /// <summary>The same below the limit; null where that is no difference.</summary>
    public string? ConsequenceBelow { get; init; }

    /// <summary>What leads to it, a clause; null where the amount alone does.</summary>
    public string? Cause { get; init; }

    /// <summary>True if what is left, or not, is told as the cause.</summary>
    public bool TellsWhatIsLeft { get; init; }

    /// <summary>The measure that it is held against, a clause; null where nobody advises one.</summary>
    public string? Note { get; init; }

    /// <summary>The same beyond <see cref="Hopeless"/>, where nothing is assumed.</summary>
    public string? NoteWhenHopeless { get; init; }

    /// <summary>The measure of one that is too much below the limit, too, a clause: <c>Cassandra is advised 50 %</c>; null where the limit is the measure.</summary>
    public string? Measure { get; init; }

    /// <summary>What leads to it beyond <see cref="Hopeless"/> as long as it is below the limit, a clause; null where that is no difference.</summary>
    public string? CauseBelow { get; init; }

    /// <summary>The whole limit as a subject with its verb: <c>GOMEMLIMIT is taken from limits.memory: all of</c>; null where that is told like any other share.</summary>
    public string? IsAll { get; init; }

    /// <summary>True if taking the whole limit and no byte more is worth a note.</summary>
    public bool IsNoteAtLimit { get; init; }

    /// <summary>False for what its vendor, or the program by itself, makes of the limit: that is not held against <see cref="Fine"/>.</summary>
    public bool IsHeldToFine { get; init; } = true;

    /// <summary>True for a default, and for what an assumed node decides: it is no error.</summary>
    public bool IsMild { get; init; }

    /// <summary>True if a default that passes <see cref="Hopeless"/> is told as such, with a warning; else as one that leaves too little.</summary>
    public bool IsHopelessByDefault { get; init; }

    /// <summary>A share below <see cref="Fine"/> from which it is slow, and not killed: percent; null where there is none.</summary>
    public decimal? SlowAbove { get; init; }

    /// <summary>What must fit beside it there, with what follows; null where that is not told.</summary>
    public string? SlowBeside { get; init; }

    /// <summary>True if the image alone tells of the program.</summary>
    public bool IsOfImage { get; init; }

    /// <summary>The program as a whole, where what stands beside the amount is known, too: <c>the JVM</c>.</summary>
    public string? Whole { get; init; }

    /// <summary>Where it stands, also where no manifest says it; null where nothing does.</summary>
    public RuntimeSetting? At { get; init; }

    /// <summary>Further settings that it is a sum of.</summary>
    public ImmutableArray<RuntimeSetting> Further { get; init; } = [];

    /// <summary>The setting that tells the memory of which it is a share; null where that is the limit or the node's.</summary>
    public RuntimeSetting? ShareOf { get; init; }

    /// <summary>The release, where nobody told it and another would read it in another way: <c>.NET 9</c>; else null.</summary>
    public string? AssumedRelease { get; init; }

    /// <summary>What it rests on beside what the demand does; null if on nothing.</summary>
    public RuntimeAssumption? Guess { get; init; }

    /// <summary>What is told where nothing bounds it, or too little; null where nothing is.</summary>
    public DemandWarning? Unbounded { get; init; }

    /// <summary>What to write instead; null where nothing can be said.</summary>
    public Lowering? Lower { get; init; }

    /// <summary>What to write beside a limit that is as large as a request, of its bytes and its text; null where the limit is enough.</summary>
    public Func<long, string, string?>? LowerBeside { get; init; }
}
