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
            // What an author sized already is changed by who knows why.
            Remedy = container is { Sizes.IsEmpty: true, EqualSizes: { IsEmpty: false } sizes }
                ? Remedy.Told($"annotations {string.Join(", ", sizes.Select(s => $"{s.Key}: {s.Value}"))}")
                : null,
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
        var wanted = new List<(string Key, string Value)>();
        // Without a request the limit would be the request, too.
        if (injected.Amounts.Requests["memory"].IsAbsent && injected.Container.UsualRequest is { } request)
        {
            if (annotations?.Find(request.Key) is not null)
                return null;
            wanted.Add(request);
        }
        wanted.Add(limit);
        return Remedy.Unsafe(
            string.Join(" and ", wanted.Select(w => $"{w.Key}: {w.Value}")),
            Annotate(wanted, annotations, metadata, pod.Workload.Manifest.Editor)
        );
    }

    private static TextEdit? Annotate(
        List<(string Key, string Value)> wanted,
        YamlMapping? annotations,
        YamlMapping metadata,
        YamlEditor editor
    )
    {
        NewEntry[] entries = [.. wanted.Select(w => NewEntry.Text(w.Key, w.Value))];
        if (annotations is { Entries.IsEmpty: false })
        {
            // Behind the same entry, so that one edit writes both.
            TextEdit?[] edits = [.. entries.Select(e => editor.Insert(annotations, e, annotations.Entries[^1]))];
            return edits.All(e => e is not null)
                ? edits[0]!.Value with
                {
                    NewText = string.Concat(edits.Select(e => e!.Value.NewText)),
                }
                : null;
        }
        return metadata.Find("annotations") is null && !metadata.Entries.IsEmpty
            ? editor.Insert(metadata, NewEntry.Mapping("annotations", [.. entries]), metadata.Entries[^1])
            : null;
    }
}
