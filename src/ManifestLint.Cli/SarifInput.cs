using ManifestLint.Cli.Files;
using ManifestLint.Findings;
using ManifestLint.Reporting;
using ManifestLint.Rules;

namespace ManifestLint.Cli;

/// <summary>What a SARIF log needs to know about the repository that was scanned.</summary>
internal static class SarifInput
{
    /// <summary>The run of a result: paths are relative to the repository of the current folder, else as they are.</summary>
    public static SarifRun For(LintResult result, int exitCode)
    {
        var repository = GitRepository.Find(Directory.GetCurrentDirectory());
        var provenance = repository?.ReadProvenance();
        var fired = result.All.Select(f => f.RuleId).ToHashSet(StringComparer.Ordinal);
        return new SarifRun
        {
            Version = Product.Version,
            Rules = [.. RuleCatalog.All.Where(e => fired.Contains(e.Rule.Id)).Select(e => e.Page)],
            ExitCode = exitCode,
            RelativePath = RelativePaths(),
            VersionControl = provenance is null ? null : new VersionControl(provenance.RepositoryUri?.AbsoluteUri, provenance.RevisionId, provenance.Branch),
        };
    }

    /// <summary>Makes reported paths relative to the repository of the current folder, else to that folder.</summary>
    public static Func<string, string> RelativePaths()
    {
        string working = Directory.GetCurrentDirectory();
        var repository = GitRepository.Find(working);
        return path => Relative(path, working, repository);
    }

    private static string Relative(string path, string working, GitRepository? repository)
    {
        if (path == ManifestFiles.StandardInputName) return "stdin";
        string full = Path.GetFullPath(path, working);
        // A path outside the repository is told relative to the current folder: no machine path leaves in a report.
        return repository?.RelativePath(full) ?? Path.GetRelativePath(working, full).Replace('\\', '/');
    }
}
