using System.Globalization;
using ManifestLint.Evidence;
using ManifestLint.Facts;
using ManifestLint.Runtimes;

namespace ManifestLint.Explaining;

/// <summary>Explains the Go runtime.</summary>
internal static class ExplainedGo
{
    private const string Source = "golang/go src/runtime/mgcpacer.go (readGOMEMLIMIT, readGOGC), src/runtime/string.go (parseByteCount)";

    /// <summary>Its variables and its soft limit.</summary>
    public static IEnumerable<ExplainedStep> Of(ContainerFacts container, GoFacts go)
    {
        yield return new("The Go runtime and its variables", [.. Variables(go)], Source);
        if (go.Starts == false || go.Certainty == RuntimeCertainty.Unknown)
            yield break;
        if (go.MemoryLimitBytes is { } bytes)
            yield return new("The soft memory limit", [.. Limit(container, go, bytes)], go.LimitBy?.Source ?? Source);
        else if (go.IsUnlimited)
            yield return new("The soft memory limit", ["none: the collector runs by GOGC alone, whatever the container's limit"], Source);
    }

    private static IEnumerable<string> Variables(GoFacts go)
    {
        foreach (string line in ExplainedRuntime.Head($"Go 1.{go.Version.ToString(CultureInfo.InvariantCulture)}", go))
            yield return line;
        if (go.LimitSource is { } limit)
            yield return ExplainedRuntime.Setting(limit);
        string collector = go.CollectorSource is { } source ? ExplainedRuntime.Setting(source) : "GOGC is not set";
        if (go.IsCollectorOff)
            yield return $"{collector}: the collector is off, but for a soft memory limit";
        else if (go.CollectorPercent is { } percent)
            yield return $"{collector}: the collector runs when the heap has grown by {percent.ToString(CultureInfo.InvariantCulture)} % of what was alive";
        else if (go.CollectorSource is not null)
            yield return collector;
        foreach (string line in ExplainedRuntime.Failure(go, go.LimitSource is { } at ? $"{at.Name}={at.Word.Text}" : null))
            yield return line;
    }

    private static IEnumerable<string> Limit(ContainerFacts container, GoFacts go, long bytes)
    {
        yield return go.LimitBy is { } by ? ExplainedRuntime.Computed("soft limit", by) : $"soft limit = {ExplainedRuntime.Bytes(bytes)}";
        foreach (string line in ExplainedRuntime.ShareOfLimit(container, bytes))
            yield return line;
        yield return "what the runtime does not manage (cgo, mapped files) does not count against it";
    }
}
