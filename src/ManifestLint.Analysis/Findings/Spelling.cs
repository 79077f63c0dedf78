namespace ManifestLint.Findings;

/// <summary>Finds what somebody who misspelled a name may have meant.</summary>
public static class Spelling
{
    private const int LongestName = 255;

    /// <summary>The candidate closest to a name, or null if none is close: at most a third of its letters differ, and at most three.</summary>
    /// <param name="name">What was written; upper and lower case count as the same.</param>
    /// <param name="candidates">What exists; of several equally close ones the first in ordinal order is taken.</param>
    public static string? Nearest(string name, IEnumerable<string> candidates)
    {
        if (name.Length is 0 or > LongestName)
            return null;
        string wanted = name.ToLowerInvariant();
        int most = Math.Clamp(name.Length / 3, 1, 3);
        return candidates
            .Where(c => c.Length is > 0 and <= LongestName)
            .Select(c => (Name: c, Distance: Distance(c.ToLowerInvariant(), wanted)))
            .Where(c => c.Distance <= most)
            .OrderBy(c => c.Distance)
            .ThenBy(c => c.Name, StringComparer.Ordinal)
            .Select(c => c.Name)
            .FirstOrDefault();
    }

    /// <summary>
    /// The same, or the only candidate that begins with the name: <c>warn</c> is warning. For words that nobody writes by chance; a key
    /// that another begins with is none of these.
    /// </summary>
    /// <param name="name">What was written; upper and lower case count as the same.</param>
    /// <param name="candidates">What exists.</param>
    public static string? Meant(string name, IEnumerable<string> candidates)
    {
        string[] known = [.. candidates];
        if (Nearest(name, known) is { } nearest)
            return nearest;
        string[] longer = name.Length < 3 ? [] : [.. known.Where(c => c.StartsWith(name, StringComparison.OrdinalIgnoreCase))];
        return longer is [var only] ? only : null;
    }

    // Insertions, removals, replacements and swaps of neighbours, each counting one.
    private static int Distance(string a, string b)
    {
        int[,] cost = new int[a.Length + 1, b.Length + 1];
        for (int i = 0; i <= a.Length; i++)
            cost[i, 0] = i;
        for (int j = 0; j <= b.Length; j++)
            cost[0, j] = j;
        for (int i = 1; i <= a.Length; i++)
        {
            for (int j = 1; j <= b.Length; j++)
            {
                int replaced = cost[i - 1, j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
                cost[i, j] = Math.Min(replaced, Math.Min(cost[i - 1, j], cost[i, j - 1]) + 1);
                bool swapped = i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1];
                if (swapped)
                    cost[i, j] = Math.Min(cost[i, j], cost[i - 2, j - 2] + 1);
            }
        }
        return cost[a.Length, b.Length];
    }
}
