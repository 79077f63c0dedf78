namespace ManifestLint.Cli.Files;

/// <summary>Finds what somebody who misspelled a name may have meant.</summary>
internal static class Spelling
{
    /// <summary>
    /// The name closest to a word, by letters inserted, removed, replaced or swapped with their neighbour; of several the first in ordinal
    /// order. <c>null</c> if every name differs in more than a third of the word, or in more than three letters.
    /// </summary>
    /// <param name="wanted">The word as written; upper and lower case count as the same.</param>
    /// <param name="names">The names that exist.</param>
    public static string? Nearest(string wanted, IEnumerable<string> names) =>
        names
            .Select(name => (Name: name, Distance: Distance(name.ToLowerInvariant(), wanted.ToLowerInvariant())))
            .Where(near => near.Distance <= Math.Max(1, Math.Min(3, wanted.Length / 3)))
            .OrderBy(near => near.Distance)
            .ThenBy(near => near.Name, StringComparer.Ordinal)
            .Select(near => near.Name)
            .FirstOrDefault();

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
