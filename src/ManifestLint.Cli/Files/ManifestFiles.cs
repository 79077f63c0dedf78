using System.Collections.Immutable;
using System.Runtime.InteropServices;

namespace ManifestLint.Cli.Files;

/// <summary>Turns the paths of a command line into files to read.</summary>
public static class ManifestFiles
{
    /// <summary>How standard input is called in reports.</summary>
    public const string StandardInputName = "<stdin>";

    /// <summary>
    /// Finds the files behind paths: a file is taken as it is, a folder is searched (without hidden folders, <c>node_modules</c>, <c>testdata</c>
    /// and what git ignores), <c>-</c> is standard input, and a path that does not exist but holds <c>* ? [ {</c> is a pattern.
    /// No path is the current folder. Of what it finds it opens nothing; it reads ignore files and, where one matched, the index of git.
    /// </summary>
    /// <param name="paths">The paths as written on the command line. Any text is accepted.</param>
    /// <param name="workingFolder">The full path that relative paths start from; <c>null</c> is the process's current folder.</param>
    public static ManifestFileSet Find(IReadOnlyList<string> paths, string? workingFolder = null)
    {
        var search = new Search(workingFolder ?? Directory.GetCurrentDirectory());
        foreach (string path in paths.Count == 0 ? ["."] : paths)
            search.Add(path);
        return search.ToSet(mayRepeat: paths.Count > 1);
    }

    /// <summary>Whether a name has the extension of a manifest: <c>.yaml</c>, <c>.yml</c> or <c>.json</c>, in any case.</summary>
    public static bool HasManifestExtension(ReadOnlySpan<char> name) =>
        name.EndsWith(".yaml", StringComparison.OrdinalIgnoreCase)
        || name.EndsWith(".yml", StringComparison.OrdinalIgnoreCase)
        || name.EndsWith(".json", StringComparison.OrdinalIgnoreCase);

    /// <summary>A path with the separators of reports. On Unix a backslash is part of a name and stays.</summary>
    internal static string WithForwardSlashes(string path) => Path.DirectorySeparatorChar == '\\' ? path.Replace('\\', '/') : path;

    /// <summary>A path as reports show it: forward slashes, no <c>./</c>, no doubled or trailing slash. The current folder is empty.</summary>
    internal static string Display(string path)
    {
        string text = WithForwardSlashes(path);
        string root = text.StartsWith('/')
            ? Path.DirectorySeparatorChar == '\\' && text.StartsWith("//", StringComparison.Ordinal)
                ? "//"
                : "/"
            : "";
        return root + string.Join('/', text.Split('/').Where(part => part is not ("" or ".")));
    }

    private sealed class Search(string workingFolder)
    {
        private readonly List<ManifestFile> _files = [];
        private readonly List<SkippedPath> _skipped = [];
        private readonly List<SearchedFolder> _folders = [];
        private readonly List<PathProblem> _problems = [];
        private readonly HashSet<string> _bare = new(StringComparer.Ordinal);

        public void Add(string path)
        {
            if (path == "-")
            {
                _files.Add(new ManifestFile(StandardInputName, "-", IsExplicit: true));
                return;
            }
            if (path.Length == 0 || path.Contains('\0'))
            {
                _problems.Add(
                    new PathProblem(path, path.Length == 0 ? "an empty path names nothing" : "a path cannot hold a NUL character")
                );
                return;
            }
            if (AddExisting(path) is not { } kind)
                return;
            if (kind == FileKind.NoPermission)
            {
                _problems.Add(new PathProblem(path, $"{path} cannot be read: permission denied"));
            }
            else if (kind != FileKind.Missing)
            {
                _problems.Add(new PathProblem(path, $"{path} cannot be read: it is {FileKinds.Describe(kind)}"));
            }
            else if (FileKinds.OfEntry(Path.GetFullPath(path, workingFolder)) == FileKind.Link)
            {
                _problems.Add(new PathProblem(path, $"{path} cannot be read: it is a link to nothing"));
            }
            else if (!PathPattern.IsPattern(path))
            {
                _problems.Add(new PathProblem(path, $"{path} does not exist", NearestName.Find(path, workingFolder)));
            }
            else if (!AddMatches(path))
            {
                _problems.Add(new PathProblem(path, $"no file matches {path}"));
            }
        }

        public ManifestFileSet ToSet(bool mayRepeat) =>
            new()
            {
                Files = Sorted(mayRepeat ? Distinct(_files) : _files),
                Bare = _bare,
                Skipped = [.. _skipped.DistinctBy(skip => skip.DisplayPath).OrderBy(skip => skip.DisplayPath, StringComparer.Ordinal)],
                Folders = [.. _folders.OrderBy(folder => folder.DisplayPath, StringComparer.Ordinal).DistinctBy(folder => folder.FullPath)],
                Problems = [.. _problems.DistinctBy(problem => problem.Path).OrderBy(problem => problem.Path, StringComparer.Ordinal)],
            };

        // Null: taken care of. Otherwise what stands there and cannot be used.
        private FileKind? AddExisting(string path)
        {
            string full = Path.GetFullPath(path, workingFolder);
            FileKind kind = FileKinds.Of(full);
            if (kind is FileKind.File or FileKind.Pipe or FileKind.Device)
            {
                // A pipe that is named is meant: it is how a shell hands over <(helm template …).
                _files.Add(new ManifestFile(Display(path), full, IsExplicit: true));
                return null;
            }
            if (kind != FileKind.Folder)
                return kind;
            full = Path.TrimEndingDirectorySeparator(full);
            var walk = new FolderWalk(_files, _skipped) { Bare = _bare };
            if (walk.Run(full, Display(path)) is { } folder)
                _folders.Add(folder);
            else
                _problems.Add(new PathProblem(path, $"{path} cannot be read: permission denied"));
            return null;
        }

        private bool AddMatches(string path)
        {
            int before = _files.Count;
            bool found = false;
            foreach (PathPattern pattern in PathPattern.Parse(path))
            {
                if (pattern.Rest.Length == 0)
                {
                    found |= AddExisting(pattern.Folder) is null;
                    continue;
                }
                string full = Path.GetFullPath(pattern.Folder.Length == 0 ? "." : pattern.Folder, workingFolder);
                if (FileKinds.Of(full) != FileKind.Folder)
                    continue;
                _ = new FolderWalk(_files, _skipped, pattern).Run(Path.TrimEndingDirectorySeparator(full), Display(pattern.Folder));
            }
            // Two alternatives of one pattern may match one file.
            List<ManifestFile> matches = Distinct(_files[before..]);
            _files.RemoveRange(before, _files.Count - before);
            _files.AddRange(matches);
            return found || matches.Count > 0;
        }

        // One file named twice keeps the shorter name, so that the order of the paths does not matter.
        private static List<ManifestFile> Distinct(List<ManifestFile> files)
        {
            var seen = new Dictionary<string, ManifestFile>(files.Count, StringComparer.Ordinal);
            foreach (ManifestFile file in files)
            {
                ref ManifestFile slot = ref CollectionsMarshal.GetValueRefOrAddDefault(seen, file.FullPath, out bool exists);
                slot = exists ? Preferred(slot, file) : file;
            }
            return [.. seen.Values];
        }

        private static ManifestFile Preferred(ManifestFile a, ManifestFile b)
        {
            int order = a.DisplayPath.Length.CompareTo(b.DisplayPath.Length);
            if (order == 0)
                order = string.CompareOrdinal(a.DisplayPath, b.DisplayPath);
            return (order <= 0 ? a : b) with { IsExplicit = a.IsExplicit || b.IsExplicit, IsNoLink = a.IsNoLink || b.IsNoLink };
        }

        private static ImmutableArray<ManifestFile> Sorted(List<ManifestFile> files)
        {
            ManifestFile[] sorted = [.. files];
            Array.Sort(sorted, static (a, b) => string.CompareOrdinal(a.DisplayPath, b.DisplayPath));
            return ImmutableCollectionsMarshal.AsImmutableArray(sorted);
        }
    }
}
