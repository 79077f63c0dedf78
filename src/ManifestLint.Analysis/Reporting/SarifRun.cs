using System.Collections.Immutable;
using ManifestLint.Rules;

namespace ManifestLint.Reporting;

/// <summary>The repository that was scanned.</summary>
/// <param name="RepositoryUri">Where it can be fetched from, without credentials; null if unknown.</param>
/// <param name="Revision">The commit; null if unknown.</param>
/// <param name="Branch">The branch; null if unknown.</param>
public sealed record VersionControl(string? RepositoryUri, string? Revision, string? Branch);

/// <summary>What a SARIF log says beside the findings. No time, no machine path, no command line.</summary>
public sealed record SarifRun
{
    /// <summary>The tool's version: <c>0.1.0</c>.</summary>
    public required string Version { get; init; }

    /// <summary>The pages of the rules, by id; those of findings must be among them.</summary>
    public required ImmutableArray<RulePage> Rules { get; init; }

    /// <summary>The exit code: 0 and 1 are successes.</summary>
    public required int ExitCode { get; init; }

    /// <summary>Makes a path relative to the repository's root, with forward slashes and without percent signs; the default keeps it.</summary>
    public Func<string, string> RelativePath { get; init; } = static path => path;

    /// <summary>The repository; null if there is none.</summary>
    public VersionControl? VersionControl { get; init; }
}
