namespace ManifestLint.Scanning;

/// <summary>Arithmetic on paths with forward slashes, as text: nothing here touches a disk.</summary>
public static class PathText
{
    /// <summary>The part before the last slash; empty if there is none.</summary>
    public static string FolderOf(string path) => path.LastIndexOf('/') is var slash and >= 0 ? path[..slash] : "";

    /// <summary>The part after the last slash.</summary>
    public static string NameOf(string path) => path[(path.LastIndexOf('/') + 1)..];

    /// <summary>A path relative to a folder, with <c>.</c> and <c>..</c> resolved; an absolute one stays.</summary>
    public static string Combine(string folder, string relative)
    {
        bool rooted = relative.StartsWith('/');
        string joined = rooted || folder.Length == 0 ? relative : folder + "/" + relative;
        // Most paths are that already.
        if (IsResolved(joined))
            return joined;
        bool absolute = joined.StartsWith('/');
        var parts = new List<string>();
        foreach (string part in joined.Split('/'))
        {
            switch (part)
            {
                case "" or ".":
                    break;
                case ".." when parts.Count > 0 && parts[^1] != "..":
                    parts.RemoveAt(parts.Count - 1);
                    break;
                case ".." when absolute:
                    break;
                default:
                    parts.Add(part);
                    break;
            }
        }
        return (absolute ? "/" : "") + string.Join('/', parts);
    }

    // Without an empty part, "." and "..".
    private static bool IsResolved(string path)
    {
        int start = path.StartsWith('/') ? 1 : 0;
        for (int at = start; at <= path.Length; at++)
        {
            if (at < path.Length && path[at] != '/')
                continue;
            if (path.AsSpan(start, at - start) is "" or "." or "..")
                return false;
            start = at + 1;
        }
        return true;
    }
}
