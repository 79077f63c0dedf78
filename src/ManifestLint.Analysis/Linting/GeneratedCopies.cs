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
    public static List<ReportedFinding> Drop(
        List<ReportedFinding> findings,
        IReadOnlySet<string> saying,
        IReadOnlyDictionary<string, int> objects,
        List<SupersededFinding> dropped
    )
    {
        // A copy stands in another file.
        if (findings.TrueForAll(f => f.Place.File == findings[0].Place.File))
            return findings;
        var generated = WrittenFiles.Among(findings, KeyOf, objects);
        generated.UnionWith(saying);
        var shown = Examples.Originals(findings);
        if (generated.Count == 0 && shown.Count == 0)
            return findings;
        var first = new Dictionary<Key, ReportedFinding>();
        foreach (var finding in findings)
        {
            if (KeyOf(finding) is not { } key)
                continue;
            if (!first.TryGetValue(key, out var best) || IsBefore(finding, best))
                first[key] = finding;
        }
        var told = new List<ReportedFinding>(findings.Count);
        foreach (var finding in findings)
        {
            if (OriginalOf(finding) is not { } by)
            {
                told.Add(finding);
                continue;
            }
            dropped.Add(SupersededFinding.Of(finding, by));
        }
        return told;

        ReportedFinding? OriginalOf(ReportedFinding finding)
        {
            if (finding.Suppression is not null || KeyOf(finding) is not { } key)
                return null;
            var original = generated.Contains(finding.Place.File) ? first[key] : null;
            if (original is null || original.Place.File == finding.Place.File)
                original = Examples.IsIn(finding.Place.File) ? shown.GetValueOrDefault(key with { Images = "" }) : null;
            return original?.Severity >= finding.Severity ? original : null;
        }

        bool IsBefore(ReportedFinding one, ReportedFinding other)
        {
            bool isGenerated = generated.Contains(one.Place.File);
            return isGenerated == generated.Contains(other.Place.File)
                ? (string.CompareOrdinal(one.Place.File, other.Place.File), one.Place.Offset - other.Place.Offset) is (< 0, _) or (0, < 0)
                : !isGenerated;
        }
    }

    // Without an object there is nothing to be a copy of.
    internal static Key? KeyOf(ReportedFinding finding) =>
        finding.Object is { Name: { } name } self
            ? new(finding.RuleId, self.Kind, name, finding.Images, finding.Container, finding.Statement)
            : null;

    /// <summary>What copies have in common.</summary>
    internal readonly record struct Key(string RuleId, string Kind, string Name, string Images, string? Container, Statement Statement);
}
