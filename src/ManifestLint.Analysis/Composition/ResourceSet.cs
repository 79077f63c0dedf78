using ManifestLint.Composition.Merging;

namespace ManifestLint.Composition;

/// <summary>The objects of a kustomization by the time, in order. No two are the same.</summary>
internal sealed class ResourceSet
{
    private readonly List<Resource> _all = [];

    // By every name they have or had; made anew after something was renamed.
    private Dictionary<string, List<Resource>>? _byName;

    public IReadOnlyList<Resource> All => _all;

    /// <summary>Adds an object.</summary>
    /// <exception cref="RefusalException">It is there already.</exception>
    public void Add(Resource resource)
    {
        CompositionEffort.Spend(200);
        var id = resource.Id;
        if (Named(id.Name).Exists(r => r.Id.IsSame(id)))
            throw new RefusalException(resource.Root.Place, RefusalKind.ObjectTwice, id.ToString());
        _all.Add(resource);
        Index(resource);
    }

    public void AddAll(ResourceSet other)
    {
        foreach (var resource in other._all)
            Add(resource);
    }

    /// <summary>Adds what a generator made, or puts it in the place of what it is to replace or to be merged with.</summary>
    public void Absorb(Resource generated, Action<Resource, Resource> merge)
    {
        var id = generated.Id;
        var matches = ByAnyId(id);
        if (matches.Count > 1)
            throw new RefusalException(generated.Root.Place, RefusalKind.SeveralToMergeInto, id.ToString());
        if (matches.Count == 0)
        {
            if (generated.Behavior != GenerationBehavior.Create)
                throw new RefusalException(generated.Root.Place, RefusalKind.NothingToMergeInto, id.ToString());
            Add(generated);
            return;
        }
        if (generated.Behavior == GenerationBehavior.Create)
            throw new RefusalException(generated.Root.Place, RefusalKind.ExistsAlready, id.ToString());
        var old = matches[0];
        merge(generated, old);
        _all[_all.IndexOf(old)] = generated;
        _byName = null;
    }

    /// <summary>Says that names have changed.</summary>
    public void Renamed() => _byName = null;

    /// <summary>Leaves out what patches have deleted.</summary>
    public void DropDeleted()
    {
        if (_all.RemoveAll(r => r.IsDeleted) > 0)
            _byName = null;
    }

    public void RemoveAll(Predicate<Resource> isLeftOut)
    {
        _all.RemoveAll(isLeftOut);
        _byName = null;
    }

    /// <summary>Those that are or were called so.</summary>
    public List<Resource> ByAnyId(ResourceId id) => Named(id.Name).FindAll(r => r.Id.IsSame(id) || r.FormerIds.Any(f => f.IsSame(id)));

    /// <summary>Those that have or had a name.</summary>
    public List<Resource> Named(string name)
    {
        if (_byName is null)
        {
            _byName = new Dictionary<string, List<Resource>>(StringComparer.Ordinal);
            foreach (var resource in _all)
                Index(resource);
        }
        return _byName.GetValueOrDefault(name) ?? [];
    }

    private void Index(Resource resource)
    {
        if (_byName is null)
            return;
        Put(resource.Name);
        foreach (var former in resource.FormerIds)
            Put(former.Name);

        void Put(string name)
        {
            if (!_byName.TryGetValue(name, out var named))
                _byName[name] = named = [];
            if (named is not [.., var last] || last != resource)
                named.Add(resource);
        }
    }
}
