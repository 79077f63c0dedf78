namespace ManifestLint.Facts;

/// <summary>Where rules draw a line that teams may move.</summary>
public sealed record Thresholds
{
    /// <summary>ML3001: the share of the memory limit, in percent, up to which a heap is fine; above 0 and at most 100.</summary>
    public decimal HeapPercent { get; init; } = 75;

    /// <summary>ML1009: how many times the request a memory limit may be; at least 1.</summary>
    public decimal OvercommitRatio { get; init; } = 4;

    /// <summary>ML1001: true to tell of init containers that end, too, as notes.</summary>
    public bool LimitOfInitContainers { get; init; }

    /// <summary>ML1003: the same.</summary>
    public bool RequestOfInitContainers { get; init; }

    /// <summary>ML1008: bytes below which a memory limit is a warning.</summary>
    public long LimitWarningBytes { get; init; } = 4 << 20;

    /// <summary>ML1008: bytes below which a memory limit is a note.</summary>
    public long LimitNoteBytes { get; init; } = 12 << 20;
}
