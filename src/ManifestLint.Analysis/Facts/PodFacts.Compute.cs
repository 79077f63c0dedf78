using System.Collections.Immutable;
using ManifestLint.Amounts;
using ManifestLint.Cluster;
using ManifestLint.Injectors;
using ManifestLint.Manifests;
using ManifestLint.Neighbours;
using ManifestLint.Servers;
using ManifestLint.Yaml;

namespace ManifestLint.Facts;

public sealed partial record PodFacts
{
    // EV-4: the kubelet's default hard eviction threshold for memory; no reservations by default (NA-1).
    private const long EvictionThresholdBytes = 100L << 20;

    /// <summary>The facts of a pod.</summary>
    /// <param name="workload">The pod.</param>
    /// <param name="set">Its neighbours.</param>
    /// <param name="place">Where its object stands.</param>
    /// <param name="assumptions">What is assumed.</param>
    public static PodFacts Compute(Workload workload, ManifestSet set, ObjectPlace place, Assumptions assumptions) =>
        Compute(workload, set, place, assumptions, KnownServers.All);

    /// <summary>The same, knowing these servers alone.</summary>
    internal static PodFacts Compute(
        Workload workload,
        ManifestSet set,
        ObjectPlace place,
        Assumptions assumptions,
        ImmutableArray<Server> servers
    )
    {
        var gates = FeatureGates.Of(assumptions.KubernetesVersion);
        var written = Written(workload, set, gates);
        // What a webhook adds is defaulted like the rest, and LimitRanges see it too: built-in admission runs again after its change.
        var injected = Injection.Of(workload, set, place, gates, assumptions.KubernetesVersion);
        written = injected.AddTo(written);
        var defaulted = Defaulting.Apply(written, gates);
        var neighbours = PodNeighbours.Of(workload, place, set);
        var injection = neighbours.AreLimitRangesUnknown ? LimitRangeInjection.Unknown : LimitRangeInjection.Of(neighbours.LimitRanges);
        var amounts = Defaulting.ApplyLate(injection is null ? defaulted : injection.Apply(defaulted), gates);
        var computed = ManifestLint.Amounts.Qos.Compute(amounts, gates);
        // Another container leaves a Burstable pod Burstable; any other class may change.
        var basis = ManifestLint.Amounts.Qos.BasisOf(amounts, gates);
        if (computed != QosClass.Burstable && injected.IsUncertain)
            (computed, basis) = (null, QosBasis.UncertainInjection);
        var status = PodStatus.Of(workload);
        var qos = StatusQos(status) ?? computed;
        var cgroup = CgroupLimits.OfPod(amounts, qos, gates);
        var requests = EffectiveResources.Requests(amounts);
        Int128 least = LeastMemory(amounts);
        long? node = assumptions.NodeMemoryIsConfigured || least <= assumptions.NodeMemoryBytes ? assumptions.NodeMemoryBytes : null;
        var containers = ContainersOf(
            workload,
            status,
            written,
            defaulted,
            amounts,
            injection,
            injected.First.Length,
            qos,
            node,
            gates,
            new RuntimeReader(workload, amounts, set, place, assumptions, servers)
        );
        var added = InjectedOf(workload, injected, written, defaulted, amounts, injection, qos, node, gates);
        return new PodFacts
        {
            Workload = workload,
            ShowsOff = Showcase.Is(workload.Pod, workload.Manifest.IsForTrial),
            Place = place,
            Neighbours = neighbours,
            Assumptions = assumptions,
            Status = status,
            IsAboveAssumedNode = node is null,
            AmountsWritten = injected.RemoveFrom(written),
            Amounts = amounts,
            Alternatives = AlternativesOf(injection, neighbours, defaulted, gates),
            Qos = qos,
            QosComputed = computed,
            QosBasis = basis,
            QosUnknown = computed is null && basis != QosBasis.UncertainInjection ? ManifestLint.Amounts.Qos.Unknown(amounts, gates) : [],
            QosWithoutInjected = injected.IsEmpty ? computed : ManifestLint.Amounts.Qos.Compute(injected.RemoveFrom(amounts), gates),
            QosBlockers = QosBlockerSearch.In(workload, amounts, containers, added, gates),
            RequestSum = requests,
            LimitSum = EffectiveResources.Limits(amounts),
            Cgroup = cgroup,
            Containers = containers,
            Injected = added,
            Volumes = VolumesOf(workload, cgroup.Max, least, node),
        };
    }

    // What follows from each order in which the API server may ask several LimitRanges; empty where the order does not count.
    private static ImmutableArray<PodAmounts> AlternativesOf(
        LimitRangeInjection? injection,
        PodNeighbours neighbours,
        PodAmounts defaulted,
        FeatureGates gates
    ) =>
        injection is { HangsOnOrder: true }
            ? [.. LimitRangeInjection.InEveryOrder(neighbours.LimitRanges).Select(one => Defaulting.ApplyLate(one.Apply(defaulted), gates))]
            : [];

    private static PodAmounts Written(Workload workload, ManifestSet set, FeatureGates gates)
    {
        var written = PodAmounts.Read(workload.Pod, gates, workload.IsPartial).WithoutNegatives();
        return RuntimeClassOverhead(workload.Pod, set) is { } overhead ? written with { Overhead = overhead } : written;
    }

    private static ImmutableArray<ContainerFacts> ContainersOf(
        Workload workload,
        PodStatus? status,
        PodAmounts written,
        PodAmounts defaulted,
        PodAmounts amounts,
        LimitRangeInjection? injection,
        int firstInit,
        QosClass? qos,
        long? nodeMemoryBytes,
        FeatureGates gates,
        RuntimeReader runtimes
    )
    {
        bool? critical = PodPriority.IsNodeCritical(workload.Pod);
        bool isWindows = workload.Pod.RunsOnWindows;
        int init = firstInit,
            regular = 0,
            ephemeral = 0;
        var facts = ImmutableArray.CreateBuilder<ContainerFacts>(workload.Pod.AllContainers.Length);
        foreach (var spec in workload.Pod.AllContainers)
        {
            var (before, between, after) = spec.Type switch
            {
                ContainerType.App => (written.Containers[regular], defaulted.Containers[regular], amounts.Containers[regular++]),
                ContainerType.Ephemeral => (
                    written.EphemeralContainers[ephemeral],
                    defaulted.EphemeralContainers[ephemeral],
                    amounts.EphemeralContainers[ephemeral++]
                ),
                _ => (written.InitContainers[init], defaulted.InitContainers[init], amounts.InitContainers[init++]),
            };
            var steps = new AmountSteps(before, between, after, amounts.PodLevel, injection)
            {
                OfPod = spec.Type == ContainerType.Ephemeral ? null : workload.Pod,
            };
            var (memoryLimit, cpuLimit) = (steps.Limit("memory", null), steps.Limit("cpu", null));
            var cgroup = CgroupLimits.OfContainer(amounts, after);
            var found = runtimes.Read(spec, cgroup.Max, cpuLimit.Amount);
            facts.Add(
                new ContainerFacts
                {
                    Spec = spec,
                    Steps = steps,
                    MemoryLimit = memoryLimit.Amount,
                    CpuLimit = cpuLimit.Amount,
                    Origins = OriginsOf(steps),
                    Cgroup = cgroup,
                    Jvm = found.Jvm,
                    NodeJs = found.NodeJs,
                    Go = found.Go.IsDefault ? [] : found.Go,
                    DotNet = found.DotNet.IsDefault ? [] : found.DotNet,
                    Servers = found.Servers.IsDefault ? [] : found.Servers,
                    Status = status?.Of(spec),
                    Php = found.Php,
                    Interpreter = found.Interpreter,
                    Workers = found.Workers.IsDefault ? [] : found.Workers,
                    Demands = found.Demands,
                    AtPeak = found.AtPeak,
                    OnlyWaits = found.OnlyWaits,
                    IsSmall = found.IsSmall,
                    PassesTensors = found.PassesTensors,
                    Image = found.Image,
                    Losers = found.Losers,
                    OomScore = isWindows
                        ? null
                        : ManifestLint.Amounts.OomScoreAdj.Compute(amounts, after, qos, critical, nodeMemoryBytes, gates),
                }
            );
        }
        return facts.ToImmutable();
    }

    private static ImmutableArray<InjectedFacts> InjectedOf(
        Workload workload,
        InjectedContainers injected,
        PodAmounts written,
        PodAmounts defaulted,
        PodAmounts amounts,
        LimitRangeInjection? injection,
        QosClass? qos,
        long? nodeMemoryBytes,
        FeatureGates gates
    )
    {
        if (injected.IsEmpty)
            return [];
        bool? critical = PodPriority.IsNodeCritical(workload.Pod);
        return
        [
            .. injected
                .InPlace(written)
                .Zip(injected.InPlace(defaulted), injected.InPlace(amounts))
                .Select(states =>
                {
                    var (before, between, after) = (states.First.Amounts, states.Second.Amounts, states.Third.Amounts);
                    var steps = new AmountSteps(before, between, after, amounts.PodLevel, injection);
                    return new InjectedFacts
                    {
                        Container = states.First.Container,
                        Steps = steps,
                        MemoryLimit = steps.Limit("memory", null).Amount,
                        CpuLimit = steps.Limit("cpu", null).Amount,
                        Origins = OriginsOf(steps),
                        MemoryMax = CgroupLimits.OfContainer(amounts, after).Max,
                        OomScoreAdj = workload.Pod.RunsOnWindows
                            ? null
                            : ManifestLint.Amounts.OomScoreAdj.Compute(amounts, after, qos, critical, nodeMemoryBytes, gates).Value,
                    };
                }),
        ];
    }

    private static Origins OriginsOf(AmountSteps steps) =>
        new(
            steps.Request("memory", null).Origin,
            steps.Limit("memory", null).Origin,
            steps.Request("cpu", null).Origin,
            steps.Limit("cpu", null).Origin
        );

    // What the pod asks for at least, in bytes: a node that takes it has that, whatever is assumed of it (rules.md rule 7).
    private static Int128 LeastMemory(PodAmounts amounts)
    {
        Int128 running = 0,
            starting = 0;
        foreach (var container in amounts.Containers)
            running += Bytes(container.Requests);
        foreach (var container in amounts.InitContainers)
        {
            var bytes = Bytes(container.Requests);
            starting = Int128.Max(starting, bytes);
            if (container.Type == ContainerType.Sidecar)
                running += bytes;
        }
        Int128 level = amounts.PodLevel is { } pod ? Bytes(pod.Requests) : Int128.Zero;
        return Int128.Max(level, Int128.Max(running, starting));

        static Int128 Bytes(ResourceAmounts requests) =>
            requests["memory"] is { IsPositive: true } known ? known.Value.Bytes ?? long.MaxValue : Int128.Zero;
    }

    private static ImmutableArray<MemoryVolumeFacts> VolumesOf(Workload workload, MemoryCap pod, Int128 least, long? nodeMemoryBytes)
    {
        // What stays below the pod's own requests does not depend on the node.
        long allocatable = nodeMemoryBytes is { } node
            ? Math.Max(0, node - EvictionThresholdBytes)
            : (long)Int128.Min(least, long.MaxValue);
        return
        [
            .. workload.Pod.MemoryVolumes.Select(volume =>
            {
                var limit = volume.SizeLimit.State switch
                {
                    FieldState.Unknown => Amount.Unknown,
                    FieldState.Known when volume.SizeLimit.IsKnown(out var size) => Amount.Of(size),
                    _ => workload.IsPartial ? Amount.Unknown : Amount.Absent,
                };
                long? bytes = CgroupLimits.OfMemoryVolume(pod, limit, allocatable);
                bool isBounded = pod.Bytes <= allocatable || (limit.IsPositive && limit.Value.Bytes <= allocatable);
                return new MemoryVolumeFacts(volume, nodeMemoryBytes is null && !isBounded ? null : bytes) { IsOfNode = !isBounded };
            }),
        ];
    }

    // Admission fills overhead from the RuntimeClass. One that is not in the scan may have any.
    private static ResourceAmounts? RuntimeClassOverhead(PodSpec pod, ManifestSet set)
    {
        if (pod.RuntimeClassName is not { } name || pod.Overhead.IsWritten)
            return null;
        var found = set.RuntimeClass(name);
        if (found.Value is not { } runtimeClass)
            return ResourceAmounts.AllUnknown;
        var amounts = ResourceAmounts.Empty;
        foreach (var (resource, quantity) in runtimeClass.Overhead)
        {
            amounts = amounts.With(resource, quantity is { } known ? Amount.Of(known.ToStored()) : Amount.Unknown);
        }
        return amounts;
    }

    private static QosClass? StatusQos(PodStatus? status) =>
        status?.Node.TextAt("qosClass") is { } text && Enum.TryParse(text, out QosClass qos) && qos.ToString() == text ? qos : null;
}
