using System.Collections.Immutable;

namespace ManifestLint.Findings;

/// <summary>Findings of one sort that were accepted earlier.</summary>
/// <param name="Fingerprint">What they have in common.</param>
/// <param name="Rule">Their rule, for people.</param>
/// <param name="File">The file they were in, relative to the root of the repository, with forward slashes.</param>
/// <param name="Count">How many; at least 1.</param>
/// <param name="Object">The object they are about, for people: <c>Deployment shop/web</c>; null if it is not known or there is none.</param>
/// <param name="Container">The container's name, for people; null if it is not known or there is none.</param>
public sealed record BaselineEntry(
    string Fingerprint,
    string Rule,
    string File,
    int Count,
    string? Object = null,
    string? Container = null
);

/// <summary>What was accepted earlier: a multiset, so that a second finding of the same sort is new.</summary>
public sealed record Baseline(ImmutableArray<BaselineEntry> Entries)
{
    /// <summary>The findings of a scan that count.</summary>
    /// <param name="result">The scan.</param>
    /// <param name="relativePath">Makes a reported path relative to the root of the repository.</param>
    public static Baseline Of(LintResult result, Func<string, string> relativePath) =>
        InOrder(
            result
                .Findings.SelectMany(f => f.Each.Select(own => (Own: own, f.RuleId, File: relativePath(f.Place.File))))
                .GroupBy(f => (f.Own.Fingerprint, f.RuleId, f.File))
                .Select(g => new BaselineEntry(
                    g.Key.Fingerprint,
                    g.Key.RuleId,
                    g.Key.File,
                    g.Count(),
                    g.First().Own.Object?.ToString(),
                    g.First().Own.Container
                ))
        );

    /// <summary>How many findings are accepted.</summary>
    public int Count => Entries.Aggregate(0, (sum, e) => Sum(sum, e.Count));

    /// <summary>With the entries of another one that this one does not have.</summary>
    public Baseline With(Baseline other)
    {
        var known = Entries.Select(e => (e.Fingerprint, e.File)).ToHashSet();
        return InOrder(Entries.Concat(other.Entries.Where(e => !known.Contains((e.Fingerprint, e.File)))));
    }

    /// <summary>Those entries that a scan says nothing about.</summary>
    /// <param name="result">The scan.</param>
    /// <param name="relativePath">Makes a reported path relative to the root of the repository.</param>
    /// <param name="wasLookedAt">Whether the scan could have found an entry's findings.</param>
    /// <param name="exists">Whether a file is still there: where it is not, what the scan found elsewhere may be what was accepted in it.</param>
    public Baseline Beside(
        LintResult result,
        Func<string, string> relativePath,
        Func<BaselineEntry, bool> wasLookedAt,
        Func<string, bool> exists
    )
    {
        var (left, _) = Match(result, relativePath, wasLookedAt);
        return InOrder(
            Entries
                .Where(e => !wasLookedAt(e))
                .Select(e => exists(e.File) ? e : e with { Count = Math.Min(e.Count, left[(e.Fingerprint, e.File)].Count) })
                .Where(e => e.Count > 0)
        );
    }

    private static Baseline InOrder(IEnumerable<BaselineEntry> entries) =>
        new([
            .. entries
                .OrderBy(e => e.File, StringComparer.Ordinal)
                .ThenBy(e => e.Rule, StringComparer.Ordinal)
                .ThenBy(e => e.Fingerprint, StringComparer.Ordinal),
        ]);

    /// <summary>
    /// The scan with what was accepted set aside. A finding takes an entry of its own file first; what is left over serves files that were
    /// renamed or split.
    /// </summary>
    /// <param name="result">The scan.</param>
    /// <param name="relativePath">Makes a reported path relative to the root of the repository.</param>
    /// <param name="wasLookedAt">Whether the scan could have found an entry's findings: one that nothing takes is gone then.</param>
    public LintResult Apply(LintResult result, Func<string, string> relativePath, Func<BaselineEntry, bool> wasLookedAt)
    {
        var (left, accepted) = Match(result, relativePath, wasLookedAt);
        var set = result
            .Findings.Where((_, i) => accepted[i])
            .Select(f => f with { Suppression = new ReportedSuppression(SuppressionKind.Baseline) });
        return result with
        {
            Findings = [.. result.Findings.Where((_, i) => !accepted[i])],
            Suppressed = [.. LintResult.InOrder(result.Suppressed.Concat(set))],
            HasBaseline = true,
            GoneFromBaseline = left.Values.Where(e => e.Count > 0 && wasLookedAt(e)).Aggregate(0, (sum, e) => Sum(sum, e.Count)),
        };
    }

    // What of each entry nothing takes, and which findings take one.
    private (Dictionary<(string Fingerprint, string File), BaselineEntry> Left, bool[] Accepted) Match(
        LintResult result,
        Func<string, string> relativePath,
        Func<BaselineEntry, bool> wasLookedAt
    )
    {
        var left = new Dictionary<(string Fingerprint, string File), BaselineEntry>();
        foreach (var entry in Entries)
        {
            var key = (entry.Fingerprint, entry.File);
            left[key] = left.TryGetValue(key, out var same) ? same with { Count = Sum(same.Count, entry.Count) } : entry;
        }
        string[] fingerprints = [.. result.Findings.Select(f => f.Fingerprint)];
        var accepted = new bool[fingerprints.Length];
        for (int i = 0; i < accepted.Length; i++)
        {
            string file = relativePath(result.Findings[i].Place.File);
            accepted[i] = true;
            // What is told once of several is accepted of each: one of them may go.
            foreach (var own in result.Findings[i].Each)
                accepted[i] &= Take((own.Fingerprint, file));
        }
        // What other files have left over, those that are gone first.
        var spare = left
            .Values.Where(e => e.Count > 0)
            .OrderByDescending(wasLookedAt)
            .ThenBy(e => e.File, StringComparer.Ordinal)
            .GroupBy(e => e.Fingerprint, e => (e.Fingerprint, e.File), StringComparer.Ordinal)
            .ToDictionary(g => g.Key, g => new Queue<(string, string)>(g), StringComparer.Ordinal);
        for (int i = 0; i < accepted.Length; i++)
        {
            if (accepted[i] || !spare.TryGetValue(fingerprints[i], out var files) || !files.TryPeek(out var key))
                continue;
            accepted[i] = Take(key);
            if (left[key].Count == 0)
                files.Dequeue();
        }
        return (left, accepted);

        bool Take((string, string) key)
        {
            if (left.GetValueOrDefault(key) is not { Count: > 0 } entry)
                return false;
            left[key] = entry with { Count = entry.Count - 1 };
            return true;
        }
    }

    private static int Sum(int a, int b) => (int)Math.Min((long)a + b, int.MaxValue);
}
