using ManifestLint.Facts;
using ManifestLint.Findings;
using ManifestLint.Manifests;

namespace ManifestLint.Rules.Observed;

/// <summary>ML6002 killed-without-oom.</summary>
public sealed class KilledWithoutOom() : ObservedContainerRule("ML6002")
{
    // 128 + 9, SIGKILL.
    private const int Killed = 137;

    // kubernetes-memory.md ST-3, what is written down before what is likely.
    private enum Killer
    {
        LostByKubelet,
        NodeShutdown,
        Deletion,
        LivenessProbe,
        StartupProbe,
        Unknown,
    }

    /// <inheritdoc/>
    public override IEnumerable<Finding> Check(ContainerFacts container, PodFacts pod)
    {
        // A sidecar of a pod that did its work is ended like that.
        if (pod.Status?.Phase == "Succeeded" || container.Status is not { } status || ContainerOomKilled.KilledEnd(status) is not null)
            yield break;
        var end = new[] { status.State, status.LastState }.FirstOrDefault(e => e?.ExitCode == Killed);
        if (end is null)
            yield break;
        var killer = KillerOf(end, container, pod);
        var statement =
            killer == Killer.LostByKubelet
                ? Statement.Of(
                    $"{Describe.Container(container.Spec)} was lost: the kubelet could not find it and recorded exit code {Killed}{Restarts(status)}"
                )
                : Statement.OfMore(
                    $"{Describe.Container(container.Spec)} was killed{After(end)}{Brackets(end, status)}",
                    " but the container runtime saw no OOM kill",
                    "the container runtime saw no OOM kill",
                    so: null
                );
        yield return At(container.Spec.NameNode, container.Spec.Path.Key("name"), statement.Because(Text(killer, container, pod))) with
        {
            Container = container.Spec.Name,
            Remedy = killer is Killer.Deletion or Killer.LivenessProbe or Killer.StartupProbe ? MoreTime(killer, container, pod) : null,
            Observed = Seen(end, status, pod),
        };
    }

    private static Killer KillerOf(ContainerEnd end, ContainerFacts container, PodFacts pod) =>
        end.Reason == "ContainerStatusUnknown" ? Killer.LostByKubelet
        : pod.Status?.Reason is "Terminated" or "NodeShutdown" or "Shutdown" ? Killer.NodeShutdown
        : pod.Workload.Manifest.Metadata?.TextAt("deletionTimestamp") is not null ? Killer.Deletion
        : container.Spec.Node.Find("livenessProbe") is not null ? Killer.LivenessProbe
        : container.Spec.Node.Find("startupProbe") is not null ? Killer.StartupProbe
        : Killer.Unknown;

    private const string GracePeriod = "terminationGracePeriodSeconds";
    private const long UsualGrace = 30;

    private static Remedy? MoreTime(Killer killer, ContainerFacts container, PodFacts pod) =>
        GraceOf(killer, container, pod) is < UsualGrace
            ? Remedy.Told(new Advice($"{GracePeriod}: {UsualGrace}") { Why = "the default", MadeKind = "Pod" })
            : null;

    // A probe may have one of its own. Source: kubernetes v1.36 pkg/kubelet/kuberuntime/kuberuntime_container.go (setTerminationGracePeriod).
    private static long GraceOf(Killer killer, ContainerFacts container, PodFacts pod) =>
        FieldReading.Integer(container.Spec.Node.MappingAt(ProbeOf(killer))?[GracePeriod])
        ?? FieldReading.Integer(pod.Workload.Pod.Node[GracePeriod])
        ?? UsualGrace;

    private static string ProbeOf(Killer killer) =>
        killer switch
        {
            Killer.LivenessProbe => "livenessProbe",
            Killer.StartupProbe => "startupProbe",
            _ => "",
        };

    private static string Text(Killer killer, ContainerFacts container, PodFacts pod)
    {
        long seconds = GraceOf(killer, container, pod);
        string late = $"the container did not end within the {seconds} seconds of its grace period";
        return killer switch
        {
            Killer.LostByKubelet =>
                "that happens when its node restarts or goes away, or its pod is evicted: whether it was killed is not known",
            Killer.NodeShutdown => "its node was shut down",
            Killer.Deletion => $"its pod is being deleted, and {late}",
            Killer.LivenessProbe => $"most likely its liveness probe failed and {late}",
            Killer.StartupProbe => $"most likely its startup probe failed and {late}",
            _ =>
                "somebody or an OOM daemon of the node sent SIGKILL, or the runtime missed an OOM kill: the kernel log of the node tells which",
        };
    }
}
