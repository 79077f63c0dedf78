using System.Collections.Immutable;
using ManifestLint.Catalog;
using ManifestLint.Cluster;
using ManifestLint.Configuration;
using ManifestLint.Reading;
using ManifestLint.Rules;
using ManifestLint.Suppressing;
using ManifestLint.Yaml;

namespace ManifestLint.Linting;

/// <summary>What to analyse and how.</summary>
public sealed record LintRequest
{
    /// <summary>The sources that get findings.</summary>
    public required ImmutableArray<LintSource> Sources { get; init; }

    /// <summary>Neighbours whose context objects count and that get no findings.</summary>
    public ImmutableArray<LintSource> Neighbours { get; init; } = [];

    /// <summary>Reads a file that a kustomization names as a patch and that is no source; null where that is not possible.</summary>
    public Func<string, SourceText?> ReadPatch { get; init; } = _ => null;

    /// <summary>What is assumed where manifests do not say.</summary>
    public Assumptions Assumptions { get; init; } = new();

    /// <summary>The rules; null for those of the catalogue, with the options that are configured.</summary>
    public RuleSet? Rules { get; init; }

    /// <summary>What counts of them, where and how much.</summary>
    public LintConfiguration Configuration { get; init; } = LintConfiguration.Default;

    /// <summary>Whether a glob of the configuration takes in a file, given by its full path.</summary>
    public Func<string, string, bool> PathMatches { get; init; } = static (_, _) => false;

    /// <summary>False if comments and annotations that suppress findings do not count and are not judged either.</summary>
    public bool HonoursSuppressions { get; init; } = true;

    /// <summary>Today in UTC, for suppressions with an end; null if none has ended.</summary>
    public DateOnly? Today { get; init; }

    /// <summary>How suppressions are read.</summary>
    internal SuppressionTerms Suppressions => new(RulesInForce, HonoursSuppressions, Today);

    /// <summary>The rules as they are asked.</summary>
    internal RuleSet RulesInForce => Rules ?? RuleCatalog.With(Configuration.Options);

    /// <summary>How many files at once; at least 1. The result does not depend on it.</summary>
    public int Jobs { get; init; } = Environment.ProcessorCount;

    /// <summary>True to compute the line hashes that SARIF needs.</summary>
    public bool WithLineHashes { get; init; }

    /// <summary>True to list the findings that others stand for.</summary>
    public bool WithSuperseded { get; init; }

    /// <summary>Called after each file, from any thread.</summary>
    public Action FileDone { get; init; } = static () => { };
}
