using System.Collections.Immutable;
using ManifestLint.Findings;
using ManifestLint.Manifests;
using ManifestLint.Reading;
using ManifestLint.Rules;
using ManifestLint.Yaml;

namespace ManifestLint.Suppressing;

/// <summary>One suppression at work in a file, and what it has silenced so far.</summary>
internal sealed class ActiveSuppression(
    RuleSet rules,
    Suppression text,
    SuppressionKind kind,
    Location location,
    ImmutableArray<Location> names
)
{
    private readonly CatalogEntry?[] _entries = [.. text.Rules.Select(r => rules.FindByIdOrName(r.Rule))];
    private readonly SuppressionUse[] _uses = [.. text.Rules.Select(_ => new SuppressionUse())];

    public Suppression Text => text;

    public SuppressionKind Kind => kind;

    public Location Location => location;

    /// <summary>Its reason; null where it stands in a Secret, of which no report tells more than keys.</summary>
    public string? Reason => text.Reason is { } reason && !SecretText.Holds(location) ? reason : null;

    /// <summary>The span it speaks for; null unless it is about a value.</summary>
    public TextSpan? Reach { get; set; }

    /// <summary>The 1-based line it speaks for; null unless it is about a value.</summary>
    public int? Line { get; set; }

    /// <summary>Where the value ends that it speaks for; 0 where there is none.</summary>
    public int ValueEnd { get; set; }

    public bool IsAbove { get; set; }

    /// <summary>The object that bears the annotation or holds the value.</summary>
    public Manifest? Owner { get; set; }

    /// <summary>The pod whose template bears the annotation; null if the object does.</summary>
    public Workload? Pod { get; set; }

    public YamlPath Path { get; set; } = YamlPath.Root;

    /// <summary>The name of the container that it speaks for, or in; null for none.</summary>
    public string? Container { get; set; }

    public SuppressionFlaw? Misplaced { get; set; } = text.Flaw;

    public bool IsExpired { get; set; }

    public bool IsTentative { get; set; }

    /// <summary>True if something it speaks for may yet turn out to hold, so that it cannot be judged before every file is read.</summary>
    public bool Awaits => Array.Exists(_uses, u => u.Awaits);

    /// <summary>The id of a rule that it names; null if there is no such rule.</summary>
    public string? RuleId(int index) => _entries[index]?.Rule.Id;

    /// <summary>Has one use with all that speak for the same.</summary>
    public void Share(int index, SuppressionUse use) => use.Unite(_uses[index]);

    /// <summary>Has the uses of another that is the same text.</summary>
    public void UseAs(ActiveSuppression other)
    {
        for (int i = 0; i < _uses.Length; i++)
            _uses[i].Unite(other._uses[i]);
    }

    /// <summary>Counts the claims that turned out to hold.</summary>
    public void Conclude()
    {
        foreach (var use in _uses)
            use.Conclude();
    }

    public MatchedSuppression Judged(Func<CatalogEntry, bool> isEnabled) =>
        new()
        {
            Suppression = text,
            Location = location,
            Path = Path,
            Rules =
            [
                .. text.Rules.Select(
                    (r, i) =>
                        new MatchedRule(
                            _entries[i] is null && SecretText.Holds(location) ? SecretText.Hidden : r.Rule,
                            names[i],
                            _entries[i] is not null,
                            _entries[i] is null ? rules.Nearest(r.Rule) : null,
                            _entries[i] is { } e && isEnabled(e),
                            _uses[i].IsUsed
                        )
                ),
            ],
            Misplaced = Misplaced,
            IsExpired = IsExpired,
            IsTentative = IsTentative,
        };
}
