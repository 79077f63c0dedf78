namespace ManifestLint.Runtimes;

/// <summary>An amount that a manifest gives, leaves out, or does not tell.</summary>
/// <param name="IsKnown">False if it cannot be known.</param>
/// <param name="Value">The amount; null means none is set (no limit).</param>
public readonly record struct Allowance(bool IsKnown, long? Value)
{
    /// <summary>Cannot be known.</summary>
    public static Allowance Unknown => default;

    /// <summary>None is set.</summary>
    public static Allowance None => new(true, null);

    /// <summary>A known amount.</summary>
    public static Allowance Of(long value) => new(true, value);
}

/// <summary>What a program sees of its container and its node.</summary>
/// <param name="MemoryLimit">The memory limit in bytes.</param>
/// <param name="CpuLimitMillis">The cpu limit in thousandths of a cpu.</param>
/// <param name="NodeMemoryBytes">The node's memory in bytes, or null if nothing is assumed about it.</param>
/// <param name="NodeCpus">The node's cpus, or null if nothing is assumed about them.</param>
public readonly record struct RuntimeSurroundings(Allowance MemoryLimit, Allowance CpuLimitMillis, long? NodeMemoryBytes, int? NodeCpus)
{
    /// <summary>The node's memory in bytes, also where nobody has told it (rules.md rule 7): what is computed of it rests on an assumption then.</summary>
    public long? AssumedNodeMemoryBytes { get; init; }
}
