namespace ManifestLint.Cli.Surface;

/// <summary>Exit codes: contracts.md C1.</summary>
internal static class ExitCode
{
    /// <summary>Nothing at or above the severity that fails.</summary>
    public const int Clean = 0;

    /// <summary>Findings at or above it.</summary>
    public const int Findings = 1;

    /// <summary>Bad usage or input.</summary>
    public const int Usage = 2;

    /// <summary>A crash in our code.</summary>
    public const int Crash = 3;
}
