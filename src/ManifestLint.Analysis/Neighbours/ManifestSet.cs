using System.Collections.Frozen;
using System.Collections.Immutable;
using ManifestLint.Manifests;

namespace ManifestLint.Neighbours;

/// <summary>What a lookup among neighbours gives: nothing there, one value, or several that differ.</summary>
public readonly record struct Lookup<T>(FieldState State, T? Value)
    where T : class
{
    /// <summary>Nothing of that name is in the scan; says nothing about the cluster.</summary>
    public bool IsAbsent => State == FieldState.Absent;

    /// <summary>Several candidates that differ.</summary>
    public bool IsUnknown => State == FieldState.Unknown;
}

/// <summary>
/// The context objects of a scan: what pods refer to and what acts on them. Small, complete before the first fact is asked, and the same
/// whatever the order of files.
/// </summary>
public sealed class ManifestSet
{
    private static readonly FrozenSet<string> Kinds = new[]
    {
        "ConfigMap",
        "Secret",
        "LimitRange",
        "ResourceQuota",
        "PriorityClass",
        "RuntimeClass",
        "Namespace",
        "HorizontalPodAutoscaler",
        "ScaledObject",
        "VerticalPodAutoscaler",
        "Kustomization",
        "Component",
    }.ToFrozenSet(StringComparer.Ordinal);

    private readonly FrozenDictionary<string, ImmutableArray<PriorityClass>> _priorityClasses;
    private readonly FrozenDictionary<string, ImmutableArray<RuntimeClass>> _runtimeClasses;
    private readonly FrozenDictionary<string, ImmutableArray<ConfigData>> _configs;
    private readonly FrozenDictionary<string, ImmutableArray<NamespaceObject>> _namespaces;
    private readonly NeighbourIndex<LimitRange> _limitRanges;
    private readonly NeighbourIndex<ResourceQuota> _quotas;
    private readonly FrozenDictionary<string, ImmutableArray<Autoscaler>> _autoscalers;
    private readonly FrozenDictionary<string, ImmutableArray<VerticalAutoscaler>> _verticalAutoscalers;
    private readonly KustomizationGraph _graph;

    internal ManifestSet(ContextReader context, KustomizationGraph graph)
    {
        _priorityClasses = ByName(context.PriorityClasses, p => p.Name);
        _runtimeClasses = ByName(context.RuntimeClasses, r => r.Name);
        _configs = ByName(context.Configs.Concat(graph.Generated), c => (c.IsSecret ? "Secret/" : "ConfigMap/") + c.Name);
        _namespaces = ByName(context.Namespaces, n => n.Name);
        // What the API server refuses is not there.
        _limitRanges = new(context.LimitRanges.Where(l => l.Problems.IsEmpty), l => l.Place, graph);
        _quotas = new(context.Quotas.Where(q => q.Problems.IsEmpty), q => q.Place, graph);
        _autoscalers = ByName(context.Autoscalers.Where(a => a is { Target: not null, Problems.IsEmpty: true }), a => a.Target!.ToString());
        _verticalAutoscalers = ByName(context.VerticalAutoscalers.Where(a => a is { Target: not null, Problems.IsEmpty: true }), a =>
            a.Target!.ToString()
        );
        _graph = graph;
        var defaults = context.PriorityClasses.Where(p => p.IsGlobalDefault).Distinct().ToList();
        GlobalDefault = defaults.Count == 1 ? defaults[0] : null;
    }

    /// <summary>A set without any object.</summary>
    public static ManifestSet Empty { get; } = new(new ContextReader(), KustomizationGraph.Empty);

    /// <summary>The only PriorityClass with <c>globalDefault: true</c>, or null.</summary>
    public PriorityClass? GlobalDefault { get; }

    /// <summary>The kustomizations and what they take and patch.</summary>
    public KustomizationGraph Kustomizations => _graph;

    /// <summary>True for a kind that is context.</summary>
    public static bool IsContextKind(string kind) => Kinds.Contains(kind);

    /// <summary>A PriorityClass: cluster-wide, by name alone (contracts.md C2).</summary>
    public Lookup<PriorityClass> PriorityClass(string name) => One(_priorityClasses.GetValueOrDefault(name, []), static (a, b) => a == b);

    /// <summary>A RuntimeClass: cluster-wide, by name alone.</summary>
    public Lookup<RuntimeClass> RuntimeClass(string name) =>
        One(_runtimeClasses.GetValueOrDefault(name, []), static (a, b) => a.Overhead.SequenceEqual(b.Overhead));

    /// <summary>
    /// A Namespace: cluster-wide, by name alone. Absent for a pod whose namespace is not written. Several that differ are of two clusters: the
    /// one in the pod's kustomization, else in its folder, counts alone (contracts.md C2).
    /// </summary>
    public Lookup<NamespaceObject> Namespace(ObjectPlace pod)
    {
        if (_namespaces.Count == 0 || NamespaceOf(pod) is not { } name)
            return default;
        var all = One(_namespaces.GetValueOrDefault(name, []), static (a, b) => a.SaysTheSame(b));
        return all.IsUnknown ? One(Nearest(_namespaces[name], n => n.Place, pod), static (a, b) => a.SaysTheSame(b)) : all;
    }

    /// <summary>The namespace of an object: as written, else as its kustomization says; null if neither does.</summary>
    public string? NamespaceOf(ObjectPlace place) => _graph.NamespaceOf(place);

    /// <summary>
    /// The LimitRanges that apply to a pod at <paramref name="pod"/>, each once. Several of one name can only be alternatives: if they differ,
    /// it cannot be known which applies, and <paramref name="isUnknown"/> is true.
    /// </summary>
    public ImmutableArray<LimitRange> LimitRanges(ObjectPlace pod, out bool isUnknown) =>
        Alternatives(_limitRanges.Of(pod), l => l.Name, static (a, b) => a.SaysTheSameAs(b), out isUnknown);

    /// <summary>The ResourceQuotas that apply to a pod at <paramref name="pod"/>, each once; those of one name that differ are left out.</summary>
    public ImmutableArray<ResourceQuota> Quotas(ObjectPlace pod) =>
        Alternatives(_quotas.Of(pod), q => q.Name, static (a, b) => a.SaysTheSameAs(b), out _);

    /// <summary>The HorizontalPodAutoscalers that scale an object at <paramref name="place"/>.</summary>
    public ImmutableArray<Autoscaler> Autoscalers(Manifest manifest, ObjectPlace place) =>
        _autoscalers.Count == 0 || manifest.Name is null
            ? []
            :
            [
                .. _autoscalers
                    .GetValueOrDefault($"{manifest.Kind} {manifest.Name}", [])
                    .Where(a => a.Target!.Is(manifest) && AreNeighbours(a.Place, place)),
            ];

    /// <summary>The HorizontalPodAutoscalers that scale what another autoscaler at <paramref name="place"/> acts on.</summary>
    public ImmutableArray<Autoscaler> Autoscalers(ScaleTarget target, ObjectPlace place) =>
        [.. _autoscalers.GetValueOrDefault(target.ToString(), []).Where(a => a.Target!.Is(target) && AreNeighbours(a.Place, place))];

    /// <summary>The VerticalPodAutoscalers that act on an object at <paramref name="place"/>.</summary>
    public ImmutableArray<VerticalAutoscaler> VerticalAutoscalers(Manifest manifest, ObjectPlace place) =>
        _verticalAutoscalers.Count == 0 || manifest.Name is null
            ? []
            :
            [
                .. _verticalAutoscalers
                    .GetValueOrDefault($"{manifest.Kind} {manifest.Name}", [])
                    .Where(a => a.Target!.Is(manifest) && AreNeighbours(a.Place, place)),
            ];

    /// <summary>A ConfigMap that a pod refers to.</summary>
    public Lookup<ConfigData> ConfigMap(string name, ObjectPlace pod) => Config("ConfigMap/" + name, pod);

    /// <summary>A Secret that a pod refers to.</summary>
    public Lookup<ConfigData> Secret(string name, ObjectPlace pod) => Config("Secret/" + name, pod);

    /// <summary>
    /// contracts.md C2: two objects belong together if both write the same namespace; where one writes none, only if both stand in the same
    /// kustomization or folder.
    /// </summary>
    public bool AreNeighbours(ObjectPlace x, ObjectPlace y)
    {
        string? first = NamespaceOf(x),
            second = NamespaceOf(y);
        if (first is not null && second is not null)
            return first == second;
        return x.Folder == y.Folder || _graph.ShareKustomization(x.File, y.File);
    }

    /// <summary>
    /// True if two neighbours are certain to come into one namespace: both have the same, or one kustomization takes both. What merely stands in
    /// one folder may be a collection of examples.
    /// </summary>
    public bool AreDeployedTogether(ObjectPlace x, ObjectPlace y)
    {
        string? first = NamespaceOf(x),
            second = NamespaceOf(y);
        return first is not null && second is not null ? first == second : _graph.ShareKustomization(x.File, y.File);
    }

    private Lookup<ConfigData> Config(string key, ObjectPlace pod) =>
        One([.. _configs.GetValueOrDefault(key, []).Where(c => AreNeighbours(c.Place, pod))], static (a, b) => SameValues(a, b));

    // Of several alternatives those in the same kustomization, else in the same folder; all where neither has one.
    private ImmutableArray<T> Nearest<T>(ImmutableArray<T> candidates, Func<T, ObjectPlace> placeOf, ObjectPlace pod)
    {
        ImmutableArray<T> together = [.. candidates.Where(c => _graph.ShareKustomization(placeOf(c).File, pod.File))];
        if (!together.IsEmpty)
            return together;
        ImmutableArray<T> beside = [.. candidates.Where(c => placeOf(c).Folder == pod.Folder)];
        return beside.IsEmpty ? candidates : beside;
    }

    // Objects of one kind and name in one namespace are one object, written twice.
    private static ImmutableArray<T> Alternatives<T>(
        IEnumerable<T> neighbours,
        Func<T, string?> name,
        Func<T, T, bool> same,
        out bool differ
    )
        where T : class
    {
        differ = false;
        var kept = ImmutableArray.CreateBuilder<T>();
        foreach (var group in neighbours.GroupBy(name, StringComparer.Ordinal))
        {
            var first = group.First();
            if (group.Key is null)
                kept.AddRange(group);
            else if (group.Skip(1).All(one => same(first, one)))
                kept.Add(first);
            else
                differ = true;
        }
        return kept.ToImmutable();
    }

    private static bool SameValues(ConfigData a, ConfigData b) =>
        a.Values.Count == b.Values.Count
        && a.Values.All(v => b.Values.TryGetValue(v.Key, out var other) && other.Text == v.Value.Text && other.Text is not null);

    private static Lookup<T> One<T>(ImmutableArray<T> candidates, Func<T, T, bool> same)
        where T : class
    {
        if (candidates.IsEmpty)
            return default;
        return candidates.All(c => same(candidates[0], c)) ? new(FieldState.Known, candidates[0]) : new(FieldState.Unknown, null);
    }

    private static FrozenDictionary<string, ImmutableArray<T>> ByName<T>(IEnumerable<T> items, Func<T, string> key) =>
        items.GroupBy(key, StringComparer.Ordinal).ToFrozenDictionary(g => g.Key, g => g.ToImmutableArray(), StringComparer.Ordinal);
}
