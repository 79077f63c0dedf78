using System.Collections.Concurrent;
using System.Collections.Immutable;
using ManifestLint.Configuration;
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

    /// <summary>The same as they are asked of files of a configuration, which may have options of its own.</summary>
    public RulesByBase RulesOf(LintConfiguration configuration) =>
        _rules.GetOrAdd(configuration, c => new RulesByBase([.. Request.RulesOf(c).Where(Severities.MayRun)]));

    private readonly ConcurrentDictionary<LintConfiguration, RulesByBase> _rules = new(ReferenceEqualityComparer.Instance);

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

    /// <summary>The line hashes of texts that findings of other files point into; null where none are wanted.</summary>
    public ConcurrentDictionary<string, LineHashes>? Hashes { get; init; }
}

/// <summary>Rules in their order, those of each base for themselves: every object and container asks for them.</summary>
internal sealed class RulesByBase(ImmutableArray<CatalogEntry> rules)
{
    private readonly ConcurrentDictionary<Type, ImmutableArray<CatalogEntry>> _byBase = new();

    /// <summary>Those of a base.</summary>
    public ImmutableArray<CatalogEntry> Of<TRule>()
        where TRule : Rule =>
        _byBase.TryGetValue(typeof(TRule), out var known) ? known : _byBase.GetOrAdd(typeof(TRule), [.. rules.Where(e => e.Rule is TRule)]);
}
