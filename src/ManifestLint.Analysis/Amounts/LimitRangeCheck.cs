using System.Collections.Immutable;
using ManifestLint.Neighbours;
using ManifestLint.Quantities;

namespace ManifestLint.Amounts;

/// <summary>How a pod violates a LimitRange.</summary>
public enum LimitRangeProblem
{
    /// <summary>A minimum or a ratio needs a request.</summary>
    NoRequest,

    /// <summary>A maximum or a ratio needs a limit.</summary>
    NoLimit,

    /// <summary>The request is below the minimum.</summary>
    RequestBelow,

    /// <summary>The limit is below the minimum.</summary>
    LimitBelow,

    /// <summary>The limit is above the maximum.</summary>
    LimitAbove,

    /// <summary>The request is above the maximum.</summary>
    RequestAbove,

    /// <summary>The limit is too many times the request.</summary>
    Exceeded,
}

/// <summary>What an item of a LimitRange sets.</summary>
public enum LimitRangeConstraint
{
    /// <summary><c>min</c>.</summary>
    Min,

    /// <summary><c>max</c>.</summary>
    Max,

    /// <summary><c>maxLimitRequestRatio</c>.</summary>
    Ratio,
}

/// <summary>A violation of a LimitRange.</summary>
/// <param name="LimitRange">The LimitRange.</param>
/// <param name="Constraint">What it sets.</param>
/// <param name="Problem">What is wrong.</param>
/// <param name="Bound">What the LimitRange says.</param>
/// <param name="Observed">The request or limit that is wrong; absent where it is missing.</param>
/// <param name="Container">The container; null for the pod as a whole.</param>
public sealed record LimitRangeViolation(
    LimitRange LimitRange,
    LimitRangeConstraint Constraint,
    LimitRangeProblem Problem,
    NamedAmount Bound,
    Amount Observed,
    ContainerAmounts? Container
)
{
    /// <summary>True if it is about the request.</summary>
    public bool IsOfRequest => Problem is LimitRangeProblem.NoRequest or LimitRangeProblem.RequestAbove or LimitRangeProblem.RequestBelow;

    /// <summary>True if something lacks.</summary>
    public bool IsAbsence => Problem is LimitRangeProblem.NoRequest or LimitRangeProblem.NoLimit;

    /// <summary>True if another breaks the same constraint on the same resource in the same way.</summary>
    public bool IsSameAs(LimitRangeViolation other) =>
        Constraint == other.Constraint && Problem == other.Problem && Bound.Name == other.Bound.Name;

    /// <summary>As the <c>limitrange</c> vectors write it: <c>Max:LimitAbove:memory</c>.</summary>
    public override string ToString() => $"{Constraint}:{Problem}:{Bound.Name}";
}

/// <summary>
/// What LimitRanges refuse. Source: kubernetes 1.37-dev plugin/pkg/admission/limitranger/admission.go (PodValidateLimitFunc, minConstraint,
/// maxConstraint, limitRequestRatioConstraint); kubernetes-memory.md LR-3 to LR-6. What cannot be known violates nothing.
/// </summary>
public static class LimitRangeCheck
{
    /// <summary>Every violation of a pod, in the order of the LimitRange; of one constraint and resource the first alone, as upstream.</summary>
    /// <param name="limitRange">The LimitRange.</param>
    /// <param name="pod">The pod, defaulted and injected.</param>
    public static IEnumerable<LimitRangeViolation> Violations(LimitRange limitRange, PodAmounts pod)
    {
        foreach (var item in limitRange.Items)
        {
            if (item.Type == "Container")
            {
                foreach (var container in pod.Containers.Concat(pod.InitContainers))
                {
                    foreach (var violation in Check(limitRange, item, container.Requests, container.Limits, container))
                        yield return violation;
                }
            }
            else if (item.Type == "Pod")
            {
                var (requests, limits) = Totals(pod);
                foreach (var violation in Check(limitRange, item, requests, limits, null))
                    yield return violation;
            }
        }
    }

    // LR-3: pod-level resources replace cpu and memory alone, not hugepages; no overhead.
    private static (ResourceAmounts Requests, ResourceAmounts Limits) Totals(PodAmounts pod)
    {
        ResourceAmounts requests = EffectiveResources.AggregateRequests(pod),
            limits = EffectiveResources.AggregateLimits(pod);
        if (pod.PodLevel is not { } level)
            return (requests, limits);
        foreach (string name in new[] { "cpu", "memory" })
        {
            if (!level.Requests[name].IsAbsent)
                requests = requests.With(name, level.Requests[name]);
            if (!level.Limits[name].IsAbsent)
                limits = limits.With(name, level.Limits[name]);
        }
        return (requests, limits);
    }

    private static IEnumerable<LimitRangeViolation> Check(
        LimitRange limitRange,
        LimitRangeItem item,
        ResourceAmounts requests,
        ResourceAmounts limits,
        ContainerAmounts? container
    )
    {
        foreach (var (constraint, bounds, check) in Constraints(item))
        {
            foreach (var bound in bounds)
            {
                if (bound.Quantity is not { } given)
                    continue;
                var (request, limit) = (requests[bound.Name], limits[bound.Name]);
                if (check(given.ToStored(), request, limit) is not { } problem)
                    continue;
                var violation = new LimitRangeViolation(limitRange, constraint, problem, bound, limit, container);
                yield return violation.IsOfRequest ? violation with { Observed = request } : violation;
            }
        }
    }

    private static IEnumerable<(
        LimitRangeConstraint,
        ImmutableArray<NamedAmount>,
        Func<ResourceQuantity, Amount, Amount, LimitRangeProblem?>
    )> Constraints(LimitRangeItem item) =>
        [
            (LimitRangeConstraint.Min, item["min"], Min),
            (LimitRangeConstraint.Max, item["max"], Max),
            (LimitRangeConstraint.Ratio, item["maxLimitRequestRatio"], Ratio),
        ];

    private static LimitRangeProblem? Min(ResourceQuantity least, Amount request, Amount limit) =>
        request.IsAbsent ? LimitRangeProblem.NoRequest
        : request.IsKnown && request.Value < least ? LimitRangeProblem.RequestBelow
        : limit.IsKnown && limit.Value < least ? LimitRangeProblem.LimitBelow
        : null;

    private static LimitRangeProblem? Max(ResourceQuantity most, Amount request, Amount limit) =>
        limit.IsAbsent ? LimitRangeProblem.NoLimit
        : limit.IsKnown && limit.Value > most ? LimitRangeProblem.LimitAbove
        : request.IsKnown && request.Value > most ? LimitRangeProblem.RequestAbove
        : null;

    private static LimitRangeProblem? Ratio(ResourceQuantity most, Amount request, Amount limit)
    {
        if (request.IsAbsent || (request.IsKnown && request.Value.IsZero))
            return LimitRangeProblem.NoRequest;
        if (limit.IsAbsent || (limit.IsKnown && limit.Value.IsZero))
            return LimitRangeProblem.NoLimit;
        return request.IsKnown && limit.IsKnown && IsAbove(limit.Value, request.Value, most) ? LimitRangeProblem.Exceeded : null;
    }

    // limit > request × ratio, without rounding; beyond 9 petabytes in whole units (LR-5).
    private static bool IsAbove(ResourceQuantity limit, ResourceQuantity request, ResourceQuantity ratio)
    {
        if (ratio.Milli is not { } factor)
            return false;
        if (limit.Milli is { } exact && request.Milli is { } asked)
            return (Int128)exact * 1000 > (Int128)asked * factor;
        return limit.Bytes is { } units && request.Bytes is { } other && (Int128)units * 1000 > (Int128)other * factor;
    }
}
