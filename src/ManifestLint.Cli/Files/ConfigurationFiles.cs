using System.Collections.Immutable;
using System.Text;
using ManifestLint.Yaml;

namespace ManifestLint.Cli.Files;

/// <summary>Finds the configuration that applies to paths.</summary>
internal static class ConfigurationFiles
{
    /// <summary>The name of a configuration, as help and <c>init</c> have it.</summary>
    public const string Name = ".manifestlint.yaml";

    /// <summary>The names that are looked for.</summary>
    public static ImmutableArray<string> Names { get; } = [Name, ".manifestlint.yml", "manifestlint.yaml"];

    /// <summary>True for a name that may be one of them, also where the file system does not tell capitals apart.</summary>
    public static bool MayBe(ReadOnlySpan<char> name) =>
        name.EndsWith("manifestlint.yaml", StringComparison.OrdinalIgnoreCase)
        || name.EndsWith("manifestlint.yml", StringComparison.OrdinalIgnoreCase);

    /// <summary>
    /// The full path of the configuration of a scanned path: the nearest one, from its folder upward to the root of its repository. Outside of
    /// a repository only its own folder and those up to the current one are looked at. Empty if there is none; several if they lie in one
    /// folder, where none is meant more than the others.
    /// </summary>
    /// <param name="path">A path as given on the command line; <c>-</c> is the current folder.</param>
    /// <param name="workingFolder">The full path of the current folder.</param>
    public static ImmutableArray<string> Find(string path, string workingFolder)
    {
        string folder = FolderOf(path, workingFolder);
        string? root = GitRepository.Find(folder)?.Root;
        if (root is null && IsWithin(folder, workingFolder))
            root = workingFolder;
        for (string? at = folder; at is not null; at = Path.GetDirectoryName(at))
        {
            if (In(at) is { IsEmpty: false } found)
                return found;
            if (root is null || at == root)
                return [];
        }
        return [];
    }

    /// <summary>The full paths of the configurations in a folder: no more than one if all is well.</summary>
    public static ImmutableArray<string> In(string folder) =>
        [.. Names.Select(name => Path.Join(folder, name)).Where(file => FileKinds.Of(file) == FileKind.File)];

    /// <summary>
    /// Whether a glob takes in a file. <c>*</c> and <c>?</c> stay within a folder, <c>**</c> crosses folders; one without a slash means a
    /// file or folder of that name anywhere; one that means a folder takes in all of it.
    /// </summary>
    /// <param name="glob">The glob, relative to the configuration's folder.</param>
    /// <param name="folder">The configuration's folder, a full path with slashes.</param>
    /// <param name="file">The file, a full path with slashes.</param>
    public static bool Matches(string glob, string folder, string file) =>
        IsWithin(file, folder) && Matches(glob, file[folder.TrimEnd('/').Length..].Split('/', StringSplitOptions.RemoveEmptyEntries));

    /// <summary>The same for a glob of the command line, which may also lead out of the folder (<c>../shared/**</c>) or begin at the root.</summary>
    /// <param name="glob">The glob.</param>
    /// <param name="folder">The full path of the current folder, with slashes.</param>
    /// <param name="file">The file, a full path with slashes.</param>
    public static bool MatchesFrom(string glob, string folder, string file)
    {
        if (glob.StartsWith(folder.TrimEnd('/') + "/", StringComparison.Ordinal))
            glob = glob[folder.TrimEnd('/').Length..];
        else if (Path.IsPathRooted(glob))
            return Matches(glob, "/", file);
        return Matches(glob, ManifestFiles.WithForwardSlashes(Path.GetRelativePath(folder, file)).Split('/'));
    }

    private static bool Matches(string glob, string[] names)
    {
        bool isAnywhere = !glob.TrimEnd('/').Contains('/');
        byte[] pattern = Encoding.UTF8.GetBytes(
            glob.Trim('/') is var inner && inner.StartsWith("./", StringComparison.Ordinal) ? inner[2..] : inner
        );
        for (int count = glob.EndsWith('/') ? names.Length - 1 : names.Length; count > 0; count--)
        {
            if (names[count - 1] == "..")
                return false;
            string candidate = isAnywhere ? names[count - 1] : string.Join('/', names[..count]);
            if (WildMatch.Matches(pattern, Encoding.UTF8.GetBytes(candidate), pathName: true))
                return true;
        }
        return false;
    }

    /// <summary>The text of a configuration, or why there is none.</summary>
    /// <param name="path">The path to open.</param>
    /// <param name="display">The path as messages show it.</param>
    public static (SourceText? Text, string? Problem) Read(string path, string display)
    {
        var reading = TextFiles.Read(path);
        return reading.Text is { } text ? (new SourceText(display, text), null) : (null, reading.Problem!.Message);
    }

    /// <summary>The full path of the folder that a path as given leads to: its own, or the nearest one above it that exists.</summary>
    public static string FolderOf(string path, string workingFolder)
    {
        if (path is "-" or "" || path.Contains('\0'))
            return workingFolder;
        string full = Path.TrimEndingDirectorySeparator(Path.GetFullPath(path, workingFolder));
        while (FileKinds.Of(full) != FileKind.Folder && Path.GetDirectoryName(full) is { } above)
            full = above;
        return full;
    }

    private static bool IsWithin(string path, string folder) =>
        path == folder
        || path.StartsWith(
            folder.EndsWith('/') || folder.EndsWith(Path.DirectorySeparatorChar) ? folder : folder + (folder.Contains('\\') ? '\\' : '/'),
            StringComparison.Ordinal
        );
}
