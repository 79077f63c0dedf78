using System.Collections.Immutable;
using ManifestLint.Manifests;
using ManifestLint.Programs;
using ManifestLint.Yaml;

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
    internal static string[] ContextKinds { get; } =
    [
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
    ];

    private readonly Dictionary<string, Namesakes<PriorityClass>> _priorityClasses;
    private readonly Dictionary<string, Namesakes<RuntimeClass>> _runtimeClasses;
    private readonly Dictionary<string, Namesakes<ConfigData>> _configs;
    private readonly Dictionary<string, Namesakes<NamespaceObject>> _namespaces;
    private readonly NeighbourIndex<LimitRange> _limitRanges;
    private readonly NeighbourIndex<ResourceQuota> _quotas;
    private readonly Dictionary<(string Kind, string Name), Namesakes<Autoscaler>> _autoscalers;
    private readonly Dictionary<(string Kind, string Name), Namesakes<VerticalAutoscaler>> _verticalAutoscalers;

    // Where an autoscaler stands and what it targets, if an object of that kind and name stands there, too.
    private readonly HashSet<(string Place, (string Kind, string Name) Target)> _targetsBeside;

    /// <summary>False if it is known that nothing in the scan has an owner, or nothing has a pod template: no pod is there beside what made it.</summary>
    public bool MayHoldPodsAndTemplates { get; init; } = true;

    /// <summary>False for a name and a uid if it is known that no object that has one of them owns another one.</summary>
    public Func<string, string?, bool> MayOwn { get; init; } = static (_, _) => true;

    /// <param name="context">The context objects.</param>
    /// <param name="targetsBeside">For the kustomization, else the folder, of an autoscaler: targets of its that stand there.</param>
    internal ManifestSet(ContextReader context, IEnumerable<(string Place, (string Kind, string Name) Target)>? targetsBeside = null)
    {
        _targetsBeside = [.. targetsBeside ?? []];
        _priorityClasses = ByName(context.PriorityClasses, p => p.Name, static _ => default, static (a, b) => a == b);
        _runtimeClasses = ByName(
            context.RuntimeClasses,
            r => r.Name,
            static _ => default,
            static (a, b) => ReferenceEquals(a, b) || a.Overhead.SequenceEqual(b.Overhead)
        );
        _configs = ByName(ConfigContents.Number(context.Configs), c => Config(c.IsSecret, c.Name), c => c.Place, ConfigContents.AreSame);
        _namespaces = ByName(context.Namespaces, n => n.Name, n => n.Place, static (a, b) => ReferenceEquals(a, b) || a.SaysTheSame(b));
        // What the API server refuses is not there.
        _limitRanges = new(
            context.LimitRanges.Where(l => l.Problems.IsEmpty),
            l => l.Place,
            l => l.Name,
            static (a, b) => a.SaysTheSameAs(b),
            l => l.Items.Sum(i => 1 + i.Constraints.Sum(c => c.Value.Length)),
            PastLimit.LimitRanges
        );
        _quotas = new(
            context.Quotas.Where(q => q.Problems.IsEmpty),
            q => q.Place,
            q => q.Name,
            static (a, b) => a.SaysTheSameAs(b),
            q => q.Hard.Length + q.Scopes.Sum(s => 1 + s.Values.Length),
            PastLimit.ResourceQuotas
        );
        _autoscalers = ByName(
            context.Autoscalers.Where(a => a is { Target: not null, Problems.IsEmpty: true }),
            a => a.Target!.KindAndName,
            a => a.Place,
            ReferenceEquals
        );
        _verticalAutoscalers = ByName(
            context.VerticalAutoscalers.Where(a => a is { Target: not null, Problems.IsEmpty: true }),
            a => a.Target!.KindAndName,
            a => a.Place,
            ReferenceEquals
        );
        var defaults = context.PriorityClasses.Where(p => p.IsGlobalDefault).Distinct().ToList();
        GlobalDefault = defaults.Count == 1 ? defaults[0] : null;
    }

    /// <summary>A set without any object.</summary>
    public static ManifestSet Empty => new(new ContextReader());

    /// <summary>The only PriorityClass with <c>globalDefault: true</c>, or null.</summary>
    public PriorityClass? GlobalDefault { get; }

    /// <summary>True for a kind that is context.</summary>
    public static bool IsContextKind(string kind) => ContextKinds.Contains(kind);

    /// <summary>A PriorityClass: cluster-wide, by name alone (contracts.md C2).</summary>
    public Lookup<PriorityClass> PriorityClass(string name) => _priorityClasses.GetValueOrDefault(name)?.One() ?? default;

    /// <summary>A RuntimeClass: cluster-wide, by name alone.</summary>
    public Lookup<RuntimeClass> RuntimeClass(string name) => _runtimeClasses.GetValueOrDefault(name)?.One() ?? default;

    /// <summary>
    /// A Namespace: cluster-wide, by name alone. Absent for a pod whose namespace is not written. Several that differ are of two clusters: the
    /// one in the pod's kustomization, else in its folder, counts alone (contracts.md C2).
    /// </summary>
    public Lookup<NamespaceObject> Namespace(ObjectPlace pod) =>
        _namespaces.Count > 0 && pod.Namespace is { } name ? _namespaces.GetValueOrDefault(name)?.One(pod) ?? default : default;

    /// <summary>
    /// The LimitRanges that apply to a pod at <paramref name="pod"/>, each once. Several of one name can only be alternatives: if the nearest of
    /// them differ, it cannot be known which applies, and <paramref name="isUnknown"/> is true.
    /// </summary>
    public ImmutableArray<LimitRange> LimitRanges(ObjectPlace pod, out bool isUnknown)
    {
        var acting = _limitRanges.Of(pod);
        isUnknown = acting.IsUnknown;
        return acting.Items;
    }

    /// <summary>The ResourceQuotas that apply to a pod at <paramref name="pod"/>, each once; those of one name that differ are left out.</summary>
    public ImmutableArray<ResourceQuota> Quotas(ObjectPlace pod) => _quotas.Of(pod).Items;

    /// <summary>The HorizontalPodAutoscalers that scale an object at <paramref name="place"/>.</summary>
    public ImmutableArray<Autoscaler> Autoscalers(Manifest manifest, ObjectPlace place) =>
        Acting(_autoscalers, manifest, a => a.Place, a => a.Name, a => a.Target!, place);

    /// <summary>The HorizontalPodAutoscalers that scale what another autoscaler at <paramref name="place"/> acts on.</summary>
    public ImmutableArray<Autoscaler> Autoscalers(ScaleTarget target, ObjectPlace place) =>
        [.. (_autoscalers.GetValueOrDefault(target.KindAndName)?.Beside(place) ?? []).Where(a => a.Target!.Is(target))];

    /// <summary>The VerticalPodAutoscalers that act on an object at <paramref name="place"/>.</summary>
    public ImmutableArray<VerticalAutoscaler> VerticalAutoscalers(Manifest manifest, ObjectPlace place) =>
        Acting(_verticalAutoscalers, manifest, a => a.Place, a => a.Name, a => a.Target!, place);

    /// <summary>A ConfigMap that a pod refers to.</summary>
    public Lookup<ConfigData> ConfigMap(string name, ObjectPlace pod) => Config(false, name, pod);

    /// <summary>A Secret that a pod refers to.</summary>
    public Lookup<ConfigData> Secret(string name, ObjectPlace pod) => Config(true, name, pod);

    /// <summary>
    /// contracts.md C2: two objects belong together if both are known to be in the same namespace; where that of one is not known, only if both
    /// stand in the same kustomization or folder.
    /// </summary>
    public static bool AreNeighbours(ObjectPlace x, ObjectPlace y)
    {
        Steps.Add();
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
        Dictionary<(string Kind, string Name), Namesakes<T>> byTarget,
        Manifest manifest,
        Func<T, ObjectPlace> placeOf,
        Func<T, string?> nameOf,
        Func<T, ScaleTarget> targetOf,
        ObjectPlace place
    )
        where T : class
    {
        if (byTarget.Count == 0 || manifest.Name is not { } name || !byTarget.TryGetValue((manifest.Kind, name), out var named))
            return [];
        var acting = new List<T>();
        foreach (var autoscaler in named.Beside(place) ?? [])
        {
            if (!targetOf(autoscaler).Is(manifest))
                continue;
            var own = placeOf(autoscaler);
            bool isNear = own.Overlay is not null ? own.Overlay == place.Overlay : place.Overlay is null && own.Folder == place.Folder;
            if (isNear || !_targetsBeside.Contains((own.Overlay ?? own.Folder, targetOf(autoscaler).KindAndName)))
                acting.Add(autoscaler);
        }
        return
        [
            .. acting
                .GroupBy(a => (Name: nameOf(a), placeOf(a).Namespace))
                .SelectMany(g => g.Key.Name is null ? [.. g] : Nearest([.. g], placeOf, place)),
        ];
    }

    private Lookup<ConfigData> Config(bool isSecret, string name, ObjectPlace pod)
    {
        if (!_configs.TryGetValue(Config(isSecret, name), out var named))
            return default;
        if (named.Beside(pod) is not { } candidates)
            return new(FieldState.Unknown, null);
        var found = One(candidates);
        return found.IsUnknown ? One(Nearest(candidates, c => c.Place, pod)) : found;

        static Lookup<ConfigData> One(IReadOnlyList<ConfigData> candidates) =>
            candidates.Count == 0 ? default
            : candidates.All(c => ConfigContents.AreSame(candidates[0], c)) ? new(FieldState.Known, candidates[0])
            : new(FieldState.Unknown, null);
    }

    private static string Config(bool isSecret, string name) => (isSecret ? "Secret/" : "ConfigMap/") + name;

    // Those of the same kustomization, else of the same folder; else all.
    private static IReadOnlyList<T> Nearest<T>(IReadOnlyList<T> rivals, Func<T, ObjectPlace> placeOf, ObjectPlace place)
    {
        if (rivals.Count <= 1)
            return rivals;
        List<T> near = place.Overlay is { } overlay ? [.. rivals.Where(r => placeOf(r).Overlay == overlay)] : [];
        if (near.Count == 0)
            near = [.. rivals.Where(r => placeOf(r).Folder == place.Folder)];
        return near.Count == 0 ? rivals : near;
    }

    private static Dictionary<TKey, Namesakes<T>> ByName<T, TKey>(
        IEnumerable<T> items,
        Func<T, TKey> key,
        Func<T, ObjectPlace> placeOf,
        Func<T, T, bool> same
    )
        where T : class
        where TKey : notnull => items.GroupBy(key).ToDictionary(g => g.Key, g => new Namesakes<T>(g, placeOf, same));
}
