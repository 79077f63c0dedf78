using ManifestLint.Amounts;
using ManifestLint.Injectors;

namespace ManifestLint.Facts;

/// <summary>What will follow for an injected container.</summary>
public sealed record InjectedFacts
{
    /// <summary>What the injector adds, and why.</summary>
    public required InjectedContainer Container { get; init; }

    /// <summary>How its amounts come about.</summary>
    public required AmountSteps Steps { get; init; }

    /// <summary>Its amounts after defaulting and injection by LimitRanges.</summary>
    public ContainerAmounts Amounts => Steps.Final;

    /// <summary>Where they come from: what the injector writes counts as declared.</summary>
    public required Origins Origins { get; init; }

    /// <summary>The memory limit in force: its own or an injected one, else the pod-level limit.</summary>
    public required Amount MemoryLimit { get; init; }

    /// <summary>The cpu limit in force.</summary>
    public required Amount CpuLimit { get; init; }

    /// <summary>What stands in its cgroup's <c>memory.max</c>.</summary>
    public required MemoryCap MemoryMax { get; init; }

    /// <summary>Its <c>oom_score_adj</c>; null if it depends on a value that cannot be known.</summary>
    public int? OomScoreAdj { get; init; }
}
