using System.Collections.Immutable;
using ManifestLint.Configuration;
using ManifestLint.Manifests;

namespace ManifestLint.Judging;

/// <summary>The overrides of a configuration by what an object has to have, so that none is asked about each of them.</summary>
internal sealed class OverrideIndex
{
    private readonly ImmutableArray<ConfigurationOverride> _all;
    private readonly Dictionary<string, List<int>> _byNamespace = new(StringComparer.Ordinal),
        _byKind = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Dictionary<string, List<int>>> _byLabel = new(StringComparer.Ordinal);
    private readonly ImmutableArray<int> _general;

    /// <param name="all">The overrides in their order.</param>
    public OverrideIndex(ImmutableArray<ConfigurationOverride> all)
    {
        _all = all;
        var general = ImmutableArray.CreateBuilder<int>();
        for (int i = 0; i < all.Length; i++)
        {
            var part = all[i];
            if (!part.Namespaces.IsEmpty)
                Add(_byNamespace, part.Namespaces, i);
            else if (!part.Labels.IsEmpty)
                Add(Values(part.Labels[0].Key), [part.Labels[0].Value], i);
            else if (!part.Kinds.IsEmpty)
                Add(_byKind, part.Kinds, i);
            else
                general.Add(i);
        }
        _general = general.DrainToImmutable();
    }

    /// <summary>True if none asks for anything but a path.</summary>
    public bool IsGeneral => _general.Length == _all.Length;

    /// <summary>Those that ask for nothing but a path.</summary>
    public IEnumerable<ConfigurationOverride> General => _general.Select(i => _all[i]);

    /// <summary>Those that apply to an object, wherever it stands, in their order.</summary>
    public IEnumerable<ConfigurationOverride> Of(Manifest manifest)
    {
        var found = new SortedSet<int>(_general);
        if (manifest.Namespace is { } name)
            found.UnionWith(_byNamespace.GetValueOrDefault(name, []));
        found.UnionWith(_byKind.GetValueOrDefault(manifest.Kind, []));
        foreach (var (key, values) in _byLabel)
        {
            if (manifest.Label(key) is { } value)
                found.UnionWith(values.GetValueOrDefault(value, []));
        }
        return found.Select(i => _all[i]).Where(o => Applies(o, manifest));
    }

    private static bool Applies(ConfigurationOverride part, Manifest manifest) =>
        (part.Namespaces.IsEmpty || (manifest.Namespace is { } name && part.Namespaces.Contains(name)))
        && (part.Kinds.IsEmpty || part.Kinds.Contains(manifest.Kind))
        && part.Labels.All(l => manifest.Label(l.Key) == l.Value);

    private Dictionary<string, List<int>> Values(string key) =>
        _byLabel.TryGetValue(key, out var values) ? values : _byLabel[key] = new(StringComparer.Ordinal);

    private static void Add(Dictionary<string, List<int>> index, IEnumerable<string> names, int number)
    {
        foreach (string name in names)
        {
            if (!index.TryGetValue(name, out var numbers))
                index[name] = numbers = [];
            numbers.Add(number);
        }
    }
}
