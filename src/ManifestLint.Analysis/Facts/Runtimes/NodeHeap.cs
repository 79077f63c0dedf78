namespace ManifestLint.Facts.Runtimes;

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

/// <summary>V8's arithmetic of heap sizes on 64 bit. Source: v8 src/heap/heap.cc (HeapSizeFromPhysicalMemory, YoungGenerationSizeFromOldGenerationSize,
/// ConfigureHeap) of the V8 in Node.js 20; the ratio and the cap of 24 measured (runtime-memory.md §7).</summary>
internal static class NodeHeap
{
    public const long Mebi = 1L << 20;

    private const long Page = 256 << 10;

    private const long LeastOldSpace = 256 * Mebi;

    /// <summary>Old space and whole heap.</summary>
    /// <param name="options">The options.</param>
    /// <param name="memory">The memory that V8 is told of, in bytes; null if unknown, and then only sizes that do not hang on it are known.</param>
    /// <param name="version">Major version of Node.js.</param>
    public static (long? OldSpace, long? Heap) Compute(NodeHeapOptions options, long? memory, int version)
    {
        long? defaultOld = memory is { } known ? OldSpaceOf(known, version, options.IsNotHuge) : null;
        long? semi = defaultOld is { } basis ? SemiSpaceOf(basis, version) : null;
        long? old = defaultOld;
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
        if (explicitOld is not null)
            old = explicitOld;
        else if (whole is not null && semi is not null)
            old = Math.Max(0, whole.Value - (3 * semi.Value));
        return (
            old,
            old is not null && semi is not null ? (long)Int128.Min((Int128)old.Value + (3 * (Int128)semi.Value), long.MaxValue) : null
        );
    }

    private static long OldSpaceOf(long memory, int version, bool isNotHuge)
    {
        long most = memory >> 30 >= (version >= 22 ? 15 : 16) && version > 12 && !isNotHuge ? 4096 * Mebi : 2048 * Mebi;
        long size = Math.Max(Math.Min(memory / 4 * 2, most), LeastOldSpace);
        return (size + Page - 1) / Page * Page;
    }

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
