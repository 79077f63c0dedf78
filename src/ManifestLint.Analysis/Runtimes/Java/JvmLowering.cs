using System.Collections.Immutable;
using System.Globalization;
using ManifestLint.Evidence;
using ManifestLint.Programs;
using ManifestLint.Quantities;
using ManifestLint.Yaml;

namespace ManifestLint.Runtimes.Java;

/// <summary>What to write for a heap that is too large, or that nothing sets.</summary>
internal static class JvmLowering
{
    private const long Mebi = 1L << 20;
    private const string Spare = "and a tenth to spare",
        Room = $"the heap, what is usually beside it, {Spare}",
        RoomOfCaps = $"these caps, what is usual for the rest, {Spare}",
        RoomOfKept = $"keeps this heap, with what is usually beside it {Spare}";

    // What threads, fragments of malloc and the page cache take is in no sum: as much of a limit stays free beside .NET and Go.
    private const decimal MostPercent = 90;

    // MiB of an initial heap: less is none that somebody would write.
    private const long LeastInitial = 64;

    // Sizes are read alike by all releases from here on.
    private const int Release = 17;

    /// <summary>
    /// The option that decides the maximum heap at a share of the limit, or with room for what is usually beside it; where that is
    /// less than half of the limit, and for several JVMs, a limit that has the room. Null where nothing can be said.
    /// </summary>
    /// <param name="jvm">One JVM alone.</param>
    /// <param name="limit">The memory limit in bytes.</param>
    /// <param name="limitText">The same as its author wrote it.</param>
    /// <param name="percent">At most this much of it.</param>
    public static Rewriting? Of(JvmFacts jvm, long limit, string limitText, decimal percent)
    {
        if (jvm.ProcessCount > 1)
            return OfAll(jvm, percent);
        if (jvm.HeapSource is not { Word.Parts.Length: > 0 } setting)
            return null;
        if (Fitting(jvm, limit, limitText, percent) is not { } fit)
        {
            if (jvm.MaxHeapBytes is not { } heap)
                return null;
            long beside = BesideHeap(jvm);
            return jvm.HeapOrigin switch
            {
                JvmHeapOrigin.Explicit => LimitFor(
                    heap,
                    beside,
                    percent,
                    jvm.Budget.Any(l => l is { Part: not JvmBudgetPart.Heap, IsCap: true }) ? RoomOfCaps : Room
                ),
                // A share grows with the limit.
                JvmHeapOrigin.Percentage => LimitFor(heap, beside, percent, RoomOfKept, $" and -Xmx{heap / Mebi}m"),
                _ => null,
            };
        }
        if (jvm.HeapOrigin == JvmHeapOrigin.Percentage)
        {
            if (setting.Name != "MaxRAMPercentage")
                return null;
            // The share is one of the memory that MaxRAM tells, where that is written, and not of the limit.
            if (jvm.Settings.FirstOrDefault(s => s.Name == "MaxRAM") is { } told)
                return told.Size is { } memory ? OfTold(setting, memory, limit, limitText, fit) : null;
            string share = fit.Percent.ToString("0.0", CultureInfo.InvariantCulture);
            return new(
                Named(setting.Word, "-XX:MaxRAMPercentage=", share),
                fit.IsShare ? null : fit.Why,
                [(setting.Word, "-XX:MaxRAMPercentage=", share)]
            )
            {
                Amount = (fit.Percent, true),
            };
        }
        string option = setting.Word.Text.StartsWith("-Xmx", StringComparison.Ordinal) ? "-Xmx" : "-XX:MaxHeapSize=";
        if (jvm.HeapOrigin != JvmHeapOrigin.Explicit || fit.Mebibytes < 2)
            return null;
        string size = $"{fit.Mebibytes}m",
            lowered = Named(setting.Word, option, size);
        // Of the downward API, a share follows the limit as the reference did.
        if (setting.Word.Parts.Any(p => p.Origin is TextOrigin.DownwardApi))
            return Rewriting.Told(
                string.Create(CultureInfo.InvariantCulture, $"-XX:MaxRAMPercentage={fit.Percent:0.0}, or {lowered}"),
                fit.Why
            );
        // A larger initial heap would keep the JVM from starting.
        var initial = jvm.Settings.FirstOrDefault(s => s.Name == "InitialHeapSize");
        bool isInitialLarger = initial?.Size > (ulong)(fit.Mebibytes * Mebi);
        ImmutableArray<(Word, string, string)> edits = [(setting.Word, option, size)];
        if (isInitialLarger)
            edits = edits.Add((initial!.Word, "-Xms", size));
        string first = isInitialLarger ? Named(initial!.Word, "-Xms", size) : lowered;
        return new(first == lowered ? lowered : $"{lowered} and {first}", fit.Why, edits) { Amount = (fit.Mebibytes * Mebi, false) };
    }

    // In whole percent, and no more than stands there.
    private static Rewriting? OfTold(JvmSetting setting, ulong memory, long limit, string limitText, Fit fit)
    {
        if (memory == 0)
            return null;
        decimal percent = Math.Floor(fit.Percent * limit / memory);
        if (percent < 1 || setting.Number is not { } written || percent >= (decimal)Math.Min(written, 100))
            return null;
        string share = percent.ToString("0.0", CultureInfo.InvariantCulture),
            of = fit.Percent.ToString("0.#", CultureInfo.InvariantCulture);
        return new($"-XX:MaxRAMPercentage={share}", $"at most {of} % of {limitText}", [(setting.Word, "-XX:MaxRAMPercentage=", share)])
        {
            Amount = (percent, true),
        };
    }

    /// <summary>A field of a custom resource by its own name: max_heap_size 4096m. So a variable of a start script that holds the amount alone: MEMORY=768m.</summary>
    internal static string Named(Word word, string option, string size) =>
        FieldOf(word) is { } field ? $"{field.Key} {size}"
        : WordPlace.VariableOf(word) is { } made && made.Option == option ? made.With(size)
        : option + size;

    /// <summary>The field of a custom resource that an operator makes an option of, and what it holds; null for an option that its author wrote.</summary>
    public static (string Key, string Value)? FieldOf(Word word) =>
        word.Origin is TextOrigin.ResourceField { Scalar: { } field, Path.Last.Key: { } key }
        && !key.StartsWith('-')
        && !field.Value.Contains(word.Text, StringComparison.Ordinal)
            ? (key, field.Value)
            : null;

    /// <summary>The share of a limit that a heap may take where nothing sets it: <c>-XX:MaxRAMPercentage=75.0</c>; null where so little is none.</summary>
    public static Rewriting? SharesOf(JvmFacts jvm, long limit, string limitText, decimal percent) =>
        jvm.ProcessCount == 1 && Fitting(jvm, limit, limitText, percent) is { } fit
            ? Rewriting.Told(
                string.Create(CultureInfo.InvariantCulture, $"-XX:MaxRAMPercentage={fit.Percent:0.0}"),
                fit.IsShare
                    ? Human((long)(limit * percent / 100))
                    : $"leaves {Human(limit - (long)(limit * fit.Percent / 100))} beside the heap"
            )
            : null;

    // Which of them may do with less nobody can say.
    private static Rewriting? OfAll(JvmFacts jvm, decimal percent)
    {
        if (jvm is not { TotalMaxHeapBytes: { } heaps, HeapOrigin: JvmHeapOrigin.Explicit or JvmHeapOrigin.ImageDefault, HeapBy: null })
            return null;
        return LimitFor(heaps, (Int128)jvm.ProcessCount * BesideHeap(jvm), percent, $"the heaps, what is usually beside each, {Spare}");
    }

    // The limit that has room for heaps, for what stands beside them and for what nobody counts, and of which the heaps are no more than a share; null
    // where it would be no number of bytes.
    private static Rewriting? LimitFor(Int128 heaps, Int128 beside, decimal percent, string room, string more = "")
    {
        decimal all = (decimal)(heaps + beside) * 100 / MostPercent,
            ofShare = (decimal)heaps * 100 / percent,
            enough = Math.Max(all, ofShare);
        return enough >= long.MaxValue / 2
            ? null
            : Rewriting.Told(
                $"memory limit {RoundAmount.Up((long)Math.Ceiling(enough / Mebi))}Mi{more}",
                ofShare > all ? string.Create(CultureInfo.InvariantCulture, $"the heap is at most {percent:0.#} % of it") : room
            );
    }

    /// <summary>
    /// What to write where a limit is so small that MaxRAMPercentage does not count: the same share by MinRAMPercentage where the JVM really takes it
    /// (runtime-memory.md §3.3) and it fits, else a limit that holds the heap of today with what is usually beside it. Null where nothing can be said.
    /// </summary>
    public static Rewriting? InSmallMemory(JvmFacts jvm, long limit, string percentage)
    {
        if (jvm.ProcessCount != 1 || jvm.MaxHeapBytes is not { } heap || !JvmSizes.TryParseDouble(percentage, Release, out double percent))
            return null;
        double share = limit * percent / 100;
        if (share < JvmErgonomics.DefaultMaxHeap && share + BesideHeap(jvm) <= limit)
            return Rewriting.Told($"-XX:MinRAMPercentage={percentage}");
        return LimitFor(heap, BesideHeap(jvm), MostPercent, RoomOfKept, $" and -Xmx{heap / Mebi}m");
    }

    /// <summary>The request that holds an initial heap, with what is usually beside it, and the initial heap that a request holds; null where neither can be said.</summary>
    /// <param name="jvm">The JVM.</param>
    /// <param name="heap">Its initial heap in bytes.</param>
    /// <param name="asked">What is requested for it, in bytes.</param>
    /// <param name="limit">The memory limit in bytes; null for none.</param>
    public static Rewriting? ForRequest(JvmFacts jvm, long heap, long asked, long? limit)
    {
        if (jvm.ProcessCount != 1)
            return null;
        long beside = BesideHeap(jvm),
            room = (asked - beside) / Mebi;
        var enough = ((Int128)heap + beside + Mebi - 1) / Mebi;
        string? request = enough > (limit / Mebi ?? long.MaxValue / Mebi)
                ? null
                : $"memory request {RoundAmount.Up((long)enough)}Mi or more (the heap and what is usually beside it)",
            initial = room < LeastInitial
            || jvm.Settings.FirstOrDefault(s => s.Name == "InitialHeapSize") is not { Word.Origin: not TextOrigin.Operator }
                ? null
                : $"-Xms{RoundAmount.Down(room)}m";
        return (request ?? initial) is null ? null : Rewriting.Told(string.Join(", or ", new[] { request, initial }.OfType<string>()));
    }

    private static string Human(long bytes) => new ByteSize(bytes).ToHumanExact();

    private sealed record Fit(long Mebibytes, decimal Percent, string Why, bool IsShare);

    // Null where a heap that leaves room would be less than half of the limit. A vendor's share leaves the room that its server needs.
    private static Fit? Fitting(JvmFacts jvm, long limit, string limitText, decimal percent)
    {
        long most = (long)(limit * percent / 100),
            room = limit - ((decimal?)jvm.VendorShare * 100 == percent ? 0 : BesideHeap(jvm));
        if (room >= most)
        {
            var (mebibytes, isExact) = RoundAmount.Down((Int128)limit * (long)Math.Round(percent * 10), 1000);
            string share = percent.ToString("0.#", CultureInfo.InvariantCulture);
            return new(mebibytes, percent, $"{(isExact ? "" : "at most ")}{share} % of {limitText}", true);
        }
        if (room < limit / 2)
            return null;
        long rounded = RoundAmount.Down(room / Mebi),
            whole = (long)((Int128)room * 100 / limit) / 5 * 5,
            left = jvm.HeapOrigin == JvmHeapOrigin.Percentage ? limit - (long)((Int128)limit * whole / 100) : limit - (rounded * Mebi);
        return new(rounded, whole, $"leaves {left / Mebi} MiB of {limitText} beside the heap", false);
    }

    // What has a cap of its own, and the usual figures of the rest: the sum that inspect shows.
    private static long BesideHeap(JvmFacts jvm) =>
        (long)
            Int128.Min(
                jvm.Budget.Where(l => l.Part != JvmBudgetPart.Heap).Aggregate(Int128.Zero, (sum, line) => sum + line.Bytes),
                long.MaxValue / 2
            );
}
