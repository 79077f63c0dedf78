using System.Globalization;
using ManifestLint.Findings;

namespace ManifestLint.Reporting;

/// <summary>What stands below the snippets of a finding, a line each (contracts.md C5).</summary>
internal static class FindingLines
{
    /// <summary>The lines in order, each with its name.</summary>
    public static IEnumerable<(string Name, string Text)> Of(ReportedFinding finding)
    {
        var statement = finding.Statement;
        if (FindingText.Consequence(statement) is { } consequence)
            yield return ("so", consequence);
        if (FindingText.Cause(statement) is { } cause)
            yield return ("cause", cause);
        foreach (var source in finding.From)
        {
            if (FindingText.Source(source, finding) is { } from)
                yield return ("from", from);
        }
        foreach (var told in statement.Given)
            yield return ("given", told.Text);
        foreach (var assumed in statement.Assumed)
            yield return (assumed.IsCondition ? "holds if" : "assumed", assumed.Text);
        // Its other conditions stand in the aside.
        foreach (var assumed in statement.Besides?.If ?? [])
        {
            if (assumed.Kind == AssumptionKind.Node && !statement.Assumed.Contains(assumed))
                yield return ("assumed", assumed.Text);
        }
        if (statement.Recurs is { } recurs)
            yield return ("also", FindingText.Recurrence(recurs));
        if (FindingText.Owner(finding) is { } owner)
            yield return ("object", owner);
        if (!finding.Overlays.IsEmpty)
            yield return (finding.Overlays.Length == 1 ? "kustomization" : "kustomizations", string.Join(", ", finding.Overlays));
        if (finding.Fix is { } fix)
            yield return ("fix", fix.Advice.Text);
        else if (finding.Advice is { } advice)
            yield return ("write", advice.Text);
        if (finding.IsRendered)
            yield return (
                "rendered",
                $"line {finding.Place.Line.ToString(CultureInfo.InvariantCulture)} is one of what this template renders, as helm template --show-only prints it"
            );
        yield return ("page", $"manifestlint explain {finding.RuleId}");
    }
}
