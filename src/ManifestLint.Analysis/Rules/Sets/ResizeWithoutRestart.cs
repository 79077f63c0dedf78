using ManifestLint.Evidence;
using ManifestLint.Facts;
using ManifestLint.Findings;
using ManifestLint.Manifests;
using ManifestLint.Neighbours;
using ManifestLint.Runtimes;
using ManifestLint.Runtimes.Java;
using ManifestLint.Runtimes.Node;
using ManifestLint.Yaml;

namespace ManifestLint.Rules.Sets;

/// <summary>ML5011 resize-without-restart.</summary>
public sealed class ResizeWithoutRestart() : ContainerRule("ML5011")
{
    // In place since 1.33 (RZ-1).
    private const int FirstMinor = 33;

    /// <inheritdoc/>
    public override bool NeedsNeighbours => true;

    /// <inheritdoc/>
    public override IEnumerable<Finding> Check(ContainerFacts container, PodFacts pod)
    {
        if (
            pod.Neighbours.VerticalAutoscalers.IsEmpty
            || pod.Workload.IsPartial
            || container.Spec.Type is not (ContainerType.App or ContainerType.Sidecar)
            || pod.Assumptions.KubernetesVersion.Minor < FirstMinor
            || !container.Amounts.Limits["memory"].IsPositive
            || Share(container) is not var (heap, assumption)
            || Policy(container.Spec) is not var (restarts, place)
            || restarts
        )
            yield break;
        foreach (var vertical in pod.Neighbours.VerticalAutoscalers)
        {
            var policy = vertical.PolicyOf(container.Spec.Name);
            if (vertical.Mode is not ("InPlaceOrRecreate" or "InPlace") || policy.IsOff || !policy.ControlsMemory || !policy.MovesLimits)
                continue;
            if (!MayRaise(policy, container))
                continue;
            var limit = container.Spec.MemoryLimit;
            var path = place is null ? container.Spec.Path.Then(limit.Path) : container.Spec.Path.Key("resizePolicy");
            yield return At(
                place ?? limit.Location,
                path,
                Statement
                    .Of(
                        $"{heap} of {Describe.Container(container.Spec)} is sized at start, and a VPA may raise its limit {Describe.MemoryLimit(container)} in place",
                        "the running process keeps the heap it has, and the added memory stays outside the heap"
                    )
                    .If(Assume.Kubernetes(pod), Assume.Runtime(assumption), GateOf(vertical)) with
                {
                    Cause = place is null
                        ? $"{vertical.Title} resizes the container in place and, without a resizePolicy for memory, does not restart it"
                        : $"{vertical.Title} resizes the container in place and, with resizePolicy NotRequired, does not restart it",
                }
            ) with
            {
                Container = container.Spec.Name,
                Remedy = Remedy.Told("resizePolicy: [{resourceName: memory, restartPolicy: RestartContainer}]"),
                Related = [new RelatedPlace(policy.Location, $"memory is set in place by {vertical.Title}")],
            };
            yield break;
        }
    }

    // VPA-7: without its gate the mode is refused.
    private static Assumption? GateOf(VerticalAutoscaler vertical) =>
        vertical.Mode == "InPlace" ? new(AssumptionKind.Release, "feature gate InPlace is on in the VPA's admission controller") : null;

    // VPA-3: limit and request keep their proportion, so the limit rises as soon as the request may.
    private static bool MayRaise(VerticalPolicy policy, ContainerFacts container) =>
        policy.Max("memory") is not { } max
        || (max.Quantity is { } most && container.MemoryRequest is { IsKnown: true } request && most.ToStored() > request.Value);

    // RZ-5: what is computed once of the limit; null where there is none, or it cannot be known.
    private static (string Heap, RuntimeAssumption? Assumption)? Share(ContainerFacts container) =>
        container switch
        {
            {
                Jvm:
                {
                    Certainty: not RuntimeCertainty.Unknown,
                    HeapOrigin: JvmHeapOrigin.Percentage or JvmHeapOrigin.Default,
                    IsHeapFromNode: false,
                    SeesContainer: true,
                    MaxHeapBytes: not null
                } jvm
            } => ("the heap", jvm.Assumption),
            {
                NodeJs:
                {
                    Certainty: not RuntimeCertainty.Unknown,
                    HeapOrigin: NodeHeapOrigin.Percentage or NodeHeapOrigin.Default,
                    IsHeapFromNode: false,
                    MaxHeapBytes: not null
                } node
            } => ("the heap", node.Assumption),
            {
                DotNet: [
                    {
                        Certainty: not RuntimeCertainty.Unknown,
                        LimitOrigin: DotNetLimitOrigin.Default or DotNetLimitOrigin.Percent,
                        HeapHardLimitBytes: not null
                    } dotnet,
                    ..,
                ]
            } => ("the hard limit of the heap", dotnet.Assumption),
            _ => null,
        };

    // Whether a resize of memory restarts the container, and where that is written; null if it cannot be known.
    private static (bool Restarts, Location? Place)? Policy(ContainerSpec container)
    {
        if (container.Node.Find("resizePolicy") is not { } entry || entry.Value.Target is YamlScalar { IsNull: true })
            return (false, null);
        if (entry.Value.Target is not YamlSequence list)
            return null;
        foreach (var item in list.Items)
        {
            if (item.Target is not YamlMapping policy || policy.TextAt("resourceName") is not { } name || Placeholder.IsIn(name))
                return null;
            if (name != "memory")
                continue;
            return policy.Find("restartPolicy") is { } restart && policy.TextAt("restartPolicy") is "NotRequired" or "RestartContainer"
                ? (policy.TextAt("restartPolicy") == "RestartContainer", restart.Value.Location)
                : null;
        }
        return (false, null);
    }
}
