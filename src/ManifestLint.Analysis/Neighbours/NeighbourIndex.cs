using System.Collections.Immutable;

namespace ManifestLint.Neighbours;

/// <summary>
/// Objects that act by themselves on all pods of a namespace, such that those of one of many pods are found without looking at every object
/// (contracts.md C2): where the namespace is the same, and where neither names one, in the same kustomization, else in the same folder.
/// </summary>
internal sealed class NeighbourIndex<T>
{
    private readonly Func<T, ObjectPlace> _placeOf;
    private readonly ILookup<string, T> _byNamespace;
    private readonly ILookup<(string? Overlay, string Folder), T> _byNearness;

    public NeighbourIndex(IEnumerable<T> items, Func<T, ObjectPlace> placeOf)
    {
        _placeOf = placeOf;
        // One of an unknown namespace speaks about nobody.
        ImmutableArray<T> all = [.. items.Where(i => !placeOf(i).IsInUnknownNamespace)];
        _byNamespace = all.Where(i => placeOf(i).Namespace is not null).ToLookup(i => placeOf(i).Namespace!, StringComparer.Ordinal);
        _byNearness = all.Where(i => placeOf(i).Namespace is null).ToLookup(i => KeyOf(placeOf(i)));
    }

    /// <summary>Those that act on an object, in the order of the items.</summary>
    public IEnumerable<T> Of(ObjectPlace place) =>
        place.IsInUnknownNamespace ? []
        : place.Namespace is { } name ? _byNamespace[name]
        : _byNearness[KeyOf(place)];

    /// <summary>Of several that are one object in several environments those of the same kustomization, else of the same folder; else all.</summary>
    public ImmutableArray<T> Nearest(IReadOnlyCollection<T> rivals, ObjectPlace place) => Rivals.Nearest(rivals, _placeOf, place);

    private static (string?, string) KeyOf(ObjectPlace place) => (place.Overlay, place.Overlay is null ? place.Folder : "");
}

/// <summary>Objects of one kind, namespace and name: they cannot all exist, so they belong to several environments.</summary>
internal static class Rivals
{
    /// <summary>Those of the same kustomization, else of the same folder; else all.</summary>
    public static ImmutableArray<T> Nearest<T>(IReadOnlyCollection<T> rivals, Func<T, ObjectPlace> placeOf, ObjectPlace place)
    {
        if (rivals.Count <= 1)
            return [.. rivals];
        ImmutableArray<T> near = place.Overlay is { } overlay ? [.. rivals.Where(r => placeOf(r).Overlay == overlay)] : [];
        if (near.IsEmpty)
            near = [.. rivals.Where(r => placeOf(r).Folder == place.Folder)];
        return near.IsEmpty ? [.. rivals] : near;
    }
}
