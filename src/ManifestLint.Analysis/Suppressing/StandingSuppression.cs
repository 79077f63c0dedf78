using ManifestLint.Findings;
using ManifestLint.Neighbours;
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
    public bool SpeaksFor(ReportedFinding finding) =>
        (finding.Place.File == Place.File && SpeaksFor(finding.Place.Offset))
        || finding.Surroundings.Any(s => s.File == Place.File && SpeaksFor(s.Place.Span));

    private bool SpeaksFor(TextSpan whole) =>
        Active.Text.Scope == SuppressionScope.Value
            ? Active.Reach is { } reach && reach.Start <= whole.Start && whole.End <= reach.End
            : SpeaksFor(whole.Start);

    private bool SpeaksFor(int offset) =>
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
            if (active.Misplaced is not null || !one.SpeaksFor(finding))
                continue;
            if (active.Names(finding.RuleId, finding.Container, null) && !active.IsExpired)
                silencer ??= new(active.Kind, active.Text.Reason, active.Text.Until, one.Place);
        }
        return silencer;
    }
}
