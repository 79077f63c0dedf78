using ManifestLint.Amounts;
using ManifestLint.Facts;
using ManifestLint.Findings;
using ManifestLint.Manifests;

namespace ManifestLint.Rules.Qos;

/// <summary>ML2001 pod-best-effort.</summary>
public sealed class PodBestEffort() : PodRule("ML2001")
{
    private const string Killed =
        "the pod is BestEffort with oom_score_adj 1000: at equal usage it is killed first when the node runs out of memory";
    private const string Evicted =
        "the pod is BestEffort: nothing is set aside for it, and whatever it uses counts against it when the node runs short of memory";

    /// <inheritdoc/>
    public override IEnumerable<Finding> Check(PodFacts pod) =>
        pod.AbsenceSaysNothing || pod.QosComputed != QosClass.BestEffort ? [] : Found(pod);

    private IEnumerable<Finding> Found(PodFacts pod)
    {
        if (Idle.IsAll(pod) || pod.Workload.Pod.Containers.FirstOrDefault() is not { } first)
            yield break;
        // A pod that is critical to its node keeps -997 whatever its class; Windows knows no score.
        bool isWindows = pod.Workload.Pod.RunsOnWindows;
        if (!isWindows && pod.Containers.Any(c => c.OomScoreAdj != OomScoreAdj.BestEffort))
            yield break;
        string consequence = isWindows ? Evicted : Killed;
        var severity = Describe.Absence(pod);
        bool containersAsk = pod.Amounts.Scope.Any(c =>
            new[] { "cpu", "memory" }.Any(n => c.Requests[n].IsPositive || c.Limits[n].IsPositive)
        );
        if (containersAsk && pod.Workload.Pod.Resources.Entry is { } podLevel)
        {
            yield return At(
                podLevel.Key,
                pod.Workload.Pod.Path.Key("resources"),
                Statement
                    .Of(
                        $"pod-level resources set nothing and, in Kubernetes {pod.Assumptions.KubernetesVersion}, outrank what the containers set",
                        so: consequence
                    )
                    .If(Assume.Kubernetes(pod))
            ) with
            {
                Lowered = severity,
                Remedy = Remedy.Told("no resources at pod level (those of the containers then count)"),
            };
            yield break;
        }
        string what =
            pod.Workload.Pod.AllContainers.Length == 1
                ? $"{Describe.Container(first)} has no memory or cpu request or limit"
                : "no container of this pod has a memory or cpu request or limit";
        var field = first.MemoryLimit;
        var counted = pod.Containers.Where(c => c.Spec.Type is ContainerType.App or ContainerType.Sidecar).ToList();
        yield return At(
            field.Location,
            first.Path.Then(field.Path),
            NodeShare.AddTo(Statement.Of(what, so: consequence), counted, pod)
        ) with
        {
            Lowered = severity,
            IsOfBarePod = BarePod.Is(pod),
            Related = BarePod.Others(counted, counted.First(c => ReferenceEquals(c.Spec, first))),
        };
    }
}
