using System.Collections.Immutable;
using System.Globalization;
using ManifestLint.Evidence;

namespace ManifestLint.Runtimes;

/// <summary>What an amount of memory is to a process.</summary>
public enum DemandKind
{
    /// <summary>A setting that somebody wrote bounds it so.</summary>
    Cap,

    /// <summary>A setting that the process tries to keep, and may pass.</summary>
    Goal,

    /// <summary>Nobody wrote it: the program or its image sizes itself.</summary>
    Default,

    /// <summary>A usual figure.</summary>
    Estimate,
}

/// <summary>What an amount moves with.</summary>
public enum DemandBasis
{
    /// <summary>Nothing: it stays whatever the limit is.</summary>
    Fixed,

    /// <summary>It is a share of the container's limit.</summary>
    Limit,

    /// <summary>It is a share of the node's memory.</summary>
    Node,
}

/// <summary>What a process of a container asks memory for, whichever runtime or server it is: what rules that add, compare or name amounts
/// look at, and the only thing.</summary>
/// <param name="Noun">What it is, with its article: <c>the heap</c>, <c>maxmemory</c>.</param>
/// <param name="Bytes">How much all processes together may take, at most 2⁶³ − 1; 0 where <paramref name="Kind"/> alone is known.</param>
/// <param name="Kind">What that is to them.</param>
public sealed record MemoryDemand(string Noun, long Bytes, DemandKind Kind)
{
    /// <summary>The same where several programs may be meant: <c>the Java heap</c>, <c>maxmemory of Redis</c>.</summary>
    public required string What { get; init; }

    /// <summary>The amount as the subject of a clause, as its author wrote it: <c>-Xmx900m</c>, <c>Redis maxmemory 900mb (900 MiB)</c>.</summary>
    public required SettingText Subject { get; init; }

    /// <summary>The clause of the moment when it is used up: <c>the heap is full</c>.</summary>
    public required string Reached { get; init; }

    /// <summary>The setting that decides it; null for defaults and estimates.</summary>
    public RuntimeSetting? Setting { get; init; }

    /// <summary>What it moves with.</summary>
    public DemandBasis Of { get; init; }

    /// <summary>True for what a process takes in the first place; false for what stands beside it, or counts it again.</summary>
    public bool IsMain { get; init; } = true;

    /// <summary>True if it is already counted in another one of the process.</summary>
    public bool IsPart { get; init; }

    /// <summary>True for a heap, beside which a process takes more.</summary>
    public bool IsHeap { get; init; }

    /// <summary>Processes that share it.</summary>
    public int Processes { get; init; } = 1;

    /// <summary>What one of them may take, in bytes.</summary>
    public long BytesEach { get; init; } = Bytes;

    /// <summary>How much of a limit it may take; null where nothing is known to be too much.</summary>
    public DemandBudget? Budget { get; init; }

    /// <summary>How it came about; null for what its program's settings tell already.</summary>
    public DemandStory? Story { get; init; }

    /// <summary>How the amount was computed; null where it is written as it is, or nothing is known of that.</summary>
    public Derivation? By { get; init; }

    /// <summary>How the amount of several processes that differ comes about; null for one, and where that is not told.</summary>
    public Derivation.Sum? Together { get; init; }

    /// <summary>How sure it is.</summary>
    public RuntimeCertainty Certainty { get; init; }

    /// <summary>What it rests on where it is assumed; else null.</summary>
    public RuntimeAssumption? Assumption { get; init; }

    /// <summary>How much of a node of the assumed size it is, where <see cref="Of"/> says so and nobody has told the node's; else null.</summary>
    public long? OnAssumedNodeBytes { get; init; }

    /// <summary>A clause that tells of memory that nothing bounds, in place of an amount; null where there is one.</summary>
    public string? Unbounded { get; init; }

    /// <summary>The same where the container has no limit: a clause about the node; null where nothing is told of it.</summary>
    public string? UnboundedOnNode { get; init; }

    /// <summary>What an amount means where the container has no limit: a clause that an amount of the node ends; null for the usual one.</summary>
    public string? OnNode { get; init; }

    /// <summary>How much of a node's bytes what nothing bounds may take; null where nothing is known of it.</summary>
    public Func<long, long>? OfNodeBytes { get; init; }

    /// <summary>Whose default it is: <c>default of the JVM</c>; null where <see cref="Subject"/> says it.</summary>
    public string? DefaultOf { get; init; }

    /// <summary>What it is in a table, without an article: <c>heap</c>.</summary>
    public string Name => Noun.StartsWith("the ", StringComparison.Ordinal) ? Noun["the ".Length..] : Noun;

    /// <summary>What decides it, in a few words: the setting as written, whose default, or what a usual figure rests on.</summary>
    public string DecidedBy =>
        Together is { } sum ? SideBySideSum.Names(sum)
        : By is Derivation.Sum { Terms.Length: > 1 } parts && IsMain ? SideBySideSum.Names(parts)
        : By is Derivation.Share { Of: MemoryBasis.Option } ? Subject.ToString()
        : Setting is { From: TextOrigin.Variable { Name: var name }, AsWritten: var value } own
        && own.Name == name
        && !value.StartsWith(name + '=', StringComparison.Ordinal)
            ? WrittenText.Cut($"{name}={value}")
        : Setting is { } setting ? WrittenText.Cut(setting.AsWritten)
        : Kind == DemandKind.Default && DefaultOf is { } whose ? whose + ShareOf(By)
        : Subject.ToString();

    // Of what a default is a share, where nothing raised or lowered it.
    private static string ShareOf(Derivation? by) =>
        by is Derivation.Share { RaisedTo: null, LoweredTo: null, Beyond: 0 } share
            ? string.Create(
                CultureInfo.InvariantCulture,
                $", {share.Percent:0.#} % of the {(share.Of == MemoryBasis.Node ? "node's memory" : "limit")}"
            )
            : "";

    /// <summary>The demands that count for what a container takes: known, and none twice.</summary>
    public static IEnumerable<MemoryDemand> Counted(ImmutableArray<MemoryDemand> demands) =>
        demands.Where(d => d is { IsPart: false, Unbounded: null, Certainty: not RuntimeCertainty.Unknown });
}
