using System.Collections.Immutable;
using ManifestLint.Manifests;
using ManifestLint.Neighbours;

namespace ManifestLint.Amounts;

/// <summary>Containers of a pod that run at the same time, and what they need together.</summary>
/// <param name="Starting">The init container or sidecar that starts; null for the time when everything runs that stays.</param>
/// <param name="AllParts">The containers, each with what it counts for; made where somebody asks, as sidecars are in every later phase.</param>
/// <param name="Sum">What they need together.</param>
public sealed record PodPhase(
    ContainerAmounts? Starting,
    Lazy<ImmutableArray<(ContainerAmounts Container, ResourceAmounts Amounts)>> AllParts,
    ResourceAmounts Sum
)
{
    /// <summary>The containers, each with what it counts for.</summary>
    public ImmutableArray<(ContainerAmounts Container, ResourceAmounts Amounts)> Parts => AllParts.Value;
}

/// <summary>How an amount of a pod comes about: the largest of its phases, replaced by pod-level resources, plus overhead.</summary>
/// <param name="Phases">What its containers need, phase by phase; the first is the one in which everything runs that stays.</param>
/// <param name="PodLevel">What the pod's own <c>resources</c> set instead; null for nothing.</param>
/// <param name="Overhead">What the RuntimeClass adds; empty where it is left out.</param>
/// <param name="Total">What comes of it.</param>
public sealed record PodSum(ImmutableArray<PodPhase> Phases, ResourceAmounts? PodLevel, ResourceAmounts Overhead, ResourceAmounts Total)
{
    /// <summary>The phase that needs most of a resource, the first of several; null if one cannot be known or none has any.</summary>
    public PodPhase? Largest(string resource)
    {
        PodPhase? largest = null;
        foreach (var phase in Phases)
        {
            var amount = phase.Sum[resource];
            if (amount.IsUnknown)
                return null;
            if (amount.IsKnown && (largest is null || amount.Value > largest.Sum[resource].Value))
                largest = phase;
        }
        return largest;
    }

    /// <summary>True for a sum of limits.</summary>
    public bool IsOfLimits { get; init; }

    /// <summary>The terms of an amount that cannot be known; empty where all are known.</summary>
    public ImmutableArray<UnknownAmount> Unknown(string resource)
    {
        var unknown = IsPodLevel(resource)
            ? PodLevel![resource].IsUnknown
                ? [new UnknownAmount(null, IsOfLimits, resource)]
                : []
            : Phases
                .SelectMany(p => p.Parts)
                .Where(p => p.Amounts[resource].IsUnknown)
                .Select(p => new UnknownAmount(p.Container, IsOfLimits, resource))
                .Distinct();
        return Overhead[resource].IsUnknown
            ? [.. unknown, new UnknownAmount(null, IsOfLimits, resource) { IsOverhead = true }]
            : [.. unknown];
    }

    /// <summary>True if the pod's own <c>resources</c> set this amount, whatever its containers need.</summary>
    public bool IsPodLevel(string resource) => ResourceNames.IsPodLevel(resource) && PodLevel is { } level && !level[resource].IsAbsent;
}

/// <summary>
/// What a pod asks for and may use as a whole. Source: kubernetes/component-helpers v0.36 resource/helpers.go (PodRequests, PodLimits,
/// AggregateContainerRequests, AggregateContainerLimits, IsPodLevelResourcesSet); KEP-753.
/// </summary>
public static class EffectiveResources
{
    /// <summary>The aggregate of the containers' requests.</summary>
    /// <param name="pod">The pod, defaulted where that is wanted.</param>
    /// <param name="missing">Amounts to use for names that a container does not request; null for none.</param>
    public static ResourceAmounts AggregateRequests(PodAmounts pod, ResourceAmounts? missing = null) => Most(RequestPhases(pod, missing));

    /// <summary>The aggregate of the containers' limits: of those that exist.</summary>
    public static ResourceAmounts AggregateLimits(PodAmounts pod) => Most(Phases(pod, c => c.Limits));

    /// <summary>What the scheduler sets aside: the aggregate, overridden by pod-level requests, plus overhead.</summary>
    public static PodSum Requests(PodAmounts pod, bool excludeOverhead = false, bool skipPodLevel = false, ResourceAmounts? missing = null)
    {
        var phases = RequestPhases(pod, missing);
        var level = skipPodLevel ? null : pod.PodLevel?.Requests;
        var overhead = excludeOverhead ? ResourceAmounts.Empty : pod.Overhead;
        return new PodSum(phases, level, overhead, ResourceAmounts.Sum(Override(Most(phases), level), overhead));
    }

    /// <summary>
    /// The sum of the limits that exist, overridden by pod-level limits, plus overhead where there is a limit. No real cap: a container
    /// without a limit does not show in it (EFF-1).
    /// </summary>
    public static PodSum Limits(PodAmounts pod, bool excludeOverhead = false, bool skipPodLevel = false)
    {
        var phases = Phases(pod, c => c.Limits);
        var level = skipPodLevel ? null : pod.PodLevel?.Limits;
        var limits = Override(Most(phases), level);
        if (excludeOverhead)
            return new PodSum(phases, level, ResourceAmounts.Empty, limits) { IsOfLimits = true };
        foreach (var (name, limit) in limits.Entries)
        {
            if (!limit.IsNone)
                limits = limits.With(name, limit + pod.Overhead[name]);
        }
        return new PodSum(phases, level, pod.Overhead, limits) { IsOfLimits = true };
    }

    /// <summary>True if <c>spec.resources</c> holds a supported name in requests or limits.</summary>
    public static bool IsPodLevelSet(PodAmounts pod) =>
        pod.PodLevel is { } level && (level.Requests.Names.Any(ResourceNames.IsPodLevel) || IsPodLevelLimitsSet(pod));

    /// <summary>True if <c>spec.resources.limits</c> holds a supported name.</summary>
    public static bool IsPodLevelLimitsSet(PodAmounts pod) => pod.PodLevel is { } level && level.Limits.Names.Any(ResourceNames.IsPodLevel);

    private static ResourceAmounts Override(ResourceAmounts amounts, ResourceAmounts? podLevel)
    {
        if (podLevel is null)
            return amounts;
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

    private static ImmutableArray<PodPhase> RequestPhases(PodAmounts pod, ResourceAmounts? missing) => Phases(pod, c =>
        {
            var requests = c.Requests;
            foreach (var (name, amount) in missing?.Entries ?? [])
            {
                if (requests[name].IsAbsent)
                    requests = requests.With(name, amount);
            }
            return requests;
        });

    // kubernetes-memory.md §9: the running phase adds regular containers and sidecars; while an init container runs, the sidecars before it
    // run too; the pod needs the larger of both.
    private static ImmutableArray<PodPhase> Phases(PodAmounts pod, Func<ContainerAmounts, ResourceAmounts> select)
    {
        var phases = ImmutableArray.CreateBuilder<PodPhase>(1 + pod.InitContainers.Length);
        phases.Add(Together(null, [.. pod.Containers, .. pod.InitContainers.Where(c => c.Type == ContainerType.Sidecar)], select));
        // What runs beside is summed up as it goes.
        var sidecars = new List<ContainerAmounts>();
        var sum = ResourceAmounts.Empty;
        foreach (var container in pod.InitContainers)
        {
            int beside = sidecars.Count;
            var all = ResourceAmounts.Sum(sum, select(container));
            phases.Add(new PodPhase(container, new(() => PartsOf([.. sidecars.Take(beside), container], select)), all));
            if (container.Type != ContainerType.Sidecar)
                continue;
            sidecars.Add(container);
            sum = all;
        }
        return phases.ToImmutable();
    }

    private static PodPhase Together(
        ContainerAmounts? starting,
        ImmutableArray<ContainerAmounts> containers,
        Func<ContainerAmounts, ResourceAmounts> select
    )
    {
        var sum = ResourceAmounts.Empty;
        foreach (var container in containers)
            sum = ResourceAmounts.Sum(sum, select(container));
        return new PodPhase(starting, new(() => PartsOf(containers, select)), sum);
    }

    private static ImmutableArray<(ContainerAmounts, ResourceAmounts)> PartsOf(
        ImmutableArray<ContainerAmounts> containers,
        Func<ContainerAmounts, ResourceAmounts> select
    ) => [.. containers.Select(c => (c, select(c)))];

    private static ResourceAmounts Most(ImmutableArray<PodPhase> phases)
    {
        var most = ResourceAmounts.Empty;
        foreach (var phase in phases)
            most = ResourceAmounts.Max(most, phase.Sum);
        return most;
    }
}
