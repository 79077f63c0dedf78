using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using ManifestLint.Manifests;
using ManifestLint.Yaml;

namespace ManifestLint.Findings;

/// <summary>A place as reports see it: with the line it shows, once text and tree are gone.</summary>
/// <param name="Place">The place, in its own text.</param>
/// <param name="LineText">The text of its first line, without its line break; of a very long line the part around the place; of a Secret what may be shown.</param>
/// <param name="LineTextColumn">
/// The 1-based column at which <paramref name="LineText"/> starts, counted from the place; 1 unless the line is very long or a part of it is hidden.
/// </param>
public sealed record ReportedPlace(Place Place, string LineText, int LineTextColumn = 1)
{
    /// <summary>The path as given or found, with forward slashes.</summary>
    public string File => Place.File;

    /// <summary>Start in UTF-16 code units from the start of the text, for ordering.</summary>
    public int Offset => Place.Span.Start;

    /// <summary>1-based line of the start.</summary>
    public int Line => Place.Start.Line;

    /// <summary>1-based column of the start, in UTF-16 code units.</summary>
    public int Column => Place.Start.Column;

    /// <summary>1-based line of the end.</summary>
    public int EndLine => Place.End.Line;

    /// <summary>1-based column of the end, excluded.</summary>
    public int EndColumn => Place.End.Column;
}

/// <summary>Another place that matters, with a note.</summary>
public sealed record ReportedRelation(ReportedPlace Place, string Note)
{
    /// <summary>What matters there, in a few words.</summary>
    public string Note
    {
        get;
        init => field = ReportLength.OfNote(value);
    } = ReportLength.OfNote(Note);

    /// <summary>At how many further places the same matters, which are not listed; 0 for none.</summary>
    public int More { get; init; }

    /// <summary>The note, and of how many further places it is true.</summary>
    public string Text => More == 0 ? Note : $"{Note}, and in {More.ToString(CultureInfo.InvariantCulture)} more";

    /// <summary>As in <see cref="RelatedPlace.Cause"/>.</summary>
    public CauseKind? Cause { get; init; }

    /// <summary>As in <see cref="RelatedPlace.Written"/>.</summary>
    public string? Written { get; init; }
}

/// <summary>One edit of a fix: replace what stands at a place of a certain text.</summary>
/// <param name="Place">What goes.</param>
/// <param name="NewText">What takes its place.</param>
/// <param name="Columns">Its 1-based columns in bytes of UTF-8, the end excluded; null where a line of it is very long.</param>
public sealed record ReportedEdit(Place Place, string NewText, ByteColumns? Columns = null);

/// <summary>Columns in bytes of UTF-8, 1-based; the end, which is excluded, may be one of another line.</summary>
public readonly record struct ByteColumns(int Start, int End);

/// <summary>A fix detached from its texts; it may touch several.</summary>
/// <param name="Advice">What it writes.</param>
/// <param name="Safety">Whether it may be applied unseen.</param>
/// <param name="Edits">Its edits.</param>
public sealed record ReportedFix(Advice Advice, FixSafety Safety, ImmutableArray<ReportedEdit> Edits);

/// <summary>Where a suppression stands.</summary>
public enum SuppressionKind
{
    /// <summary>In a comment of the file.</summary>
    Comment,

    /// <summary>In an annotation of the object or its pod.</summary>
    Annotation,

    /// <summary>In a baseline: the finding was accepted earlier.</summary>
    Baseline,
}

/// <summary>Why a finding is quiet.</summary>
/// <param name="Kind">Where that stands.</param>
/// <param name="Reason">The reason given there; null if none is.</param>
/// <param name="Until">The last day on which it counts; null for no end.</param>
/// <param name="Place">The comment or the annotation's entry; null for a baseline.</param>
public sealed record ReportedSuppression(SuppressionKind Kind, string? Reason = null, DateOnly? Until = null, ReportedPlace? Place = null)
{
    /// <summary>The reason given there; null if none is.</summary>
    public string? Reason
    {
        get;
        init => field = ReportLength.OfNoteIfAny(value);
    } = ReportLength.OfNoteIfAny(Reason);
}

/// <summary>The object a finding is about: the innermost one of a List.</summary>
public sealed record ObjectReference(string ApiVersion, string Kind, string? Name, string? Namespace)
{
    /// <summary>The API version.</summary>
    public string ApiVersion
    {
        get;
        init => field = ReportLength.OfName(value);
    } = ReportLength.OfName(ApiVersion);

    /// <summary>The kind.</summary>
    public string Kind
    {
        get;
        init => field = ReportLength.OfName(value);
    } = ReportLength.OfName(Kind);

    /// <summary>The name; null if it has none.</summary>
    public string? Name
    {
        get;
        init => field = ReportLength.OfNameIfAny(value);
    } = ReportLength.OfNameIfAny(Name);

    /// <summary>The namespace; null where it is not written.</summary>
    public string? Namespace
    {
        get;
        init => field = ReportLength.OfNameIfAny(value);
    } = ReportLength.OfNameIfAny(Namespace);

    /// <summary>What the API server makes a name of where none is written: <c>nightly-</c>; null where that is not written either.</summary>
    public string? NamePrefix
    {
        get;
        init => field = ReportLength.OfNameIfAny(value);
    }

    /// <summary>For people: <c>Deployment web</c>, <c>Deployment shop/web</c>, <c>Job shop/nightly-…</c>.</summary>
    public override string ToString()
    {
        string? name = Name ?? (NamePrefix is { } prefix ? prefix + "…" : null);
        return name is null ? Noun
            : Namespace is null ? $"{Noun} {name}"
            : $"{Noun} {Namespace}/{name}";
    }

    // The kind, unless Kubernetes has another one of that name.
    private string Noun =>
        Kind == "Service" && ApiVersion.StartsWith("serving.knative.dev/", StringComparison.Ordinal) ? "Knative Service" : Kind;
}

/// <summary>A finding that is told with another one, as a baseline keeps it.</summary>
internal sealed record ReportedTwin(string Fingerprint, ObjectReference? Object, string? Container);

/// <summary>What to write into a text that several may take.</summary>
/// <param name="Place">Where the text stands.</param>
/// <param name="Value">What to write: <c>768m</c>.</param>
/// <param name="Amount">The same in bytes, or in percent where it is a share; null where nobody compares it.</param>
/// <param name="Advice">The same as it is told: <c>768m in ConfigMap jvm, key heap</c>.</param>
internal sealed record ReportedShare(Place Place, string Value, (decimal Number, bool IsShare)? Amount, Advice Advice);

/// <summary>What was assumed for a file, where that is not what was assumed for the run; null for what is.</summary>
/// <param name="KubernetesVersion">The Kubernetes version.</param>
/// <param name="NodeMemoryBytes">Memory of the node.</param>
/// <param name="NodeCpuMillicores">Cpus of the node in thousandths.</param>
/// <param name="JavaVersion">The Java version.</param>
public sealed record ReportedAssumptions(string? KubernetesVersion, long? NodeMemoryBytes, long? NodeCpuMillicores, int? JavaVersion);

/// <summary>A finding as reports see it: with severity and object, detached from text and tree.</summary>
public sealed record ReportedFinding
{
    /// <summary>The rule's id.</summary>
    public required string RuleId { get; init; }

    /// <summary>The rule's name.</summary>
    public required string RuleName { get; init; }

    /// <summary>The severity in force; never Off.</summary>
    public required Severity Severity { get; init; }

    /// <summary>What it says.</summary>
    public required Statement Statement
    {
        get;
        init => field = ReportLength.Of(value);
    }

    /// <summary>Where.</summary>
    public required ReportedPlace Place { get; init; }

    /// <summary>The object, or null for a finding about a file or document.</summary>
    public ObjectReference? Object { get; init; }

    /// <summary>The object as it is written, before a kustomization renames it; null where that is the object itself.</summary>
    public ObjectReference? Written { get; init; }

    /// <inheritdoc cref="Finding.Least"/>
    internal long? Least { get; init; }

    /// <summary>The kustomizations that compose the object, by their folders; empty for one that is judged as it is written.</summary>
    public ImmutableArray<string> Overlays { get; init; } = [];

    /// <summary>Places of the object and the container it is about, in whatever files: what is said above them is said about it, too.</summary>
    internal ImmutableArray<ReportedPlace> Surroundings { get; init; } = [];

    /// <summary>The container or object that takes what stands elsewhere: behind an anchor, in another text; null where it stands in it.</summary>
    public ReportedPlace? Taker { get; init; }

    /// <summary>The same of further containers or objects, which take the same text.</summary>
    internal ImmutableArray<ReportedTwin> Others { get; init; } = [];

    /// <summary>As in <see cref="Finding.AlsoAt"/>, with container names instead of indexes.</summary>
    internal ImmutableArray<(string? Container, YamlPath Path)> AlsoAt { get; init; } = [];

    /// <summary>What it is accepted as: itself and each that is told with it.</summary>
    internal IEnumerable<ReportedTwin> Each =>
        Places.Select(p => new ReportedTwin(FingerprintAt(p.Path), Object, p.Container)).Concat(Others);

    /// <summary>The text of another object that <see cref="Advice"/> tells what to write for; null where it is about none.</summary>
    internal ReportedShare? Share { get; init; }

    /// <summary>The images of the object's containers without their tags: another object of the same name has others.</summary>
    internal string Images { get; init; } = "";

    /// <summary>True if all keys of the object are in order, as programs write them and hardly anybody else.</summary>
    internal bool IsOfSorted { get; init; }

    /// <summary>The container's name, or null.</summary>
    public string? Container
    {
        get;
        init => field = ReportLength.OfNameIfAny(value);
    }

    /// <summary>Which of several pods of the object, as it calls it: <c>template build</c>; null where it has one or gives them no names.</summary>
    public string? Part
    {
        get;
        init => field = ReportLength.OfNameIfAny(value);
    }

    /// <summary>Address within the object.</summary>
    public required YamlPath Path { get; init; }

    /// <summary>The address with container names instead of indexes: <c>spec.template.spec.containers[app].resources</c>.</summary>
    public required YamlPath LogicalPath { get; init; }

    /// <summary>How reports write <see cref="Path"/>.</summary>
    public string PathText => ReportLength.OfNote(Path.ToString());

    /// <summary>How reports write <see cref="LogicalPath"/>.</summary>
    public string LogicalPathText => ReportLength.OfNote(LogicalPath.ToString());

    /// <summary>Where its numbers come from, most important first.</summary>
    public ImmutableArray<ReportedSource> From
    {
        get;
        init => field = ReportLength.Of(value);
    } = [];

    /// <summary>Other places, most important first.</summary>
    public ImmutableArray<ReportedRelation> Related
    {
        get;
        init => field = ReportLength.Of(value);
    } = [];

    /// <summary>A repair, or null.</summary>
    public ReportedFix? Fix { get; init; }

    /// <summary>What to write where no edit can be made of it; null where the repair says it, or nothing can be said.</summary>
    public Advice? Advice { get; init; }

    /// <summary>Why it is quiet; null if it is not.</summary>
    public ReportedSuppression? Suppression { get; init; }

    /// <summary>True if its place is one of what a template renders, and the file that it names is the template.</summary>
    public bool IsRendered { get; init; }

    /// <summary>What was assumed for its file and not for the run; null where nothing differs.</summary>
    public ReportedAssumptions? Assumptions { get; init; }

    /// <summary>Rule, kind, namespace, name and logical path, hashed: stays while lines move.</summary>
    public string Fingerprint => FingerprintAt(AlsoAt.IsEmpty ? LogicalPath : Places.First().Path);

    // In an order that the one of the containers does not change.
    private IEnumerable<(string? Container, YamlPath Path)> Places =>
        AlsoAt.Append((Container, Path: LogicalPath)).OrderBy(p => p.Path.ToString(), StringComparer.Ordinal);

    private string FingerprintAt(YamlPath path)
    {
        var written = Written ?? Object;
        string identity = string.Join('\n', RuleId, written?.Kind, written?.Namespace, written?.Name, path);
        return Sha256.HexOf(identity)[..32];
    }

    /// <summary>The hash of the line and what follows it, as GitHub's upload action computes it; null unless asked for.</summary>
    public string? LineHash { get; init; }
}

/// <summary>A finding that is not told because another stands for it (rules.md rule 1).</summary>
/// <param name="RuleId">Its rule.</param>
/// <param name="RuleName">The name of that.</param>
/// <param name="Place">Where it would stand.</param>
/// <param name="What">What it would say.</param>
/// <param name="ByRuleId">The rule of the finding that is told instead.</param>
/// <param name="ByPlace">Where that stands.</param>
public sealed record SupersededFinding(
    string RuleId,
    string RuleName,
    ReportedPlace Place,
    string What,
    string ByRuleId,
    ReportedPlace ByPlace
)
{
    /// <summary>What it would say.</summary>
    public string What
    {
        get;
        init => field = ReportLength.OfNote(value);
    } = ReportLength.OfNote(What);

    /// <summary>One that is not told for another.</summary>
    internal static SupersededFinding Of(ReportedFinding dropped, ReportedFinding by) =>
        new(dropped.RuleId, dropped.RuleName, dropped.Place, dropped.Statement.What, by.RuleId, by.Place);
}

/// <summary>Findings that were asked to be left out.</summary>
/// <param name="Count">How many; at least 1.</param>
/// <param name="Which">What they have in common, and what asked for it: <c>below error (--min-severity)</c>.</param>
public sealed record LeftOutFindings(int Count, string Which);

/// <summary>An exception in our own code: a bug, reported and survived.</summary>
public sealed record RuleCrash(string File, string RuleId, Exception Exception);

/// <summary>Everything a scan found.</summary>
public sealed record LintResult
{
    /// <summary>The findings that count, by path, offset, rule id.</summary>
    public required ImmutableArray<ReportedFinding> Findings { get; init; }

    /// <summary>The findings that are suppressed, in the same order; each says why.</summary>
    public ImmutableArray<ReportedFinding> Suppressed { get; init; } = [];

    /// <summary>Both sorts together, in the same order.</summary>
    public IEnumerable<ReportedFinding> All => Suppressed.IsEmpty ? Findings : InOrder(Findings.Concat(Suppressed));

    /// <summary>True if findings were compared with a baseline.</summary>
    public bool HasBaseline { get; init; }

    /// <summary>How many findings of the baseline there are no more.</summary>
    public int GoneFromBaseline { get; init; }

    /// <summary>What was left out on demand, in the order in which it was.</summary>
    public ImmutableArray<LeftOutFindings> LeftOut { get; init; } = [];

    /// <summary>What another finding stands for, by path and place; empty unless asked for.</summary>
    public ImmutableArray<SupersededFinding> Superseded { get; init; } = [];

    /// <summary>What was not analysed, by path.</summary>
    public ImmutableArray<SkippedFile> Skipped { get; init; } = [];

    /// <summary>Exceptions in our own code.</summary>
    public ImmutableArray<RuleCrash> Crashes { get; init; } = [];

    /// <summary>Files that were read.</summary>
    public int FileCount { get; init; }

    /// <summary>Kubernetes objects in them.</summary>
    public int ObjectCount { get; init; }

    /// <summary>Pods in them (an object may hold several).</summary>
    public int PodCount { get; init; }

    /// <summary>Without some findings, suppressed or not.</summary>
    /// <param name="isLeftOut">Which.</param>
    /// <param name="which">What they have in common, for <see cref="LeftOutFindings"/>.</param>
    public LintResult Without(Func<ReportedFinding, bool> isLeftOut, string which)
    {
        int count = Findings.Count(isLeftOut);
        return this with
        {
            Findings = [.. Findings.Where(f => !isLeftOut(f))],
            Suppressed = [.. Suppressed.Where(f => !isLeftOut(f))],
            LeftOut = count == 0 ? LeftOut : LeftOut.Add(new LeftOutFindings(count, which)),
        };
    }

    /// <summary>By path, position, rule: the order of every report.</summary>
    public static IEnumerable<ReportedFinding> InOrder(IEnumerable<ReportedFinding> findings) => findings.Order(s_order);

    // One comparison: each ThenBy is a generic virtual method, whose look-up is felt where one file is scanned.
    private static readonly Comparer<ReportedFinding> s_order = Comparer<ReportedFinding>.Create(
        (a, b) =>
            string.CompareOrdinal(a.Place.File, b.Place.File) is not 0 and var byFile ? byFile
            : a.Place.Offset.CompareTo(b.Place.Offset) is not 0 and var byOffset ? byOffset
            : string.CompareOrdinal(a.RuleId, b.RuleId) is not 0 and var byRule ? byRule
            : string.CompareOrdinal(a.Statement.What, b.Statement.What) is not 0 and var byText ? byText
            : string.CompareOrdinal(a.Object?.ToString(), b.Object?.ToString()) is not 0 and var byObject ? byObject
            : string.CompareOrdinal(a.Container, b.Container)
    );
}
