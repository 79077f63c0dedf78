using ManifestLint.Amounts;
using ManifestLint.Evidence;

namespace ManifestLint.Runtimes.Java;

/// <summary>What decides the maximum heap.</summary>
public enum JvmHeapOrigin
{
    /// <summary>An option with a size.</summary>
    Explicit,

    /// <summary>A share of the memory that an option names.</summary>
    Percentage,

    /// <summary>Nothing: the JVM's own share.</summary>
    Default,

    /// <summary>The initial heap, which is larger than the share.</summary>
    InitialRaisesMax,

    /// <summary>What the image's start script adds by itself.</summary>
    ImageDefault,
}

/// <summary>The heap of a JVM.</summary>
/// <param name="MaxHeapBytes">Maximum in bytes, not rounded to the collector's alignment; null if unknown.</param>
/// <param name="InitialHeapBytes">Initial size in bytes, not rounded; null if unknown.</param>
/// <param name="Collector">Serial, Parallel, G1, ZGC, Shenandoah, Epsilon, CMS or ParNew; null if unknown.</param>
/// <param name="Origin">What decides the maximum.</param>
/// <param name="DecidedBy">The option that does, or null.</param>
/// <param name="IsFromNode">True if the node's memory is what the share is taken of.</param>
/// <param name="Failure">Why the JVM does not start, or null.</param>
/// <param name="IsSmallMemory">True if the memory is so small that MinRAMPercentage counts instead of MaxRAMPercentage.</param>
public sealed record JvmHeap(
    long? MaxHeapBytes,
    long? InitialHeapBytes,
    string? Collector,
    JvmHeapOrigin Origin,
    JvmSetting? DecidedBy,
    bool IsFromNode,
    RuntimeFailure? Failure,
    bool IsSmallMemory
)
{
    /// <summary>How the maximum was computed from the memory; null where an option says it.</summary>
    public Derivation? By { get; init; }

    /// <summary>The option at fault where it is not the one that decides the heap.</summary>
    public JvmSetting? FailedAt { get; init; }

    /// <summary>What is wrong with <see cref="FailedAt"/>; null where <see cref="Failure"/> says it.</summary>
    public FailureDetail? FailureDetail { get; init; }

    /// <summary>True if a collector that the machine may choose, or a number of cpus that it may have, would refuse the options.</summary>
    public bool IsUnsure { get; init; }
}

/// <summary>How HotSpot sizes its heap.
/// Source: openjdk jdk17u <c>Arguments::set_heap_size</c>, <c>GCArguments::initialize_heap_flags_and_sizes</c>,
/// <c>GCConfig::select_gc</c>; runtime-memory.md §3.3, §3.4.</summary>
public static class JvmErgonomics
{
    private const long Mebi = 1L << 20;

    private const string Source = "openjdk src/hotspot/share/runtime/arguments.cpp (Arguments::set_heap_size)";

    /// <summary>The default of MaxHeapSize on 64 bits: 96 MiB × 1.3. A share that MinRAMPercentage makes counts below it alone.</summary>
    internal const double DefaultMaxHeap = 130_862_280;

    /// <summary>The defaults of NewSize and OldSize on 64 bits: 1 MiB and 4 MiB × 1.3.</summary>
    private const double DefaultNewSize = 1_363_144;

    private const double DefaultOldSize = 5_452_592;

    // CodeCacheMinimumUseSpace.
    private const double LeastCodeCache = 400 << 10;

    private static readonly (string Flag, string Name)[] Collectors =
    [
        ("UseSerialGC", "Serial"),
        ("UseParallelGC", "Parallel"),
        ("UseParallelOldGC", "Parallel"),
        ("UseG1GC", "G1"),
        ("UseZGC", "ZGC"),
        ("UseShenandoahGC", "Shenandoah"),
        ("UseEpsilonGC", "Epsilon"),
        ("UseConcMarkSweepGC", "CMS"),
        ("UseParNewGC", "ParNew"),
    ];

    /// <summary>The heap that the options of <paramref name="line"/> give in these surroundings.</summary>
    public static JvmHeap Compute(JvmCommandLine line, RuntimeSurroundings around, int version)
    {
        var (collector, refusal) = Collector(line, around, version);
        var sizes = Sizes(line, around, version, collector);
        if (refusal is null && sizes.Failure is null)
            refusal = OtherFailure(line, sizes.MaxHeapBytes, version) ?? RelationFailure(line, around, version, collector);
        return sizes with
        {
            Collector = collector,
            Failure = refusal?.Failure ?? sizes.Failure,
            FailedAt = refusal?.At,
            FailureDetail = refusal?.Detail,
            IsUnsure =
                refusal is null
                && sizes.Failure is null
                && (HangsOnCpus(line, around, version, collector) || (collector is null && HangsOnCollector(line, around, version))),
        };
    }

    /// <summary>Why the options are refused.</summary>
    /// <param name="Failure">Why.</param>
    /// <param name="At">The option at fault; null if none is written.</param>
    /// <param name="Detail">What is wrong with it; null where the failure says it.</param>
    private sealed record Refusal(RuntimeFailure Failure, JvmSetting? At, FailureDetail? Detail = null);

    // What must not be above the parallel threads, which follow the cpus.
    private static bool HangsOnCpus(JvmCommandLine line, RuntimeSurroundings around, int version, string? collector) =>
        version is >= 9 and <= 17
        && (collector is null or "G1")
        && line["ConcGCThreads"]?.Number > 1
        && ParallelThreads(line, around, version) is null;

    // The machine chooses between two collectors, of which one may be switched off by hand, or hold options against each other.
    private static bool HangsOnCollector(JvmCommandLine line, RuntimeSurroundings around, int version) =>
        version >= 9
        && (
            line.Switch("UseSerialGC") == false
            || line.Switch("UseG1GC") == false
            || RelationFailure(line, around, version, "Serial") is not null
            || RelationFailure(line, around, version, "G1") is not null
        );

    private static JvmHeap Sizes(JvmCommandLine line, RuntimeSurroundings around, int version, string? collector)
    {
        bool container = line.Switch("UseContainerSupport") != false;
        bool fromNode = line["MaxRAM"] is null && (!container || around.MemoryLimit is { IsKnown: true, Value: null });
        double? machine = MachineMemory(around, container, version);
        double? memory = line["MaxRAM"]?.Number ?? machine;
        double? initialGiven = line["InitialHeapSize"]?.Number,
            minimumGiven = line["MinHeapSize"]?.Number,
            newSize = line["NewSize"]?.Number;
        JvmHeapOrigin origin;
        JvmSetting? by = line["MaxHeapSize"];
        bool isAggressive = line.Switch("AggressiveHeap") == true;
        // It reads the machine's memory also where a size is given.
        if (isAggressive && machine < 256 * Mebi)
            return Failed(RuntimeFailure.AggressiveHeapTooSmall, line["AggressiveHeap"]);
        double? max;
        bool small = false;
        Derivation.Share? computed = null;
        if (by is not null)
            (max, origin, fromNode) = (Written(by, version), JvmHeapOrigin.Explicit, false);
        else if (isAggressive)
        {
            (origin, by) = (JvmHeapOrigin.Percentage, line["AggressiveHeap"]);
            computed = machine is { } all ? Aggressive(all, around) : null;
            max = computed?.Bytes;
            initialGiven = minimumGiven = max;
        }
        else
            (max, origin, by, small, computed) = Share(line, memory, version, collector, around);
        if (isAggressive)
            newSize ??= max / 8 * 3;

        double? minimum =
            max is null && newSize is null
                ? DefaultNewSize + DefaultOldSize
                : Math.Min((newSize ?? DefaultNewSize) + (line["OldSize"]?.Number ?? DefaultOldSize), max ?? double.MaxValue);
        double? initial = initialGiven is > 0 ? initialGiven : InitialShare(line, memory, max, minimum, minimumGiven, version);
        double? raised = origin is JvmHeapOrigin.Default or JvmHeapOrigin.Percentage
            ? RaisedByYoung(line, max, newSize, collector, version)
            : null;
        RuntimeFailure? failure = SizeFailure(line, max, initial, version, collector);
        if (raised is not null)
            (max, computed) = (raised, null);
        if (newSize is null && LeavesNoYoung(raised, initial, collector))
            failure ??= RuntimeFailure.StartupError;
        if (by is not null && origin == JvmHeapOrigin.Explicit && failure is null && initial > max)
            (max, origin, by) = (initial, JvmHeapOrigin.InitialRaisesMax, line["InitialHeapSize"]);
        return new JvmHeap(
            Bytes(max),
            Bytes(initial),
            null,
            origin,
            by,
            fromNode && origin != JvmHeapOrigin.InitialRaisesMax,
            failure,
            small
        )
        {
            By = computed,
        };
    }

    // JDK 8 rounds up past the end of 64 bits and is left with the smallest heap.
    private static double? Written(JvmSetting maximum, int version) =>
        version < 9 && maximum.Size > ulong.MaxValue - (2 * Mebi) ? 2 * Mebi : maximum.Number;

    // Two thirds of what was raised are the old generation's, and the young one gets what the initial heap has left.
    private static bool LeavesNoYoung(double? raised, double? initial, string? collector) =>
        raised is { } heap && collector == "Serial" && initial < Math.Floor(heap / 3 * 2);

    private static Derivation.Share Aggressive(double machine, RuntimeSurroundings around)
    {
        double half = Math.Floor(Math.Min(machine / 2, machine - (160 * Mebi)));
        return new(BasisOf(line: null, machine, around), (long)machine, 50)
        {
            Bytes = (long)half,
            Source = Source,
            LoweredTo = half < Math.Floor(machine / 2) ? (long)half : null,
        };
    }

    private static JvmHeap Failed(RuntimeFailure failure, JvmSetting? by) =>
        new(null, null, null, JvmHeapOrigin.Percentage, by, false, failure, false);

    /// <summary>The memory that the JVM takes for the machine's; null if unknown.</summary>
    private static double? MachineMemory(RuntimeSurroundings around, bool container, int version)
    {
        if (!container)
            return around.NodeMemoryBytes;
        if (!around.MemoryLimit.IsKnown)
            return null;
        if (around.MemoryLimit.Value is not { } limit)
            return around.NodeMemoryBytes;
        // A limit above the node's memory is believed from JDK 21 on.
        return version < 21 && around.NodeMemoryBytes < limit ? around.NodeMemoryBytes : limit;
    }

    private static double? Percent(JvmCommandLine line, string kind) =>
        line[$"{kind}RAMPercentage"]?.Number ?? (line[$"{kind}RAMFraction"]?.Number is { } fraction ? 100.0 / fraction : null);

    private static MemoryBasis BasisOf(JvmCommandLine? line, double memory, RuntimeSurroundings around) =>
        line?["MaxRAM"] is not null ? MemoryBasis.Option
        : around.MemoryLimit.Value is { } limit && memory == limit ? MemoryBasis.Limit
        : MemoryBasis.Node;

    private static (double? Max, JvmHeapOrigin Origin, JvmSetting? By, bool Small, Derivation.Share? Computed) Share(
        JvmCommandLine line,
        double? memory,
        int version,
        string? collector,
        RuntimeSurroundings around
    )
    {
        double? maxPercent = Percent(line, "Max"),
            minPercent = Percent(line, "Min");
        // Since JDK 13 any of these options lifts the cap of compressed pointers, and the default of MaxRAM (128 GiB) with it.
        bool lifts = version >= 13 && (maxPercent ?? minPercent ?? Percent(line, "Initial") ?? line["MaxRAM"]?.Number) is not null;
        if (!lifts && line["MaxRAM"] is null && memory > 128L << 30)
            memory = 128L << 30;
        var byMax = line["MaxRAMPercentage"] ?? line["MaxRAMFraction"];
        var byMin = line["MinRAMPercentage"] ?? line["MinRAMFraction"];
        var other = line["MaxRAM"];
        double? max = null;
        bool small = false;
        var by = byMax ?? other;
        Derivation.Share? computed = null;
        if (memory is { } available)
        {
            double least = Math.Floor(available * (minPercent ?? 50) / 100),
                share = Math.Floor(available * (maxPercent ?? 25) / 100);
            small = least < DefaultMaxHeap;
            max = small ? least : Math.Max(share, DefaultMaxHeap);
            if (small)
                by = byMin ?? other;
            computed = new(BasisOf(line, available, around), Bytes(available) ?? 0, small ? minPercent ?? 50 : maxPercent ?? 25)
            {
                Bytes = Bytes(max) ?? 0,
                Source = Source,
                RaisedTo = !small && share < DefaultMaxHeap ? (long)DefaultMaxHeap : null,
            };
            if (line["ErgoHeapSizeLimit"] is { Number: > 0 } limit && limit.Number < max)
                (max, by) = (limit.Number, limit);
        }
        var origin = by is null ? JvmHeapOrigin.Default : JvmHeapOrigin.Percentage;
        var raiser = line["InitialHeapSize"] ?? line["MinHeapSize"];
        if (raiser?.Number > max)
            (max, origin, by, computed) = (raiser.Number, JvmHeapOrigin.InitialRaisesMax, raiser, null);
        max = CapForCompressedPointers(line, max, lifts, collector, version);
        if (computed is not null && Bytes(max) is { } bytes && bytes < computed.Bytes)
            computed = computed with { Bytes = bytes, LoweredTo = bytes };
        return (max, origin, by, small, computed);
    }

    /// <summary>Without an option that names an amount of memory, the heap stays where pointers of 32 bits reach it.</summary>
    private static double? CapForCompressedPointers(JvmCommandLine line, double? max, bool lifts, string? collector, int version)
    {
        bool? compressed = line.Switch("UseCompressedOops");
        if (compressed == false || collector == "ZGC" || (lifts && compressed != true))
            return max;
        // 32 GiB without the first 2 and without the largest alignment that the heap may get.
        long alignment = version < 9 || collector is null or "G1" ? 32 * Mebi : 2 * Mebi;
        double cap = (30L << 30) - alignment;
        return max > cap ? cap : max;
    }

    private static double? InitialShare(
        JvmCommandLine line,
        double? memory,
        double? max,
        double? minimum,
        double? minimumGiven,
        int version
    )
    {
        double percent = Percent(line, "Initial") ?? (version >= 26 ? 0 : 1.5625);
        double? share =
            percent == 0 ? 0
            : memory is { } available ? Math.Floor(available * percent / 100)
            : null;
        double? initial = share is null || minimum is null ? null : Math.Max(Math.Max(share.Value, minimum.Value), minimumGiven ?? 0);
        // Whatever the share is, it is at most the maximum.
        if (initial is null && max <= minimum)
            return max;
        return max is { } most && initial > most ? most
            : max is null ? null
            : initial;
    }

    /// <summary>Serial (through JDK 21) and Parallel make the heap larger where both generations do not fit a maximum that nobody wrote.</summary>
    private static double? RaisedByYoung(JvmCommandLine line, double? max, double? newSize, string? collector, int version)
    {
        if ((newSize ?? line["OldSize"]?.Number) is null || max is null || version >= 25 || collector is not ("Serial" or "Parallel"))
            return null;
        double heap = Math.Ceiling(max.Value / (2 * Mebi)) * 2 * Mebi;
        double young = Math.Min(newSize ?? DefaultNewSize, heap - (Mebi / 2));
        double together = young + (line["OldSize"]?.Number ?? DefaultOldSize);
        return together > heap ? together : null;
    }

    private static RuntimeFailure? SizeFailure(JvmCommandLine line, double? max, double? initial, int version, string? collector)
    {
        double? initialGiven = line["InitialHeapSize"]?.Number,
            minimumGiven = line["MinHeapSize"]?.Number;
        bool aggressive = line.Switch("AggressiveHeap") == true && line["MaxHeapSize"] is null;
        if (aggressive)
            return null;
        if (max < (version < 9 ? Mebi : 2 * Mebi) || initial < Mebi || minimumGiven is > 0 and < Mebi)
            return RuntimeFailure.TooSmallHeap;
        // Only sizes of the command line (-Xms counts as such everywhere) are held against each other.
        bool initialChecked = line["InitialHeapSize"] is { IsFromVariable: false },
            minimumChecked = line["MinHeapSize"] is { IsFromVariable: false };
        if (line["MaxHeapSize"] is not null)
        {
            if (initialChecked && initialGiven > max)
                return RuntimeFailure.InitialExceedsMax;
            if (minimumChecked && minimumGiven > max)
                return RuntimeFailure.MinExceedsMax;
        }
        if (initialChecked && minimumChecked && minimumGiven > initial)
            return RuntimeFailure.MinExceedsInitial;
        // Addresses have 47 bits, and ZGC takes 16 TiB at most.
        return max >= 100L << 40 || (collector == "ZGC" && max > 16L << 40) ? RuntimeFailure.StartupError : null;
    }

    private static (string? Name, Refusal? Refusal) Collector(JvmCommandLine line, RuntimeSurroundings around, int version)
    {
        var chosen = new List<string>();
        foreach (var collector in Collectors)
        {
            if (line.Switch(collector.Flag) == true && !chosen.Contains(collector.Name))
                chosen.Add(collector.Name);
        }
        if (chosen is ["CMS", "ParNew"] && version < 11)
            chosen.RemoveAt(1);
        if (line.Switch("AggressiveHeap") == true && !chosen.Contains("Parallel"))
            chosen.Add("Parallel");
        if (chosen.Count > 1)
        {
            var switches = Collectors.Where(x => line.Switch(x.Flag) == true).Select(x => line[x.Flag]!).ToList();
            return (
                null,
                switches is [var one, .., var last]
                    ? new(RuntimeFailure.ConflictingCollectors, last, new(FailureDetailKind.OtherCollector, one.Word.Text))
                    : new(RuntimeFailure.ConflictingCollectors, switches.FirstOrDefault())
            );
        }
        if (chosen.Count == 1)
            return (chosen[0], null);
        bool? server = IsServerClass(line, around, version);
        if (server is null)
            return (null, null);
        string name =
            server == false ? "Serial"
            : version < 9 ? "Parallel"
            : "G1";
        string flag = Collectors.First(c => c.Name == name).Flag;
        // A collector that is switched off by hand is not chosen, and JDK 8 alone runs on all the same.
        if (line.Switch(flag) == false)
            return version < 9 ? ("Serial", null) : (null, new(RuntimeFailure.NoCollector, line[flag]));
        return (name, null);
    }

    private static bool? IsServerClass(JvmCommandLine line, RuntimeSurroundings around, int version)
    {
        if (line.Switch("NeverActAsServerClassMachine") == true)
            return false;
        if (line.Switch("AlwaysActAsServerClassMachine") == true)
            return true;
        bool container = line.Switch("UseContainerSupport") != false;
        double? memory = MachineMemory(around, container, version);
        bool? enoughMemory = memory is { } bytes ? bytes >= 1792 * Mebi : null;
        bool? enoughCpus = Cpus(line, around, container, version) is { } cpus ? cpus >= 2 : null;
        if (enoughMemory == false || enoughCpus == false)
            return false;
        return enoughMemory is true && enoughCpus is true ? true : null;
    }

    private static int? Cpus(JvmCommandLine line, RuntimeSurroundings around, bool container, int version)
    {
        if (line["ActiveProcessorCount"]?.Number is > 0 and var count)
            return (int)Math.Min(count, int.MaxValue);
        if (!container)
            return around.NodeCpus;
        if (!around.CpuLimitMillis.IsKnown)
            return null;
        // Without a limit JDK 8 goes by the request (cpu shares), which is not looked at here.
        if (around.CpuLimitMillis.Value is not { } millis)
            return version < 9 ? null : around.NodeCpus;
        int cpus = WholeCpus.Of(millis);
        return around.NodeCpus is { } node ? Math.Min(node, cpus) : cpus;
    }

    private static Refusal? OtherFailure(JvmCommandLine line, long? max, int version)
    {
        if (line["ThreadStackSize"]?.Number is > 0 and < 136 || (version < 17 && line["ThreadStackSize"]?.Number == 0))
            return new(RuntimeFailure.StackTooSmall, line["ThreadStackSize"]);
        var initialCode = line["InitialCodeCacheSize"];
        if (line["ReservedCodeCacheSize"] is { Number: { } code } reserved)
        {
            double least = Math.Max(initialCode?.Number ?? (2496 << 10), LeastCodeCache);
            if (code < least && initialCode is not null)
                return new(RuntimeFailure.CodeCache, initialCode, new(FailureDetailKind.Above, reserved.Word.Text));
            if (code < least || code > 2L << 30)
                return new(RuntimeFailure.CodeCache, reserved);
        }
        // Held against the default before that grows with tiered compilation.
        else if (initialCode?.Number > 48 * Mebi)
            return new(RuntimeFailure.CodeCache, initialCode, new(FailureDetailKind.Above, "the default of ReservedCodeCacheSize, 48 MiB"));
        if (line["MaxMetaspaceSize"] is { Number: { } metaspace } most && metaspace < (version < 17 ? 2 * Mebi : 128 << 10))
            return new(RuntimeFailure.MetaspaceTooSmall, most);
        if (version >= 13 && line["SoftMaxHeapSize"] is { } soft && soft.Number > max)
            return new(RuntimeFailure.FlagOutOfRange, soft, new(FailureDetailKind.Above, "the maximum heap"));
        if (version < 9)
            return null;
        JvmSetting? minFree = line["MinHeapFreeRatio"],
            maxFree = line["MaxHeapFreeRatio"];
        if ((minFree?.Number ?? 40) > (maxFree?.Number ?? 70))
            return new(RuntimeFailure.FlagOutOfRange, minFree ?? maxFree, Crossed("MinHeapFreeRatio", "MaxHeapFreeRatio"));
        return line["TLABSize"] is { } buffer && buffer.Number < (line["MinTLABSize"]?.Number ?? 2048)
            ? new(RuntimeFailure.FlagOutOfRange, buffer, new(FailureDetailKind.Below, "MinTLABSize"))
            : null;
    }

    /// <summary>Options that one collector holds against each other, and the others do not look at (runtime-memory.md §3.5; JDK 17 and 25 asked).</summary>
    private static Refusal? RelationFailure(JvmCommandLine line, RuntimeSurroundings around, int version, string? collector)
    {
        JvmSetting? interval = line["GCPauseIntervalMillis"],
            pause = line["MaxGCPauseMillis"],
            concurrent = line["ConcGCThreads"],
            leastYoung = line["G1NewSizePercent"],
            mostYoung = line["G1MaxNewSizePercent"];
        return collector switch
        {
            "Serial" or "Parallel" when line["NewRatio"] is { Number: 0 } ratio => Refused(
                ratio,
                new(FailureDetailKind.DividedBy, collector)
            ),
            "G1" when version >= 9 && interval is not null && pause is null => Refused(
                interval,
                new(FailureDetailKind.NeedsBelow, "MaxGCPauseMillis")
            ),
            "G1" when version >= 9 && interval is not null && pause!.Number >= interval.Number => Refused(
                interval,
                new(FailureDetailKind.NotAbove, pause.Word.Text)
            ),
            "G1" when version is >= 9 and <= 17 && concurrent?.Number > ParallelThreads(line, around, version) => Refused(
                concurrent,
                new(
                    FailureDetailKind.Above,
                    string.Create(
                        System.Globalization.CultureInfo.InvariantCulture,
                        $"ParallelGCThreads, {ParallelThreads(line, around, version)}"
                    )
                )
            ),
            "G1" when version >= 9 && (leastYoung?.Number ?? 5) > (mostYoung?.Number ?? 60) => Refused(
                leastYoung ?? mostYoung!,
                Crossed("G1NewSizePercent", "G1MaxNewSizePercent")
            ),
            "Shenandoah" when concurrent?.Number > line["ParallelGCThreads"]?.Number => Refused(
                concurrent,
                new(FailureDetailKind.Above, line["ParallelGCThreads"]!.Word.Text)
            ),
            _ => null,
        };

        static Refusal Refused(JvmSetting at, FailureDetail detail) => new(RuntimeFailure.FlagOutOfRange, at, detail);
    }

    private static FailureDetail Crossed(string lower, string upper) => new(FailureDetailKind.Crossed, lower) { Second = upper };

    /// <summary>The collector's parallel threads: as many as cpus, and five for eight beyond the eighth; null if unknown.</summary>
    private static double? ParallelThreads(JvmCommandLine line, RuntimeSurroundings around, int version)
    {
        if (line["ParallelGCThreads"]?.Number is > 0 and var given)
            return given;
        bool container = line.Switch("UseContainerSupport") != false;
        return Cpus(line, around, container, version) is not { } cpus ? null
            : cpus <= 8 ? cpus
            : 8 + ((cpus - 8) * 5 / 8);
    }

    private static long? Bytes(double? value) =>
        value is { } v
            ? v >= long.MaxValue
                ? long.MaxValue
                : (long)Math.Ceiling(v)
            : null;
}
