using ManifestLint.Amounts;
using ManifestLint.Manifests;
using ManifestLint.Neighbours;
using ManifestLint.Yaml;

namespace ManifestLint.Facts;

/// <summary>
/// What a ResourceQuota demands of pods and how it counts them. Source: kubernetes v1.36 pkg/quota/v1/evaluator/core/pods.go (Constraints,
/// podMatchesScopeFunc, PodUsageFunc); kubernetes-memory.md §5.
/// </summary>
public static class QuotaUsage
{
    /// <summary>What a name under <c>hard</c> demands of every container: a resource, and whether of its limit; null for other names.</summary>
    public static (string Resource, bool IsLimit)? Demand(string name) =>
        name switch
        {
            "cpu" or "requests.cpu" => ("cpu", false),
            "memory" or "requests.memory" => ("memory", false),
            "limits.cpu" => ("cpu", true),
            "limits.memory" => ("memory", true),
            _ => null,
        };

    /// <summary>True if the pod counts against the quota: every scope holds; null if that cannot be known.</summary>
    public static bool? Counts(ResourceQuota quota, PodFacts pod)
    {
        bool isKnown = true;
        foreach (var scope in quota.Scopes)
        {
            bool? holds = Holds(scope, pod);
            if (holds == false)
                return false;
            isKnown &= holds is not null;
        }
        return isKnown ? true : null;
    }

    private static bool? Holds(QuotaScope scope, PodFacts pod) =>
        scope.Name switch
        {
            "Terminating" => IsTerminating(pod.Workload.Pod.Node),
            "NotTerminating" => !IsTerminating(pod.Workload.Pod.Node),
            "BestEffort" => pod.Qos is { } qos ? qos == QosClass.BestEffort : null,
            "NotBestEffort" => pod.Qos is { } qos ? qos != QosClass.BestEffort : null,
            "PriorityClass" => HasPriorityClass(scope, pod.Workload.Pod.PriorityClassName),
            "CrossNamespacePodAffinity" => CrossesNamespaces(pod.Workload.Pod.Node),
            // A placeholder, or a scope that no pod has.
            _ => scope.Name.Length == 0 || Placeholder.IsIn(scope.Name) ? null : false,
        };

    private static bool? IsTerminating(YamlMapping pod)
    {
        if (pod.Find("activeDeadlineSeconds") is not { } entry || entry.Value.Target is YamlScalar { IsNull: true })
            return false;
        return FieldReading.Integer(entry.Value) is { } seconds ? seconds >= 0 : null;
    }

    // A pod that names no class gets the default one, which only the cluster knows: none of Kubernetes' own, which are never the default.
    private static bool? HasPriorityClass(QuotaScope scope, string? name)
    {
        if (name is null && !scope.Values.IsEmpty && scope.Values.All(v => v.StartsWith("system-", StringComparison.Ordinal)))
            return scope.Operator switch
            {
                "In" => false,
                "NotIn" => true,
                _ => null,
            };
        if (name is null || Placeholder.IsIn(name))
            return null;
        return scope.Operator switch
        {
            "Exists" => true,
            "DoesNotExist" => false,
            "In" => scope.Values.Contains(name),
            "NotIn" => !scope.Values.Contains(name),
            _ => null,
        };
    }

    private static bool CrossesNamespaces(YamlMapping pod)
    {
        foreach (string kind in new[] { "podAffinity", "podAntiAffinity" })
        {
            var affinity = pod.MappingAt("affinity", kind);
            foreach (var term in Items(affinity?["requiredDuringSchedulingIgnoredDuringExecution"]))
                if (Crosses(term))
                    return true;
            foreach (var term in Items(affinity?["preferredDuringSchedulingIgnoredDuringExecution"]))
                if (term.MappingAt("podAffinityTerm") is { } inner && Crosses(inner))
                    return true;
        }
        return false;

        static bool Crosses(YamlMapping term) =>
            term["namespaces"] is YamlSequence { Items.Length: > 0 } || term["namespaceSelector"] is YamlMapping;
        static IEnumerable<YamlMapping> Items(YamlNode? node) =>
            node is YamlSequence list ? list.Items.Select(i => i.Target).OfType<YamlMapping>() : [];
    }
}
