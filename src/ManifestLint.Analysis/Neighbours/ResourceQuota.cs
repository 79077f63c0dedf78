using System.Collections.Immutable;
using ManifestLint.Manifests;
using ManifestLint.Yaml;

namespace ManifestLint.Neighbours;

/// <summary>A requirement on the pods that a quota counts.</summary>
/// <param name="Name"><c>BestEffort</c>, <c>PriorityClass</c>, …</param>
/// <param name="Operator"><c>Exists</c>, <c>In</c>, <c>NotIn</c>, <c>DoesNotExist</c>.</param>
/// <param name="Values">The values of <c>In</c> and <c>NotIn</c>.</param>
public sealed record QuotaScope(string Name, string Operator, ImmutableArray<string> Values)
{
    internal bool SaysTheSameAs(QuotaScope other) => Name == other.Name && Operator == other.Operator && Values.SequenceEqual(other.Values);
}

/// <summary>A ResourceQuota.</summary>
/// <param name="Place">Where it stands.</param>
/// <param name="Name">Its name, or null.</param>
/// <param name="Location">Its mapping.</param>
/// <param name="Hard"><c>spec.hard</c>.</param>
/// <param name="Scopes"><c>spec.scopes</c> and <c>spec.scopeSelector</c>: a pod counts if all hold.</param>
public sealed record ResourceQuota(
    ObjectPlace Place,
    string? Name,
    Location Location,
    ImmutableArray<NamedAmount> Hard,
    ImmutableArray<QuotaScope> Scopes
)
{
    /// <summary>For people: <c>ResourceQuota compute</c>.</summary>
    public string Title => Name is null ? "a ResourceQuota" : $"ResourceQuota {Name}";

    /// <summary>Reads one.</summary>
    public static ResourceQuota Read(Manifest manifest, ObjectPlace place)
    {
        var spec = manifest.Root.MappingAt("spec");
        return new(
            place,
            manifest.Name,
            manifest.Root.Location,
            NamedAmount.Read(spec?.MappingAt("hard"), YamlPath.Of("spec", "hard")),
            ReadScopes(spec)
        );
    }

    internal bool SaysTheSameAs(ResourceQuota other) =>
        NamedAmount.AreSame(Hard, other.Hard)
        && Scopes.Length == other.Scopes.Length
        && Scopes.Zip(other.Scopes).All(p => p.First.SaysTheSameAs(p.Second));

    private static ImmutableArray<QuotaScope> ReadScopes(YamlMapping? spec)
    {
        var scopes = ImmutableArray.CreateBuilder<QuotaScope>();
        foreach (string name in Texts(spec?["scopes"]))
            scopes.Add(new QuotaScope(name, "Exists", []));
        if (spec?.MappingAt("scopeSelector")?["matchExpressions"] is YamlSequence expressions)
        {
            foreach (var item in expressions.Items)
            {
                if (item.Target is YamlMapping one)
                    scopes.Add(new QuotaScope(one.TextAt("scopeName") ?? "", one.TextAt("operator") ?? "", [.. Texts(one["values"])]));
            }
        }
        return scopes.ToImmutable();
    }

    private static IEnumerable<string> Texts(YamlNode? node) =>
        node is YamlSequence list ? list.Items.Select(i => i.Target).OfType<YamlScalar>().Select(s => s.Value) : [];
}
