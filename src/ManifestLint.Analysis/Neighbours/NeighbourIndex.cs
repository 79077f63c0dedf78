using System.Collections.Concurrent;
using System.Collections.Immutable;
using ManifestLint.Programs;

namespace ManifestLint.Neighbours;

/// <summary>The objects of one kind that act on the pods of one place.</summary>
/// <param name="Items">Each once.</param>
/// <param name="IsUnknown">True if several of one name differ, or there are more than anybody has: which of them act cannot be known.</param>
/// <param name="IsPastLimit">True for the latter.</param>
internal sealed record ActingObjects<T>(ImmutableArray<T> Items, bool IsUnknown, bool IsPastLimit = false);

/// <summary>
/// Objects that act by themselves on all pods of a namespace, such that those of one of many pods are found without looking at every object
/// (contracts.md C2): where the namespace is the same, and where neither names one, in the same kustomization, else in the same folder.
/// </summary>
internal sealed class NeighbourIndex<T>
    where T : class
{
    // Of real namespaces the largest has 1 of a kind, with 9 amounts (contracts.md C8).
    private const int MostActing = 20;
    private const int MostAmounts = 300;

    private static readonly ActingObjects<T> None = new([], false);

    private readonly Dictionary<(string? Namespace, string? Overlay, string Folder), List<Namesakes<T>>> _byPlace;
    private readonly ConcurrentDictionary<ObjectPlace, ActingObjects<T>> _answers = new();
    private readonly Func<T, int> _amounts;
    private readonly PastLimit _kind;

    /// <param name="items">The objects, in the order of the scan.</param>
    /// <param name="placeOf">Where one stands.</param>
    /// <param name="nameOf">Its name; those without one are no rivals.</param>
    /// <param name="same">True if two say the same.</param>
    /// <param name="amounts">How many amounts one names.</param>
    /// <param name="kind">What they are too many of, where they are.</param>
    public NeighbourIndex(
        IEnumerable<T> items,
        Func<T, ObjectPlace> placeOf,
        Func<T, string?> nameOf,
        Func<T, T, bool> same,
        Func<T, int> amounts,
        PastLimit kind
    )
    {
        (_kind, _amounts) = (kind, amounts);
        // One of an unknown namespace speaks about nobody.
        _byPlace = items
            .Where(i => !placeOf(i).IsInUnknownNamespace)
            .GroupBy(i => KeyOf(placeOf(i)))
            .ToDictionary(
                g => g.Key,
                g =>
                    g.Select((item, i) => (item, Key: nameOf(item) is { } name ? (name, 0) : ("", i + 1)))
                        .GroupBy(i => i.Key, i => i.item)
                        .Select(named => new Namesakes<T>(named, placeOf, same))
                        .ToList()
            );
    }

    /// <summary>Those that act on an object.</summary>
    public ActingObjects<T> Of(ObjectPlace place)
    {
        if (_byPlace.Count == 0 || place.IsInUnknownNamespace || !_byPlace.TryGetValue(KeyOf(place), out var named))
            return None;
        // The file's name does not count, its folder does.
        var key = place with { File = place.Folder + "/" };
        var found = _answers.GetOrAdd(key, static (at, all) => Among(all.named, at, all._amounts), (named, _amounts));
        if (found.IsPastLimit)
            Effort.GiveUp(_kind);
        return found;
    }

    private static ActingObjects<T> Among(List<Namesakes<T>> named, ObjectPlace place, Func<T, int> amounts)
    {
        if (named.Count > MostActing)
            return new([], IsUnknown: true, IsPastLimit: true);
        var kept = ImmutableArray.CreateBuilder<T>();
        bool differ = false;
        foreach (var rivals in named)
        {
            var (first, agree) = rivals.Nearest(place);
            if (agree)
                kept.Add(first);
            else
                differ = true;
        }
        return kept.Sum(amounts) > MostAmounts ? new([], IsUnknown: true, IsPastLimit: true) : new(kept.DrainToImmutable(), differ);
    }

    private static (string?, string?, string) KeyOf(ObjectPlace place) =>
        place.Namespace is not null ? (place.Namespace, null, "") : (null, place.Overlay, place.Overlay is null ? place.Folder : "");
}
