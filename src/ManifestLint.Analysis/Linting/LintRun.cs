using System.Collections.Concurrent;
using System.Collections.Immutable;
using ManifestLint.Cluster;
using ManifestLint.Configuration;
using ManifestLint.Detaching;
using ManifestLint.Facts;
using ManifestLint.Findings;
using ManifestLint.Judging;
using ManifestLint.Neighbours;
using ManifestLint.Rules;
using ManifestLint.Suppressing;

namespace ManifestLint.Linting;

/// <summary>What all files of one scan share.</summary>
internal sealed record LintRun
{
    /// <summary>What was asked.</summary>
    public required LintRequest Request { get; init; }

    /// <summary>The rules that are on somewhere.</summary>
    public required ImmutableArray<CatalogEntry> Rules { get; init; }

    /// <summary>What holds for a file, given by its full path: of files of one configuration it is one object.</summary>
    public RunSettings SettingsOf(string fullPath) => _settings.GetOrAdd(Request.SettingsOf(fullPath) ?? OfRun, Settings);

    // Which may have options of rules of its own.
    private RunSettings Settings(FileSettings settings) =>
        new(
            new RulesByBase([.. Request.RulesOf(settings.Configuration).Where(Severities.MayRun)]),
            settings.Assumptions,
            settings.Assumptions.DifferenceTo(Request.Assumptions) is { } own
                ? new(own.Kubernetes?.ToString(), own.Memory, own.Cpu, own.Java)
                : null
        );

    private FileSettings OfRun => _ofRun ??= new(Request.Configuration, Request.Assumptions);

    private FileSettings? _ofRun;
    private readonly ConcurrentDictionary<FileSettings, RunSettings> _settings = new(ReferenceEqualityComparer.Instance);

    /// <summary>How suppressions are read.</summary>
    public required SuppressionTerms Suppressions { get; init; }

    /// <summary>Which severity is in force where.</summary>
    public required SeverityChoice Severities { get; init; }

    /// <summary>The kustomizations.</summary>
    public required Overlays Overlays { get; init; }

    /// <summary>The context objects.</summary>
    public required ManifestSet Set { get; init; }

    /// <summary>True if some object of the scan has an owner: else nobody has to remember who could own.</summary>
    public bool AnyOwned { get; init; }

    /// <summary>True if pods stand beside the sources that nobody judges: what would be found about them may be what a comment in a source is for.</summary>
    public bool HasPodsBeside { get; init; }

    /// <summary>Who helps with a file that is long.</summary>
    public required Hands Hands { get; init; }

    /// <summary>A pool of texts for one thread, until it is returned.</summary>
    public TextPool TakePool() => _pools.TryTake(out var free) ? free : new TextPool();

    /// <summary>Another thread may have it.</summary>
    public void Return(TextPool pool) => _pools.Add(pool);

    private readonly ConcurrentBag<TextPool> _pools = [];

    /// <summary>The line hashes of texts that findings of other files point into; null where none are wanted.</summary>
    public ConcurrentDictionary<string, LineHashes>? Hashes { get; init; }
}

/// <summary>What a scan goes by in files of one configuration.</summary>
/// <param name="Rules">The rules that are on somewhere.</param>
/// <param name="Assumptions">What is assumed.</param>
/// <param name="OfItsOwn">What of it is not assumed of the run; null where nothing differs.</param>
internal sealed record RunSettings(RulesByBase Rules, Assumptions Assumptions, ReportedAssumptions? OfItsOwn);

/// <summary>Rules in their order, those of each base for themselves: every object and container asks for them.</summary>
internal sealed class RulesByBase(ImmutableArray<CatalogEntry> rules)
{
    /// <summary>Those about documents.</summary>
    public ImmutableArray<(FileRule Rule, CatalogEntry Entry)> Files { get; } = Of<FileRule>(rules);

    /// <summary>Those about suppressions.</summary>
    public ImmutableArray<(SuppressionRule Rule, CatalogEntry Entry)> Suppressions { get; } = Of<SuppressionRule>(rules);

    /// <summary>Those about objects.</summary>
    public ImmutableArray<(ManifestRule Rule, CatalogEntry Entry)> Manifests { get; } = Of<ManifestRule>(rules);

    /// <summary>Those about pods.</summary>
    public RulesOfPods<PodRule> Pods { get; } = new(Of<PodRule>(rules));

    /// <summary>Those of them that judge what stands beside pods, too.</summary>
    public ImmutableArray<(PodAndObjectRule Rule, CatalogEntry Entry)> PodsAndObjects { get; } = Of<PodAndObjectRule>(rules);

    /// <summary>Those about containers.</summary>
    public RulesOfPods<ContainerRule> Containers { get; } = new(Of<ContainerRule>(rules));

    /// <summary>Those across objects.</summary>
    public ImmutableArray<(ManifestSetRule Rule, CatalogEntry Entry)> Sets { get; } = Of<ManifestSetRule>(rules);

    private static ImmutableArray<(TRule Rule, CatalogEntry Entry)> Of<TRule>(ImmutableArray<CatalogEntry> rules)
        where TRule : Rule
    {
        var some = ImmutableArray.CreateBuilder<(TRule Rule, CatalogEntry Entry)>();
        foreach (var entry in rules)
        {
            if (entry.Rule is TRule rule)
                some.Add((rule, entry));
        }
        return some.DrainToImmutable();
    }
}

/// <summary>Rules of one base about pods or their containers: most pods have no status, and nothing that acts on them.</summary>
internal sealed class RulesOfPods<TRule>
    where TRule : Rule
{
    private readonly ImmutableArray<(TRule Rule, CatalogEntry Entry)>[] _byPod = new ImmutableArray<(TRule, CatalogEntry)>[4];

    public RulesOfPods(ImmutableArray<(TRule Rule, CatalogEntry Entry)> all)
    {
        for (int i = 0; i < _byPod.Length; i++)
        {
            bool hasStatus = (i & 1) != 0,
                hasNeighbours = (i & 2) != 0;
            _byPod[i] = all.RemoveAll(r => (r.Rule.NeedsStatus && !hasStatus) || (r.Rule.NeedsNeighbours && !hasNeighbours));
        }
    }

    /// <summary>Those that may say something of a pod, in their order.</summary>
    public ImmutableArray<(TRule Rule, CatalogEntry Entry)> For(PodFacts pod) =>
        _byPod[(pod.Status is null ? 0 : 1) | (ReferenceEquals(pod.Neighbours, PodNeighbours.None) ? 0 : 2)];
}
