using System.Collections.Immutable;
using ManifestLint.Facts;
using ManifestLint.Findings;
using ManifestLint.Manifests;
using ManifestLint.Neighbours;

namespace ManifestLint.Rules.Sets;

/// <summary>ML5007 hpa-and-vpa-on-memory.</summary>
public sealed class HpaAndVpaOnMemory() : ManifestSetRule("ML5007")
{
    private sealed class Conflict(ObjectKey vertical, Statement statement, bool isCertain) : SetRecord
    {
        public ObjectKey Vertical => vertical;

        public Statement Statement => statement;

        /// <summary>False if it takes a container without a policy of its own.</summary>
        public bool IsCertain => isCertain;
    }

    private sealed class Target(ObjectKey vertical, bool isControlled) : SetRecord
    {
        public ObjectKey Vertical => vertical;

        /// <summary>True if the VerticalPodAutoscaler acts on the memory of a container.</summary>
        public bool IsControlled => isControlled;
    }

    /// <inheritdoc/>
    public override IEnumerable<SetNote> Note(Manifest manifest, ObjectPlace place, ManifestSet set) =>
        manifest.Kind == "VerticalPodAutoscaler" ? OfVertical(manifest, place, set) : [];

    private IEnumerable<SetNote> OfVertical(Manifest manifest, ObjectPlace place, ManifestSet set)
    {
        var vertical = VerticalAutoscaler.Read(manifest, place);
        if (vertical.IsActive != true || !vertical.Problems.IsEmpty || vertical.Target is not { } target)
            yield break;
        foreach (var horizontal in set.Autoscalers(target, place))
        {
            if (
                horizontal.Metrics.FirstOrDefault(m => m is { Resource: "memory", IsUtilization: true } && Acting(vertical, m) is not null)
                is not { } metric
            )
                continue;
            var policy = Acting(vertical, metric)!;
            var statement = Statement.Of(
                $"a VPA and an HPA both act on the memory of {target}",
                "the VPA raises the request, utilization falls and the HPA takes pods away, or the other way round: neither comes to rest"
            ) with
            {
                Cause = $"the request is set by {vertical.Title}, and the number of pods by {horizontal.Title}",
            };
            yield return new(
                new Conflict(
                    ObjectKey.Of(place, manifest.Root.Location),
                    statement,
                    metric.Container is not null || !ReferenceEquals(policy, vertical.Default) || vertical.Policies.IsEmpty
                ),
                policy.Location,
                At(policy.Location, policy.Path, Statement.Of("")) with
                {
                    Remedy = Remedy.Told(Apart(vertical, policy, horizontal)),
                    Related = [new(metric.Location, $"the number of pods is set by {horizontal.Title}")],
                }
            );
            yield break;
        }
    }

    // Cpu is left to the vertical one only where the horizontal one leaves it.
    private static Advice Apart(VerticalAutoscaler vertical, VerticalPolicy policy, Autoscaler horizontal) =>
        horizontal.Metrics.Any(m => m.Resource == "cpu")
            ? new($"updateMode: \"Off\" in {vertical.Title}") { Why = "it then only recommends" }
        : vertical.Policies.Contains(policy)
            ? new($"controlledResources: [cpu] for containerName: {WrittenName(policy.Container)} in {vertical.Title}")
        : new($"containerPolicies: [{{containerName: \"*\", controlledResources: [cpu]}}] in {vertical.Title}");

    private static string WrittenName(string container) => container == "*" ? "\"*\"" : container;

    /// <inheritdoc/>
    public override IEnumerable<SetNote> Note(PodFacts pod, ManifestSet set)
    {
        if (pod.Neighbours.Autoscalers.IsEmpty)
            yield break;
        foreach (var vertical in pod.Neighbours.VerticalAutoscalers)
        {
            bool isControlled = pod.Workload.Pod.AllContainers.Any(c =>
                c.Type is ContainerType.App or ContainerType.Sidecar && Acts(vertical.PolicyOf(c.Name))
            );
            yield return new(new Target(ObjectKey.Of(vertical.Place, vertical.Location), isControlled), pod.Workload.Pod.Node.Location);
        }
    }

    /// <inheritdoc/>
    public override IEnumerable<SetVerdict> Judge(ImmutableArray<SetRecord> records)
    {
        var targets = records.OfType<Target>().ToLookup(t => t.Vertical);
        foreach (var conflict in records.OfType<Conflict>())
        {
            var found = targets[conflict.Vertical].ToList();
            if (found.Count == 0 ? conflict.IsCertain : found.TrueForAll(t => t.IsControlled))
                yield return new(conflict, conflict.Statement);
        }
    }

    // The policy by which the memory that the metric is about changes; null if none does.
    private static VerticalPolicy? Acting(VerticalAutoscaler vertical, AutoscalerMetric metric)
    {
        if (metric.Container is not null)
            return Acts(vertical.PolicyOf(metric.Container)) ? vertical.PolicyOf(metric.Container) : null;
        var written = vertical.Policies.FirstOrDefault(Acts);
        return written ?? (vertical.Policies.Any(p => p.Container == "*") ? null : vertical.Default);
    }

    private static bool Acts(VerticalPolicy policy) => !policy.IsOff && policy.ControlsMemory;
}
