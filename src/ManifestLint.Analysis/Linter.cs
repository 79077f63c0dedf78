using System.Collections.Concurrent;
using System.Collections.Immutable;
using ManifestLint.Cluster;
using ManifestLint.Detaching;
using ManifestLint.Facts;
using ManifestLint.Findings;
using ManifestLint.Judging;
using ManifestLint.Linting;
using ManifestLint.Manifests;
using ManifestLint.Neighbours;
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

    private Linter(LintRequest request)
    {
        _request = request;
        _sources = [.. request.Sources.OrderBy(s => s.Path, StringComparer.Ordinal)];
    }

    /// <summary>Findings.</summary>
    public static LintResult Lint(LintRequest request)
    {
        var linter = new Linter(request);
        var context = linter.ReadContext();
        var severities = new SeverityChoice(
            request.Configuration,
            file => request.For(file).Configuration,
            [.. request.Sources, .. request.Neighbours],
            request.PathMatches
        );
        var run = new LintRun
        {
            Request = request,
            Rules = [.. request.RulesInForce.Where(severities.MayRun)],
            Suppressions = request.Suppressions,
            Severities = severities,
            Set = context.Set,
            AnyOwned = context.AnyOwned,
            Hashes = request.WithLineHashes ? new ConcurrentDictionary<string, LineHashes>(StringComparer.Ordinal) : null,
        };
        var outcomes = linter.ForEachSource((source, index, pool) => new FileLinter(run, source, Take(context.Kept, index), pool).Lint());
        SetStep.Judge(run.Rules, outcomes);
        StandingSuppressions.Apply(outcomes, context.Comments);
        var ofOwners = Settle(outcomes, context.Set);
        foreach (var postponed in outcomes.SelectMany(o => o.Postponed))
            postponed();
        return linter.Result(outcomes, ofOwners);
    }

    // What cannot be settled is told of each object.
    private static ImmutableArray<ReportedFinding> Settle(FileOutcome[] outcomes, ManifestSet set)
    {
        ImmutableArray<OwnedObject> owned = [.. outcomes.SelectMany(o => o.Owned)];
        try
        {
            return [.. Ownership.Settle(owned, set.AreNeighbours)];
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            outcomes[0].Crashes.Add(new RuleCrash(owned[0].Self.Place.File, "owners", exception));
            return [.. owned.SelectMany(o => o.Findings).Select(f => f.Reported)];
        }
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
        return ([.. pods.SelectMany(p => p)], linter.Result(outcomes, []));
    }

    private sealed record Context(
        ManifestSet Set,
        ImmutableDictionary<int, YamlDocument>[] Kept,
        bool AnyOwned,
        ImmutableArray<StandingSuppression> Comments
    );

    // Steps 1 and 2: skim every file, take values from the documents that hold context, drop the rest.
    private Context ReadContext()
    {
        var kept = new ImmutableDictionary<int, YamlDocument>[_sources.Length];
        var neighbours = new ImmutableDictionary<int, YamlDocument>[_request.Neighbours.Length];
        var owned = new bool[_sources.Length];
        Parallel.For(0, _sources.Length, Options, i => (kept[i], owned[i]) = ContextDocuments(_sources[i]));
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
        return new(
            new ManifestSet(reader, graph),
            kept,
            owned.Contains(true),
            [.. neighbours.SelectMany(documents => CommentsOf(documents.OrderBy(d => d.Key).Select(d => d.Value)))]
        );
    }

    // A neighbour has no findings of its own, but those of others may point into it.
    private IEnumerable<StandingSuppression> CommentsOf(IEnumerable<YamlDocument> documents)
    {
        var report = new FindingReport(new TextPool(), new SourceHashes(null, ""));
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
                standing.AddRange(suppressions.InForce.Select(a => new StandingSuppression(a, document.Span, report.Place(a.Location))));
            }
            catch (Exception exception) when (exception is not OutOfMemoryException)
            {
                _crashes.Add(new RuleCrash(root.Location.Source.Path, FileLinter.Suppressions, exception));
            }
        }
        return standing;
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

    private FileOutcome InspectFile<T>(
        LintSource source,
        ImmutableDictionary<int, YamlDocument> kept,
        ManifestSet set,
        List<T> pods,
        Func<PodFacts, string, T> select
    )
    {
        var analysis = new FileAnalysis(source, index => kept.GetValueOrDefault(index));
        var assumptions = _request.For(source.FullPath).Assumptions;
        bool sidecars = FeatureGates.Of(assumptions.KubernetesVersion).SidecarContainers;
        analysis.Run(
            static (_, _) => { },
            (_, manifest) =>
            {
                foreach (var workload in Workload.Of(manifest, sidecars))
                {
                    analysis.Outcome.Pods++;
                    try
                    {
                        pods.Add(
                            select(
                                PodFacts.Compute(workload, set, source.FullPath, _request.AssumptionsFor(workload, set, source.FullPath)),
                                source.Path
                            )
                        );
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
    private LintResult Result(FileOutcome[] outcomes, IEnumerable<ReportedFinding> ofOwners)
    {
        List<ReportedFinding> all = [.. outcomes.SelectMany(o => o.Findings), .. ofOwners];
        return new()
        {
            Findings = [.. LintResult.InOrder(all.Where(f => f.Suppression is null))],
            Suppressed = [.. LintResult.InOrder(all.Where(f => f.Suppression is not null))],
            Superseded =
            [
                .. outcomes
                    .SelectMany(o => o.Superseded)
                    .OrderBy(s => s.Place.File, StringComparer.Ordinal)
                    .ThenBy(s => s.Place.Offset)
                    .ThenBy(s => s.RuleId, StringComparer.Ordinal),
            ],
            Skipped = [.. outcomes.SelectMany(o => o.Skipped)],
            Crashes = [.. _crashes, .. outcomes.SelectMany(o => o.Crashes)],
            FileCount = outcomes.Length,
            ObjectCount = outcomes.Sum(o => o.Objects),
            PodCount = outcomes.Sum(o => o.Pods),
        };
    }
}
