using ManifestLint.Cli.Surface;
using ManifestLint.Findings;
using ManifestLint.Reporting;
using ManifestLint.Rules;

namespace ManifestLint.Cli.Outputs;

/// <summary>What a SARIF log needs to know about the repository that was scanned.</summary>
internal static class SarifInput
{
    /// <summary>The run of a result: paths are relative to the repository.</summary>
    /// <param name="result">What was found.</param>
    /// <param name="rules">The rules that were asked.</param>
    /// <param name="exitCode">How the program ends.</param>
    public static SarifRun For(LintResult result, RuleSet rules, int exitCode)
    {
        var paths = new ReportPaths();
        var provenance = paths.Repository?.ReadProvenance();
        var fired = result.All.Select(f => f.RuleId).ToHashSet(StringComparer.Ordinal);
        return new SarifRun
        {
            Version = Product.Version,
            Rules = [.. rules.Where(e => fired.Contains(e.Rule.Id)).Select(e => e.Page)],
            ExitCode = exitCode,
            RelativePath = paths.Relative,
            VersionControl = provenance is null
                ? null
                : new VersionControl(provenance.RepositoryUri?.AbsoluteUri, provenance.RevisionId, provenance.Branch),
        };
    }
}
