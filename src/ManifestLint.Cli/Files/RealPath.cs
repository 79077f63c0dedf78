using System.Collections.Concurrent;

namespace ManifestLint.Cli.Files;

/// <summary>Where a path leads once its links are resolved: git decides by the real place.</summary>
internal static class RealPath
{
    // As many as Linux follows.
    private const int MostLinks = 40;

    /// <summary>
    /// The path with every link on the way resolved, those that links lead through included. What cannot be resolved stays as it is.
    /// </summary>
    /// <param name="full">A full path.</param>
    public static string Of(string full)
    {
        string root = Path.GetPathRoot(full) ?? "";
        string at = root;
        var pending = new Stack<string>();
        Push(full[root.Length..]);
        int links = 0;
        while (pending.TryPop(out string? name))
        {
            if (name == "..")
            {
                at = Path.GetDirectoryName(at) ?? at;
                continue;
            }
            string next = Path.Join(at, name);
            if (FileKinds.OfEntry(next) != FileKind.Link || links++ == MostLinks || TargetOf(next) is not { } target)
            {
                at = next;
                continue;
            }
            if (Path.IsPathRooted(target))
                at = Path.GetPathRoot(target) ?? root;
            Push(Path.IsPathRooted(target) ? target[(Path.GetPathRoot(target) ?? "").Length..] : target);
        }
        return at;

        // The first of them comes out first.
        void Push(string path)
        {
            foreach (string part in path.Split(Path.DirectorySeparatorChar, StringSplitOptions.RemoveEmptyEntries).Reverse())
            {
                if (part != ".")
                    pending.Push(part);
            }
        }
    }

    /// <summary>The same where many paths share their folders: each folder is looked at once.</summary>
    /// <param name="full">A full path.</param>
    /// <param name="known">Where folders lead that were asked about before.</param>
    public static string Of(string full, ConcurrentDictionary<string, string> known)
    {
        if (Path.GetDirectoryName(full) is not { } folder)
            return full;
        if (!known.TryGetValue(folder, out string? real))
            known[folder] = real = Of(folder, known);
        string next = Path.Join(real, Path.GetFileName(full.AsSpan()));
        return FileKinds.OfEntry(next) == FileKind.Link ? Of(full) : next;
    }

    private static string? TargetOf(string link)
    {
        try
        {
            return new FileInfo(link).LinkTarget;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
