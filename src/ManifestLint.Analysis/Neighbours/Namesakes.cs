using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using ManifestLint.Programs;

namespace ManifestLint.Neighbours;

/// <summary>
/// Objects of one kind and name, found by where they stand: they cannot all exist in one namespace, so they belong to several environments
/// (contracts.md C2). No question costs more than <see cref="MostRivals"/>, however many there are.
/// </summary>
internal sealed class Namesakes<T>
    where T : class
{
    /// <summary>More candidates for one place are not told apart; of real collections the largest has 11.</summary>
    public const int MostRivals = 120;

    // In place of a namespace: whatever it is.
    private const string AnyNamespace = "*";

    private readonly Func<T, ObjectPlace> _placeOf;
    private readonly Func<T, T, bool> _same;
    private readonly List<T> _all;
    private Dictionary<(string? Namespace, char By, string Where), List<T>>? _index;

    // By the list that an answer was taken from: what many pods ask is worked out once.
    private ConditionalWeakTable<List<T>, StrongBox<bool>>? _agreement;

    /// <param name="all">The objects, at least one, in the order of the scan.</param>
    /// <param name="placeOf">Where one stands.</param>
    /// <param name="same">True if two say the same, wherever they stand.</param>
    public Namesakes(IEnumerable<T> all, Func<T, ObjectPlace> placeOf, Func<T, T, bool> same) =>
        (_all, _placeOf, _same) = ([.. all], placeOf, same);

    /// <summary>Those that belong together with a place (<see cref="ManifestSet.AreNeighbours"/>); null if there are too many.</summary>
    public IReadOnlyList<T>? Beside(ObjectPlace place)
    {
        if (_all.Count <= MostRivals)
            return [.. _all.Where(i => ManifestSet.AreNeighbours(_placeOf(i), place))];
        var found = new List<T>();
        if (place.Namespace is { } name)
        {
            var own = At(name, ' ', "");
            found.AddRange(own.Count <= MostRivals ? own : NearIn(name, place));
            if (own.Count > MostRivals && found.Count == 0)
                return GiveUp();
            AddNear(null, place, found);
        }
        else
        {
            AddNear(AnyNamespace, place, found);
        }
        return found.Count <= MostRivals ? found : GiveUp();
    }

    private static IReadOnlyList<T>? GiveUp()
    {
        Effort.GiveUp(PastLimit.Namesakes);
        return null;
    }

    /// <summary>Those of the same kustomization, else of the same folder; else all.</summary>
    public (T First, bool Agree) Nearest(ObjectPlace place)
    {
        var near = _all.Count == 1 ? _all : NearIn(AnyNamespace, place);
        if (near.Count == 0)
            near = _all;
        return (near[0], near.Count == 1 || Agree(near));
    }

    /// <summary>The one that counts alone at a place, as <see cref="Nearest"/>, where not all of them say the same; the first, where they do.</summary>
    public Lookup<T> One(ObjectPlace place)
    {
        if (Agree(_all))
            return new(Manifests.FieldState.Known, _all[0]);
        var near = NearIn(AnyNamespace, place);
        if (near.Count == 0)
            near = _all;
        return Agree(near) ? new(Manifests.FieldState.Known, near[0]) : new(Manifests.FieldState.Unknown, null);
    }

    /// <summary>The first, if all say the same.</summary>
    public Lookup<T> One() => Agree(_all) ? new(Manifests.FieldState.Known, _all[0]) : new(Manifests.FieldState.Unknown, null);

    private bool Agree(List<T> some) =>
        some.Count == 1
            ? _same(some[0], some[0])
            : LazyInitializer
                .EnsureInitialized(ref _agreement, static () => [])
                .GetValue(some, list => new StrongBox<bool>(list.TrueForAll(one => _same(list[0], one))))
                .Value;

    private List<T> NearIn(string? space, ObjectPlace place)
    {
        var near = place.Overlay is { } overlay ? At(space, 'o', overlay) : [];
        return near.Count > 0 ? near : At(space, 'f', place.Folder);
    }

    // As ManifestSet.AreNeighbours has it where a namespace is not known: kustomizations where both have one, else folders.
    private void AddNear(string? space, ObjectPlace place, List<T> found)
    {
        if (place.Overlay is not { } overlay)
        {
            found.AddRange(At(space, 'f', place.Folder));
            return;
        }
        found.AddRange(At(space, 'o', overlay));
        found.AddRange(At(space, 'f', place.Folder).Where(i => _placeOf(i).Overlay is null));
    }

    private List<T> At(string? space, char by, string where) =>
        LazyInitializer.EnsureInitialized(ref _index, Index).GetValueOrDefault((space, by, where)) ?? [];

    private Dictionary<(string?, char, string), List<T>> Index()
    {
        var index = new Dictionary<(string?, char, string), List<T>>();
        foreach (var item in _all)
        {
            var place = _placeOf(item);
            if (place.Namespace is { } name)
                Add((name, ' ', ""), item);
            foreach (string? space in new[] { place.Namespace, AnyNamespace })
            {
                Add((space, 'f', place.Folder), item);
                if (place.Overlay is { } overlay)
                    Add((space, 'o', overlay), item);
            }
        }
        return index;

        void Add((string?, char, string) key, T item)
        {
            if (index.TryGetValue(key, out var list))
                list.Add(item);
            else
                index.Add(key, [item]);
        }
    }
}
