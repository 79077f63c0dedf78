using System.Collections.Immutable;
using ManifestLint.Manifests;
using ManifestLint.Yaml;

namespace ManifestLint.Facts;

/// <summary>Where an amount comes from.</summary>
public enum Origin
{
    /// <summary>Not set by anything.</summary>
    None,

    /// <summary>Written in the container.</summary>
    Declared,

    /// <summary>A request that takes its limit (D-2).</summary>
    Limit,

    /// <summary>Injected by a LimitRange.</summary>
    LimitRange,

    /// <summary>The pod-level limit.</summary>
    PodLevel,

    /// <summary>Cannot be known from the text.</summary>
    Unknown,
}

/// <summary>Where the four amounts of a container come from.</summary>
public readonly record struct Origins(Origin MemoryRequest, Origin MemoryLimit, Origin CpuRequest, Origin CpuLimit);

/// <summary>What will follow for a container.</summary>
public sealed record ContainerFacts
{
    /// <summary>What its author wrote.</summary>
    public required ContainerSpec Spec { get; init; }

    /// <summary>Its amounts after defaulting and injection.</summary>
    public required ContainerAmounts Amounts { get; init; }

    /// <summary>Where they come from.</summary>
    public required Origins Origins { get; init; }

    /// <summary>What stands in its cgroup's <c>memory.max</c>.</summary>
    public required MemoryCap MemoryMax { get; init; }

    /// <summary>Its <c>oom_score_adj</c>: −997, or 3 to 1000; null if it hangs on a value that cannot be known.</summary>
    public int? OomScoreAdj { get; init; }

    /// <summary>Its JVMs; null if none is recognised.</summary>
    public Runtimes.JvmFacts? Jvm { get; init; }

    /// <summary>Its Node.js processes; null if none is recognised.</summary>
    public Runtimes.NodeFacts? NodeJs { get; init; }

    /// <summary>Its Go program; null if none is recognised.</summary>
    public Runtimes.GoFacts? Go { get; init; }

    /// <summary>Its .NET program; null if none is recognised.</summary>
    public Runtimes.DotNetFacts? DotNet { get; init; }

    /// <summary>Its server (a cache, a database, …); null if none is recognised.</summary>
    public Runtimes.Servers.ServerFacts? Server { get; init; }

    /// <summary>What the kubelet says of it; null if this is no live pod or its status does not name the container.</summary>
    public ContainerStatus? Status { get; init; }

    /// <summary>Its PHP; null if none is recognised.</summary>
    public Runtimes.PhpFacts? Php { get; init; }

    /// <summary>Its pools of processes of which both number and memory are declared.</summary>
    public ImmutableArray<Runtimes.WorkerPool> Workers { get; init; } = [];

    /// <summary>The memory request in force.</summary>
    public Amount MemoryRequest => Amounts.Requests["memory"];

    /// <summary>The memory limit in force: its own or an injected one, else the pod-level limit.</summary>
    public required Amount MemoryLimit { get; init; }

    /// <summary>The cpu request in force.</summary>
    public Amount CpuRequest => Amounts.Requests["cpu"];

    /// <summary>The cpu limit in force: its own or an injected one, else the pod-level limit.</summary>
    public required Amount CpuLimit { get; init; }
}

/// <summary>A value that keeps a pod from Guaranteed.</summary>
/// <param name="Container">The container; null at pod level and for an injected one.</param>
/// <param name="Resource"><c>memory</c> or <c>cpu</c>.</param>
/// <param name="Reason">In a few words, with the author's numbers.</param>
/// <param name="Location">Where to change it.</param>
/// <param name="Path">Address of that place within the object.</param>
/// <param name="IsAbsentLimit">True if a limit is missing.</param>
public sealed record QosBlocker(
    ContainerSpec? Container,
    string Resource,
    string Reason,
    Location Location,
    string Path,
    bool IsAbsentLimit
)
{
    /// <summary>The injected container; null if the value is the author's.</summary>
    public InjectedContainer? Injected { get; init; }

    /// <summary>The container's name; null at pod level or if it has none.</summary>
    public string? ContainerName => Container?.Name ?? Injected?.Name;
}

/// <summary>A memory-backed volume and how far it may grow.</summary>
/// <param name="Volume">What its author wrote.</param>
/// <param name="TmpfsBytes">Its size in bytes; null if unknown.</param>
public sealed record MemoryVolumeFacts(MemoryVolume Volume, long? TmpfsBytes);

/// <summary>What will follow for a pod: computed from what stands there, its neighbours, and the assumptions.</summary>
public sealed partial record PodFacts
{
    /// <summary>The pod.</summary>
    public required Workload Workload { get; init; }

    /// <summary>Where it stands.</summary>
    public required ObjectPlace Place { get; init; }

    /// <summary>What stands beside it and acts on it.</summary>
    public PodNeighbours Neighbours { get; init; } = PodNeighbours.None;

    /// <summary>What was assumed.</summary>
    public required Assumptions Assumptions { get; init; }

    /// <summary>The status of a live pod; null for everything else.</summary>
    public PodStatus? Status { get; init; }

    /// <summary>True if a kustomization patches the pod's resources, so that nothing is missing (contracts.md C2).</summary>
    public bool IsPatchedBase { get; init; }

    /// <summary>The pod's numbers after defaulting and injection.</summary>
    public required PodAmounts Amounts { get; init; }

    /// <summary>The class in force: <c>status.qosClass</c> where the object has one, else the computed one; null if it cannot be known.</summary>
    public QosClass? Qos { get; init; }

    /// <summary>The computed class; null if it cannot be known.</summary>
    public QosClass? QosComputed { get; init; }

    /// <summary>What keeps the pod from Guaranteed, as far as it can be known.</summary>
    public ImmutableArray<QosBlocker> QosBlockers { get; init; } = [];

    /// <summary>What the scheduler sets aside, overhead included.</summary>
    public required ResourceAmounts Requests { get; init; }

    /// <summary>The sum of the limits that exist, overhead included.</summary>
    public required ResourceAmounts Limits { get; init; }

    /// <summary>What stands in the pod cgroup's <c>memory.max</c>.</summary>
    public required MemoryCap MemoryMax { get; init; }

    /// <summary>Every container: init containers and sidecars in their order, then regular ones, then ephemeral ones.</summary>
    public required ImmutableArray<ContainerFacts> Containers { get; init; }

    /// <summary>The containers that injectors are certain to add: init containers and sidecars, then regular ones. They are in all sums.</summary>
    public ImmutableArray<InjectedFacts> Injected { get; init; } = [];

    /// <summary>The computed class without what injectors add; null if it cannot be known.</summary>
    public QosClass? QosWithoutInjected { get; init; }

    /// <summary>Its memory-backed volumes.</summary>
    public ImmutableArray<MemoryVolumeFacts> Volumes { get; init; } = [];

    /// <summary>True if absent amounts say nothing: a patch, a patched base, an operator's pod, a kind that is not known.</summary>
    public bool AbsenceSaysNothing => Workload.Completeness != Completeness.Complete || IsPatchedBase;
}
