using ManifestLint.Manifests;
using ManifestLint.Yaml;

namespace ManifestLint.Neighbours;

/// <summary>
/// What the API server refuses of a ResourceQuota. Source: kubernetes v1.37 pkg/apis/core/validation/validation.go (ValidateResourceQuotaSpec,
/// validateResourceQuotaScopes, validateScopedResourceSelectorRequirement), pkg/apis/core/helper/helpers.go (IsStandardQuotaResourceName,
/// IsResourceQuotaScopeValidForResource). What cannot be known violates nothing.
/// </summary>
internal static class QuotaValidation
{
    private static readonly string[] Compute = ["cpu", "memory", "requests.cpu", "requests.memory", "limits.cpu", "limits.memory"];
    private static readonly string[] Standard =
    [
        .. Compute,
        "ephemeral-storage",
        "requests.ephemeral-storage",
        "limits.ephemeral-storage",
        "requests.storage",
        "pods",
        "services",
        "services.nodeports",
        "services.loadbalancers",
        "replicationcontrollers",
        "resourcequotas",
        "secrets",
        "configmaps",
        "persistentvolumeclaims",
    ];

    private static readonly string[] PodScopes =
    [
        "Terminating",
        "NotTerminating",
        "BestEffort",
        "NotBestEffort",
        "PriorityClass",
        "CrossNamespacePodAffinity",
    ];

    /// <summary>Everything wrong with a quota.</summary>
    public static IEnumerable<PolicyProblem> Problems(ResourceQuota quota)
    {
        foreach (var hard in quota.Hard)
        {
            if (!hard.Name.Contains('/') && !Standard.Contains(hard.Name) && !IsHugePages(hard.Name) && !Placeholder.IsIn(hard.Name))
                yield return new(PolicyFault.NotCountable, [hard.Name], hard.Location, hard.Path) { Choice = (hard.Name, [.. Standard]) };
        }
        foreach (var scope in quota.Scopes)
        {
            if (scope.Location is not { } location || Placeholder.IsIn(scope.Name) || scope.Name.Length == 0)
                continue;
            if (scope.Name == "VolumeAttributesClass")
                continue;
            if (!PodScopes.Contains(scope.Name))
            {
                yield return new(PolicyFault.NotScope, [scope.Name], location, scope.Path) { Choice = (scope.Name, [.. PodScopes]) };
                continue;
            }
            if (Opposite(scope.Name) is { } opposite && quota.Scopes.Any(s => s.Name == opposite))
                yield return new(PolicyFault.ScopesExclude, [scope.Name, opposite], location, scope.Path)
                {
                    Instead = $"a quota with {scope.Name} and another one with {opposite}",
                };
            if (scope.Name != "PriorityClass" && scope.Operator is "In" or "NotIn" or "DoesNotExist")
                yield return new(PolicyFault.OperatorOfPriorityClass, [scope.Name, scope.Operator], location, scope.Path)
                {
                    Instead = "operator: Exists",
                };
            else if (scope.Operator is "In" or "NotIn" && scope.HasNoValues)
                yield return new(PolicyFault.OperatorWithoutValues, [scope.Name, scope.Operator], location, scope.Path)
                {
                    Instead = "values with the names of the classes",
                };
            else if (scope.Operator is "Exists" or "DoesNotExist" && !scope.Values.IsEmpty)
                yield return new(PolicyFault.OperatorWithValues, [scope.Name, scope.Operator], location, scope.Path)
                {
                    Instead =
                        scope.Name != "PriorityClass" ? "no values"
                        : scope.Operator == "Exists" ? "operator: In"
                        : "operator: NotIn",
                };
            foreach (var hard in quota.Hard)
            {
                bool counts = hard.Name == "pods" || (scope.Name != "BestEffort" && Compute.Contains(hard.Name));
                if (!counts && (Standard.Contains(hard.Name) || IsHugePages(hard.Name)))
                {
                    yield return new(PolicyFault.ScopeDoesNotApply, [scope.Name, hard.Name], hard.Location, hard.Path)
                    {
                        Related = (location, "the scope"),
                        Instead = $"{hard.Name} in a quota without the scope {scope.Name}",
                    };
                }
            }
        }
    }

    private static string? Opposite(string scope) =>
        scope switch
        {
            "NotBestEffort" => "BestEffort",
            "NotTerminating" => "Terminating",
            _ => null,
        };

    private static bool IsHugePages(string name) =>
        name.StartsWith("hugepages-", StringComparison.Ordinal) || name.StartsWith("requests.hugepages-", StringComparison.Ordinal);
}
