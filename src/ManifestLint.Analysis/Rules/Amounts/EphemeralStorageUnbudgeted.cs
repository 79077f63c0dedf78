using ManifestLint.Amounts;
using ManifestLint.Facts;
using ManifestLint.Findings;
using ManifestLint.Manifests;

namespace ManifestLint.Rules.Amounts;

/// <summary>ML1011 ephemeral-storage-unbudgeted.</summary>
public sealed class EphemeralStorageUnbudgeted() : ContainerRule("ML1011")
{
    /// <inheritdoc/>
    public override IEnumerable<Finding> Check(ContainerFacts container, PodFacts pod) =>
        pod.AbsenceSaysNothing || container.Spec.Type == ContainerType.Ephemeral || container.Spec.IsUnwritten ? [] : Found(container, pod);

    private IEnumerable<Finding> Found(ContainerFacts container, PodFacts pod)
    {
        if (!container.Amounts.Limits["ephemeral-storage"].IsNone || !container.Amounts.Requests["ephemeral-storage"].IsNone)
            yield break;
        yield return At(
            container,
            container.Spec.Resources.Limits["ephemeral-storage"],
            Statement.Of(
                $"{Describe.Container(container.Spec)} has no ephemeral-storage request or limit",
                so: PodPriority.IsNeverEvicted(pod.Workload.Pod)
                    ? "it can fill the node's disk, and other pods are evicted for it"
                    : "its pod is among the first to be evicted when the node's disk fills up"
            )
        );
    }
}
