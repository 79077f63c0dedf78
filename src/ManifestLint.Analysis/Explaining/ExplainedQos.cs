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
        lines.Add(Verdict(pod));
        foreach (var blocker in pod.QosComputed == QosClass.Burstable ? pod.QosBlockers : [])
        {
            string whose =
                blocker.Injected is { } injected ? $"{injected.Name}, which {injected.Injector} injects: "
                : blocker.Container is { } container ? $"{container.Name ?? "-"}: "
                : "";
            lines.Add($"in the way: {whose}{blocker} ({ExplainedAmounts.Line(blocker.Location)})");
        }
        if (pod.Qos is { } stored && stored != pod.QosComputed)
            lines.Add($"the object's status says {stored}, and that is what the kubelet goes by");
        return new("QoS class of the pod", lines.DrainToImmutable(), ClassSource);
    }

    private static string Unknown(PodFacts pod) =>
        pod.QosBasis == QosBasis.UncertainInjection
            ? "cannot be known: an injector may add a container, whose requests and limits the text does not tell"
            : $"cannot be known{ExplainedUnknown.Because(pod, pod.QosUnknown)}";

    private static string Verdict(PodFacts pod) =>
        (pod.QosComputed, pod.QosBasis) switch
        {
            (null, _) => Unknown(pod),
            (QosClass.Guaranteed, QosBasis.Pod) =>
                "Guaranteed: spec.resources has a cpu and a memory limit, and requests that equal them; it decides, not the containers",
            (QosClass.BestEffort, QosBasis.Pod) =>
                "BestEffort: spec.resources has no cpu or memory request or limit above 0; it decides, not the containers",
            (QosClass.Burstable, QosBasis.Pod) =>
                "Burstable: spec.resources requests or limits something, but not cpu and memory with requests equal to the limits; it decides, not the containers",
            (QosClass.Guaranteed, _) => "Guaranteed: every container has a cpu and a memory limit, and requests that equal them",
            (QosClass.BestEffort, _) => "BestEffort: no container has a cpu or memory request or limit above 0",
            _ =>
                "Burstable: something is requested or limited, but not cpu and memory of every container with requests equal to the limits",
        };

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
            case OomScoreReason.UnknownPriority:
                yield return $"cannot be known: it depends on priorityClassName {pod.Workload.Pod.PriorityClassName}";
                break;
            case OomScoreReason.UnknownClass:
                yield return Unknown(pod);
                break;
            case OomScoreReason.UnknownNode:
                yield return "cannot be known: the pod requests more memory than the assumed node has (--node-memory)";
                break;
            default:
                yield return $"cannot be known{ExplainedUnknown.Because(pod, score.Unknown)}";
                break;
        }
    }

    private static IEnumerable<string> Burstable(PodFacts pod, OomScoreTerms terms, string shown)
    {
        if (terms.Remainder is { } rest)
            yield return $"share of the pod's request = (request of the pod - requests of its containers) ÷ containers = ({Plain(rest.Asked)} - {Plain(rest.Used)}) ÷ {Plain(rest.Containers)} = {Plain(rest.Each)} bytes";
        string request = terms.Remainder is null ? "memory request" : "(memory request + share of the pod's request)";
        yield return $"1000 - 1000 × {request} ÷ memory of the node, the quotient rounded towards 0";
        yield return Sum(terms.Own);
        if (terms.SmallestRegular is { } smallest)
        {
            yield return "a sidecar scores no higher than the regular container with the smallest request:";
            yield return Sum(smallest);
        }
        yield return $"kept between {Plain(OomScoreAdj.BurstableMinimum)} and {Plain(OomScoreAdj.BestEffort - 1)}: {shown}";
        string size = pod.Assumptions.NodeMemoryText;
        yield return pod.Assumptions.NodeMemoryGivenBy is { } by
            ? $"on a node with {size} of memory ({by})"
            : $"assumed a node with {size} of memory (--node-memory)";
    }

    private static string Sum(OomShare share)
    {
        string bytes = share.Remainder == 0 ? Plain(share.Request) : $"({Plain(share.Request)} + {Plain(share.Remainder)})";
        return $"= 1000 - 1000 × {bytes} ÷ {Plain(share.NodeBytes)} = 1000 - {Plain(share.Thousandths)} = {Plain(share.Score)}";
    }

    private static string Plain(Int128 number) => number.ToString(CultureInfo.InvariantCulture);
}
