using System.Text;

namespace ManifestLint.Cli.Files;

/// <summary>Where a scanned text came from, for SARIF's <c>versionControlProvenance</c>. Every part is <c>null</c> where it is not known.</summary>
/// <param name="RepositoryUri">The address of the remote <c>origin</c> as an absolute URI without user, password, query or fragment;
/// <c>null</c> for a path on this machine.</param>
/// <param name="RevisionId">The commit that is checked out: 40 or 64 lower-case hexadecimal digits; <c>null</c> before the first commit.</param>
/// <param name="Branch">The branch without <c>refs/heads/</c>; <c>null</c> when HEAD is detached.</param>
public sealed record GitProvenance(Uri? RepositoryUri, string? RevisionId, string? Branch);

/// <summary>
/// A git repository as its files show it; git itself is never started. Source: git v2.50 Documentation/gitrepository-layout.adoc.
/// </summary>
public sealed class GitRepository
{
    private const int LargestConfig = 4 << 20;
    private const int LargestPackedRefs = 256 << 20;
    private const int DeepestSymbolicRef = 5;

    private GitConfig? _config;
    private GitIndex? _index;

    private GitRepository(string root)
    {
        Root = root;
        GitFolder = FindGitFolder(root);
        CommonFolder = FindCommonFolder(GitFolder);
    }

    /// <summary>The full path of the folder that holds <c>.git</c>, without a slash at its end.</summary>
    public string Root { get; }

    /// <summary>The full path of this working tree's own git folder: <c>.git</c>, or where a <c>.git</c> file of a worktree or submodule points.</summary>
    public string GitFolder { get; }

    /// <summary>The full path of the folder that worktrees share (references, configuration, excludes); else <see cref="GitFolder"/>.</summary>
    public string CommonFolder { get; }

    internal GitConfig Config => _config ??= GitConfig.Parse(ReadText(Path.Join(CommonFolder, "config"), LargestConfig) ?? "");

    // Read only once something matched an ignore pattern: most scans never need it.
    internal GitIndex Index =>
        _index ??= GitIndex.Read(Path.Join(GitFolder, "index"), Config["extensions.objectformat"] == "sha256" ? 32 : 20);

    /// <summary>The repository that a folder belongs to: the nearest one at or above it, or <c>null</c>.</summary>
    /// <param name="folder">A full path; links in it should be resolved, since git sees the real place.</param>
    public static GitRepository? Find(string folder)
    {
        for (string? at = Path.TrimEndingDirectorySeparator(folder); at is not null; at = Path.GetDirectoryName(at))
        {
            if (IsRoot(at))
                return new GitRepository(at);
        }
        return null;
    }

    /// <summary>The repository whose root is this folder, or <c>null</c>.</summary>
    internal static GitRepository? At(string folder) => IsRoot(folder) ? new GitRepository(folder) : null;

    /// <summary>A path relative to <see cref="Root"/> with forward slashes, or <c>null</c> for one outside. The root itself is empty.</summary>
    public string? RelativePath(string fullPath)
    {
        if (fullPath.Length < Root.Length || !fullPath.StartsWith(Root, StringComparison.Ordinal))
            return null;
        string rest = fullPath[Root.Length..];
        if (rest.Length > 0 && rest[0] != Path.DirectorySeparatorChar && !Path.EndsInDirectorySeparator(Root))
            return null;
        return ManifestFiles.WithForwardSlashes(rest.TrimStart(Path.DirectorySeparatorChar));
    }

    /// <summary>Where the checked-out text came from.</summary>
    public GitProvenance ReadProvenance()
    {
        string? head = ReadText(Path.Join(GitFolder, "HEAD"), LargestConfig)?.Trim();
        string? reference = head is null ? null : ReferenceIn(head);
        string? branch =
            reference is not null && reference.StartsWith("refs/heads/", StringComparison.Ordinal)
                ? reference["refs/heads/".Length..]
                : null;
        string? revision = head is null ? null : Resolve(head, DeepestSymbolicRef);
        // A repository whose references are kept in another format says ".invalid" here.
        if (branch == ".invalid")
            branch = null;
        return new GitProvenance(PublicUri(Config["remote.origin.url"]), revision, branch);
    }

    /// <summary>The address of a remote as others may see it, or <c>null</c> if it is a path or no address.</summary>
    internal static Uri? PublicUri(string? remote)
    {
        if (string.IsNullOrWhiteSpace(remote))
            return null;
        string address = remote.Trim();
        if (!address.Contains("://", StringComparison.Ordinal))
            return FromScpForm(address);
        if (!Uri.TryCreate(address, UriKind.Absolute, out Uri? uri) || uri.IsFile || uri.Host.Length == 0)
            return null;
        if (uri.Scheme is not ("http" or "https" or "ssh" or "git" or "git+ssh" or "ssh+git"))
            return null;
        return new UriBuilder(uri)
        {
            UserName = "",
            Password = "",
            Query = "",
            Fragment = "",
        }.Uri;
    }

    // "git@host:owner/name.git": a colon before any slash. One letter before it is a Windows drive.
    private static Uri? FromScpForm(string address)
    {
        int colon = address.IndexOf(':');
        int slash = address.IndexOf('/');
        // "name::address" is for a helper program of git.
        if (address.AsSpan(colon + 1).StartsWith(':'))
            return null;
        if (colon < 2 || (slash >= 0 && slash < colon) || address.Contains('\\'))
            return null;
        string host = address[(address.LastIndexOf('@', colon) + 1)..colon];
        string path = address[(colon + 1)..].TrimStart('/');
        if (host.Length == 0 || path.Length == 0)
            return null;
        if (!Uri.TryCreate("ssh://" + host + "/" + path, UriKind.Absolute, out Uri? uri))
            return null;
        return new UriBuilder(uri)
        {
            UserName = "",
            Password = "",
            Query = "",
            Fragment = "",
        }.Uri;
    }

    private static bool IsRoot(string folder) => FileKinds.Of(Path.Join(folder, ".git")) is FileKind.Folder or FileKind.File;

    private static string FindGitFolder(string root)
    {
        string entry = Path.Join(root, ".git");
        string? pointer = ReadText(entry, LargestConfig);
        if (pointer is null || !pointer.StartsWith("gitdir:", StringComparison.Ordinal))
            return entry;
        return Resolve(root, pointer["gitdir:".Length..].Trim()) ?? entry;
    }

    private static string FindCommonFolder(string gitFolder)
    {
        string? pointer = ReadText(Path.Join(gitFolder, "commondir"), LargestConfig)?.Trim();
        return pointer is null ? gitFolder : Resolve(gitFolder, pointer) ?? gitFolder;
    }

    private static string? Resolve(string folder, string relative) =>
        relative.Length == 0 || relative.Contains('\0') ? null : Path.TrimEndingDirectorySeparator(Path.GetFullPath(relative, folder));

    private static string? ReferenceIn(string text)
    {
        if (!text.StartsWith("ref:", StringComparison.Ordinal))
            return null;
        string name = text["ref:".Length..].Trim();
        // A name never leads out of the git folder.
        bool isName =
            name.StartsWith("refs/", StringComparison.Ordinal) && !name.Contains("..", StringComparison.Ordinal) && !name.Contains('\0');
        return isName ? name : null;
    }

    private string? Resolve(string text, int depth)
    {
        if (IsRevision(text))
            return text.ToLowerInvariant();
        if (depth == 0 || ReferenceIn(text) is not { } name)
            return null;
        string? loose = ReadText(Path.Join(GitFolder, name), LargestConfig) ?? ReadText(Path.Join(CommonFolder, name), LargestConfig);
        return loose is not null ? Resolve(loose.Trim(), depth - 1) : FindPacked(name);
    }

    private string? FindPacked(string name)
    {
        string? packed = ReadText(Path.Join(CommonFolder, "packed-refs"), LargestPackedRefs);
        if (packed is null)
            return null;
        foreach (ReadOnlySpan<char> line in packed.AsSpan().EnumerateLines())
        {
            int blank = line.IndexOf(' ');
            if (blank > 0 && line[0] is not ('#' or '^') && line[(blank + 1)..].SequenceEqual(name))
            {
                string revision = line[..blank].ToString();
                return IsRevision(revision) ? revision.ToLowerInvariant() : null;
            }
        }
        return null;
    }

    private static bool IsRevision(string text) => text.Length is 40 or 64 && text.All(char.IsAsciiHexDigit);

    private static string? ReadText(string path, int maxBytes) =>
        SmallFile.Read(path, maxBytes) is { } bytes ? Encoding.UTF8.GetString(bytes) : null;
}
