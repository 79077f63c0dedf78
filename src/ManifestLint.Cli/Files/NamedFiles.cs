using System.Collections.Concurrent;
using System.Collections.Immutable;
using ManifestLint.Composition;
using ManifestLint.Yaml;

namespace ManifestLint.Cli.Files;

/// <summary>
/// Opens what kustomizations name: only inside of the repositories of what the command line names, or, without one, inside of what it names;
/// links resolved, regular files only, up to a size. Nothing else is opened or even looked at (contracts.md C8).
/// </summary>
internal sealed class NamedFiles
{
    /// <summary>The largest file, in bytes.</summary>
    public const long LargestFile = 64 << 20;

    private const int LargestData = 4 << 20;
    private const string Outside = "lies outside of the repository";
    private const string OutsideFolder = "lies outside of the scanned folder";

    // Full paths without a slash at their end: as they are named, and where they really are.
    private readonly HashSet<string> _roots = new(StringComparer.Ordinal);

    // The real places of those that are named through links, and how they are named.
    private readonly List<(string Real, string Named)> _throughLinks = [];
    private readonly ConcurrentDictionary<string, string> _realPaths;

    // Files that the search has looked at.
    private readonly HashSet<string> _noLinks;

    // Where folders lead, whether inside or not.
    private readonly ConcurrentDictionary<string, string> _realFolders = new(StringComparer.Ordinal);

    // Null for a folder that is outside.
    private readonly ConcurrentDictionary<string, string?> _folders = new(StringComparer.Ordinal);
    private readonly string _working;
    private readonly bool _isAbsolute;
    private bool _hasRepository;

    /// <param name="set">What the command line names.</param>
    /// <param name="folders">Folders of kustomizations that it names.</param>
    /// <param name="workingFolder">The full path that display paths start from.</param>
    public NamedFiles(ManifestFileSet set, IEnumerable<string> folders, string workingFolder)
    {
        _working = workingFolder;
        _realPaths = new(Environment.ProcessorCount, set.Files.Length, StringComparer.Ordinal);
        _noLinks = new HashSet<string>(set.Files.Length, StringComparer.Ordinal);
        foreach (var file in set.Files)
        {
            if (file.IsNoLink)
                _noLinks.Add(file.FullPath);
        }
        foreach (var folder in set.Folders)
            Allow(folder.FullPath, folder.FullPath);
        foreach (var file in set.Files)
        {
            if (file.IsExplicit && !file.IsStandardInput && Path.GetDirectoryName(file.FullPath) is { } folder)
                Allow(folder, folder);
        }
        // Without a repository a kustomization may stand anywhere below the current folder.
        foreach (string folder in folders)
            Allow(folder, IsIn(folder, workingFolder) ? workingFolder : folder);
        _isAbsolute = set.Files.Any(f => Path.IsPathFullyQualified(f.DisplayPath));
    }

    /// <summary>What is to be said of a path that none of them holds, behind the path.</summary>
    public string OutsideReason => _hasRepository ? Outside : OutsideFolder;

    /// <summary>True if a path, its links resolved, lies where files may be opened.</summary>
    public bool Holds(string path) => FullPath(path) is { } full && RealInside(full) is not null;

    /// <summary>Opens a file by its full path with forward slashes.</summary>
    public CompositionFile Open(string path)
    {
        if (FullPath(path) is not { } full)
            return CompositionFile.Missing;
        if (RealInside(full) is not { } real)
            return new CompositionFile(null, null, "it " + OutsideReason);
        switch (FileKinds.Of(real))
        {
            case FileKind.File:
                break;
            case FileKind.Missing:
                return CompositionFile.Missing;
            case var kind:
                return new CompositionFile(null, null, $"it is {FileKinds.Describe(kind)}");
        }
        var reading = TextFiles.Read(real, LargestFile);
        if (reading.Text is { } text)
            return new CompositionFile(new SourceText(Display(full), text), null, null);
        bool isData = reading.Problem!.Failure is ReadFailure.NotText or ReadFailure.InvalidEncoding or ReadFailure.UnsupportedEncoding;
        ImmutableArray<byte>? bytes = isData && SmallFile.Read(real, LargestData) is { } read ? [.. read] : null;
        return new CompositionFile(null, bytes, reading.Problem.Message);
    }

    /// <summary>True for the full path of a folder that may be looked into.</summary>
    public bool IsFolder(string path) =>
        FullPath(path) is { } full && RealInside(full) is { } real && FileKinds.Of(real) == FileKind.Folder;

    /// <summary>Where the full path of a file or folder leads once links are followed, as the command line would name it; itself where that is outside.</summary>
    public string RealPathOf(string path) => Path.IsPathFullyQualified(path) ? _realPaths.GetOrAdd(path, Followed) : path;

    // Null for a name that no file can have: a kustomization may write anything.
    private static string? FullPath(string path) => path.Contains('\0') ? null : Path.GetFullPath(path);

    // Most files are no links, and most share their folder with others: each folder is followed once.
    private string Followed(string path)
    {
        var within = Path.GetDirectoryName(path.AsSpan());
        if (
            _noLinks.Contains(path)
            && _folders.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(within, out string? known)
            && within.SequenceEqual(known)
        )
            return path;
        if (FullPath(path) is not { } full || Path.GetDirectoryName(full) is not { } folder)
            return path;
        if (_folders.GetOrAdd(folder, f => RealInside(f) is { } inside ? Named(inside) : null) is not { } real)
            return path;
        if (_noLinks.Contains(full) || FileKinds.OfEntry(full) != FileKind.Link)
        {
            string named = ManifestFiles.WithForwardSlashes(Path.Join(real, Path.GetFileName(full.AsSpan())));
            // One text, as long as both are kept.
            return named == path ? path : named;
        }
        return RealInside(full) is { } followed ? ManifestFiles.WithForwardSlashes(Named(followed)) : path;
    }

    private string Named(string real)
    {
        foreach (var (root, named) in _throughLinks)
        {
            if (IsIn(real, root))
                return named + real[root.Length..];
        }
        return real;
    }

    private void Allow(string folder, string withoutRepository)
    {
        string real = RealPath.Of(folder);
        if (GitRepository.Find(real) is { } repository)
        {
            _hasRepository = true;
            _roots.Add(repository.Root);
            // The same place as it was named, through whatever links.
            if (repository.RelativePath(real) is { Length: > 0 } below && folder.EndsWith(below, StringComparison.Ordinal))
                AllowAs(Path.TrimEndingDirectorySeparator(folder[..^below.Length]), repository.Root);
            else if (repository.Root == real)
                AllowAs(folder, real);
            return;
        }
        _roots.Add(RealPath.Of(withoutRepository));
        AllowAs(withoutRepository, RealPath.Of(withoutRepository));
    }

    private void AllowAs(string named, string real)
    {
        _roots.Add(named);
        if (named != real && !_throughLinks.Contains((real, named)))
            _throughLinks.Add((real, named));
    }

    // Where a path leads; null where that is outside. What is outside as it is written is not looked at.
    private string? RealInside(string full)
    {
        if (!_roots.Any(root => IsIn(full, root)))
            return null;
        string real = RealPath.Of(full, _realFolders);
        return _roots.Any(root => IsIn(real, root)) ? real : null;
    }

    private static bool IsIn(string path, string root) =>
        path.StartsWith(root, StringComparison.Ordinal)
        && (path.Length == root.Length || Path.EndsInDirectorySeparator(root) || path[root.Length] == Path.DirectorySeparatorChar);

    /// <summary>The path that reports show for a full one.</summary>
    public string Display(string full) => ManifestFiles.WithForwardSlashes(_isAbsolute ? full : Path.GetRelativePath(_working, full));
}
