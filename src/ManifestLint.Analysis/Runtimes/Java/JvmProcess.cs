using ManifestLint.Evidence;
using ManifestLint.Programs;

namespace ManifestLint.Runtimes.Java;

/// <summary>One JVM.</summary>
/// <param name="Line">Its options; null if they cannot be known.</param>
/// <param name="Heap">Its heap; null if it cannot be known.</param>
/// <param name="Starts">Whether it starts; null if unknown.</param>
/// <param name="Failure">Why not.</param>
/// <param name="ExitCode">Its exit code then.</param>
/// <param name="FailedAt">The option at fault.</param>
/// <param name="Certainty">How sure that is.</param>
/// <param name="Evidence">What tells of it.</param>
/// <param name="Product">The product, or null.</param>
internal sealed record JvmProcess(
    JvmCommandLine? Line,
    JvmHeap? Heap,
    bool? Starts,
    RuntimeFailure? Failure,
    int? ExitCode,
    JvmSetting? FailedAt,
    RuntimeCertainty Certainty,
    JvmEvidence Evidence,
    JvmImage? Product
)
{
    /// <summary>As in <see cref="RuntimeFacts.FailureDetail"/>.</summary>
    public FailureDetail? FailureDetail { get; init; }

    /// <summary>As in <see cref="Process.UnsetName"/>, where the result would be another one if it were set.</summary>
    public string? UnsetName { get; init; }

    /// <summary>A word that was meant for it and does not reach it; null if there is none.</summary>
    public JvmIgnoredSetting? Lost { get; init; }

    /// <summary>The size of the cache that its product keeps outside of the heap; null where none is set, or it cannot be known.</summary>
    public JvmSetting? PageCache { get; init; }

    /// <summary>As in <see cref="Process.IsPassedOn"/>.</summary>
    public bool IsPassedOn { get; init; }

    /// <summary>As in <see cref="RuntimeFacts.Wrapper"/>.</summary>
    public string? Wrapper { get; init; }

    /// <summary>True if nothing makes it less than exact but variables that nobody shows.</summary>
    public bool RestsOnSources { get; init; }
}
