using System.Collections.Immutable;
using ManifestLint.Manifests;

namespace ManifestLint.Neighbours;

/// <summary>The objects of the scan that act on a pod (contracts.md C2: same namespace, or same folder or kustomization).</summary>
public sealed record PodNeighbours
{
    /// <summary>None.</summary>
    public static PodNeighbours None { get; } = new();

    /// <summary>The LimitRanges that inject into it and check it.</summary>
    public ImmutableArray<LimitRange> LimitRanges { get; init; } = [];

    /// <summary>The quotas of its namespace, whatever their scopes.</summary>
    public ImmutableArray<ResourceQuota> Quotas { get; init; } = [];

    /// <summary>The HorizontalPodAutoscalers that scale it.</summary>
    public ImmutableArray<Autoscaler> Autoscalers { get; init; } = [];

    /// <summary>The VerticalPodAutoscalers that act on it.</summary>
    public ImmutableArray<VerticalAutoscaler> VerticalAutoscalers { get; init; } = [];

    /// <summary>Its RuntimeClass; null if it has none, or none is known.</summary>
    public RuntimeClass? RuntimeClass { get; init; }

    /// <summary>True if LimitRanges of one name differ, so that what is injected cannot be known.</summary>
    public bool AreLimitRangesUnknown { get; init; }

    /// <summary>Those of a pod.</summary>
    /// <param name="workload">The pod.</param>
    /// <param name="place">Where its object stands.</param>
    /// <param name="set">The context objects of the scan.</param>
    public static PodNeighbours Of(Workload workload, ObjectPlace place, ManifestSet set)
    {
        var limitRanges = set.LimitRanges(place, out bool areUnknown);
        var quotas = set.Quotas(place);
        // Autoscalers know spec.template alone.
        bool isScaled = workload.PodPath.Equals(Workload.Template);
        var autoscalers = isScaled ? set.Autoscalers(workload.Manifest, place) : [];
        var vertical = isScaled ? set.VerticalAutoscalers(workload.Manifest, place) : [];
        var runtimeClass = workload.Pod.RuntimeClassName is { } name ? set.RuntimeClass(name).Value : null;
        if (runtimeClass is null && limitRanges.IsEmpty && quotas.IsEmpty && autoscalers.IsEmpty && vertical.IsEmpty && !areUnknown)
            return None;
        return new PodNeighbours
        {
            LimitRanges = limitRanges,
            Quotas = quotas,
            Autoscalers = autoscalers,
            VerticalAutoscalers = vertical,
            RuntimeClass = runtimeClass,
            AreLimitRangesUnknown = areUnknown,
        };
    }
}
