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
    /// <summary>Where it is written; null for one that is not to be pointed at.</summary>
    public Location? Location { get; init; }

    /// <summary>Its address within the object.</summary>
    public YamlPath Path { get; init; } = YamlPath.Root;

    /// <summary>True if no values are written; a placeholder for them is some.</summary>
    public bool HasNoValues { get; init; }

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
    /// <summary>Why the API server refuses it; empty if it does not.</summary>
    public ImmutableArray<PolicyProblem> Problems { get; init; } = [];

    /// <summary>For people: <c>ResourceQuota compute</c>.</summary>
    public string Title => Name is null ? "a ResourceQuota" : $"ResourceQuota {Name}";

    /// <summary>Reads one.</summary>
    public static ResourceQuota Read(Manifest manifest, ObjectPlace place)
    {
        var spec = manifest.Root.MappingAt("spec");
        var quota = new ResourceQuota(
            place,
            manifest.Name,
            manifest.Root.Location,
            NamedAmount.Read(spec?.MappingAt("hard"), YamlPath.Of("spec", "hard")),
            ReadScopes(spec)
        );
        return quota with { Problems = [.. QuotaValidation.Problems(quota)] };
    }

    internal bool SaysTheSameAs(ResourceQuota other) =>
        NamedAmount.AreSame(Hard, other.Hard)
        && Scopes.Length == other.Scopes.Length
        && Scopes.Zip(other.Scopes).All(p => p.First.SaysTheSameAs(p.Second));

    private static ImmutableArray<QuotaScope> ReadScopes(YamlMapping? spec)
    {
        var scopes = ImmutableArray.CreateBuilder<QuotaScope>();
        if (spec?["scopes"] is YamlSequence names)
        {
            for (int i = 0; i < names.Items.Length; i++)
            {
                if (names.Items[i].Target is YamlScalar name)
                    scopes.Add(
                        new QuotaScope(name.Value, "Exists", [])
                        {
                            Location = names.Items[i].Location,
                            Path = YamlPath.Of("spec", "scopes").Index(i),
                        }
                    );
            }
        }
        if (spec?.MappingAt("scopeSelector")?["matchExpressions"] is YamlSequence expressions)
        {
            for (int i = 0; i < expressions.Items.Length; i++)
            {
                if (expressions.Items[i].Target is not YamlMapping one)
                    continue;
                scopes.Add(
                    new QuotaScope(one.TextAt("scopeName") ?? "", one.TextAt("operator") ?? "", [.. Texts(one["values"])])
                    {
                        Location = one.Find("scopeName")?.Value.Location,
                        Path = YamlPath.Of("spec", "scopeSelector", "matchExpressions").Index(i).Key("scopeName"),
                        HasNoValues = one["values"] is null or YamlScalar { IsNull: true } or YamlSequence { Items.IsEmpty: true },
                    }
                );
            }
        }
        return scopes.ToImmutable();
    }

    private static IEnumerable<string> Texts(YamlNode? node) =>
        node is YamlSequence list ? list.Items.Select(i => i.Target).OfType<YamlScalar>().Select(s => s.Value) : [];
}
