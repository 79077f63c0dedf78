using System.Collections.Immutable;
using ManifestLint.Containers;
using ManifestLint.Evidence;
using ManifestLint.Images;
using ManifestLint.Programs;

namespace ManifestLint.Runtimes.Java;

/// <summary>What tells that a container runs a JVM; the strongest evidence.</summary>
public enum JvmEvidence
{
    /// <summary>The program <c>java</c>, or a start script that is known.</summary>
    Program,

    /// <summary>A variable with options for a JVM.</summary>
    Variable,

    /// <summary>The image's name alone.</summary>
    Image,
}

/// <summary>What decides the facts of a container's JVMs.</summary>
/// <param name="Plan">What the container runs.</param>
/// <param name="Image">Its image; null if none is written.</param>
/// <param name="Around">Limits and assumed node.</param>
public sealed record JvmInput(ProcessPlan Plan, ContainerImage? Image, RuntimeSurroundings Around)
{
    /// <summary>The configured feature version of Java, which beats the image's tag; null: none.</summary>
    public int? ConfiguredVersion { get; init; }

    /// <summary>True if a script or a command names <c>java</c> as a program, even where that cannot be followed.</summary>
    public bool NamesJava { get; init; }

    /// <summary>Variables that the image's start script surely passes on.</summary>
    public ImmutableArray<string> Passes { get; init; } = [];

    /// <summary>True if the words of the command speak of a heap or of the variables that a JVM reads, wherever they cannot be followed.</summary>
    public bool MentionsHeap { get; init; }

    /// <summary>The environment of the first process; null: not known.</summary>
    public ProgramEnvironment? Environment { get; init; }

    /// <summary>The files that ConfigMaps and Secrets put into a folder of the container.</summary>
    public Func<string, MountedFolder> ListFiles { get; init; } = static _ => MountedFolder.Nothing;

    /// <summary>True if a volume hides what the image has at a path.</summary>
    public Func<string, bool> IsMountedOver { get; init; } = static _ => false;

    /// <summary>The name of the product, where neither image nor program tells it; null: none.</summary>
    public string? Product { get; init; }

    /// <summary>The text of a file as the container sees it, by the path as written; null if not known.</summary>
    public Func<string, Word?>? ReadFile { get; init; }
}

/// <summary>Sizes outside the heap that options fix, in bytes; null where no option does.</summary>
/// <param name="Direct">MaxDirectMemorySize.</param>
/// <param name="Metaspace">MaxMetaspaceSize.</param>
/// <param name="ClassSpace">CompressedClassSpaceSize; part of the metaspace.</param>
/// <param name="CodeCache">ReservedCodeCacheSize.</param>
/// <param name="ThreadStack">One thread's stack; 0 means the default.</param>
/// <param name="MaxNew">MaxNewSize; part of the heap.</param>
/// <param name="SoftMaxHeap">SoftMaxHeapSize; no limit.</param>
public sealed record JvmCaps(
    long? Direct,
    long? Metaspace,
    long? ClassSpace,
    long? CodeCache,
    long? ThreadStack,
    long? MaxNew,
    long? SoftMaxHeap
)
{
    /// <summary>What no option fixes.</summary>
    public static JvmCaps None { get; } = new(null, null, null, null, null, null, null);
}

/// <summary>What a JVM takes memory for.</summary>
public enum JvmBudgetPart
{
    /// <summary>The Java heap.</summary>
    Heap,

    /// <summary>Classes.</summary>
    Metaspace,

    /// <summary>Compiled code.</summary>
    CodeCache,

    /// <summary>Buffers outside of the heap.</summary>
    DirectBuffers,

    /// <summary>A product's own cache outside of the heap.</summary>
    PageCache,

    /// <summary>The stacks of threads.</summary>
    ThreadStacks,

    /// <summary>The collector and everything else.</summary>
    Other,
}

/// <summary>One line of a memory budget.</summary>
/// <param name="Part">What for.</param>
/// <param name="Bytes">The amount in bytes.</param>
/// <param name="IsCap">True for a cap, false for an estimate.</param>
/// <param name="Option">The option that sets it; null for the JVM's default heap, and for usual figures.</param>
public sealed record JvmBudgetLine(JvmBudgetPart Part, long Bytes, bool IsCap, Word? Option = null)
{
    /// <summary>The threads that a service is taken to have, and what each touches of its stack in tenths of a MiB (rules.md ML3003).</summary>
    internal const int UsualThreads = 50,
        TouchedTenths = 1;

    /// <summary>For people: <c>code cache</c>.</summary>
    public string What =>
        Part switch
        {
            JvmBudgetPart.Heap => "heap",
            JvmBudgetPart.Metaspace => "metaspace",
            JvmBudgetPart.CodeCache => "code cache",
            JvmBudgetPart.DirectBuffers => "direct buffers",
            JvmBudgetPart.PageCache => "page cache",
            JvmBudgetPart.ThreadStacks => "thread stacks",
            _ => "other",
        };

    /// <summary>For people, of what is no heap: the option that sets it, or what it rests on.</summary>
    public string From =>
        Option is { } option ? option.Text
        : Part == JvmBudgetPart.ThreadStacks ? $"{UsualThreads} threads, 0.{TouchedTenths} MiB touched of each"
        : "usual figure";
}

/// <summary>What runs a Java program.</summary>
public enum JvmImplementation
{
    /// <summary>HotSpot, or what cannot be told from it.</summary>
    HotSpot,

    /// <summary>Eclipse OpenJ9 (runtime-memory.md §3.7).</summary>
    OpenJ9,

    /// <summary>A program of no known name that takes a heap among its arguments as a GraalVM executable does (runtime-memory.md §3.8).</summary>
    Native,
}

/// <summary>What will follow from a container's JVM options. Amounts are of the process with the largest heap unless said otherwise; null is
/// unknown.</summary>
public sealed record JvmFacts : RuntimeFacts
{
    /// <summary>What tells that there is a JVM.</summary>
    public required JvmEvidence Evidence { get; init; }

    /// <summary>The product whose image or start script it is, or null.</summary>
    public string? Product { get; init; }

    /// <summary>The repository of the image that the container's is taken for; null where it is that one, or where its start script is named.</summary>
    public string? Like { get; init; }

    /// <summary>True if nothing but the last word of its name makes the image one of the product.</summary>
    public bool IsGuessed { get; init; }

    /// <summary>What the facts rest on beside <see cref="RuntimeFacts.Assumption"/>: that a product runs at all, where a default of it is
    /// told.</summary>
    public RuntimeAssumption? Guess =>
        IsGuessed && Product is { } product && Assumption is RuntimeAssumption.ImageSizesHeap
            ? new RuntimeAssumption.ImageRuns(product)
            : null;

    /// <summary>What runs it.</summary>
    public JvmImplementation Implementation { get; init; }

    /// <summary>The option at fault (its name is empty), or null.</summary>
    public JvmSetting? FailedAt { get; init; }

    /// <summary>Where the option at fault works in an earlier release of Java: the first that refuses it.</summary>
    public int? RefusedFrom { get; init; }

    /// <summary>Maximum heap in bytes, not rounded.</summary>
    public long? MaxHeapBytes { get; init; }

    /// <summary>Sum of the maximum heaps of the JVMs that run side by side.</summary>
    public long? TotalMaxHeapBytes { get; init; }

    /// <summary>How <see cref="TotalMaxHeapBytes"/> comes about where several run side by side; null for one, and for very many that differ.</summary>
    public Derivation.Sum? TotalBy { get; init; }

    /// <summary>What decides the heaps of the others that run side by side, each once.</summary>
    public ImmutableArray<JvmSetting> FurtherHeaps { get; init; } = [];

    /// <summary>Initial heap in bytes, not rounded.</summary>
    public long? InitialHeapBytes { get; init; }

    /// <summary>The collector: Serial, Parallel, G1, ZGC, Shenandoah, Epsilon, CMS, ParNew.</summary>
    public string? Collector { get; init; }

    /// <summary>A name that the script reads and the manifest sets nowhere, where the facts would differ if the image or a templating tool set
    /// it; else null.</summary>
    public string? UnsetName { get; init; }

    /// <summary>True if they are less than exact only because variables may be set that nobody shows.</summary>
    public bool RestsOnSources { get; init; }

    /// <summary>True if the manifest shows every variable of the container, so that only what its script sources may bring others.</summary>
    public bool IsSourced { get; init; }

    /// <summary>What decides the maximum heap.</summary>
    public JvmHeapOrigin? HeapOrigin { get; init; }

    /// <summary>The option that decides the maximum heap, or null where none does.</summary>
    public JvmSetting? HeapSource { get; init; }

    /// <summary>True if the heap is a share of the node's memory, because no limit is set or seen.</summary>
    public bool IsHeapFromNode { get; init; }

    /// <summary>The share of the limit that the vendor advises as the most for the heap, or null for the usual one.</summary>
    public double? VendorShare { get; init; }

    /// <summary>True if that share is for the page cache, which the kernel reclaims where it has to.</summary>
    public bool KeepsPageCache { get; init; }

    /// <summary>True if variables let a Kafka broker keep its messages for an hour at most: then hardly anything is read that is no longer in the page cache.</summary>
    public bool KeepsBriefly { get; init; }

    /// <summary>True if it loads an agent, whose classes, code and buffers lie beside the heap.</summary>
    public bool HasAgent { get; init; }

    /// <summary>The options in force, by flag name.</summary>
    public ImmutableArray<JvmSetting> Settings { get; init; } = [];

    /// <summary>Options and variables without effect.</summary>
    public ImmutableArray<JvmIgnoredSetting> Ignored { get; init; } = [];

    /// <summary>Options in force that a later release of Java refuses.</summary>
    public ImmutableArray<JvmExpiringSetting> Expiring { get; init; } = [];

    /// <summary>Sizes outside the heap that options fix.</summary>
    public JvmCaps Caps { get; init; } = JvmCaps.None;

    /// <summary>True if the initial heap is touched at the start, so that it counts at once.</summary>
    public bool IsPreTouched { get; init; }

    /// <summary>False if an option makes the JVM blind for the container's limits.</summary>
    public bool SeesContainer { get; init; } = true;

    /// <summary>Number of JVMs that run side by side.</summary>
    public int ProcessCount { get; init; } = 1;

    /// <summary>How the maximum heap was computed; null where an option or a fixed default says it.</summary>
    public Derivation? HeapBy { get; init; }

    private protected override RuntimeAssumption? Assumed =>
        UnsetName is { } name ? new RuntimeAssumption.NothingSets(name)
        : RestsOnSources && IsSourced ? new RuntimeAssumption.SourcedFilesSetNone()
        : RestsOnSources ? new RuntimeAssumption.SourcesSetNone()
        : IsPassedOn ? new RuntimeAssumption.EntrypointPassesArguments()
        : (FailedAt ?? HeapSource)?.From switch
        {
            TextOrigin.Variable { Name: var variable }
                when !JvmImages.MachineVariables.Contains(variable)
                    && !(Implementation == JvmImplementation.OpenJ9 && OpenJ9.Variables.Contains(variable)) =>
                new RuntimeAssumption.ScriptPassesOn(variable),
            TextOrigin.Variable
            or TextOrigin.ConfigKey { TakenBy: "JAVA_TOOL_OPTIONS" or "JDK_JAVA_OPTIONS" or "_JAVA_OPTIONS" }
                when Evidence == JvmEvidence.Variable && Product is null => new RuntimeAssumption.ImageRuns("a JVM"),
            TextOrigin.ConfigKey { TakenBy: null } when Evidence == JvmEvidence.Variable => new RuntimeAssumption.ScriptLeavesItSo(),
            TextOrigin.ConfigKey key => new RuntimeAssumption.ScriptPassesOn(key.TakenBy ?? key.Key),
            TextOrigin.ImageDefault => new RuntimeAssumption.ImageSizesHeap(Like),
            TextOrigin.Argument when Evidence == JvmEvidence.Program && Product is null => new RuntimeAssumption.ProgramTakes(
                HeapSource is { Name: "MaxRAMPercentage" } ? "-XX:MaxRAMPercentage" : "-Xmx"
            ),
            null when Ignored.Any(i => i.Reason is IgnoredReason.SeveralInOneWord) => new RuntimeAssumption.ProgramTakes(
                HeapSource is { Name: "MaxRAMPercentage" } ? "-XX:MaxRAMPercentage" : "-Xmx"
            ),
            _ => new RuntimeAssumption.ScriptLeavesItSo(),
        };

    /// <summary>As in <see cref="Process.IsPassedOn"/>.</summary>
    public bool IsPassedOn { get; init; }

    /// <summary>The maximum heap on a node of the assumed size, in bytes; null unless the node's memory decides it and nobody has told it.</summary>
    public long? HeapOnAssumedNodeBytes { get; init; }

    /// <summary>True if there is a limit, which it does not see, so that <see cref="HeapOnAssumedNodeBytes"/> is what its heap may grow to.</summary>
    public bool IsLimitUnseen { get; init; }

    private protected override IEnumerable<MemoryDemand> Asked() => JvmDemands.Of(this);

    /// <summary>The size of the cache that its product keeps outside of the heap; null for none.</summary>
    public JvmSetting? PageCache { get; init; }

    /// <summary>Caps and estimates; empty if the heap is unknown.</summary>
    public ImmutableArray<JvmBudgetLine> Budget { get; init; } = [];
}
