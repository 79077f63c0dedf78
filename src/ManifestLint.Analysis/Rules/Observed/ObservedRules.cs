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

    /// <summary><c>(exit code 137, 14 restarts)</c>.</summary>
    private protected static string Brackets(ContainerEnd end, ContainerStatus status)
    {
        var parts = new List<string>();
        if (end.ExitCode is { } code)
            parts.Add($"exit code {code}");
        if (status.Restarts is { } restarts and > 0)
            parts.Add(restarts == 1 ? "1 restart" : $"{restarts} restarts");
        return parts.Count == 0 ? "" : $" ({string.Join(", ", parts)})";
    }

    /// <summary>Where the status tells it.</summary>
    private protected static Observation Seen(ContainerEnd end, ContainerStatus status, PodFacts pod) =>
        new(end.Location, PodName(pod) is { } name ? $"in pod {name}" : "observed here", status.Restarts ?? 0);

    /// <summary>The name of a live pod, or null.</summary>
    internal static string? PodName(PodFacts pod) => pod.Workload.Manifest.Name;
}

/// <summary>What the rules about live pods share.</summary>
public abstract class ObservedPodRule : PodRule
{
    private protected ObservedPodRule(string id)
        : base(id) { }

    /// <inheritdoc/>
    public override bool NeedsStatus => true;

    /// <summary>What to point at for a pod as a whole: its name, else its first key.</summary>
    private protected static (YamlNode Node, string Path) NameOf(PodFacts pod) => pod.Workload.Manifest.NamePlace;
}
