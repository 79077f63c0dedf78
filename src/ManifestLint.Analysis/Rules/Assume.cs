using ManifestLint.Amounts;
using ManifestLint.Evidence;
using ManifestLint.Facts;
using ManifestLint.Findings;
using ManifestLint.Injectors;
using ManifestLint.Manifests;
using ManifestLint.Quantities;
using ManifestLint.Runtimes;

namespace ManifestLint.Rules;

/// <summary>What statements rest on beside the text, in the words that reports show. Null where somebody has told it, so that nothing is assumed.</summary>
internal static class Assume
{
    /// <summary>The node's memory, which is assumed unless it is configured.</summary>
    public static Assumption? NodeMemory(PodFacts pod) =>
        new(
            AssumptionKind.Node,
            $"a node with {pod.Assumptions.NodeMemoryText} of memory ({pod.Assumptions.NodeMemoryGivenBy ?? "--node-memory"})"
        )
        {
            IsGiven = pod.Assumptions.NodeMemoryIsConfigured,
        };

    /// <summary>The version of Kubernetes; null if it is configured.</summary>
    public static Assumption? Kubernetes(PodFacts pod) =>
        pod.Assumptions.KubernetesVersionIsConfigured
            ? null
            : new(AssumptionKind.KubernetesVersion, $"Kubernetes {pod.Assumptions.KubernetesVersion} (--kubernetes-version)");

    /// <summary>The node's memory, if a container's <c>oom_score_adj</c> is computed of it; null if the score is the same on every node.</summary>
    public static Assumption? NodeMemoryOf(ContainerFacts container, PodFacts pod) =>
        container.OomScore is { Reason: OomScoreReason.Burstable } ? NodeMemory(pod) : null;

    /// <summary>
    /// The version of Kubernetes, if a container's <c>oom_score_adj</c> is held to that of the others (OOM-5); null if it is configured or the
    /// score is the same in every version.
    /// </summary>
    public static Assumption? KubernetesOf(ContainerFacts container, PodFacts pod) =>
        container.OomScore?.Terms?.SmallestRegular is not null ? Kubernetes(pod) : null;

    /// <summary>That an injector is installed with its default sizes; null where annotations size what it adds.</summary>
    public static Assumption? DefaultSizes(InjectedContainer container) =>
        container.Sizes.IsEmpty ? new(AssumptionKind.Injection, $"{container.Injector} is installed with its default sizes") : null;

    /// <summary>That an operator's own default is in force, if an amount is one; null if its author wrote it, or the fields that it is computed of.</summary>
    public static Assumption? Operator(ContainerSpec container, TextOrigin? amount) =>
        amount is not TextOrigin.Operator || container.Made is not { } made ? null
        : made.IsComputed
            ? made.LimitsRestOn is { } limits ? new(AssumptionKind.Operator, limits)
                : null
        : new(AssumptionKind.Operator, $"the defaults of {made.Operator}{(made.Release is { } release ? $" {release} and later" : "")}");

    /// <summary>What is usual of all that nobody has bounded: <c>metaspace usually takes 96 MiB, code cache 60 MiB</c>; null if there is nothing of it.</summary>
    public static Assumption? UsualFigures(IEnumerable<MemoryDemand> parts)
    {
        var usual = parts.Where(d => d.Kind == DemandKind.Estimate).Select(d => (d.Name, Size: new ByteSize(d.Bytes).ToHuman())).ToList();
        return usual.Count == 0
            ? null
            : new(
                AssumptionKind.UsualFigure,
                string.Join(", ", usual.Select((d, i) => i == 0 ? $"{d.Name} usually takes {d.Size}" : $"{d.Name} {d.Size}"))
            );
    }

    /// <summary>What the facts of a runtime rest on; null if on nothing.</summary>
    public static Assumption? Runtime(RuntimeAssumption? assumption) =>
        assumption is null ? null : new(assumption.IsOfScript ? AssumptionKind.StartScript : AssumptionKind.Image, assumption.ToString());

    /// <summary>The release of a runtime, where another one may take what this one refuses; null if somebody told it.</summary>
    /// <param name="from">Where the release is from.</param>
    /// <param name="text">The release, and the option that tells another: <c>Java 17 (--java-version)</c>.</param>
    public static Assumption? Release(VersionSource from, string text) =>
        from == VersionSource.Default ? new(AssumptionKind.Release, text) : null;
}
