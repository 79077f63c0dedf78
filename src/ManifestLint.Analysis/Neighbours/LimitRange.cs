using System.Collections.Immutable;
using ManifestLint.Manifests;
using ManifestLint.Quantities;
using ManifestLint.Yaml;

namespace ManifestLint.Neighbours;

/// <summary>An amount of a context object, under the name of a resource.</summary>
/// <param name="Name"><c>memory</c>, <c>requests.cpu</c>, …</param>
/// <param name="Quantity">The amount; null if it is not to be known.</param>
/// <param name="Text">As its author wrote it.</param>
/// <param name="Location">Where it is written.</param>
/// <param name="Path">Its address within the object.</param>
public sealed record NamedAmount(string Name, ResourceQuantity? Quantity, string Text, Location Location, YamlPath Path)
{
    /// <summary>The amounts of a mapping.</summary>
    /// <param name="mapping">The mapping, or null for none.</param>
    /// <param name="path">Its address within the object.</param>
    public static ImmutableArray<NamedAmount> Read(YamlMapping? mapping, YamlPath path)
    {
        if (mapping is null)
            return [];
        var amounts = ImmutableArray.CreateBuilder<NamedAmount>();
        foreach (var entry in mapping.EffectiveEntries())
        {
            if (entry.Name is not { } name)
                continue;
            var field = FieldReading.Quantity(entry.Value, path.Key(name));
            amounts.Add(
                new NamedAmount(name, field.IsKnown(out var quantity) ? quantity : null, field.Text, entry.Value.Location, field.Path)
            );
        }
        return amounts.ToImmutable();
    }

    /// <summary>True if two objects say the same, wherever they say it.</summary>
    public static bool AreSame(ImmutableArray<NamedAmount> x, ImmutableArray<NamedAmount> y) =>
        x.Length == y.Length
        && x.All(a => a.Quantity is not null)
        && x.Select(a => (a.Name, a.Quantity)).All(y.Select(b => (b.Name, b.Quantity)).ToHashSet().Contains);
}

/// <summary>One <c>limits[]</c> item of a LimitRange: amounts by constraint (<c>default</c>, <c>max</c>, …).</summary>
/// <param name="Type">Container, Pod, PersistentVolumeClaim; empty if it is not written.</param>
/// <param name="Constraints">By constraint name.</param>
public sealed record LimitRangeItem(string Type, ImmutableDictionary<string, ImmutableArray<NamedAmount>> Constraints)
{
    /// <summary>The amounts of a constraint; none if it is not written.</summary>
    public ImmutableArray<NamedAmount> this[string constraint] => Constraints.GetValueOrDefault(constraint, []);

    internal bool SaysTheSameAs(LimitRangeItem other) =>
        Type == other.Type
        && Constraints.Count == other.Constraints.Count
        && Constraints.All(c => NamedAmount.AreSame(c.Value, other[c.Key]));
}

/// <summary>A LimitRange.</summary>
public sealed record LimitRange(ObjectPlace Place, string? Name, Location Location, ImmutableArray<LimitRangeItem> Items)
{
    /// <summary>Why the API server refuses it; empty if it does not.</summary>
    public ImmutableArray<PolicyProblem> Problems { get; init; } = [];

    /// <summary>For people: <c>LimitRange defaults</c>.</summary>
    public string Title => Name is null ? "a LimitRange" : $"LimitRange {Name}";

    /// <summary>Reads one.</summary>
    public static LimitRange Read(Manifest manifest, ObjectPlace place)
    {
        var items = ReadItems(manifest.Root);
        return new(place, manifest.Name, manifest.Root.Location, items)
        {
            Problems = [.. LimitRangeValidation.Problems(manifest.Root, items)],
        };
    }

    internal bool SaysTheSameAs(LimitRange other) =>
        Items.Length == other.Items.Length && Items.Zip(other.Items).All(p => p.First.SaysTheSameAs(p.Second));

    private static ImmutableArray<LimitRangeItem> ReadItems(YamlMapping root)
    {
        if (root.MappingAt("spec")?["limits"] is not YamlSequence limits)
            return [];
        var items = ImmutableArray.CreateBuilder<LimitRangeItem>();
        for (int i = 0; i < limits.Items.Length; i++)
        {
            if (limits.Items[i].Target is not YamlMapping item)
                continue;
            var constraints = ImmutableDictionary.CreateBuilder<string, ImmutableArray<NamedAmount>>(StringComparer.Ordinal);
            foreach (var entry in item.EffectiveEntries())
            {
                if (entry.Name is { } name && entry.Value.Target is YamlMapping amounts)
                    constraints[name] = NamedAmount.Read(amounts, YamlPath.Of("spec", "limits").Index(i).Key(name));
            }
            items.Add(new LimitRangeItem(item.TextAt("type") ?? "", constraints.ToImmutable()));
        }
        return items.ToImmutable();
    }
}
