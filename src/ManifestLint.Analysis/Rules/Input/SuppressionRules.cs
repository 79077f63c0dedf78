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
        foreach (var rule in suppression.Rules)
        {
            if (!rule.IsKnown || !rule.IsEnabled || rule.IsUsed)
                continue;
            yield return At(
                rule.Location,
                suppression.Path,
                $"{rule.Name} finds nothing here to suppress, so this would hide the next finding of the rule unseen"
            );
        }
    }
}

/// <summary>ML0102 suppression-unknown-rule.</summary>
public sealed class SuppressionUnknownRule() : SuppressionRule("ML0102")
{
    /// <inheritdoc/>
    public override IEnumerable<Finding> Check(MatchedSuppression suppression)
    {
        foreach (var rule in suppression.Rules)
        {
            if (rule.IsKnown)
                continue;
            string what = rule.Name == "*" ? "* is no rule: what is accepted has to be named" : $"there is no rule {rule.Name}";
            string hint = rule.Nearest is { } nearest ? $" (did you mean {nearest}?)" : "";
            yield return At(rule.Location, suppression.Path, $"{what}{hint}, so this suppresses nothing");
        }
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
            $"this suppression of {rules} gives no reason, so nobody can tell whether it is still right"
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
        string consequence = suppression.Rules.Any(r => r.IsUsed)
            ? "so what it suppressed is reported again"
            : "and there is nothing left that it would suppress";
        yield return At(
            suppression.Location,
            suppression.Path,
            $"this suppression of {rules} ended with {until.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)}, {consequence}"
        );
    }
}

/// <summary>ML0105 suppression-misplaced.</summary>
public sealed class SuppressionMisplaced() : SuppressionRule("ML0105")
{
    /// <inheritdoc/>
    public override IEnumerable<Finding> Check(MatchedSuppression suppression)
    {
        if (suppression.Misplaced is { } reason)
            yield return At(suppression.Location, suppression.Path, $"this suppresses nothing: {reason}");
    }
}
