using ManifestLint.Facts;
using ManifestLint.Findings;

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
        var scores = pod
            .Containers.Where(c => c.Spec.Type != Manifests.ContainerType.Ephemeral)
            .Select(c => c.OomScoreAdj)
            .Distinct()
            .ToList();
        string score = scores.Contains(null)
            ? ""
            : $" with oom_score_adj {(scores.Count > 1 ? "up to " : "")}{scores.Max()} instead of {OomScoreAdj.Guaranteed}";
        yield return At(
            blocker.Location,
            blocker.Path,
            $"only one value keeps this pod from Guaranteed: {Describe.Blocker(blocker)}{whose}, so it is Burstable{score}"
        ) with
        {
            Container = blocker.Container?.Name,
        };
    }
}
