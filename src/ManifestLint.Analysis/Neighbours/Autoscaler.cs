using System.Collections.Immutable;
using ManifestLint.Manifests;
using ManifestLint.Quantities;
using ManifestLint.Yaml;

namespace ManifestLint.Neighbours;

/// <summary>The workload that an autoscaler acts on.</summary>
/// <param name="Group">The API group; null if no <c>apiVersion</c> is written.</param>
/// <param name="Kind">The kind.</param>
/// <param name="Name">The name.</param>
public sealed record ScaleTarget(string? Group, string Kind, string Name)
{
    /// <summary>What it is found by; the group, which need not be written, is compared then.</summary>
    internal (string Kind, string Name) KindAndName => (Kind, Name);

    /// <summary>True if the object is the one. What was once in <c>extensions</c> is in <c>apps</c>.</summary>
    public bool Is(Manifest manifest) =>
        Kind == manifest.Kind
        && Name == manifest.Name
        && (Group is null || Group == manifest.Group || (IsApps(Group) && IsApps(manifest.Group)));

    /// <summary>True if both are about one object.</summary>
    public bool Is(ScaleTarget other) =>
        Kind == other.Kind
        && Name == other.Name
        && (Group is null || other.Group is null || Group == other.Group || (IsApps(Group) && IsApps(other.Group)));

    /// <inheritdoc/>
    public override string ToString() => $"{Kind} {Name}";

    /// <summary>Reads one; null if it is not to be known.</summary>
    /// <param name="reference">The reference.</param>
    /// <param name="otherwise">The kind where none is written; null for none.</param>
    internal static ScaleTarget? Read(YamlMapping? reference, string? otherwise = null)
    {
        if (reference?.TextAt("name") is not { } name || Placeholder.IsIn(name) || (reference.TextAt("kind") ?? otherwise) is not { } kind)
            return null;
        string? version = reference.TextAt("apiVersion");
        return new ScaleTarget(
            version is null ? null
                : version.IndexOf('/') is var slash and >= 0 ? version[..slash]
                : "",
            kind,
            name
        );
    }

    private static bool IsApps(string group) => group is "apps" or "extensions";
}

/// <summary>What a metric is held to.</summary>
/// <param name="Percent">The share of the requests, in percent; null for an absolute value, and where it cannot be known.</param>
/// <param name="Value">The absolute value; null for a share, and where it cannot be known.</param>
/// <param name="Text">As its author wrote it.</param>
/// <param name="Location">Where it is written.</param>
public sealed record AutoscalerGoal(long? Percent, ResourceQuantity? Value, string Text, Location Location);

/// <summary>A metric about a resource of an autoscaler.</summary>
/// <param name="Resource"><c>memory</c> or <c>cpu</c>.</param>
/// <param name="Container">The container it is about; null for all of the pod.</param>
/// <param name="IsUtilization">True for a share of the requests, false for an absolute value.</param>
/// <param name="Goal">What it is held to; null if that is not to be known.</param>
/// <param name="Location">Where the resource is named; for a ContainerResource metric, the container.</param>
/// <param name="Path">The address of that within the object.</param>
public sealed record AutoscalerMetric(
    string Resource,
    string? Container,
    bool IsUtilization,
    AutoscalerGoal? Goal,
    Location Location,
    YamlPath Path
);

/// <summary>What an autoscaler measures as a share of the memory that is asked for.</summary>
/// <param name="OfPod">Of the whole pod; null for nothing.</param>
/// <param name="OfContainers">By the container's name, each with its place among all metrics.</param>
internal sealed record MemoryShares(
    (int Place, AutoscalerMetric Metric)? OfPod,
    IReadOnlyDictionary<string, (int Place, AutoscalerMetric Metric)> OfContainers
)
{
    public static MemoryShares Of(ImmutableArray<AutoscalerMetric> metrics)
    {
        (int, AutoscalerMetric)? ofPod = null;
        var ofContainers = new Dictionary<string, (int, AutoscalerMetric)>(StringComparer.Ordinal);
        for (int i = 0; i < metrics.Length; i++)
        {
            if (metrics[i] is not { Resource: "memory", IsUtilization: true } metric)
                continue;
            if (metric.Container is { } container)
                ofContainers.TryAdd(container, (i, metric));
            else
                ofPod ??= (i, metric);
        }
        return new(ofPod, ofContainers);
    }
}

/// <summary>A HorizontalPodAutoscaler of any version, or a ScaledObject, from which KEDA makes one.</summary>
/// <param name="Kind">Its kind.</param>
/// <param name="Place">Where it stands.</param>
/// <param name="Name">Its name, or null.</param>
/// <param name="Location">Its mapping.</param>
/// <param name="Target">What it scales; null if that is not to be known.</param>
/// <param name="MinReplicas">The fewest replicas: what holds if it is not written, null if it is not to be known.</param>
/// <param name="Metrics">Its metrics about resources.</param>
public sealed record Autoscaler(
    string Kind,
    ObjectPlace Place,
    string? Name,
    Location Location,
    ScaleTarget? Target,
    long? MinReplicas,
    ImmutableArray<AutoscalerMetric> Metrics
)
{
    /// <summary>True if one of its metrics is about a container.</summary>
    internal bool HasContainerMetrics { get; } = Metrics.Any(m => m.Container is not null);

    /// <summary>Of its metrics about the share of memory the first that is about the whole pod, and the first about each container, with the place
    /// of each among all of them.</summary>
    internal MemoryShares MemoryShares => field ??= MemoryShares.Of(Metrics);

    /// <summary>Why the API server refuses it; empty if it does not.</summary>
    public ImmutableArray<PolicyProblem> Problems { get; init; } = [];

    /// <summary>For people: <c>HorizontalPodAutoscaler web</c>.</summary>
    public string Title => Name is null ? $"a {Kind}" : $"{Kind} {Name}";

    /// <summary>Reads one; null for an object of another kind.</summary>
    public static Autoscaler? Read(Manifest manifest, ObjectPlace place) =>
        manifest switch
        {
            { Kind: "HorizontalPodAutoscaler", Group: "autoscaling" or "extensions" } => ReadHorizontal(manifest, place),
            { Kind: "ScaledObject", Group: "keda.sh" } => ReadScaledObject(manifest, place),
            _ => null,
        };

    // Source: kubernetes v1.36 staging/src/k8s.io/api/autoscaling (v1, v2, v2beta1 and v2beta2 types.go). v1 knows cpu alone.
    private static Autoscaler ReadHorizontal(Manifest manifest, ObjectPlace place)
    {
        var spec = manifest.Root.MappingAt("spec");
        return new(
            manifest.Kind,
            place,
            manifest.Name,
            manifest.Root.Location,
            ScaleTarget.Read(spec?.MappingAt("scaleTargetRef")),
            spec?.Find("minReplicas") is { } entry ? FieldReading.Integer(entry.Value) : 1,
            [.. ReadMetrics(spec)]
        )
        {
            Problems = [.. AutoscalerValidation.Problems(manifest, spec)],
        };
    }

    private static IEnumerable<AutoscalerMetric> ReadMetrics(YamlMapping? spec)
    {
        if (spec?["metrics"] is not YamlSequence metrics)
            yield break;
        for (int i = 0; i < metrics.Items.Length; i++)
        {
            if (metrics.Items[i].Target is not YamlMapping metric)
                continue;
            bool ofContainer = metric.TextAt("type") == "ContainerResource";
            string key = ofContainer ? "containerResource" : "resource";
            if (!ofContainer && metric.TextAt("type") != "Resource")
                continue;
            if (metric.MappingAt(key) is not { } source || source.Find("name") is not { Value.Target: YamlScalar name })
                continue;
            // v2 and v2beta2 have a target, v2beta1 a value beside the name.
            var share = source.Find("targetAverageUtilization") ?? source.MappingAt("target")?.Find("averageUtilization");
            var value = source.Find("targetAverageValue") ?? source.MappingAt("target")?.Find("averageValue");
            var container = ofContainer ? source.Find("container") : null;
            if (ofContainer && container is not { Value.Target: YamlScalar })
                continue;
            var path = YamlPath.Of("spec", "metrics").Index(i).Key(key);
            bool isUtilization = share is not null;
            var goal = GoalOf((share ?? value)?.Value, isUtilization);
            yield return container is { } written
                ? new(
                    name.Value,
                    ((YamlScalar)written.Value.Target).Value,
                    isUtilization,
                    goal,
                    written.Value.Location,
                    path.Key("container")
                )
                : new(name.Value, null, isUtilization, goal, name.Location, path.Key("name"));
        }
    }

    // HPA-6. Source: kedacore/keda apis/keda/v1alpha1/scaledobject_types.go, pkg/scalers/cpu_memory_scaler.go. A Deployment unless it says
    // otherwise; what the metric is, releases before 2.18 also read from the trigger's metadata.
    private static Autoscaler ReadScaledObject(Manifest manifest, ObjectPlace place)
    {
        var spec = manifest.Root.MappingAt("spec");
        var reference = spec?.MappingAt("scaleTargetRef");
        var target =
            reference is not null && reference.Find("kind") is null && reference.Find("apiVersion") is null
                ? reference.TextAt("name") is { } name && !Placeholder.IsIn(name)
                    ? new ScaleTarget("apps", "Deployment", name)
                    : null
                : ScaleTarget.Read(reference, "Deployment");
        return new(
            manifest.Kind,
            place,
            manifest.Name,
            manifest.Root.Location,
            target,
            spec?.Find("minReplicaCount") is { } entry ? FieldReading.Integer(entry.Value) : 0,
            [.. ReadTriggers(spec)]
        );
    }

    private static IEnumerable<AutoscalerMetric> ReadTriggers(YamlMapping? spec)
    {
        if (spec?["triggers"] is not YamlSequence triggers)
            yield break;
        for (int i = 0; i < triggers.Items.Length; i++)
        {
            if (triggers.Items[i].Target is not YamlMapping trigger || trigger.Find("type") is not { } type)
                continue;
            string? resource = trigger.TextAt("type");
            if (resource is not ("memory" or "cpu"))
                continue;
            var metadata = trigger.MappingAt("metadata");
            if ((trigger.TextAt("metricType") ?? metadata?.TextAt("type")) is not { } metricType)
                continue;
            bool isUtilization = metricType == "Utilization";
            if (!isUtilization && metricType != "AverageValue")
                continue;
            var path = YamlPath.Of("spec", "triggers").Index(i);
            var goal = GoalOf(metadata?.Find("value")?.Value, isUtilization);
            yield return metadata?.Find("containerName") is { Value.Target: YamlScalar { IsNull: false } container } named
                ? new(resource, container.Value, isUtilization, goal, named.Value.Location, path.Key("metadata").Key("containerName"))
                : new(resource, null, isUtilization, goal, type.Value.Location, path.Key("type"));
        }
    }

    private static AutoscalerGoal? GoalOf(YamlNode? node, bool isUtilization)
    {
        if (node?.Target is not YamlScalar { IsNull: false } scalar || FieldReading.IsForeign(scalar))
            return null;
        return isUtilization
            ? new(FieldReading.Integer(node), null, scalar.Value, node.Location)
            : new(null, FieldReading.Quantity(node, YamlPath.Root).IsKnown(out var value) ? value : null, scalar.Value, node.Location);
    }
}
