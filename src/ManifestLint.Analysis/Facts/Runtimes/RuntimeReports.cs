using System.Globalization;

namespace ManifestLint.Facts.Runtimes;

/// <summary>Runtimes as <c>inspect</c> shows them (contracts C3).</summary>
internal static class RuntimeReports
{
    /// <summary>The runtime of a container; null if none is recognised.</summary>
    public static RuntimeReport? RuntimeOf(ContainerFacts container) => container.Jvm is { } jvm ? Of(jvm) : null;

    /// <summary>The budget of a container's runtime; null if there is none or its heap is not known.</summary>
    public static BudgetReport? BudgetOf(ContainerFacts container)
    {
        if (container.Jvm is not { Budget.IsEmpty: false } jvm) return null;
        Int128 caps = 0, all = 0;
        foreach (var line in jvm.Budget)
        {
            all += line.Bytes;
            if (line.IsCap) caps += line.Bytes;
        }
        return new BudgetReport(
            [.. jvm.Budget.Select(l => new BudgetLineReport(l.What, l.Bytes, l.IsCap, l.From))], Fit(caps), Fit(all),
            container.MemoryMax.Bytes is { } limit ? Fit(limit - all) : null);
    }

    private static RuntimeReport Of(JvmFacts jvm)
    {
        bool isKnown = jvm.Certainty != RuntimeCertainty.Unknown;
        return new RuntimeReport(
            "jvm", jvm.Version.ToString(CultureInfo.InvariantCulture), jvm.VersionFrom, jvm.Certainty.ToString().ToLowerInvariant(),
            jvm.Starts, jvm.Failure,
            [
                new("maxHeapBytes", new(isKnown ? jvm.MaxHeapBytes : null)), new("totalMaxHeapBytes", new(isKnown ? jvm.TotalMaxHeapBytes : null)),
                new("initialHeapBytes", new(isKnown ? jvm.InitialHeapBytes : null)), new("gc", new(null, jvm.Collector)),
            ],
            SourceOf(jvm.FailedAt ?? jvm.HeapSource));
    }

    private static ReportedSource? SourceOf(JvmSetting? setting)
    {
        if (setting is null || WordPlace.Of(setting.Word) is not { } place) return null;
        return new ReportedSource(setting.Word.Text, setting.From, place.Start.Line, place.Start.Column);
    }

    private static long? Fit(Int128 bytes) => bytes >= long.MinValue && bytes <= long.MaxValue ? (long)bytes : null;
}
