using ManifestLint.Amounts;
using ManifestLint.Evidence;
using ManifestLint.Facts;
using ManifestLint.Findings;
using ManifestLint.Manifests;
using ManifestLint.Quantities;
using ManifestLint.Yaml;

namespace ManifestLint.Rules.Qos;

/// <summary>ML2002 guaranteed-one-value-short.</summary>
public sealed class GuaranteedOneValueShort() : PodRule("ML2002")
{
    /// <inheritdoc/>
    public override IEnumerable<Finding> Check(PodFacts pod)
    {
        if (pod.AbsenceSaysNothing || Idle.IsAll(pod) || pod.QosComputed != QosClass.Burstable || pod.QosBlockers is not [var blocker])
            yield break;
        // What an operator sets is nobody's slip either.
        if (pod.Containers.Any(c => !c.Spec.IsUnwritten && c.Steps.Written.Given.Length > 0) || blocker.Container?.IsUnwritten == true)
            yield break;
        // ML4005 tells that; what a LimitRange injects is nobody's slip.
        bool isGiven = blocker.Limit.Origin is TextOrigin.LimitRangeDefault || blocker.Request.Origin is TextOrigin.LimitRangeDefault;
        if (blocker.Injected is not null || isGiven)
            yield break;
        if (!IsSlip(blocker, pod))
            yield break;
        // A value that cannot be known may be another blocker.
        if (Describe.HasUnknownAmount(pod.Amounts))
            yield break;
        // A pod that is critical to its node keeps -997 in any class.
        if (PodPriority.IsNodeCritical(pod.Workload.Pod) != false)
            yield break;
        string which =
            blocker.Container is not { } container ? blocker.ToString()
            : blocker.Obstacle == QosObstacle.LimitAboveRequest ? $"{blocker} of {Describe.Container(container)}"
            : $"{Describe.Container(container)} has {blocker}";
        // An init container that ends is not there when the node runs out of memory.
        var scored = pod.Containers.Where(c => c.Spec.Type is ContainerType.App or ContainerType.Sidecar).ToList();
        var statement = Statement.Of($"only one value keeps this pod from Guaranteed: {which}", so: "the pod is Burstable");
        if (scored.TrueForAll(c => c.OomScoreAdj is not null) && scored.MaxBy(c => c.OomScoreAdj) is { } worst)
        {
            string most = scored.Exists(c => c.OomScoreAdj != worst.OomScoreAdj) ? "up to " : "";
            statement = Statement
                .Of(
                    statement.What,
                    so: $"the pod is Burstable with oom_score_adj {most}{worst.OomScoreAdj} instead of {OomScoreAdj.Guaranteed}"
                )
                .If([.. scored.SelectMany(c => new[] { Assume.NodeMemoryOf(c, pod), Assume.KubernetesOf(c, pod) })]);
        }
        yield return At(blocker.Location, blocker.Path, statement) with
        {
            Container = blocker.Container?.Name,
            Related = [.. LimitElsewhere(blocker, pod)],
            Remedy = Remedy.Told(AdviceOf(blocker)),
        };
    }

    // Mostly it stands a few lines from the request; patches of a kustomization write it anywhere.
    private static IEnumerable<RelatedPlace> LimitElsewhere(QosBlocker blocker, PodFacts pod)
    {
        var resources = blocker.Container?.Resources ?? pod.Workload.Pod.Resources;
        var limit = resources.Limits[blocker.Resource];
        if (limit.IsAbsent || limit.Location == blocker.Location || resources.Entry is not { } entry)
            yield break;
        var whole = entry.Value.Location;
        if (!Holds(limit.Location) || !Holds(blocker.Location))
            yield return new RelatedPlace(limit.Location, "limited here");

        bool Holds(Location place) =>
            place.Source.Path == whole.Source.Path && place.Span.Start >= whole.Span.Start && place.Span.End <= whole.Span.End;
    }

    private static string? AdviceOf(QosBlocker blocker) =>
        blocker.Obstacle switch
        {
            QosObstacle.LimitAboveRequest => $"{blocker.Resource} request {blocker.Limit.Plain} (as much as the limit)",
            QosObstacle.NoLimit when blocker.Request.Amount.IsPositive =>
                $"{blocker.Resource} limit {blocker.Request.Plain} (as much as the request{(blocker.Resource == "cpu" ? "; it is throttled there" : "")})",
            _ => null,
        };

    // A pod that is Burstable by choice has a gap between request and limit, or no cpu limits at all.
    private static bool IsSlip(QosBlocker blocker, PodFacts pod) =>
        blocker.Obstacle switch
        {
            QosObstacle.LimitAboveRequest => IsNear(blocker.Request.Amount.Value, blocker.Limit.Amount.Value)
                || HaveSameDigits(blocker.Request.Plain, blocker.Limit.Plain),
            QosObstacle.NoLimit => blocker.Resource == "memory"
                || pod.Amounts.Scope.Any(c => !c.IsGiven(isLimit: true, blocker.Resource) && c.Limits[blocker.Resource].IsPositive),
            _ => false,
        };

    // By a tenth at most.
    private static bool IsNear(ResourceQuantity request, ResourceQuantity limit)
    {
        var tenfold = request;
        for (int i = 1; i < 10; i++)
            tenfold = tenfold.Add(request);
        var most = tenfold.Add(request);
        var wanted = limit;
        for (int i = 1; i < 10; i++)
            wanted = wanted.Add(limit);
        return wanted <= most;
    }

    private static bool HaveSameDigits(string request, string limit) =>
        Digits(request) is { Length: > 0 } digits && digits == Digits(limit) && request != limit;

    private static string Digits(string text) => string.Concat(text.TakeWhile(c => char.IsAsciiDigit(c) || c == '.'));
}
