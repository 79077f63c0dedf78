using ManifestLint.Amounts;
using ManifestLint.Cluster;
using ManifestLint.Facts;
using ManifestLint.Findings;
using ManifestLint.Manifests;
using ManifestLint.Neighbours;

namespace ManifestLint.Rules.Observed;

/// <summary>ML6004 qos-class-differs.</summary>
public sealed class QosClassDiffers() : ObservedPodRule("ML6004")
{
    /// <inheritdoc/>
    public override IEnumerable<Finding> Check(PodFacts pod)
    {
        // Pod-level resources decide the class only from some release on, and the cluster's is not known.
        if (pod.Status is not { } status || pod.Qos is not { } stored || pod.Workload.Pod.Resources.Entry is not null)
            yield break;
        if (SpecClass(pod) is not { } computed || computed == stored || status.Node["qosClass"] is not { } at)
            yield break;
        var (node, path) = NameOf(pod);
        yield return At(
            node,
            path,
            Statement.Of(
                $"{TitleOf(pod)} is {stored} by its status and {computed} by its spec",
                $"{stored} counts for this pod and {computed} for the next one from this spec"
            ) with
            {
                Cause = "a pod keeps the class that it was created with, and this is not the spec that it was created from",
            }
        ) with
        {
            Observed = new Observation(at.Location, LiveTimes.Seen(pod, null), 0),
        };
    }

    // A live pod holds what defaulting, LimitRanges and injectors gave it; a LimitRange of today says nothing about the day it was created.
    private static QosClass? SpecClass(PodFacts pod)
    {
        if (pod.Workload.Completeness != Completeness.Complete)
            return null;
        var gates = FeatureGates.Of(pod.Assumptions.KubernetesVersion);
        return ManifestLint.Amounts.Qos.Compute(
            Defaulting.ApplyLate(Defaulting.Apply(PodAmounts.Read(pod.Workload.Pod, gates).WithoutNegatives(), gates), gates),
            gates
        );
    }
}
