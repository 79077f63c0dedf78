using System.Collections.Immutable;
using ManifestLint.Findings;
using ManifestLint.Reading;

namespace ManifestLint.Linting;

/// <summary>Tells once what several kustomizations share, and leaves out what was not asked for.</summary>
internal static class OverlayFindings
{
    // Beyond these the list of overlays says enough.
    private const int MostRelated = 5;

    /// <summary>The findings, each with all the kustomizations that show it.</summary>
    public static List<ReportedFinding> Join(List<ReportedFinding> findings, Overlays overlays, ImmutableArray<LintSource> sources)
    {
        if (overlays.All.IsEmpty)
            return findings;
        var asked = overlays.All.Where(o => o.IsAsked).Select(o => o.Name).ToHashSet(StringComparer.Ordinal);
        var scanned = sources.Select(s => s.Path).ToHashSet(StringComparer.Ordinal);
        var joined = new List<ReportedFinding>(findings.Count);
        var places = new Dictionary<Key, int>();
        bool IsAsked(ReportedPlace place) => scanned.Contains(place.File) || overlays.IsTakenInByAsked(place.File);
        foreach (var finding in findings)
        {
            if (finding.Overlays.IsEmpty)
            {
                joined.Add(finding);
                continue;
            }
            bool isTold = finding.Overlays.Any(asked.Contains) || IsAsked(finding.Place) || finding.Related.Any(r => IsAsked(r.Place));
            if (!isTold)
                continue;
            var key = new Key(
                finding.RuleId,
                finding.Place.File,
                finding.Place.Offset,
                finding.Statement,
                finding.Written ?? finding.Object,
                finding.Container,
                finding.Severity,
                finding.Suppression is null
            );
            if (!places.TryAdd(key, joined.Count))
            {
                var first = joined[places[key]];
                joined[places[key]] = first with
                {
                    Overlays = [.. first.Overlays.Concat(finding.Overlays).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)],
                    Related =
                    [
                        .. first.Related.Concat(finding.Related).DistinctBy(r => (r.Place.File, r.Place.Offset, r.Note)).Take(MostRelated),
                    ],
                };
                continue;
            }
            joined.Add(finding);
        }
        return joined;
    }

    private readonly record struct Key(
        string RuleId,
        string File,
        int Offset,
        Statement Statement,
        ObjectReference? Written,
        string? Container,
        Severity Severity,
        bool IsReported
    );
}
