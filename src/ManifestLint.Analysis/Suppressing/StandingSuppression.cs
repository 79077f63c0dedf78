using ManifestLint.Findings;
using ManifestLint.Neighbours;
using ManifestLint.Yaml;

namespace ManifestLint.Suppressing;

/// <summary>A comment of a document that findings about other objects may be printed in: a ConfigMap's, a LimitRange's, an autoscaler's.</summary>
/// <param name="Active">The suppression.</param>
/// <param name="Document">What its document covers.</param>
/// <param name="Place">Where it stands.</param>
internal sealed record StandingSuppression(ActiveSuppression Active, TextSpan Document, ReportedPlace Place);

/// <summary>Those of one file: a comment silences what is printed at its line, whatever the finding is about.</summary>
internal sealed class StandingFile
{
    private readonly SuppressionIndex _index = new();
    private readonly Dictionary<ActiveSuppression, ReportedPlace> _places = new(ReferenceEqualityComparer.Instance);

    public StandingFile(IEnumerable<StandingSuppression> standing)
    {
        foreach (var one in standing)
        {
            var reach = one.Active.Text.Scope switch
            {
                SuppressionScope.Value => one.Active.Reach,
                SuppressionScope.Document => one.Document,
                _ => (TextSpan?)null,
            };
            if (one.Active.Text.Scope == SuppressionScope.Value && reach is null)
                continue;
            _places[one.Active] = one.Place;
            _index.Add(one.Active, reach, isOfObject: false);
        }
    }

    /// <summary>The first that silences a finding where it is printed; null if none does. All that name it have a use then.</summary>
    /// <param name="finding">The finding.</param>
    /// <param name="file">The path of this file.</param>
    public ReportedSuppression? Silencer(ReportedFinding finding, string file)
    {
        var question = new SuppressionQuestion(finding.RuleId, finding.Container);
        var answer = SuppressionIndex.Answer.None;
        _index.AskWhole(question, ref answer);
        if (finding.Place.File == file)
            _index.AskSpan(question, new TextSpan(finding.Place.Offset, finding.Place.Offset), ref answer);
        foreach (var around in finding.Surroundings)
        {
            if (around.File == file)
                _index.AskSpan(question, around.Place.Span, ref answer);
        }
        return answer.Active is { } active ? new(active.Kind, active.Reason, active.Text.Until, _places[active]) : null;
    }
}
