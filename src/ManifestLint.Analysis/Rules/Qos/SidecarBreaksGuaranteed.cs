using ManifestLint.Amounts;
using ManifestLint.Facts;
using ManifestLint.Findings;

namespace ManifestLint.Rules.Qos;

/// <summary>ML2004 sidecar-breaks-guaranteed.</summary>
public sealed class SidecarBreaksGuaranteed() : PodRule("ML2004")
{
    /// <inheritdoc/>
    public override IEnumerable<Finding> Check(PodFacts pod)
    {
        if (pod.AbsenceSaysNothing || pod.QosComputed != QosClass.Burstable || pod.QosBlockers.IsEmpty)
            yield break;
        if (Sidecars.MainOf(pod.Workload, pod.Assumptions.Helpers) is not { } main)
            yield break;
        var sidecars = Sidecars.Of(pod.Workload, main).ToHashSet();
        if (!pod.QosBlockers.All(b => b.Container is { } c && sidecars.Contains(c)))
            yield break;
        var mainFacts = pod.Containers.First(c => ReferenceEquals(c.Spec, main));
        if (Describe.HasUnknownAmount(pod.Amounts))
            yield break;

        foreach (var blockers in pod.QosBlockers.GroupBy(b => b.Container!))
        {
            var first = blockers.First();
            string reasons = string.Join(" and ", blockers);
            string score = mainFacts.OomScoreAdj is { } adj
                ? $" and main container {Describe.Name(main)} gets oom_score_adj {adj} instead of {OomScoreAdj.Guaranteed}"
                : "";
            yield return At(
                first.Location,
                first.Path,
                Statement
                    .Of($"sidecar {Describe.Name(blockers.Key)} has {reasons}", so: $"the pod is Burstable instead of Guaranteed{score}")
                    .If(Assume.NodeMemoryOf(mainFacts, pod))
            ) with
            {
                Container = blockers.Key.Name,
                Severity = Describe.Absence(pod),
                Related = [.. blockers.Skip(1).Select(b => new RelatedPlace(b.Location, b.ToString()))],
            };
        }
    }
}
