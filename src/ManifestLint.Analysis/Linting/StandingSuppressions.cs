using ManifestLint.Findings;
using ManifestLint.Suppressing;

namespace ManifestLint.Linting;

/// <summary>Asks comments about findings of other documents and files, once every file is read (contracts.md C7).</summary>
internal static class StandingSuppressions
{
    /// <summary>Silences findings in the outcomes.</summary>
    /// <param name="outcomes">What came out of each file.</param>
    /// <param name="ofNeighbours">Comments of files that are read for facts only.</param>
    public static void Apply(FileOutcome[] outcomes, IEnumerable<StandingSuppression> ofNeighbours)
    {
        var byFile = outcomes
            .SelectMany(o => o.Standing)
            .Concat(ofNeighbours)
            .GroupBy(s => s.Place.File, StringComparer.Ordinal)
            .ToDictionary(g => g.Key, g => new StandingFile(g), StringComparer.Ordinal);
        if (byFile.Count == 0)
            return;
        foreach (var outcome in outcomes)
        {
            Silence(outcome, outcome.Findings, static f => f, static (_, f) => f, byFile);
            foreach (var owned in outcome.Owned)
                Silence(outcome, owned.Findings, static f => f.Reported, static (o, f) => o with { Reported = f }, byFile);
        }
    }

    private static void Silence<T>(
        FileOutcome outcome,
        List<T> findings,
        Func<T, ReportedFinding> of,
        Func<T, ReportedFinding, T> with,
        Dictionary<string, StandingFile> byFile
    )
    {
        for (int i = 0; i < findings.Count; i++)
        {
            var finding = of(findings[i]);
            if (finding.Suppression is not null)
                continue;
            // A finding that cannot be asked about stays: our bug costs a suppression, not the report.
            try
            {
                var files = finding.Surroundings.Select(s => s.File).Prepend(finding.Place.File).Distinct(StringComparer.Ordinal);
                ReportedSuppression? silenced = null;
                foreach (string file in files)
                    silenced = byFile.GetValueOrDefault(file)?.Silencer(finding, file) is { } found ? silenced ?? found : silenced;
                if (silenced is not null)
                    findings[i] = with(findings[i], finding with { Suppression = silenced });
            }
            catch (Exception exception) when (exception is not OutOfMemoryException)
            {
                outcome.Crashes.Add(new RuleCrash(finding.Place.File, finding.RuleId, exception));
            }
        }
    }
}
