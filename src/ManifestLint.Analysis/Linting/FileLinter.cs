using System.Collections.Immutable;
using ManifestLint.Cluster;
using ManifestLint.Detaching;
using ManifestLint.Facts;
using ManifestLint.Findings;
using ManifestLint.Judging;
using ManifestLint.Manifests;
using ManifestLint.Neighbours;
using ManifestLint.Owners;
using ManifestLint.Reading;
using ManifestLint.Rules;
using ManifestLint.Suppressing;
using ManifestLint.Yaml;

namespace ManifestLint.Linting;

/// <summary>Lints one file, document by document: facts per pod, rules over them, then what configuration and suppressions make of it.</summary>
/// <param name="run">What all files of the scan share.</param>
/// <param name="source">The file.</param>
/// <param name="kept">The documents that were read for their context already, by index.</param>
/// <param name="pool">Keeps texts that recur once.</param>
internal sealed class FileLinter(LintRun run, LintSource source, ImmutableDictionary<int, YamlDocument> kept, TextPool pool)
{
    /// <summary>What a crash outside of every rule is told of.</summary>
    internal const string Suppressions = "suppressions";

    private readonly FileAnalysis _analysis = new(source, index => kept.GetValueOrDefault(index));
    private readonly FindingReport _report = new(pool, new SourceHashes(run.Hashes, source.Path));
    private readonly Assumptions _assumptions = run.Request.For(source.FullPath).Assumptions;
    private readonly ReportedAssumptions? _ofItsOwn = run.Request.For(source.FullPath).Assumptions.DifferenceTo(run.Request.Assumptions)
        is { } own
        ? new(own.Kubernetes?.ToString(), own.Memory, own.Cpu, own.Java)
        : null;
    private readonly ImmutableArray<CatalogEntry> _rules = run.RulesOf(run.Request.For(source.FullPath).Configuration);
    private FileSuppressions? _suppressions;
    private bool _isOpen;
    private TextSpan _document;

    // The object at work, where it owns or is owned: its findings wait until it is known who is whose.
    private OwnedObject? _owned;

    // The document at work, if other documents may take values from it.
    private TextSpan? _context;
    private bool _anyContext;

    // Whether the document at work, or one before it, holds an object that findings about its pods move to.
    private bool _owns;
    private bool _anyOwns;

    private FileOutcome Outcome => _analysis.Outcome;

    /// <summary>What comes out of the file.</summary>
    public FileOutcome Lint()
    {
        _analysis.Run(LintDocument, (_, manifest) => LintObject(manifest));
        if (!Outcome.IsSkipped)
            Settle(isEnd: true);
        return Outcome;
    }

    private void LintDocument(SourceText text, YamlDocument document)
    {
        if (!_isOpen)
            _suppressions = FileSuppressions.Of(text, run.Suppressions);
        _isOpen = true;
        Settle(isEnd: false);
        _context = kept.ContainsKey(document.Index) ? document.Span : null;
        _anyContext |= _context is not null;
        _owns = false;
        _document = document.Span;
        Survive(Suppressions, () => _suppressions?.Enter(document));
        Report(Run<FileRule, Finding>(rule => rule.Check(document)), null, []);
    }

    private void LintObject(Manifest manifest)
    {
        var found = Run<ManifestRule, Finding>(rule => rule.Check(manifest));
        found.AddRange(Run<PodRule, Finding>(rule => rule.Check(manifest)));
        var place = ObjectPlace.Of(source.FullPath, manifest, run.Request.Assumptions.Namespace);
        var notes = Run<ManifestSetRule, SetNote>(rule => rule.Note(manifest, place, run.Set));
        var workloads = Workload.Of(manifest, FeatureGates.Of(_assumptions.KubernetesVersion).SidecarContainers);
        Outcome.Pods += workloads.Length;
        bool isTentative = false;
        PodFacts? facts = null;
        foreach (var workload in workloads)
        {
            facts = Facts(workload);
            isTentative |= facts?.AbsenceSaysNothing ?? true;
            if (facts is not null)
                Check(facts, found, notes);
        }
        Survive(Suppressions, () => _suppressions?.Enter(manifest, workloads, isTentative));
        ImmutableArray<ContainerSpec> containers = [.. workloads.SelectMany(w => w.Pod.AllContainers)];
        _owned = null;
        if (run.AnyOwned && facts is not null && workloads.Length == 1)
            Survive("owners", () =>
                _owned = OwnedObjects.Of(facts, place, _report, run.Severities.Of(source.Path, source), _suppressions, _document)
            );
        _owns |= _owned is { Standing.IsEmpty: false };
        _anyOwns |= _owns;
        Report(found, manifest, containers);
        foreach (var (note, entry) in notes)
            Survive(entry.Rule.Id, () => Hold(note, entry, manifest, containers));
        if (_owned is { IsOwner: true } or { Findings.Count: > 0 })
            Outcome.Owned.Add(_owned);
        _owned = null;
    }

    private PodFacts? Facts(Workload workload)
    {
        PodFacts? facts = null;
        Survive("facts", () =>
            facts = PodFacts.Compute(workload, run.Set, source.FullPath, run.Request.AssumptionsFor(workload, run.Set, source.FullPath))
        );
        return facts;
    }

    private void Check(PodFacts pod, List<(Finding Item, CatalogEntry Entry)> found, List<(SetNote Item, CatalogEntry Entry)> notes)
    {
        var podPath = pod.Workload.PodPath;
        var ofPod = Run<PodRule, Finding>(rule => rule.Check(pod));
        foreach (var container in pod.Containers)
            ofPod.AddRange(Run<ContainerRule, Finding>(rule => rule.Check(container, pod)));
        found.AddRange(ofPod.Select(f => (f.Item with { PodPath = podPath }, f.Entry)));
        foreach (var (note, entry) in Run<ManifestSetRule, SetNote>(rule => rule.Note(pod, run.Set)))
            notes.Add((note with { Claim = note.Claim is { } claim ? claim with { PodPath = podPath } : null }, entry));
    }

    // A rule that throws is our bug: it is reported as one, and the other rules still speak.
    private List<(TItem Item, CatalogEntry Entry)> Run<TRule, TItem>(Func<TRule, IEnumerable<TItem>> check)
        where TRule : Rule
    {
        var found = new List<(TItem, CatalogEntry)>();
        foreach (var entry in _rules)
        {
            if (entry.Rule is not TRule rule)
                continue;
            Survive(rule.Id, () =>
            {
                foreach (var item in check(rule))
                    found.Add((item, entry));
            });
        }
        return found;
    }

    private void Survive(string ruleId, Action work)
    {
        try
        {
            work();
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            Outcome.Crashes.Add(new RuleCrash(source.Path, ruleId, exception));
        }
    }

    // Supersession, severity, suppressions.
    private void Report(List<(Finding Item, CatalogEntry Entry)> found, Manifest? manifest, ImmutableArray<ContainerSpec> containers)
    {
        found.RemoveAll(f => IsOff(f.Item, f.Entry, manifest));
        // What cannot be told apart is told as it is.
        var remaining = found;
        Survive("supersession", () =>
            remaining = [
                .. Supersession
                    .Apply(found, containers, run.Request.WithSuperseded ? List : null)
                    .DistinctBy(f => (f.Finding.RuleId, f.Finding.Location, f.Finding.Statement, f.Finding.Container)),
            ]
        );
        foreach (var (finding, entry) in remaining)
        {
            Survive(entry.Rule.Id, () =>
            {
                var container = Supersession.ContainerOf(finding.Path, containers);
                Add(finding, entry, manifest, containers, _suppressions?.Silence(finding, manifest, container));
            });
        }
    }

    private void List(Superseded dropped) =>
        Outcome.Superseded.Add(
            new(
                dropped.Finding.RuleId,
                dropped.Entry.Name,
                _report.Place(dropped.Finding.Location),
                pool[dropped.Finding.Statement.What],
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

    private void Add(
        Finding finding,
        CatalogEntry entry,
        Manifest? manifest,
        ImmutableArray<ContainerSpec> containers,
        ActiveSuppression? silencer
    )
    {
        var reported = Detach(finding, entry, manifest, containers, silencer);
        if (_owned is null)
            Outcome.Findings.Add(reported);
        else
            _owned.Findings.Add(OwnedObjects.Of(finding, reported, entry, containers));
    }

    private ReportedFinding Detach(
        Finding finding,
        CatalogEntry entry,
        Manifest? manifest,
        ImmutableArray<ContainerSpec> containers,
        ActiveSuppression? silencer
    )
    {
        var reported = _report.Detach(finding, entry, SeverityOf(finding, entry, manifest), manifest, containers) with
        {
            Assumptions = _ofItsOwn,
            IsRendered = source.IsRendered,
        };
        return silencer is null
            ? reported
            : reported with
            {
                Suppression = new(silencer.Kind, silencer.Text.Reason, silencer.Text.Until, _report.Place(silencer.Location)),
            };
    }

    // What is done to a finding is done to a claim now, while its text is at hand.
    private void Hold(SetNote note, CatalogEntry entry, Manifest manifest, ImmutableArray<ContainerSpec> containers)
    {
        var held = new HeldNote(entry, note.Record, _report.Place(note.Location)) { Owned = _owned };
        Outcome.Notes.Add(held);
        if (note.Claim is not { } claim || SeverityOf(claim, entry, manifest) == Severity.Off)
            return;
        var container = Supersession.ContainerOf(claim.Path, containers);
        held.Claim = Detach(claim, entry, manifest, containers, _suppressions?.Silence(claim, manifest, container, held.Standing));
    }

    // The severity is that of the file that the finding is printed in.
    private Severity SeverityOf(Finding finding, CatalogEntry entry, Manifest? manifest) =>
        run.Severities.Of(finding.Location.Source.Path, source).Of(finding, entry, manifest);

    // The rules about suppressions, twice: what they find may be suppressed too, and the suppression is then not unused.
    private void Settle(bool isEnd)
    {
        if (_suppressions?.Due(isEnd) is not { IsEmpty: false } due)
            return;
        var inForce = _suppressions.InForce;
        // Findings of other documents may point into one that holds context: its comments are judged when all have been.
        bool isStanding = _context is not null || (isEnd && _anyContext);
        // So are those of one that owns: what its pods show is printed in it.
        bool isPostponed = isStanding || _owns || (isEnd && _anyOwns);
        if (isStanding)
        {
            var document = _context ?? default;
            Survive(Suppressions, () =>
                Outcome.Standing.AddRange(
                    due.Where(a => a.Kind == SuppressionKind.Comment)
                        .Select(a => new StandingSuppression(a, document, _report.Place(a.Location)))
                )
            );
        }
        for (int round = 1; round <= 2; round++)
        {
            bool isReported = round == 2;
            foreach (var active in due)
            {
                if (isPostponed || (isReported && active.Awaits))
                    Outcome.Postponed.Add(() => Survive(Suppressions, () => Judge(active, inForce, isReported)));
                else
                    Survive(Suppressions, () => Judge(active, inForce, isReported));
            }
        }
        _suppressions.Leave();
    }

    private void Judge(ActiveSuppression active, ImmutableArray<ActiveSuppression> inForce, bool isReported)
    {
        if (isReported)
            active.Conclude();
        var severities = run.Severities.Of(source.Path, source);
        var judged = active.Judged(e => !e.Rule.NeedsStatus && severities.IsOn(e, active.Owner));
        foreach (var (finding, entry) in Run<SuppressionRule, Finding>(rule => rule.Check(judged)))
        {
            if (severities.Of(finding, entry, active.Owner) == Severity.Off)
                continue;
            Survive(entry.Rule.Id, () =>
            {
                var silencer = _suppressions!.Silence(finding, active.Owner, null, inForce, except: active);
                if (isReported)
                    Add(finding, entry, active.Owner, [], silencer);
            });
        }
    }
}
