using System.Collections.Immutable;
using ManifestLint.Findings;

namespace ManifestLint.Linting;

/// <summary>
/// Tells once what stands in generated files or in examples again (rules.md rule 1): where it comes from if that is in the scan, else in the first of
/// the generated ones.
/// </summary>
internal static class GeneratedCopies
{
    /// <summary>What remains of the findings, in their order.</summary>
    /// <param name="findings">The findings of the scan.</param>
    /// <param name="saying">The files that say that they are generated, by the paths that reports show.</param>
    /// <param name="objects">How many objects a file holds, by the same paths.</param>
    /// <param name="dropped">Receives those that are not told.</param>
    /// <param name="crashed">Receives a finding that cannot be told, which costs itself alone, and why.</param>
    public static List<ReportedFinding> Drop(
        List<ReportedFinding> findings,
        IReadOnlySet<string> saying,
        IReadOnlyDictionary<string, int> objects,
        List<SupersededFinding> dropped,
        Action<ReportedFinding, Exception> crashed
    )
    {
        var keyed = KeyedOf(findings, crashed);
        // A copy stands in another file.
        if (keyed.TrueForAll(f => f.File == keyed[0].File))
            return [.. keyed.Select(f => f.Finding)];
        var generated = WrittenFiles.Among(keyed, objects);
        generated.UnionWith(saying);
        var shown = Examples.Originals(keyed);
        if (generated.Count == 0 && shown.Count == 0)
            return [.. keyed.Select(f => f.Finding)];
        var first = new Dictionary<Key, ReportedFinding>();
        foreach (var (finding, _, known) in keyed)
        {
            if (known is not { } key)
                continue;
            if (!first.TryGetValue(key, out var best) || IsBefore(finding, best))
                first[key] = finding;
        }
        var told = new List<ReportedFinding>(keyed.Count);
        foreach (var one in keyed)
        {
            if (OriginalOf(one) is not { } by)
            {
                told.Add(one.Finding);
                continue;
            }
            dropped.Add(SupersededFinding.Of(one.Finding, by));
        }
        return told;

        ReportedFinding? OriginalOf(Keyed one)
        {
            if (one.Finding.Suppression is not null || one.Key is not { } key)
                return null;
            var original = generated.Contains(one.File) ? first[key] : null;
            if (original is null || original.Place.File == one.File)
                original = Examples.IsIn(one.File) ? shown.GetValueOrDefault(key with { Images = "" }) : null;
            return original?.Severity >= one.Finding.Severity ? original : null;
        }

        bool IsBefore(ReportedFinding one, ReportedFinding other)
        {
            bool isGenerated = generated.Contains(one.Place.File);
            return isGenerated == generated.Contains(other.Place.File)
                ? (string.CompareOrdinal(one.Place.File, other.Place.File), one.Place.Offset - other.Place.Offset) is (< 0, _) or (0, < 0)
                : !isGenerated;
        }
    }

    // All that is asked of a finding is asked here, where a bug costs it alone.
    private static List<Keyed> KeyedOf(List<ReportedFinding> findings, Action<ReportedFinding, Exception> crashed)
    {
        var keyed = new List<Keyed>(findings.Count);
        foreach (var finding in findings)
        {
            try
            {
                var key = KeyOf(finding);
                _ = key?.GetHashCode();
                keyed.Add(new(finding, finding.Place.File, key));
            }
            catch (Exception exception) when (exception is not OutOfMemoryException)
            {
                crashed(finding, exception);
            }
        }
        return keyed;
    }

    // Without an object there is nothing to be a copy of.
    private static Key? KeyOf(ReportedFinding finding) =>
        finding.Object is { Name: { } name } self
            ? new(finding.RuleId, self.Kind, name, finding.Images, finding.Container, finding.Statement)
            : null;

    /// <summary>What copies have in common.</summary>
    internal readonly record struct Key(string RuleId, string Kind, string Name, string Images, string? Container, Statement Statement);

    /// <summary>A finding with its file and what it has in common with its copies; no key where it can have none.</summary>
    internal readonly record struct Keyed(ReportedFinding Finding, string File, Key? Key);
}
