using ManifestLint.Amounts;
using ManifestLint.Facts;
using ManifestLint.Findings;
using ManifestLint.Injectors;
using ManifestLint.Manifests;
using ManifestLint.Quantities;
using ManifestLint.Yaml;

namespace ManifestLint.Rules.Pods;

/// <summary>ML4005 injected-sidecar-unbudgeted.</summary>
public sealed class InjectedSidecarUnbudgeted() : PodRule("ML4005")
{
    /// <inheritdoc/>
    public override IEnumerable<Finding> Check(PodFacts pod) => pod.Injected.IsEmpty || pod.AbsenceSaysNothing ? [] : Found(pod);

    private IEnumerable<Finding> Found(PodFacts pod)
    {
        // A pod that is critical to its node keeps -997 in any class.
        bool costsGuaranteed =
            pod.QosWithoutInjected == QosClass.Guaranteed
            && pod.QosComputed == QosClass.Burstable
            && PodPriority.IsNodeCritical(pod.Workload.Pod) == false;
        // Vault adds two containers of one size: one finding for what one annotation asks for.
        foreach (var group in pod.Injected.GroupBy(i => i.Container.Trigger.Key))
        {
            var blockers = costsGuaranteed ? pod.QosBlockers.Where(b => b.Injected?.Trigger.Key == group.Key).ToList() : [];
            if (blockers.Count > 0)
                yield return CostsGuaranteed([.. group], blockers, pod);
            else if (group.LastOrDefault(i => i.MemoryLimit.IsNone && !i.Container.IsUsual) is { } unlimited)
                yield return Unlimited(unlimited, pod);
        }
    }

    private Finding CostsGuaranteed(List<InjectedFacts> injected, List<QosBlocker> blockers, PodFacts pod)
    {
        var container = blockers[0].Injected!;
        var reasons = blockers.Where(b => b.Injected!.Name == container.Name);
        var main = pod.Containers.FirstOrDefault(c => c.Spec.Type == ContainerType.App);
        string score = main is { OomScoreAdj: { } adj }
            ? $" and {Describe.Container(main.Spec)} gets oom_score_adj {adj} instead of {OomScoreAdj.Guaranteed}"
            : "";
        string names = string.Join(" and ", injected.Select(i => i.Container.Name).Distinct());
        return At(
            container,
            Statement
                .Of(
                    $"{container.Injector} injects {names} with {string.Join(" and ", reasons)}",
                    so: $"the pod is Burstable instead of Guaranteed{score}"
                )
                .If(main is null ? null : Assume.NodeMemoryOf(main, pod))
        ) with
        {
            Lowered = Describe.Absence(pod),
        };
    }

    private Finding Unlimited(InjectedFacts injected, PodFacts pod)
    {
        var container = injected.Container;
        bool isUnasked = injected.Amounts.Requests["memory"].IsNone;
        string missing = isUnasked ? "a memory limit or request" : "a memory limit";
        string consequence = isUnasked
            ? "a leak in it can use up the node's memory, and none is set aside for it"
            : "a leak in it can use up the node's memory";
        return At(container, Statement.Of($"{container.Injector} injects {container.Name} without {missing}", so: consequence)) with
        {
            Severity = Severity.Note,
            Remedy = LimitIt(injected, pod),
        };
    }

    private Finding At(InjectedContainer container, Statement statement)
    {
        var place = container.Source;
        var finding = At(place.Location, place.Path, statement.If(Assume.DefaultSizes(container)) with { Cause = Describe.Why(container) });
        return place.Elsewhere is { } elsewhere
            ? finding with
            {
                Related = [new RelatedPlace(elsewhere, $"{place.Origin}: {place.Text}")],
            }
            : finding;
    }

    private static Remedy? LimitIt(InjectedFacts injected, PodFacts pod)
    {
        if (injected.Container.UsualLimit is not { } limit || pod.Workload.Pod.Metadata is not { } metadata)
            return null;
        // A limit below the request would keep the pod from being created.
        if (
            !ResourceQuantity.TryParse(limit.Value, out var quantity, out _)
            || (injected.Amounts.Requests["memory"] is { IsKnown: true } asked && asked.Value > quantity)
        )
            return null;
        var annotations = metadata.MappingAt("annotations");
        // An annotation that is there and gives none (empty, 0) is for its author to mend.
        if (annotations?.Find(limit.Key) is not null)
            return null;
        var entry = NewEntry.Text(limit.Key, limit.Value);
        var edit =
            annotations is { Entries.IsEmpty: false } ? pod.Workload.Manifest.Editor.Insert(annotations, entry, annotations.Entries[^1])
            : metadata.Find("annotations") is null && !metadata.Entries.IsEmpty
                ? pod.Workload.Manifest.Editor.Insert(metadata, NewEntry.Mapping("annotations", entry), metadata.Entries[^1])
            : null;
        return Remedy.Unsafe($"{limit.Key}: {limit.Value}", edit);
    }
}
