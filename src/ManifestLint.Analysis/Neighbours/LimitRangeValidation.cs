using ManifestLint.Manifests;
using ManifestLint.Yaml;

namespace ManifestLint.Neighbours;

/// <summary>
/// What the API server refuses of a LimitRange (LR-7). Source: kubernetes v1.37 pkg/apis/core/validation/validation.go (ValidateLimitRange), which
/// runs once the item is defaulted (D-7). What cannot be known violates nothing.
/// </summary>
internal static class LimitRangeValidation
{
    // Less is nobody's amount of memory.
    private const long LeastMemory = 1L << 20;

    // The smaller has to come first: each pair is compared where both are written.
    private static readonly (string Low, string High)[] Order =
    [
        ("min", "max"),
        ("min", "defaultRequest"),
        ("min", "default"),
        ("defaultRequest", "default"),
        ("defaultRequest", "max"),
        ("default", "max"),
    ];

    /// <summary>Everything wrong with the items of a LimitRange.</summary>
    /// <param name="root">The object.</param>
    /// <param name="items">Its items.</param>
    public static IEnumerable<PolicyProblem> Problems(YamlMapping root, IReadOnlyList<LimitRangeItem> items)
    {
        if (root.MappingAt("spec")?["limits"] is not YamlSequence limits)
            yield break;
        var types = new HashSet<string>(StringComparer.Ordinal);
        for (int i = 0; i < limits.Items.Length; i++)
        {
            if (limits.Items[i].Target is not YamlMapping item || item.Find("type") is not { } type || FieldReading.IsForeign(type.Value))
                continue;
            var path = YamlPath.Of("spec", "limits").Index(i);
            if (item.TextAt("type") is { Length: > 0 } text && !types.Add(text))
                yield return new(PolicyFault.TwoItemsOfType, [text], type.Value.Location, path.Key("type"))
                {
                    Instead = $"one item of type {text} with what both say",
                };
            if (item.TextAt("type") != "Pod")
                continue;
            foreach (string key in new[] { "default", "defaultRequest" })
            {
                if (item.Find(key) is { Value.Target: YamlMapping { Entries.IsEmpty: false } } entry)
                    yield return new(PolicyFault.NotOfPods, [key], entry.Key.Location, path.Key(key))
                    {
                        Instead = $"{key} in an item of type: Container",
                    };
            }
        }
        foreach (var item in items)
        {
            foreach (var (low, high) in Order)
            {
                foreach (var below in item[low])
                {
                    if (item[high].FirstOrDefault(a => a.Name == below.Name) is { } above && IsAbove(below, above))
                        yield return new(PolicyFault.Above, [low, Of(below), high, Of(above)], below.Location, below.Path)
                        {
                            Related = (above.Location, $"the {high}"),
                            Instead = above.Text.Trim().Length == 0 ? null : $"{below.Name}: {above.Text} in {low} (as much as in {high})",
                            IsOfSlip = above is { Name: "memory", Quantity: { IsZero: false, IsNegative: false, Bytes: < LeastMemory } },
                        };
                }
            }
            foreach (var ratio in item["maxLimitRequestRatio"])
            {
                if (Ratio(item, ratio) is { } problem)
                    yield return problem;
            }
        }
    }

    private static PolicyProblem? Ratio(LimitRangeItem item, NamedAmount ratio)
    {
        if (ratio.Quantity?.ToStored().Milli is not { } factor)
            return null;
        if (factor < 1000)
            return new(PolicyFault.Below, ["maxLimitRequestRatio", Of(ratio), "1"], ratio.Location, ratio.Path)
            {
                Instead = $"{ratio.Name}: 1 in maxLimitRequestRatio, or more",
            };
        if (
            item["min"].FirstOrDefault(a => a.Name == ratio.Name) is not { Quantity: { } min } least
            || item["max"].FirstOrDefault(a => a.Name == ratio.Name) is not { Quantity: { } max } most
            || min.ToStored().Milli is not (> 0 and var low)
            || max.ToStored().Milli is not { } high
        )
            return null;
        return (Int128)factor * low > (Int128)high * 1000
            ? new(PolicyFault.RatioAbove, [Of(ratio), Divided(high, low), most.Text, least.Text], ratio.Location, ratio.Path)
            {
                Instead = high >= low ? $"{ratio.Name}: {high / low} in maxLimitRequestRatio, or less" : null,
            }
            : null;
    }

    private static string Divided(long high, long low) =>
        low == 0 ? "∞" : ((decimal)high / low).ToString("0.##", System.Globalization.CultureInfo.InvariantCulture);

    private static bool IsAbove(NamedAmount x, NamedAmount y) => x.Quantity is { } a && y.Quantity is { } b && a.ToStored() > b.ToStored();

    private static string Of(NamedAmount amount) =>
        $"{(amount.Text.Trim().Length == 0 ? "(empty, counts as 0)" : amount.Text)} of {amount.Name}";
}
