using System.Collections.Immutable;
using ManifestLint.Manifests;
using ManifestLint.Programs;
using ManifestLint.Quantities;
using ManifestLint.Yaml;

namespace ManifestLint.Amounts;

/// <summary>An amount in one of three states: absent, known, or written but not to be known from the text.</summary>
/// <param name="State">Which.</param>
/// <param name="Value">The amount as the API server stores it (rounded up to thousandths); zero unless known.</param>
public readonly record struct Amount(FieldState State, ResourceQuantity Value)
{
    /// <summary>Not set.</summary>
    public static Amount Absent => default;

    /// <summary>Set to something that cannot be known.</summary>
    public static Amount Unknown => new(FieldState.Unknown, default);

    /// <summary>Set to a known amount.</summary>
    public static Amount Of(ResourceQuantity value) => new(FieldState.Known, value);

    /// <summary>True if nothing is set.</summary>
    public bool IsAbsent => State == FieldState.Absent;

    /// <summary>True if it cannot be known whether or what is set.</summary>
    public bool IsUnknown => State == FieldState.Unknown;

    /// <summary>True if a value is set and known.</summary>
    public bool IsKnown => State == FieldState.Known;

    /// <summary>True if it is known to be above zero.</summary>
    public bool IsPositive => IsKnown && !Value.IsZero && !Value.IsNegative;

    /// <summary>True if it is known to be absent, zero or (invalid) negative.</summary>
    public bool IsNone => IsAbsent || (IsKnown && !IsPositive);

    /// <summary>The sum; unknown if one is, absent only if both are.</summary>
    public static Amount operator +(Amount x, Amount y) =>
        x.IsUnknown || y.IsUnknown ? Unknown
        : x.IsAbsent ? y
        : y.IsAbsent ? x
        : Of(x.Value.Add(y.Value));

    /// <summary>The larger; unknown if one is, absent only if both are.</summary>
    public static Amount Max(Amount x, Amount y) =>
        x.IsUnknown || y.IsUnknown ? Unknown
        : x.IsAbsent ? y
        : y.IsAbsent ? x
        : x.Value >= y.Value ? x
        : y;
}

/// <summary>Amounts by resource name. Immutable; small, so a linear search serves.</summary>
public sealed class ResourceAmounts
{
    private readonly ImmutableArray<KeyValuePair<string, Amount>> _entries;

    // Real containers name 4 at most (contracts.md C8); of the others only what every pod has is looked at.
    private const int MostNames = 100;

    private ResourceAmounts(ImmutableArray<KeyValuePair<string, Amount>> entries, bool othersUnknown) =>
        (_entries, OthersUnknown) = (entries, othersUnknown);

    /// <summary>Nothing set.</summary>
    public static ResourceAmounts Empty { get; } = new([], false);

    /// <summary>Nothing known.</summary>
    public static ResourceAmounts AllUnknown { get; } = new([], true);

    /// <summary>True if a name that is not listed is unknown rather than absent.</summary>
    public bool OthersUnknown { get; }

    /// <summary>The names that are set, in written order.</summary>
    public IEnumerable<string> Names => _entries.Select(e => e.Key);

    /// <summary>The amounts that are set, in written order.</summary>
    public ImmutableArray<KeyValuePair<string, Amount>> Entries => _entries;

    /// <summary>True if no name is listed.</summary>
    public bool IsEmpty => _entries.IsEmpty;

    /// <summary>The amount of a resource.</summary>
    public Amount this[string name]
    {
        get
        {
            foreach (var entry in _entries)
            {
                Steps.Add();
                if (entry.Key == name)
                    return entry.Value;
            }
            return OthersUnknown ? Amount.Unknown : Amount.Absent;
        }
    }

    /// <summary>The same with one amount set.</summary>
    public ResourceAmounts With(string name, Amount amount)
    {
        for (int i = 0; i < _entries.Length; i++)
        {
            if (_entries[i].Key == name)
                return new ResourceAmounts(_entries.SetItem(i, KeyValuePair.Create(name, amount)), OthersUnknown);
        }
        return new ResourceAmounts(_entries.Add(KeyValuePair.Create(name, amount)), OthersUnknown);
    }

    /// <summary>The same where what is absent is unknown.</summary>
    public ResourceAmounts WithOthersUnknown() => OthersUnknown ? this : new ResourceAmounts(_entries, true);

    /// <summary>The same where negative amounts are unknown.</summary>
    public ResourceAmounts WithoutNegatives() =>
        _entries.Any(e => e.Value.IsKnown && e.Value.Value.IsNegative)
            ? new ResourceAmounts(
                [.. _entries.Select(e => e.Value.IsKnown && e.Value.Value.IsNegative ? KeyValuePair.Create(e.Key, Amount.Unknown) : e)],
                OthersUnknown
            )
            : this;

    /// <summary>What a section of a manifest sets, rounded as the API server stores it .</summary>
    public static ResourceAmounts Read(ResourceSection section, bool othersUnknown = false)
    {
        if (section.IsUnknown)
            return AllUnknown;
        if (section.Mapping is null)
            return othersUnknown ? AllUnknown : Empty;
        var entries = ImmutableArray.CreateBuilder<KeyValuePair<string, Amount>>();
        foreach (var entry in section.Entries)
        {
            // Each name is looked up among all.
            if (entries.Count >= MostNames && !ResourceNames.IsPodLevel(entry.Name))
            {
                othersUnknown = true;
                Effort.GiveUp(PastLimit.Resources);
                continue;
            }
            entries.Add(
                KeyValuePair.Create(entry.Name, entry.Quantity.IsKnown(out var value) ? Amount.Of(value.ToStored()) : Amount.Unknown)
            );
        }
        return new ResourceAmounts(entries.ToImmutable(), othersUnknown);
    }

    /// <summary>Name by name the sum.</summary>
    public static ResourceAmounts Sum(ResourceAmounts x, ResourceAmounts y) => Combine(x, y, static (a, b) => a + b);

    /// <summary>Name by name the larger.</summary>
    public static ResourceAmounts Max(ResourceAmounts x, ResourceAmounts y) => Combine(x, y, Amount.Max);

    private static ResourceAmounts Combine(ResourceAmounts x, ResourceAmounts y, Func<Amount, Amount, Amount> combine)
    {
        if (ReferenceEquals(x, Empty))
            return y;
        if (ReferenceEquals(y, Empty))
            return x;
        var entries = ImmutableArray.CreateBuilder<KeyValuePair<string, Amount>>(x._entries.Length + y._entries.Length);
        foreach (var entry in x._entries)
            entries.Add(KeyValuePair.Create(entry.Key, combine(entry.Value, y[entry.Key])));
        foreach (var entry in y._entries)
        {
            if (!x._entries.Any(e => e.Key == entry.Key))
                entries.Add(KeyValuePair.Create(entry.Key, combine(x[entry.Key], entry.Value)));
        }
        return new ResourceAmounts(entries.ToImmutable(), x.OthersUnknown || y.OthersUnknown);
    }
}
