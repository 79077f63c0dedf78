using ManifestLint.Detaching;
using ManifestLint.Findings;
using ManifestLint.Suppressing;
using ManifestLint.Yaml;

namespace ManifestLint.Owners;

/// <summary>What silences findings that are told in an owner's place.</summary>
/// <param name="InForce">The suppressions of its document and file.</param>
/// <param name="Owner">The owner among the objects of the document.</param>
/// <param name="Pod">The address of its pod.</param>
/// <param name="Report">Tells where a suppression stands.</param>
internal sealed record OwnersSuppressions(SuppressionsInForce InForce, int Owner, YamlPath Pod, FindingReport Report)
{
    /// <summary>The first that silences a finding; null if none does.</summary>
    public ReportedSuppression? Silencer(ReportedFinding finding) =>
        InForce.SilenceAt(Owner, Pod, finding.Place, new(finding.RuleId, finding.Container)) is { } active
            ? new(active.Kind, active.Text.Reason, active.Text.Until, Report.Place(active.Location))
            : null;
}
