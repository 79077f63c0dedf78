using ManifestLint.Manifests;

namespace ManifestLint.Facts;

/// <summary>
/// What a pod asks for and may use as a whole. Source: kubernetes/component-helpers v0.36 resource/helpers.go (PodRequests, PodLimits,
/// AggregateContainerRequests, AggregateContainerLimits, IsPodLevelResourcesSet); KEP-753.
/// </summary>
public static class EffectiveResources
{
    /// <summary>The aggregate of the containers' requests.</summary>
    /// <param name="pod">The pod, defaulted where that is wanted.</param>
    /// <param name="missing">Amounts to use for names that a container does not request; null for none.</param>
    public static ResourceAmounts AggregateRequests(PodAmounts pod, ResourceAmounts? missing = null) => Aggregate(pod, c =>
        {
            var requests = c.Requests;
            foreach (var (name, amount) in missing?.Entries ?? [])
            {
                if (requests[name].IsAbsent)
                    requests = requests.With(name, amount);
            }
            return requests;
        });

    /// <summary>The aggregate of the containers' limits: of those that exist.</summary>
    public static ResourceAmounts AggregateLimits(PodAmounts pod) => Aggregate(pod, c => c.Limits);

    /// <summary>What the scheduler sets aside: the aggregate, overridden by pod-level requests, plus overhead.</summary>
    public static ResourceAmounts Requests(
        PodAmounts pod,
        bool excludeOverhead = false,
        bool skipPodLevel = false,
        ResourceAmounts? missing = null
    )
    {
        var requests = AggregateRequests(pod, missing);
        if (!skipPodLevel && pod.PodLevel is { } level)
            requests = Override(requests, level.Requests);
        return excludeOverhead ? requests : ResourceAmounts.Sum(requests, pod.Overhead);
    }

    /// <summary>
    /// The sum of the limits that exist, overridden by pod-level limits, plus overhead where there is a limit. No real cap: a container
    /// without a limit does not show in it (EFF-1).
    /// </summary>
    public static ResourceAmounts Limits(PodAmounts pod, bool excludeOverhead = false, bool skipPodLevel = false)
    {
        var limits = AggregateLimits(pod);
        if (!skipPodLevel && pod.PodLevel is { } level)
            limits = Override(limits, level.Limits);
        if (excludeOverhead)
            return limits;
        foreach (var (name, limit) in limits.Entries)
        {
            if (!limit.IsNone)
                limits = limits.With(name, limit + pod.Overhead[name]);
        }
        return limits;
    }

    /// <summary>True if <c>spec.resources</c> holds a supported name in requests or limits.</summary>
    public static bool IsPodLevelSet(PodAmounts pod) =>
        pod.PodLevel is { } level && (level.Requests.Names.Any(ResourceNames.IsPodLevel) || IsPodLevelLimitsSet(pod));

    /// <summary>True if <c>spec.resources.limits</c> holds a supported name.</summary>
    public static bool IsPodLevelLimitsSet(PodAmounts pod) => pod.PodLevel is { } level && level.Limits.Names.Any(ResourceNames.IsPodLevel);

    private static ResourceAmounts Override(ResourceAmounts amounts, ResourceAmounts podLevel)
    {
        foreach (var (name, amount) in podLevel.Entries)
        {
            if (ResourceNames.IsPodLevel(name))
                amounts = amounts.With(name, amount);
        }
        if (!podLevel.OthersUnknown)
            return amounts;
        foreach (string name in new[] { "cpu", "memory" })
        {
            if (podLevel[name].IsUnknown)
                amounts = amounts.With(name, Amount.Unknown);
        }
        return amounts;
    }

    // kubernetes-memory.md §9: the running phase adds regular containers and sidecars; while an init container runs, the sidecars before it
    // run too; the pod needs the larger of both.
    private static ResourceAmounts Aggregate(PodAmounts pod, Func<ContainerAmounts, ResourceAmounts> select)
    {
        var running = ResourceAmounts.Empty;
        foreach (var container in pod.Containers)
            running = ResourceAmounts.Sum(running, select(container));
        ResourceAmounts sidecars = ResourceAmounts.Empty,
            starting = ResourceAmounts.Empty;
        foreach (var container in pod.InitContainers)
        {
            var amounts = select(container);
            if (container.Type == ContainerType.Sidecar)
            {
                running = ResourceAmounts.Sum(running, amounts);
                sidecars = ResourceAmounts.Sum(sidecars, amounts);
                starting = ResourceAmounts.Max(starting, sidecars);
            }
            else
            {
                starting = ResourceAmounts.Max(starting, ResourceAmounts.Sum(amounts, sidecars));
            }
        }
        return ResourceAmounts.Max(running, starting);
    }
}
