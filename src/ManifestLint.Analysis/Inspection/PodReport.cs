using System.Collections.Immutable;
using ManifestLint.Amounts;
using ManifestLint.Cluster;
using ManifestLint.Evidence;
using ManifestLint.Facts;
using ManifestLint.Manifests;
using ManifestLint.Yaml;

namespace ManifestLint.Inspection;

/// <summary>Memory in bytes and cpu in millicores.</summary>
public readonly record struct ReportedAmounts(FactValue MemoryBytes, FactValue CpuMillicores)
{
    /// <summary>Requests: an absent one is 0.</summary>
    public static ReportedAmounts Requests(Amount memory, Amount cpu) => new(Bytes(memory, new(0)), Milli(cpu, new(0)));

    /// <summary>Limits: an absent one is unlimited, one of 0 stays 0.</summary>
    public static ReportedAmounts Limits(Amount memory, Amount cpu) =>
        new(Bytes(memory, FactValue.Unlimited), Milli(cpu, FactValue.Unlimited));

    /// <summary>Bytes of a cgroup limit.</summary>
    public static FactValue Cap(MemoryCap cap) => cap.IsUnlimited ? FactValue.Unlimited : new(cap.Bytes);

    /// <summary>Bytes, fractions rounded up; what is absent is <paramref name="absent"/>, what does not fit 64 bits unknown.</summary>
    private static FactValue Bytes(Amount amount, FactValue absent) =>
        amount.IsAbsent ? absent
        : amount.IsKnown ? new(amount.Value.Bytes)
        : FactValue.Unknown;

    /// <summary>Millicores, fractions rounded up; what is absent is <paramref name="absent"/>.</summary>
    private static FactValue Milli(Amount amount, FactValue absent) =>
        amount.IsAbsent ? absent
        : amount.IsKnown ? new(amount.Value.Milli)
        : FactValue.Unknown;
}

/// <summary>A setting: its text, where it comes from in a few words (<c>env JAVA_TOOL_OPTIONS</c>), and where it is written.</summary>
public sealed record ReportedSetting(string Text, string From, Place Place)
{
    /// <summary>The same with its name, where <see cref="Text"/> is the value alone: <c>--maxmemory 900mb</c>; else <see cref="Text"/>.</summary>
    public string Written { get; init; } = Text;
}

/// <summary>What a language runtime or server will do (contracts.md C3).</summary>
/// <param name="Name"><c>jvm</c>, <c>node</c>, …</param>
/// <param name="Version">Its version; null if unknown.</param>
/// <param name="VersionFrom">Where the version comes from; null if unknown.</param>
/// <param name="Certainty"><c>exact</c>, <c>assumed</c> or <c>unknown</c>.</param>
/// <param name="Starts">Whether it accepts its options; null if unknown.</param>
/// <param name="Failure">Why it does not start, in a few words; null if it does.</param>
/// <param name="Values">The fields that its kind has, in their order.</param>
/// <param name="Source">The setting that decides; null if none does.</param>
public sealed record RuntimeReport(
    string Name,
    string? Version,
    string? VersionFrom,
    string Certainty,
    bool? Starts,
    string? Failure,
    ImmutableArray<RuntimeValue> Values,
    ReportedSetting? Source
)
{
    /// <summary>What people call it: <c>Valkey</c>.</summary>
    public required string Label { get; init; }

    /// <summary>Why it does not start, in words; null if it does.</summary>
    public string? FailureText { get; init; }

    /// <summary>What that rests on, a clause that stands behind "if"; null if on nothing.</summary>
    public string? Assumption { get; init; }
}

/// <summary>A line of a budget.</summary>
/// <param name="What"><c>heap</c>, <c>metaspace</c>, …</param>
/// <param name="Bytes">How much.</param>
/// <param name="IsCap">True for a limit that is set, false for an estimate.</param>
/// <param name="From">The setting it comes from, or how it is estimated.</param>
public sealed record BudgetLineReport(string What, long Bytes, bool IsCap, string From);

/// <summary>What a runtime may use in all.</summary>
/// <param name="Lines">What it consists of.</param>
/// <param name="CapBytes">The sum of the caps; null if unknown.</param>
/// <param name="EstimateBytes">The sum of caps and estimates; null if unknown.</param>
/// <param name="HeadroomBytes">What the limit leaves above the estimate, negative if it is too small; null if there is no limit or it is unknown.</param>
public sealed record BudgetReport(ImmutableArray<BudgetLineReport> Lines, long? CapBytes, long? EstimateBytes, long? HeadroomBytes);

/// <summary>A program of a container.</summary>
/// <param name="Runtime">What it is.</param>
/// <param name="Budget">What its processes ask for; null if nothing of it is known.</param>
public sealed record ProgramReport(RuntimeReport Runtime, BudgetReport? Budget);

/// <summary>How a container of a live object ended last.</summary>
/// <param name="Restarts">How often it was restarted; null if the object does not say.</param>
/// <param name="Reason"><c>OOMKilled</c>, <c>Error</c>, …; null if it has not ended yet.</param>
/// <param name="ExitCode">Its exit code; null if it has not ended yet.</param>
public sealed record ContainerHistory(long? Restarts, string? Reason, long? ExitCode)
{
    /// <summary>True if the container has ended before.</summary>
    public bool HasEnded => Reason is not null || ExitCode is not null;

    /// <summary>How it ended, if it does not run any more; null if it runs or waits.</summary>
    public ContainerHistoryEnd? End { get; init; }
}

/// <summary>How a container ended.</summary>
/// <param name="Reason"><c>OOMKilled</c>, <c>Completed</c>, …; null if the object does not say.</param>
/// <param name="ExitCode">Its exit code; null if the object does not say.</param>
public sealed record ContainerHistoryEnd(string? Reason, long? ExitCode);

/// <summary>What will follow for a container.</summary>
public sealed record ContainerReport
{
    /// <summary>Its name; null if it has none.</summary>
    public required string? Name { get; init; }

    /// <summary>Its role.</summary>
    public required ContainerType Type { get; init; }

    /// <summary>Where it is written; of an injected one, what has it injected.</summary>
    public required Place Place { get; init; }

    /// <summary>The requests in force.</summary>
    public required ReportedAmounts Requests { get; init; }

    /// <summary>The limits in force.</summary>
    public required ReportedAmounts Limits { get; init; }

    /// <summary>Its cgroup's <c>memory.max</c>.</summary>
    public required FactValue MemoryMaxBytes { get; init; }

    /// <summary>Where its amounts come from.</summary>
    public required Origins Origins { get; init; }

    /// <summary>Its <c>oom_score_adj</c>; null if unknown.</summary>
    public required int? OomScoreAdj { get; init; }

    /// <summary>Its runtime, the first of <see cref="Programs"/>; null if none is recognised.</summary>
    public RuntimeReport? Runtime => Programs.IsEmpty ? null : Programs[0].Runtime;

    /// <summary>The programs that run in it; empty where none is recognised.</summary>
    public ImmutableArray<ProgramReport> Programs { get; init; } = [];

    /// <summary>What its processes ask for together; null if nothing of it is known.</summary>
    public BudgetReport? Budget { get; init; }

    /// <summary>What grows without a bound, in clauses; for people.</summary>
    public ImmutableArray<string> Unbounded { get; init; } = [];

    /// <summary>What grows with the node, in clauses with what the assumed node makes of it; for people.</summary>
    public ImmutableArray<string> OnNode { get; init; } = [];

    /// <summary>The injector that will add it; null for one that its author wrote.</summary>
    public string? Injector { get; init; }

    /// <summary>The annotation or label that sizes an injected container, else the one that asks for it; null for one that its author wrote.</summary>
    public ReportedSetting? Source { get; init; }

    /// <summary>What the object's status says; null if it is no live object or says nothing.</summary>
    public ContainerHistory? History { get; init; }
}

/// <summary>A value that keeps a pod from Guaranteed.</summary>
/// <param name="Container">The container's name; null at pod level or if it has none.</param>
/// <param name="Resource"><c>memory</c> or <c>cpu</c>.</param>
/// <param name="Reason">In a few words for programs, with the author's numbers (contracts.md C3).</param>
/// <param name="Text">The same for sentences: with the resource, and whence amounts come that nobody wrote.</param>
/// <param name="Place">Where it stands, or is missing.</param>
public sealed record QosBlockerReport(string? Container, string Resource, string Reason, string Text, Place Place);

/// <summary>A memory-backed volume.</summary>
/// <param name="Name">Its name; null if it has none.</param>
/// <param name="TmpfsBytes">How far it may grow; null if unknown.</param>
/// <param name="IsOfNode">True if that is what the node has for pods.</param>
public sealed record VolumeReport(string? Name, long? TmpfsBytes, bool IsOfNode);

/// <summary>The facts of a pod, detached from text and tree: what <c>inspect</c> shows (contracts.md C3).</summary>
public sealed record PodReport
{
    /// <summary>The path as given or found, with forward slashes.</summary>
    public required string File { get; init; }

    /// <summary>1-based line at which the object starts.</summary>
    public required int Line { get; init; }

    /// <summary>1-based column at which the object starts, in UTF-16 code units.</summary>
    public required int Column { get; init; }

    /// <summary>The kustomizations that compose exactly this pod, by their folders; empty for one that is as it is written.</summary>
    public ImmutableArray<string> Overlays { get; init; } = [];

    /// <summary>What a composed object is, such that the same from another kustomization is told; empty for one that is as it is written.</summary>
    internal string Identity { get; init; } = "";

    /// <summary><c>apps/v1</c>.</summary>
    public required string ApiVersion { get; init; }

    /// <summary><c>Deployment</c>.</summary>
    public required string Kind { get; init; }

    /// <summary>The object's name; null if it has none.</summary>
    public required string? Name { get; init; }

    /// <summary>The namespace the object names; null if it names none.</summary>
    public required string? Namespace { get; init; }

    /// <summary>Address of the pod template within the object; empty for a Pod.</summary>
    public required string PodPath { get; init; }

    /// <summary>How many there will be; null if unknown or the kind has no such number.</summary>
    public required long? Replicas { get; init; }

    /// <summary>What an operator will call what it makes of it: <c>StatefulSet logs-es-hot</c>; null for a pod that is as it is written.</summary>
    public string? MadeName { get; init; }

    /// <summary>What people call the operator that makes it; null for a pod that is as it is written.</summary>
    public string? Operator { get; init; }

    /// <summary>That the API server rejects it, or its pods, a clause; null where it takes both.</summary>
    public string? Rejection { get; init; }

    /// <summary>True if it requests more memory than the assumed node has.</summary>
    public bool IsAboveAssumedNode { get; init; }

    /// <summary>True if what is absent may come from elsewhere: a patch, an operator's pod.</summary>
    public bool IsPartial => Completeness is Completeness.Patch or Completeness.Merged;

    /// <summary>How completely the pod can be told from its object.</summary>
    public required Completeness Completeness { get; init; }

    /// <summary>The class in force; null if unknown.</summary>
    public required QosClass? Qos { get; init; }

    /// <summary>The computed class, whatever the object's status says; null if unknown.</summary>
    public required QosClass? QosComputed { get; init; }

    /// <summary>What keeps the pod from Guaranteed.</summary>
    public required ImmutableArray<QosBlockerReport> QosBlockers { get; init; }

    /// <summary>What the scheduler sets aside, overhead included.</summary>
    public required ReportedAmounts Requests { get; init; }

    /// <summary>The sum of the limits that exist; unlimited only if no container has one.</summary>
    public required ReportedAmounts Limits { get; init; }

    /// <summary>The pod cgroup's <c>memory.max</c>.</summary>
    public required FactValue MemoryMaxBytes { get; init; }

    /// <summary>Its containers: init containers and sidecars in their order, then regular ones, then ephemeral ones.</summary>
    public required ImmutableArray<ContainerReport> Containers { get; init; }

    /// <summary>Its memory-backed volumes.</summary>
    public required ImmutableArray<VolumeReport> Volumes { get; init; }

    /// <summary>What was assumed for it.</summary>
    public Assumptions Assumptions { get; init; } = new();

    /// <summary>The same, with each pod that several kustomizations compose once.</summary>
    public static ImmutableArray<PodReport> Join(ImmutableArray<PodReport> pods)
    {
        var joined = ImmutableArray.CreateBuilder<PodReport>(pods.Length);
        var places = new Dictionary<(string, int, string, string), int>();
        foreach (var pod in pods)
        {
            if (pod.Overlays.IsEmpty || places.TryAdd((pod.File, pod.Line, pod.PodPath, pod.Identity), joined.Count))
            {
                joined.Add(pod);
                continue;
            }
            int place = places[(pod.File, pod.Line, pod.PodPath, pod.Identity)];
            joined[place] = joined[place] with { Overlays = joined[place].Overlays.AddRange(pod.Overlays) };
        }
        return joined.ToImmutable();
    }

    /// <summary>Detaches the facts of a pod.</summary>
    /// <param name="pod">The facts.</param>
    /// <param name="file">The path to report.</param>
    /// <param name="overlay">The folder of the kustomization that composes it, or null.</param>
    public static PodReport Of(PodFacts pod, string file, string? overlay = null)
    {
        var manifest = pod.Workload.Manifest;
        var start = manifest.Root.Location.Start;
        return new PodReport
        {
            File = file,
            Line = start.Line,
            Column = start.Column,
            Overlays = overlay is null ? [] : [overlay],
            Identity = overlay is null ? "" : manifest.Root.ToJson(),
            Assumptions = pod.Assumptions,
            ApiVersion = manifest.ApiVersion,
            Kind = manifest.Kind,
            Name = manifest.Name,
            Namespace = manifest.Namespace,
            PodPath = pod.Workload.PodPath.ToString(),
            Replicas = pod.Workload.Replicas,
            MadeName = pod.Workload.MadeName,
            Operator = pod.Workload.Operator,
            Completeness = pod.Workload.Completeness,
            Rejection = Facts.Rejection.Of(pod),
            IsAboveAssumedNode = pod.IsAboveAssumedNode,
            Qos = pod.Qos,
            QosComputed = pod.QosComputed,
            QosBlockers = [.. pod.QosBlockers.Select(Of)],
            Requests = ReportedAmounts.Requests(pod.Requests["memory"], pod.Requests["cpu"]),
            Limits = ReportedAmounts.Limits(pod.Limits["memory"], pod.Limits["cpu"]),
            MemoryMaxBytes = ReportedAmounts.Cap(pod.MemoryMax),
            Containers = ContainersOf(pod),
            Volumes = [.. pod.Volumes.Select(v => new VolumeReport(v.Volume.Name, v.TmpfsBytes, v.IsOfNode))],
        };
    }

    // Injected ones stand where they will stand: init containers and sidecars first, regular ones before ephemeral ones.
    private static ImmutableArray<ContainerReport> ContainersOf(PodFacts pod)
    {
        var own = pod.Containers.Select(c => (c.Spec.Type, Report: Of(c, pod)));
        if (pod.Injected.IsEmpty)
            return [.. own.Select(c => c.Report)];
        var injected = pod.Injected.Select(c => (c.Container, Report: Of(c))).ToList();
        return
        [
            .. injected.Where(c => c.Container.Type != ContainerType.App && !c.Container.IsLast).Select(c => c.Report),
            .. own.Where(c => c.Type is ContainerType.Init or ContainerType.Sidecar).Select(c => c.Report),
            .. injected.Where(c => c.Container.IsLast).Select(c => c.Report),
            .. own.Where(c => c.Type == ContainerType.App).Select(c => c.Report),
            .. injected.Where(c => c.Container.Type == ContainerType.App).Select(c => c.Report),
            .. own.Where(c => c.Type == ContainerType.Ephemeral).Select(c => c.Report),
        ];
    }

    private static ContainerReport Of(InjectedFacts injected)
    {
        var source = injected.Container.Source;
        return new ContainerReport
        {
            Name = injected.Container.Name,
            Type = injected.Container.Type,
            Place = injected.Container.Trigger.Location.Detached,
            Requests = ReportedAmounts.Requests(injected.Amounts.Requests["memory"], injected.Amounts.Requests["cpu"]),
            Limits = ReportedAmounts.Limits(injected.MemoryLimit, injected.CpuLimit),
            MemoryMaxBytes = ReportedAmounts.Cap(injected.MemoryMax),
            Origins = injected.Origins,
            OomScoreAdj = injected.OomScoreAdj,
            Injector = injected.Container.Injector,
            Source = new ReportedSetting(source.Text, source.Origin.ToString(), source.Location.Detached),
        };
    }

    private static QosBlockerReport Of(QosBlocker blocker) =>
        new(blocker.ContainerName, blocker.Resource, blocker.Reason, blocker.ToString(), blocker.Location.Detached);

    private static ContainerReport Of(ContainerFacts container, PodFacts pod) =>
        new()
        {
            Name = container.Spec.Name,
            Type = container.Spec.Type,
            Place = container.Spec.Node.Location.Detached,
            Requests = ReportedAmounts.Requests(container.MemoryRequest, container.CpuRequest),
            Limits = ReportedAmounts.Limits(container.MemoryLimit, container.CpuLimit),
            MemoryMaxBytes = ReportedAmounts.Cap(container.MemoryMax),
            Origins = container.Origins,
            OomScoreAdj = container.OomScoreAdj,
            Programs = RuntimeReports.ProgramsOf(container),
            Budget = RuntimeReports.BudgetOf(container),
            Unbounded = RuntimeReports.UnboundedOf(container),
            OnNode = pod.IsAboveAssumedNode ? [] : RuntimeReports.OnNodeOf(container),
            History = container.Status is { } status ? HistoryOf(status) : null,
        };

    private static ContainerHistory HistoryOf(ContainerStatus status) =>
        new(status.Restarts, status.LastState?.Reason, status.LastState?.ExitCode)
        {
            End = status.State is { } end ? new ContainerHistoryEnd(end.Reason, end.ExitCode) : null,
        };
}
