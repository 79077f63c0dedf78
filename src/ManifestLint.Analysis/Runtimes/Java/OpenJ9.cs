using System.Collections.Immutable;
using ManifestLint.Containers;
using ManifestLint.Evidence;
using ManifestLint.Images;
using ManifestLint.Programs;

namespace ManifestLint.Runtimes.Java;

/// <summary>Eclipse OpenJ9 (IBM Semeru, Liberty): what tells of it, and which heap it takes. Source: eclipse-openj9/openj9-docs, docs/xms.md,
/// docs/xxusecontainersupport.md, docs/env_var.md; runtime-memory.md §3.7.</summary>
internal static class OpenJ9
{
    private const long Mebi = 1L << 20;

    private const string Source = "eclipse-openj9/openj9 runtime/gc_base/GCExtensions.cpp (computeDefaultMaxHeapForJava)";

    /// <summary>Variables that this machine reads beside JAVA_TOOL_OPTIONS, the weaker one first.</summary>
    public static readonly ImmutableArray<string> Variables = ["IBM_JAVA_OPTIONS", "OPENJ9_JAVA_OPTIONS"];

    // Options that no other JVM has.
    private static readonly ImmutableArray<string> OwnOptions =
    [
        "-Xgcpolicy:",
        "-Xshareclasses",
        "-Xscmx",
        "-Xquickstart",
        "-Xtune:",
        "-Xaggressive",
        "-Xcompressedrefs",
        "-Xnocompressedrefs",
        "-Xdump:",
        "-Xgc:",
        "-Xjit",
        "-Xaot",
        "-Xnoaot",
        "-Xmcrs",
        "-Xsoftmx",
        "-Xcodecache",
        "-Xmso",
        "-Xgcthreads",
        "-Xcodecachetotal",
        "-Xmnx",
        "-Xmns",
        "-Xmos",
        "-Xmox",
        "-Xtrace",
        "-Xverbosegclog",
    ];

    /// <summary>True for an image that carries it: a known one, or one that says so in a folder, a name or a tag.</summary>
    public static bool IsImage(ContainerImage image) => image.Known is { Row.Program: "openj9" } || image.Says("openj9");

    /// <summary>True for an option that only this machine has.</summary>
    public static bool IsOwnOption(string text)
    {
        foreach (string option in OwnOptions)
        {
            if (text.StartsWith(option, StringComparison.Ordinal))
                return true;
        }
        return false;
    }

    /// <summary>True if a word of the command line or of the variables that every JVM reads is an option of this machine alone.</summary>
    public static bool IsToldBy(IReadOnlyList<Word> arguments, ImmutableDictionary<string, Word> environment)
    {
        if (environment.ContainsKey("OPENJ9_JAVA_OPTIONS"))
            return true;
        foreach (var word in arguments)
        {
            if (word is { IsKnown: true, Text: "-jar" })
                break;
            if (word.IsKnown && IsOwnOption(word.Text))
                return true;
        }
        foreach (string name in JvmImages.MachineVariables)
        {
            if (
                environment.TryGetValue(name, out var value)
                && value.Outline is not null
                && JvmWords.SplitPlainly(value).Exists(w => IsOwnOption(w.Text))
            )
                return true;
        }
        return false;
    }

    /// <summary>The heap that the options give in these surroundings. The collector is none of HotSpot's, so it has no name here.</summary>
    public static JvmHeap Compute(JvmCommandLine line, RuntimeSurroundings around)
    {
        double? initial = line["InitialHeapSize"]?.Number;
        if (line["MaxHeapSize"] is { } given)
        {
            return Heap(given.Size is { } size ? (long)Math.Min(size, long.MaxValue) : null, initial, JvmHeapOrigin.Explicit, given) with
            {
                Failure = initial > given.Number ? RuntimeFailure.InitialExceedsMax : null,
            };
        }
        var (memory, isNode) = Memory(line, around);
        var share = line["MaxRAMPercentage"];
        var computed =
            memory is not { } bytes ? null
            : share?.Number is { } percent
                ? new Derivation.Share(isNode ? MemoryBasis.Node : MemoryBasis.Limit, bytes, percent)
                {
                    Bytes = (long)(bytes * percent / 100),
                    Source = Source,
                }
            : Default(bytes, isNode);
        long? max = computed?.Bytes;
        var origin = share is null ? JvmHeapOrigin.Default : JvmHeapOrigin.Percentage;
        // From 0.53 on a larger initial heap raises the maximum, before it the machine does not start: which of the two is not known.
        bool isRaised = max is { } most && initial > most;
        return Heap(isRaised ? null : max, initial, origin, share) with { IsFromNode = isNode, By = isRaised ? null : computed };
    }

    private static JvmHeap Heap(long? max, double? initial, JvmHeapOrigin origin, JvmSetting? by)
    {
        long? start =
            initial is { } given ? (long)given
            : max is { } most ? Math.Min(most, 8 * Mebi)
            : null;
        return new(max, start, null, origin, by, false, null, false);
    }

    private static (long? Bytes, bool IsNode) Memory(JvmCommandLine line, RuntimeSurroundings around)
    {
        bool seesContainer = line.Switch("UseContainerSupport") != false;
        return seesContainer && !around.MemoryLimit.IsKnown ? (null, false)
            : seesContainer && around.MemoryLimit.Value is { } limit ? (limit, false)
            : (around.NodeMemoryBytes, true);
    }

    /// <summary>Half of a small container, all but 512 MiB of a middle one, three quarters of a large one, a quarter of a node; 25 GiB at most.</summary>
    private static Derivation Default(long memory, bool isNode)
    {
        const long Most = 25L << 30;
        if (isNode)
            return Derivation.Share.Between(MemoryBasis.Node, memory, 25, Source, most: Most);
        return memory switch
        {
            < 1024 * Mebi => Derivation.Share.Between(MemoryBasis.Limit, memory, 50, Source),
            <= 2048 * Mebi => new Derivation.Sum([new("memory limit", memory), new("left free", -512 * Mebi)])
            {
                Bytes = memory - (512 * Mebi),
                Source = Source,
            },
            _ => Derivation.Share.Between(MemoryBasis.Limit, memory, 75, Source, most: Most),
        };
    }
}
