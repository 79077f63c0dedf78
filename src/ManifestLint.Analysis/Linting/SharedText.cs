using System.Collections.Immutable;
using ManifestLint.Findings;
using ManifestLint.Yaml;

namespace ManifestLint.Linting;

/// <summary>
/// Tells once what is written once and taken by several containers or objects: behind an anchor, in a patch, in a key of a ConfigMap. Only where all that
/// is said of them is the same, the repair included; what is suppressed for one of them stays apart.
/// </summary>
internal static class SharedText
{
    // Beyond these their number says enough.
    private const int MostRelated = 9;

    /// <summary>The findings, each with whom else it is true of.</summary>
    public static List<ReportedFinding> Join(List<ReportedFinding> findings)
    {
        // Those of a group are written at one place.
        var shared = findings.Where(f => f.Taker is not null).Select(f => f.Place.Place).ToHashSet();
        if (shared.Count == 0)
            return findings;
        var groups = new Dictionary<Key, List<List<ReportedFinding>>>();
        foreach (var finding in findings)
        {
            if (finding.Suppression is null && shared.Contains(finding.Place.Place))
                Take(finding, groups);
        }
        var told = new Dictionary<ReportedFinding, ReportedFinding>(ReferenceEqualityComparer.Instance);
        var gone = new HashSet<ReportedFinding>(ReferenceEqualityComparer.Instance);
        foreach (var same in groups.Values.SelectMany(g => g).Where(g => g.Count > 1))
        {
            // The one whose own text it is, else the first.
            var first = same.Find(f => f.Taker is null) ?? same[0];
            List<ReportedFinding> others = [.. same.Where(f => !ReferenceEquals(f, first) && f.Taker is not null)];
            gone.UnionWith(others);
            if (others.Count > 0)
                told.Add(first, WithOthers(first, others));
        }
        return [.. findings.Where(f => !gone.Contains(f)).Select(f => told.GetValueOrDefault(f, f))];
    }

    private static void Take(ReportedFinding finding, Dictionary<Key, List<List<ReportedFinding>>> groups)
    {
        var key = new Key(finding.RuleId, finding.Place.Place, finding.Statement, finding.Severity, finding.Advice);
        if (!groups.TryGetValue(key, out var alike))
            groups.Add(key, alike = []);
        if (alike.Find(g => HaveOneRepair(g[0], finding)) is { } group)
            group.Add(finding);
        else
            alike.Add([finding]);
    }

    private static bool HaveOneRepair(ReportedFinding one, ReportedFinding other) =>
        one.Fix?.Advice == other.Fix?.Advice
        && (one.Fix?.Edits ?? []).SequenceEqual(other.Fix?.Edits ?? [])
        && one.Overlays.SequenceEqual(other.Overlays);

    private static ReportedFinding WithOthers(ReportedFinding first, List<ReportedFinding> others)
    {
        // What led each of them there is at its place.
        var known = first.Related.Select(r => r.Place.Place).ToHashSet();
        var places = others
            .Where(o => known.Add(o.Taker!.Place))
            .Take(MostRelated)
            .Select(o => new ReportedRelation(o.Taker!, NoteOf(first, o)));
        return first with { Related = [.. first.Related, .. places], Others = [.. others.SelectMany(o => o.Each)] };
    }

    // Of the first one's own pod the container is enough.
    private static string NoteOf(ReportedFinding first, ReportedFinding other)
    {
        string? container = other.Container is { } inner ? $"container {inner}" : null;
        string?[] names =
            other.Object != first.Object ? [other.Object?.ToString(), other.Part, container]
            : other.Part != first.Part ? [other.Part, container]
            : [container ?? other.Object?.ToString()];
        return "the same in " + string.Join(", ", names.OfType<string>());
    }

    private readonly record struct Key(string RuleId, Place Place, Statement Statement, Severity Severity, Advice? Advice);
}
