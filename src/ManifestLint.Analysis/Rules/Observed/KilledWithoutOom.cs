using ManifestLint.Facts;
using ManifestLint.Findings;
using ManifestLint.Manifests;

namespace ManifestLint.Rules.Observed;

/// <summary>ML6002 killed-without-oom.</summary>
public sealed class KilledWithoutOom() : ObservedContainerRule("ML6002")
{
    // 128 + 9, SIGKILL.
    private const int Killed = 137;

    /// <inheritdoc/>
    public override IEnumerable<Finding> Check(ContainerFacts container, PodFacts pod)
    {
        // A sidecar of a pod that did its work is ended like that.
        if (pod.Status?.Phase == "Succeeded" || container.Status is not { } status || ContainerOomKilled.KilledEnd(status) is not null)
            yield break;
        var end = new[] { status.State, status.LastState }.FirstOrDefault(e => e?.ExitCode == Killed);
        if (end is null)
            yield break;
        yield return At(
            container.Spec.NameNode,
            FieldPath.Append(container.Spec.Path, "name"),
            $"{Describe.Container(container.Spec)} was killed{Brackets(end, status)}, but not for its memory as far as its runtime saw: {Reason(end, container, pod)}"
        ) with
        {
            Container = container.Spec.Name,
            Observed = Seen(end, status, pod),
        };
    }

    // kubernetes-memory.md ST-3, what is written down before what is likely.
    private static string Reason(ContainerEnd end, ContainerFacts container, PodFacts pod)
    {
        var spec = pod.Workload.Pod.Node;
        string grace = $"the {FieldReading.Integer(spec["terminationGracePeriodSeconds"]) ?? 30} seconds of its grace period";
        if (end.Reason == "ContainerStatusUnknown")
            return "the kubelet lost sight of it, which the code stands for, as after a restart of the node";
        if (pod.Status?.Reason is "Terminated" or "NodeShutdown" or "Shutdown")
            return "its node was shut down";
        if (pod.Workload.Manifest.Metadata?.TextAt("deletionTimestamp") is not null)
            return $"its pod is being deleted, and it did not end within {grace}";
        string? probe =
            container.Spec.Node.Find("livenessProbe") is not null ? "liveness"
            : container.Spec.Node.Find("startupProbe") is not null ? "startup"
            : null;
        return probe is not null
            ? $"most likely its {probe} probe failed and it did not end within {grace}"
            : "somebody or something sent SIGKILL, such as an OOM daemon of the node, or the runtime missed an OOM kill; the kernel log of the node knows";
    }
}
