namespace ManifestLint.Cli.Files;

/// <summary>Where a path leads once its links are resolved: git decides by the real place.</summary>
internal static class RealPath
{
    /// <summary>The path with every link on the way resolved. What cannot be resolved stays as it is.</summary>
    /// <param name="full">A full path.</param>
    public static string Of(string full)
    {
        string root = Path.GetPathRoot(full) ?? "";
        string at = root;
        foreach (string name in full[root.Length..].Split(Path.DirectorySeparatorChar, StringSplitOptions.RemoveEmptyEntries))
        {
            at = Path.Join(at, name);
            if (FileKinds.OfEntry(at) == FileKind.Link)
                at = Target(at);
        }
        return at;
    }

    private static string Target(string link)
    {
        try
        {
            // Relative targets are resolved against the link's folder, which is real already; the target itself may run through links.
            string? target = Directory.ResolveLinkTarget(link, returnFinalTarget: true)?.FullName;
            return target is null || target == link ? link : Path.TrimEndingDirectorySeparator(target);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return link;
        }
    }
}
