using ManifestLint.Cluster;
using ManifestLint.Manifests;

namespace ManifestLint.Amounts;

/// <summary>The numbers that a Burstable container's score is made of, in bytes.</summary>
/// <param name="Request">Its memory request.</param>
/// <param name="Remainder">Its part of what a pod-level request leaves over (OOM-7); 0 without one.</param>
/// <param name="SmallestRegular">For a sidecar the smallest request of a regular container, whose score it never exceeds; else null.</param>
public readonly record struct OomScoreTerms(Int128 Request, Int128 Remainder, Int128? SmallestRegular);

/// <summary>What a score follows from.</summary>
public enum OomScoreReason
{
    /// <summary>Something that the text does not tell.</summary>
    Unknown,

    /// <summary>The pod is critical to its node (OOM-1).</summary>
    NodeCritical,

    /// <summary>The pod is Guaranteed.</summary>
    Guaranteed,

    /// <summary>The pod is BestEffort.</summary>
    BestEffort,

    /// <summary>The pod is Burstable: requests and the node's memory decide.</summary>
    Burstable,
}

/// <summary>A score and how it comes about.</summary>
/// <param name="Reason">What it follows from.</param>
/// <param name="Value">The score; null if it cannot be known.</param>
/// <param name="Terms">What it is computed of; null unless the reason is <see cref="OomScoreReason.Burstable"/>.</param>
public sealed record OomScore(OomScoreReason Reason, int? Value, OomScoreTerms? Terms = null);

/// <summary>
/// The <c>oom_score_adj</c> that the kubelet gives a container: −997, 1000, or 3 to 999. Source: kubernetes v1.36 pkg/kubelet/qos/policy.go
/// (GetContainerOOMScoreAdjust) and helpers.go; kubernetes-memory.md §8.
/// </summary>
public static class OomScoreAdj
{
    /// <summary>Guaranteed and node-critical pods.</summary>
    public const int Guaranteed = -997;

    /// <summary>BestEffort pods.</summary>
    public const int BestEffort = 1000;

    /// <summary>The lowest score of a Burstable container; its highest is 999.</summary>
    public const int BurstableMinimum = 3;

    /// <summary>The score of one container.</summary>
    /// <param name="pod">The pod after defaulting.</param>
    /// <param name="container">One of its containers.</param>
    /// <param name="qos">The class in force; null if unknown.</param>
    /// <param name="nodeCritical">Whether the pod is critical to the node (OOM-1); null if unknown.</param>
    /// <param name="nodeMemoryBytes">The node's memory capacity in bytes, above zero; null if nothing can be said about it.</param>
    /// <param name="gates">The feature gates.</param>
    public static OomScore Compute(
        PodAmounts pod,
        ContainerAmounts container,
        QosClass? qos,
        bool? nodeCritical,
        long? nodeMemoryBytes,
        FeatureGates gates
    )
    {
        if (nodeCritical is true)
            return new(OomScoreReason.NodeCritical, Guaranteed);
        if (qos == QosClass.Guaranteed)
            return new(OomScoreReason.Guaranteed, Guaranteed);
        if (nodeCritical is null || qos is null)
            return new(OomScoreReason.Unknown, null);
        if (qos == QosClass.BestEffort)
            return new(OomScoreReason.BestEffort, BestEffort);
        if (nodeMemoryBytes is not { } node || TermsOf(pod, container, gates) is not { } terms)
            return new(OomScoreReason.Unknown, null);
        Int128 score = Score(terms.Request + terms.Remainder, node);
        if (terms.SmallestRegular is { } smallest)
            score = Int128.Min(score, Score(smallest + terms.Remainder, node));
        int kept = (int)(
            score < BurstableMinimum ? BurstableMinimum
            : score == BestEffort ? BestEffort - 1
            : score
        );
        return new(OomScoreReason.Burstable, kept, terms);
    }

    // Null if it hangs on a value that cannot be known.
    private static OomScoreTerms? TermsOf(PodAmounts pod, ContainerAmounts container, FeatureGates gates)
    {
        if (Bytes(container.Requests["memory"]) is not { } request || Remainder(pod) is not { } remainder)
            return null;
        if (container.Type != ContainerType.Sidecar || !gates.SidecarOomScore)
            return new OomScoreTerms(request, remainder, null);
        Int128? smallest = null;
        foreach (var regular in pod.Containers)
        {
            if (Bytes(regular.Requests["memory"]) is not { } bytes)
                return null;
            smallest = smallest is { } known && known < bytes ? known : bytes;
        }
        return new OomScoreTerms(request, remainder, smallest ?? 0);
    }

    // The quotient truncates before the subtraction, so scores round up: 1Gi of 16Gi is 1000 - 62 = 938.
    private static Int128 Score(Int128 bytes, long nodeMemoryBytes) => Int128.Min(BestEffort, 1000 - (1000 * bytes / nodeMemoryBytes));

    // Whole bytes, rounded up; absent is 0.
    private static Int128? Bytes(Amount amount) =>
        amount.State switch
        {
            FieldState.Unknown => null,
            FieldState.Known => amount.Value.Bytes is { } bytes ? (Int128)bytes : null,
            _ => Int128.Zero,
        };

    // What a pod-level request leaves over is spread over all containers, run-to-completion init containers included (OOM-7).
    private static Int128? Remainder(PodAmounts pod)
    {
        if (pod.PodLevel is not { } level || level.Requests["memory"].IsNone)
            return Int128.Zero;
        if (Bytes(level.Requests["memory"]) is not { } asked || Bytes(EffectiveResources.AggregateRequests(pod)["memory"]) is not { } used)
            return null;
        int count = pod.Containers.Length + pod.InitContainers.Length;
        return count == 0 ? Int128.Zero : (asked - used) / count;
    }
}
