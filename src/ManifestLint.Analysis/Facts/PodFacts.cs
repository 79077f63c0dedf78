using System.Collections.Immutable;
using ManifestLint.Amounts;
using ManifestLint.Cluster;
using ManifestLint.Evidence;
using ManifestLint.Images;
using ManifestLint.Manifests;
using ManifestLint.Neighbours;
using ManifestLint.Runtimes;
using ManifestLint.Runtimes.Java;
using ManifestLint.Runtimes.Node;
using ManifestLint.Servers;
using ManifestLint.Yaml;

namespace ManifestLint.Facts;

/// <summary>What will follow for a container.</summary>
public sealed record ContainerFacts
{
    /// <summary>What its author wrote.</summary>
    public required ContainerSpec Spec { get; init; }

    /// <summary>How its amounts come about.</summary>
    public required AmountSteps Steps { get; init; }

    /// <summary>Its amounts after defaulting and injection.</summary>
    public ContainerAmounts Amounts => Steps.Final;

    /// <summary>Where they come from.</summary>
    public required Origins Origins { get; init; }

    /// <summary>What stands in its cgroup's <c>memory.max</c>, and what decides it.</summary>
    public required CgroupMemory Cgroup { get; init; }

    /// <summary>What stands in its cgroup's <c>memory.max</c>.</summary>
    public MemoryCap MemoryMax => Cgroup.Max;

    /// <summary>How its <c>oom_score_adj</c> comes about; null on Windows, which knows none.</summary>
    public OomScore? OomScore { get; init; }

    /// <summary>Its <c>oom_score_adj</c>: −997, or 3 to 1000; null if it depends on a value that cannot be known.</summary>
    public int? OomScoreAdj => OomScore?.Value;

    /// <summary>Its JVMs; null if none is recognised.</summary>
    public JvmFacts? Jvm { get; init; }

    /// <summary>Its Node.js processes; null if none is recognised.</summary>
    public NodeFacts? NodeJs { get; init; }

    /// <summary>Its Go programs, side by side where there are several.</summary>
    public ImmutableArray<GoFacts> Go { get; init; } = [];

    /// <summary>Its .NET programs, side by side where there are several.</summary>
    public ImmutableArray<DotNetFacts> DotNet { get; init; } = [];

    /// <summary>Its servers (caches, databases, …), side by side where there are several.</summary>
    public ImmutableArray<ServerFacts> Servers { get; init; } = [];

    /// <summary>What the kubelet says of it; null if this is no live pod or its status does not name the container.</summary>
    public ContainerStatus? Status { get; init; }

    /// <summary>Its PHP; null if none is recognised.</summary>
    public PhpFacts? Php { get; init; }

    /// <summary>Its Python or Ruby; null if none is recognised.</summary>
    public InterpreterFacts? Interpreter { get; init; }

    /// <summary>Its pools of processes of which both number and memory are declared.</summary>
    public ImmutableArray<WorkerPool> Workers { get; init; } = [];

    /// <summary>True if all that it runs waits (<see cref="Programs.Waiting"/>).</summary>
    public bool OnlyWaits { get; init; }

    /// <summary>True if all that it runs is small commands and sleep (<see cref="Programs.Waiting.IsSmall"/>).</summary>
    public bool IsSmall { get; init; }

    /// <summary>How surely its processes pass tensors to each other through /dev/shm; null if they do not.</summary>
    public RuntimeCertainty? PassesTensors { get; init; }

    /// <summary>What is known of its image; null if nothing is.</summary>
    internal ImageMatch? Image { get; init; }

    /// <summary>What seemed to tell of a program and does not count, with the reason.</summary>
    internal ImmutableArray<ProgramLoser> Losers { get; init; } = [];

    /// <summary>What its processes ask memory for, whichever runtimes and servers they are.</summary>
    public ImmutableArray<MemoryDemand> Demands { get; init; } = [];

    /// <summary>Those of the moment when most is asked for; null where that is all of them, or cannot be told.</summary>
    public ImmutableArray<MemoryDemand>? AtPeak { get; init; }

    /// <summary>What they come to together, against the limit; null where nothing is known of them.</summary>
    public MemoryBudget? Budget => MemoryBudget.Of(AtPeak ?? Demands, MemoryMax.Bytes);

    /// <summary>The memory request in force.</summary>
    public Amount MemoryRequest => Amounts.Requests["memory"];

    /// <summary>The memory limit in force: its own or an injected one, else the pod-level limit.</summary>
    public required Amount MemoryLimit { get; init; }

    /// <summary>The cpu request in force.</summary>
    public Amount CpuRequest => Amounts.Requests["cpu"];

    /// <summary>The cpu limit in force: its own or an injected one, else the pod-level limit.</summary>
    public required Amount CpuLimit { get; init; }

    /// <summary>A request in force and who says so.</summary>
    public AmountInForce Request(string resource) => Steps.Request(resource, Spec.Resources.Requests[resource]);

    /// <summary>A limit in force and who says so: its own or an injected one, else the pod-level limit.</summary>
    public AmountInForce Limit(string resource) => Steps.Limit(resource, Spec.Resources.Limits[resource]);

    /// <summary>The container's own limit and who says so, written or injected.</summary>
    public AmountInForce OwnLimit(string resource) => Steps.OwnLimit(resource, Spec.Resources.Limits[resource]);
}

/// <summary>A memory-backed volume and how far it may grow.</summary>
/// <param name="Volume">What its author wrote.</param>
/// <param name="TmpfsBytes">Its size in bytes; null if unknown.</param>
public sealed record MemoryVolumeFacts(MemoryVolume Volume, long? TmpfsBytes)
{
    /// <summary>True if that is the memory of the node, because nothing bounds the volume below it.</summary>
    public bool IsOfNode { get; init; }
}

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

    /// <summary>
    /// True if the pod requests more memory than the assumed node has: then nothing is known of what depends on the node (rules.md rule 7).
    /// </summary>
    public bool IsAboveAssumedNode { get; init; }

    /// <summary>The pod's numbers as its author wrote them: what a template is validated by (VAL-20).</summary>
    public required PodAmounts AmountsWritten { get; init; }

    /// <summary>The pod's numbers after defaulting and injection.</summary>
    public required PodAmounts Amounts { get; init; }

    /// <summary>
    /// The pod's numbers for each order in which LimitRanges that give different defaults may be taken (LR-9); empty where there is one order.
    /// </summary>
    public ImmutableArray<PodAmounts> Alternatives { get; init; } = [];

    /// <summary>The class in force: <c>status.qosClass</c> where the object has one, else the computed one; null if it cannot be known.</summary>
    public QosClass? Qos { get; init; }

    /// <summary>The computed class; null if it cannot be known.</summary>
    public QosClass? QosComputed { get; init; }

    /// <summary>What the computed class is read off.</summary>
    public QosBasis QosBasis { get; init; }

    /// <summary>The amounts that make the computed class unknown; empty where it is known, or an injector makes it so.</summary>
    public ImmutableArray<UnknownAmount> QosUnknown { get; init; } = [];

    /// <summary>What keeps the pod from Guaranteed, as far as it can be known.</summary>
    public ImmutableArray<QosBlocker> QosBlockers { get; init; } = [];

    /// <summary>How what the scheduler sets aside comes about.</summary>
    public required PodSum RequestSum { get; init; }

    /// <summary>What the scheduler sets aside, overhead included.</summary>
    public ResourceAmounts Requests => RequestSum.Total;

    /// <summary>How the sum of the limits comes about.</summary>
    public required PodSum LimitSum { get; init; }

    /// <summary>The sum of the limits that exist, overhead included.</summary>
    public ResourceAmounts Limits => LimitSum.Total;

    /// <summary>What stands in the pod cgroup's <c>memory.max</c>, and what decides it.</summary>
    public required CgroupMemory Cgroup { get; init; }

    /// <summary>What stands in the pod cgroup's <c>memory.max</c>.</summary>
    public MemoryCap MemoryMax => Cgroup.Max;

    /// <summary>Every container: init containers and sidecars in their order, then regular ones, then ephemeral ones.</summary>
    public required ImmutableArray<ContainerFacts> Containers { get; init; }

    /// <summary>The containers that injectors are certain to add: init containers and sidecars, then regular ones. They are in all sums.</summary>
    public ImmutableArray<InjectedFacts> Injected { get; init; } = [];

    /// <summary>The computed class without what injectors add; null if it cannot be known.</summary>
    public QosClass? QosWithoutInjected { get; init; }

    /// <summary>Its memory-backed volumes.</summary>
    public ImmutableArray<MemoryVolumeFacts> Volumes { get; init; } = [];

    /// <summary>True if all that runs shows off itself (<see cref="Showcase"/>).</summary>
    public bool ShowsOff { get; init; }

    /// <summary>True if it is for trying something out: its file says so, or what runs.</summary>
    public bool IsTrial => ShowsOff || Workload.Manifest.IsForTrial;

    /// <summary>True if absent amounts say nothing: a patch, a patched base, an operator's pod, a kind that is not known.</summary>
    public bool AbsenceSaysNothing => Workload.Completeness is not (Completeness.Complete or Completeness.Made);
}
