using System.Collections.Immutable;
using ManifestLint.Evidence;
using ManifestLint.Images;
using ManifestLint.Programs;

namespace ManifestLint.Runtimes;

/// <summary>What decides the facts of a container's PHP.</summary>
/// <param name="Plan">What the container runs.</param>
/// <param name="Image">Its image; null if none is written.</param>
public sealed record PhpInput(ProcessPlan Plan, ContainerImage? Image)
{
    /// <summary>The text of a file as the container sees it, null if it is not in the scan.</summary>
    public Func<string, Word?> ReadFile { get; init; } = static _ => null;

    /// <summary>The files that <see cref="ReadFile"/> gives.</summary>
    public Func<IEnumerable<string>> FilePaths { get; init; } = static () => [];
}

/// <summary>A value of <c>memory_limit</c> that PHP reads as something else than it looks.</summary>
/// <param name="Setting">Where it is written.</param>
/// <param name="ReadsBytes">What PHP reads, in bytes.</param>
/// <param name="IsRefused">True if that is less than PHP already uses, so that the limit before it stays.</param>
public sealed record PhpMisread(RuntimeSetting Setting, long ReadsBytes, bool IsRefused);

/// <summary>What will follow for a container's PHP.</summary>
public sealed record PhpFacts
{
    /// <summary>How sure the facts are.</summary>
    public required RuntimeCertainty Certainty { get; init; }

    /// <summary>What they rest on where <see cref="Certainty"/> is Assumed; else null.</summary>
    public RuntimeAssumption? Assumption =>
        Certainty != RuntimeCertainty.Assumed ? null
        : LimitSource is { From: TextOrigin.Variable { Name: "PHP_MEMORY_LIMIT" } }
            ? new RuntimeAssumption.ImagePassesOn("PHP_MEMORY_LIMIT")
        : new RuntimeAssumption.ImageRuns("PHP");

    /// <summary><c>memory_limit</c> in force in bytes, for one process; null if there is none or it is unknown.</summary>
    public long? MemoryLimitBytes { get; init; }

    /// <summary>True if it is known that there is no limit (<c>-1</c>).</summary>
    public bool IsUnlimited { get; init; }

    /// <summary>The word that stands for the script and is the name of none; null if there is no such word.</summary>
    public RuntimeSetting? NoScriptAt { get; init; }

    /// <summary>What sets the limit; null if the manifest does not.</summary>
    public RuntimeSetting? LimitSource { get; init; }

    /// <summary>Values that PHP reads as something else than they look.</summary>
    public ImmutableArray<PhpMisread> Misread { get; init; } = [];

    /// <summary>The pools of PHP-FPM of which both the number of children and the memory of one are declared.</summary>
    public ImmutableArray<WorkerPool> Pools { get; init; } = [];
}
