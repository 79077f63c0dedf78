using System.Collections.Immutable;
using System.Text;

namespace ManifestLint.Cli.Files;

/// <summary>What becomes of an entry of a folder.</summary>
internal enum IgnoreVerdict
{
    /// <summary>Git does not ignore it.</summary>
    Read,

    /// <summary>Git ignores it, and nothing of it is tracked.</summary>
    Skip,

    /// <summary>A folder that git ignores, below which files are tracked: those, and only those, are not ignored.</summary>
    TrackedOnly,
}

/// <summary>
/// What git ignores in one folder: the ignore files from the repository's root down to it, then <c>info/exclude</c>, and never what
/// is tracked. A user-wide excludes file is not read. Source: git v2.50 dir.c (prep_exclude, last_matching_pattern), builtin/check-ignore.c.
/// </summary>
internal sealed class GitIgnoreScope
{
    private const int LargestIgnoreFile = 16 << 20;

    private readonly GitRepository _repository;
    private readonly bool _ignoreCase;
    private readonly byte[] _folder;
    private readonly RuleList? _rules;
    private readonly ImmutableArray<GitIgnorePattern> _exclude;
    private readonly bool _trackedOnly;

    private GitIgnoreScope(GitIgnoreScope parent, byte[] folder, RuleList? rules, bool trackedOnly)
    {
        _repository = parent._repository;
        _ignoreCase = parent._ignoreCase;
        _exclude = parent._exclude;
        _folder = folder;
        _rules = rules;
        _trackedOnly = trackedOnly;
    }

    private GitIgnoreScope(GitRepository repository)
    {
        _repository = repository;
        _ignoreCase = repository.Config.IsTrue("core.ignorecase");
        _exclude = GitIgnorePattern.Parse(SmallFile.Read(Path.Join(repository.CommonFolder, "info", "exclude"), LargestIgnoreFile));
        _folder = [];
    }

    /// <summary>The scope of a folder with its own ignore file read, or <c>null</c> outside any repository.</summary>
    /// <param name="folder">The full path with links resolved.</param>
    public static GitIgnoreScope? For(string folder)
    {
        if (GitRepository.Find(folder) is not { } repository || repository.RelativePath(folder) is not { } relative)
            return null;
        GitIgnoreScope scope = ForRoot(repository);
        string at = repository.Root;
        foreach (string name in relative.Split('/', StringSplitOptions.RemoveEmptyEntries))
        {
            at = Path.Join(at, name);
            scope = scope.Below(name, scope.OfFolder(name) != IgnoreVerdict.Read).WithRulesOf(at);
        }
        return scope;
    }

    /// <summary>The scope of a repository's root with its ignore file read.</summary>
    public static GitIgnoreScope ForRoot(GitRepository repository) => new GitIgnoreScope(repository).WithRulesOf(repository.Root);

    /// <summary>The scope of a folder in this one, its own ignore file not yet read.</summary>
    /// <param name="name">The folder's name.</param>
    /// <param name="trackedOnly">True if the verdict on the folder was not <see cref="IgnoreVerdict.Read"/>.</param>
    public GitIgnoreScope Below(string name, bool trackedOnly) =>
        new(this, [.. _folder, .. Encoding.UTF8.GetBytes(name), (byte)'/'], _rules, trackedOnly || _trackedOnly);

    /// <summary>This scope with the folder's own ignore file. A link is no ignore file, and an ignored folder's is not read, as in git.</summary>
    /// <param name="folder">The full path of this scope's folder.</param>
    public GitIgnoreScope WithRulesOf(string folder)
    {
        if (_trackedOnly || SmallFile.Read(Path.Join(folder, ".gitignore"), LargestIgnoreFile, followLinks: false) is not { } text)
            return this;
        ImmutableArray<GitIgnorePattern> patterns = GitIgnorePattern.Parse(text);
        return patterns.IsEmpty
            ? this
            : new GitIgnoreScope(this, _folder, new RuleList(patterns, _folder.Length, _rules), trackedOnly: false);
    }

    /// <summary>The verdict on a file (or link) of this folder: never <see cref="IgnoreVerdict.TrackedOnly"/>.</summary>
    public IgnoreVerdict OfFile(string name)
    {
        Span<byte> path = stackalloc byte[1024];
        path = PathOf(name, path);
        if (!_trackedOnly && !MatchesRules(path, isFolder: false))
            return IgnoreVerdict.Read;
        return _repository.Index.Contains(path) ? IgnoreVerdict.Read : IgnoreVerdict.Skip;
    }

    /// <summary>The verdict on a folder in this folder.</summary>
    public IgnoreVerdict OfFolder(string name)
    {
        Span<byte> path = stackalloc byte[1024];
        path = PathOf(name, path);
        if (!_trackedOnly && !MatchesRules(path, isFolder: true))
            return IgnoreVerdict.Read;
        return _repository.Index.ContainsBelow(path) ? IgnoreVerdict.TrackedOnly : IgnoreVerdict.Skip;
    }

    private Span<byte> PathOf(string name, Span<byte> buffer)
    {
        int needed = _folder.Length + Encoding.UTF8.GetMaxByteCount(name.Length);
        if (needed > buffer.Length)
            buffer = new byte[needed];
        _folder.CopyTo(buffer);
        int length = Encoding.UTF8.GetBytes(name, buffer[_folder.Length..]);
        return buffer[..(_folder.Length + length)];
    }

    // The deepest ignore file first and in it the last line first; then info/exclude. The first match decides.
    private bool MatchesRules(ReadOnlySpan<byte> path, bool isFolder)
    {
        ReadOnlySpan<byte> name = path[_folder.Length..];
        for (RuleList? rules = _rules; rules is not null; rules = rules.Above)
        {
            if (LastMatch(rules.Patterns, path[rules.BaseLength..], name, isFolder) is { } match)
                return !match.IsNegated;
        }
        return LastMatch(_exclude, path, name, isFolder) is { IsNegated: false };
    }

    private GitIgnorePattern? LastMatch(
        ImmutableArray<GitIgnorePattern> patterns,
        ReadOnlySpan<byte> path,
        ReadOnlySpan<byte> name,
        bool isFolder
    )
    {
        for (int i = patterns.Length - 1; i >= 0; i--)
        {
            if (patterns[i].Matches(path, name, isFolder, _ignoreCase))
                return patterns[i];
        }
        return null;
    }

    // BaseLength: bytes of the ignore file's folder in a path, its slash included.
    private sealed record RuleList(ImmutableArray<GitIgnorePattern> Patterns, int BaseLength, RuleList? Above);
}
