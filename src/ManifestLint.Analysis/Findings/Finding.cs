using System.Collections.Immutable;
using ManifestLint.Yaml;

namespace ManifestLint.Findings;

/// <summary>Another place that matters for a finding, with a note in a few words.</summary>
public sealed record RelatedPlace(Location Location, string Note)
{
    /// <summary>What stands there, if it led to what was observed: the template of a live pod's owner has it, too; null for any other place.</summary>
    public CauseKind? Cause { get; init; }

    /// <summary>What is written there, where that led to it: only where the owner says the same does its place stand for this one.</summary>
    public string? Written { get; init; }
}

/// <summary>What fills a container's memory.</summary>
public enum CauseKind
{
    /// <summary>A heap.</summary>
    Heap,

    /// <summary>What a setting caps.</summary>
    Setting,

    /// <summary>What a collector tries to keep to.</summary>
    Goal,

    /// <summary>What nothing bounds.</summary>
    Unbounded,

    /// <summary>A memory-backed volume.</summary>
    Volume,
}

/// <summary>Where a number of a finding comes from.</summary>
/// <param name="Setting">The setting as its author wrote it: <c>-Xmx1g</c>; null where what it stands in is the setting.</param>
/// <param name="In">What it stands in: <c>env JAVA_TOOL_OPTIONS</c>.</param>
/// <param name="Location">Where it stands; null where nothing that was read holds it.</param>
/// <param name="IsShownByLine">True if the line that it stands in tells that: a command line, or the variable that is the setting.</param>
public sealed record StatementSource(string? Setting, string In, Location? Location, bool IsShownByLine = false);

/// <summary>Where a live object shows what a finding tells.</summary>
/// <param name="Location">The place in its status.</param>
/// <param name="Note">What stands there, in a few words.</param>
/// <param name="Weight">How much it weighs: of the same in several pods the heaviest speaks for all.</param>
public sealed record Observation(Location Location, string Note, long Weight);

/// <summary>What a rule found: a rule id, a place, a statement.</summary>
public sealed record Finding
{
    /// <summary>
    /// What it says without its subject, for a finding at the same place that has named that: <c>it is below the request 1Gi</c>; null where
    /// that says less.
    /// </summary>
    public string? SameSubject { get; init; }

    /// <summary>The rule's id, such as <c>ML1001</c>.</summary>
    public required string RuleId { get; init; }

    /// <summary>The smallest span that is wrong, in whatever text it stands; for an absence the closest written key.</summary>
    public required Location Location { get; init; }

    /// <summary>What it says.</summary>
    public required Statement Statement { get; init; }

    /// <summary>Address within the object: <c>spec.template.spec.containers[0].resources</c>; empty for the object itself.</summary>
    public required YamlPath Path { get; init; }

    /// <summary>What it says is missing: <c>limits.memory</c> of its container; null for a finding about what is written.</summary>
    public YamlPath? Lacks { get; init; }

    /// <summary>The container's name; null for a finding about the pod, the object or the file.</summary>
    public string? Container { get; init; }

    /// <summary>Names of further containers that it speaks for: what its page supersedes is superseded there, too.</summary>
    public ImmutableArray<string> AlsoOf { get; init; } = [];

    /// <summary>Where it stands in those further containers: a changed order makes no other finding of it, and a baseline accepts it of each.</summary>
    public ImmutableArray<YamlPath> AlsoAt { get; init; } = [];

    /// <summary>The pod the finding is about, as an address within the object; null if it is about none.</summary>
    public YamlPath? PodPath { get; init; }

    /// <summary>
    /// True if it tells that a pod has no resources at all: even where another finding stands for it, it still speaks for every container.
    /// </summary>
    public bool IsOfBarePod { get; init; }

    /// <summary>True if it explains nothing else about its container, so that it supersedes nothing, whatever its page says.</summary>
    public bool SupersedesNothing { get; init; }

    /// <summary>Ids of rules whose findings anywhere in the pod it makes superfluous, beyond what its page says.</summary>
    public ImmutableArray<string> AlsoSupersedes { get; init; } = [];

    /// <summary>A severity of its own, where rules.md gives the rule more than one; null for the page's.</summary>
    public Severity? Severity { get; init; }

    /// <summary>
    /// What an absence that weighs less (rules.md rule 3) or something assumed (rule 4) makes of its severity; null for nothing. Which
    /// finding stands for which is decided without it.
    /// </summary>
    public Severity? Lowered { get; init; }

    /// <summary>
    /// Where kustomizations show one thing with different amounts: of findings of the rule at one place the one with the least is told alone, because its fix serves
    /// the others, too; null where each is told.
    /// </summary>
    public long? Least { get; init; }

    /// <summary>The severity of its own.</summary>
    /// <param name="ofPage">That of its page.</param>
    public Severity SeverityOr(Severity ofPage)
    {
        var own = Severity ?? ofPage;
        // operators.md: what rests on the default of an operator is a warning at most.
        if (own == Findings.Severity.Error && Statement.Assumed.Any(a => a.Kind == AssumptionKind.Operator))
            own = Findings.Severity.Warning;
        return Lowered is { } lowered && lowered < own ? lowered : own;
    }

    /// <summary>Where its numbers come from, most important first.</summary>
    public ImmutableArray<StatementSource> From { get; init; } = [];

    /// <summary>Other places that matter, most important first.</summary>
    public ImmutableArray<RelatedPlace> Related { get; init; } = [];

    /// <summary>Where a live object shows it; null for what follows from a spec. It becomes the last related place.</summary>
    public Observation? Observed { get; init; }

    /// <summary>What to do about it, with the edits that do it where some can be made; null where nothing can be said.</summary>
    public Remedy? Remedy { get; init; }
}
