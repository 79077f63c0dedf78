using ManifestLint.Amounts;
using ManifestLint.Facts;
using ManifestLint.Findings;
using ManifestLint.Manifests;
using ManifestLint.Quantities;

namespace ManifestLint.Rules.Pods;

/// <summary>ML4004 init-container-decides-request.</summary>
public sealed class InitContainerDecidesRequest() : PodRule("ML4004")
{
    // What is set aside in vain is worth a word from here on: less fits beside what a node keeps free anyway.
    private static readonly ResourceQuantity s_leastSurplus = ResourceQuantity.Parse("128Mi")!.Value;

    /// <inheritdoc/>
    public override IEnumerable<Finding> Check(PodFacts pod) =>
        pod.Workload.IsPartial || pod.Amounts.PodLevel is not null || !pod.Amounts.InitContainers.Any(c => c.Type == ContainerType.Init)
            ? []
            : Found(pod);

    private IEnumerable<Finding> Found(PodFacts pod)
    {
        // It may be Always, which makes a sidecar.
        if (
            pod.Containers.Any(c =>
                c.Spec.Type == ContainerType.Init && c.Spec.Node["restartPolicy"] is { } policy && FieldReading.IsForeign(policy)
            )
        )
            yield break;
        var running = pod.RequestSum.Phases[0].Sum["memory"];
        var aggregate = EffectiveResources.AggregateRequests(pod.Amounts)["memory"];
        if (!running.IsPositive || !aggregate.IsPositive || aggregate.Value < running.Value.Add(running.Value))
            yield break;
        if (aggregate.Value < running.Value.Add(s_leastSurplus))
            yield break;
        if (
            pod.RequestSum.Largest("memory")?.Starting is not { Type: ContainerType.Init } decisive
            || pod.Containers.FirstOrDefault(c => ReferenceEquals(c.Amounts, decisive)) is not { } init
        )
            yield break;
        var spec = init.Spec;
        // What an operator adds by itself is nobody's to change.
        if (spec.IsUnwritten)
            yield break;
        var field = spec.MemoryRequest.IsAbsent ? spec.MemoryLimit : spec.MemoryRequest;
        string beside = pod.Injected.Any(i => i.Container.Type != ContainerType.Init)
            ? "the containers after it, injected ones included,"
            : "the containers after it";
        yield return At(
            field.Location,
            spec.Path.Then(field.Path),
            Statement.OfMore(
                $"{Describe.Container(spec)} requests {init.Request("memory")} of memory",
                $", {beside.TrimEnd(',')} {running.Value} in all",
                $"{beside} request {running.Value} in all",
                so: $"the scheduler reserves {aggregate.Value} on the node for as long as the pod runs, not only until {Describe.Container(spec)} has ended"
            )
        ) with
        {
            Container = spec.Name,
            // A sidecar that runs before it takes a part of that.
            Remedy =
                init.Request("memory").Amount is { IsKnown: true } own && own.Value == aggregate.Value
                    ? Remedy.Told(
                        $"memory request {running.Value} (as much as {beside.TrimEnd(',')}{(spec.MemoryLimit.IsAbsent ? "" : "; its limit may stay")})"
                    )
                    : null,
        };
    }
}
