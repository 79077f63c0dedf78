using System.Collections.Immutable;
using System.Globalization;
using ManifestLint.Amounts;
using ManifestLint.Cluster;
using ManifestLint.Quantities;
using ManifestLint.Rules.Amounts;
using ManifestLint.Rules.Runtimes;
using ManifestLint.Runtimes.Java;

namespace ManifestLint.Catalog;

/// <summary>What teams may decide about rules: the options of each stand beside it.</summary>
public sealed record RuleOptions
{
    /// <summary>Nothing is decided.</summary>
    public static RuleOptions Default { get; } = new();

    /// <summary>Of ML1001.</summary>
    public InitContainerOptions LimitMissing { get; init; } = new();

    /// <summary>Of ML1003.</summary>
    public InitContainerOptions RequestMissing { get; init; } = new();

    /// <summary>Of ML1008.</summary>
    public MemoryLimitBelowRuntimeMinimumOptions RuntimeMinimum { get; init; } = new();

    /// <summary>Of ML1009.</summary>
    public MemoryOvercommittedOptions Overcommitted { get; init; } = new();

    /// <summary>Of ML3001.</summary>
    public JvmHeapAboveBudgetOptions JvmHeap { get; init; } = new();
}

/// <summary>An option as a configuration names it.</summary>
/// <param name="RuleId">Its rule.</param>
/// <param name="Key">Its name under the rule's id.</param>
/// <param name="Wanted">What it takes, in words.</param>
/// <param name="Show">Its value.</param>
/// <param name="Read">The options with a value as written; null if it does not take it.</param>
public sealed record RuleOption(
    string RuleId,
    string Key,
    string Wanted,
    Func<RuleOptions, string> Show,
    Func<RuleOptions, string, RuleOptions?> Read
)
{
    /// <summary>Every option, in the order in which they are shown.</summary>
    public static ImmutableArray<RuleOption> All { get; } =
    [
        new(
            "ML1001",
            "initContainers",
            "true or false",
            o => Switch(o.LimitMissing.AreTold),
            (o, text) => bool.TryParse(text, out bool told) ? o with { LimitMissing = new() { AreTold = told } } : null
        ),
        new(
            "ML1003",
            "initContainers",
            "true or false",
            o => Switch(o.RequestMissing.AreTold),
            (o, text) => bool.TryParse(text, out bool told) ? o with { RequestMissing = new() { AreTold = told } } : null
        ),
        new(
            "ML1008",
            "warningBelow",
            "an amount of memory such as 4Mi",
            o => Amount(o.RuntimeMinimum.WarningBelowBytes),
            (o, text) =>
                NodeAmounts.Memory(text) is { } bytes
                    ? o with
                    {
                        RuntimeMinimum = o.RuntimeMinimum with { WarningBelowBytes = bytes },
                    }
                    : null
        ),
        new(
            "ML1008",
            "noteBelow",
            "an amount of memory such as 4Mi",
            o => Amount(o.RuntimeMinimum.NoteBelowBytes),
            (o, text) =>
                NodeAmounts.Memory(text) is { } bytes ? o with { RuntimeMinimum = o.RuntimeMinimum with { NoteBelowBytes = bytes } } : null
        ),
        new(
            "ML1009",
            "ratio",
            "a number from 1 to 1000",
            o => $"{o.Overcommitted.Ratio:0.###}",
            (o, text) =>
                Number(text) is >= 1 and <= 1000 and var ratio ? o with { Overcommitted = o.Overcommitted with { Ratio = ratio } } : null
        ),
        new(
            "ML3001",
            "percent",
            "a number above 0, at most 100",
            o => $"{o.JvmHeap.Percent:0.###}",
            (o, text) => Number(text) is > 0 and <= 100 and var percent ? o with { JvmHeap = o.JvmHeap with { Percent = percent } } : null
        ),
    ];

    /// <summary>The options of a rule.</summary>
    public static ImmutableArray<RuleOption> Of(string ruleId) => [.. All.Where(o => o.RuleId == ruleId)];

    private static string Switch(bool isOn) => isOn ? "true" : "false";

    private static string Amount(long bytes) => new ByteSize(bytes).ToString();

    private static decimal? Number(string text) =>
        decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out decimal number) ? number : null;
}
