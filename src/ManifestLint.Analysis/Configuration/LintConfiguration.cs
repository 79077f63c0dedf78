using System.Collections.Immutable;
using ManifestLint.Findings;

namespace ManifestLint.Configuration;

/// <summary>Which rules, and how bad they are.</summary>
public sealed record LintConfiguration
{
    /// <summary>Nothing configured.</summary>
    public static LintConfiguration Default { get; } = new();

    /// <summary>Severities by rule id that replace a rule's own; Off keeps the rule from running, anything else enables an opt-in rule.</summary>
    public ImmutableDictionary<string, Severity> Severities { get; init; } = ImmutableDictionary<string, Severity>.Empty;
}
