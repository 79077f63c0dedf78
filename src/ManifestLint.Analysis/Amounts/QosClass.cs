using System.Collections.Immutable;
using ManifestLint.Cluster;

namespace ManifestLint.Amounts;

/// <summary>The QoS class of a pod.</summary>
public enum QosClass
{
    /// <summary>No container has a cpu or memory request or limit.</summary>
    BestEffort,

    /// <summary>Everything between.</summary>
    Burstable,

    /// <summary>Every container has cpu and memory limits and requests that equal them.</summary>
    Guaranteed,
}

/// <summary>What a pod's class is read off.</summary>
public enum QosBasis
{
    /// <summary>Its containers.</summary>
    Containers,

    /// <summary><c>spec.resources</c>, which decides alone where it counts.</summary>
    Pod,

    /// <summary>Nothing: an injector may add a container with amounts that nobody can tell.</summary>
    UncertainInjection,
}

/// <summary>
/// Computes QoS classes. Source: kubernetes v1.36 and 1.37-dev pkg/apis/core/v1/helper/qos/qos.go (ComputePodQOS); kubernetes-memory.md §7.
/// </summary>
public static class Qos
{
    private static readonly string[] Names = ["cpu", "memory"];

    /// <summary>What the class is read off. 1.34 to 1.36: any <c>spec.resources</c> decides, even an empty one; 1.37: only one with a supported
    /// name.</summary>
    public static QosBasis BasisOf(PodAmounts pod, FeatureGates gates) =>
        pod.PodLevel is { } level
        && (
            !gates.PodLevelResourcesFixKubeletQosClass
            || EffectiveResources.IsPodLevelSet(pod)
            || level.Requests.OthersUnknown
            || level.Limits.OthersUnknown
        )
            ? QosBasis.Pod
            : QosBasis.Containers;

    /// <summary>The class of a pod after defaulting; null if it depends on a value that cannot be known.</summary>
    public static QosClass? Compute(PodAmounts pod, FeatureGates gates)
    {
        List<(ResourceAmounts Requests, ResourceAmounts Limits)> pairs =
            BasisOf(pod, gates) == QosBasis.Pod ? [(pod.PodLevel!.Requests, pod.PodLevel.Limits)] : PairsOf(pod);

        bool? any = Any(pairs);
        if (any is null)
            return null;
        if (any is false)
            return QosClass.BestEffort;
        bool? guaranteed = gates.PodLevelResourcesFixKubeletQosClass || !AllKnown(pairs) ? EveryPairMatches(pairs) : SumsMatch(pairs);
        return guaranteed switch
        {
            true => QosClass.Guaranteed,
            false => QosClass.Burstable,
            null => null,
        };
    }

    /// <summary>The amounts that a class depends on which cannot be known.</summary>
    public static ImmutableArray<UnknownAmount> Unknown(PodAmounts pod, FeatureGates gates)
    {
        return BasisOf(pod, gates) == QosBasis.Pod
            ? [.. In(null, pod.PodLevel!.Requests, pod.PodLevel.Limits)]
            : [.. pod.Scope.SelectMany(c => In(c, c.Requests, c.Limits))];

        static IEnumerable<UnknownAmount> In(ContainerAmounts? container, ResourceAmounts requests, ResourceAmounts limits)
        {
            foreach (string name in Names)
            {
                if (requests[name].IsUnknown)
                    yield return new(container, IsLimit: false, name);
                if (limits[name].IsUnknown)
                    yield return new(container, IsLimit: true, name);
            }
        }
    }

    private static List<(ResourceAmounts Requests, ResourceAmounts Limits)> PairsOf(PodAmounts pod)
    {
        var pairs = new List<(ResourceAmounts Requests, ResourceAmounts Limits)>(pod.InitContainers.Length + pod.Containers.Length);
        foreach (var container in pod.InitContainers)
            pairs.Add((container.Requests, container.Limits));
        foreach (var container in pod.Containers)
            pairs.Add((container.Requests, container.Limits));
        return pairs;
    }

    private static bool? Any(List<(ResourceAmounts Requests, ResourceAmounts Limits)> pairs)
    {
        bool unknown = false;
        foreach (var (requests, limits) in pairs)
        {
            foreach (string name in Names)
            {
                if (requests[name].IsPositive || limits[name].IsPositive)
                    return true;
                unknown |= requests[name].IsUnknown || limits[name].IsUnknown;
            }
        }
        return unknown ? null : false;
    }

    private static bool AllKnown(List<(ResourceAmounts Requests, ResourceAmounts Limits)> pairs) =>
        pairs.All(p => Names.All(n => !p.Requests[n].IsUnknown && !p.Limits[n].IsUnknown));

    private static bool? EveryPairMatches(List<(ResourceAmounts Requests, ResourceAmounts Limits)> pairs)
    {
        bool unknown = false;
        foreach (var (requests, limits) in pairs)
        {
            foreach (string name in Names)
            {
                var (request, limit) = (requests[name], limits[name]);
                if (limit.IsNone || request.IsNone)
                    return false;
                if (limit.IsUnknown || request.IsUnknown)
                    unknown = true;
                else if (request.Value != limit.Value)
                    return false;
            }
        }
        return unknown ? null : true;
    }

    // Up to 1.36 the sums are compared; for pods that validation accepts this gives the same class (QOS-4).
    private static bool SumsMatch(List<(ResourceAmounts Requests, ResourceAmounts Limits)> pairs)
    {
        Amount[] requests = new Amount[2],
            limits = new Amount[2];
        foreach (var pair in pairs)
        {
            for (int i = 0; i < Names.Length; i++)
            {
                if (!pair.Limits[Names[i]].IsPositive)
                    return false;
                limits[i] += pair.Limits[Names[i]];
                if (pair.Requests[Names[i]].IsPositive)
                    requests[i] += pair.Requests[Names[i]];
            }
        }
        for (int i = 0; i < Names.Length; i++)
        {
            if (!requests[i].IsKnown || requests[i].Value != limits[i].Value)
                return false;
        }
        return true;
    }
}
