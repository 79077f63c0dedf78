using ManifestLint.Evidence;

namespace ManifestLint.Runtimes;

/// <summary>Processes that a manifest declares, with the memory that it declares for each of them.</summary>
/// <param name="Server">What starts them, for people: <c>PHP-FPM</c>, <c>uWSGI</c>, <c>Celery</c>.</param>
/// <param name="Count">How many at most; at least 1.</param>
/// <param name="CountSource">What sets the number.</param>
/// <param name="BytesEach">The memory declared for one, in bytes; above 0.</param>
/// <param name="MemorySource">What sets it.</param>
/// <param name="Certainty">Assumed where an image's start script must pass a setting on.</param>
public sealed record WorkerPool(
    string Server,
    int Count,
    RuntimeSetting CountSource,
    long BytesEach,
    RuntimeSetting MemorySource,
    RuntimeCertainty Certainty
)
{
    /// <summary>False where a process is only replaced after it has passed the amount: it is a bound of none.</summary>
    public bool IsBound { get; init; } = true;

    /// <summary>What they rest on where <see cref="Certainty"/> is Assumed; else null.</summary>
    public RuntimeAssumption? Assumption =>
        Certainty != RuntimeCertainty.Assumed ? null
        : MemorySource.From is TextOrigin.Variable ? new RuntimeAssumption.ScriptPassesOn(MemorySource.Name)
        : new RuntimeAssumption.ImageRuns(Server);

    /// <summary>What they ask memory for.</summary>
    public MemoryDemand Demand =>
        new($"the processes of {Server}", TotalBytes, DemandKind.Cap)
        {
            What = $"{Count} processes of {Server}",
            Subject = $"{MemorySource.Written ?? MemorySource.Name} for each of {Count} processes of {Server}",
            Reached = IsBound ? "all of them come near their bound" : "all of them come near what they are replaced at",
            Setting = MemorySource,
            Of = DemandBasis.Fixed,
            Processes = Count,
            Certainty = Certainty,
            Assumption = Assumption,
        };

    /// <summary>What all of them may use, in bytes; 2⁶³ − 1 where it is more.</summary>
    public long TotalBytes => TotalBy.Bytes;

    /// <summary>How that is computed.</summary>
    public Derivation.Sum TotalBy { get; } =
        new([new(MemorySource.Name, BytesEach, Count)])
        {
            Bytes = (long)Int128.Min((Int128)Count * BytesEach, long.MaxValue),
            Source = $"the manual of {Server}; the sum is that of rule ML3502",
        };
}
