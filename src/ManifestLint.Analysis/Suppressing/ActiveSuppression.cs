using System.Collections.Immutable;
using ManifestLint.Findings;
using ManifestLint.Manifests;
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
    private readonly bool[] _used = new bool[text.Rules.Length];
    private readonly List<(int Rule, Claim Claim)> _claims = [];

    public Suppression Text => text;

    public SuppressionKind Kind => kind;

    public Location Location => location;

    /// <summary>The span it speaks for; null unless it is about a value.</summary>
    public TextSpan? Reach { get; set; }

    /// <summary>The 1-based line it speaks for; null unless it is about a value.</summary>
    public int? Line { get; set; }

    public bool IsAbove { get; set; }

    /// <summary>The object that bears the annotation or holds the value.</summary>
    public Manifest? Owner { get; set; }

    /// <summary>The pod whose template bears the annotation; null if the object does.</summary>
    public Workload? Pod { get; set; }

    public YamlPath Path { get; set; } = YamlPath.Root;

    public SuppressionFlaw? Misplaced { get; set; } = text.Flaw;

    public bool IsExpired { get; set; }

    public bool IsTentative { get; set; }

    /// <summary>True if something it speaks for may yet turn out to hold, so that it cannot be judged before every file is read.</summary>
    public bool Awaits => _claims.Count > 0;

    /// <summary>True if it names the rule, for this container where it names one; it then has a use, at once or as soon as the claim holds.</summary>
    public bool Names(string ruleId, string? container, Claim? claim)
    {
        bool named = false;
        for (int i = 0; i < _entries.Length; i++)
        {
            if (_entries[i]?.Rule.Id != ruleId || (text.Rules[i].Container is { } only && only != container))
                continue;
            named = true;
            if (claim is null)
                _used[i] = true;
            else
                _claims.Add((i, claim));
        }
        return named;
    }

    /// <summary>Counts the claims that turned out to hold.</summary>
    public void Conclude()
    {
        foreach (var (rule, claim) in _claims)
            _used[rule] |= claim.Holds;
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
                            r.Rule,
                            names[i],
                            _entries[i] is not null,
                            _entries[i] is null ? rules.Nearest(r.Rule) : null,
                            _entries[i] is { } e && isEnabled(e),
                            _used[i]
                        )
                ),
            ],
            Misplaced = Misplaced,
            IsExpired = IsExpired,
            IsTentative = IsTentative,
        };
}
