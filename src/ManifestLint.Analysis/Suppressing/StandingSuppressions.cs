using ManifestLint.Findings;
using ManifestLint.Linting;
using ManifestLint.Yaml;

namespace ManifestLint.Suppressing;

/// <summary>
/// A suppression of a document that findings about other objects may be printed in: a comment of a ConfigMap's, a LimitRange's, an autoscaler's,
/// anything of an owner's.
/// </summary>
/// <param name="Active">The suppression.</param>
/// <param name="Document">What its document covers.</param>
/// <param name="Place">Where it stands.</param>
internal sealed record StandingSuppression(ActiveSuppression Active, TextSpan Document, ReportedPlace Place)
{
    /// <summary>
    /// True if it speaks for a place of its file: a comment silences what is printed at its line, whatever the finding is about. An annotation
    /// is that of the object that is asked.
    /// </summary>
    public bool SpeaksFor(int offset) =>
        Active.Text.Scope switch
        {
            SuppressionScope.File => true,
            SuppressionScope.Document => offset >= Document.Start && offset <= Document.End,
            SuppressionScope.Value => Active.Reach is { } reach && offset >= reach.Start && offset <= reach.End,
            _ => true,
        };

    /// <summary>The first among some that silences a finding where it is printed; null if none does. All that name it have a use then.</summary>
    public static ReportedSuppression? Silencer(ReportedFinding finding, IEnumerable<StandingSuppression> standing)
    {
        ReportedSuppression? silencer = null;
        foreach (var one in standing)
        {
            var active = one.Active;
            if (active.Misplaced is not null || !one.SpeaksFor(finding.Place.Offset))
                continue;
            if (active.Names(finding.RuleId, finding.Container, null) && !active.IsExpired)
                silencer ??= new(active.Kind, active.Text.Reason, active.Text.Until, one.Place);
        }
        return silencer;
    }
}

/// <summary>Asks comments about findings of other documents and files, once every file is read (contracts.md C7).</summary>
internal static class StandingSuppressions
{
    /// <summary>Silences findings in the outcomes.</summary>
    /// <param name="outcomes">What came out of each file.</param>
    /// <param name="ofNeighbours">Comments of files that are read for facts only.</param>
    public static void Apply(FileOutcome[] outcomes, IEnumerable<StandingSuppression> ofNeighbours)
    {
        var byFile = outcomes.SelectMany(o => o.Standing).Concat(ofNeighbours).ToLookup(s => s.Place.File, StringComparer.Ordinal);
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
        ILookup<string, StandingSuppression> byFile
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
                if (StandingSuppression.Silencer(finding, byFile[finding.Place.File]) is { } silenced)
                    findings[i] = with(findings[i], finding with { Suppression = silenced });
            }
            catch (Exception exception) when (exception is not OutOfMemoryException)
            {
                outcome.Crashes.Add(new RuleCrash(finding.Place.File, finding.RuleId, exception));
            }
        }
    }
}
