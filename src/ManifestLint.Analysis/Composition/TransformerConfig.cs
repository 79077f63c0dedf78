using System.Collections.Immutable;
using ManifestLint.Composition.Merging;
using ManifestLint.Yaml;

namespace ManifestLint.Composition;

/// <summary>Objects of a sort, and the fields in which others name them.</summary>
internal sealed record NameReference(Gvk Target, ImmutableArray<FieldSpec> Referrers);

/// <summary>Which fields each transformer works on: those that kustomize knows, and those that <c>configurations</c> add.</summary>
internal sealed record TransformerConfig
{
    public ImmutableArray<FieldSpec> NamePrefix { get; init; } = [];

    public ImmutableArray<FieldSpec> NameSuffix { get; init; } = [];

    public ImmutableArray<FieldSpec> Namespace { get; init; } = [];

    public ImmutableArray<FieldSpec> CommonLabels { get; init; } = [];

    public ImmutableArray<FieldSpec> Labels { get; init; } = [];

    public ImmutableArray<FieldSpec> TemplateLabels { get; init; } = [];

    public ImmutableArray<FieldSpec> CommonAnnotations { get; init; } = [];

    public ImmutableArray<FieldSpec> VarReference { get; init; } = [];

    public ImmutableArray<FieldSpec> Images { get; init; } = [];

    public ImmutableArray<FieldSpec> Replicas { get; init; } = [];

    public ImmutableArray<NameReference> NameReferences { get; init; } = [];

    /// <summary>Both together.</summary>
    /// <exception cref="RefusalException">They contradict each other.</exception>
    public TransformerConfig Merge(TransformerConfig other, Location place)
    {
        // What every kustomization starts with is met again and again.
        if (ReferenceEquals(this, other) || ReferenceEquals(other, Empty))
            return this;
        if (ReferenceEquals(this, Empty))
            return other;
        return new()
        {
            NamePrefix = Merge(NamePrefix, other.NamePrefix, place),
            NameSuffix = Merge(NameSuffix, other.NameSuffix, place),
            Namespace = Merge(Namespace, other.Namespace, place),
            CommonLabels = Merge(CommonLabels, other.CommonLabels, place),
            Labels = Merge(Labels, other.Labels, place),
            TemplateLabels = Merge(TemplateLabels, other.TemplateLabels, place),
            CommonAnnotations = Merge(CommonAnnotations, other.CommonAnnotations, place),
            VarReference = Merge(VarReference, other.VarReference, place),
            Images = Merge(Images, other.Images, place),
            Replicas = Merge(Replicas, other.Replicas, place),
            NameReferences = Merge(NameReferences, other.NameReferences, place),
        };
    }

    /// <summary>Without any field.</summary>
    public static TransformerConfig Empty { get; } = new();

    /// <summary>Adds fields to others; one that is there already stays as it is.</summary>
    public static ImmutableArray<FieldSpec> Merge(ImmutableArray<FieldSpec> first, ImmutableArray<FieldSpec> second, Location place)
    {
        if (first == second)
            return first;
        var merged = first.ToBuilder();
        var byPath = first.ToLookup(f => f.Path, StringComparer.Ordinal);
        var added = new Dictionary<string, List<FieldSpec>>(StringComparer.Ordinal);
        foreach (var one in second)
        {
            var known = byPath[one.Path].FirstOrDefault(f => f.Gvk.IsSelectedBy(one.Gvk))
                ?? added.GetValueOrDefault(one.Path)?.Find(f => f.Gvk.IsSelectedBy(one.Gvk));
            if (known is null)
            {
                merged.Add(one);
                if (!added.TryGetValue(one.Path, out var same))
                    added[one.Path] = same = [];
                same.Add(one);
            }
            else if (known.Creates != one.Creates)
            {
                throw new RefusalException(place, RefusalKind.ConfigurationsDisagree, one.Path);
            }
        }
        return merged.ToImmutable();
    }

    private static ImmutableArray<NameReference> Merge(
        ImmutableArray<NameReference> first,
        ImmutableArray<NameReference> second,
        Location place
    )
    {
        if (first == second)
            return first;
        var merged = first.ToBuilder();
        foreach (var one in second)
        {
            bool isKnown = false;
            for (int i = 0; i < merged.Count; i++)
            {
                if (merged[i].Target != one.Target)
                    continue;
                isKnown = true;
                merged[i] = merged[i] with { Referrers = Merge(merged[i].Referrers, one.Referrers, place) };
            }
            if (!isKnown)
                merged.Add(one);
        }
        return merged.ToImmutable();
    }
}
