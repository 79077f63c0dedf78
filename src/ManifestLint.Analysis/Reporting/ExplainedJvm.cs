using System.Globalization;
using ManifestLint.Facts;
using ManifestLint.Facts.Runtimes;
using ManifestLint.Manifests;

namespace ManifestLint.Reporting;

/// <summary>Explains a JVM.</summary>
internal static class ExplainedJvm
{
    private const string OptionSource =
        "openjdk src/java.base/share/native/libjli/java.c, args.c; src/hotspot/share/runtime/arguments.cpp (parse_options_buffer)";
    private const string HeapSource =
        "openjdk src/hotspot/share/runtime/arguments.cpp (Arguments::set_heap_size); gc/shared/gcArguments.cpp (initialize_heap_flags_and_sizes)";
    private const string BudgetSource = "the usual figures: rules/ML3003-jvm-memory-above-limit.md";

    /// <summary>Its options, its heap, what comes beside it.</summary>
    public static IEnumerable<ExplainedStep> Of(ContainerFacts container, JvmFacts jvm)
    {
        yield return new("The JVM and its options", [.. Options(jvm)], OptionSource);
        if (jvm.Starts == false || jvm.MaxHeapBytes is not { } heap || jvm.Certainty == RuntimeCertainty.Unknown)
            yield break;
        yield return new("The largest heap", [.. Heap(container, jvm, heap)], HeapSource);
        if (!jvm.Budget.IsEmpty)
            yield return new("Everything beside the heap", [.. Budget(container, jvm)], BudgetSource);
    }

    private static IEnumerable<string> Options(JvmFacts jvm)
    {
        string assumed = jvm.VersionFrom == "default" ? "assumed, --java-version tells another" : $"by its {jvm.VersionFrom}";
        yield return $"Java {jvm.Version.ToString(CultureInfo.InvariantCulture)} ({assumed})";
        if (jvm.Certainty == RuntimeCertainty.Assumed)
            yield return "this rests on what the image's start script is taken to pass on";
        if (jvm.Certainty == RuntimeCertainty.Unknown)
            yield return "its memory settings cannot be known from the manifest";
        foreach (var setting in jvm.Settings.OrderBy(s => s.Name, StringComparer.Ordinal))
        {
            string bytes = setting.Size is { } size ? $" = {size.ToString(CultureInfo.InvariantCulture)}" : "";
            yield return $"{setting.Word.Text} from {setting.From}{ExplainedRuntime.At(setting.Word)}: {setting.Name} = {setting.Value}{bytes}";
        }
        foreach (var ignored in jvm.Ignored)
            yield return $"{ignored.Text} from {ignored.From}{ExplainedRuntime.At(ignored.Word)} is ignored: {ignored.Reason}";
        if (jvm.Settings.IsEmpty && jvm.Certainty != RuntimeCertainty.Unknown)
            yield return "no option that is known here";
        if (jvm.Starts == false)
            yield return $"it does not start: {jvm.Failure}";
    }

    private static IEnumerable<string> Heap(ContainerFacts container, JvmFacts jvm, long heap)
    {
        string bytes = $"{ExplainedAmounts.Number(heap)} bytes ({new ByteSize(heap).ToHuman()})";
        yield return jvm.HeapOrigin switch
        {
            JvmHeapOrigin.Explicit => $"heap = {jvm.HeapSource?.Word.Text} = {bytes}",
            JvmHeapOrigin.InitialRaisesMax => $"heap = the initial heap {jvm.HeapSource?.Word.Text}, which is larger = {bytes}",
            JvmHeapOrigin.ImageDefault => $"heap = {bytes}, as the image's start script says",
            _ => Share(container, jvm, heap, bytes),
        };
        if (jvm.ProcessCount > 1 && jvm.TotalMaxHeapBytes is { } total)
            yield return $"{jvm.ProcessCount.ToString(CultureInfo.InvariantCulture)} JVMs run side by side, with heaps of {ExplainedAmounts.Number(total)} bytes in all";
        foreach (string line in ExplainedRuntime.ShareOfLimit(container, heap))
            yield return line;
        if (jvm.Collector is { } collector)
            yield return $"collector {collector}";
    }

    // The sum is shown only where it is the one that gives this heap: caps and other options may have had their say.
    private static string Share(ContainerFacts container, JvmFacts jvm, long heap, string bytes)
    {
        long? memory = jvm.IsHeapFromNode || container.MemoryMax.Bytes is null ? null : container.MemoryMax.Bytes;
        double percent =
            jvm.HeapSource is { Number: { } number } source && source.Name.EndsWith("RAMPercentage", StringComparison.Ordinal)
                ? number
                : 25;
        string why = jvm.HeapSource is { } set ? set.Word.Text : "the JVM's own share, since no option says otherwise";
        if (memory is { } seen)
        {
            foreach (double share in new[] { percent, 50 })
            {
                if ((long)Math.Floor(seen * share / 100) == heap)
                {
                    return $"heap = memory limit × {share.ToString(CultureInfo.InvariantCulture)} ÷ 100 = {ExplainedAmounts.Number(seen)} × {share.ToString(CultureInfo.InvariantCulture)} ÷ 100 = {bytes}; {why}";
                }
            }
        }
        return jvm.IsHeapFromNode
            ? $"heap = a share of the node's memory, since there is no limit = {bytes}; {why}"
            : $"heap = {bytes}; {why}";
    }

    private static IEnumerable<string> Budget(ContainerFacts container, JvmFacts jvm)
    {
        foreach (var line in jvm.Budget)
            yield return $"{line.What}: {ExplainedAmounts.Number(line.Bytes)} bytes, {(line.IsCap ? "at most" : "estimated")} ({line.From})";
        Int128 sum = jvm.Budget.Aggregate(Int128.Zero, (total, line) => total + line.Bytes);
        yield return $"in all {string.Join(" + ", jvm.Budget.Select(l => ExplainedAmounts.Number(l.Bytes)))} = {sum.ToString(CultureInfo.InvariantCulture)} bytes";
        if (container.MemoryMax.Bytes is not { } limit)
            yield break;
        Int128 left = limit - sum;
        yield return $"left of the limit: {ExplainedAmounts.Number(limit)} - {sum.ToString(CultureInfo.InvariantCulture)} = {left.ToString(CultureInfo.InvariantCulture)} bytes{(left < 0 ? ", so it does not fit" : "")}";
    }
}
