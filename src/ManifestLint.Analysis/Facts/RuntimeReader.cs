using System.Collections.Immutable;
using ManifestLint.Amounts;
using ManifestLint.Cluster;
using ManifestLint.Containers;
using ManifestLint.Evidence;
using ManifestLint.Images;
using ManifestLint.Manifests;
using ManifestLint.Neighbours;
using ManifestLint.Operators;
using ManifestLint.Programs;
using ManifestLint.Runtimes;
using ManifestLint.Runtimes.Java;
using ManifestLint.Runtimes.Node;
using ManifestLint.Servers;
using ManifestLint.Yaml;

namespace ManifestLint.Facts;

/// <summary>The language runtimes of a container; null where one is not recognised.</summary>
internal readonly record struct ContainerRuntimes(
    JvmFacts? Jvm,
    NodeFacts? NodeJs = null,
    ImmutableArray<GoFacts> Go = default,
    ImmutableArray<DotNetFacts> DotNet = default,
    ImmutableArray<ServerFacts> Servers = default,
    PhpFacts? Php = null,
    ImmutableArray<WorkerPool> Workers = default
)
{
    /// <summary>What all of them ask memory for.</summary>
    public ImmutableArray<MemoryDemand> Demands =>
        IsNothing
            ? []
            :
            [
                .. Jvm?.Demands ?? [],
                .. NodeJs?.Demands ?? [],
                .. DotNet.IsDefault ? [] : DotNet.SelectMany(d => d.Demands),
                .. Go.IsDefault ? [] : Go.SelectMany(g => g.Demands),
                .. Servers.IsDefault ? [] : Servers.SelectMany(s => s.Demands),
                .. Workers.IsDefault ? [] : Workers.Select(w => w.Demand),
                .. Further.IsDefault ? [] : Further,
            ];

    private bool IsNothing =>
        Jvm is null
        && NodeJs is null
        && DotNet.IsDefaultOrEmpty
        && Go.IsDefaultOrEmpty
        && Servers.IsDefaultOrEmpty
        && Workers.IsDefaultOrEmpty
        && Further.IsDefaultOrEmpty;

    /// <summary>The same with the release, where the image's tag seemed to tell it, from the configuration.</summary>
    /// <param name="isJavaTold">True if that of Java is told for the run.</param>
    public ContainerRuntimes ToldByConfiguration(bool isJavaTold) =>
        this with
        {
            Jvm = isJavaTold ? Jvm : Told(Jvm),
            NodeJs = Told(NodeJs),
            Go = Go.IsDefault ? Go : [.. Go.Select(g => Told(g)!)],
            DotNet = DotNet.IsDefault ? DotNet : [.. DotNet.Select(d => Told(d)!)],
            Servers = Servers.IsDefault ? Servers : [.. Servers.Select(s => s with { VersionFrom = VersionSource.Configuration })],
            Interpreter = Interpreter is null ? null : Interpreter with { VersionFrom = VersionSource.Configuration },
        };

    // Java's is handed on as an option.
    private static T? Told<T>(T? facts)
        where T : RuntimeFacts =>
        facts is { VersionFrom: VersionSource.ImageTag or VersionSource.Option }
            ? facts with
            {
                VersionFrom = VersionSource.Configuration,
            }
            : facts;

    /// <summary>Demands of programs that are read for nothing else.</summary>
    public ImmutableArray<MemoryDemand> Further { get; init; } = [];

    /// <summary>The demands of the moment when most is asked for; null where that is all of <see cref="Demands"/>, or cannot be told.</summary>
    public ImmutableArray<MemoryDemand>? AtPeak { get; init; }

    /// <summary>Its Python or Ruby; null if none is recognised.</summary>
    public InterpreterFacts? Interpreter { get; init; }

    /// <summary>True if all that runs waits (<see cref="Waiting"/>).</summary>
    public bool OnlyWaits { get; init; }

    public bool IsSmall { get; init; }

    /// <summary>How surely its processes pass tensors through /dev/shm; null if they do not.</summary>
    public RuntimeCertainty? PassesTensors { get; init; }

    /// <summary>What is known of its image; null if nothing is.</summary>
    public ImageMatch? Image { get; init; }

    /// <summary>What seemed to tell of another program.</summary>
    public ImmutableArray<ProgramLoser> Losers { get; init; } = [];
}

/// <summary>Finds the language runtimes of a pod's containers.</summary>
internal sealed class RuntimeReader(
    Workload workload,
    PodAmounts amounts,
    ManifestSet set,
    ObjectPlace place,
    Assumptions assumptions,
    ImmutableArray<Server> known
)
{
    /// <summary>The runtimes of a container.</summary>
    /// <param name="container">The container.</param>
    /// <param name="memoryMax">Its memory limit.</param>
    /// <param name="cpuLimit">Its cpu limit.</param>
    public ContainerRuntimes Read(ContainerSpec container, MemoryCap memoryMax, Amount cpuLimit)
    {
        var runtimes = Followed(container, memoryMax, cpuLimit);
        // Where words, variables or files were given up, nothing is known of what goes by them.
        return Effort.IsSpent ? default : runtimes;
    }

    private ContainerRuntimes Followed(ContainerSpec container, MemoryCap memoryMax, Amount cpuLimit)
    {
        var around = Around(memoryMax, cpuLimit);
        var made = OperatorContainer.ProgramOf(container, memoryMax);
        if (made is { IsUnknown: true })
            return default;
        var collector = CollectorOf(container, around);
        if (made is null && IsResourcesAlone(container))
            return new(null, Servers: collector is null ? [] : [collector]);
        var program = ContainerProgram.Read(container, workload.Pod, amounts, set, place, made);
        // A ConfigMap that the custom resource names and the scan does not hold may say anything.
        if (made is { ConfigFiles.IsEmpty: false } && !made.ConfigFiles.Keys.All(f => program.ReadFile(f) is { IsKnown: true }))
            return default;
        var (image, given) = Image(container);
        program = program with { Plan = PassedCommand.Read(program.Plan, image, program.ReadFile) };
        var whole = program.Plan;
        ContainerRuntimes OfPlan(ProcessPlan plan) =>
            Of(program with { Plan = plan }, container, image, given, made, collector, around, whole);
        var runtimes = OfPlan(program.Plan);
        if (given is { Version: not null })
            runtimes = runtimes.ToldByConfiguration(assumptions.JavaVersionIsConfigured);
        var demands = runtimes.Demands;
        if (demands.Count(d => d.IsMain) < 2)
            return runtimes;
        // Each part of the plan is asked about several times.
        var asked = new Dictionary<ProcessPlan, ImmutableArray<MemoryDemand>>(ReferenceEqualityComparer.Instance)
        {
            [program.Plan] = demands,
        };
        return runtimes with
        {
            AtPeak = PlanPeak.Of(program.Plan, p => asked.TryGetValue(p, out var found) ? found : asked[p] = OfPlan(p).Demands),
        };
    }

    private ContainerRuntimes Of(
        ContainerProgram program,
        ContainerSpec container,
        ContainerImage? image,
        GivenImage? given,
        MadeProgram? made,
        ServerFacts? collector,
        RuntimeSurroundings around,
        ProcessPlan whole
    )
    {
        int? version = assumptions.JavaVersionIsConfigured ? assumptions.JavaVersion : null;
        var php = Php.Evaluate(new PhpInput(program.Plan, image) { ReadFile = program.ReadFile, FilePaths = program.FilePaths });
        bool isSmall = Waiting.IsSmall(program.Plan);
        var spoken = Spoken(program.Environment);
        int languages = spoken.Count < 2 ? spoken.Count : spoken.Select(v => v.Language).Distinct().Count();
        var servers = ServersOf(program, image, around, whole);
        var referee = Referee.Judge(program.Plan, image, container.Image, JvmImages.ProgramOfScript, languages);
        return new(
            referee.Allows("jvm") || program.NamesJava || (program.MentionsHeap && referee.IsOpen)
                ? With(
                    made,
                    OfJvm(
                        new JvmInput(program.Plan, image, around)
                        {
                            ConfiguredVersion = version ?? JavaOf(given),
                            Passes = given?.Passes ?? [],
                            NamesJava = program.NamesJava,
                            MentionsHeap = program.MentionsHeap,
                            Environment = program.Environment,
                            ListFiles = program.ListFiles,
                            IsMountedOver = program.IsMountedOver,
                            Product = made?.Product,
                            ReadFile = program.ReadFile,
                        }
                    )
                )
                : null,
            referee.Allows("node") ? NodeJs.Evaluate(new NodeInput(program.Plan, image, around) { ReadFile = program.ReadFile }) : null,
            referee.Allows("go")
                ? [.. GoRuntime.EvaluateAll(new GoInput(program.Plan, image, around)).Select(go => OfGo(container, go))]
                : [],
            referee.Allows("dotnet") ? DotNet.EvaluateAll(new DotNetInput(program.Plan, image, around)) : [],
            collector is not null ? [collector]
                : servers.IsEmpty && php is not null ? [PhpServer.Of(php)]
                : servers,
            php,
            DeclaredWorkers.Evaluate(program).AddRange(php?.Pools ?? [])
        )
        {
            // Who only waits is small.
            OnlyWaits = isSmall && Waiting.IsAll(program.Plan),
            IsSmall = isSmall,
            Interpreter = InterpreterFacts.Of(referee),
            PassesTensors = TensorParallel.In(program, image),
            Image = image?.Known,
            Losers = [.. referee.Losers(spoken)],
            Further = [.. DeclaredWorkers.OfNode(program), .. FlinkMemory.Read(program, image)],
        };
    }

    // A resources mapping of an operator has no command, image or variables.
    private static bool IsResourcesAlone(ContainerSpec container) =>
        container.Image is null && container.Node["env"] is null && container.Node["command"] is null && container.Node["args"] is null;

    // The variables that speak to a language.
    private static List<(string Name, string Language)> Spoken(ProgramEnvironment environment)
    {
        var spoken = new List<(string Name, string Language)>();
        foreach (var (name, _) in environment.Variables)
        {
            if (LanguageOf(name) is { } language)
                spoken.Add((name, language));
        }
        return spoken;
    }

    // Each language knows its own variables.
    private static string? LanguageOf(string variable) =>
        JvmImages.IsVariable(variable) ? "jvm"
        : NodeJs.IsVariable(variable) ? "node"
        : GoRuntime.IsVariable(variable) ? "go"
        : DotNet.IsVariable(variable) ? "dotnet"
        : null;

    // What the manifest alone tells: the field that a variable takes, and whose container it is.
    private static GoFacts OfGo(ContainerSpec container, GoFacts go) =>
        go with
        {
            LimitField = go.LimitSource is { } source
                ? (container.Node["env"] as YamlSequence)
                    ?.Items.Select(i => i.Target)
                    .OfType<YamlMapping>()
                    .LastOrDefault(e => e.TextAt("name") == source.Name)
                    ?.MappingAt("valueFrom", "resourceFieldRef")
                    ?.TextAt("resource")
                : null,
            IsBesideMain =
                container.ImageParts?.Known is { Row.Kind: "agent" }
                || (container.Name is { } name && (name == "istio-proxy" || Placeholder.IsIn(name))),
        };

    // The configuration of a collector may stand in the resource itself.
    private ServerFacts? CollectorOf(ContainerSpec container, RuntimeSurroundings around) =>
        workload.Manifest is { Group: "opentelemetry.io", Kind: "OpenTelemetryCollector" } resource && container.Name == "otc-container"
            ? OtelCollector.OfResource(resource.Root.MappingAt("spec")?["config"], around)
            : null;

    private ImmutableArray<ServerFacts> ServersOf(
        ContainerProgram program,
        ContainerImage? image,
        RuntimeSurroundings around,
        ProcessPlan whole
    ) =>
        KnownServers.EvaluateAll(
            new ServerInput(program.Plan, image, around)
            {
                ReadFile = program.ReadFile,
                FilePaths = program.FilePaths,
                ListFiles = program.ListFiles,
                Servers = known,
                Whole = whole,
            }
        );

    private static int? JavaOf(GivenImage? given) =>
        given is { Runtime: "jvm" or "openj9", Version: { } text } && int.TryParse(text.Split('.')[0], out int release) ? release : null;

    // A copy is the image that it is a copy of, and an image that its team has told of is as good as a plain one of what runs in it.
    private (ContainerImage? Image, GivenImage? Given) Image(ContainerSpec container)
    {
        if (container is not { Image: { } written, ImageParts: { } parsed })
            return (null, null);
        if (assumptions.Images.FirstOrDefault(i => parsed.IsNamed(i.Glob)) is { } given)
            return (KnownImages.PlainImageOf(given.Runtime, given.Version) is { } plain ? ContainerImage.Parse(plain) : parsed, given);
        var original = assumptions.Registries.Select(r => r.Original(written)).FirstOrDefault(o => o is not null);
        return (original is null ? parsed : ContainerImage.Parse(original), null);
    }

    // Without a limit, or where the JVM does not see it, the node's memory decides, and where nobody has told it the assumed one says how much that would be.
    private static JvmFacts? OfJvm(JvmInput input)
    {
        var facts = Jvm.Evaluate(input);
        var around = input.Around;
        if (
            facts is null or { TotalMaxHeapBytes: not null }
            || around is not { NodeMemoryBytes: null, AssumedNodeMemoryBytes: { } node }
            || !(around.MemoryLimit is { IsKnown: true, Value: null } || !facts.SeesContainer)
        )
            return facts;
        var assumed = Jvm.Evaluate(input with { Around = around with { NodeMemoryBytes = node } });
        // A start script that takes a share of the node says nothing without one.
        if (
            facts is { Certainty: RuntimeCertainty.Unknown }
            && assumed is { Certainty: not RuntimeCertainty.Unknown, IsHeapFromNode: true }
        )
        {
            facts = assumed with { MaxHeapBytes = null, TotalMaxHeapBytes = null, InitialHeapBytes = null, HeapBy = null, Budget = [] };
        }
        return facts with { HeapOnAssumedNodeBytes = assumed?.TotalMaxHeapBytes, IsLimitUnseen = around.MemoryLimit.Value is not null };
    }

    private RuntimeSurroundings Around(MemoryCap memoryMax, Amount cpuLimit) =>
        new(
            memoryMax.IsKnown ? new Allowance(true, memoryMax.Bytes) : Allowance.Unknown,
            cpuLimit.IsUnknown ? Allowance.Unknown : new Allowance(true, cpuLimit.IsPositive ? cpuLimit.Value.Milli : null),
            assumptions.NodeMemoryIsConfigured ? assumptions.NodeMemoryBytes : null,
            assumptions.NodeCpuIsConfigured ? WholeCpus.Of(assumptions.NodeCpuMillicores) : null
        )
        {
            AssumedNodeMemoryBytes = assumptions.NodeMemoryBytes,
        };

    // What the custom resource says and nothing reads, and what its facts rest on.
    private static JvmFacts? With(MadeProgram? made, JvmFacts? facts) =>
        made is null || facts is null || (made.Ignored.IsEmpty && !made.IsAssumed)
            ? facts
            : facts with
            {
                Certainty = made.IsAssumed && facts.Certainty == RuntimeCertainty.Exact ? RuntimeCertainty.Assumed : facts.Certainty,
                Ignored = [.. facts.Ignored, .. made.Ignored.Select(i => new JvmIgnoredSetting(i.Name, i.Word, i.Word.Origin!, i.Reason))],
            };
}
