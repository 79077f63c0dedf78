using System.Collections.Immutable;
using System.Globalization;
using ManifestLint.Containers;
using ManifestLint.Evidence;
using ManifestLint.Programs;
using ManifestLint.Quantities;

namespace ManifestLint.Runtimes.Java;

/// <summary>What Paketo's buildpacks make of a container before they start its JVM.</summary>
internal static class PaketoCalculator
{
    private const long Mebi = 1L << 20;

    /// <summary>A process as the launch helper of the image starts it: JAVA_OPTS stands behind what the JVM reads by itself.</summary>
    public static Process WithJavaOptions(Process process)
    {
        if (process.Variable("JAVA_OPTS") is not { } more)
            return process;
        var both = process.Variable("JAVA_TOOL_OPTIONS") is { } before ? Word.Concat(before, Word.Of(" "), more) : more;
        var variables = process.Environment;
        return process with { Environment = variables.SetItem("JAVA_TOOL_OPTIONS", both) };
    }

    /// <summary>The memory calculator of Paketo's buildpacks, runtime-memory.md §5.1; it needs the number of classes, which only a variable tells.</summary>
    /// <param name="read">The JVM as its options alone make it.</param>
    /// <param name="process">The process.</param>
    /// <param name="memoryLimit">The container's limit.</param>
    public static JvmProcess Of(JvmProcess read, Process process, Allowance memoryLimit)
    {
        if (read.Starts == false || read.Line is not { IsUncertain: false } line)
            return read;
        foreach (string name in CalculatorNumbers)
        {
            if (process.Environment.TryGetValue(name, out var value) && value.IsKnown && !IsWhole(value.Text))
            {
                var origin = new TextOrigin.Variable(name);
                var at = new JvmSetting(name, value.Text, null, Word.Concat(Word.Of(name + "=", origin), value), origin);
                return NotCalculated(read, at, new(FailureDetailKind.NotWhole));
            }
        }
        long? Number(string name, long otherwise) =>
            !process.Environment.TryGetValue(name, out var value) ? otherwise
            : value.IsKnown
            && long.TryParse(value.Text, NumberStyles.None, CultureInfo.InvariantCulture, out long number)
            && number < 1_000_000_000
                ? number
            : null;
        var classes = process.Environment.ContainsKey("BPL_JVM_LOADED_CLASS_COUNT") ? Number("BPL_JVM_LOADED_CLASS_COUNT", 0) : null;
        long? threads = Number("BPL_JVM_THREAD_COUNT", 250),
            // The one with the older name counts where the other is not set, and has to be a number even then.
            room = Number("BPL_JVM_HEADROOM", 0) is { } older ? Number("BPL_JVM_HEAD_ROOM", older) : null;
        var given = line["MaxHeapSize"];
        var unknown = given is null ? read with { Heap = null, Starts = null, Certainty = RuntimeCertainty.Unknown } : read;
        if (threads is null || room is null || memoryLimit.Value is not { } total)
            return unknown;
        Int128 Given(string flag, Int128 otherwise, int unit = 1) => line[flag]?.Size is { } size ? (Int128)size * unit : otherwise;
        // Without the number of classes this is the least that the calculator counts.
        Int128 direct = Given("MaxDirectMemorySize", 10 * Mebi),
            metaspace = Given("MaxMetaspaceSize", 14_000_000 + (5_800 * (Int128)(classes ?? 0))),
            code = Given("ReservedCodeCacheSize", 240 * Mebi),
            stack = Given("ThreadStackSize", Mebi, 1024),
            head = (Int128)total * room.Value / 100;
        var rest = direct + metaspace + code + (stack * threads.Value) + head;
        if (rest + (Int128)(given?.Size ?? 0) > total || (given is null && rest == total))
        {
            bool isLeast = classes is null && line["MaxMetaspaceSize"] is null;
            string reserved = new ByteSize((long)Int128.Min(rest, long.MaxValue)).ToHumanBeside(new ByteSize(total));
            return NotCalculated(read, given, new(FailureDetailKind.Reserved, reserved) { IsAtLeast = isLeast });
        }
        if (given is not null || (classes is null && line["MaxMetaspaceSize"] is null))
            return unknown;
        DerivationTerm[] terms =
        [
            new("memory limit", total),
            new("direct buffers", -direct),
            new("metaspace", -metaspace),
            new("code cache", -code),
            new("thread stacks", -stack, threads.Value),
            .. head > 0 ? [new DerivationTerm("head room", -head)] : ImmutableArray<DerivationTerm>.Empty,
        ];
        return read with { Heap = Calculated(read.Heap!, (long)((total - rest) / 1024 * 1024), terms) };
    }

    // Atoi of all of them. Source: paketo-buildpacks/libjvm helper/memory_calculator.go.
    private static readonly ImmutableArray<string> CalculatorNumbers =
    [
        "BPL_JVM_HEAD_ROOM",
        "BPL_JVM_HEADROOM",
        "BPL_JVM_LOADED_CLASS_COUNT",
        "BPL_JVM_THREAD_COUNT",
    ];

    private static bool IsWhole(string text) => long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _);

    private static JvmProcess NotCalculated(JvmProcess read, JvmSetting? at, FailureDetail detail) =>
        read with
        {
            Heap = null,
            Starts = false,
            Failure = RuntimeFailure.MemoryCalculator,
            ExitCode = null,
            FailedAt = at,
            FailureDetail = detail,
        };

    private static JvmHeap Calculated(JvmHeap heap, long bytes, DerivationTerm[] terms)
    {
        var sum = new Derivation.Sum([.. terms])
        {
            Bytes = bytes,
            Unit = 1024,
            Source = "paketo-buildpacks/libjvm calc/calculator.go (Calculator.Calculate)",
        };
        var origin = new TextOrigin.ImageDefault { By = sum };
        string size = $"{bytes / 1024}";
        var by = new JvmSetting("MaxHeapSize", $"{size}k", null, Word.Of($"-Xmx{size}K", origin), origin);
        return heap with { MaxHeapBytes = bytes, InitialHeapBytes = null, Origin = JvmHeapOrigin.ImageDefault, DecidedBy = by };
    }
}
