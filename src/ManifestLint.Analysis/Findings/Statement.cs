using System.Collections.Immutable;

namespace ManifestLint.Findings;

/// <summary>How sure a finding is.</summary>
public enum Certainty
{
    /// <summary>It follows from the text alone.</summary>
    Certain,

    /// <summary>It rests on something that the text does not tell.</summary>
    Assumed,
}

/// <summary>What a finding may rest on beside the text.</summary>
public enum AssumptionKind
{
    /// <summary>The memory or the processors of the node.</summary>
    Node,

    /// <summary>The version of Kubernetes.</summary>
    KubernetesVersion,

    /// <summary>The release of the program that runs.</summary>
    Release,

    /// <summary>What an image is, or does by itself.</summary>
    Image,

    /// <summary>What a start script does with a setting.</summary>
    StartScript,

    /// <summary>What an injector adds.</summary>
    Injection,

    /// <summary>What an operator sets where nothing is written: another release or configuration of it may set something else.</summary>
    Operator,

    /// <summary>A usual figure, where nothing caps what a program takes.</summary>
    UsualFigure,
}

/// <summary>Something that a finding rests on and that the text does not tell.</summary>
/// <param name="Kind">What sort of thing.</param>
/// <param name="Text">A clause that holds if the assumption does: <c>the image's start script passes JAVA_OPTS on</c>.</param>
public readonly record struct Assumption(AssumptionKind Kind, string Text)
{
    /// <summary>True if somebody has told it, so that it is no assumption and yet explains a number.</summary>
    public bool IsGiven { get; init; }

    /// <summary>
    /// True if a sentence has to name it as a condition, because another image or script makes the finding untrue. What the options of the
    /// command line say, or a sum calls an estimate, stands beside the sentence.
    /// </summary>
    public bool IsCondition => Kind is AssumptionKind.Image or AssumptionKind.StartScript or AssumptionKind.Injection;
}

/// <summary>Where a number of a statement comes from.</summary>
/// <param name="Setting">The setting as its author wrote it: <c>-Xmx1g</c>; null where what it stands in is the setting.</param>
/// <param name="In">What it stands in: <c>env JAVA_TOOL_OPTIONS</c>.</param>
/// <param name="Place">Where it stands; null where nothing that was read holds it.</param>
/// <param name="IsShownByLine">As in <see cref="StatementSource"/>.</param>
public sealed record ReportedSource(string? Setting, string In, ReportedPlace? Place, bool IsShownByLine = false)
{
    /// <summary>The setting as its author wrote it; null where what it stands in is the setting.</summary>
    public string? Setting
    {
        get;
        init => field = ReportLength.OfNoteIfAny(value);
    } = ReportLength.OfNoteIfAny(Setting);

    /// <summary>What it stands in.</summary>
    public string In
    {
        get;
        init => field = ReportLength.OfNote(value);
    } = ReportLength.OfNote(In);
}

/// <summary>That a statement is true of more than one pod of one owner.</summary>
/// <param name="OnlyInPod">The pod that it is true of, where the owner's template does not say so; null where the template does.</param>
/// <param name="MorePods">In how many further pods; 0 for none.</param>
/// <param name="Controller">Kind and name of what controls them, where that is not in the scan; null where it is.</param>
public sealed record Recurrence(string? OnlyInPod, int MorePods, string? Controller = null)
{
    /// <summary>True if it was observed, in each pod with numbers of its own, which stand at the related places.</summary>
    public bool IsObserved { get; init; }
}

/// <summary>A clause beside a statement, which may be untrue where the statement is true.</summary>
/// <param name="Text">The clause.</param>
/// <param name="If">What it alone rests on; empty if nothing.</param>
public sealed record Clause(string Text, ImmutableArray<Assumption> If)
{
    /// <summary>What its sentence has to name: all but the node, whose memory the clause itself tells.</summary>
    public IEnumerable<Assumption> Conditions => If.Where(a => a.Kind != AssumptionKind.Node);

    /// <inheritdoc/>
    public bool Equals(Clause? other) => other is not null && Text == other.Text && If.AsSpan().SequenceEqual(other.If.AsSpan());

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Text, If.Length);
}

/// <summary>
/// What a rule says, in parts. Sentences are made of it once, at the end, by reporters; nothing else takes a text apart or joins one to another.
/// </summary>
public sealed record Statement
{
    // What people read in one go, at a terminal of usual width.
    internal const int MostOfLine = 115;

    /// <summary>What is wrong and where, with the author's own numbers: a clause of a hundred characters at most, without a full stop.</summary>
    public required string What { get; init; }

    /// <summary>What follows from it, a clause that could stand behind "so"; null where the first part says it.</summary>
    public string? Consequence { get; init; }

    /// <summary>What follows besides, a clause that could stand behind "and"; null for nothing.</summary>
    public Clause? Besides { get; init; }

    /// <summary>The measure that it is held against, a clause: <c>at most 60 % is advised</c>; null where there is none.</summary>
    public string? Measure { get; init; }

    /// <summary>What led to it, a clause; null where nothing is known of it.</summary>
    public string? Cause { get; init; }

    /// <summary>What led to it as well, a clause that could stand behind "and"; null unless there is a <see cref="Cause"/>, and often then.</summary>
    public string? FurtherCause { get; init; }

    /// <summary>What the cause alone rests on; null if on nothing. What was observed stays certain.</summary>
    public Assumption? CauseIf { get; init; }

    /// <summary>What it rests on beside the text; empty if nothing.</summary>
    public ImmutableArray<Assumption> Assumed { get; init; } = [];

    /// <summary>What its numbers rest on that somebody has told beside the manifests; empty if nothing.</summary>
    public ImmutableArray<Assumption> Given { get; init; } = [];

    /// <summary>Whether it is true of more pods; null if there is nothing to say about that.</summary>
    public Recurrence? Recurs { get; init; }

    /// <summary>What it, its cause and what follows besides rest on, each once.</summary>
    public IEnumerable<Assumption> AllAssumed =>
        Assumed.Concat(CauseIf is { } given ? [given] : []).Concat(Besides?.If ?? ImmutableArray<Assumption>.Empty).Distinct();

    /// <summary>Certain if it rests on nothing assumed.</summary>
    public Certainty Certainty => Assumed.IsDefaultOrEmpty ? Certainty.Certain : Certainty.Assumed;

    /// <summary>What is left of it without what only its cause or what follows besides rests on.</summary>
    /// <remarks>A method: as a property it would be printed with every statement, and with it its own.</remarks>
    public Statement WithoutAssumedAsides() =>
        this with
        {
            Besides = Besides is { If.IsEmpty: false } ? null : Besides,
            Cause = CauseIf is null ? Cause : null,
            FurtherCause = CauseIf is null ? FurtherCause : null,
            CauseIf = null,
        };

    /// <summary>A statement with its consequence.</summary>
    public static Statement Of(string what, string? so = null) => new() { What = what, Consequence = so };

    /// <summary>A statement with its reason behind a colon, where both fit a line; else the reason is told below it.</summary>
    public static Statement OfReason(string what, string? reason, string? so) =>
        reason is null ? Of(what, so)
        : what.Length + reason.Length < MostOfLine ? Of($"{what}: {reason}", so)
        : Of(what, so) with { Cause = reason };

    /// <summary>A statement with more behind its first part, where both fit a line; else that is told below it, as a clause of its own.</summary>
    public static Statement OfMore(string what, string more, string alone, string? so) =>
        more.Length == 0 || what.Length + more.Length <= MostOfLine ? Of(what + more, so) : Of(what, so) with { Cause = alone };

    /// <summary>The same, led to by something more.</summary>
    public Statement Because(string cause) => Cause is null ? this with { Cause = cause } : this with { FurtherCause = cause };

    /// <summary>The same, resting on something more.</summary>
    public Statement If(params ReadOnlySpan<Assumption?> assumptions)
    {
        var (all, told) = (Assumed, Given);
        foreach (var assumption in assumptions)
        {
            if (assumption is not { } one || all.Contains(one) || told.Contains(one))
                continue;
            if (one.IsGiven)
                told = told.Add(one);
            else
                all = all.Add(one);
        }
        return this with { Assumed = all, Given = told };
    }

    /// <inheritdoc/>
    public bool Equals(Statement? other) =>
        other is not null
        && What == other.What
        && Consequence == other.Consequence
        && Cause == other.Cause
        && FurtherCause == other.FurtherCause
        && CauseIf == other.CauseIf
        && Besides == other.Besides
        && Measure == other.Measure
        && Recurs == other.Recurs
        && Given.AsSpan().SequenceEqual(other.Given.AsSpan())
        && Assumed.AsSpan().SequenceEqual(other.Assumed.AsSpan());

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(What, Consequence, Cause, Recurs, Assumed.Length);
}
