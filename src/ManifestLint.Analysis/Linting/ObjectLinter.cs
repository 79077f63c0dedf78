using System.Collections.Immutable;
using ManifestLint.Cluster;
using ManifestLint.Composition;
using ManifestLint.Composition.Merging;
using ManifestLint.Detaching;
using ManifestLint.Facts;
using ManifestLint.Findings;
using ManifestLint.Judging;
using ManifestLint.Manifests;
using ManifestLint.Neighbours;
using ManifestLint.Operators;
using ManifestLint.Owners;
using ManifestLint.Reading;
using ManifestLint.Rules;
using ManifestLint.Scanning;
using ManifestLint.Suppressing;
using ManifestLint.Yaml;

namespace ManifestLint.Linting;

/// <summary>Lints objects, one by one: facts per pod, rules over them, then what configuration and suppressions make of it.</summary>
/// <param name="run">What all of the scan share.</param>
/// <param name="source">The file that the objects stand in; of composed objects the kustomization's.</param>
/// <param name="overlay">The kustomization that composes the objects; null for objects as they are written.</param>
/// <param name="outcome">Where results go.</param>
/// <param name="pool">Keeps texts that recur once.</param>
/// <param name="hashes">The hashes of the file's lines.</param>
internal sealed class ObjectLinter(
    LintRun run,
    LintSource source,
    Overlay? overlay,
    FileOutcome outcome,
    TextPool pool,
    SourceHashes hashes
)
{
    /// <summary>What a crash outside of every rule is told of.</summary>
    internal const string SuppressionsStep = "suppressions";

    private readonly FindingReport _report = new(pool, hashes, run.Overlays.Secrets);
    private readonly RunSettings _settings = run.SettingsOf(source.FullPath);

    // Those of the file that was asked about last.
    private (string? File, FileSeverities? Of) _severities;

    // Whether the object that was asked about last has its keys in order.
    private (Manifest? Of, bool IsSorted) _ordered;

    // The object at work, where it owns or is owned: its findings wait until it is known who is whose.
    private OwnedObject? _owned;

    // The composed object at work.
    private ComposedObject? _composed;

    /// <summary>The suppressions in force; null if there are none.</summary>
    public FileSuppressions? Suppressions { get; set; }

    /// <summary>True if an object of the document at work has findings about its pods move to it.</summary>
    public bool Owns { get; set; }

    /// <summary>A place as reports see it.</summary>
    public ReportedPlace Place(Location location) => _report.Place(location);

    private ObjectPlace PlaceOf(Manifest manifest) =>
        ObjectPlace.Of(source.FullPath, manifest, run.Request.Assumptions.Namespace, overlay?.File);

    /// <summary>Lints an object.</summary>
    /// <param name="manifest">The object.</param>
    /// <param name="isPartial">True if it may be changed by something that is not known.</param>
    /// <param name="composed">How it was composed; null for one that is as it is written.</param>
    public void Lint(Manifest manifest, bool isPartial = false, ComposedObject? composed = null)
    {
        _composed = composed;
        var found = new List<(Finding Item, CatalogEntry Entry)>();
        Run(_settings.Rules.Manifests, found, rule => rule.Check(manifest));
        Run(_settings.Rules.PodsAndObjects, found, rule => rule.Check(manifest));
        int ofObject = found.Count;
        var place = PlaceOf(manifest);
        var notes = new List<(SetNote Item, CatalogEntry Entry)>();
        // A part of an object says nothing about others.
        if (!isPartial)
            Run(_settings.Rules.Sets, notes, rule => rule.Note(manifest, place, run.Set));
        ImmutableArray<Workload> workloads = [];
        Survive("operators", () =>
            workloads = OperatorPods.Of(manifest, FeatureGates.Of(_settings.Assumptions.KubernetesVersion).SidecarContainers)
        );
        if (isPartial)
            workloads = [.. workloads.Select(w => w.AsPatch())];
        Count(workloads, manifest, composed?.Gap);
        bool isTentative = false;
        PodFacts? facts = null;
        foreach (var workload in workloads)
        {
            facts = Facts(workload, place);
            isTentative |= facts?.AbsenceSaysNothing ?? true;
            if (facts is not null)
                Check(facts, found, notes);
        }
        Survive(SuppressionsStep, () => Suppressions?.Enter(manifest, workloads, isTentative));
        var containers = workloads.IsEmpty ? ContainerIndex.None : new ContainerIndex([.. workloads.SelectMany(w => w.Pod.AllContainers)]);
        _owned = null;
        if (run.AnyOwned && facts is not null && workloads.Length == 1)
            Survive("owners", () =>
                _owned = OwnedObjects.Of(facts, place, _report, run.Severities.Of(source.Path, source, overlay?.File), Suppressions)
            );
        Owns |= _owned is { Standing: not null };
        NameContainers(found, ofObject, containers);
        Report(found, manifest, containers);
        foreach (var (note, entry) in notes)
            Survive(entry.Rule.Id, () => Hold(note, entry, manifest, containers));
        if (_owned is { IsOwner: true } or { Findings.Count: > 0 } or { AwaitsClaims: true })
            outcome.Owned.Add(_owned);
        _owned = null;
    }

    // What a rule that knows no pods finds within a container is found in it.
    private void NameContainers(List<(Finding Item, CatalogEntry Entry)> found, int ofObject, ContainerIndex containers)
    {
        for (int i = 0; i < ofObject; i++)
        {
            var (finding, entry) = found[i];
            if (finding.Container is not null)
                continue;
            int at = i;
            Survive(entry.Rule.Id, () =>
            {
                if (containers.At(finding.Path) is { Name: { } name } container && IsWithin(finding.Location, container.Node.Location))
                    found[at] = (finding with { Container = name }, entry);
            });
        }
    }

    // Of a key that is there twice an address leads to one list only. What a patch writes stands elsewhere.
    private static bool IsWithin(Location location, Location container) =>
        location.Source != container.Source || IsOfText(location, container);

    private static bool IsOfText(Location location, Location whole) =>
        location.Source == whole.Source && location.Span.Start >= whole.Span.Start && location.Span.Start <= whole.Span.End;

    // What is only a part of a pod is none.
    private void Count(ImmutableArray<Workload> workloads, Manifest manifest, CompositionGap? gap)
    {
        int partial = workloads.Count(w => w.Completeness == Completeness.Patch);
        outcome.Pods += workloads.Length - partial;
        if (partial == 0)
            return;
        var place = manifest.NamePlace.Node.Location;
        var cause =
            gap is not null ? SkipCause.DependsOnGap
            : run.Request.IsSearchCut ? SkipCause.SearchCut
            : SkipCause.Alone;
        outcome.Skipped.Add(
            new SkippedFile(place.Source.Path, cause, place.Start.Line)
            {
                Gap = gap?.Reason,
                NamedAt = gap is null ? null : (gap.Location.Source.Path, gap.Location.Start.Line),
            }
        );
    }

    private PodFacts? Facts(Workload workload, ObjectPlace place)
    {
        PodFacts? facts = null;
        string file = overlay is null
            ? source.FullPath
            : run.Overlays.FullPathOf(workload.Manifest.Root.Location.Source.Path) ?? source.FullPath;
        Survive("facts", () =>
            facts = PodFacts.Compute(workload, run.Set, place, run.Request.AssumptionsFor(workload, place, file), run.Request.Servers)
        );
        return facts;
    }

    private void Check(PodFacts pod, List<(Finding Item, CatalogEntry Entry)> found, List<(SetNote Item, CatalogEntry Entry)> notes)
    {
        var podPath = pod.Workload.PodPath;
        int first = found.Count;
        Run(_settings.Rules.Pods.For(pod), found, rule => rule.Check(pod));
        var ofContainers = _settings.Rules.Containers.For(pod);
        foreach (var container in pod.Containers)
            Run(ofContainers, found, rule => rule.Check(container, pod));
        for (int i = first; i < found.Count; i++)
            found[i] = (found[i].Item with { PodPath = podPath }, found[i].Entry);
        first = notes.Count;
        Run(_settings.Rules.Sets, notes, rule => rule.Note(pod, run.Set));
        for (int i = first; i < notes.Count; i++)
        {
            if (notes[i].Item is { Claim: { } claim } note)
                notes[i] = (note with { Claim = claim with { PodPath = podPath } }, notes[i].Entry);
        }
    }

    /// <summary>What the rules about documents find in one.</summary>
    public List<(Finding Item, CatalogEntry Entry)> Check(YamlDocument document)
    {
        var found = new List<(Finding, CatalogEntry)>();
        Run(_settings.Rules.Files, found, rule => rule.Check(document));
        return found;
    }

    // What all rules of a base find. One that throws is our bug: it is reported as one, and the others still speak.
    private void Run<TRule, TItem>(
        ImmutableArray<(TRule Rule, CatalogEntry Entry)> rules,
        List<(TItem, CatalogEntry)> found,
        Func<TRule, IEnumerable<TItem>> check
    )
        where TRule : Rule
    {
        IEnumerable<TItem> none = [];
        foreach (var (rule, entry) in rules)
        {
            try
            {
                var items = check(rule);
                // Of most, which is told without an enumerator.
                if (ReferenceEquals(items, none))
                    continue;
                foreach (var item in items)
                {
                    Touch(item);
                    found.Add((item, entry));
                }
            }
            catch (Exception exception) when (exception is not OutOfMemoryException)
            {
                NoteCrash(rule.Id, exception);
            }
        }
    }

    // What every finding is asked for afterwards: one that cannot tell fails here, where that costs its rule alone.
    private static void Touch<TItem>(TItem item)
    {
        ArgumentNullException.ThrowIfNull(item);
        if (item is not Finding finding)
            return;
        _ = finding.Statement.GetHashCode();
        _ = finding.Path.Length;
    }

    /// <summary>Does something that may fail; a failure is our bug, and is told.</summary>
    public void Survive(string ruleId, Action work)
    {
        try
        {
            work();
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            NoteCrash(ruleId, exception);
        }
    }

    private void NoteCrash(string ruleId, Exception exception) => outcome.Crashes.Add(new RuleCrash(source.Path, ruleId, exception));

    /// <summary>Supersession, severity, suppressions.</summary>
    public void Report(List<(Finding Item, CatalogEntry Entry)> found, Manifest? manifest, ContainerIndex containers)
    {
        if (found.Count == 0)
            return;
        HashSet<(string, Location, YamlPath, Statement, string?)>? off = null;
        foreach (var (finding, entry) in found)
        {
            if (IsOff(finding, entry, manifest))
                (off ??= []).Add(KeyOf(finding));
        }
        var told = Remaining(
            off is null ? found : [.. found.Where(f => !off.Contains(KeyOf(f.Item)))],
            containers,
            run.Request.WithSuperseded ? List : null
        );
        // What an owned object shows is printed at its owner, whose file decides whether it counts.
        if (IsOwned && off is not null)
            told.AddRange(Remaining(found, containers, null).Where(f => off.Contains(KeyOf(f.Item))));
        foreach (var (finding, entry) in told)
        {
            Survive(entry.Rule.Id, () =>
            {
                var container = containers.At(finding.Path);
                Add(finding, entry, manifest, containers, Suppressions?.Silence(finding, manifest, container));
            });
        }
    }

    private bool IsOwned => _owned is { IsOwner: false };

    private List<(Finding Item, CatalogEntry Entry)> Remaining(
        List<(Finding Item, CatalogEntry Entry)> found,
        ContainerIndex containers,
        Action<Superseded>? list
    )
    {
        // What cannot be told apart is told as it is.
        var remaining = found;
        Survive("supersession", () => remaining = [
                .. Supersession
                    .Apply(found, containers, list)
                    // An address is one occurrence, of which several rounds may tell: two pods are made of one template. What is behind an alias has two.
                    .DistinctBy(f => KeyOf(f.Finding)),
            ]);
        return remaining;
    }

    private static (string, Location, YamlPath, Statement, string?) KeyOf(Finding finding) =>
        (finding.RuleId, finding.Location, finding.Path, finding.Statement, finding.Container);

    private void List(Superseded dropped) =>
        outcome.Superseded.Add(
            new(
                dropped.Finding.RuleId,
                dropped.Entry.Name,
                _report.Place(dropped.Finding.Location),
                pool[ReportLength.Of(dropped.Finding.Statement).What],
                dropped.By.RuleId,
                _report.Place(dropped.By.Location)
            )
        );

    // One that cannot even be asked about is our bug, too.
    private bool IsOff(Finding finding, CatalogEntry entry, Manifest? manifest)
    {
        bool isOff = true;
        Survive(entry.Rule.Id, () => isOff = SeverityOf(finding, entry, manifest) == Severity.Off);
        return isOff;
    }

    private void Add(Finding finding, CatalogEntry entry, Manifest? manifest, ContainerIndex containers, ActiveSuppression? silencer)
    {
        var reported = Detach(finding, entry, manifest, containers, silencer);
        if (_owned is null)
            outcome.Findings.Add(reported);
        else
            _owned.Findings.Add(OwnedObjects.Of(finding, reported, entry, containers));
    }

    private ReportedFinding Detach(
        Finding finding,
        CatalogEntry entry,
        Manifest? manifest,
        ContainerIndex containers,
        ActiveSuppression? silencer
    )
    {
        var reported = _report.Detach(finding, entry, SeverityOf(finding, entry, manifest), manifest, containers) with
        {
            Assumptions = _settings.OfItsOwn,
            IsRendered = source.IsRendered,
            IsOfSorted = manifest is not null && IsSorted(manifest),
            Taker = manifest is null ? null : TakerOf(finding, manifest, containers),
        };
        // Of what is missing, where to write it says more than how much.
        if (reported.Fix is null && (reported.Advice is null || finding.Lacks is not null))
            reported = reported with { Advice = WhereFrom(manifest) ?? reported.Advice };
        if (overlay is not null && manifest is not null)
            reported = OfOverlay(reported, finding, manifest, containers);
        return silencer is null
            ? reported
            : reported with
            {
                Suppression = new(silencer.Kind, silencer.Reason, silencer.Text.Until, _report.Place(silencer.Location)),
            };
    }

    // An alias leads out of the container or object that it stands in, and so do patches and values of ConfigMaps. Behind one that leads to the whole
    // container or pod both are somebody else's text.
    private ReportedPlace? TakerOf(Finding finding, Manifest manifest, ContainerIndex containers)
    {
        var root = manifest.Root.Location;
        var container = containers.At(finding.Path);
        if ((container?.Path ?? finding.PodPath)?.AliasOnWay(manifest.Root) is { } alias)
            return _report.Place(alias.Location);
        bool isOwn = IsOfText(finding.Location, root) && (container is null || IsOfText(finding.Location, container.Node.Location));
        if (isOwn)
            return null;
        var name = container?.NameNode.Location;
        return _report.Place(name is { } own && IsOfText(own, root) ? own : manifest.NamePlace.Node.Location);
    }

    // Each finding of an object asks, and a look goes through all of it.
    private bool IsSorted(Manifest manifest)
    {
        if (!ReferenceEquals(manifest, _ordered.Of))
            _ordered = (manifest, KeyOrder.IsSorted(manifest.Root));
        return _ordered.IsSorted;
    }

    // What is written into a file that a program writes again is lost.
    private Advice? WhereFrom(Manifest? manifest) =>
        manifest is null || source.IsRendered ? null
        : RenderedChart.NameOf(manifest) is { } chart
            ? new Advice($"not here but in the values of {chart}, from which this file is rendered")
        : outcome.IsGenerated ? new Advice("not here but in the source from which this file is generated")
        : null;

    private ReportedFinding OfOverlay(ReportedFinding reported, Finding finding, Manifest manifest, ContainerIndex containers)
    {
        var surroundings = ImmutableArray.CreateBuilder<ReportedPlace>();
        surroundings.Add(_report.Place(manifest.Root.Location));
        if (containers.At(finding.Path) is { } container)
            surroundings.Add(_report.Place(container.Node.Location));
        ImmutableArray<ReportedRelation> related = [.. reported.Related, .. Replacements(finding)];
        // A finding far from the kustomization that makes it shows that one, too.
        bool isSeen = IsOfOverlay(reported.Place) || related.Any(r => IsOfOverlay(r.Place)) || overlay!.Composed.File is null;
        return reported with
        {
            Overlays = [overlay!.Name],
            Written =
                _composed is { } composed && reported.Object is { } self
                    ? self with
                    {
                        Name = composed.WrittenName,
                        Namespace = composed.WrittenNamespace,
                    }
                    : null,
            Surroundings = surroundings.DrainToImmutable(),
            Related = isSeen ? related : related.Add(new(_report.Place(KustomizationPlace(manifest)), "composed here")),
        };
    }

    // What a replacement copied stands in another object, which does not say where it goes.
    private IEnumerable<ReportedRelation> Replacements(Finding finding) =>
        _composed is not { Replaced: { IsEmpty: false } replaced }
            ? []
            : finding
                .Related.Select(r => r.Location)
                .Prepend(finding.Location)
                .SelectMany(place => replaced.Where(r => IsOfText(place, r.Value)))
                .DistinctBy(r => r.Entry)
                .Select(r => new ReportedRelation(_report.Place(r.Entry), $"replaced here by {r.Source}"));

    private bool IsOfOverlay(ReportedPlace place) => PathText.FolderOf(place.File) == PathText.FolderOf(overlay!.Display);

    // The entry that brings the object's file in, else the first line.
    private Location KustomizationPlace(Manifest manifest) =>
        run.Overlays.FullPathOf(manifest.Root.Location.Source.Path) is { } file && run.Overlays.EntryFor(overlay!, file) is { } entry
            ? entry
            : new Location(overlay!.Composed.File!, default);

    // What is done to a finding is done to a claim now, while its text is at hand.
    private void Hold(SetNote note, CatalogEntry entry, Manifest manifest, ContainerIndex containers)
    {
        var held = new HeldNote(entry, note.Record, _report.Place(note.Location)) { Owned = _owned };
        outcome.Notes.Add(held);
        if (note.Claim is not { } claim || (!IsOwned && SeverityOf(claim, entry, manifest) == Severity.Off))
            return;
        _owned?.AwaitsClaims = true;
        held.Severity = claim.SeverityOr(entry.Page.Severity);
        var container = containers.At(claim.Path);
        held.Claim = Detach(claim, entry, manifest, containers, Suppressions?.Silence(claim, manifest, container, held.Standing));
    }

    // The severity is that of the file that the finding is printed in.
    private Severity SeverityOf(Finding finding, CatalogEntry entry, Manifest? manifest)
    {
        string file = finding.Location.Source.Path;
        if (!ReferenceEquals(file, _severities.File))
            _severities = (file, run.Severities.Of(file, source, overlay?.File));
        return _severities.Of!.Of(finding, entry, manifest);
    }

    /// <summary>Judges a suppression, once it is known what it silenced.</summary>
    /// <param name="active">It.</param>
    /// <param name="inForce">Those that may silence what is found about it.</param>
    /// <param name="isReported">True to report that.</param>
    /// <param name="isStanding">True if what it speaks for may be found about objects that nobody judges, so that it cannot be called unused.</param>
    public void Judge(ActiveSuppression active, SuppressionsInForce inForce, bool isReported, bool isStanding = false)
    {
        if (isReported)
            active.Conclude();
        var severities = run.Severities.Of(source.Path, source, overlay?.File);
        // What stands beside a named file was read for its facts only: the rule did not run over all that it could be about.
        bool IsAsked(CatalogEntry entry) =>
            !entry.Rule.NeedsStatus && !(run.HasPodsBeside && (isStanding || entry.Rule is ManifestSetRule));
        var judged = active.Judged(e => IsAsked(e) && severities.IsOn(e, active.Owner));
        var found = new List<(Finding Item, CatalogEntry Entry)>();
        Run(_settings.Rules.Suppressions, found, rule => rule.Check(judged));
        foreach (var (item, entry) in found)
        {
            var finding = item with { Container = active.Container };
            if (severities.Of(finding, entry, active.Owner) == Severity.Off)
                continue;
            Survive(entry.Rule.Id, () =>
            {
                var silencer = inForce.Silence(finding, active.Owner, null, new(finding.RuleId, finding.Container, Except: active));
                if (isReported)
                    Add(finding, entry, active.Owner, ContainerIndex.None, silencer);
            });
        }
    }
}
