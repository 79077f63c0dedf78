using ManifestLint.Facts;
using ManifestLint.Findings;
using ManifestLint.Manifests;

namespace ManifestLint.Rules.Pods;

/// <summary>ML4004 init-container-decides-request.</summary>
public sealed class InitContainerDecidesRequest() : PodRule("ML4004")
{
    /// <inheritdoc/>
    public override IEnumerable<Finding> Check(PodFacts pod)
    {
        if (
            pod.IsPatchedBase
            || pod.Workload.IsPartial
            || pod.Amounts.PodLevel is not null
            || !pod.Amounts.InitContainers.Any(c => c.Type == ContainerType.Init)
        )
            yield break;
        // It may be Always, which makes a sidecar.
        if (
            pod.Containers.Any(c =>
                c.Spec.Type == ContainerType.Init && c.Spec.Node["restartPolicy"] is { } policy && FieldReading.IsForeign(policy)
            )
        )
            yield break;
        var running = pod
            .Amounts.Containers.Concat(pod.Amounts.InitContainers.Where(c => c.Type == ContainerType.Sidecar))
            .Aggregate(Amount.Absent, (sum, c) => sum + c.Requests["memory"]);
        var aggregate = EffectiveResources.AggregateRequests(pod.Amounts)["memory"];
        if (!running.IsPositive || !aggregate.IsPositive || aggregate.Value < running.Value.Add(running.Value))
            yield break;

        // The one that needs the most with the sidecars that run by then.
        var sidecars = Amount.Absent;
        ContainerAmounts? decisive = null;
        var most = Amount.Absent;
        foreach (var container in pod.Amounts.InitContainers)
        {
            var asked = container.Requests["memory"];
            if (container.Type == ContainerType.Sidecar)
            {
                sidecars += asked;
                continue;
            }
            var phase = asked + sidecars;
            if (decisive is not null && phase.Value <= most.Value)
                continue;
            (decisive, most) = (container, phase);
        }
        if (decisive is null || pod.Containers.FirstOrDefault(c => ReferenceEquals(c.Amounts, decisive)) is not { } init)
            yield break;

        var spec = init.Spec;
        var field = spec.MemoryRequest.IsAbsent ? spec.MemoryLimit : spec.MemoryRequest;
        string beside = pod.Injected.Any(i => i.Container.Type != ContainerType.Init)
            ? "the containers that run, injected ones included,"
            : "the containers that run";
        yield return At(
            field.Node,
            FieldPath.Join(spec.Path, field.Path),
            $"{Describe.Container(spec)} asks for {Describe.Amount(field, init.MemoryRequest)} of memory, {beside} for {running.Value} in all, so {aggregate.Value} stay set aside for as long as the pod lives"
        ) with
        {
            Container = spec.Name,
        };
    }
}
