using System.Collections.Immutable;
using ManifestLint.Yaml;

namespace ManifestLint.Findings;

/// <summary>A rule that a suppression names, and what came of it.</summary>
/// <param name="Name">The id or name as written.</param>
/// <param name="Location">Where it is written.</param>
/// <param name="IsKnown">True if there is such a rule.</param>
/// <param name="Nearest">A rule with almost this name; null if it is known or none is close.</param>
/// <param name="IsEnabled">True if the rule ran: of one that did not, nothing can be said.</param>
/// <param name="IsUsed">True if the rule found something that the suppression speaks for, whether or not it still counts.</param>
public sealed record MatchedRule(string Name, Location Location, bool IsKnown, string? Nearest, bool IsEnabled, bool IsUsed);

/// <summary>A suppression after every finding it may speak for is known.</summary>
public sealed record MatchedSuppression
{
    /// <summary>What is written.</summary>
    public required Suppression Suppression { get; init; }

    /// <summary>The comment, or the entry of the annotation.</summary>
    public required Location Location { get; init; }

    /// <summary>Address of the annotation, or of the value below the comment, within the object; empty where there is none.</summary>
    public required YamlPath Path { get; init; }

    /// <summary>The rules it names.</summary>
    public required ImmutableArray<MatchedRule> Rules { get; init; }

    /// <summary>Why it speaks for nothing; null if it stands where it should.</summary>
    public SuppressionFlaw? Misplaced { get; init; }

    /// <summary>True if its last day has passed.</summary>
    public bool IsExpired { get; init; }

    /// <summary>True in a patch or a patched base, where a finding may be missing because of what the scan does not see.</summary>
    public bool IsTentative { get; init; }
}
