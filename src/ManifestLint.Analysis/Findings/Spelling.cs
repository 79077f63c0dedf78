namespace ManifestLint.Findings;

/// <summary>Finds what somebody who misspelled a name may have meant.</summary>
public static class Spelling
{
    private const int LongestName = 255;

    // Names of a file may be very many; nobody misspells one of a thousand.
    private const int MostCandidates = 1000;

    /// <summary>The candidate closest to a name, or null if none is close: at most a third of its letters differ, and at most three.</summary>
    /// <param name="name">What was written; upper and lower case count as the same.</param>
    /// <param name="candidates">What exists; of several equally close ones the first in ordinal order is taken.</param>
    public static string? Nearest(string name, IEnumerable<string> candidates)
    {
        if (name.Length is 0 or > LongestName)
            return null;
        string wanted = name.ToLowerInvariant();
        int most = Math.Clamp(name.Length / 3, 1, 3);
        string? nearest = null;
        int least = most + 1;
        foreach (string candidate in candidates.Take(MostCandidates))
        {
            if (candidate.Length == 0 || Math.Abs(candidate.Length - name.Length) > Math.Min(most, least))
                continue;
            int distance = Distance(candidate.ToLowerInvariant(), wanted, Math.Min(most, least));
            if (distance < least || (distance == least && distance <= most && string.CompareOrdinal(candidate, nearest) < 0))
                (nearest, least) = (candidate, distance);
        }
        return nearest;
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

    /// <summary>
    /// The same, or the one that has most of the name in common at the beginning or the end, at least half of it: <c>InPlaceOrRestart</c> is InPlaceOrRecreate.
    /// For the few words that a field may hold.
    /// </summary>
    /// <param name="name">What was written; upper and lower case count as the same.</param>
    /// <param name="candidates">What exists.</param>
    public static string? OfPart(string name, IEnumerable<string> candidates)
    {
        string[] known = [.. candidates];
        if (Nearest(name, known) is { } nearest)
            return nearest;
        string wanted = name.ToLowerInvariant();
        var shared = known.Select(c => (Word: c, Common: Common(c.ToLowerInvariant(), wanted))).ToList();
        int most = shared.Count == 0 ? 0 : shared.Max(s => s.Common);
        return most > 2 && most * 2 >= name.Length && shared.FindAll(s => s.Common == most) is [var only] ? only.Word : null;
    }

    private static int Common(string a, string b)
    {
        int least = Math.Min(a.Length, b.Length),
            behind = 0;
        while (behind < least && a[^(behind + 1)] == b[^(behind + 1)])
            behind++;
        return Math.Max(a.AsSpan().CommonPrefixLength(b), behind);
    }

    // Insertions, removals, replacements and swaps of neighbours, each counting one; anything above most, if it is more.
    private static int Distance(string a, string b, int most)
    {
        int width = b.Length + 1;
        Span<int> rows = stackalloc int[3 * (LongestName + 4)];
        Span<int> before = rows[..width],
            last = rows.Slice(LongestName + 4, width),
            row = rows.Slice(2 * (LongestName + 4), width);
        for (int j = 0; j < width; j++)
            last[j] = j;
        int above = 0;
        for (int i = 1; i <= a.Length; i++)
        {
            // Outside of this band everything is above most.
            int from = Math.Max(1, i - most),
                to = Math.Min(b.Length, i + most);
            row.Fill(most + 1);
            row[0] = i;
            int least = from == 1 ? i : most + 1;
            for (int j = from; j <= to; j++)
            {
                int replaced = last[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
                row[j] = Math.Min(replaced, Math.Min(last[j], row[j - 1]) + 1);
                bool swapped = i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1];
                if (swapped)
                    row[j] = Math.Min(row[j], before[j - 2] + 1);
                least = Math.Min(least, row[j]);
            }
            // A swap reaches back over one row.
            if (least > most && above > most)
                return most + 1;
            above = least;
            var free = before;
            before = last;
            last = row;
            row = free;
        }
        return last[b.Length];
    }
}
