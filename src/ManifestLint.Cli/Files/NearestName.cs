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
            if (name is null) return null;
            string known = ManifestFiles.WithForwardSlashes(Path.Join(folder, name));
            string whole = Path.Join([known, .. parts[(i + 1)..]]);
            return FileKinds.Of(Path.GetFullPath(whole, workingFolder)) == FileKind.Missing ? known : ManifestFiles.WithForwardSlashes(whole);
        }
        return null;
    }

    private static string? Closest(string folder, string wanted)
    {
        if (wanted.Length is 0 or > LongestName) return null;
        try
        {
            return Directory.EnumerateFileSystemEntries(folder)
                .Take(MostNames)
                .Select(entry => Path.GetFileName(entry))
                .Select(name => (Name: name, Distance: Distance(name.ToLowerInvariant(), wanted.ToLowerInvariant())))
                .Where(near => near.Distance <= Math.Max(1, Math.Min(3, wanted.Length / 3)))
                .OrderBy(near => near.Distance)
                .ThenBy(near => near.Name, StringComparer.Ordinal)
                .Select(near => near.Name)
                .FirstOrDefault();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    // Insertions, removals, replacements and swaps of neighbours, each counting one.
    private static int Distance(string a, string b)
    {
        int[,] cost = new int[a.Length + 1, b.Length + 1];
        for (int i = 0; i <= a.Length; i++) cost[i, 0] = i;
        for (int j = 0; j <= b.Length; j++) cost[0, j] = j;
        for (int i = 1; i <= a.Length; i++)
        {
            for (int j = 1; j <= b.Length; j++)
            {
                int replaced = cost[i - 1, j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
                cost[i, j] = Math.Min(replaced, Math.Min(cost[i - 1, j], cost[i, j - 1]) + 1);
                bool swapped = i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1];
                if (swapped) cost[i, j] = Math.Min(cost[i, j], cost[i - 2, j - 2] + 1);
            }
        }
        return cost[a.Length, b.Length];
    }
}
