using System.Collections.Immutable;
using System.Globalization;
using ManifestLint.Amounts;
using ManifestLint.Facts;
using ManifestLint.Quantities;

namespace ManifestLint.Explaining;

/// <summary>Explains the class of a pod and the scores of its containers.</summary>
internal static class ExplainedQos
{
    private const string ClassSource = "kubernetes pkg/apis/core/v1/helper/qos/qos.go (ComputePodQOS)";
    private const string ScoreSource = "kubernetes pkg/kubelet/qos/policy.go (GetContainerOOMScoreAdjust)";

    /// <summary>The pod's class and what keeps it from a better one.</summary>
    public static ExplainedStep Class(PodFacts pod)
    {
        var lines = ImmutableArray.CreateBuilder<string>();
        switch (pod.QosComputed)
        {
            case QosClass.Guaranteed:
                lines.Add("Guaranteed: every container has a cpu and a memory limit, and requests that equal them");
                break;
            case QosClass.BestEffort:
                lines.Add("BestEffort: no container has a cpu or memory request or limit above 0");
                break;
            case QosClass.Burstable:
                lines.Add(
                    "Burstable: something is requested or limited, but not cpu and memory of every container with requests equal to the limits"
                );
                foreach (var blocker in pod.QosBlockers)
                {
                    string whose =
                        blocker.Injected is { } injected ? $"{injected.Name}, which {injected.Injector} injects: "
                        : blocker.Container is { } container ? $"{container.Name ?? "-"}: "
                        : "";
                    lines.Add($"in the way: {whose}{blocker} ({ExplainedAmounts.Line(blocker.Location)})");
                }
                break;
            default:
                lines.Add("cannot be known: it hangs on a value that the text does not tell");
                break;
        }
        if (pod.Qos is { } stored && stored != pod.QosComputed)
            lines.Add($"the object's status says {stored}, and that is what the kubelet goes by");
        return new("QoS class of the pod", lines.DrainToImmutable(), ClassSource);
    }

    /// <summary>The container's score, computed with its numbers.</summary>
    public static ExplainedStep Score(PodFacts pod, ContainerFacts container) =>
        new("oom_score_adj", [.. Lines(pod, container)], ScoreSource);

    private static IEnumerable<string> Lines(PodFacts pod, ContainerFacts container)
    {
        if (container.OomScore is not { } score)
        {
            yield return "none: the pod runs on Windows, whose kernel knows no oom_score_adj";
            yield break;
        }
        string shown = score.Value?.ToString(CultureInfo.InvariantCulture) ?? "?";
        switch (score.Reason)
        {
            case OomScoreReason.NodeCritical:
                yield return $"{shown}: the pod is critical to its node (system-node-critical)";
                break;
            case OomScoreReason.Guaranteed:
                yield return $"{shown}, as every Guaranteed container: the last to be killed when the node runs out of memory";
                break;
            case OomScoreReason.BestEffort:
                yield return $"{shown}, as every BestEffort container: at equal usage the first to be killed when the node runs out of memory";
                break;
            case OomScoreReason.Burstable when score.Terms is { } terms:
                foreach (string line in Burstable(pod, terms, shown))
                    yield return line;
                break;
            default:
                yield return pod.IsAboveAssumedNode
                    ? "cannot be known: the pod requests more memory than the assumed node has (--node-memory)"
                    : "cannot be known: it hangs on a value that the text does not tell";
                break;
        }
    }

    private static IEnumerable<string> Burstable(PodFacts pod, OomScoreTerms terms, string shown)
    {
        Int128 node = pod.Assumptions.NodeMemoryBytes;
        string size = new ByteSize(pod.Assumptions.NodeMemoryBytes).ToString();
        bool shares = terms.Remainder != 0;
        yield return $"1000 - 1000 × {(shares ? "(memory request + share of the pod's)" : "memory request")} ÷ memory of the node, the quotient rounded towards 0";
        yield return Sum(terms.Request, terms.Remainder, node);
        if (terms.SmallestRegular is { } smallest)
        {
            yield return "a sidecar scores no higher than the regular container with the smallest request:";
            yield return Sum(smallest, terms.Remainder, node);
        }
        yield return $"kept between 3 and 999: {shown}";
        yield return pod.Assumptions.NodeIsConfigured
            ? $"on a node with {size} of memory, as configured"
            : $"assumed a node with {size} of memory (--node-memory)";
    }

    private static string Sum(Int128 request, Int128 remainder, Int128 node)
    {
        string bytes =
            remainder == 0
                ? request.ToString(CultureInfo.InvariantCulture)
                : $"({request.ToString(CultureInfo.InvariantCulture)} + {remainder.ToString(CultureInfo.InvariantCulture)})";
        Int128 quotient = 1000 * (request + remainder) / node;
        return $"= 1000 - 1000 × {bytes} ÷ {node.ToString(CultureInfo.InvariantCulture)} = 1000 - {quotient.ToString(CultureInfo.InvariantCulture)} = {(1000 - quotient).ToString(CultureInfo.InvariantCulture)}";
    }
}
