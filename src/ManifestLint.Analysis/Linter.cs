using System.Collections.Concurrent;
using System.Collections.Immutable;
using ManifestLint.Cluster;
using ManifestLint.Composition;
using ManifestLint.Detaching;
using ManifestLint.Facts;
using ManifestLint.Findings;
using ManifestLint.Judging;
using ManifestLint.Linting;
using ManifestLint.Manifests;
using ManifestLint.Neighbours;
using ManifestLint.Operators;
using ManifestLint.Owners;
using ManifestLint.Reading;
using ManifestLint.Suppressing;
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
    private readonly List<RuleCrash> _crashes = [];
    private readonly Hands _hands;

    private Linter(LintRequest request)
    {
        _request = request;
        _hands = new Hands(Math.Max(1, request.Jobs));
        _sources = [.. request.Sources.OrderBy(s => s.Path, StringComparer.Ordinal)];
    }

    /// <summary>Findings.</summary>
    public static LintResult Lint(LintRequest request)
    {
        var linter = new Linter(request);
        var overlays = Overlays.Of(request, linter._sources);
        var context = linter.ReadContext(overlays);
        var severities = new SeverityChoice(
            request.Configuration,
            file => request.For(file).Configuration,
            [.. request.Sources, .. request.Neighbours],
            request.PathMatches,
            overlays.FullPathOf
        );
        var run = new LintRun
        {
            Request = request,
            Rules = [.. request.RulesInForce.Where(severities.MayRun)],
            Suppressions = request.Suppressions,
            Severities = severities,
            Overlays = overlays,
            Set = context.Set,
            AnyOwned = context.AnyOwned,
            HasPodsBeside = context.HasPodsBeside,
            Hands = linter._hands,
            Hashes = request.WithLineHashes ? new ConcurrentDictionary<string, LineHashes>(StringComparer.Ordinal) : null,
        };
        // First what is composed, whose trees are all there.
        var ofOverlays = OverlayLinter.Lint(run);
        overlays.Release();
        FileOutcome[] outcomes =
        [
            .. linter.ForEachSource((source, index, effort) => FileLinter.Lint(run, source, Take(context.Kept, index), effort)),
            .. ofOverlays,
        ];
        SetStep.Judge(run.Rules, outcomes);
        linter.Survive(ObjectLinter.SuppressionsStep, () => StandingSuppressions.Apply(outcomes, context.Comments));
        var dropped = new List<SupersededFinding>();
        var ofOwners = Settle(outcomes, request.WithSuperseded ? dropped.Add : null);
        if (dropped.Count > 0)
            outcomes[0].Superseded.AddRange(dropped);
        foreach (var postponed in outcomes.SelectMany(o => o.Postponed))
            linter.Survive(ObjectLinter.SuppressionsStep, postponed);
        return linter.Result(outcomes, ofOwners, overlays);
    }

    // What cannot be settled is told of each object.
    private static ImmutableArray<ReportedFinding> Settle(FileOutcome[] outcomes, Action<SupersededFinding>? list)
    {
        ImmutableArray<OwnedObject> owned = [.. outcomes.SelectMany(o => o.Owned)];
        try
        {
            return [.. Ownership.Settle(owned, ManifestSet.AreNeighbours, list)];
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            outcomes[0].Crashes.Add(new RuleCrash(owned[0].Self.Place.File, "owners", exception));
            return [.. owned.SelectMany(o => o.Findings).Where(f => !f.IsOff).Select(f => f.Reported)];
        }
    }

    /// <summary>Facts: what <paramref name="select"/> takes from each pod, in the order of files and documents; of composed ones in that of the kustomizations.</summary>
    /// <param name="request">What to look into.</param>
    /// <param name="select">Takes a pod, the path of its file, and how it is composed, or null.</param>
    public static (ImmutableArray<T> Pods, LintResult Result) Inspect<T>(
        LintRequest request,
        Func<PodFacts, string, ComposedPod?, T> select
    )
    {
        var linter = new Linter(request);
        var overlays = Overlays.Of(request, linter._sources);
        var context = linter.ReadContext(overlays);
        var inspection = new PodInspection<T>(request, context.Set, overlays, select);
        var composed = new List<T>();
        var told = linter._sources.Select(s => s.Path).ToHashSet(StringComparer.Ordinal);
        var ofOverlays = new FileOutcome();
        foreach (var overlay in overlays.All)
            inspection.Overlay(overlay, told, ofOverlays, composed);
        overlays.Release();
        var pods = new List<T>[linter._sources.Length];
        var outcomes = linter.ForEachSource(
            (source, index, effort) => inspection.File(source, Take(context.Kept, index), effort, pods[index] = [])
        );
        return ([.. pods.SelectMany(p => p), .. composed], linter.Result([.. outcomes, ofOverlays], [], overlays));
    }

    /// <summary>The same for who does not ask for the kustomization.</summary>
    public static (ImmutableArray<T> Pods, LintResult Result) Inspect<T>(LintRequest request, Func<PodFacts, string, T> select) =>
        Inspect(request, (pod, file, _) => select(pod, file));

    private sealed record Context(
        ManifestSet Set,
        KeptReading[] Kept,
        bool AnyOwned,
        bool HasPodsBeside,
        ImmutableArray<StandingSuppression> Comments
    );

    // What the texts tell before they are read: whether any object has an owner, or a template, so that elsewhere nobody has to remember who could
    // own. Asked by any thread; once it is known it need not be asked of another.
    private sealed class Skimmed(OwnerNames owners)
    {
        private volatile bool _holdsTemplate;

        public bool HoldsTemplate => _holdsTemplate;

        public void Add(SourceText text)
        {
            owners.Add(text);
            _holdsTemplate = _holdsTemplate || Skim.MayHoldTemplate(text.Text);
        }

        public void AddTemplate() => _holdsTemplate = true;
    }

    // Skims every file, takes values from the documents that hold context, drops the rest.
    private Context ReadContext(Overlays overlays)
    {
        var skimmed = new Skimmed(overlays.Owners);
        var kept = new KeptReading[_sources.Length];
        var texts = new KeptTexts();
        SideBySide.For(0, _sources.Length, _hands, i =>
        {
            var role = overlays.RoleOf(_sources[i].FullPath);
            if (role != FileRole.Composed)
            {
                kept[i] = role == FileRole.Secret ? KeptReading.None : Skimming(_sources[i], texts, skimmed);
                return;
            }
            // What is composed counts as it is composed, and was read for that.
            kept[i] = new KeptReading(overlays.ReadDocuments(_sources[i].FullPath));
            skimmed.AddTemplate();
        });
        var (neighbours, withPods) = ReadNeighbours();

        var reader = new ContextReader();
        // Of most files nothing is context.
        var read = _sources.Zip(kept.Select(k => k.Documents)).Concat(_request.Neighbours.Zip(neighbours)).Where(f => !f.Second.IsEmpty);
        foreach (var (source, documents) in read)
        {
            if (overlays.RoleOf(source.FullPath) is FileRole.Composed or FileRole.Secret || overlays.IsComposedForFacts(source.FullPath))
                continue;
            foreach (var document in documents.OrderBy(d => d.Key))
            {
                foreach (var manifest in Manifest.Split(document.Value))
                    reader.Add(manifest, source.FullPath, _request.Assumptions.Namespace);
            }
        }
        foreach (var overlay in overlays.All.Concat(overlays.ForFacts))
        {
            foreach (var composed in overlay.Objects)
            {
                // What may be changed by something that is not known, or lacks a file, says nothing for certain.
                if (composed.Gap is not null)
                    continue;
                if (Manifest.OfComposed(composed.Root, overlays.DocumentsOf) is { } manifest && ManifestSet.IsContextKind(manifest.Kind))
                    reader.Add(manifest, overlay.File, _request.Assumptions.Namespace, overlay.File, composed.Plain);
            }
        }
        bool anyOwned = !overlays.Owners.IsEmpty;
        return new(
            new ManifestSet(reader, ScaleTargets.Beside(reader, overlays, _sources))
            {
                MayHoldPodsAndTemplates = anyOwned && (!overlays.All.IsEmpty || skimmed.HoldsTemplate),
                MayOwn = overlays.Owners.MayOwn,
            },
            kept,
            anyOwned,
            withPods.Contains(true),
            [
                .. neighbours.SelectMany(documents => CommentsOf(documents.OrderBy(d => d.Key).Select(d => d.Value), overlays.Secrets)),
                .. overlays.TextsBeside().SelectMany(documents => CommentsOf(documents, overlays.Secrets)),
            ]
        );
    }

    // The context of each neighbour, and whether it may hold pods.
    private (ImmutableDictionary<int, YamlDocument>[] Documents, bool[] WithPods) ReadNeighbours()
    {
        var documents = new ImmutableDictionary<int, YamlDocument>[_request.Neighbours.Length];
        bool[] withPods = new bool[documents.Length];
        SideBySide.For(0, documents.Length, _hands, i =>
        {
            documents[i] = ImmutableDictionary<int, YamlDocument>.Empty;
            if (_request.Neighbours[i].Open().Text is { } text)
                (documents[i], withPods[i]) = (ContextDocuments(text), Skim.MayHoldPods(text.Text));
        });
        return (documents, withPods);
    }

    // A neighbour has no findings of its own, but those of others may point into it.
    private IEnumerable<StandingSuppression> CommentsOf(IEnumerable<YamlDocument> documents, SecretLines secrets)
    {
        var report = new FindingReport(new TextPool(), new SourceHashes(null, ""), secrets);
        var standing = new List<StandingSuppression>();
        foreach (var document in documents)
        {
            if (document.Root is not { } root)
                continue;
            try
            {
                if (FileSuppressions.Of(root.Location.Source, _request.Suppressions) is not { } suppressions)
                    continue;
                suppressions.Enter(document);
                standing.AddRange(suppressions.All.Select(a => new StandingSuppression(a, document.Span, report.Place(a.Location))));
            }
            catch (Exception exception) when (exception is not OutOfMemoryException)
            {
                _crashes.Add(new RuleCrash(root.Location.Source.Path, ObjectLinter.SuppressionsStep, exception));
            }
        }
        return standing;
    }

    private static KeptReading Skimming(LintSource source, KeptTexts texts, Skimmed skimmed)
    {
        if (source.Open().Text is not { } text)
            return KeptReading.None;
        skimmed.Add(text);
        return new(ContextDocuments(text), texts.Keep(text));
    }

    private static ImmutableDictionary<int, YamlDocument> ContextDocuments(SourceText text)
    {
        var documents = ImmutableDictionary.CreateBuilder<int, YamlDocument>();
        int index = 0;
        foreach (var span in YamlDocuments.Cut(text))
        {
            if (Skim.MayHoldContext(text, span))
                documents.Add(index, UnknownValues.ReadDocument(text, span, index));
            index++;
        }
        return documents.ToImmutable();
    }

    private FileOutcome[] ForEachSource(Func<LintSource, int, long, FileOutcome> analyse)
    {
        var outcomes = new FileOutcome[_sources.Length];
        var effort = new ScanEffort(outcomes.Length);
        SideBySide.For(0, outcomes.Length, _hands, i =>
        {
            try
            {
                outcomes[i] = analyse(_sources[i], i, effort.OfFile(i));
            }
            finally
            {
                effort.Count(i, outcomes[i]?.Effort ?? 0);
            }
            _request.FileDone();
        });
        return outcomes;
    }

    // Once taken, the trees live as long as their file is worked on.
    private static KeptReading Take(KeptReading[] kept, int index)
    {
        var reading = kept[index];
        kept[index] = KeptReading.None;
        return reading;
    }

    private void Crashed(ReportedFinding finding, Exception exception) =>
        _crashes.Add(new RuleCrash(finding.Place?.File ?? "", finding.RuleId, exception));

    // A step that fails as a whole is left out: what was found is told as it was.
    private List<ReportedFinding> Survive(
        string step,
        List<ReportedFinding> findings,
        Func<List<ReportedFinding>, List<ReportedFinding>> work
    )
    {
        var all = findings;
        Survive(step, () => all = work(findings));
        return all;
    }

    private void Survive(string step, Action work)
    {
        try
        {
            work();
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            _crashes.Add(new RuleCrash(_sources.FirstOrDefault()?.Path ?? "", step, exception));
        }
    }

    // By path, position, rule. Sources are in path order already, but one file may be given twice.
    private LintResult Result(FileOutcome[] outcomes, IEnumerable<ReportedFinding> ofOwners, Overlays overlays)
    {
        List<ReportedFinding> found = [.. outcomes.SelectMany(o => o.Findings), .. ofOwners];
        var joined = Survive("overlays", found, f => OverlayFindings.Join(f, overlays, _sources, Crashed));
        var generated = new HashSet<string>(StringComparer.Ordinal);
        var objects = new Dictionary<string, int>(StringComparer.Ordinal);
        for (int i = 0; i < _sources.Length; i++)
        {
            objects[_sources[i].Path] = outcomes[i].Held;
            if (outcomes[i].IsGenerated)
                generated.Add(_sources[i].Path);
        }
        var copies = new List<SupersededFinding>();
        var all = Survive("copies", joined, f => GeneratedCopies.Drop(f, generated, objects, copies, Crashed));
        if (ReferenceEquals(all, joined))
            copies.Clear();
        all = Survive("shared advice", all, SharedAdvice.Agree);
        all = Survive("shared text", all, SharedText.Join);
        return new()
        {
            Findings = [.. LintResult.InOrder(all.Where(f => f.Suppression is null))],
            Suppressed = [.. LintResult.InOrder(all.Where(f => f.Suppression is not null))],
            Superseded = _request.WithSuperseded
                ?
                [
                    .. outcomes
                        .SelectMany(o => o.Superseded)
                        .Concat(copies)
                        .Distinct()
                        .OrderBy(s => s.Place.File, StringComparer.Ordinal)
                        .ThenBy(s => s.Place.Offset)
                        .ThenBy(s => s.RuleId, StringComparer.Ordinal),
                ]
                : [],
            Skipped = [.. outcomes.SelectMany(o => o.Skipped).Concat(overlays.Skipped).Distinct()],
            Crashes = [.. _crashes, .. outcomes.SelectMany(o => o.Crashes)],
            FileCount = _sources.Length + overlays.FilesBeside().Count(),
            ObjectCount = outcomes.Sum(o => o.Objects),
            PodCount = outcomes.Sum(o => o.Pods),
        };
    }
}
