using System.Collections.Concurrent;
using ManifestLint.Cli.Files;

namespace ManifestLint.Cli.Inputs;

/// <summary>
/// Where files lie within their repository, without one within the folder that was searched: what a path says of a file must not depend on how a command line
/// names it. Asked from any thread.
/// </summary>
internal sealed class RepositoryPaths
{
    private readonly ConcurrentDictionary<string, string> _folders = new(StringComparer.Ordinal);
    private readonly HashSet<string> _searched;
    private readonly IReadOnlySet<string> _bare;

    /// <param name="set">What the paths of the command line lead to.</param>
    public RepositoryPaths(ManifestFileSet set)
    {
        _searched = set.Folders.Select(f => f.FullPath).ToHashSet(StringComparer.Ordinal);
        _bare = set.Bare;
    }

    /// <summary>The path of a file below its repository, with forward slashes; its name alone where it lies in none and was not found by a search.</summary>
    /// <param name="full">Its full path; anything else is handed back.</param>
    public string Of(string full) =>
        Path.IsPathFullyQualified(full) && Path.GetDirectoryName(full) is { } folder ? OfFolder(folder) + Path.GetFileName(full) : full;

    // Empty, or with a slash at its end.
    private string OfFolder(string folder) => _folders.GetOrAdd(folder, Find);

    // A search follows no links to folders, so that what is below where it started has no other place.
    private string Find(string folder)
    {
        if (_searched.Contains(folder) || !IsBelowSearched(folder))
        {
            string real = RealPath.Of(folder);
            return GitRepository.Find(real)?.RelativePath(real) is { Length: > 0 } below ? below + "/" : "";
        }
        return !_bare.Contains(folder) && GitRepository.At(folder) is not null
            ? ""
            : $"{OfFolder(Path.GetDirectoryName(folder)!)}{Path.GetFileName(folder)}/";
    }

    private bool IsBelowSearched(string folder)
    {
        var searched = _searched.GetAlternateLookup<ReadOnlySpan<char>>();
        for (var above = Path.GetDirectoryName(folder.AsSpan()); !above.IsEmpty; above = Path.GetDirectoryName(above))
        {
            if (searched.Contains(above))
                return true;
        }
        return false;
    }
}
