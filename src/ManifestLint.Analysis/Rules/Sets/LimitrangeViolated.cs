using ManifestLint.Facts;
using ManifestLint.Findings;
using ManifestLint.Manifests;

namespace ManifestLint.Rules.Sets;

/// <summary>ML5001 limitrange-violated.</summary>
public sealed class LimitrangeViolated() : PodRule("ML5001")
{
    /// <inheritdoc/>
    public override IEnumerable<Finding> Check(PodFacts pod)
    {
        // What a patch or an operator adds may be what is missing or too much here.
        if (pod.Workload.IsPartial || pod.IsPatchedBase)
            yield break;
        foreach (var limitRange in pod.Neighbours.LimitRanges)
        {
            var violations = LimitRangeCheck.Violations(limitRange, pod.Amounts).ToList();
            foreach (var violation in violations)
            {
                // A container that breaks its own bound need not be told of the pod's.
                if (violation.Container is null && violations.Exists(v => v.Container is not null && v.ToString() == violation.ToString()))
                    continue;
                bool isAbsence = violation.Problem is LimitRangeProblem.NoLimit or LimitRangeProblem.NoRequest;
                if (isAbsence && pod.AbsenceSaysNothing)
                    continue;
                if (violation.Container is null)
                    yield return OfPod(violation, pod);
                // One that an injector adds has the size of the injector's own defaults, which an installation may have changed.
                else if (pod.Containers.FirstOrDefault(c => ReferenceEquals(c.Amounts, violation.Container)) is { } container)
                    yield return OfContainer(violation, container);
            }
        }
    }

    private Finding OfContainer(LimitRangeViolation violation, ContainerFacts container)
    {
        string resource = violation.Bound.Name,
            who = Describe.Container(container.Spec);
        bool isRequest =
            violation.Problem is LimitRangeProblem.NoRequest or LimitRangeProblem.RequestAbove or LimitRangeProblem.RequestBelow;
        Field<ResourceQuantity> request = container.Spec.Resources.Requests[resource],
            limit = container.Spec.Resources.Limits[resource];
        // A request that takes its limit is changed where the limit stands.
        var field = isRequest && (!request.IsAbsent || limit.IsAbsent) ? request : limit;
        bool isTaken = isRequest && request.IsAbsent && !limit.IsAbsent;
        string value = violation.Observed.IsAbsent ? "" : Describe.Amount(field, violation.Observed);
        string subject =
            isTaken ? $"{resource} limit {value} of {who}, which is its request too,"
            : field.IsAbsent ? $"{resource} {(isRequest ? "request" : "limit")} {value} that a LimitRange injects into {who}"
            : $"{resource} {(isRequest ? "request" : "limit")} {value} of {who}";
        string message = violation.Problem switch
        {
            LimitRangeProblem.NoRequest => $"{who} has no {resource} request, which {violation.LimitRange.Title} demands",
            LimitRangeProblem.NoLimit => $"{who} has no {resource} limit, which {violation.LimitRange.Title} demands",
            LimitRangeProblem.Exceeded =>
                $"{subject} is more than {violation.Bound.Text} times its request {Request(request, container, resource)}, the most that {violation.LimitRange.Title} allows",
            LimitRangeProblem.LimitAbove or LimitRangeProblem.RequestAbove =>
                $"{subject} is above the maximum {violation.Bound.Text} of {violation.LimitRange.Title}",
            _ => $"{subject} is below the minimum {violation.Bound.Text} of {violation.LimitRange.Title}",
        };
        return At(field.Node, FieldPath.Join(container.Spec.Path, field.Path), $"{message}, so the API server rejects the pod") with
        {
            Container = container.Spec.Name,
            Related = [Bound(violation)],
        };
    }

    private Finding OfPod(LimitRangeViolation violation, PodFacts pod)
    {
        string resource = violation.Bound.Name,
            title = violation.LimitRange.Title;
        bool isRequest =
            violation.Problem is LimitRangeProblem.NoRequest or LimitRangeProblem.RequestAbove or LimitRangeProblem.RequestBelow;
        string noun = isRequest ? "requests" : "limits";
        string sum = $"{resource} {noun} of the pod come to {violation.Observed.Value}";
        string message = violation.Problem switch
        {
            LimitRangeProblem.NoRequest => $"the pod has no {resource} request, which {title} demands of every pod",
            LimitRangeProblem.NoLimit => $"no container of the pod has a {resource} limit, which {title} demands of every pod",
            LimitRangeProblem.Exceeded =>
                $"{sum}, more than {violation.Bound.Text} times its requests, the most that {title} allows for a pod",
            LimitRangeProblem.LimitAbove or LimitRangeProblem.RequestAbove =>
                $"{sum}, above the maximum {violation.Bound.Text} that {title} sets for a pod",
            _ => $"{sum}, below the minimum {violation.Bound.Text} that {title} sets for a pod",
        };
        var (field, path, container) = Largest(pod, resource, isRequest);
        return At(field.Node, FieldPath.Join(path, field.Path), $"{message}, so the API server rejects the pod") with
        {
            Container = container,
            Related = [Bound(violation)],
        };
    }

    // Pod-level resources where they decide, else the container that weighs most.
    private static (Field<ResourceQuantity> Field, string Path, string? Container) Largest(PodFacts pod, string resource, bool isRequest)
    {
        var workload = pod.Workload;
        var own = Section(workload.Pod.Resources, isRequest)[resource];
        if (pod.Amounts.PodLevel is not null && !own.IsAbsent)
            return (own, workload.Pod.Path, null);
        ContainerFacts? largest = null;
        foreach (var one in pod.Containers)
        {
            if (one.Spec.Type == ContainerType.Ephemeral)
                continue;
            if (largest is null || Weight(one) > Weight(largest))
                largest = one;
        }
        if (largest is null)
            return (own, workload.Pod.Path, null);
        var field = Section(largest.Spec.Resources, isRequest)[resource];
        if (field.IsAbsent && isRequest && largest.Spec.Resources.Limits[resource] is { IsAbsent: false } limit)
            field = limit;
        return (field, largest.Spec.Path, largest.Spec.Name);

        ResourceQuantity Weight(ContainerFacts one) => (isRequest ? one.Amounts.Requests : one.Amounts.Limits)[resource].Value;
    }

    private static ResourceSection Section(ResourceRequirements resources, bool isRequest) =>
        isRequest ? resources.Requests : resources.Limits;

    private static string Request(Field<ResourceQuantity> written, ContainerFacts container, string resource) =>
        Describe.Amount(written, container.Amounts.Requests[resource]);

    private static RelatedPlace Bound(LimitRangeViolation violation) =>
        new(violation.Bound.Location, $"{violation.LimitRange.Title} sets it here");
}
