using ManifestLint.Findings;

namespace ManifestLint.Cli.Files;

/// <summary>Finds what somebody who misspelled a path may have meant.</summary>
internal static class NearestName
{
    private const int MostNames = 10_000;
    private const int LongestName = 255;

    /// <summary>The path with its first missing part replaced by the existing name closest to it, or <c>null</c> if none is close.</summary>
    /// <param name="path">A path that does not exist.</param>
    /// <param name="workingFolder">The full path that relative paths start from.</param>
    public static string? Find(string path, string workingFolder)
    {
        string[] parts = ManifestFiles.Display(path).Split('/');
        string folder = parts[0].Length == 0 ? "/" : "";
        for (int i = parts[0].Length == 0 ? 1 : 0; i < parts.Length; i++)
        {
            string next = Path.Join(folder, parts[i]);
            if (FileKinds.Of(Path.GetFullPath(next, workingFolder)) != FileKind.Missing)
            {
                folder = next;
                continue;
            }
            string? name = Closest(Path.GetFullPath(folder.Length == 0 ? "." : folder, workingFolder), parts[i]);
            if (name is null)
                return null;
            string known = ManifestFiles.WithForwardSlashes(Path.Join(folder, name));
            string whole = Path.Join([known, .. parts[(i + 1)..]]);
            return FileKinds.Of(Path.GetFullPath(whole, workingFolder)) == FileKind.Missing
                ? known
                : ManifestFiles.WithForwardSlashes(whole);
        }
        return null;
    }

    private static string? Closest(string folder, string wanted)
    {
        if (wanted.Length is 0 or > LongestName)
            return null;
        try
        {
            return Spelling.Nearest(
                wanted,
                Directory.EnumerateFileSystemEntries(folder).Take(MostNames).Select(entry => Path.GetFileName(entry))
            );
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
