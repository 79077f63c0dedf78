using System.Collections.Immutable;
using ManifestLint.Findings;
using ManifestLint.Yaml;

namespace ManifestLint.Rules;

/// <summary>What a rule across objects remembers of one: its own values, without text, node or location. Told apart by identity.</summary>
public abstract class SetRecord;

/// <summary>A record as it is taken, while its file is at hand.</summary>
/// <param name="Record">What to remember.</param>
/// <param name="Location">Where it was seen, to relate it.</param>
/// <param name="Claim">The finding that it may become, with everything but the statement; null for a record that only bears witness.</param>
public sealed record SetNote(SetRecord Record, Location Location, Finding? Claim = null);

/// <summary>A claim that holds.</summary>
/// <param name="Claim">A record that was noted with a claim.</param>
/// <param name="Statement">What it says.</param>
public sealed record SetVerdict(SetRecord Claim, Statement Statement)
{
    /// <summary>What to write instead; null where the claim says it, or nobody can.</summary>
    public Advice? Advice { get; init; }

    /// <summary>Records whose places matter, with a note each; most important first. They come before those of the claim.</summary>
    public ImmutableArray<(SetRecord Record, string Note)> Related { get; init; } = [];
}
