using System.Collections.Immutable;

namespace ManifestLint.Neighbours;

/// <summary>
/// Objects by where they stand, so that the neighbours of one of many pods are found without looking at every object. Says the same as
/// <see cref="ManifestSet.AreNeighbours"/>.
/// </summary>
internal sealed class NeighbourIndex<T>
{
    private readonly ImmutableArray<T> _items;
    private readonly string?[] _namespaces;
    private readonly KustomizationGraph _graph;
    private readonly Dictionary<string, List<int>> _byNamespace = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<int>> _byFolder = new(StringComparer.Ordinal);
    private readonly Dictionary<int, List<int>> _byKustomization = [];

    public NeighbourIndex(IEnumerable<T> items, Func<T, ObjectPlace> placeOf, KustomizationGraph graph)
    {
        _items = [.. items];
        _graph = graph;
        _namespaces = new string?[_items.Length];
        for (int i = 0; i < _items.Length; i++)
        {
            var place = placeOf(_items[i]);
            _namespaces[i] = graph.NamespaceOf(place);
            if (_namespaces[i] is { } name)
                Add(_byNamespace, name, i);
            Add(_byFolder, place.Folder, i);
            foreach (int kustomization in graph.TakenBy(place.File))
                Add(_byKustomization, kustomization, i);
        }
    }

    /// <summary>The neighbours of an object, in the order of the items.</summary>
    public IEnumerable<T> Of(ObjectPlace place)
    {
        if (_items.IsEmpty)
            return [];
        var found = new SortedSet<int>();
        string? name = _graph.NamespaceOf(place);
        if (name is not null && _byNamespace.TryGetValue(name, out var inNamespace))
            found.UnionWith(inNamespace);
        if (_byFolder.TryGetValue(place.Folder, out var inFolder))
            TakeNear(inFolder);
        foreach (int kustomization in _graph.TakenBy(place.File))
        {
            if (_byKustomization.TryGetValue(kustomization, out var together))
                TakeNear(together);
        }
        return found.Select(i => _items[i]);

        // Where both name a namespace, only the names count.
        void TakeNear(List<int> near)
        {
            foreach (int i in near)
            {
                if (name is null || _namespaces[i] is null)
                    found.Add(i);
            }
        }
    }

    private static void Add<TKey>(Dictionary<TKey, List<int>> index, TKey key, int item)
        where TKey : notnull
    {
        if (!index.TryGetValue(key, out var items))
            index[key] = items = [];
        items.Add(item);
    }
}
