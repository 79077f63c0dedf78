using ManifestLint.Evidence;
using ManifestLint.Images;
using ManifestLint.Programs;
using ManifestLint.Reading;

namespace ManifestLint.Runtimes;

/// <summary>What decides the facts of a container's .NET program.</summary>
/// <param name="Plan">What the container runs.</param>
/// <param name="Image">Its image; null if none is written.</param>
/// <param name="Around">Limits and assumed node.</param>
public sealed record DotNetInput(ProcessPlan Plan, ContainerImage? Image, RuntimeSurroundings Around)
{
    /// <summary>A major version that beats the image's tag; null: none.</summary>
    public int? ConfiguredVersion { get; init; }
}

/// <summary>What decides the hard limit of the .NET heap.</summary>
public enum DotNetLimitOrigin
{
    /// <summary>Three quarters of the container's limit, at least 20 MiB.</summary>
    Default,

    /// <summary>A variable with bytes.</summary>
    Bytes,

    /// <summary>A variable with a percentage.</summary>
    Percent,
}

/// <summary>The heaps that have limits of their own.</summary>
[Flags]
public enum DotNetHeaps
{
    /// <summary>None.</summary>
    None = 0,

    /// <summary>Small objects.</summary>
    Soh = 1,

    /// <summary>Large objects.</summary>
    Loh = 2,

    /// <summary>Pinned objects.</summary>
    Poh = 4,
}

/// <summary>What will follow from a container's variables for the .NET garbage collector.</summary>
public sealed record DotNetFacts : RuntimeFacts
{
    /// <summary>The most that the heap may commit, in bytes; null if there is no limit or it is unknown.</summary>
    public long? HeapHardLimitBytes { get; init; }

    private protected override RuntimeAssumption? Assumed => new RuntimeAssumption.ImageRuns("a .NET program");

    /// <summary>How the hard limit was computed; null where it is written as it is, or unknown.</summary>
    public Derivation? LimitBy { get; init; }

    private protected override IEnumerable<MemoryDemand> Asked() => DotNetDemands.Of(this);

    /// <summary>True if it is known that there is no hard limit.</summary>
    public bool IsUnlimited { get; init; }

    /// <summary>What decides the limit; null if unknown.</summary>
    public DotNetLimitOrigin? LimitOrigin { get; init; }

    /// <summary>The variable that decides the limit or that is at fault; null where none does.</summary>
    public RuntimeSetting? LimitSource { get; init; }

    /// <summary>What the collector reads that variable as, which is hexadecimal to it; null where there is none, or its text is unknown.</summary>
    public ulong? LimitRead { get; init; }

    /// <summary>The heaps whose limits are missing, without which those of the others are refused.</summary>
    public DotNetHeaps Missing { get; init; }

    /// <summary>The word at fault where it is the name of no program; else null.</summary>
    public RuntimeSetting? FailedAt { get; init; }

    /// <summary>The word or the variable at fault, as far as it may be shown; null where there is none.</summary>
    public string? ShownFault =>
        FailedAt is { } program ? SecretText.Of(program.Word)
        : LimitSource is { } limit ? $"{limit.Name}={SecretText.Of(limit.Word)}"
        : null;

    /// <summary>True for the server collector; null if unknown.</summary>
    public bool? IsServerCollector { get; init; }

    /// <summary>Heaps of the collector; null if unknown.</summary>
    public int? HeapCount { get; init; }

    /// <summary>Written percentage or byte count that holds digits only, which the collector reads as hexadecimal; null if there is none.</summary>
    public DotNetMisread? Misread { get; init; }
}

/// <summary>A number of decimal digits where the collector reads hexadecimal ones.</summary>
/// <param name="Setting">The variable.</param>
/// <param name="IsPercent">True for a percentage.</param>
/// <param name="Decimal">The number as it looks.</param>
/// <param name="Hexadecimal">The number as it is read.</param>
public sealed record DotNetMisread(RuntimeSetting Setting, bool IsPercent, long Decimal, long Hexadecimal)
{
    /// <summary>True if the decimal number fits below a limit, unless the size is round in hexadecimal and so nearer to the limit: 40000000 beside 1Gi,
    /// not 200000000 beside 256Mi.</summary>
    public bool IsDecimalMeant(long limit) =>
        Decimal < limit && !(Hexadecimal % (1L << 20) == 0 && (Int128)Hexadecimal * Decimal < (Int128)limit * limit);
}
