using ManifestLint.Amounts;
using ManifestLint.Evidence;
using ManifestLint.Facts;
using ManifestLint.Findings;
using ManifestLint.Manifests;
using ManifestLint.Quantities;
using ManifestLint.Yaml;

namespace ManifestLint.Rules.Amounts;

/// <summary>A field that the API server refuses.</summary>
/// <param name="Location">What to point at.</param>
/// <param name="Path">Its address within the object.</param>
/// <param name="What">What is wrong: the clause of a statement.</param>
/// <param name="Container">The container it belongs to; null for the pod.</param>
internal sealed record InvalidField(Location Location, YamlPath Path, string What, ContainerSpec? Container = null)
{
    /// <summary>True if only pods are refused, by admission, and templates are not.</summary>
    public bool IsOfPods { get; init; }

    /// <summary>What to write instead: <c>restartPolicy: Always</c>; null where that is not to be known.</summary>
    public string? Instead { get; init; }

    /// <summary>Another place that matters, or null.</summary>
    public RelatedPlace? Related { get; init; }
}

/// <summary>
/// What the API server refuses of a pod beside its amounts (VAL-26). Source: kubernetes v1.37 pkg/apis/core/validation/validation.go
/// (validateResizePolicy, validateResourceClaimNames, validateContainerResourceFieldSelector, validateContainerRestartPolicy),
/// plugin/pkg/admission/runtimeclass/admission.go (validateOverhead). What cannot be known violates nothing.
/// </summary>
internal static class FieldsInvalid
{
    // In place since 1.33, devices since 1.34: before, the API server drops these fields.
    private const int ResizeMinor = 33,
        ClaimsMinor = 34;

    // ContainerRestartRules (KEP-5307), alpha in 1.34, is on from 1.35: before, an init container takes Always alone.
    private const int RestartRulesMinor = 35;

    private static readonly string[] RestartPolicies = ["Always", "Never", "OnFailure"];
    private static readonly string[] FieldResources =
    [
        "limits.cpu",
        "limits.memory",
        "limits.ephemeral-storage",
        "requests.cpu",
        "requests.memory",
        "requests.ephemeral-storage",
    ];

    /// <summary>Every such field of a pod.</summary>
    public static IEnumerable<InvalidField> In(PodFacts pod)
    {
        var spec = pod.Workload.Pod;
        int minor = pod.Assumptions.KubernetesVersion.Minor;
        foreach (var container in spec.AllContainers)
        {
            if (container.Node["restartPolicy"] is not null)
            {
                foreach (var found in RestartPolicy(container, minor))
                    yield return found;
            }
            if (minor >= ResizeMinor && container.Node["resizePolicy"] is not null)
            {
                foreach (var found in ResizePolicy(container, spec))
                    yield return found;
            }
            if (minor >= ClaimsMinor && container.Resources.Entry is not null)
            {
                foreach (var found in Claims(container, spec))
                    yield return found;
            }
            foreach (var (variable, i) in Mappings(container.Node["env"]))
            {
                if (variable.MappingAt("valueFrom", "resourceFieldRef") is { } reference)
                {
                    var path = container.Path.Key("env").Index(i).Key("valueFrom").Key("resourceFieldRef");
                    foreach (var found in FieldReference(reference, path, container))
                        yield return found;
                }
            }
        }
        foreach (var found in VolumeReferences(spec))
            yield return found;
        if (Overhead(pod) is { } overhead)
            yield return overhead;
    }

    // `always`: a sidecar was meant.
    private static IEnumerable<InvalidField> RestartPolicy(ContainerSpec container, int minor)
    {
        if (container.Node.Find("restartPolicy") is not { } entry || TextOf(entry.Value) is not { Length: > 0 } policy)
            yield break;
        if (RestartPolicies.Contains(policy))
            yield break;
        yield return new(
            entry.Value.Location,
            container.Path.Key("restartPolicy"),
            $"restartPolicy {policy} of {Describe.Container(container)} is {(
                container.Type == ContainerType.Init && minor < RestartRulesMinor
                    ? $"not Always, the only one up to Kubernetes 1.{RestartRulesMinor - 1}"
                    : $"none of {WrittenText.Listed(RestartPolicies)}"
            )}",
            container
        )
        {
            Instead = Meant("restartPolicy", policy, RestartPolicies),
        };
    }

    private static IEnumerable<InvalidField> ResizePolicy(ContainerSpec container, PodSpec pod)
    {
        // What holds for init containers that end has changed from release to release.
        if (container.Type is not (ContainerType.App or ContainerType.Sidecar))
            yield break;
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (item, i) in Mappings(container.Node["resizePolicy"]))
        {
            var path = container.Path.Key("resizePolicy").Index(i);
            if (item.Find("resourceName") is { } name && TextOf(name.Value) is { } resource)
            {
                if (resource is not ("cpu" or "memory"))
                    yield return Of(
                        name.Value,
                        "resourceName",
                        $"resizePolicy names {Shown(resource)}, which is neither cpu nor memory"
                    ) with
                    {
                        Instead = Meant("resourceName", resource, ["cpu", "memory"]),
                    };
                else if (!seen.Add(resource))
                    yield return Of(name.Value, "resourceName", $"resizePolicy names {resource} twice");
            }
            if (item.Find("restartPolicy") is not { } written || TextOf(written.Value) is not { } policy)
                continue;
            if (policy is not ("NotRequired" or "RestartContainer"))
                yield return Of(
                    written.Value,
                    "restartPolicy",
                    $"resizePolicy has restartPolicy {Shown(policy)}, which is neither NotRequired nor RestartContainer"
                ) with
                {
                    Instead = Meant("restartPolicy", policy, ["NotRequired", "RestartContainer"]),
                };
            else if (policy == "RestartContainer" && pod.Node.Find("restartPolicy") is { } own && TextOf(own.Value) == "Never")
                yield return Of(
                    written.Value,
                    "restartPolicy",
                    "resizePolicy RestartContainer contradicts restartPolicy Never of the pod"
                ) with
                {
                    Instead = "restartPolicy: NotRequired",
                    Related = new RelatedPlace(own.Value.Location, "the pod's containers never start again"),
                };

            InvalidField Of(YamlNode node, string key, string what) => new(node.Location, path.Key(key), what, container);
        }
    }

    private static IEnumerable<InvalidField> Claims(ContainerSpec container, PodSpec pod)
    {
        if (container.Resources.Entry?.Value.Target is not YamlMapping resources || resources["claims"] is not YamlSequence claims)
            yield break;
        var declared = Declared(pod);
        var seen = new HashSet<(string, string?)>();
        foreach (var (claim, i) in Mappings(claims))
        {
            if (claim.Find("name") is not { } entry || TextOf(entry.Value) is not { Length: > 0 } name)
                continue;
            var path = container.Path.Key("resources").Key("claims").Index(i).Key("name");
            if (declared is not null && !declared.Contains(name))
                yield return new(
                    entry.Value.Location,
                    path,
                    $"claim {name} of {Describe.Container(container)} is not among the pod's resourceClaims",
                    container
                )
                {
                    Instead = Meant("name", name, declared) ?? $"an entry {name} in resourceClaims, or no claim {name}",
                };
            else if (
                claim.Find("request") is not { } request
                || request.Value.Target is YamlScalar { IsNull: true }
                || TextOf(request.Value) is not null
            )
            {
                if (!seen.Add((name, claim.TextAt("request"))))
                    yield return new(
                        entry.Value.Location,
                        path,
                        $"claim {name} of {Describe.Container(container)} appears twice",
                        container
                    );
            }
        }
    }

    // Null where they cannot be known.
    private static HashSet<string>? Declared(PodSpec pod)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        if (pod.Node.Find("resourceClaims") is not { } entry || entry.Value.Target is YamlScalar { IsNull: true })
            return names;
        if (entry.Value.Target is not YamlSequence claims)
            return null;
        foreach (var item in claims.Items)
        {
            if (item.Target is not YamlMapping claim || claim.Find("name") is not { } name || TextOf(name.Value) is not { } text)
                return null;
            names.Add(text);
        }
        return names;
    }

    private static IEnumerable<InvalidField> VolumeReferences(PodSpec pod)
    {
        foreach (var (volume, i) in Mappings(pod.Node["volumes"]))
        {
            var path = pod.Path.Key("volumes").Index(i);
            foreach (var found in Items(volume.MappingAt("downwardAPI"), path.Key("downwardAPI")))
                yield return found;
            foreach (var (source, j) in Mappings(volume.MappingAt("projected")?["sources"]))
            {
                foreach (
                    var found in Items(source.MappingAt("downwardAPI"), path.Key("projected").Key("sources").Index(j).Key("downwardAPI"))
                )
                    yield return found;
            }
        }

        static IEnumerable<InvalidField> Items(YamlMapping? downward, YamlPath path)
        {
            foreach (var (item, i) in Mappings(downward?["items"]))
            {
                if (item.MappingAt("resourceFieldRef") is not { } reference)
                    continue;
                foreach (var found in FieldReference(reference, path.Key("items").Index(i).Key("resourceFieldRef"), null))
                    yield return found;
            }
        }
    }

    private static IEnumerable<InvalidField> FieldReference(YamlMapping reference, YamlPath path, ContainerSpec? container)
    {
        if (reference.Find("resource") is not { } resource || TextOf(resource.Value) is not { Length: > 0 } name)
            yield break;
        bool isHugePages =
            name.StartsWith("limits.hugepages-", StringComparison.Ordinal)
            || name.StartsWith("requests.hugepages-", StringComparison.Ordinal);
        if (!FieldResources.Contains(name) && !isHugePages)
        {
            yield return new(
                resource.Value.Location,
                path.Key("resource"),
                $"resourceFieldRef names {name}, which is no request or limit of cpu, memory, ephemeral-storage or hugepages",
                container
            )
            {
                Instead = MeantReference(name),
            };
        }
    }

    // Admission fills it in from the RuntimeClass; what is written has to be that.
    private static InvalidField? Overhead(PodFacts pod)
    {
        var spec = pod.Workload.Pod;
        if (spec.Overhead.Mapping is not { Entries.IsEmpty: false } written || spec.Node.Find("overhead") is not { } entry)
            return null;
        var path = spec.Path.Key("overhead");
        if (spec.Node["runtimeClassName"] is null or YamlScalar { IsNull: true })
            return Of("overhead may be set only by a RuntimeClass, and the pod names none", "remove overhead, or set runtimeClassName");
        if (pod.Neighbours.RuntimeClass is not { } known)
            return null;
        if (known.Overhead.IsEmpty)
            return Of($"overhead is set, while RuntimeClass {known.Name} has none", "remove overhead");
        foreach (var (name, quantity) in known.Overhead)
        {
            if (quantity is not { } expected || spec.Overhead[name].IsUnknown)
                return null;
            if (!spec.Overhead[name].IsKnown(out var own) || own.ToStored() != expected.ToStored())
                return Differs(name, expected);
        }
        var extra = written.EffectiveEntries().FirstOrDefault(e => e.Name is { } name && !known.Overhead.Any(o => o.Key == name));
        return extra.Name is { } more
            ? Of($"{more} overhead is set, while RuntimeClass {known.Name} has none", $"overhead without {more}")
            : null;

        InvalidField Differs(string name, ResourceQuantity expected) =>
            spec.Overhead[name] is { IsAbsent: false } field
                ? new(
                    field.Location,
                    path.Key(name),
                    $"{name} overhead {AmountInForce.Shown(field.Text)} differs from {expected} of RuntimeClass {known.Name}"
                )
                {
                    IsOfPods = true,
                    Instead = $"{name}: {expected}",
                }
                : Of($"overhead lacks the {expected} of {name} that RuntimeClass {known.Name} has", $"{name}: {expected} in overhead");
        InvalidField Of(string what, string instead) => new(entry.Key.Location, path, what) { IsOfPods = true, Instead = instead };
    }

    // limits.mem: what stands before the point says nothing of what stands behind it.
    private static string? MeantReference(string name) =>
        name.Split('.') is [var section, var resource]
        && Spelling.Meant(section, ["limits", "requests"]) is { } meant
        && Spelling.Meant(resource, ["cpu", "memory", "ephemeral-storage"]) is { } known
            ? $"resource: {meant}.{known}"
            : null;

    private static string? Meant(string key, string written, IEnumerable<string> words) =>
        Spelling.Nearest(written, words) is { } meant ? $"{key}: {meant}" : null;

    private static IEnumerable<(YamlMapping Item, int Index)> Mappings(YamlNode? node)
    {
        if (node?.Target is not YamlSequence list)
            yield break;
        for (int i = 0; i < list.Items.Length; i++)
        {
            if (list.Items[i].Target is YamlMapping mapping)
                yield return (mapping, i);
        }
    }

    // Null for what cannot be known, and for null itself.
    private static string? TextOf(YamlNode node) =>
        node.Target is YamlScalar { IsNull: false } scalar && !FieldReading.IsForeign(scalar) ? scalar.Value : null;

    private static string Shown(string text) => text.Length == 0 ? "\"\"" : text;
}
