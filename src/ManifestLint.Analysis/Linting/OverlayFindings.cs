using System.Collections.Immutable;
using ManifestLint.Findings;
using ManifestLint.Reading;

namespace ManifestLint.Linting;

/// <summary>Tells once what several kustomizations share, and leaves out what was not asked for.</summary>
internal static class OverlayFindings
{
    // Beyond these the list of overlays says enough.
    private const int MostRelated = 9;

    /// <summary>The findings, each with all the kustomizations that show it.</summary>
    /// <param name="findings">What was found.</param>
    /// <param name="overlays">The kustomizations.</param>
    /// <param name="sources">What was asked about.</param>
    /// <param name="crashed">Receives a finding that cannot be told, which costs itself alone, and why.</param>
    public static List<ReportedFinding> Join(
        List<ReportedFinding> findings,
        Overlays overlays,
        ImmutableArray<LintSource> sources,
        Action<ReportedFinding, Exception> crashed
    )
    {
        if (overlays.All.IsEmpty)
            return findings;
        var asked = overlays.All.Where(o => o.IsAsked).Select(o => o.Name).ToHashSet(StringComparer.Ordinal);
        var scanned = sources.Select(s => s.Path).ToHashSet(StringComparer.Ordinal);
        var joined = new List<ReportedFinding>(findings.Count);
        var groups = new Dictionary<Key, Group>();
        bool IsAsked(ReportedPlace place) => scanned.Contains(place.File) || overlays.IsTakenInByAsked(place.File);
        foreach (var finding in findings)
        {
            try
            {
                Take(finding);
            }
            catch (Exception exception) when (exception is not OutOfMemoryException)
            {
                crashed(finding, exception);
            }
        }
        foreach (var group in groups.Values)
            joined[group.Index] = group.Whole();
        return joined;

        void Take(ReportedFinding finding)
        {
            if (finding.Overlays.IsEmpty)
            {
                joined.Add(finding);
                return;
            }
            bool isTold = finding.Overlays.Any(asked.Contains) || IsAsked(finding.Place) || finding.Related.Any(r => IsAsked(r.Place));
            if (!isTold)
                return;
            var key = new Key(
                finding.RuleId,
                finding.Place.File,
                finding.Place.Offset,
                finding.Least is null ? finding.Statement : null,
                finding.Written ?? finding.Object,
                finding.Container,
                finding.Severity,
                finding.Suppression is null
            );
            if (groups.TryGetValue(key, out var group))
            {
                group.Add(finding);
                return;
            }
            groups.Add(key, new Group(finding, joined.Count));
            joined.Add(finding);
        }
    }

    /// <summary>What several kustomizations show.</summary>
    private sealed class Group(ReportedFinding first, int index)
    {
        // Of what is told; those where other amounts hold are shown by their places.
        private SortedSet<string> _overlays = new(first.Overlays, StringComparer.Ordinal);
        private readonly List<ReportedRelation> _related = [.. first.Related];
        private readonly HashSet<(string, int, string)> _known = [.. first.Related.Select(KeyOf)];
        private int _more;

        /// <summary>Where it stands among the findings.</summary>
        public int Index => index;

        private ReportedFinding _told = first;

        public void Add(ReportedFinding finding)
        {
            if (finding.Least < _told.Least)
                (_told, _overlays) = (finding, new(StringComparer.Ordinal));
            if (finding.Statement == _told.Statement)
                _overlays.UnionWith(finding.Overlays);
            foreach (var related in finding.Related)
            {
                if (!_known.Add(KeyOf(related)))
                    continue;
                if (_related.Count < MostRelated)
                    _related.Add(related);
                else
                    _more++;
            }
        }

        /// <summary>With all the kustomizations; what is not listed is counted.</summary>
        public ReportedFinding Whole()
        {
            if (_more > 0)
                _related[^1] = _related[^1] with { More = _more };
            var own = _told.Related.Select(KeyOf).ToHashSet();
            return _told with { Overlays = [.. _overlays], Related = [.. _related.OrderBy(r => own.Contains(KeyOf(r)) ? 0 : 1)] };
        }

        private static (string, int, string) KeyOf(ReportedRelation related) => (related.Place.File, related.Place.Offset, related.Note);
    }

    private readonly record struct Key(
        string RuleId,
        string File,
        int Offset,
        Statement? Statement,
        ObjectReference? Written,
        string? Container,
        Severity Severity,
        bool IsReported
    );
}
