using System.Collections.Immutable;

namespace ManifestLint.Cli.Files;

/// <summary>A file that is not scanned but says something about files that are.</summary>
/// <param name="DisplayPath">The path from the working folder with forward slashes; absolute where the scanned file was named so.</param>
/// <param name="FullPath">The absolute path to open.</param>
public readonly record struct NeighbourFile(string DisplayPath, string FullPath);

/// <summary>The files around the scanned ones.</summary>
/// <param name="Files">Each file once, none of them scanned, in the ordinal order of the full paths.</param>
/// <param name="Left">Those of the same folders that are past a limit, in the same order.</param>
public sealed record NeighbourFileSet(ImmutableArray<NeighbourFile> Files, ImmutableArray<NeighbourFile> Left);

/// <summary>
/// Finds what contracts.md C8 allows to be read besides the named paths: for a file named explicitly the other manifests of its folder.
/// Nothing is opened.
/// </summary>
public static class NeighbourFiles
{
    /// <summary>The largest number of neighbours in one folder.</summary>
    public const int MostManifests = 2000;

    /// <summary>How many bytes of one folder are read at most (contracts.md C8): what lies beside a dump of a cluster is not worth the wait.</summary>
    public const long MostBytes = 4_000_000;

    /// <summary>Whether a file name is one that kustomize looks for. Source: sigs.k8s.io/kustomize api/konfig/general.go.</summary>
    public static bool IsKustomizationName(ReadOnlySpan<char> name) =>
        name is "kustomization.yaml" or "kustomization.yml" or "Kustomization";

    /// <summary>Finds the neighbours of what a command line led to.</summary>
    /// <param name="set">The files and folders of the command line.</param>
    /// <param name="workingFolder">The full path that display paths start from; <c>null</c> is the process's current folder.</param>
    public static NeighbourFileSet Find(ManifestFileSet set, string? workingFolder = null)
    {
        var search = new Search(workingFolder ?? Directory.GetCurrentDirectory(), set.Files);
        foreach (ManifestFile file in set.Files)
        {
            if (!file.IsExplicit || file.IsStandardInput || Path.GetDirectoryName(file.FullPath) is not { } folder)
                continue;
            search.AddManifestsOf(folder, Path.IsPathFullyQualified(file.DisplayPath));
        }
        return search.ToSet();
    }

    private sealed class Search(string workingFolder, ImmutableArray<ManifestFile> scanned)
    {
        private readonly HashSet<string> _scanned = [.. scanned.Select(file => file.FullPath)];
        private readonly HashSet<string> _listed = new(StringComparer.Ordinal);
        private readonly SortedDictionary<string, NeighbourFile> _manifests = new(StringComparer.Ordinal);
        private readonly SortedDictionary<string, NeighbourFile> _left = new(StringComparer.Ordinal);

        public void AddManifestsOf(string folder, bool isAbsolute)
        {
            if (!_listed.Add(folder))
                return;
            List<ManifestFile> files = [];
            new FolderWalk(files, []).RunFlat(folder);
            var bySize = new List<(string Full, long Bytes)>();
            foreach (var file in files)
            {
                if (!IsKustomizationName(Path.GetFileName(file.FullPath.AsSpan())) && !_scanned.Contains(file.FullPath))
                    bySize.Add((file.FullPath, Size(file.FullPath)));
            }
            // Small files hold settings, large ones what somebody has dumped.
            bySize.Sort(static (a, b) => a.Bytes != b.Bytes ? a.Bytes.CompareTo(b.Bytes) : string.CompareOrdinal(a.Full, b.Full));
            int count = 0;
            long bytes = 0;
            foreach (var (full, size) in bySize)
            {
                bytes += size;
                var list = bytes > MostBytes || ++count > MostManifests ? _left : _manifests;
                list[full] = new NeighbourFile(Display(full, isAbsolute), full);
            }
        }

        public NeighbourFileSet ToSet() => new([.. _manifests.Values], [.. _left.Values]);

        // Of a link that of the file. What cannot be asked is told of where it is read.
        private static long Size(string full)
        {
            try
            {
                var file = new FileInfo(full);
                return file.LinkTarget is null ? file.Length
                    : file.ResolveLinkTarget(returnFinalTarget: true) is FileInfo target ? target.Length
                    : 0;
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                return 0;
            }
        }

        private string Display(string full, bool isAbsolute) =>
            ManifestFiles.WithForwardSlashes(isAbsolute ? full : Path.GetRelativePath(workingFolder, full));
    }
}
