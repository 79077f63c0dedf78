using ManifestLint.Cli.Files;

namespace ManifestLint.Cli;

/// <summary>Paths as reports for other machines name them: relative to the repository of the current folder, with forward slashes.</summary>
internal sealed class ReportPaths
{
    private readonly string _working = Directory.GetCurrentDirectory();

    /// <summary>Finds the repository.</summary>
    public ReportPaths() => Repository = GitRepository.Find(_working);

    /// <summary>The repository of the current folder; null if there is none.</summary>
    public GitRepository? Repository { get; }

    /// <summary>A path relative to the repository's root; one outside relative to the current folder, so that no machine path leaves in a report.</summary>
    public string Relative(string path)
    {
        if (path == ManifestFiles.StandardInputName) return "stdin";
        string full = Path.GetFullPath(path, _working);
        return Repository?.RelativePath(full) ?? Path.GetRelativePath(_working, full).Replace('\\', '/');
    }
}
