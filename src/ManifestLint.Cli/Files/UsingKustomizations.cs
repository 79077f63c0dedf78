using System.Collections.Immutable;
using ManifestLint.Composition;
using ManifestLint.Yaml;

namespace ManifestLint.Cli.Files;

/// <summary>The kustomizations that use what was named.</summary>
/// <param name="Folders">The full paths of their folders with forward slashes, in order.</param>
/// <param name="IsCut">True if the search ended at its limit, so that there may be more.</param>
internal sealed record UsingKustomizations(ImmutableArray<string> Folders, bool IsCut)
{
    /// <summary>Entries of folders that are looked at; a repository of more is searched in part.</summary>
    public const int MostEntries = 200_000;

    /// <summary>Searches the repositories of what a command line names for kustomizations that use it, directly or through others.</summary>
    /// <param name="set">What the command line names.</param>
    /// <param name="realPath">Where a path leads once links are followed.</param>
    public static UsingKustomizations Of(ManifestFileSet set, Func<string, string> realPath)
    {
        var scanned = new List<string>(set.Files.Length);
        foreach (var file in set.Files)
        {
            if (!file.IsStandardInput)
                scanned.Add(file.FullPath);
        }
        var found = new Dictionary<string, List<string>>(StringComparer.Ordinal);
        bool isCut = false;
        // Those in test data use test data: the scan of a deployment does not hear of them.
        bool entersTestData = scanned.Any(TestFolders.Holds);
        foreach (string root in RootsOf(set))
        {
            List<ManifestFile> files = [];
            var walk = new FolderWalk(files, []) { MostEntries = MostEntries, EntersTestData = entersTestData };
            walk.Run(root, "");
            isCut |= walk.IsCut;
            foreach (var file in files)
            {
                if (!NeighbourFiles.IsKustomizationName(Path.GetFileName(file.FullPath.AsSpan())))
                    continue;
                string folder = realPath(ManifestFiles.WithForwardSlashes(Path.GetDirectoryName(file.FullPath)!));
                if (TextFiles.Read(file.FullPath, NamedFiles.LargestFile).Text is not { } text)
                    continue;
                foreach (string used in KustomizationUses.In(new SourceText(file.FullPath, text), folder).Select(realPath))
                {
                    if (!found.TryGetValue(used, out var users))
                        found[used] = users = [];
                    users.Add(folder);
                }
            }
        }
        if (found.Count == 0)
            return new UsingKustomizations([], isCut);
        var folders = new SortedSet<string>(StringComparer.Ordinal);
        var pending = new Stack<string>();
        foreach (string full in scanned.Select(realPath))
        {
            pending.Push(ManifestFiles.WithForwardSlashes(full));
            if (NeighbourFiles.IsKustomizationName(Path.GetFileName(full.AsSpan())))
                pending.Push(ManifestFiles.WithForwardSlashes(Path.GetDirectoryName(full)!));
        }
        while (pending.TryPop(out string? used))
        {
            foreach (string user in found.GetValueOrDefault(used) ?? [])
            {
                if (folders.Add(user))
                    pending.Push(user);
            }
        }
        return new UsingKustomizations([.. folders], isCut);
    }

    // Where a repository is scanned whole there is nothing to look for, and without one nothing says where a project ends.
    private static IEnumerable<string> RootsOf(ManifestFileSet set)
    {
        var whole = set.Folders.Select(f => f.FullPath).ToHashSet(StringComparer.Ordinal);
        var named = new HashSet<string>(whole, StringComparer.Ordinal);
        foreach (var file in set.Files)
        {
            if (file is { IsExplicit: true, IsStandardInput: false } && Path.GetDirectoryName(file.FullPath) is { } folder)
                named.Add(folder);
        }
        var roots = new SortedSet<string>(StringComparer.Ordinal);
        foreach (string folder in named)
        {
            string real = RealPath.Of(folder);
            if (GitRepository.Find(real) is not { } repository)
            {
                if (!whole.Contains(folder))
                    roots.Add(folder);
                continue;
            }
            string root = repository.Root;
            // As it was named, so that paths are those of the scan.
            if (repository.RelativePath(real) is { Length: > 0 } below && folder.EndsWith(below, StringComparison.Ordinal))
                root = Path.TrimEndingDirectorySeparator(folder[..^below.Length]);
            else if (repository.Root == real)
                root = folder;
            if (!whole.Contains(root))
                roots.Add(root);
        }
        return roots;
    }
}
