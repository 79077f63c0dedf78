using System.Collections.Immutable;
using ManifestLint.Cluster;
using ManifestLint.Manifests;

namespace ManifestLint.Amounts;

/// <summary>1000, less the share of the node that a request is, in thousandths.</summary>
/// <param name="Request">A memory request in bytes.</param>
/// <param name="Remainder">A container's part of what a pod-level request leaves over (OOM-7), in bytes; 0 without one.</param>
/// <param name="NodeBytes">The node's memory capacity.</param>
public readonly record struct OomShare(Int128 Request, Int128 Remainder, Int128 NodeBytes)
{
    /// <summary>The thousandths, cut off towards 0 before the subtraction, so that scores round up: 1Gi of 16Gi is 1000 - 62 = 938.</summary>
    public Int128 Thousandths => 1000 * (Request + Remainder) / NodeBytes;

    /// <summary>The score, before it is kept within the bounds of a Burstable container.</summary>
    public Int128 Score => 1000 - Thousandths;
}

/// <summary>What a pod-level request leaves over, spread over all containers, run-to-completion init containers included (OOM-7).</summary>
/// <param name="Asked">The pod-level request in bytes.</param>
/// <param name="Used">What the containers request together.</param>
/// <param name="Containers">How many share the rest; at least 1.</param>
public readonly record struct OomRemainder(Int128 Asked, Int128 Used, int Containers)
{
    /// <summary>The part of one, in bytes.</summary>
    public Int128 Each => (Asked - Used) / Containers;
}

/// <summary>How a Burstable container's score is computed.</summary>
/// <param name="Own">By its own request.</param>
/// <param name="SmallestRegular">For a sidecar by the smallest request of a regular container, whose score it never exceeds; else null.</param>
/// <param name="Remainder">What a pod-level request adds to each; null without one.</param>
public sealed record OomScoreTerms(OomShare Own, OomShare? SmallestRegular, OomRemainder? Remainder);

/// <summary>What a score follows from.</summary>
public enum OomScoreReason
{
    /// <summary>Nobody knows whether the pod is critical to its node.</summary>
    UnknownPriority,

    /// <summary>Nobody knows its class.</summary>
    UnknownClass,

    /// <summary>Nothing can be said about the node.</summary>
    UnknownNode,

    /// <summary>A request that counts cannot be known.</summary>
    UnknownRequest,

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
public sealed record OomScore(OomScoreReason Reason, int? Value, OomScoreTerms? Terms = null)
{
    /// <summary>The requests that make it unknown; empty for any other reason.</summary>
    public ImmutableArray<UnknownAmount> Unknown { get; init; } = [];
}

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
        if (nodeCritical is null)
            return new(OomScoreReason.UnknownPriority, null);
        if (qos is null)
            return new(OomScoreReason.UnknownClass, null);
        if (qos == QosClass.BestEffort)
            return new(OomScoreReason.BestEffort, BestEffort);
        if (nodeMemoryBytes is not { } node)
            return new(OomScoreReason.UnknownNode, null);
        if (TermsOf(pod, container, node, gates) is not { } terms)
            return new(OomScoreReason.UnknownRequest, null) { Unknown = UnknownOf(pod, container, gates) };
        var score = terms.SmallestRegular is { } smallest ? Int128.Min(terms.Own.Score, smallest.Score) : terms.Own.Score;
        return new(OomScoreReason.Burstable, (int)Int128.Clamp(score, BurstableMinimum, BestEffort - 1), terms);
    }

    // Null if it depends on a value that cannot be known.
    private static OomScoreTerms? TermsOf(PodAmounts pod, ContainerAmounts container, long node, FeatureGates gates)
    {
        if (Bytes(container.Requests["memory"]) is not { } request || !TryRemainder(pod, out var rest))
            return null;
        var each = rest?.Each ?? Int128.Zero;
        var own = new OomShare(request, each, node);
        if (container.Type != ContainerType.Sidecar || !gates.SidecarOomScore)
            return new OomScoreTerms(own, null, rest);
        Int128? smallest = null;
        foreach (var regular in pod.Containers)
        {
            if (Bytes(regular.Requests["memory"]) is not { } bytes)
                return null;
            smallest = smallest is { } known && known < bytes ? known : bytes;
        }
        return new OomScoreTerms(own, new OomShare(smallest ?? 0, each, node), rest);
    }

    // Of all that TermsOf asks for.
    private static ImmutableArray<UnknownAmount> UnknownOf(PodAmounts pod, ContainerAmounts container, FeatureGates gates)
    {
        IEnumerable<ContainerAmounts> asked =
            container.Type == ContainerType.Sidecar && gates.SidecarOomScore ? pod.Containers.Prepend(container) : [container];
        var unknown = asked.Where(c => c.Requests["memory"].IsUnknown).Select(c => new UnknownAmount(c, IsLimit: false, "memory"));
        if (pod.PodLevel is { } level && !level.Requests["memory"].IsNone)
        {
            if (level.Requests["memory"].IsUnknown)
                unknown = unknown.Append(new UnknownAmount(null, IsLimit: false, "memory"));
            unknown = unknown.Concat(EffectiveResources.Requests(pod, excludeOverhead: true, skipPodLevel: true).Unknown("memory"));
        }
        return [.. unknown.Distinct()];
    }

    // Whole bytes, rounded up; absent is 0.
    private static Int128? Bytes(Amount amount) =>
        amount.State switch
        {
            FieldState.Unknown => null,
            FieldState.Known => amount.Value.Bytes is { } bytes ? (Int128)bytes : null,
            _ => Int128.Zero,
        };

    // Null without a pod-level request; false if it depends on a value that cannot be known.
    private static bool TryRemainder(PodAmounts pod, out OomRemainder? remainder)
    {
        remainder = null;
        int count = pod.Containers.Length + pod.InitContainers.Length;
        if (pod.PodLevel is not { } level || level.Requests["memory"].IsNone || count == 0)
            return true;
        if (Bytes(level.Requests["memory"]) is not { } asked || Bytes(EffectiveResources.AggregateRequests(pod)["memory"]) is not { } used)
            return false;
        remainder = new(asked, used, count);
        return true;
    }
}
