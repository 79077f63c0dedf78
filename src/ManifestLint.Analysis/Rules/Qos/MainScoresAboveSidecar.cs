using ManifestLint.Facts;
using ManifestLint.Findings;
using ManifestLint.Manifests;

namespace ManifestLint.Rules.Qos;

/// <summary>ML2005 main-scores-above-sidecar.</summary>
public sealed class MainScoresAboveSidecar() : PodRule("ML2005")
{
    private const int LeastDifference = 50;

    /// <inheritdoc/>
    public override IEnumerable<Finding> Check(PodFacts pod)
    {
        if (pod.AbsenceSaysNothing || Sidecars.MainOf(pod.Workload, pod.Assumptions.Helpers) is not { } main)
            yield break;
        var mainFacts = pod.Containers.First(c => ReferenceEquals(c.Spec, main));
        if (mainFacts.OomScoreAdj is not { } score)
            yield break;
        foreach (var spec in Sidecars.Of(pod.Workload, main))
        {
            if (spec.Type != ContainerType.App)
                continue;
            var sidecar = pod.Containers.First(c => ReferenceEquals(c.Spec, spec));
            if (sidecar.OomScoreAdj is not { } lower || score - lower < LeastDifference)
                continue;
            var field = main.MemoryRequest;
            yield return At(
                field.Location,
                main.Path.Then(field.Path),
                Statement
                    .Of(
                        $"main container {Describe.Name(main)} has oom_score_adj {score}, its sidecar {Describe.Name(spec)} only {lower}",
                        so: "at equal usage the main container is killed first when the node runs out of memory"
                    )
                    .If(Assume.NodeMemoryOf(mainFacts, pod), Assume.NodeMemoryOf(sidecar, pod))
            ) with
            {
                Container = main.Name,
                Remedy = Remedy.Told(AsMuch(main, spec)),
                Related = [new RelatedPlace(spec.MemoryRequest.Location, $"sidecar {Describe.Name(spec)}")],
            };
            yield break;
        }
    }

    // Where the main container may not use so much, which of the two is wrong nobody can tell.
    private static Advice? AsMuch(ContainerSpec main, ContainerSpec sidecar) =>
        sidecar.MemoryRequest.IsKnown(out var asked)
        && (main.MemoryLimit.IsAbsent || (main.MemoryLimit.IsKnown(out var limit) && limit >= asked))
            ? new($"memory request {sidecar.MemoryRequest.Text}") { Why = $"as much as {Describe.Name(sidecar)}" }
        : main.MemoryRequest.IsKnown(out _)
            ? new($"memory request {main.MemoryRequest.Text} for {Describe.Name(sidecar)}") { Why = $"as much as {Describe.Name(main)}" }
        : null;
}
