using ManifestLint.Manifests;
using ManifestLint.Yaml;

namespace ManifestLint.Neighbours;

/// <summary>
/// What the API server refuses of a HorizontalPodAutoscaler (LR-7). Source: kubernetes v1.37 pkg/apis/autoscaling/validation/validation.go
/// (validateHorizontalPodAutoscalerSpec, validateMetricSpec, validateMetricTarget). What cannot be known violates nothing.
/// </summary>
internal static class AutoscalerValidation
{
    private static readonly string[] Types = ["Object", "Pods", "Resource", "ContainerResource", "External"];
    private static readonly string[] TargetTypes = ["Utilization", "Value", "AverageValue"];

    /// <summary>Everything wrong with one.</summary>
    public static IEnumerable<PolicyProblem> Problems(Manifest manifest, YamlMapping? spec)
    {
        if (spec is null)
            yield break;
        var path = YamlPath.Of("spec");
        var (min, max) = (spec.Find("minReplicas"), spec.Find("maxReplicas"));
        long? least = min is { } low ? FieldReading.Integer(low.Value) : null,
            most = max is { } high ? FieldReading.Integer(high.Value) : null;
        if (least < 0)
            yield return new(PolicyFault.Below, ["minReplicas", $"{least}", "0"], min!.Value.Value.Location, path.Key("minReplicas"))
            {
                Instead = "minReplicas: 1 (the default)",
            };
        if (most < 1)
            yield return new(PolicyFault.Below, ["maxReplicas", $"{most}", "1"], max!.Value.Value.Location, path.Key("maxReplicas"))
            {
                Instead = least > 1 ? $"maxReplicas: {least} (as many as minReplicas), or more" : "maxReplicas: 1, or more",
            };
        else if (least > most)
            yield return new(
                PolicyFault.Above,
                ["minReplicas", $"{least}", "maxReplicas", $"{most}"],
                min!.Value.Value.Location,
                path.Key("minReplicas")
            )
            {
                Related = (max!.Value.Value.Location, "maxReplicas"),
                Instead = $"maxReplicas: {least} (as many as minReplicas)",
            };
        // The fields of v2beta1 are others.
        if (manifest.ApiVersion is not ("autoscaling/v2" or "autoscaling/v2beta2") || spec["metrics"] is not YamlSequence metrics)
            yield break;
        for (int i = 0; i < metrics.Items.Length; i++)
        {
            if (metrics.Items[i].Target is not YamlMapping metric)
                continue;
            foreach (var problem in Metric(metric, path.Key("metrics").Index(i)))
                yield return problem;
        }
    }

    private static IEnumerable<PolicyProblem> Metric(YamlMapping metric, YamlPath path)
    {
        if (
            metric.Find("type") is not { } type
            || type.Value.Target is not YamlScalar { IsNull: false } text
            || FieldReading.IsForeign(text)
        )
            yield break;
        if (!Types.Contains(text.Value))
        {
            yield return new(PolicyFault.NotTypeOfMetric, [text.Value], type.Value.Location, path.Key("type"))
            {
                Choice = (text.Value, [.. Types]),
            };
            yield break;
        }
        if (text.Value is not ("Resource" or "ContainerResource"))
            yield break;
        string key = char.ToLowerInvariant(text.Value[0]) + text.Value[1..];
        if (metric.Find(key) is not { } source)
        {
            yield return new(PolicyFault.MetricWithout, [text.Value, key], type.Value.Location, path.Key("type"))
            {
                Instead = $"{key} with the name and the target of the metric",
            };
            yield break;
        }
        if (source.Value.Target is not YamlMapping body || body.Find("target") is not { Value.Target: YamlMapping target } entry)
            yield break;
        foreach (var problem in Target(target, entry, path.Key(key).Key("target")))
            yield return problem;
    }

    private static IEnumerable<PolicyProblem> Target(YamlMapping target, YamlEntry entry, YamlPath path)
    {
        var (share, value) = (Written(target, "averageUtilization"), Written(target, "averageValue"));
        if (
            Written(target, "type") is { } type
            && type.Value.Target is YamlScalar text
            && !FieldReading.IsForeign(text)
            && !TargetTypes.Contains(text.Value)
        )
            yield return new(PolicyFault.NoneOf, [text.Value, PolicyProblem.Listed(TargetTypes)], type.Value.Location, path.Key("type"))
            {
                // What the target has beside its type decides; a type alone would be refused again.
                Instead =
                    share is not null ? (value is null ? "type: Utilization" : "type: Utilization without averageValue")
                    : value is not null ? "type: AverageValue"
                    : text.Value.EndsWith("value", StringComparison.OrdinalIgnoreCase) ? "type: AverageValue with an averageValue"
                    : "target: {type: Utilization, averageUtilization: 80}",
            };
        else if (share is null && value is null)
            yield return new(PolicyFault.TargetWithoutAverage, [], entry.Key.Location, path)
            {
                Instead = "averageUtilization (a percentage of the request) or averageValue",
            };
        else if (share is { } one && value is { } other)
            yield return new(PolicyFault.TargetWithBothAverages, [], other.Value.Location, path.Key("averageValue"))
            {
                Related = (one.Value.Location, "the other one"),
                Instead =
                    target.TextAt("type") is "Utilization" ? "averageUtilization alone (the type is Utilization)"
                    : target.TextAt("type") is "AverageValue" ? "averageValue alone (the type is AverageValue)"
                    : "one of the two",
            };
        if (share is { } percent && FieldReading.Integer(percent.Value) is < 1 and var number)
            yield return new(PolicyFault.UtilizationNotPositive, [$"{number}"], percent.Value.Location, path.Key("averageUtilization"))
            {
                Instead = "averageUtilization: 80, or another percentage of 1 or more",
            };
        if (value is { } amount && FieldReading.Quantity(amount.Value, path).IsKnown(out var quantity) && quantity.IsZero)
            yield return new(
                PolicyFault.ValueNotPositive,
                [(amount.Value.Target as YamlScalar)?.Value ?? ""],
                amount.Value.Location,
                path.Key("averageValue")
            )
            {
                Instead = "an averageValue above 0",
            };
    }

    private static YamlEntry? Written(YamlMapping mapping, string key) =>
        mapping.Find(key) is { } entry && entry.Value.Target is not YamlScalar { IsNull: true } ? entry : null;
}
