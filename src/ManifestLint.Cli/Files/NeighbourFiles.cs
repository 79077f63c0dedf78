using System.Collections.Immutable;

namespace ManifestLint.Cli.Files;

/// <summary>A file that is not scanned but says something about files that are.</summary>
/// <param name="DisplayPath">The path from the working folder with forward slashes; absolute where the scanned file was named so.</param>
/// <param name="FullPath">The absolute path to open.</param>
/// <param name="IsKustomization">True for a kustomization in the file's folder or above, false for another manifest in its folder.</param>
public readonly record struct NeighbourFile(string DisplayPath, string FullPath, bool IsKustomization);

/// <summary>The files around the scanned ones.</summary>
/// <param name="Files">Each file once, none of them scanned, in the ordinal order of the full paths.</param>
/// <param name="IsCut">True if there are more manifests than <see cref="NeighbourFiles.MostManifests"/>; the first by full path were kept.</param>
public sealed record NeighbourFileSet(ImmutableArray<NeighbourFile> Files, bool IsCut);

/// <summary>
/// Finds what contracts.md C8 allows to be read besides the named paths: for a file named explicitly the other manifests of its
/// folder, and for every file and folder the kustomizations at and above it, up to the repository's root. Nothing is opened.
/// </summary>
public static class NeighbourFiles
{
    /// <summary>The largest number of neighbours that are not kustomizations.</summary>
    public const int MostManifests = 2000;

    // Outside a repository nothing says where a project ends.
    private const int MostLevelsWithoutRepository = 16;

    private static readonly string[] KustomizationNames = ["kustomization.yaml", "kustomization.yml", "Kustomization"];

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
            search.AddKustomizationsFrom(folder, Path.IsPathFullyQualified(file.DisplayPath));
        }
        foreach (SearchedFolder folder in set.Folders)
        {
            if (Path.GetDirectoryName(folder.FullPath) is not { } above || GitRepository.At(RealPath.Of(folder.FullPath)) is not null)
                continue;
            search.AddKustomizationsFrom(above, Path.IsPathFullyQualified(folder.DisplayPath));
        }
        return search.ToSet();
    }

    private sealed class Search(string workingFolder, ImmutableArray<ManifestFile> scanned)
    {
        private readonly HashSet<string> _scanned = [.. scanned.Select(file => file.FullPath)];
        private readonly HashSet<string> _listed = new(StringComparer.Ordinal);
        private readonly HashSet<string> _climbed = new(StringComparer.Ordinal);
        private readonly SortedDictionary<string, NeighbourFile> _kustomizations = new(StringComparer.Ordinal);
        private readonly SortedDictionary<string, NeighbourFile> _manifests = new(StringComparer.Ordinal);

        public void AddManifestsOf(string folder, bool isAbsolute)
        {
            if (!_listed.Add(folder))
                return;
            List<ManifestFile> files = [];
            new FolderWalk(files, []).RunFlat(folder);
            foreach (ManifestFile file in files)
            {
                if (IsKustomizationName(Path.GetFileName(file.FullPath.AsSpan())) || _scanned.Contains(file.FullPath))
                    continue;
                _manifests[file.FullPath] = new NeighbourFile(Display(file.FullPath, isAbsolute), file.FullPath, IsKustomization: false);
            }
        }

        public void AddKustomizationsFrom(string folder, bool isAbsolute)
        {
            if (!_climbed.Add(folder))
                return;
            // Not "stop where an earlier climb passed": outside a repository that one may have ended short of here.
            string real = RealPath.Of(folder);
            int levels =
                GitRepository.Find(real) is { } repository && repository.RelativePath(real) is { } below
                    ? 1 + (below.Length == 0 ? 0 : below.Count(c => c == '/') + 1)
                    : MostLevelsWithoutRepository;
            string? at = folder;
            for (int level = 0; level < levels && at is not null; level++, at = Path.GetDirectoryName(at))
            {
                foreach (string name in KustomizationNames)
                {
                    string full = Path.Join(at, name);
                    if (_scanned.Contains(full) || FileKinds.Of(full) != FileKind.File)
                        continue;
                    _kustomizations[full] = new NeighbourFile(Display(full, isAbsolute), full, IsKustomization: true);
                }
            }
        }

        public NeighbourFileSet ToSet()
        {
            IEnumerable<NeighbourFile> kept = _manifests.Values.Take(MostManifests).Concat(_kustomizations.Values);
            return new NeighbourFileSet([.. kept.OrderBy(file => file.FullPath, StringComparer.Ordinal)], _manifests.Count > MostManifests);
        }

        private string Display(string full, bool isAbsolute) =>
            ManifestFiles.WithForwardSlashes(isAbsolute ? full : Path.GetRelativePath(workingFolder, full));
    }
}
