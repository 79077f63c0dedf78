using System.Globalization;
using ManifestLint.Evidence;
using ManifestLint.Facts;
using ManifestLint.Reading;
using ManifestLint.Runtimes;

namespace ManifestLint.Explaining;

/// <summary>Explains the Go runtime.</summary>
internal static class ExplainedGo
{
    /// <summary>Its variables; a soft limit is a demand.</summary>
    public static IEnumerable<ExplainedStep> Of(GoFacts go)
    {
        yield return new("The Go runtime and its variables", [.. Variables(go)], GoRuntime.Source);
        if (go.Starts == false || go.Certainty == RuntimeCertainty.Unknown)
            yield break;
        if (go.IsUnlimited)
            yield return new(
                "The soft memory limit",
                ["none: the collector runs by GOGC alone, whatever the container's limit"],
                GoRuntime.Source
            );
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
        foreach (string line in ExplainedRuntime.Failure(go, go.LimitSource is { } at ? $"{at.Name}={SecretText.Of(at.Word)}" : null))
            yield return line;
    }
}
