using ManifestLint.Reading;

namespace ManifestLint.Cli.Files;

/// <summary>Searches one folder for manifests, or for the files that a pattern matches. Serves for one search.</summary>
internal sealed class FolderWalk
{
    private readonly List<ManifestFile> _files;
    private readonly List<SkippedPath> _skipped;
    private readonly PathPattern? _pattern;
    private readonly List<(string Name, FileKind Kind)> _entries = [];
    private readonly Stack<Folder> _pending = new();

    // What the folder being listed holds besides its entries.
    private bool _hasGit;
    private bool _hasIgnoreFile;
    private bool _hasTest;
    private bool _isOfTests;
    private bool _takesEveryName;
    private bool _mayHoldConfiguration;

    /// <summary>Receives the full paths of folders that hold neither a configuration nor a repository; null where nobody asks.</summary>
    public HashSet<string>? Bare { get; init; }

    /// <summary>How many entries are looked at before the search ends.</summary>
    public int MostEntries { get; init; } = int.MaxValue;

    /// <summary>Whether folders of test data are searched, too; those that the search starts in, or that its pattern names, always are.</summary>
    public bool EntersTestData { get; init; }

    /// <summary>True if there are more.</summary>
    public bool IsCut { get; private set; }

    // Where the search started, and what a link may not lead out of once one was met.
    private string _start = "";
    private string? _inside;

    private int _seen;
    private int _found;
    private int _other;
    private int _ignoredFiles;
    private int _ignoredFolders;
    private int _hidden;
    private int _filledByTools;
    private int _testData;
    private bool _entersTestData;
    private int _linked;

    /// <param name="files">Receives what is found.</param>
    /// <param name="skipped">Receives what is found and cannot be read.</param>
    /// <param name="pattern">Limits the search, and makes what it matches explicit; <c>null</c> takes every manifest.</param>
    public FolderWalk(List<ManifestFile> files, List<SkippedPath> skipped, PathPattern? pattern = null)
    {
        _files = files;
        _skipped = skipped;
        _pattern = pattern;
    }

    /// <summary>Searches a folder and everything below it.</summary>
    /// <param name="full">The full path of the folder, without a slash at its end.</param>
    /// <param name="display">The folder as reports show it; empty for the current folder.</param>
    /// <returns>What was seen, or <c>null</c> if the folder itself cannot be listed.</returns>
    public SearchedFolder? Run(string full, string display)
    {
        int skippedBefore = _skipped.Count;
        (_start, _inside) = (full, null);
        _entersTestData = EntersTestData || TestFolders.Holds(full) || (_pattern is { } pattern && TestFolders.Holds(pattern.Rest));
        string fullPrefix = Path.EndsInDirectorySeparator(full) ? full : full + Path.DirectorySeparatorChar;
        string displayPrefix = display.Length == 0 || display.EndsWith('/') ? display : display + "/";
        _pending.Push(
            new Folder(
                fullPrefix,
                displayPrefix,
                "",
                GitIgnoreScope.For(RealPath.Of(full)),
                IsWhole: _pattern is null,
                IsOfTests: OfTests(full)
            )
        );
        for (bool first = true; _pending.TryPop(out Folder folder); first = false)
        {
            if (_seen > MostEntries)
            {
                IsCut = true;
                break;
            }
            if (List(folder) is { } failure)
            {
                if (first)
                    return null;
                _skipped.Add(failure);
                continue;
            }
            if (_hasTest && !first && !_entersTestData)
            {
                _testData++;
                continue;
            }
            GitIgnoreScope? scope = first ? folder.Scope : Entered(folder);
            foreach (var (name, kind) in _entries)
            {
                if (kind == FileKind.Folder)
                    AddFolder(folder, scope, name);
                else
                    AddFile(folder, scope, name, kind);
            }
        }
        return new SearchedFolder
        {
            DisplayPath = display.Length == 0 ? "." : display,
            FullPath = full,
            Files = _found,
            OtherFiles = _other,
            IgnoredFiles = _ignoredFiles,
            IgnoredFolders = _ignoredFolders,
            HiddenFolders = _hidden,
            FilledByTools = _filledByTools,
            TestData = _testData,
            LinkedFolders = _linked,
            Skipped = _skipped.Count - skippedBefore,
        };
    }

    private static bool OfTests(string path) => ManifestFiles.WithForwardSlashes(path).Split('/').Any(name => Trials.IsOfTests(name));

    /// <summary>Takes the manifests of one folder, and of none below it. A folder that cannot be listed has none.</summary>
    /// <param name="full">The full path of the folder.</param>
    public void RunFlat(string full)
    {
        (_start, _inside) = (full, null);
        string fullPrefix = Path.EndsInDirectorySeparator(full) ? full : full + Path.DirectorySeparatorChar;
        var folder = new Folder(fullPrefix, "", "", GitIgnoreScope.For(RealPath.Of(full)), IsWhole: true);
        if (List(folder) is not null)
            return;
        foreach (var (name, kind) in _entries)
        {
            if (kind != FileKind.Folder)
                AddFile(folder, folder.Scope, name, kind);
        }
    }

    // Fills _entries. The names are collected first, because an ignore file among them decides about the others.
    private SkippedPath? List(Folder folder)
    {
        _entries.Clear();
        _hasGit = false;
        _hasIgnoreFile = false;
        _hasTest = false;
        _mayHoldConfiguration = false;
        _isOfTests = folder.IsOfTests;
        _takesEveryName = !folder.IsWhole && _pattern is { IsForAnyExtension: true };
        try
        {
            FolderEntries.List(folder.Full, (name, kind) =>
            {
                if (IsWanted(folder, name, kind))
                    _entries.Add((name, kind));
            });
            if (!_hasGit && !_mayHoldConfiguration)
                Bare?.Add(Path.TrimEndingDirectorySeparator(folder.Full));
            return null;
        }
        catch (UnauthorizedAccessException)
        {
            return new SkippedPath(folder.Display.TrimEnd('/'), SkipReason.NoPermission, "the folder cannot be listed: permission denied");
        }
        catch (IOException)
        {
            return new SkippedPath(folder.Display.TrimEnd('/'), SkipReason.Unreadable, "the folder cannot be listed");
        }
    }

    // Counts what is left out.
    private bool IsWanted(Folder folder, string name, FileKind kind)
    {
        _seen++;
        _mayHoldConfiguration |= ConfigurationFiles.MayBe(name);
        bool isLinkedFolder = kind == FileKind.Link && FileKinds.Of(folder.Full + name) == FileKind.Folder;
        if (kind != FileKind.Folder && !isLinkedFolder)
        {
            if (name is ".gitignore")
                _hasIgnoreFile = true;
            else if (name is ".git")
                _hasGit = true;
            else if (TestFolders.IsTest(name))
                _hasTest = true;
            if (_takesEveryName || ManifestFiles.HasManifestExtension(name) || NeighbourFiles.IsKustomizationName(name))
                return true;
            _other++;
            return false;
        }
        if (name is ".git")
            _hasGit = true;
        if (name[0] == '.')
            _hidden++;
        else if (name is "node_modules" or "_site" or "Godeps")
            _filledByTools++;
        else if (!_entersTestData && (TestFolders.Is(name) || (_isOfTests && TestFolders.IsBelowTests(name))))
            _testData++;
        else if (isLinkedFolder)
            _linked++;
        else
            return true;
        return false;
    }

    // A nested repository starts anew: the outer one says nothing about its contents.
    private GitIgnoreScope? Entered(Folder folder)
    {
        if (_hasGit && GitRepository.At(RealPath.Of(Path.TrimEndingDirectorySeparator(folder.Full))) is { } nested)
            return GitIgnoreScope.ForRoot(nested);
        return _hasIgnoreFile ? folder.Scope?.WithRulesOf(folder.Full) : folder.Scope;
    }

    private void AddFolder(Folder folder, GitIgnoreScope? scope, string name)
    {
        IgnoreVerdict verdict = scope?.OfFolder(name) ?? IgnoreVerdict.Read;
        if (verdict == IgnoreVerdict.Skip)
        {
            _ignoredFolders++;
            return;
        }
        string relative = _pattern is null ? "" : folder.Relative + name;
        bool isWhole = folder.IsWhole || _pattern!.Matches(relative);
        if (!isWhole && !_pattern!.MayMatchBelow(relative))
            return;
        _pending.Push(
            new Folder(
                string.Concat(folder.Full, name, Path.DirectorySeparatorChar.ToString()),
                string.Concat(folder.Display, name, "/"),
                _pattern is null ? "" : relative + "/",
                scope?.Below(name, verdict == IgnoreVerdict.TrackedOnly),
                isWhole,
                folder.IsOfTests || Trials.IsOfTests(name)
            )
        );
    }

    private void AddFile(Folder folder, GitIgnoreScope? scope, string name, FileKind kind)
    {
        if (!folder.IsWhole && !_pattern!.Matches(folder.Relative + name))
            return;
        if (scope is not null && scope.OfFile(name) != IgnoreVerdict.Read)
        {
            _ignoredFiles++;
            return;
        }
        string full = string.Concat(folder.Full, name);
        string display = string.Concat(folder.Display, name);
        bool isLink = kind == FileKind.Link;
        if (isLink)
            kind = FileKinds.Of(full);
        if (isLink && kind is FileKind.File && !LeadsInside(full))
        {
            _skipped.Add(
                new SkippedPath(display, SkipReason.Outside, "it is a link that leads out of the repository, or of the searched folder")
            );
            return;
        }
        if (kind == FileKind.File)
        {
            _found++;
            _files.Add(new ManifestFile(display, full, IsExplicit: !folder.IsWhole) { IsNoLink = !isLink });
            return;
        }
        _skipped.Add(
            kind switch
            {
                FileKind.Missing => new SkippedPath(display, SkipReason.BrokenLink, "it is a link to nothing, or its name is not UTF-8"),
                FileKind.NoPermission => new SkippedPath(display, SkipReason.NoPermission, "it cannot be read: permission denied"),
                _ => new SkippedPath(display, SkipReason.NotRegularFile, $"{FileKinds.Describe(kind)} in a folder is not read"),
            }
        );
    }

    // Of a repository as a whole, else of the folder that the search started in.
    private bool LeadsInside(string link)
    {
        _inside ??= RealPath.Of(_start) is var real && GitRepository.Find(real) is { } repository ? repository.Root : RealPath.Of(_start);
        string target = RealPath.Of(link);
        return target.StartsWith(
            Path.EndsInDirectorySeparator(_inside) ? _inside : _inside + Path.DirectorySeparatorChar,
            StringComparison.Ordinal
        );
    }

    // Full and Display end in a separator, or are empty; Relative is below the pattern's folder. IsWhole: every manifest counts, whatever the pattern.
    private readonly record struct Folder(
        string Full,
        string Display,
        string Relative,
        GitIgnoreScope? Scope,
        bool IsWhole,
        bool IsOfTests = false
    );
}
