using ManifestLint.Amounts;
using ManifestLint.Facts;
using ManifestLint.Findings;
using ManifestLint.Manifests;

namespace ManifestLint.Rules.Qos;

/// <summary>ML2002 guaranteed-one-value-short.</summary>
public sealed class GuaranteedOneValueShort() : PodRule("ML2002")
{
    /// <inheritdoc/>
    public override IEnumerable<Finding> Check(PodFacts pod)
    {
        if (pod.AbsenceSaysNothing || pod.QosComputed != QosClass.Burstable || pod.QosBlockers is not [var blocker])
            yield break;
        if (blocker is { Resource: "cpu", IsAbsentLimit: true })
            yield break;
        // ML4005 tells that.
        if (blocker.Injected is not null)
            yield break;
        // A value that cannot be known may be another blocker.
        if (Describe.HasUnknownAmount(pod.Amounts))
            yield break;
        string whose = blocker.Container is { } container ? $" of {Describe.Container(container)}" : "";
        var scored = pod.Containers.Where(c => c.Spec.Type != ContainerType.Ephemeral).ToList();
        var statement = Statement.Of($"only one value keeps this pod from Guaranteed: {blocker}{whose}", so: "it is Burstable");
        if (scored.TrueForAll(c => c.OomScoreAdj is not null) && scored.MaxBy(c => c.OomScoreAdj) is { } worst)
        {
            string most = scored.Exists(c => c.OomScoreAdj != worst.OomScoreAdj) ? "up to " : "";
            statement = Statement
                .Of(statement.What, so: $"it is Burstable with oom_score_adj {most}{worst.OomScoreAdj} instead of {OomScoreAdj.Guaranteed}")
                .If([.. scored.SelectMany(c => new[] { Assume.NodeMemoryOf(c, pod), Assume.KubernetesOf(c, pod) })]);
        }
        yield return At(blocker.Location, blocker.Path, statement) with
        {
            Container = blocker.Container?.Name,
        };
    }
}
