using System.Collections.Immutable;

namespace ManifestLint.Findings;

/// <summary>Findings of one sort that were accepted earlier.</summary>
/// <param name="Fingerprint">What they have in common.</param>
/// <param name="Rule">Their rule, for people.</param>
/// <param name="File">The file they were in, relative to the root of the repository, with forward slashes.</param>
/// <param name="Count">How many; at least 1.</param>
public sealed record BaselineEntry(string Fingerprint, string Rule, string File, int Count);

/// <summary>What was accepted earlier: a multiset, so that a second finding of the same sort is new.</summary>
public sealed record Baseline(ImmutableArray<BaselineEntry> Entries)
{
    /// <summary>The findings of a scan that count.</summary>
    /// <param name="result">The scan.</param>
    /// <param name="relativePath">Makes a reported path relative to the root of the repository.</param>
    public static Baseline Of(LintResult result, Func<string, string> relativePath) =>
        new([
            .. result
                .Findings.GroupBy(f => (f.Fingerprint, f.RuleId, File: relativePath(f.Place.File)))
                .Select(g => new BaselineEntry(g.Key.Fingerprint, g.Key.RuleId, g.Key.File, g.Count()))
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
    /// <param name="mayBeGone">Whether an entry of this file that nothing takes is gone; false for files that were not looked at.</param>
    public LintResult Apply(LintResult result, Func<string, string> relativePath, Func<string, bool> mayBeGone)
    {
        var left = new Dictionary<(string Fingerprint, string File), int>();
        foreach (var entry in Entries)
        {
            left[(entry.Fingerprint, entry.File)] = Sum(left.GetValueOrDefault((entry.Fingerprint, entry.File)), entry.Count);
        }
        string[] fingerprints = [.. result.Findings.Select(f => f.Fingerprint)];
        var accepted = new bool[fingerprints.Length];
        for (int i = 0; i < accepted.Length; i++)
        {
            var key = (fingerprints[i], relativePath(result.Findings[i].Place.File));
            if (left.GetValueOrDefault(key) == 0)
                continue;
            left[key]--;
            accepted[i] = true;
        }
        // What other files have left over, those that are gone first.
        var spare = left.Where(l => l.Value > 0)
            .OrderByDescending(l => mayBeGone(l.Key.File))
            .ThenBy(l => l.Key.File, StringComparer.Ordinal)
            .GroupBy(l => l.Key.Fingerprint, l => l.Key, StringComparer.Ordinal)
            .ToDictionary(g => g.Key, g => new Queue<(string, string)>(g), StringComparer.Ordinal);
        for (int i = 0; i < accepted.Length; i++)
        {
            if (accepted[i] || !spare.TryGetValue(fingerprints[i], out var files) || !files.TryPeek(out var key))
                continue;
            accepted[i] = true;
            if (--left[key] == 0)
                files.Dequeue();
        }

        var set = result
            .Findings.Where((_, i) => accepted[i])
            .Select(f => f with { Suppression = new ReportedSuppression(SuppressionKind.Baseline) });
        return result with
        {
            Findings = [.. result.Findings.Where((_, i) => !accepted[i])],
            Suppressed = [.. LintResult.InOrder(result.Suppressed.Concat(set))],
            HasBaseline = true,
            GoneFromBaseline = left.Where(l => l.Value > 0 && mayBeGone(l.Key.File)).Aggregate(0, (sum, l) => Sum(sum, l.Value)),
        };
    }

    private static int Sum(int a, int b) => (int)Math.Min((long)a + b, int.MaxValue);
}
