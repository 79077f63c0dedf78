using System.Collections.Immutable;
using ManifestLint.Cluster;
using ManifestLint.Manifests;

namespace ManifestLint.Amounts;

/// <summary>A limit in bytes: a number, unlimited, or not to be known.</summary>
/// <param name="IsKnown">False where it is not to be known.</param>
/// <param name="Bytes">The number; null for unlimited.</param>
public readonly record struct MemoryCap(bool IsKnown, long? Bytes)
{
    /// <summary>Not to be known from the text.</summary>
    public static MemoryCap Unknown => default;

    /// <summary>No limit.</summary>
    public static MemoryCap Unlimited => new(true, null);

    /// <summary>A limit in bytes, above zero.</summary>
    public static MemoryCap Of(long bytes) => new(true, bytes);

    /// <summary>True if it is known that there is none.</summary>
    public bool IsUnlimited => IsKnown && Bytes is null;
}

/// <summary>What decides <c>memory.max</c>.</summary>
public enum MemoryMaxReason
{
    /// <summary>Something that the text does not tell.</summary>
    Unknown,

    /// <summary>The container's own limit, written or injected.</summary>
    OwnLimit,

    /// <summary>The pod-level limit.</summary>
    PodLevelLimit,

    /// <summary>The sum of the limits of the containers, of a pod in which every one has a limit.</summary>
    SumOfLimits,

    /// <summary>There is no limit, or not on every container of the pod.</summary>
    NoLimit,

    /// <summary>The pod is BestEffort.</summary>
    BestEffort,
}

/// <summary>A cgroup's <c>memory.max</c> and what decides it.</summary>
public readonly record struct CgroupMemory(MemoryCap Max, MemoryMaxReason Reason)
{
    /// <summary>The amounts that make it unknown; empty where it is known, or where something else does.</summary>
    public ImmutableArray<UnknownAmount> Unknown
    {
        get => field.IsDefault ? [] : field;
        init;
    }

    internal static CgroupMemory NotKnown(ImmutableArray<UnknownAmount> by) =>
        new(MemoryCap.Unknown, MemoryMaxReason.Unknown) { Unknown = by };
}

/// <summary>
/// What stands in <c>memory.max</c>. Source: kubernetes v1.36 pkg/kubelet/cm/helpers_linux.go (ResourceConfigForPod) and
/// pkg/kubelet/kuberuntime/kuberuntime_container_linux.go (getMemoryLimit); kubernetes-memory.md §10, §11.
/// </summary>
public static class CgroupLimits
{
    /// <summary>The container's cgroup: its own limit, else the pod-level limit, else unlimited; 0 is unlimited.</summary>
    public static CgroupMemory OfContainer(PodAmounts pod, ContainerAmounts container)
    {
        var own = container.Limits["memory"];
        if (own.IsUnknown)
            return CgroupMemory.NotKnown([new(container, IsLimit: true, "memory")]);
        if (own.IsPositive)
            return Cap(own, MemoryMaxReason.OwnLimit);
        var shared = pod.PodLevel?.Limits["memory"] ?? Amount.Absent;
        return shared.IsUnknown ? CgroupMemory.NotKnown([new(null, IsLimit: true, "memory")])
            : shared.IsPositive ? Cap(shared, MemoryMaxReason.PodLevelLimit)
            : new(MemoryCap.Unlimited, MemoryMaxReason.NoLimit);
    }

    /// <summary>
    /// The pod's cgroup: the effective limit if the pod is Guaranteed, or Burstable with a limit on every container and init container or on
    /// the pod; else unlimited.
    /// </summary>
    /// <param name="pod">The pod after defaulting.</param>
    /// <param name="qos">The class in force; null if unknown.</param>
    /// <param name="gates">How the containers are asked.</param>
    public static CgroupMemory OfPod(PodAmounts pod, QosClass? qos, FeatureGates gates)
    {
        if (qos == QosClass.BestEffort)
            return new(MemoryCap.Unlimited, MemoryMaxReason.BestEffort);
        var podLevel = pod.PodLevel?.Limits["memory"] ?? Amount.Absent;
        if (qos != QosClass.Guaranteed)
        {
            var seen = Seen(pod, gates).ToList();
            // A container that is known to have no limit settles it, whatever the others are.
            if (!podLevel.IsPositive && !podLevel.IsUnknown && seen.Exists(limit => limit.IsNone))
                return new(MemoryCap.Unlimited, MemoryMaxReason.NoLimit);
            if (qos is null || (!seen.TrueForAll(limit => limit.IsPositive) && !podLevel.IsPositive))
                return CgroupMemory.NotKnown(UnknownOf(pod, qos, gates));
        }
        var sum = EffectiveResources.Limits(pod);
        var limit = sum.Total["memory"];
        return limit.IsUnknown ? CgroupMemory.NotKnown(sum.Unknown("memory"))
            : limit.IsPositive ? Cap(limit, podLevel.IsAbsent ? MemoryMaxReason.SumOfLimits : MemoryMaxReason.PodLevelLimit)
            : new(MemoryCap.Unlimited, MemoryMaxReason.NoLimit);
    }

    // The limits that are looked at; where all are known, the class.
    private static ImmutableArray<UnknownAmount> UnknownOf(PodAmounts pod, QosClass? qos, FeatureGates gates)
    {
        ImmutableArray<UnknownAmount> limits =
        [
            .. pod.PodLevel?.Limits["memory"].IsUnknown == true
                ? [new UnknownAmount(null, IsLimit: true, "memory")]
                : Array.Empty<UnknownAmount>(),
            .. pod.Scope.Where(c => c.Limits["memory"].IsUnknown).Select(c => new UnknownAmount(c, IsLimit: true, "memory")),
        ];
        return limits.IsEmpty && qos is null ? Qos.Unknown(pod, gates) : limits;
    }

    // What the kubelet looks at, container by container: up to 1.36 an init container with the sidecars before it.
    private static IEnumerable<Amount> Seen(PodAmounts pod, FeatureGates gates)
    {
        var before = Amount.Absent;
        foreach (var container in pod.InitContainers)
        {
            var own = container.Limits["memory"];
            yield return gates.PodLimitsAskEachContainer ? own : Either(before, own);
            if (container.Type == ContainerType.Sidecar)
                before = Either(before, own);
        }
        foreach (var container in pod.Containers)
            yield return container.Limits["memory"];

        // Above zero as soon as one is.
        static Amount Either(Amount x, Amount y) =>
            x.IsPositive ? x
            : y.IsPositive ? y
            : x + y;
    }

    /// <summary>
    /// The size of a memory-backed emptyDir: the node's allocatable memory, cut down to the pod's cgroup limit and to <c>sizeLimit</c>; null if
    /// unknown. Source: kubernetes v1.36 pkg/volume/emptydir/empty_dir.go (calculateEmptyDirMemorySize).
    /// </summary>
    public static long? OfMemoryVolume(MemoryCap pod, Amount sizeLimit, long nodeAllocatableBytes)
    {
        if (!pod.IsKnown || sizeLimit.IsUnknown)
            return null;
        long size = nodeAllocatableBytes;
        if (pod.Bytes is { } cap && cap <= size)
            size = cap;
        if (sizeLimit.IsPositive && sizeLimit.Value.Bytes is { } wanted && wanted <= size)
            size = wanted;
        return size;
    }

    private static CgroupMemory Cap(Amount limit, MemoryMaxReason reason) =>
        limit.Value.Bytes is { } bytes ? new(MemoryCap.Of(bytes), reason) : new(MemoryCap.Unknown, MemoryMaxReason.Unknown);
}
