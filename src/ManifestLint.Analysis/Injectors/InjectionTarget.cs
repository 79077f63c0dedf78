using System.Collections.Immutable;
using ManifestLint.Amounts;
using ManifestLint.Cluster;
using ManifestLint.Evidence;
using ManifestLint.Manifests;
using ManifestLint.Neighbours;
using ManifestLint.Quantities;
using ManifestLint.Yaml;

namespace ManifestLint.Injectors;

/// <summary>A pod as injectors see it: its annotations and labels, its Namespace, and what was injected so far.</summary>
internal sealed class InjectionTarget(
    Workload workload,
    string? namespaceName,
    Lookup<NamespaceObject> space,
    FeatureGates gates,
    KubernetesVersion version
)
{
    private readonly YamlMapping? _annotations = workload.Pod.Metadata?.MappingAt("annotations"),
        _labels = workload.Pod.Metadata?.MappingAt("labels");
    private readonly List<InjectedContainer> _first = [],
        _last = [],
        _regular = [];
    private bool _isUncertain = space.IsUnknown;
    private string? _completed;

    /// <summary>The pod.</summary>
    public PodSpec Pod => workload.Pod;

    /// <summary>True if Knative makes the pod.</summary>
    public bool IsKnative => Knative.Makes(workload.Manifest);

    /// <summary>Its object's kind, which asks for what every pod of the kind gets.</summary>
    public InjectionSetting Kind
    {
        get
        {
            var root = workload.Manifest.Root;
            var place = root.Find("kind") is { } entry ? entry.Value : root;
            string kind = workload.Manifest.Kind;
            return new InjectionSetting(
                "kind",
                kind,
                new TextOrigin.Operator("Knative") { Kind = kind },
                place.Location,
                YamlPath.Of("kind"),
                null,
                false
            );
        }
    }

    /// <summary>The name of its namespace, or null.</summary>
    public string? NamespaceName => namespaceName;

    /// <summary>True if its Namespace is in the scan.</summary>
    public bool KnowsNamespace => space.Value is not null;

    /// <summary>Whether init containers can be sidecars.</summary>
    public bool HasNativeSidecars => gates.SidecarContainers;

    /// <summary>The Kubernetes version.</summary>
    public KubernetesVersion Version => version;

    /// <summary>True if there is anything that could ask for a container.</summary>
    public bool MayBeInjected => IsKnative || _annotations is not null || _labels is not null || !space.IsAbsent;

    /// <summary>True if it shares the network of its node, which meshes leave alone.</summary>
    public bool UsesHostNetwork
    {
        get
        {
            if (Pod.Node.TextAt("hostNetwork") is not { } text || text == "false")
                return false;
            if (text != "true")
                BeUncertain();
            return true;
        }
    }

    /// <summary>True if it says that it gets no token of its service account; open where that is a placeholder.</summary>
    public bool RefusesToken
    {
        get
        {
            if (Pod.Node.TextAt("automountServiceAccountToken") is not { } text || text == "true")
                return false;
            if (text != "false")
                BeUncertain();
            return true;
        }
    }

    /// <summary>What was injected.</summary>
    public InjectedContainers Result =>
        _first.Count + _last.Count + _regular.Count == 0 && !_isUncertain && _completed is null
            ? InjectedContainers.None
            : new InjectedContainers
            {
                First = [.. _first],
                Last = [.. _last],
                Regular = [.. _regular],
                IsUncertain = _isUncertain,
                Completed = _completed,
            };

    /// <summary>An annotation of the pod; null if it is not written.</summary>
    public InjectionSetting? Annotation(string key) => Own(_annotations, "annotations", new TextOrigin.Annotation(key));

    /// <summary>A label of the pod; null if it is not written.</summary>
    public InjectionSetting? Label(string key) => Own(_labels, "labels", new TextOrigin.Annotation(key) { IsLabel = true });

    /// <summary>A label of the Namespace; null if it is not there or the Namespace is not in the scan.</summary>
    public InjectionSetting? NamespaceLabel(string key) =>
        space.Value is { } known ? FromNamespace(known.Label(key), new TextOrigin.Annotation(key) { IsLabel = true }) : null;

    /// <summary>An annotation of the Namespace; null if it is not there or the Namespace is not in the scan.</summary>
    public InjectionSetting? NamespaceAnnotation(string key) =>
        space.Value is { } known ? FromNamespace(known.Annotation(key), new TextOrigin.Annotation(key)) : null;

    /// <summary>An annotation of the pod, else of its Namespace.</summary>
    public InjectionSetting? AnyAnnotation(string key) => Annotation(key) ?? NamespaceAnnotation(key);

    /// <summary>True if the pod's author wrote a container of this name, or that cannot be known.</summary>
    public bool HasContainer(string name)
    {
        foreach (var container in Pod.AllContainers)
        {
            if (container.Type == ContainerType.Ephemeral || container.Name is not { } own)
                continue;
            if (own == name)
                return true;
            if (!Placeholder.IsIn(own))
                continue;
            BeUncertain();
            return true;
        }
        return false;
    }

    /// <summary>Something may be injected that cannot be known.</summary>
    public void BeUncertain() => _isUncertain = true;

    /// <summary>A container of the author's gets from an injector what it does not say itself.</summary>
    public void Complete(string name) => _completed = name;

    /// <summary>Injects a container.</summary>
    public void Add(InjectedContainer container) =>
        (
            container switch
            {
                { Type: ContainerType.App } => _regular,
                { IsLast: true } => _last,
                _ => _first,
            }
        ).Add(container);

    /// <summary>The amounts that annotations give, by resource; <paramref name="used"/> gets the annotations.</summary>
    /// <param name="keys">Annotations of the memory and the cpu amount.</param>
    /// <param name="used">Those that are written.</param>
    /// <param name="defaults">What holds where an annotation is absent.</param>
    /// <param name="find">Where they are looked up.</param>
    public static ResourceAmounts Amounts(
        (string Memory, string Cpu) keys,
        List<InjectionSetting> used,
        ResourceAmounts defaults,
        Func<string, InjectionSetting?> find
    )
    {
        var amounts = ResourceAmounts.Empty;
        foreach (var (name, key) in new[] { ("memory", keys.Memory), ("cpu", keys.Cpu) })
        {
            var setting = find(key);
            if (setting is not null)
                used.Add(setting);
            var amount = setting is null ? defaults[name] : AmountOf(setting);
            if (!amount.IsAbsent)
                amounts = amounts.With(name, amount);
        }
        return amounts;
    }

    /// <summary>Amounts of memory and cpu.</summary>
    public static ResourceAmounts Of(string memory, string cpu) =>
        ResourceAmounts.Empty.With("memory", Parse(memory)).With("cpu", Parse(cpu));

    // An empty text removes the value (Vault) or is none.
    private static Amount AmountOf(InjectionSetting setting) =>
        setting.IsPlaceholder ? Amount.Unknown
        : setting.Text.Length == 0 ? Amount.Absent
        : Parse(setting.Text);

    private static Amount Parse(string text) =>
        ResourceQuantity.TryParse(text, out var quantity, out _) && !quantity.IsNegative ? Amount.Of(quantity.ToStored()) : Amount.Unknown;

    private InjectionSetting? Own(YamlMapping? mapping, string section, TextOrigin.Annotation mark)
    {
        if (mapping?.Find(mark.Key) is not { } entry || entry.Value.Target is not YamlScalar scalar)
            return null;
        var path = workload.PodPath.Key("metadata").Key(section).Key(mark.Key);
        return new InjectionSetting(mark.Key, scalar.Value, mark, entry.Value.Location, path, null, FieldReading.IsForeign(scalar));
    }

    private InjectionSetting? FromNamespace(NamespaceMark? found, TextOrigin.Annotation asked)
    {
        if (found is not { } mark)
            return null;
        var written = workload.Manifest.Root.MappingAt("metadata")?.Find("namespace")?.Value;
        var location = (
            written ?? (workload.Manifest.Root.Entries.IsEmpty ? workload.Manifest.Root : workload.Manifest.Root.Entries[0].Key)
        ).Location;
        return new InjectionSetting(
            mark.Key,
            mark.Text,
            asked with
            {
                Namespace = namespaceName,
            },
            location,
            written is null ? YamlPath.Root : YamlPath.Of("metadata", "namespace"),
            mark.Location,
            Placeholder.IsIn(mark.Text)
        );
    }
}
