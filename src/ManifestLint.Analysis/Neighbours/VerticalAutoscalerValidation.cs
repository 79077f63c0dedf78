using ManifestLint.Manifests;
using ManifestLint.Yaml;

namespace ManifestLint.Neighbours;

/// <summary>
/// What the webhook or the schema of a VerticalPodAutoscaler refuses (VPA-6). Source: kubernetes/autoscaler vertical-pod-autoscaler/pkg
/// admission-controller/resource/vpa/validation.go, apis/autoscaling.k8s.io/v1/types.go (enumerations). What cannot be known, and what stands
/// behind a feature gate, violates nothing.
/// </summary>
internal static class VerticalAutoscalerValidation
{
    private static readonly string[] Modes = ["Off", "Initial", "Recreate", "Auto", "InPlaceOrRecreate", "InPlace"];
    private static readonly string[] PolicyModes = ["Auto", "Off"];
    private static readonly string[] Controlled = ["RequestsAndLimits", "RequestsOnly"];

    /// <summary>Everything wrong with one.</summary>
    /// <param name="manifest">The object.</param>
    /// <param name="policies">Its container policies.</param>
    public static IEnumerable<PolicyProblem> Problems(Manifest manifest, IReadOnlyList<VerticalPolicy> policies)
    {
        var root = YamlPath.Of("spec");
        if (manifest.Root["spec"] is not YamlMapping spec)
            yield break;
        // v1beta1 had a selector instead.
        if (IsAbsent(spec, "targetRef") && spec.Find("selector") is null)
            yield return new(PolicyFault.NoTargetRef, [], manifest.Root.Find("spec")!.Value.Key.Location, root)
            {
                Instead = "targetRef with the apiVersion, kind and name of the workload",
            };
        if (spec.Find("updatePolicy") is { Value.Target: YamlMapping update } policy)
        {
            foreach (var problem in UpdatePolicy(update, policy.Key, root.Key("updatePolicy")))
                yield return problem;
        }
        if (spec["recommenders"] is YamlSequence { Items.Length: > 1 } recommenders)
            yield return new(PolicyFault.SeveralRecommenders, [], recommenders.Items[1].Location, root.Key("recommenders").Index(1))
            {
                Instead = "one item in recommenders",
            };
        if (spec.MappingAt("resourcePolicy")?["containerPolicies"] is not YamlSequence list)
            yield break;
        for (int i = 0; i < list.Items.Length; i++)
        {
            if (list.Items[i].Target is not YamlMapping one)
                continue;
            foreach (var problem in ContainerPolicy(one, root.Key("resourcePolicy").Key("containerPolicies").Index(i)))
                yield return problem;
        }
        foreach (var written in policies)
        {
            foreach (var problem in Bounds(written))
                yield return problem;
        }
    }

    private static IEnumerable<PolicyProblem> UpdatePolicy(YamlMapping update, YamlNode key, YamlPath path)
    {
        if (IsAbsent(update, "updateMode"))
            yield return new(PolicyFault.NoUpdateMode, [], key.Location, path)
            {
                Instead = "updateMode: Recreate (the default without updatePolicy)",
            };
        else if (Word(update, "updateMode", Modes, path) is { } problem)
            yield return problem;
        if (update.Find("minReplicas") is { } least && FieldReading.Integer(least.Value) is <= 0 and var number)
            yield return new(PolicyFault.Below, ["minReplicas", $"{number}", "1"], least.Value.Location, path.Key("minReplicas"))
            {
                Instead = "minReplicas: 1",
            };
    }

    private static IEnumerable<PolicyProblem> ContainerPolicy(YamlMapping policy, YamlPath path)
    {
        if (IsAbsent(policy, "containerName"))
            yield return new(
                PolicyFault.NoContainerName,
                [],
                policy.Entries.IsEmpty ? policy.Location : policy.Entries[0].Key.Location,
                path
            )
            {
                Instead = "containerName: \"*\" (all containers without a policy of their own)",
            };
        if (Word(policy, "mode", PolicyModes, path) is { } mode)
            yield return mode;
        if (Word(policy, "controlledValues", Controlled, path) is { } values)
            yield return values;
        else if (policy.TextAt("mode") == "Off" && policy.TextAt("controlledValues") == "RequestsAndLimits")
            yield return new(
                PolicyFault.ControlledThoughOff,
                [],
                policy.Find("controlledValues")!.Value.Value.Location,
                path.Key("controlledValues")
            )
            {
                Instead = "mode: \"Off\" without controlledValues",
            };
        foreach (var (key, least, usual) in new[] { ("oomBumpUpRatio", 1000L, "\"1.2\""), ("oomMinBumpUp", 0L, "100Mi") })
        {
            if (
                policy.Find(key) is { } entry
                && FieldReading.Quantity(entry.Value, path.Key(key)).IsKnown(out var quantity)
                && quantity.Milli is { } milli
                && milli < least
            )
                yield return new(
                    PolicyFault.Below,
                    [key, (entry.Value.Target as YamlScalar)?.Value ?? "", $"{least / 1000}"],
                    entry.Value.Location,
                    path.Key(key)
                )
                {
                    Instead = $"{key}: {usual} (the default of the recommender)",
                };
        }
    }

    private static IEnumerable<PolicyProblem> Bounds(VerticalPolicy policy)
    {
        foreach (var max in policy.MaxAllowed)
        {
            if (policy.Min(max.Name) is { Quantity: { } least } min && max.Quantity is { } most && most < least)
                yield return new(PolicyFault.AllowedBelow, [max.Text, max.Name, min.Text], max.Location, max.Path)
                {
                    Related = (min.Location, "the least it may set"),
                    Instead = $"{max.Name}: {min.Text} in maxAllowed (as much as in minAllowed)",
                };
        }
        foreach (var (key, bounds) in new[] { ("minAllowed", policy.MinAllowed), ("maxAllowed", policy.MaxAllowed) })
        {
            foreach (var bound in bounds)
            {
                if (bound.Quantity is not { } quantity)
                    continue;
                if (bound.Name == "memory" && quantity.IsFractional)
                    yield return new(PolicyFault.NotWholeBytes, [key, bound.Text], bound.Location, bound.Path)
                    {
                        Instead = $"memory: {quantity.RoundUp(0)} in {key}",
                    };
                else if (bound.Name == "cpu" && quantity.ToStored() != quantity)
                    yield return new(PolicyFault.NotWholeThousandths, [key, bound.Text], bound.Location, bound.Path)
                    {
                        Instead = $"cpu: {quantity.ToStored()} in {key}",
                    };
            }
        }
    }

    // Off without quotes is a boolean for kubectl, which reads YAML 1.1.
    private static PolicyProblem? Word(YamlMapping mapping, string key, string[] words, YamlPath path)
    {
        if (
            mapping.Find(key) is not { } entry
            || entry.Value.Target is not YamlScalar { IsNull: false } scalar
            || FieldReading.IsForeign(scalar)
        )
            return null;
        bool isText =
            scalar.Style != YamlScalarStyle.Plain || scalar.Tag is not null || GoYaml.Resolve(scalar.Value, triesTime: true).Tag == "!!str";
        return !isText
                ? new(
                    GoYaml.Resolve(scalar.Value, true).Tag == "!!bool" ? PolicyFault.UnquotedBoolean : PolicyFault.UnquotedNumber,
                    [key, scalar.Value],
                    entry.Value.Location,
                    path.Key(key)
                )
                {
                    Instead = Array.Find(words, w => w.Equals(scalar.Value, StringComparison.OrdinalIgnoreCase)) is { } quoted
                        ? $"{key}: \"{quoted}\""
                        : null,
                }
            : words.Contains(scalar.Value) ? null
            : new(PolicyFault.NoneOf, [$"{key} {scalar.Value}", PolicyProblem.Listed(words)], entry.Value.Location, path.Key(key))
            {
                Choice = (scalar.Value, [.. words]),
            };
    }

    private static bool IsAbsent(YamlMapping mapping, string key) =>
        mapping.Find(key) is not { } entry || entry.Value.Target is YamlScalar { IsNull: true };
}
