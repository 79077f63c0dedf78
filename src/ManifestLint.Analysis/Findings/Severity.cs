namespace ManifestLint.Findings;

/// <summary>How bad a finding is; a larger value is worse.</summary>
public enum Severity
{
    /// <summary>Not reported unless configuration says otherwise.</summary>
    Off,

    /// <summary>Worth knowing.</summary>
    Note,

    /// <summary>Likely to be OOMKilled or evicted first.</summary>
    Warning,

    /// <summary>Rejected, will not start, or allowed by its own settings to exceed its limit.</summary>
    Error,
}
