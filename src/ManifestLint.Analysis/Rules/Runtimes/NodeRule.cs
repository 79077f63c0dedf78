using ManifestLint.Evidence;
using ManifestLint.Facts;
using ManifestLint.Findings;
using ManifestLint.Manifests;
using ManifestLint.Runtimes.Node;

namespace ManifestLint.Rules.Runtimes;

/// <summary>What the rules about Node.js share: whom they judge, and how they speak of a heap.</summary>
public abstract class NodeRule : RuntimeRule
{
    private protected NodeRule(string id)
        : base(id) { }

    /// <inheritdoc/>
    public sealed override IEnumerable<Finding> Check(ContainerFacts container, PodFacts pod) =>
        container.NodeJs is { Certainty: not RuntimeCertainty.Unknown } node && pod.Workload.Completeness != Completeness.Patch
            ? Check(node, container, pod).Select(Weighed)
            : [];

    private protected abstract IEnumerable<Finding> Check(NodeFacts node, ContainerFacts container, PodFacts pod);
}
