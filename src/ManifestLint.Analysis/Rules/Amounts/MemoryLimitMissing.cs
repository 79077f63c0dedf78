using ManifestLint.Facts;
using ManifestLint.Findings;
using ManifestLint.Manifests;

namespace ManifestLint.Rules.Amounts;

/// <summary>ML1001 memory-limit-missing.</summary>
public sealed class MemoryLimitMissing() : ContainerRule("ML1001")
{
    /// <inheritdoc/>
    public override IEnumerable<Finding> Check(ContainerFacts container, PodFacts pod)
    {
        if (pod.AbsenceSaysNothing || container.Spec.Type == ContainerType.Ephemeral || !container.MemoryLimit.IsNone)
            yield break;
        var limit = container.Spec.MemoryLimit;
        string subject = Describe.Container(container.Spec);
        var statement =
            container.MemoryLimit.IsKnown
                ? Statement.Of(
                    $"memory limit {Describe.MemoryLimit(container)} means no limit for {subject}",
                    so: "it can take all memory of the node"
                )
            : container.MemoryRequest.IsNone
                ? Statement.Of(
                    $"{subject} has no memory limit and no memory request",
                    so: "it can take all memory of the node, and none is set aside for it"
                )
            : Statement.Of($"{subject} has no memory limit", so: "it can grow until the node runs out of memory");
        yield return At(container, limit, statement) with
        {
            Severity = Describe.Absence(pod, container.Spec),
        };
    }
}
