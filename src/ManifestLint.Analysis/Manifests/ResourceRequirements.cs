using ManifestLint.Quantities;
using ManifestLint.Yaml;

namespace ManifestLint.Manifests;

/// <summary>One named amount of a <c>requests</c> or <c>limits</c> mapping.</summary>
public readonly record struct ResourceEntry(string Name, YamlNode Key, Field<ResourceQuantity> Quantity);

/// <summary>A <c>requests</c> or <c>limits</c> mapping (or <c>overhead</c>): a view.</summary>
public readonly struct ResourceSection
{
    private readonly YamlMapping? _mapping;
    private readonly YamlNode _closest;
    private readonly YamlPath _path;
    private readonly YamlPath _closestPath;

    internal ResourceSection(YamlMapping? parent, string key, YamlPath path, YamlNode closest, YamlPath closestPath)
    {
        _path = path;
        _closest = closest;
        _closestPath = closestPath;
        if (parent?.Find(key) is not { } entry)
        {
            _closest = parent?.PlaceOfRemoved(key) ?? closest;
            return;
        }
        _closest = entry.Key;
        _closestPath = path;
        _mapping = FieldReading.IsForeign(entry.Value) ? null : entry.Value.Target as YamlMapping;
        IsWritten = true;
        IsUnknown = _mapping is null && entry.Value.Target is not YamlScalar { IsNull: true };
        if (IsUnknown)
            _closest = entry.Value;
    }

    internal ResourceSection(YamlNode unknown, YamlPath path) =>
        (_closest, _path, _closestPath, IsUnknown, IsWritten) = (unknown, path, path, true, true);

    /// <summary>True if the key is written, whatever stands there.</summary>
    public bool IsWritten { get; }

    /// <summary>True if something stands there that is no mapping, so that nothing can be said about its entries.</summary>
    public bool IsUnknown { get; }

    /// <summary>The mapping, or null.</summary>
    public YamlMapping? Mapping => _mapping;

    /// <summary>The amount of a resource such as <c>memory</c>.</summary>
    public Field<ResourceQuantity> this[string name]
    {
        get
        {
            if (IsUnknown)
                return Field.Unknown<ResourceQuantity>(_closest, _path);
            if (_mapping?.Find(name) is not { } entry)
                return Field.Absent<ResourceQuantity>(_mapping?.PlaceOfRemoved(name) ?? _closest, _closestPath);
            return FieldReading.Quantity(entry.Value, PathOf(name)) with { Key = entry.Key };
        }
    }

    /// <summary>Every amount, each name once, as decoding takes them.</summary>
    public IEnumerable<ResourceEntry> Entries => _mapping is null ? [] : EntriesOf(_mapping);

    private IEnumerable<ResourceEntry> EntriesOf(YamlMapping mapping)
    {
        foreach (var entry in mapping.EffectiveEntries())
        {
            if (entry.Name is { } name && !PatchDirective.Is(name))
                yield return new ResourceEntry(name, entry.Key, FieldReading.Quantity(entry.Value, PathOf(name)) with { Key = entry.Key });
        }
    }

    private YamlPath PathOf(string name) =>
        name switch
        {
            // The usual four without an allocation each.
            "memory" when ReferenceEquals(_path, UsualPaths.Limits) => UsualPaths.MemoryLimit,
            "memory" when ReferenceEquals(_path, UsualPaths.Requests) => UsualPaths.MemoryRequest,
            "cpu" when ReferenceEquals(_path, UsualPaths.Limits) => UsualPaths.CpuLimit,
            "cpu" when ReferenceEquals(_path, UsualPaths.Requests) => UsualPaths.CpuRequest,
            _ => _path.Key(name),
        };
}

/// <summary>The addresses that every container has, made once.</summary>
file static class UsualPaths
{
    public static readonly YamlPath Requests = YamlPath.Of("resources", "requests"),
        Limits = YamlPath.Of("resources", "limits"),
        MemoryRequest = Requests.Key("memory"),
        MemoryLimit = Limits.Key("memory"),
        CpuRequest = Requests.Key("cpu"),
        CpuLimit = Limits.Key("cpu");

    public static YamlPath RequestsOf(string key) => key == "resources" ? Requests : YamlPath.Of(key, "requests");

    public static YamlPath LimitsOf(string key) => key == "resources" ? Limits : YamlPath.Of(key, "limits");
}

/// <summary>A <c>resources</c> mapping: a view.</summary>
public readonly struct ResourceRequirements
{
    /// <param name="owner">The mapping that holds the key; null where there is none.</param>
    /// <param name="key"><c>resources</c>, or the name a custom resource gives it.</param>
    /// <param name="closest">What to point at where the key is not written.</param>
    /// <param name="closestPath">Its address relative to the view.</param>
    internal ResourceRequirements(YamlMapping? owner, string key, YamlNode closest, YamlPath closestPath)
    {
        var entry = owner?.Find(key);
        Entry = entry;
        if (
            entry is { } foreign
            && (foreign.Value.Target is not (YamlMapping or YamlScalar { IsNull: true }) || FieldReading.IsForeign(foreign.Value))
        )
        {
            Requests = new ResourceSection(foreign.Value, UsualPaths.RequestsOf(key));
            Limits = new ResourceSection(foreign.Value, UsualPaths.LimitsOf(key));
            return;
        }
        var mapping = entry?.Value.Target as YamlMapping;
        if (entry is { } written)
            (closest, closestPath) = (written.Key, YamlPath.Of(key));
        else
            closest = owner?.PlaceOfRemoved(key) ?? closest;
        Requests = new ResourceSection(mapping, "requests", UsualPaths.RequestsOf(key), closest, closestPath);
        Limits = new ResourceSection(mapping, "limits", UsualPaths.LimitsOf(key), closest, closestPath);
    }

    private ResourceRequirements(YamlMapping mapping) =>
        (Requests, Limits) = (
            new ResourceSection(mapping, "requests", YamlPath.Of("requests"), mapping, YamlPath.Root),
            new ResourceSection(mapping, "limits", YamlPath.Of("limits"), mapping, YamlPath.Root)
        );

    /// <summary>Of a mapping that is the resources itself; addresses are relative to it.</summary>
    internal static ResourceRequirements Of(YamlMapping mapping) => new(mapping);

    /// <summary>The <c>resources</c> entry, or null if it is not written.</summary>
    public YamlEntry? Entry { get; }

    /// <summary>What is asked for.</summary>
    public ResourceSection Requests { get; }

    /// <summary>What is allowed.</summary>
    public ResourceSection Limits { get; }
}
