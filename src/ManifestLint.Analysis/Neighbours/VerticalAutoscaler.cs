using System.Collections.Immutable;
using ManifestLint.Manifests;
using ManifestLint.Yaml;

namespace ManifestLint.Neighbours;

/// <summary>What a VerticalPodAutoscaler may do to a container.</summary>
/// <param name="Container">The container; <c>*</c> for those without a policy of their own.</param>
/// <param name="IsOff">True if it leaves the container alone.</param>
/// <param name="ControlsMemory">True if memory is among the controlled resources.</param>
/// <param name="ControlsCpu">True if cpu is.</param>
/// <param name="MovesLimits">True if limits follow the requests in proportion.</param>
/// <param name="MinAllowed"><c>minAllowed</c>.</param>
/// <param name="MaxAllowed"><c>maxAllowed</c>.</param>
/// <param name="Location">Where it is written.</param>
/// <param name="Path">The address of that within the object.</param>
public sealed record VerticalPolicy(
    string Container,
    bool IsOff,
    bool ControlsMemory,
    bool ControlsCpu,
    bool MovesLimits,
    ImmutableArray<NamedAmount> MinAllowed,
    ImmutableArray<NamedAmount> MaxAllowed,
    Location Location,
    YamlPath Path
)
{
    /// <summary>The smallest amount of a resource; null if there is none or it is not to be known.</summary>
    public NamedAmount? Min(string resource) => MinAllowed.FirstOrDefault(a => a.Name == resource);

    /// <summary>The largest amount of a resource; null if there is none.</summary>
    public NamedAmount? Max(string resource) => MaxAllowed.FirstOrDefault(a => a.Name == resource);
}

/// <summary>A VerticalPodAutoscaler.</summary>
/// <param name="Place">Where it stands.</param>
/// <param name="Name">Its name, or null.</param>
/// <param name="Location">Its mapping.</param>
/// <param name="Target">What it acts on; null if that is not to be known.</param>
/// <param name="Mode">Its update mode as written; <c>Recreate</c> where none is (VPA-1); null if it is not to be known.</param>
/// <param name="IsActive">True if it changes pods (VPA-1: any mode but <c>Off</c>); null if that is not to be known.</param>
/// <param name="Policies">Its container policies.</param>
/// <param name="Default">What holds for a container without a policy.</param>
public sealed record VerticalAutoscaler(
    ObjectPlace Place,
    string? Name,
    Location Location,
    ScaleTarget? Target,
    string? Mode,
    bool? IsActive,
    ImmutableArray<VerticalPolicy> Policies,
    VerticalPolicy Default
)
{
    /// <summary>Why it is refused; empty if it is not.</summary>
    public ImmutableArray<PolicyProblem> Problems { get; init; } = [];

    /// <summary>What its recommender says: the target of memory by container, with its place.</summary>
    public ImmutableArray<(string Container, NamedAmount Target)> Recommended { get; init; } = [];

    /// <summary>For people: <c>VerticalPodAutoscaler web</c>.</summary>
    public string Title => Name is null ? "a VerticalPodAutoscaler" : $"VerticalPodAutoscaler {Name}";

    /// <summary>The policy of a container: its own, else <c>*</c>, else the default.</summary>
    public VerticalPolicy PolicyOf(string? container) =>
        // Whose policy a name that cannot be known picks, cannot be known either.
        container is not null
        && Policies.Length > 0
        && Placeholder.IsIn(container)
            ? Default with
            {
                IsOff = true,
            }
            : Policies.FirstOrDefault(p => p.Container == container) ?? Policies.FirstOrDefault(p => p.Container == "*") ?? Default;

    /// <summary>Reads one. Source: kubernetes/autoscaler vertical-pod-autoscaler/pkg/apis/autoscaling.k8s.io/v1/types.go.</summary>
    public static VerticalAutoscaler Read(Manifest manifest, ObjectPlace place)
    {
        var spec = manifest.Root.MappingAt("spec");
        var mode = spec?.MappingAt("updatePolicy")?.Find("updateMode");
        bool? isActive =
            mode is not { } written ? true
            : written.Value.Target is YamlScalar { IsNull: false } scalar && !FieldReading.IsForeign(scalar) ? !IsOffWord(scalar.Value)
            : null;
        if (HasOpenPolicies(spec))
            isActive = null;
        var pointed = mode?.Value ?? spec?.Find("targetRef")?.Key ?? manifest.Root;
        var path = mode is not null ? YamlPath.Of("spec", "updatePolicy", "updateMode") : YamlPath.Of("spec", "targetRef");
        var whole = new VerticalPolicy("*", false, true, true, true, [], [], pointed.Location, path);
        ImmutableArray<VerticalPolicy> policies = [.. ReadPolicies(spec, whole)];
        return new(
            place,
            manifest.Name,
            manifest.Root.Location,
            ScaleTarget.Read(spec?.MappingAt("targetRef")),
            isActive is null ? null
                : mode is { Value.Target: YamlScalar known } ? known.Value
                : "Recreate",
            isActive,
            policies,
            whole
        )
        {
            Problems = [.. VerticalAutoscalerValidation.Problems(manifest, policies)],
            Recommended = [.. ReadRecommendation(manifest.Root)],
        };
    }

    private static IEnumerable<(string, NamedAmount)> ReadRecommendation(YamlMapping root)
    {
        if (root.MappingAt("status", "recommendation")?["containerRecommendations"] is not YamlSequence list)
            yield break;
        for (int i = 0; i < list.Items.Length; i++)
        {
            if (list.Items[i].Target is not YamlMapping one || one.TextAt("containerName") is not { } container)
                continue;
            var path = YamlPath.Of("status", "recommendation", "containerRecommendations").Index(i).Key("target");
            if (NamedAmount.Read(one.MappingAt("target"), path).FirstOrDefault(a => a.Name == "memory") is { } target)
                yield return (container, target);
        }
    }

    // A placeholder for the policies, or for what one of them acts on, may leave memory alone.
    private static bool HasOpenPolicies(YamlMapping? spec)
    {
        if (IsOpen(spec?["resourcePolicy"]) || IsOpen(spec?.MappingAt("resourcePolicy")?["containerPolicies"]))
            return true;
        if (spec?.MappingAt("resourcePolicy")?["containerPolicies"] is not YamlSequence policies)
            return false;
        foreach (var item in policies.Items)
        {
            if (IsOpen(item))
                return true;
            if (
                item.Target is YamlMapping policy
                && (IsOpen(policy["containerName"]) || IsOpen(policy["mode"]) || IsOpen(policy["controlledResources"]))
            )
                return true;
        }
        return false;
    }

    private static bool IsOpen(YamlNode? node) => node?.Target is YamlScalar { IsNull: false } scalar && FieldReading.IsForeign(scalar);

    // Off unquoted is a boolean for a YAML 1.1 reader, which the API server then refuses; what is meant is plain.
    private static bool IsOffWord(string mode) => mode.Equals("Off", StringComparison.OrdinalIgnoreCase) || mode == "false";

    private static IEnumerable<VerticalPolicy> ReadPolicies(YamlMapping? spec, VerticalPolicy whole)
    {
        if (spec?.MappingAt("resourcePolicy")?["containerPolicies"] is not YamlSequence policies)
            yield break;
        for (int i = 0; i < policies.Items.Length; i++)
        {
            if (policies.Items[i].Target is not YamlMapping policy)
                continue;
            var path = YamlPath.Of("spec", "resourcePolicy", "containerPolicies").Index(i);
            var resources = policy.Find("controlledResources");
            var names = resources?.Value.Target is YamlSequence list
                ? list.Items.Select(n => n.Target).OfType<YamlScalar>().Select(n => n.Value).ToList()
                : null;
            yield return new VerticalPolicy(
                policy.TextAt("containerName") ?? "*",
                IsOffWord(policy.TextAt("mode") ?? "Auto"),
                names?.Contains("memory") ?? true,
                names?.Contains("cpu") ?? true,
                (policy.TextAt("controlledValues") ?? "RequestsAndLimits") == "RequestsAndLimits",
                NamedAmount.Read(policy.MappingAt("minAllowed"), path.Key("minAllowed")),
                NamedAmount.Read(policy.MappingAt("maxAllowed"), path.Key("maxAllowed")),
                resources?.Key.Location ?? whole.Location,
                resources is null ? whole.Path : path.Key("controlledResources")
            );
        }
    }
}
