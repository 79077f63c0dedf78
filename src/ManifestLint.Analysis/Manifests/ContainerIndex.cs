using System.Collections.Immutable;
using ManifestLint.Yaml;

namespace ManifestLint.Manifests;

/// <summary>The containers of an object, found by address and by name: a pod may have very many, and a finding for each.</summary>
public sealed class ContainerIndex
{
    // Of as many as most pods have each is looked at.
    private const int Few = 6;

    private readonly ImmutableArray<ContainerSpec> _all;
    private string? _images;

    // Made when somebody asks: of most objects nobody does.
    private Dictionary<YamlPath, ContainerSpec>? _byPath;
    private ILookup<string?, ContainerSpec>? _byName;

    // Lengths of the addresses, of which there are one or two.
    private List<int> _lengths = [];

    /// <param name="containers">The containers in their order.</param>
    public ContainerIndex(ImmutableArray<ContainerSpec> containers) => _all = containers;

    /// <summary>The images of all, without tags, in their order: told once, and asked for each finding.</summary>
    public string Images => _images ??= string.Join(' ', _all.Select(c => c.ImageRepository));

    /// <summary>No containers.</summary>
    public static ContainerIndex None { get; } = new([]);

    /// <summary>The container that an address within the object leads into, or null.</summary>
    public ContainerSpec? At(YamlPath path)
    {
        if (_all.Length <= Few)
        {
            foreach (var container in _all)
            {
                if (!container.Path.IsRoot && path.IsAtOrBelow(container.Path))
                    return container;
            }
            return null;
        }
        var byPath = _byPath ??= ByPath();
        foreach (int length in _lengths)
        {
            var at = path;
            while (at.Length > length)
                at = at.Parent!;
            if (at.Length == length && byPath.TryGetValue(at, out var container))
                return container;
        }
        return null;
    }

    /// <summary>The first container of a name in the pod at an address, or null.</summary>
    public ContainerSpec? Named(string name, YamlPath pod) =>
        (_byName ??= _all.ToLookup(c => c.Name, StringComparer.Ordinal))[name].FirstOrDefault(c => c.Path.IsAtOrBelow(pod));

    private Dictionary<YamlPath, ContainerSpec> ByPath()
    {
        var byPath = new Dictionary<YamlPath, ContainerSpec>();
        foreach (var container in _all)
        {
            if (!container.Path.IsRoot)
                byPath.TryAdd(container.Path, container);
        }
        _lengths = [.. byPath.Keys.Select(p => p.Length).Distinct().Order()];
        return byPath;
    }
}
