using ManifestLint.Facts;
using ManifestLint.Findings;
using ManifestLint.Manifests;

namespace ManifestLint.Rules;

/// <summary>What statements rest on beside the text, in the words that reports show. Null where somebody has told it, so that nothing is assumed.</summary>
internal static class Assume
{
    /// <summary>The node's memory; null if it is configured.</summary>
    public static Assumption? NodeMemory(PodFacts pod) =>
        pod.Assumptions.NodeIsConfigured
            ? null
            : new(AssumptionKind.Node, $"a node with {new ByteSize(pod.Assumptions.NodeMemoryBytes)} of memory (--node-memory)");

    /// <summary>The version of Kubernetes; null if it is configured.</summary>
    public static Assumption? Kubernetes(PodFacts pod) =>
        pod.Assumptions.KubernetesVersionIsConfigured
            ? null
            : new(AssumptionKind.KubernetesVersion, $"Kubernetes {pod.Assumptions.KubernetesVersion} (--kubernetes-version)");
}
