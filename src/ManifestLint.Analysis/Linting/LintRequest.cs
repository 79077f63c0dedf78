using System.Collections.Immutable;
using ManifestLint.Catalog;
using ManifestLint.Cluster;
using ManifestLint.Composition;
using ManifestLint.Configuration;
using ManifestLint.Manifests;
using ManifestLint.Neighbours;
using ManifestLint.Reading;
using ManifestLint.Rules;
using ManifestLint.Scanning;
using ManifestLint.Servers;
using ManifestLint.Suppressing;
using ManifestLint.Yaml;

namespace ManifestLint.Linting;

/// <summary>What is settled for one file.</summary>
/// <param name="Configuration">What counts of the rules, and how much.</param>
/// <param name="Assumptions">What is assumed where manifests do not say.</param>
public sealed record FileSettings(LintConfiguration Configuration, Assumptions Assumptions);

/// <summary>What to analyse and how.</summary>
public sealed record LintRequest
{
    /// <summary>The sources that get findings.</summary>
    public required ImmutableArray<LintSource> Sources { get; init; }

    /// <summary>Where a file, given by its full path, lies within its repository: the folders of that path say what it is for. Called from any thread.</summary>
    public Func<string, string> PathInRepository { get; init; } = static full => full;

    /// <summary>Neighbours whose context objects count and that get no findings.</summary>
    public ImmutableArray<LintSource> Neighbours { get; init; } = [];

    /// <summary>Opens a file that a kustomization names and that is no source, by its full path; it decides what may be opened.</summary>
    public Func<string, CompositionFile> OpenNamed { get; init; } = static _ => new(null, null, "it is not in the scan");

    /// <summary>True for the full path of a folder that a kustomization may name.</summary>
    public Func<string, bool> IsFolder { get; init; } = static _ => false;

    /// <summary>Where the full path of a file or folder leads once links are followed, named as the others.</summary>
    public Func<string, string> RealPath { get; init; } = static path => path;

    /// <summary>The path that reports show for a full one.</summary>
    public Func<string, string> DisplayOf { get; init; } = static path => path;

    /// <summary>The full paths of folders whose kustomizations are composed for facts only.</summary>
    public ImmutableArray<string> ContextKustomizations { get; init; } = [];

    /// <summary>True if kustomizations that use what was named may be missing: what none is known to compose may be changed by one.</summary>
    public bool IsSearchCut { get; init; }

    /// <summary>The full paths of folders whose kustomizations are asked for, whoever uses them.</summary>
    public ImmutableArray<string> Kustomizations { get; init; } = [];

    /// <summary>
    /// The full paths of the folders of kustomizations that use a source and are none: of what they compose, what lies in a source is told.
    /// </summary>
    public ImmutableArray<string> UsingKustomizations { get; init; } = [];

    /// <summary>What is assumed where manifests do not say: of the run, for whatever <see cref="SettingsOf"/> says nothing about.</summary>
    public Assumptions Assumptions { get; init; } = new();

    /// <summary>The rules; null for those of the catalogue, with the options that are configured.</summary>
    public RuleSet? Rules { get; init; }

    /// <summary>The servers that are known.</summary>
    internal ImmutableArray<Server> Servers { get; init; } = KnownServers.All;

    /// <summary>What counts of them, where and how much: of the run, for whatever <see cref="SettingsOf"/> says nothing about.</summary>
    public LintConfiguration Configuration { get; init; } = LintConfiguration.Default;

    /// <summary>
    /// What is settled for a file, given by its full path; null where that is what holds for the run. Called from any thread. Files of one
    /// configuration are given one object.
    /// </summary>
    public Func<string, FileSettings?> SettingsOf { get; init; } = static _ => null;

    /// <summary>Whether a glob of the configuration takes in a file, given by its full path.</summary>
    public Func<string, string, bool> PathMatches { get; init; } = static (_, _) => false;

    /// <summary>What holds for a file, given by its full path.</summary>
    internal FileSettings For(string fullPath) => SettingsOf(fullPath) ?? new(Configuration, Assumptions);

    /// <summary>False if comments and annotations that suppress findings do not count and are not judged either.</summary>
    public bool HonoursSuppressions { get; init; } = true;

    /// <summary>Today in UTC, for suppressions with an end; null if none has ended.</summary>
    public DateOnly? Today { get; init; }

    /// <summary>How suppressions are read.</summary>
    internal SuppressionTerms Suppressions => new(RulesInForce, HonoursSuppressions, Today);

    /// <summary>The rules as they are asked: <see cref="Rules"/>, or what stands for them.</summary>
    public RuleSet RulesInForce => RulesOf(Configuration);

    /// <summary>The rules as they are asked of files of a configuration.</summary>
    internal RuleSet RulesOf(LintConfiguration configuration) => Rules ?? RuleCatalog.With(configuration.Options);

    /// <summary>How many threads at once, for files and for parts of a long one; at least 1. The result does not depend on it.</summary>
    public int Jobs { get; init; } = Environment.ProcessorCount;

    /// <summary>True to compute the line hashes that SARIF needs.</summary>
    public bool WithLineHashes { get; init; }

    /// <summary>True to list the findings that others stand for.</summary>
    public bool WithSuperseded { get; init; }

    /// <summary>True for the full path of a file that is for trying something out.</summary>
    internal bool IsForTrial(string fullPath) => Trials.IsPath(PathInRepository(fullPath));

    /// <summary>What is assumed of a pod: of its node what the first pool says that fits it.</summary>
    /// <param name="workload">The pod.</param>
    /// <param name="place">Where its object stands.</param>
    /// <param name="file">The full path of the file that it is written in.</param>
    internal Assumptions AssumptionsFor(Workload workload, ObjectPlace place, string file)
    {
        var usual = For(place.File).Assumptions;
        if (usual.Pools.IsEmpty)
            return usual;
        ImmutableArray<string> overlays = place.Overlay is { } overlay ? [PathText.FolderOf(overlay)] : [];
        var pool = usual.Pools.FirstOrDefault(p => p.Fits(workload.Pod, file, place.Namespace, overlays, PathMatches));
        return pool is null ? usual : usual.On(pool);
    }

    /// <summary>Called after each file, from any thread.</summary>
    public Action FileDone { get; init; } = static () => { };
}
