using System.Globalization;
using ManifestLint.Findings;

namespace ManifestLint.Rules.Input;

/// <summary>ML0101 suppression-unused.</summary>
public sealed class SuppressionUnused() : SuppressionRule("ML0101")
{
    /// <inheritdoc/>
    public override IEnumerable<Finding> Check(MatchedSuppression suppression)
    {
        if (suppression.IsTentative || suppression.IsExpired || suppression.Misplaced is not null)
            yield break;
        foreach (var rule in suppression.Rules.DistinctBy(r => r.Name, StringComparer.Ordinal))
        {
            if (!rule.IsKnown || !rule.IsEnabled || rule.IsUsed)
                continue;
            yield return At(
                rule.Location,
                suppression.Path,
                Statement.Of($"{rule.Name} finds nothing here to suppress", so: "it would hide the rule's next finding here")
            );
        }
    }
}

/// <summary>ML0102 suppression-unknown-rule.</summary>
public sealed class SuppressionUnknownRule() : SuppressionRule("ML0102")
{
    // Nobody means more; the rest is counted.
    private const int MostNames = 10;

    /// <inheritdoc/>
    public override IEnumerable<Finding> Check(MatchedSuppression suppression)
    {
        var unknown = suppression.Rules.Where(r => !r.IsKnown).DistinctBy(r => r.Name, StringComparer.Ordinal).ToList();
        foreach (var rule in unknown.Take(MostNames))
        {
            string what = rule.Name == "*" ? "* is not a rule: name each rule you want to suppress" : $"there is no rule {rule.Name}";
            string hint = rule.Nearest is { } nearest ? $" (did you mean {nearest}?)" : "";
            yield return At(rule.Location, suppression.Path, Statement.Of($"{what}{hint}", so: "this suppresses nothing"));
        }
        if (unknown.Count > MostNames)
            yield return At(
                unknown[MostNames].Location,
                suppression.Path,
                Statement.Of($"from here on {unknown.Count - MostNames} more names are no rules", so: "this suppresses nothing")
            );
    }
}

/// <summary>ML0103 suppression-unexplained.</summary>
public sealed class SuppressionUnexplained() : SuppressionRule("ML0103")
{
    /// <inheritdoc/>
    public override IEnumerable<Finding> Check(MatchedSuppression suppression)
    {
        if (suppression.Suppression.Reason is not null || suppression.Misplaced is not null || suppression.IsExpired)
            yield break;
        // One that suppresses nothing has to go anyway.
        if (!suppression.Rules.Any(r => r.IsUsed))
            yield break;
        string rules = string.Join(", ", suppression.Rules.Select(r => r.Name));
        yield return At(
            suppression.Location,
            suppression.Path,
            Statement.Of($"this suppression of {rules} gives no reason", so: "nobody can tell whether it is still right")
        );
    }
}

/// <summary>ML0104 suppression-expired.</summary>
public sealed class SuppressionExpired() : SuppressionRule("ML0104")
{
    /// <inheritdoc/>
    public override IEnumerable<Finding> Check(MatchedSuppression suppression)
    {
        if (!suppression.IsExpired || suppression.Misplaced is not null || suppression.Suppression.Until is not { } until)
            yield break;
        string rules = string.Join(", ", suppression.Rules.Where(r => r.IsKnown).Select(r => r.Name));
        if (rules.Length == 0)
            yield break;
        string ended = $"this suppression of {rules} ended on {until.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)}";
        yield return At(
            suppression.Location,
            suppression.Path,
            suppression.Rules.Any(r => r.IsUsed)
                ? Statement.Of(ended, so: "what it suppressed is reported again")
                : Statement.Of($"{ended}, and nothing is left that it would suppress")
        );
    }
}

/// <summary>ML0105 suppression-misplaced.</summary>
public sealed class SuppressionMisplaced() : SuppressionRule("ML0105")
{
    /// <inheritdoc/>
    public override IEnumerable<Finding> Check(MatchedSuppression suppression)
    {
        if (suppression.Misplaced is { } flaw)
            yield return At(suppression.Location, suppression.Path, Statement.Of(Text(flaw), so: Consequence(flaw, suppression))) with
            {
                Remedy = flaw.Kind == SuppressionFlawKind.SecondRule ? Remedy.Told(flaw.Hint) : null,
            };
    }

    private static string Consequence(SuppressionFlaw flaw, MatchedSuppression suppression)
    {
        if (flaw.Kind != SuppressionFlawKind.SecondRule)
            return "the suppression has no effect";
        string own = string.Join(", ", suppression.Rules.Select(r => r.Name));
        return suppression.Rules.Length == 1
            ? $"the entry is not used: neither {own} nor {flaw.Subject} is suppressed"
            : $"the entry is not used: none of {own} and {flaw.Subject} is suppressed";
    }

    private static string Text(SuppressionFlaw flaw) =>
        flaw.Kind switch
        {
            SuppressionFlawKind.NoVerb =>
                "this comment is none of ignore[…], ignore-document[…] and ignore-file[…], with rules in the brackets",
            SuppressionFlawKind.NoBrackets => $"{flaw.Subject} is not followed by rules in brackets, as in {flaw.Subject}[ML1001]",
            SuppressionFlawKind.EmptyBrackets => "the brackets are empty: name the rules, as in ignore[ML1001]",
            SuppressionFlawKind.SecondRule => $"a second rule, {flaw.Subject}, stands where the reason is read",
            SuppressionFlawKind.MisspelledEnd => $"an end date is written {flaw.Hint}, not {flaw.Subject}",
            SuppressionFlawKind.NoDate => $"{flaw.Subject} is not a date such as until=2026-12-31",
            SuppressionFlawKind.BelowFirstValue => "ignore-file stands below the first value of the file, and counts only above it",
            SuppressionFlawKind.NoValueBelow => "there is nothing on this line or the next one for the suppression to apply to",
            SuppressionFlawKind.UnreadableDocument => "the document cannot be parsed, and there only ignore-document and ignore-file count",
            _ => $"the pod has no container {flaw.Subject}{(flaw.Hint is { } near ? $" (did you mean {near}?)" : "")}",
        };
}
