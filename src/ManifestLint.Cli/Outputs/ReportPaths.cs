using ManifestLint.Cli.Files;

namespace ManifestLint.Cli.Outputs;

/// <summary>Paths as reports for other machines name them: relative to a repository, with forward slashes.</summary>
internal sealed class ReportPaths
{
    private readonly string _working = Directory.GetCurrentDirectory();
    private readonly Dictionary<string, GitRepository?> _others = new(StringComparer.Ordinal);

    /// <summary>Finds the repository.</summary>
    public ReportPaths() => Repository = GitRepository.Find(_working);

    /// <summary>The repository of the current folder; null if there is none.</summary>
    public GitRepository? Repository { get; }

    /// <summary>
    /// A path relative to the root of that repository; where there is none, of the one that the file is in (a workflow may check out below its
    /// workspace). One outside of both relative to the current folder, so that no machine path leaves in a report.
    /// </summary>
    public string Relative(string path)
    {
        if (path == ManifestFiles.StandardInputName)
            return "stdin";
        string full = Path.GetFullPath(path, _working);
        return (Repository ?? RepositoryOf(full))?.RelativePath(full) ?? FromHere(full);
    }

    /// <summary>The same for a file that this folder keeps for itself, such as a baseline: outside of a repository always relative to the current folder.</summary>
    public string RelativeHere(string path)
    {
        if (path == ManifestFiles.StandardInputName)
            return "stdin";
        string full = Path.GetFullPath(path, _working);
        return Repository?.RelativePath(full) ?? FromHere(full);
    }

    private string FromHere(string full) => ManifestFiles.WithForwardSlashes(Path.GetRelativePath(_working, full));

    private GitRepository? RepositoryOf(string full)
    {
        string folder = Path.GetDirectoryName(full) ?? full;
        if (!_others.TryGetValue(folder, out var repository))
            _others[folder] = repository = GitRepository.Find(folder);
        return repository;
    }
}
