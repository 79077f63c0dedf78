using ManifestLint.Amounts;
using ManifestLint.Findings;
using ManifestLint.Manifests;
using ManifestLint.Neighbours;
using ManifestLint.Quantities;
using ManifestLint.Yaml;

namespace ManifestLint.Rules;

/// <summary>The quantities of objects beside those of their pods: what bounds pods, what scales them, and volume claims.</summary>
internal static class ObjectQuantities
{
    private static readonly NextToNothing NoPodFits = new(
        Severity.Error,
        "no new pod with a memory limit is admitted in the namespace, and the quota refuses one without"
    );
    private static readonly NextToNothing FewPodsFit = new(
        Severity.Warning,
        "no new pod with a memory request is admitted in the namespace, and the quota refuses one without"
    );
    private static readonly NextToNothing CannotStart = new(
        Severity.Error,
        "a container without a limit of its own gets it and cannot start"
    );
    private static readonly NextToNothing NothingAllowed = new(Severity.Error, "the API server rejects nearly every pod of the namespace");
    private static readonly NextToNothing NothingAsked = new(
        Severity.Warning,
        "next to nothing is set aside for a container without a request of its own"
    );
    private static readonly NextToNothing NoLowerBound = new(Severity.Warning, "it is not a lower bound");
    private static readonly NextToNothing NoUpperBound = new(Severity.Warning, "every recommendation is cut down to next to nothing");
    private static readonly NextToNothing AlwaysAbove = new(Severity.Warning, "usage is always above it and the HPA scales to maxReplicas");
    private static readonly NextToNothing NoOverhead = new(
        Severity.Warning,
        "almost nothing is set aside for what runs in addition to the containers"
    );

    /// <summary>The quantities in written order.</summary>
    public static IEnumerable<PodQuantity> Of(Manifest manifest)
    {
        var spec = manifest.Root.MappingAt("spec");
        return (manifest.Group, manifest.Kind) switch
        {
            ("", "LimitRange") => OfLimitRange(spec),
            ("", "ResourceQuota") => Amounts(spec?.MappingAt("hard"), YamlPath.Of("spec", "hard"), name => $"quota {name}", OfQuota),
            ("", "PersistentVolumeClaim") => PodQuantities.Claim(spec, YamlPath.Of("spec")),
            ("autoscaling", "HorizontalPodAutoscaler") => OfAutoscaler(spec),
            ("autoscaling.k8s.io", "VerticalPodAutoscaler") => OfVerticalAutoscaler(spec),
            ("node.k8s.io", "RuntimeClass") => Amounts(
                manifest.Root.MappingAt("overhead", "podFixed"),
                YamlPath.Of("overhead", "podFixed"),
                name => $"{name} overhead",
                name => name == "memory" ? NoOverhead : null
            ),
            ("apps", "StatefulSet") => OfClaimTemplates(spec),
            _ => [],
        };
    }

    private static IEnumerable<PodQuantity> OfLimitRange(YamlMapping? spec)
    {
        if (spec?["limits"] is not YamlSequence items)
            return [];
        return items.Items.SelectMany(
            (item, i) =>
                new[] { "max", "min", "default", "defaultRequest", "maxLimitRequestRatio" }.SelectMany(constraint =>
                    Amounts(
                        (item.Target as YamlMapping)?.MappingAt(constraint),
                        YamlPath.Of("spec", "limits").Index(i).Key(constraint),
                        name => $"{constraint} {name}",
                        name => name == "memory" ? Refused(item.Target as YamlMapping, constraint) ?? OfConstraint(constraint) : null
                    )
                )
        );
    }

    // LR-7: what has to be at most as large as it, and is not, has the whole object refused.
    private static NextToNothing? Refused(YamlMapping? item, string constraint)
    {
        string[] smaller = constraint switch
        {
            "max" => ["min", "defaultRequest", "default"],
            "default" => ["min", "defaultRequest"],
            "defaultRequest" => ["min"],
            _ => [],
        };
        (string Key, string Text, ResourceQuantity Value)? largest = null;
        foreach (string key in smaller)
        {
            if (
                item?.MappingAt(key)?.TextAt("memory") is { } text
                && ResourceQuantity.TryParse(text, out var quantity, out _)
                && item.MappingAt(constraint)?.TextAt("memory") is { } tiny
                && ResourceQuantity.TryParse(tiny, out var own, out _)
                && quantity > own
                && !(largest?.Value >= quantity)
            )
                largest = (key, text, quantity);
        }
        return largest is { } above
            ? new(Severity.Error, $"the API server rejects the LimitRange ({above.Key} {above.Text} is above it)") { Below = above }
            : null;
    }

    private static NextToNothing? OfConstraint(string constraint) =>
        constraint switch
        {
            "max" => NothingAllowed,
            "default" => CannotStart,
            "defaultRequest" => NothingAsked,
            "min" => NoLowerBound,
            _ => null,
        };

    private static NextToNothing? OfQuota(string name) =>
        name switch
        {
            "limits.memory" => NoPodFits,
            "requests.memory" or "memory" => FewPodsFit,
            _ => null,
        };

    private static IEnumerable<PodQuantity> OfAutoscaler(YamlMapping? spec)
    {
        if (spec?["metrics"] is not YamlSequence metrics)
            yield break;
        for (int i = 0; i < metrics.Items.Length; i++)
        {
            if (metrics.Items[i].Target is not YamlMapping metric)
                continue;
            foreach (string key in new[] { "resource", "containerResource", "pods", "object", "external" })
            {
                if (metric.MappingAt(key) is not { } source)
                    continue;
                var path = YamlPath.Of("spec", "metrics").Index(i).Key(key);
                bool isMemory = source.TextAt("name") == "memory";
                var found = Amount(source.MappingAt("target"), path.Key("target"), "averageValue", isMemory)
                    .Concat(Amount(source.MappingAt("target"), path.Key("target"), "value", false))
                    .Concat(Amount(source, path, "targetAverageValue", isMemory));
                foreach (var quantity in found)
                    yield return quantity;
            }
        }
    }

    private static IEnumerable<PodQuantity> Amount(YamlMapping? mapping, YamlPath path, string key, bool isMemory)
    {
        if (mapping?.Find(key) is not { Value.Target: YamlScalar { IsNull: false } } entry)
            yield break;
        path = path.Key(key);
        string what = isMemory ? $"{key} of memory" : key;
        yield return new PodQuantity(what, isMemory ? "memory" : "", false, false, null, FieldReading.Quantity(entry.Value, path))
        {
            Tiny = isMemory ? AlwaysAbove : null,
        };
    }

    private static IEnumerable<PodQuantity> OfVerticalAutoscaler(YamlMapping? spec)
    {
        if (spec?.MappingAt("resourcePolicy")?["containerPolicies"] is not YamlSequence policies)
            return [];
        return policies.Items.SelectMany(
            (policy, i) =>
                new[] { "minAllowed", "maxAllowed" }.SelectMany(bound =>
                    Amounts(
                        (policy.Target as YamlMapping)?.MappingAt(bound),
                        YamlPath.Of("spec", "resourcePolicy", "containerPolicies").Index(i).Key(bound),
                        name => $"{bound} {name}",
                        name =>
                            name != "memory" ? null
                            : bound == "minAllowed" ? NoLowerBound
                            : NoUpperBound
                    )
                )
        );
    }

    private static IEnumerable<PodQuantity> OfClaimTemplates(YamlMapping? spec) =>
        spec?["volumeClaimTemplates"] is YamlSequence claims
            ? claims.Items.SelectMany(
                (claim, i) =>
                    PodQuantities.Claim(
                        (claim.Target as YamlMapping)?.MappingAt("spec"),
                        YamlPath.Of("spec", "volumeClaimTemplates").Index(i).Key("spec")
                    )
            )
            : [];

    private static IEnumerable<PodQuantity> Amounts(
        YamlMapping? mapping,
        YamlPath path,
        Func<string, string> what,
        Func<string, NextToNothing?> tiny
    )
    {
        foreach (var entry in mapping?.EffectiveEntries() ?? [])
        {
            if (entry.Name is not { } name)
                continue;
            var at = path.Key(name);
            yield return new PodQuantity(what(name), name, false, false, null, FieldReading.Quantity(entry.Value, at))
            {
                Tiny = tiny(name),
            };
        }
    }
}
