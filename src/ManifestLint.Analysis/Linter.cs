using System.Collections.Immutable;
using ManifestLint.Facts;
using ManifestLint.Findings;
using ManifestLint.Manifests;
using ManifestLint.Rules;
using ManifestLint.Yaml;

namespace ManifestLint;

/// <summary>
/// The staircase: sources, context, objects, facts, findings. Each step is a method, in order; the result depends neither on the order of
/// sources nor on the number of threads.
/// </summary>
public sealed class Linter
{
    private readonly LintRequest _request;
    private readonly ImmutableArray<LintSource> _sources;
    private readonly ImmutableArray<CatalogEntry> _rules;
    private readonly SeverityChoice _severities;
    private readonly bool _sidecars;
    private bool _anyOwned;

    private Linter(LintRequest request)
    {
        _request = request;
        _sources = [.. request.Sources.OrderBy(s => s.Path, StringComparer.Ordinal)];
        _severities = new SeverityChoice(request);
        _rules = [.. RuleCatalog.All.Where(_severities.MayRun)];
        _sidecars = FeatureGates.Of(request.Assumptions.KubernetesVersion).SidecarContainers;
    }

    /// <summary>Findings.</summary>
    public static LintResult Lint(LintRequest request)
    {
        var linter = new Linter(request);
        var context = linter.ReadContext();
        var outcomes = linter.ForEachSource((source, index, pool) => linter.LintFile(source, Take(context.Kept, index), context.Set, pool));
        SetStep.Judge(linter._rules, outcomes);
        return Result(outcomes, Ownership.Settle([.. outcomes.SelectMany(o => o.Owned)], context.Set.AreNeighbours));
    }

    /// <summary>Facts: what <paramref name="select"/> takes from each pod, in the order of files and documents.</summary>
    public static (ImmutableArray<T> Pods, LintResult Result) Inspect<T>(LintRequest request, Func<PodFacts, string, T> select)
    {
        var linter = new Linter(request);
        var context = linter.ReadContext();
        var pods = new List<T>[linter._sources.Length];
        var outcomes = linter.ForEachSource(
            (source, index, _) => linter.InspectFile(source, Take(context.Kept, index), context.Set, pods[index] = [], select)
        );
        return ([.. pods.SelectMany(p => p)], Result(outcomes, []));
    }

    // Steps 1 and 2: skim every file, take values from the documents that hold context, drop the rest.
    private (ManifestSet Set, ImmutableDictionary<int, YamlDocument>[] Kept) ReadContext()
    {
        var kept = new ImmutableDictionary<int, YamlDocument>[_sources.Length];
        var neighbours = new ImmutableDictionary<int, YamlDocument>[_request.Neighbours.Length];
        var owned = new bool[_sources.Length];
        Parallel.For(0, _sources.Length, Options, i => (kept[i], owned[i]) = ContextDocuments(_sources[i]));
        _anyOwned = owned.Contains(true);
        Parallel.For(0, neighbours.Length, Options, i => neighbours[i] = ContextDocuments(_request.Neighbours[i]).Kept);

        var reader = new ContextReader();
        foreach (var (source, documents) in _sources.Zip(kept).Concat(_request.Neighbours.Zip(neighbours)))
        {
            foreach (var document in documents.OrderBy(d => d.Key))
                Take(reader, source, document.Value);
        }
        var byPath = _sources
            .GroupBy(s => s.FullPath, StringComparer.Ordinal)
            .ToDictionary(g => g.Key, g => g.First(), StringComparer.Ordinal);
        var graph = KustomizationGraph.Build(reader.Kustomizations, (file, target) =>
        {
            var text = byPath.TryGetValue(file, out var source) ? source.Open().Text : _request.ReadPatch(file);
            return text is null ? [] : KustomizePatches.Read(YamlReader.ReadYaml(text), target);
        });
        return (new ManifestSet(reader, graph), kept);
    }

    // Whether any object has an owner is told by the text, too: elsewhere nobody has to remember who could own.
    private static (ImmutableDictionary<int, YamlDocument> Kept, bool HoldsOwned) ContextDocuments(LintSource source)
    {
        if (source.Open().Text is not { } text)
            return (ImmutableDictionary<int, YamlDocument>.Empty, false);
        bool isKustomization = IsKustomization(source);
        var documents = ImmutableDictionary.CreateBuilder<int, YamlDocument>();
        int index = 0;
        foreach (var span in YamlDocuments.Cut(text))
        {
            if (isKustomization || Skim.MayHoldContext(text, span))
                documents.Add(index, UnknownValues.ReadDocument(text, span, index));
            index++;
        }
        return (documents.ToImmutable(), text.Text.Contains("ownerReferences", StringComparison.Ordinal));
    }

    private void Take(ContextReader reader, LintSource source, YamlDocument document)
    {
        if (IsKustomization(source) && document.Root?.Target is YamlMapping root)
        {
            reader.AddKustomization(root, source.FullPath);
            return;
        }
        foreach (var manifest in Manifest.Split(document))
            reader.Add(manifest, source.FullPath, _request.Assumptions.Namespace);
    }

    private static bool IsKustomization(LintSource source) => Kustomization.FileNames.Contains(PathText.NameOf(source.FullPath));

    // Step 3: facts per pod, rules over them; the tree goes as soon as its document is done.
    private FileOutcome LintFile(LintSource source, ImmutableDictionary<int, YamlDocument> kept, ManifestSet set, TextPool pool)
    {
        var analysis = new FileAnalysis(source, index => kept.GetValueOrDefault(index));
        var outcome = analysis.Outcome;
        FindingReport? report = null;
        FileSuppressions? suppressions = null;
        OwnedObject? owned = null;
        var severities = _severities.Of(source);
        analysis.Run(
            (text, document) =>
            {
                if (report is null)
                    suppressions = FileSuppressions.Of(text, _request);
                report ??= new FindingReport(pool, _request.WithLineHashes ? LineHashes.Of(text) : null);
                Settle(isEnd: false);
                suppressions?.Enter(document);
                Report(Run<FileRule, Finding>(outcome, source, rule => rule.Check(document)), null, []);
            },
            (_, manifest) =>
            {
                var found = Run<ManifestRule, Finding>(outcome, source, rule => rule.Check(manifest));
                var place = ObjectPlace.Of(source.FullPath, manifest, _request.Assumptions.Namespace);
                var notes = Run<ManifestSetRule, SetNote>(outcome, source, rule => rule.Note(manifest, place, set));
                var workloads = Workload.Of(manifest, _sidecars);
                outcome.Pods += workloads.Length;
                bool isTentative = false;
                PodFacts? facts = null;
                foreach (var workload in workloads)
                {
                    var pod = CheckPod(outcome, source, workload, set);
                    facts = pod.Facts;
                    foreach (var (finding, entry) in pod.Found)
                        found.Add((finding with { PodPath = workload.PodPath }, entry));
                    foreach (var (note, entry) in pod.Notes)
                        notes.Add(
                            (note with { Claim = note.Claim is { } claim ? claim with { PodPath = workload.PodPath } : null }, entry)
                        );
                    isTentative |= pod.AbsenceSaysNothing;
                }
                suppressions?.Enter(manifest, workloads, isTentative);
                ImmutableArray<ContainerSpec> containers = [.. workloads.SelectMany(w => w.Pod.AllContainers)];
                owned =
                    _anyOwned && facts is not null && workloads.Length == 1
                        ? OwnedObjects.Of(facts, place, report!, _rules, suppressions)
                        : null;
                Report(found, manifest, containers);
                foreach (var (note, entry) in notes)
                    Hold(note, entry, manifest, containers);
                if (owned is { IsOwner: true } or { Findings.Count: > 0 })
                    outcome.Owned.Add(owned);
                owned = null;
            }
        );
        if (!outcome.IsSkipped)
            Settle(isEnd: true);
        return outcome;

        // Steps 4 and 5: supersession, severity, suppressions.
        void Report(List<(Finding Item, CatalogEntry Entry)> found, Manifest? manifest, ImmutableArray<ContainerSpec> containers)
        {
            found.RemoveAll(f => severities.Of(f.Item, f.Entry, manifest) == Severity.Off);
            foreach (
                var (finding, entry) in Supersession
                    .Apply(found, containers)
                    .DistinctBy(f => (f.Finding.RuleId, f.Finding.Location, f.Finding.Message))
            )
            {
                Add(
                    finding,
                    entry,
                    manifest,
                    containers,
                    suppressions?.Silence(finding, manifest, Supersession.ContainerOf(finding.Path, containers))
                );
            }
        }

        void Add(
            Finding finding,
            CatalogEntry entry,
            Manifest? manifest,
            ImmutableArray<ContainerSpec> containers,
            ActiveSuppression? silencer
        )
        {
            var reported = Detach(finding, entry, manifest, containers, silencer);
            if (owned is null)
                outcome.Findings.Add(reported);
            else
                owned.Findings.Add(OwnedObjects.Of(finding, reported, entry, containers));
        }

        ReportedFinding Detach(
            Finding finding,
            CatalogEntry entry,
            Manifest? manifest,
            ImmutableArray<ContainerSpec> containers,
            ActiveSuppression? silencer
        )
        {
            var reported = report!.Detach(finding, entry, severities.Of(finding, entry, manifest), manifest, containers);
            return silencer is null
                ? reported
                : reported with
                {
                    Suppression = new(silencer.Kind, silencer.Text.Reason, silencer.Text.Until, report.Place(silencer.Location)),
                };
        }

        // What steps 4 and 5 do to a finding is done to a claim now, while its text is at hand.
        void Hold(SetNote note, CatalogEntry entry, Manifest manifest, ImmutableArray<ContainerSpec> containers)
        {
            var held = new HeldNote(entry, note.Record, report!.Place(note.Location)) { Owned = owned };
            outcome.Notes.Add(held);
            if (note.Claim is not { } claim || severities.Of(claim, entry, manifest) == Severity.Off)
                return;
            held.Claim = Detach(
                claim,
                entry,
                manifest,
                containers,
                suppressions?.Silence(claim, manifest, Supersession.ContainerOf(claim.Path, containers), held)
            );
        }

        // The rules about suppressions, twice: what they find may be suppressed too, and the suppression is then not unused.
        void Settle(bool isEnd)
        {
            if (suppressions?.Due(isEnd) is not { IsEmpty: false } due)
                return;
            var inForce = suppressions.InForce;
            for (int round = 1; round <= 2; round++)
            {
                foreach (var active in due)
                {
                    if (round == 2 && active.Awaits)
                        outcome.Postponed.Add(() => Judge(active, inForce, isReported: true));
                    else
                        Judge(active, inForce, isReported: round == 2);
                }
            }
            suppressions.Leave();
        }

        void Judge(ActiveSuppression active, ImmutableArray<ActiveSuppression> inForce, bool isReported)
        {
            if (isReported)
                active.Conclude();
            foreach (
                var (finding, entry) in Run<SuppressionRule, Finding>(outcome, source, rule =>
                    rule.Check(active.Judged(e => !e.Rule.NeedsStatus && severities.IsOn(e, active.Owner)))
                )
            )
            {
                if (severities.Of(finding, entry, active.Owner) == Severity.Off)
                    continue;
                var silencer = suppressions!.Silence(finding, active.Owner, null, inForce, except: active);
                if (isReported)
                    Add(finding, entry, active.Owner, [], silencer);
            }
        }
    }

    private readonly record struct PodOutcome(
        List<(Finding Item, CatalogEntry Entry)> Found,
        List<(SetNote Item, CatalogEntry Entry)> Notes,
        bool AbsenceSaysNothing,
        PodFacts? Facts
    );

    private PodOutcome CheckPod(FileOutcome outcome, LintSource source, Workload workload, ManifestSet set)
    {
        PodFacts facts;
        try
        {
            facts = PodFacts.Compute(workload, set, source.FullPath, _request.Assumptions);
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            outcome.Crashes.Add(new RuleCrash(source.Path, "facts", exception));
            return new([], [], true, null);
        }
        var found = Run<PodRule, Finding>(outcome, source, rule => rule.Check(facts));
        foreach (var container in facts.Containers)
            found.AddRange(Run<ContainerRule, Finding>(outcome, source, rule => rule.Check(container, facts)));
        return new(found, Run<ManifestSetRule, SetNote>(outcome, source, rule => rule.Note(facts, set)), facts.AbsenceSaysNothing, facts);
    }

    // A rule that throws is our bug: it is reported as one, and the other rules still speak.
    private List<(TItem Item, CatalogEntry Entry)> Run<TRule, TItem>(
        FileOutcome outcome,
        LintSource source,
        Func<TRule, IEnumerable<TItem>> check
    )
        where TRule : Rule
    {
        var found = new List<(TItem, CatalogEntry)>();
        foreach (var entry in _rules)
        {
            if (entry.Rule is not TRule rule)
                continue;
            try
            {
                foreach (var item in check(rule))
                    found.Add((item, entry));
            }
            catch (Exception exception) when (exception is not OutOfMemoryException)
            {
                outcome.Crashes.Add(new RuleCrash(source.Path, rule.Id, exception));
            }
        }
        return found;
    }

    private FileOutcome InspectFile<T>(
        LintSource source,
        ImmutableDictionary<int, YamlDocument> kept,
        ManifestSet set,
        List<T> pods,
        Func<PodFacts, string, T> select
    )
    {
        var analysis = new FileAnalysis(source, index => kept.GetValueOrDefault(index));
        analysis.Run(
            static (_, _) => { },
            (_, manifest) =>
            {
                foreach (var workload in Workload.Of(manifest, _sidecars))
                {
                    analysis.Outcome.Pods++;
                    try
                    {
                        pods.Add(select(PodFacts.Compute(workload, set, source.FullPath, _request.Assumptions), source.Path));
                    }
                    catch (Exception exception) when (exception is not OutOfMemoryException)
                    {
                        analysis.Outcome.Crashes.Add(new RuleCrash(source.Path, "facts", exception));
                    }
                }
            }
        );
        return analysis.Outcome;
    }

    private FileOutcome[] ForEachSource(Func<LintSource, int, TextPool, FileOutcome> analyse)
    {
        var outcomes = new FileOutcome[_sources.Length];
        Parallel.For(
            0,
            _sources.Length,
            Options,
            static () => new TextPool(),
            (i, _, pool) =>
            {
                outcomes[i] = analyse(_sources[i], i, pool);
                _request.FileDone();
                return pool;
            },
            static _ => { }
        );
        return outcomes;
    }

    // Once taken, the trees live as long as their file is worked on.
    private static ImmutableDictionary<int, YamlDocument> Take(ImmutableDictionary<int, YamlDocument>[] kept, int index)
    {
        var documents = kept[index];
        kept[index] = ImmutableDictionary<int, YamlDocument>.Empty;
        return documents;
    }

    private ParallelOptions Options => new() { MaxDegreeOfParallelism = Math.Max(1, _request.Jobs) };

    // Step 6: by path, position, rule. Sources are in path order already, but one file may be given twice.
    private static LintResult Result(FileOutcome[] outcomes, IEnumerable<ReportedFinding> ofOwners)
    {
        List<ReportedFinding> all = [.. outcomes.SelectMany(o => o.Findings), .. ofOwners];
        return new()
        {
            Findings = [.. LintResult.InOrder(all.Where(f => f.Suppression is null))],
            Suppressed = [.. LintResult.InOrder(all.Where(f => f.Suppression is not null))],
            Skipped = [.. outcomes.SelectMany(o => o.Skipped)],
            Crashes = [.. outcomes.SelectMany(o => o.Crashes)],
            FileCount = outcomes.Length,
            ObjectCount = outcomes.Sum(o => o.Objects),
            PodCount = outcomes.Sum(o => o.Pods),
        };
    }
}
