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
    /// <summary>The kinds of context objects.</summary>
    internal static FrozenSet<string> ContextKinds { get; } =
        new[]
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
        }.ToFrozenSet(StringComparer.Ordinal);

    private readonly FrozenDictionary<string, ImmutableArray<PriorityClass>> _priorityClasses;
    private readonly FrozenDictionary<string, ImmutableArray<RuntimeClass>> _runtimeClasses;
    private readonly FrozenDictionary<string, ImmutableArray<ConfigData>> _configs;
    private readonly FrozenDictionary<string, ImmutableArray<NamespaceObject>> _namespaces;
    private readonly NeighbourIndex<LimitRange> _limitRanges;
    private readonly NeighbourIndex<ResourceQuota> _quotas;
    private readonly FrozenDictionary<string, ImmutableArray<Autoscaler>> _autoscalers;
    private readonly FrozenDictionary<string, ImmutableArray<VerticalAutoscaler>> _verticalAutoscalers;

    // Where an autoscaler stands and what it targets, if an object of that kind and name stands there, too.
    private readonly FrozenSet<(string Place, string Target)> _targetsBeside;

    /// <param name="context">The context objects.</param>
    /// <param name="targetsBeside">For the kustomization, else the folder, of an autoscaler: targets of its that stand there.</param>
    internal ManifestSet(ContextReader context, IEnumerable<(string Place, string Target)>? targetsBeside = null)
    {
        _targetsBeside = (targetsBeside ?? []).ToFrozenSet();
        _priorityClasses = ByName(context.PriorityClasses, p => p.Name);
        _runtimeClasses = ByName(context.RuntimeClasses, r => r.Name);
        _configs = ByName(context.Configs, c => (c.IsSecret ? "Secret/" : "ConfigMap/") + c.Name);
        _namespaces = ByName(context.Namespaces, n => n.Name);
        // What the API server refuses is not there.
        _limitRanges = new(context.LimitRanges.Where(l => l.Problems.IsEmpty), l => l.Place);
        _quotas = new(context.Quotas.Where(q => q.Problems.IsEmpty), q => q.Place);
        _autoscalers = ByName(context.Autoscalers.Where(a => a is { Target: not null, Problems.IsEmpty: true }), a => a.Target!.ToString());
        _verticalAutoscalers = ByName(context.VerticalAutoscalers.Where(a => a is { Target: not null, Problems.IsEmpty: true }), a =>
            a.Target!.ToString()
        );
        var defaults = context.PriorityClasses.Where(p => p.IsGlobalDefault).Distinct().ToList();
        GlobalDefault = defaults.Count == 1 ? defaults[0] : null;
    }

    /// <summary>A set without any object.</summary>
    public static ManifestSet Empty { get; } = new(new ContextReader());

    /// <summary>The only PriorityClass with <c>globalDefault: true</c>, or null.</summary>
    public PriorityClass? GlobalDefault { get; }

    /// <summary>True for a kind that is context.</summary>
    public static bool IsContextKind(string kind) => ContextKinds.Contains(kind);

    /// <summary>A PriorityClass: cluster-wide, by name alone (contracts.md C2).</summary>
    public Lookup<PriorityClass> PriorityClass(string name) => One(_priorityClasses.GetValueOrDefault(name, []), static (a, b) => a == b);

    /// <summary>A RuntimeClass: cluster-wide, by name alone.</summary>
    public Lookup<RuntimeClass> RuntimeClass(string name) =>
        One(_runtimeClasses.GetValueOrDefault(name, []), static (a, b) => a.Overhead.SequenceEqual(b.Overhead));

    /// <summary>
    /// A Namespace: cluster-wide, by name alone. Absent for a pod whose namespace is not written. Several that differ are of two clusters: the
    /// one in the pod's kustomization, else in its folder, counts alone (contracts.md C2).
    /// </summary>
    public Lookup<NamespaceObject> Namespace(ObjectPlace pod) =>
        _namespaces.Count > 0 && pod.Namespace is { } name
            ? Nearest(_namespaces.GetValueOrDefault(name, []), n => n.Place, pod, static (a, b) => a.SaysTheSame(b))
            : default;

    /// <summary>
    /// The LimitRanges that apply to a pod at <paramref name="pod"/>, each once. Several of one name can only be alternatives: if the nearest of
    /// them differ, it cannot be known which applies, and <paramref name="isUnknown"/> is true.
    /// </summary>
    public ImmutableArray<LimitRange> LimitRanges(ObjectPlace pod, out bool isUnknown) =>
        Alternatives(_limitRanges, pod, l => l.Name, static (a, b) => a.SaysTheSameAs(b), out isUnknown);

    /// <summary>The ResourceQuotas that apply to a pod at <paramref name="pod"/>, each once; those of one name that differ are left out.</summary>
    public ImmutableArray<ResourceQuota> Quotas(ObjectPlace pod) =>
        Alternatives(_quotas, pod, q => q.Name, static (a, b) => a.SaysTheSameAs(b), out _);

    /// <summary>The HorizontalPodAutoscalers that scale an object at <paramref name="place"/>.</summary>
    public ImmutableArray<Autoscaler> Autoscalers(Manifest manifest, ObjectPlace place) =>
        _autoscalers.Count == 0 || manifest.Name is null
            ? []
            : Acting(
                _autoscalers.GetValueOrDefault($"{manifest.Kind} {manifest.Name}", []).Where(a => a.Target!.Is(manifest)),
                a => a.Place,
                a => a.Name,
                a => a.Target!,
                place
            );

    /// <summary>The HorizontalPodAutoscalers that scale what another autoscaler at <paramref name="place"/> acts on.</summary>
    public ImmutableArray<Autoscaler> Autoscalers(ScaleTarget target, ObjectPlace place) =>
        [.. _autoscalers.GetValueOrDefault(target.ToString(), []).Where(a => a.Target!.Is(target) && AreNeighbours(a.Place, place))];

    /// <summary>The VerticalPodAutoscalers that act on an object at <paramref name="place"/>.</summary>
    public ImmutableArray<VerticalAutoscaler> VerticalAutoscalers(Manifest manifest, ObjectPlace place) =>
        _verticalAutoscalers.Count == 0 || manifest.Name is null
            ? []
            : Acting(
                _verticalAutoscalers.GetValueOrDefault($"{manifest.Kind} {manifest.Name}", []).Where(a => a.Target!.Is(manifest)),
                a => a.Place,
                a => a.Name,
                a => a.Target!,
                place
            );

    /// <summary>A ConfigMap that a pod refers to.</summary>
    public Lookup<ConfigData> ConfigMap(string name, ObjectPlace pod) => Config("ConfigMap/" + name, pod);

    /// <summary>A Secret that a pod refers to.</summary>
    public Lookup<ConfigData> Secret(string name, ObjectPlace pod) => Config("Secret/" + name, pod);

    /// <summary>
    /// contracts.md C2: two objects belong together if both are known to be in the same namespace; where that of one is not known, only if both
    /// stand in the same kustomization or folder.
    /// </summary>
    public static bool AreNeighbours(ObjectPlace x, ObjectPlace y)
    {
        if (x.Namespace is not null && y.Namespace is not null)
            return x.Namespace == y.Namespace;
        return x.Overlay is not null && y.Overlay is not null ? x.Overlay == y.Overlay : x.Folder == y.Folder;
    }

    /// <summary>
    /// True if two neighbours are certain to come into one namespace: both are known to be in the same, or one kustomization composes both. What
    /// merely stands in one folder may be a collection of examples.
    /// </summary>
    public static bool AreDeployedTogether(ObjectPlace x, ObjectPlace y) =>
        x.Namespace is not null && y.Namespace is not null ? x.Namespace == y.Namespace : x.Overlay is not null && x.Overlay == y.Overlay;

    // An autoscaler acts on one object: where several have its target's name, on the one that it stands beside.
    private ImmutableArray<T> Acting<T>(
        IEnumerable<T> named,
        Func<T, ObjectPlace> placeOf,
        Func<T, string?> nameOf,
        Func<T, ScaleTarget> targetOf,
        ObjectPlace place
    )
    {
        var acting = new List<T>();
        foreach (var autoscaler in named)
        {
            var own = placeOf(autoscaler);
            if (!AreNeighbours(own, place))
                continue;
            bool isNear = own.Overlay is not null ? own.Overlay == place.Overlay : place.Overlay is null && own.Folder == place.Folder;
            if (isNear || !_targetsBeside.Contains((own.Overlay ?? own.Folder, targetOf(autoscaler).ToString())))
                acting.Add(autoscaler);
        }
        return
        [
            .. acting
                .GroupBy(a => (Name: nameOf(a), placeOf(a).Namespace))
                .SelectMany(g => g.Key.Name is null ? [.. g] : Rivals.Nearest(g.ToList(), placeOf, place)),
        ];
    }

    private Lookup<ConfigData> Config(string key, ObjectPlace pod) =>
        Nearest(
            [.. _configs.GetValueOrDefault(key, []).Where(c => AreNeighbours(c.Place, pod))],
            c => c.Place,
            pod,
            static (a, b) => SameValues(a, b)
        );

    private static Lookup<T> Nearest<T>(ImmutableArray<T> candidates, Func<T, ObjectPlace> placeOf, ObjectPlace pod, Func<T, T, bool> same)
        where T : class
    {
        var found = One(candidates, same);
        return found.IsUnknown ? One(Rivals.Nearest(candidates, placeOf, pod), same) : found;
    }

    // Objects of one kind and name in one namespace are one object, written twice.
    private static ImmutableArray<T> Alternatives<T>(
        NeighbourIndex<T> index,
        ObjectPlace place,
        Func<T, string?> name,
        Func<T, T, bool> same,
        out bool differ
    )
        where T : class
    {
        differ = false;
        var kept = ImmutableArray.CreateBuilder<T>();
        foreach (var group in index.Of(place).GroupBy(name, StringComparer.Ordinal))
        {
            if (group.Key is null)
            {
                kept.AddRange(group);
                continue;
            }
            var nearest = index.Nearest(group.ToList(), place);
            if (nearest.Skip(1).All(one => same(nearest[0], one)))
                kept.Add(nearest[0]);
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
