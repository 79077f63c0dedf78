using System.Collections.Immutable;
using System.Globalization;
using ManifestLint.Evidence;
using ManifestLint.Quantities;

namespace ManifestLint.Runtimes.Java;

/// <summary>What a JVM asks memory for: its heap, and what stands beside it.</summary>
internal static class JvmDemands
{
    internal const string HeapSource =
        "openjdk src/hotspot/share/runtime/arguments.cpp (Arguments::set_heap_size); gc/shared/gcArguments.cpp (initialize_heap_flags_and_sizes)";

    // Servers that need as much memory beside the heap: Elasticsearch alone takes half of the heap for direct buffers (runtime-memory.md §13).
    private const int HopelessOfVendor = 75;

    /// <summary>The demands; none where the heap is unknown.</summary>
    public static IEnumerable<MemoryDemand> Of(JvmFacts jvm)
    {
        if ((jvm.TotalMaxHeapBytes ?? jvm.HeapOnAssumedNodeBytes) is not { } heap)
            yield break;
        yield return Heap(jvm, heap);
        foreach (var line in jvm.Budget)
        {
            if (line.Part == JvmBudgetPart.Heap)
                continue;
            yield return new(line.What, line.Bytes, line.IsCap ? DemandKind.Cap : DemandKind.Estimate)
            {
                What = line.What,
                Subject = line.Option?.Text ?? line.From,
                Reached = $"{line.What} is full",
                Setting = (line.Part == JvmBudgetPart.PageCache ? jvm.PageCache : jvm.Settings.FirstOrDefault(s => s.Word == line.Option))
                    is { } setting
                    ? Named(setting)
                    : null,
                IsMain = false,
                Certainty = jvm.Certainty,
                Assumption = jvm.Assumption,
            };
        }
    }

    private static MemoryDemand Heap(JvmFacts jvm, long heap)
    {
        var setting = jvm.HeapSource is { From: not (TextOrigin.ImageDefault or TextOrigin.Operator) } set ? Named(set) : null;
        bool isDefault = jvm.HeapOrigin is JvmHeapOrigin.Default or JvmHeapOrigin.ImageDefault;
        SettingText? written = setting?.Word is { IsKnown: true, Text.Length: > 0 } word ? SettingText.Of(word) : null;
        return new("the heap", heap, isDefault ? DemandKind.Default : DemandKind.Cap)
        {
            What = "the Java heap",
            Subject =
                jvm.ProcessCount > 1 ? $"what its {jvm.ProcessCount} JVMs may take together"
                : OfMaxRam(jvm) is { } share ? share
                : written is not null ? written
                : jvm.HeapSource?.Word.Origin is TextOrigin.Operator by ? $"the heap that {by.Name} sets"
                : jvm.HeapOrigin == JvmHeapOrigin.ImageDefault ? OfImage(jvm.Product)
                : "the JVM's default heap",
            Reached = "the heap is full",
            Setting = setting,
            Of =
                jvm.IsHeapFromNode ? DemandBasis.Node
                : jvm.HeapOrigin is JvmHeapOrigin.Explicit or JvmHeapOrigin.InitialRaisesMax || MaxRam(jvm) is not null ? DemandBasis.Fixed
                : DemandBasis.Limit,
            IsHeap = true,
            DefaultOf =
                jvm.HeapOrigin == JvmHeapOrigin.ImageDefault ? $"default of {Called(jvm.Product) ?? "the image"}" : "default of the JVM",
            Processes = jvm.ProcessCount,
            BytesEach = jvm.MaxHeapBytes ?? heap,
            By = jvm.HeapBy,
            Together = jvm.TotalBy,
            Story = jvm.MaxHeapBytes is null ? null : Story(jvm),
            Certainty = jvm.Certainty,
            Assumption = jvm.Assumption,
            OnAssumedNodeBytes = jvm.TotalMaxHeapBytes is null ? jvm.HeapOnAssumedNodeBytes : null,
            Budget = Budget(jvm, heap),
        };
    }

    private static DemandStory Story(JvmFacts jvm)
    {
        string why =
            jvm.HeapSource is { } set ? set.Word.Text
            : jvm.HeapOrigin == JvmHeapOrigin.ImageDefault ? OfImage(jvm.Product)
            : "the JVM's own share, since no option says otherwise";
        bool isComputed = jvm.HeapBy is not null;
        var remarks = ImmutableArray.CreateBuilder<string>();
        if (jvm.ProcessCount > 1 && jvm.TotalBy is null && jvm.TotalMaxHeapBytes is { } total)
            remarks.Add(
                string.Create(CultureInfo.InvariantCulture, $"{jvm.ProcessCount} JVMs run side by side, with heaps of {total} bytes in all")
            );
        if (jvm.Collector is { } collector)
            remarks.Add($"collector {collector}");
        return new("The largest heap", "heap", HeapSource)
        {
            Before =
                isComputed ? ""
                : jvm.HeapOrigin == JvmHeapOrigin.Explicit ? $"{why} = "
                : jvm.HeapOrigin == JvmHeapOrigin.InitialRaisesMax ? $"the initial heap {why}, which is larger = "
                : "",
            Behind =
                isComputed ? $"; {why}"
                : jvm.HeapOrigin is JvmHeapOrigin.Explicit or JvmHeapOrigin.InitialRaisesMax ? ""
                : jvm.HeapOrigin == JvmHeapOrigin.ImageDefault ? $": {OfImage(jvm.Product)}"
                : $"; {why}",
            Together = jvm.TotalBy is { } sum ? $"heaps of {JvmCount(sum)} side by side" : null,
            Remarks = remarks.DrainToImmutable(),
        };
    }

    private static string JvmCount(Derivation.Sum sum) =>
        string.Create(CultureInfo.InvariantCulture, $"{sum.Terms.Sum(t => t.Times)} JVMs");

    private static DemandBudget Budget(JvmFacts jvm, long heap)
    {
        decimal? vendor = jvm.VendorShare is { } share ? (decimal)share * 100 : null;
        // A page cache is no demand: where it has no room the kernel takes it back, and nothing is killed.
        bool needsAsMuch = vendor is not null && !jvm.KeepsPageCache;
        string called = Called(jvm.Product) ?? "this server";
        return new(DemandFamily.Jvm)
        {
            Is = HeapIs(jvm, heap),
            Fine = needsAsMuch ? new(vendor!.Value) : null,
            Hopeless =
                needsAsMuch && jvm.HeapOrigin != JvmHeapOrigin.Default
                    ? new(HopelessOfVendor, IsIncluded: true)
                    : new(100, IsIncluded: true),
            Beside =
                jvm.KeepsPageCache ? "metaspace, threads, buffers and Kafka's page cache"
                : vendor is null ? "metaspace, threads, buffers and the collector"
                : $"what {called} needs outside the heap, about as much as in it",
            SlowAbove = jvm.KeepsPageCache ? vendor : null,
            // What is kept for minutes is read while it is new.
            SlowBeside = jvm.KeepsBriefly
                ? null
                : "the rest of the JVM and the page cache that Kafka serves its readers from: with a small one it reads from the disk, and nothing is OOMKilled",
            Consequence = AtLimit(jvm),
            CauseBelow = needsAsMuch ? $"{called} needs about as much outside its heap as in it" : null,
            Measure = needsAsMuch ? string.Create(CultureInfo.InvariantCulture, $"{called} is advised {vendor:0.#} %") : null,
            ConsequenceBelow = needsAsMuch
                ? $"under load {called} is OOMKilled, or slow because too little is left for the page cache"
                : null,
            // What the vendor itself makes of the limit, as for Elasticsearch's dedicated masters, is what it advises.
            IsHeldToFine =
                jvm.HeapOrigin != JvmHeapOrigin.Default
                && jvm is not { VendorShare: not null, HeapSource.Word.Origin: TextOrigin.ImageDefault { By: Derivation.Share } },
            IsMild =
                jvm is { HeapOrigin: JvmHeapOrigin.ImageDefault, HeapSource.From: TextOrigin.ImageDefault }
                || jvm.FurtherHeaps.Any(s => s.From is TextOrigin.ImageDefault),
            IsHopelessByDefault = true,
            IsOfImage = jvm.Evidence == JvmEvidence.Image,
            Whole = "the JVM",
            Guess = jvm.Guess,
            At = jvm.HeapSource is { } at ? Named(at) : null,
            Further = [.. jvm.FurtherHeaps.Select(Named)],
            ShareOf = MaxRam(jvm) is { } memory && memory != jvm.HeapSource ? Named(memory) : null,
            Unbounded = jvm.IsHeapFromNode && jvm.Evidence != JvmEvidence.Image ? OfNode(jvm) : null,
            Lower = (limit, text, percent) => JvmLowering.Of(jvm, limit, text, percent),
        };
    }

    private static string AtLimit(JvmFacts jvm) => SideBySideSum.AtLimit(jvm.ProcessCount, ", without an OutOfMemoryError");

    private static DemandWarning? OfNode(JvmFacts jvm)
    {
        if (jvm.HeapOrigin is not (JvmHeapOrigin.Default or JvmHeapOrigin.Percentage or JvmHeapOrigin.ImageDefault))
            return null;
        string share =
            jvm.HeapSource?.Word.Origin is TextOrigin.Operator maker ? $"{maker.Name} lets the heap be a share"
            : jvm.HeapOrigin == JvmHeapOrigin.Percentage && jvm.HeapSource is { } by ? $"{WrittenText.Of(by.Word)} is a share"
            : jvm.HeapOrigin == JvmHeapOrigin.ImageDefault ? $"{OfImage(jvm.Product)} is a share"
            : "the JVM's default heap is a quarter";
        if (jvm.IsLimitUnseen)
            return new(UnboundedWhere.AboveLimit, _ => $"{share} of the node's memory, whatever the limit: it may grow to", AtLimit(jvm));
        return new(
            UnboundedWhere.WithoutLimit,
            container => $"{container} has no memory limit, and {share} of the node's memory",
            "the heap scales with the node's memory and can starve the other pods on it or get them evicted"
        );
    }

    /// <summary>The heap that a start script, a file of options in the image or the product itself sets.</summary>
    public static string OfImage(string? product) =>
        Called(product) is { } name ? $"the default heap of {name}" : "the heap that the image sets by itself";

    // What people call a product, whoever builds its image.
    private static string? Called(string? product)
    {
        const string Packager = "Bitnami ";
        return product?.StartsWith(Packager, StringComparison.Ordinal) == true ? product[Packager.Length..] : product;
    }

    private static RuntimeSetting Named(JvmSetting setting) => new(setting.Name, setting.Word, setting.From);

    // What tells the memory that the heap is a share of, where neither the limit nor the node does.
    private static JvmSetting? MaxRam(JvmFacts jvm) =>
        jvm.HeapBy is Derivation.Share { Of: MemoryBasis.Option } ? jvm.Settings.FirstOrDefault(s => s.Name == "MaxRAM") : null;

    // -XX:MaxRAM=8g alone is no heap, and a percentage none of the limit beside it.
    private static string? OfMaxRam(JvmFacts jvm)
    {
        if (jvm.HeapBy is not Derivation.Share share || MaxRam(jvm) is not { Word.IsKnown: true } memory)
            return null;
        string of = SettingText.Of(memory.Word).ToString();
        bool isPlain = share is { RaisedTo: null, LoweredTo: null };
        return jvm.HeapSource is { } by && by != memory ? $"{WrittenText.Of(by.Word)} {(isPlain ? "of" : "under")} {of}"
            : isPlain ? string.Create(CultureInfo.InvariantCulture, $"the default share of {share.Percent:0.#} % of {of}")
            : $"the default heap under {of}";
    }

    // -Xmx3072m (3 GiB) is
    private static string HeapIs(JvmFacts jvm, long bytes)
    {
        string size = new ByteSize(bytes).ToHumanExact();
        if (jvm.ProcessCount > 1 && jvm.TotalMaxHeapBytes != jvm.MaxHeapBytes)
            return jvm.TotalBy is { } sum
                ? $"{SideBySideSum.Names(sum)} side by side ({size} together) are"
                : $"the heaps of {jvm.ProcessCount} JVMs side by side ({size} together) are";
        SettingText text = jvm.HeapSource?.Word is { IsKnown: true } word ? SettingText.Of(word) : "";
        if (jvm.HeapSource?.Word.Origin is TextOrigin.Operator by)
            return $"the heap that {by.Name} sets ({size}) is";
        // A field that holds another text than the option that an operator makes of it.
        if (jvm.HeapSource?.Word is { } own && JvmLowering.FieldOf(own) is var (key, value))
            return $"{new SettingText($"{key}: {WrittenText.Cut(value)}").With(bytes)} is";
        if (OfMaxRam(jvm) is { } share)
            return $"{share} ({size}) is";
        return jvm.HeapOrigin switch
        {
            JvmHeapOrigin.Explicit
            or JvmHeapOrigin.Percentage when jvm.HeapSource?.Word is { IsKnown: true, Text: not ("" or [.., ' ']) } =>
                $"{text.With(bytes)} is",
            JvmHeapOrigin.Explicit or JvmHeapOrigin.Percentage => $"a heap of {size} is",
            JvmHeapOrigin.InitialRaisesMax => $"{text} raises the maximum heap to {size}, which is",
            JvmHeapOrigin.ImageDefault => $"{OfImage(jvm.Product)} ({size}) is",
            _ => $"the JVM's default heap ({size}) is",
        };
    }
}
