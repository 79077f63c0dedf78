using ManifestLint.Facts;
using ManifestLint.Findings;
using ManifestLint.Manifests;
using ManifestLint.Quantities;

namespace ManifestLint.Rules.Qos;

/// <summary>ML2005 main-scores-above-sidecar.</summary>
public sealed class MainScoresAboveSidecar() : PodRule("ML2005")
{
    private const int LeastDifference = 50;

    private const long Gibi = 1L << 30;

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
                Remedy = Remedy.Told(AsMuch(main, spec, sidecar, score)),
                Related = [new RelatedPlace(spec.MemoryRequest.Location, $"sidecar {Describe.Name(spec)}")],
            };
            yield break;
        }
    }

    // Where the main container may not use so much, which of the two is wrong nobody can tell.
    private static Advice? AsMuch(ContainerSpec main, ContainerSpec sidecar, ContainerFacts facts, int score) =>
        sidecar.MemoryRequest.IsKnown(out var asked)
        && (main.MemoryLimit.IsAbsent || (main.MemoryLimit.IsKnown(out var limit) && limit >= asked))
            ? new($"memory request {sidecar.MemoryRequest.Text}") { Why = $"as much as {Describe.Name(sidecar)}" }
        : main.MemoryRequest.IsKnown(out _)
            ? Most(facts, score) is { } most
                    ? new($"memory request up to {new ByteSize(most)} for {Describe.Name(sidecar)}, if it uses no more")
                : new($"memory request {main.MemoryRequest.Text} for {Describe.Name(sidecar)}")
                {
                    Why = $"as much as {Describe.Name(main)}",
                }
        : null;

    // The largest request with which its score is near enough, in amounts that somebody would write; null where that is none.
    private static long? Most(ContainerFacts sidecar, int score)
    {
        if (sidecar.OomScore?.Terms is not { Remainder: null, SmallestRegular: null, Own: var own })
            return null;
        var below = (1000 - (score - LeastDifference)) * own.NodeBytes / 1000;
        long step =
                (
                    below > Gibi ? 256L
                    : below > Gibi / 4 ? 64L
                    : 16L
                ) << 20,
            most = (long)((below - 1) / step * step);
        return most > 0 ? most : null;
    }
}
