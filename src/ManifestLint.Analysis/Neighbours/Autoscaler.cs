using System.Collections.Immutable;
using ManifestLint.Manifests;
using ManifestLint.Yaml;

namespace ManifestLint.Neighbours;

/// <summary>The workload that an autoscaler acts on.</summary>
/// <param name="Group">The API group; null if no <c>apiVersion</c> is written.</param>
/// <param name="Kind">The kind.</param>
/// <param name="Name">The name.</param>
public sealed record ScaleTarget(string? Group, string Kind, string Name)
{
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

    internal static ScaleTarget? Read(YamlMapping? reference)
    {
        if (reference?.TextAt("kind") is not { } kind || reference.TextAt("name") is not { } name || Placeholder.IsIn(name))
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

/// <summary>A Resource or ContainerResource metric of a HorizontalPodAutoscaler.</summary>
/// <param name="Resource"><c>memory</c> or <c>cpu</c>.</param>
/// <param name="Container">The container it is about; null for all of the pod.</param>
/// <param name="IsUtilization">True for a share of the requests, false for an absolute value.</param>
/// <param name="Location">Where the resource is named; for a ContainerResource metric, the container.</param>
/// <param name="Path">The address of that within the object.</param>
public sealed record AutoscalerMetric(string Resource, string? Container, bool IsUtilization, Location Location, YamlPath Path);

/// <summary>A HorizontalPodAutoscaler of any version.</summary>
/// <param name="Place">Where it stands.</param>
/// <param name="Name">Its name, or null.</param>
/// <param name="Location">Its mapping.</param>
/// <param name="Target">What it scales; null if that is not to be known.</param>
/// <param name="MinReplicas">The fewest replicas: 1 if it is not written, null if it is not to be known.</param>
/// <param name="Metrics">Its metrics about resources.</param>
public sealed record Autoscaler(
    ObjectPlace Place,
    string? Name,
    Location Location,
    ScaleTarget? Target,
    long? MinReplicas,
    ImmutableArray<AutoscalerMetric> Metrics
)
{
    /// <summary>For people: <c>HorizontalPodAutoscaler web</c>.</summary>
    public string Title => Name is null ? "a HorizontalPodAutoscaler" : $"HorizontalPodAutoscaler {Name}";

    /// <summary>
    /// Reads one. Source: kubernetes v1.36 staging/src/k8s.io/api/autoscaling (v1, v2, v2beta1 and v2beta2 types.go). v1 knows cpu alone.
    /// </summary>
    public static Autoscaler Read(Manifest manifest, ObjectPlace place)
    {
        var spec = manifest.Root.MappingAt("spec");
        return new(
            place,
            manifest.Name,
            manifest.Root.Location,
            ScaleTarget.Read(spec?.MappingAt("scaleTargetRef")),
            spec?.Find("minReplicas") is { } entry ? FieldReading.Integer(entry.Value) : 1,
            [.. ReadMetrics(spec)]
        );
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
            bool isUtilization =
                source.Find("targetAverageUtilization") is not null || source.MappingAt("target")?.Find("averageUtilization") is not null;
            var container = ofContainer ? source.Find("container") : null;
            if (ofContainer && container is not { Value.Target: YamlScalar })
                continue;
            var path = YamlPath.Of("spec", "metrics").Index(i).Key(key);
            yield return container is { } written
                ? new(name.Value, ((YamlScalar)written.Value.Target).Value, isUtilization, written.Value.Location, path.Key("container"))
                : new(name.Value, null, isUtilization, name.Location, path.Key("name"));
        }
    }
}
