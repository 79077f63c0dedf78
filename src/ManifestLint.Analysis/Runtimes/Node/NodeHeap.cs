using ManifestLint.Evidence;

namespace ManifestLint.Runtimes.Node;

/// <summary>The heap options of V8 that count: the last of each, in MiB; null where none is given.</summary>
/// <param name="OldSpace">--max-old-space-size.</param>
/// <param name="SemiSpace">--max-semi-space-size.</param>
/// <param name="Heap">--max-heap-size.</param>
/// <param name="IsSmall">--optimize-for-size and --lite-mode: semi-spaces of 1 MiB.</param>
internal readonly record struct NodeHeapOptions(ulong? OldSpace, ulong? SemiSpace, ulong? Heap, bool IsSmall)
{
    /// <summary>--huge-max-old-generation-size, on by default.</summary>
    public bool IsNotHuge { get; init; }
}

/// <summary>The sizes of a heap of V8 in bytes; null is unknown.</summary>
/// <param name="OldSpace">The old space.</param>
/// <param name="SemiSpace">One of the three semi-spaces.</param>
/// <param name="OldSpaceBy">How the old space was computed.</param>
/// <param name="HeapBy">How all four were.</param>
internal readonly record struct NodeHeapSizes(long? OldSpace, long? SemiSpace, Derivation? OldSpaceBy, Derivation? HeapBy)
{
    /// <summary>All four.</summary>
    public long? Heap => HeapBy?.Bytes;
}

/// <summary>V8's arithmetic of heap sizes on 64 bit. Source: v8 src/heap/heap.cc (HeapSizeFromPhysicalMemory, YoungGenerationSizeFromOldGenerationSize,
/// ConfigureHeap) of the V8 in Node.js 20; the ratio and the cap of 24 measured (runtime-memory.md §7).</summary>
internal static class NodeHeap
{
    public const long Mebi = 1L << 20;

    /// <summary>Where the formulas stand.</summary>
    public const string Source =
        "v8 src/heap/heap.cc (Heap::ConfigureHeap, HeapSizeFromPhysicalMemory, YoungGenerationSizeFromOldGenerationSize); libuv src/unix/linux.c (uv_get_constrained_memory)";

    private const long Page = 256 << 10;

    private const long LeastOldSpace = 256 * Mebi;

    /// <summary>Old space and whole heap.</summary>
    /// <param name="options">The options.</param>
    /// <param name="memory">The memory that V8 is told of, in bytes; null if unknown, and then only sizes that do not depend on it are known.</param>
    /// <param name="basis">Whose memory that is.</param>
    /// <param name="version">Major version of Node.js.</param>
    public static NodeHeapSizes Compute(NodeHeapOptions options, long? memory, MemoryBasis basis, int version)
    {
        var byMemory = memory is { } known ? OldSpaceOf(known, basis, version, options.IsNotHuge) : null;
        long? defaultOld = byMemory?.Bytes;
        long? semi = defaultOld is { } own ? SemiSpaceOf(own, version) : null;
        long? old = defaultOld;
        Derivation? by = byMemory;
        long? whole = Bytes(options.Heap),
            explicitOld = Bytes(options.OldSpace);
        if (options.IsSmall)
            semi = Mebi;
        else if (Bytes(options.SemiSpace) is { } wanted)
            semi = PowerOfTwo(wanted);
        else if (whole is { } heap)
        {
            long young = explicitOld is { } given
                ? Math.Max(0, heap - given)
                : 3 * SemiSpaceOf(LargestOldSpaceWithin(heap, version), version);
            semi = PowerOfTwo(Math.Max(young / 3, 1));
        }
        if (explicitOld is { } set)
            (old, by) = (set, new Derivation.Scaled(set / Mebi, 20) { Bytes = set, Source = Source });
        else if (whole is { } all && semi is { } third)
        {
            old = Math.Max(0, all - (3 * third));
            by = new Derivation.Sum([new("--max-heap-size", all), new("semi-spaces", -third, 3)]) { Bytes = old.Value, Source = Source };
        }
        return new(old, semi, by, old is { } one && semi is { } each ? WholeOf(one, each) : null);
    }

    /// <summary>Old space and three semi-spaces.</summary>
    private static Derivation.Sum WholeOf(long oldSpace, long semiSpace) =>
        new([new("old space", oldSpace), new("semi-space", semiSpace, 3)])
        {
            Bytes = (long)Int128.Min(oldSpace + (3 * (Int128)semiSpace), long.MaxValue),
            Source = Source,
        };

    private static Derivation.Share OldSpaceOf(long memory, MemoryBasis basis, int version, bool isNotHuge)
    {
        long most = HasHuge(memory, version) && !isNotHuge ? 4096 * Mebi : 2048 * Mebi;
        long half = memory / 4 * 2,
            size = Math.Max(Math.Min(half, most), LeastOldSpace);
        return new(basis, memory, 50)
        {
            Bytes = (size + Page - 1) / Page * Page,
            Unit = half % Page == 0 ? 1 : Page,
            IsRoundedUp = true,
            Source = Source,
            RaisedTo = half < LeastOldSpace ? LeastOldSpace : null,
            LoweredTo = half > most ? most : null,
        };
    }

    // Up to 21 the memory is rounded to whole GiB from the half on; runtime-memory.md §7.
    private static bool HasHuge(long memory, int version) =>
        version > 12 && (version >= 22 ? memory >> 30 >= 15 : ((Int128)memory + (512 * Mebi)) >> 30 >= 16);

    private static long SemiSpaceOf(long oldSpace, int version)
    {
        if (oldSpace <= LeastOldSpace)
            return PowerOfTwo(oldSpace / 256);
        (long ratio, long most) = version >= 24 ? (32, 64 * Mebi) : (128, 16 * Mebi);
        return PowerOfTwo(Math.Min(oldSpace / ratio, most));
    }

    // At least 1 MiB, as V8 has it on 64 bit.
    private static long PowerOfTwo(long bytes)
    {
        long size = Mebi;
        while (size < bytes && size < 1L << 61)
            size *= 2;
        return size;
    }

    private static long LargestOldSpaceWithin(long heap, int version)
    {
        long low = 0,
            high = heap;
        while (low < high)
        {
            long middle = low + ((high - low + 1) / 2);
            if (middle + (3 * SemiSpaceOf(middle, version)) <= heap)
                low = middle;
            else
                high = middle - 1;
        }
        return low;
    }

    // 0 is the default; V8 does not guard against overflow, and neither size is of this world.
    private static long? Bytes(ulong? mebibytes) => mebibytes is { } size && size > 0 ? (long)Math.Min(size, 1UL << 40) * Mebi : null;
}
