using System.Globalization;
using ManifestLint.Facts;
using ManifestLint.Findings;
using ManifestLint.Manifests;
using ManifestLint.Yaml;

namespace ManifestLint.Rules.Observed;

/// <summary>What the rules about live containers share: words and places.</summary>
public abstract class ObservedContainerRule : ContainerRule
{
    private protected ObservedContainerRule(string id)
        : base(id) { }

    /// <inheritdoc/>
    public override bool NeedsStatus => true;

    /// <summary><c> (exit code 137, 14 restarts)</c>; empty where neither is known.</summary>
    private protected static string Brackets(ContainerEnd end, ContainerStatus status)
    {
        var parts = new List<string>();
        if (end.ExitCode is { } code)
            parts.Add($"exit code {code}");
        if (Count(status) is { } restarts)
            parts.Add(restarts);
        return parts.Count == 0 ? "" : $" ({string.Join(", ", parts)})";
    }

    /// <summary><c> (14 restarts)</c>; empty where there was none.</summary>
    private protected static string Restarts(ContainerStatus status) => Count(status) is { } restarts ? $" ({restarts})" : "";

    private static string? Count(ContainerStatus status) =>
        status.Restarts is not (> 0 and var restarts) ? null
        : restarts == 1 ? "1 restart"
        : $"{restarts} restarts";

    /// <summary><c> after 41 s</c>: a start that does not fit and a leak read differently. Empty where it is not known.</summary>
    private protected static string After(ContainerEnd end) => end.Lifetime is { } lifetime ? $" after {LiveTimes.Duration(lifetime)}" : "";

    /// <summary>Where the status tells it.</summary>
    private protected static Observation Seen(ContainerEnd end, ContainerStatus status, PodFacts pod) =>
        new(end.Location, LiveTimes.Seen(pod, end, Count(status)), status.Restarts ?? 0);
}

/// <summary>What the rules about live pods share.</summary>
public abstract class ObservedPodRule : PodRule
{
    private protected ObservedPodRule(string id)
        : base(id) { }

    /// <inheritdoc/>
    public override bool NeedsStatus => true;

    /// <summary>What to point at for a pod as a whole: its name, else its first key.</summary>
    private protected static (YamlNode Node, YamlPath Path) NameOf(PodFacts pod) => pod.Workload.Manifest.NamePlace;

    /// <summary><c>pod ops/cache-0</c>.</summary>
    private protected static string TitleOf(PodFacts pod) =>
        pod.Workload.Manifest is not { Name: { } name } manifest ? "the pod"
        : manifest.Namespace is { } space ? $"pod {space}/{name}"
        : $"pod {name}";
}

/// <summary>How the times of a status are told. Only what it holds: no clock is looked at.</summary>
internal static class LiveTimes
{
    /// <summary>Which pod it was, how long a container of it lived and when that died: <c>in pod web-0: lived 41 s, died 2026-11-20T10:12:03Z</c>.</summary>
    public static string Seen(PodFacts pod, ContainerEnd? end, string? restarts = null)
    {
        string place = pod.Workload.Manifest.Name is { } name ? $"in pod {name}" : "observed here";
        string[] times =
        [
            .. end?.Lifetime is { } lifetime ? [$"lived {Duration(lifetime)}"] : Array.Empty<string>(),
            .. end?.Finished is { } died
                ? [$"died {died.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture)}"]
                : Array.Empty<string>(),
            .. restarts is null ? Array.Empty<string>() : [restarts],
        ];
        return times.Length == 0 ? place : $"{place}: {string.Join(", ", times)}";
    }

    /// <summary>The two largest units: <c>41 s</c>, <c>3 min 20 s</c>, <c>5 h 12 min</c>, <c>9 d 4 h</c>.</summary>
    public static string Duration(TimeSpan time)
    {
        (int Count, string Unit)[] parts = [((int)time.TotalDays, "d"), (time.Hours, "h"), (time.Minutes, "min"), (time.Seconds, "s")];
        int first = Array.FindIndex(parts, p => p.Count > 0);
        return first < 0
            ? "less than 1 s"
            : string.Join(' ', parts.Skip(first).Take(2).Where(p => p.Count > 0).Select(p => $"{p.Count} {p.Unit}"));
    }
}
