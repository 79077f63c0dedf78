using System.Globalization;
using ManifestLint.Evidence;
using ManifestLint.Facts;
using ManifestLint.Quantities;
using ManifestLint.Runtimes.Java;

namespace ManifestLint.Explaining;

/// <summary>Explains a JVM.</summary>
internal static class ExplainedJvm
{
    private const string OptionSource =
        "openjdk src/java.base/share/native/libjli/java.c, args.c; src/hotspot/share/runtime/arguments.cpp (parse_options_buffer)";
    private const string HeapSource =
        "openjdk src/hotspot/share/runtime/arguments.cpp (Arguments::set_heap_size); gc/shared/gcArguments.cpp (initialize_heap_flags_and_sizes)";

    /// <summary>Its options, its heap, what comes beside it.</summary>
    public static IEnumerable<ExplainedStep> Of(ContainerFacts container, JvmFacts jvm)
    {
        yield return new("The JVM and its options", [.. Options(jvm)], OptionSource);
        if (jvm.Starts == false || jvm.MaxHeapBytes is not { } heap || jvm.Certainty == RuntimeCertainty.Unknown)
            yield break;
        yield return new("The largest heap", [.. Heap(container, jvm, heap)], jvm.HeapBy?.Source ?? HeapSource);
    }

    private static IEnumerable<string> Options(JvmFacts jvm)
    {
        foreach (
            string line in ExplainedRuntime.Head(
                $"Java {jvm.Version.ToString(CultureInfo.InvariantCulture)}",
                jvm,
                ", --java-version tells another"
            )
        )
            yield return line;
        foreach (var setting in jvm.Settings.OrderBy(s => s.Name, StringComparer.Ordinal))
        {
            string bytes = setting.Size is { } size ? $" = {size.ToString(CultureInfo.InvariantCulture)}" : "";
            yield return $"{setting.Word.Text} from {setting.From}{ExplainedRuntime.At(setting.Word)}: {setting.Name} = {setting.Value}{bytes}";
        }
        foreach (var ignored in jvm.Ignored)
            yield return $"{ignored.Text} from {ignored.From}{ExplainedRuntime.At(ignored.Word)} is ignored: {ignored.Reason}";
        if (jvm.Settings.IsEmpty && jvm.Certainty != RuntimeCertainty.Unknown)
            yield return "no option that is known here";
        foreach (string line in ExplainedRuntime.Failure(jvm, jvm.FailedAt?.Word.Text))
            yield return line;
    }

    private static IEnumerable<string> Heap(ContainerFacts container, JvmFacts jvm, long heap)
    {
        string bytes = ExplainedRuntime.Bytes(heap);
        string why =
            jvm.HeapSource is { } set ? set.Word.Text
            : jvm.HeapOrigin == JvmHeapOrigin.ImageDefault ? "as the image's start script says"
            : "the JVM's own share, since no option says otherwise";
        if (jvm.HeapBy is { } by)
            yield return $"{ExplainedRuntime.Computed("heap", by)}; {why}";
        else
            yield return jvm.HeapOrigin switch
            {
                JvmHeapOrigin.Explicit => $"heap = {why} = {bytes}",
                JvmHeapOrigin.InitialRaisesMax => $"heap = the initial heap {why}, which is larger = {bytes}",
                JvmHeapOrigin.ImageDefault => $"heap = {bytes}, as the image's start script says",
                _ => $"heap = {bytes}; {why}",
            };
        if (jvm.ProcessCount > 1 && jvm.TotalMaxHeapBytes is { } total)
            yield return $"{jvm.ProcessCount.ToString(CultureInfo.InvariantCulture)} JVMs run side by side, with heaps of {ExplainedAmounts.Number(total)} bytes in all";
        foreach (string line in ExplainedRuntime.ShareOfLimit(container, heap))
            yield return line;
        if (jvm.Collector is { } collector)
            yield return $"collector {collector}";
    }
}
