using System.Globalization;
using ManifestLint.Amounts;
using ManifestLint.Evidence;
using ManifestLint.Facts;
using ManifestLint.Findings;
using ManifestLint.Injectors;
using ManifestLint.Manifests;
using ManifestLint.Quantities;
using ManifestLint.Yaml;

namespace ManifestLint.Rules.Sets;

/// <summary>ML5001 limitrange-violated.</summary>
public sealed class LimitrangeViolated() : PodRule("ML5001")
{
    /// <inheritdoc/>
    public override bool NeedsNeighbours => true;

    /// <inheritdoc/>
    public override IEnumerable<Finding> Check(PodFacts pod)
    {
        // What a patch or an operator adds may be what is missing or too much here; and what is not known to be in the namespace of the LimitRange
        // may never meet it.
        if (pod.Workload.IsPartial || pod.Place.Namespace is null)
            yield break;
        bool any = false;
        foreach (var limitRange in pod.Neighbours.LimitRanges)
        {
            // One amount may be too large for a container and for the pod: it is one amount to mend.
            var seen = new HashSet<Location>();
            var violations = LimitRangeCheck.Violations(limitRange, pod.Amounts).ToList();
            any |= violations.Count > 0;
            foreach (var violation in violations)
            {
                // A container that breaks its own bound need not be told of the pod's.
                if (violation.Container is null && violations.Exists(v => v.Container is not null && v.IsSameAs(violation)))
                    continue;
                if (violation.IsAbsence && pod.AbsenceSaysNothing)
                    continue;
                if (Of(violation, pod) is { } finding && seen.Add(finding.Location))
                    yield return finding;
            }
        }
        if (!any && OfEveryOrder(pod) is { } certain)
            yield return certain;
    }

    private Finding? Of(LimitRangeViolation violation, PodFacts pod)
    {
        if (violation.Container is null)
            return OfPod(violation, pod);
        if (pod.Containers.FirstOrDefault(c => ReferenceEquals(c.Amounts, violation.Container)) is { } container)
            return OfContainer(violation, container, pod);
        // One that an injector adds has the size of the injector's own defaults, which an installation may have changed; what it lacks is told.
        return violation.IsAbsence && pod.Injected.FirstOrDefault(c => ReferenceEquals(c.Amounts, violation.Container)) is { } injected
            ? OfInjected(violation, injected.Container, pod)
            : null;
    }

    private Finding OfInjected(LimitRangeViolation violation, InjectedContainer container, PodFacts pod)
    {
        var place = container.Source;
        var assumption = Assume.DefaultSizes(container);
        string noun = violation.IsOfRequest ? "request" : "limit";
        var statement = Demanded($"{Describe.Injected(container)} has no {violation.Bound.Name} {noun}", violation, pod)
            .Because(Describe.Why(container));
        return At(place.Location, place.Path, statement.If(assumption)) with
        {
            Severity = assumption is null ? null : Severity.Warning,
            Related = [Bound(violation)],
        };
    }

    // LR-9: the server takes several LimitRanges in no fixed order. What fails in each of them is certain.
    private Finding? OfEveryOrder(PodFacts pod)
    {
        if (pod.Alternatives.IsEmpty)
            return null;
        LimitRangeViolation? shown = null;
        foreach (var amounts in pod.Alternatives)
        {
            var violation = pod
                .Neighbours.LimitRanges.SelectMany(l => LimitRangeCheck.Violations(l, amounts))
                .FirstOrDefault(v => !v.IsAbsence);
            if (violation is null && ResourceValidation.Validate(amounts, pod.Workload.Pod).Count == 0)
                return null;
            shown ??= violation;
        }
        // Requests above limits in every order are told by ML1002.
        if (shown?.Container is not { } broken)
            return null;
        int index = pod.Alternatives.Select(a => a.Scope.ToList().FindIndex(c => ReferenceEquals(c, broken))).Max();
        var own = pod.Amounts.Scope.ElementAt(index);
        if (pod.Containers.FirstOrDefault(c => ReferenceEquals(c.Amounts, own)) is not { } container)
            return null;
        var field = container.Spec.Resources.Limits[shown.Bound.Name];
        return At(
            field.Node,
            container.Spec.Path.Then(field.Path),
            Statement.Of(
                $"{Describe.Container(container.Spec)} breaks {SetWords.Titled(shown.LimitRange)} ({Constraint(shown)})",
                Rejection.OfPods(pod.Workload.Manifest)
            ) with
            {
                Cause = $"whichever LimitRange injects first, {Got(shown, pod.Alternatives.Select(a => a.Scope.ElementAt(index)))}",
            }
        ) with
        {
            Container = container.Spec.Name,
            Remedy = Remedy.Told(Fitting(shown, pod.Alternatives.Select(a => a.Scope.ElementAt(index)))),
            Related = [Bound(shown), .. Given(shown.Bound.Name, pod)],
        };
    }

    // What the container gets in each order.
    private static string Got(LimitRangeViolation shown, IEnumerable<ContainerAmounts> ways)
    {
        string name = shown.Bound.Name,
            limit = Each(ways.Select(w => w.Limits[name])),
            request = Each(ways.Select(w => w.Requests[name]));
        return shown.Constraint == LimitRangeConstraint.Ratio ? $"the container's limit is {limit} and its request {request}"
            : shown.IsOfRequest ? $"the container's request is {request}"
            : $"the container's limit is {limit}";
    }

    // Amounts of its own, which no LimitRange replaces; null where the bound is not one of memory's ratio.
    private static string? Fitting(LimitRangeViolation shown, IEnumerable<ContainerAmounts> ways)
    {
        string name = shown.Bound.Name;
        return
            shown is { Constraint: LimitRangeConstraint.Ratio, Bound.Quantity.Milli: { } ratio and > 0 }
            && name == "memory"
            && ways.Select(w => w.Limits[name]).Where(l => l.IsPositive).Max(l => l.Value.Bytes) is { } limit
            && (((Int128)limit * 1000) + ratio - 1) / ratio is var request
            && request <= limit
            ? $"memory request {new ByteSize((long)request)} and limit {new ByteSize(limit)}"
            : null;
    }

    private static string Each(IEnumerable<Amount> amounts) =>
        string.Join(" or ", amounts.Select(a => a.IsAbsent ? "none" : a.Value.ToString()).Distinct());

    private static IEnumerable<RelatedPlace> Given(string resource, PodFacts pod) =>
        pod
            .Neighbours.LimitRanges.SelectMany(l => l.Items.Where(i => i.Type == "Container").Select(i => (Range: l, Item: i)))
            .SelectMany(x => new[] { "default", "defaultRequest" }.SelectMany(key => x.Item[key].Select(given => (x.Range, key, given))))
            .Where(x => x.given.Name == resource)
            .Select(x => new RelatedPlace(x.given.Location, $"the {x.key} of {SetWords.Titled(x.Range)}"));

    private static string Constraint(LimitRangeViolation violation) =>
        violation.Constraint switch
        {
            LimitRangeConstraint.Min => $"min {SetWords.Written(violation.Bound.Text)} of {violation.Bound.Name}",
            LimitRangeConstraint.Max => $"max {SetWords.Written(violation.Bound.Text)} of {violation.Bound.Name}",
            _ => $"maxLimitRequestRatio {SetWords.Written(violation.Bound.Text)} of {violation.Bound.Name}",
        };

    private Finding OfContainer(LimitRangeViolation violation, ContainerFacts container, PodFacts pod)
    {
        string resource = violation.Bound.Name;
        Field<ResourceQuantity> request = container.Spec.Resources.Requests[resource],
            limit = container.Spec.Resources.Limits[resource];
        // A request that takes its limit is changed where the limit stands.
        bool isTaken = violation.IsOfRequest && request.IsAbsent && !limit.IsAbsent;
        var field = violation.IsOfRequest && !isTaken ? request : limit;
        return At(field.Node, container.Spec.Path.Then(field.Path), OfContainer(violation, field, isTaken, container, pod)) with
        {
            Container = container.Spec.Name,
            Remedy = Remedy.Told(Bounded(violation, violation.IsOfRequest && !isTaken, container)),
            Related = [Bound(violation)],
        };
    }

    private static Statement Demanded(string what, LimitRangeViolation violation, PodFacts pod) =>
        Statement.OfMore(
            what,
            $", demanded by {SetWords.Titled(violation.LimitRange)}",
            $"it is demanded by {SetWords.Titled(violation.LimitRange)}",
            Rejection.OfPods(pod.Workload.Manifest)
        );

    private static Statement OfContainer(
        LimitRangeViolation violation,
        Field<ResourceQuantity> field,
        bool isTaken,
        ContainerFacts container,
        PodFacts pod
    )
    {
        string resource = violation.Bound.Name,
            title = SetWords.Titled(violation.LimitRange),
            who = Describe.Container(container.Spec),
            bound = SetWords.Written(violation.Bound.Text),
            noun = violation.IsOfRequest && !isTaken ? "request" : "limit",
            rejection = Rejection.OfPods(pod.Workload.Manifest);
        if (violation.Problem is LimitRangeProblem.NoRequest or LimitRangeProblem.NoLimit)
            return Demanded(
                $"{who} has no {resource} {(violation.Problem == LimitRangeProblem.NoRequest ? "request" : "limit")}",
                violation,
                pod
            );
        var inForce = violation.IsOfRequest && !isTaken ? container.Request(resource) : container.OwnLimit(resource);
        var injector = (inForce.Origin as TextOrigin.LimitRangeDefault)?.Range;
        bool isItself = injector == violation.LimitRange;
        string amount =
            injector is null
                ? $"{resource} {noun} {inForce.Plain} of {who}{(isTaken ? ", its request too," : inForce.From is { } from ? $", {from}," : "")}"
            : isItself ? $"{resource} {noun} {inForce.Amount.Value} injected into {who}"
            : $"{resource} {noun} {inForce.Amount.Value} injected into {who} by {SetWords.Titled(injector)}";
        if (violation.Problem == LimitRangeProblem.Exceeded)
            return Statement.Of(
                $"{amount} is {Times(container, resource)} its request {Request(container, resource)}, and {bound} times{Most(violation, container)} is allowed",
                rejection
            ) with
            {
                Cause = $"the ratio is set by {title}",
            };
        string end = violation.Problem is LimitRangeProblem.LimitAbove or LimitRangeProblem.RequestAbove ? "maximum" : "minimum";
        // Those that get their names from the API server have none here.
        string setBy = !isItself && violation.LimitRange.Name is null && injector is { Name: null } ? "another LimitRange" : title;
        return Statement.OfMore(
            $"{amount} is {(end == "maximum" ? "above" : "below")} the {end} {bound}",
            $" of {setBy}{(isItself ? ", which injects it" : "")}",
            $"the {end} is set by {setBy}{(isItself ? ", which injects the amount, too" : "")}",
            rejection
        );
    }

    private Finding OfPod(LimitRangeViolation violation, PodFacts pod)
    {
        string resource = violation.Bound.Name,
            title = SetWords.Titled(violation.LimitRange),
            bound = SetWords.Written(violation.Bound.Text);
        string sum = $"{resource} {(violation.IsOfRequest ? "requests" : "limits")} of the pod come to {violation.Observed.Value}";
        (string what, string more, string alone) = violation.Problem switch
        {
            LimitRangeProblem.NoRequest => (
                $"the pod has no {resource} request",
                $", demanded of every pod by {title}",
                $"one is demanded of every pod by {title}"
            ),
            LimitRangeProblem.NoLimit => (
                $"no container of the pod has a {resource} limit",
                $", demanded of every pod by {title}",
                $"one is demanded of every pod by {title}"
            ),
            LimitRangeProblem.Exceeded => (
                $"{sum}, above {bound} × its requests",
                $", the maximum of {title} for a pod",
                $"that is the maximum of {title} for a pod"
            ),
            LimitRangeProblem.LimitAbove or LimitRangeProblem.RequestAbove => (
                $"{sum}, above the maximum {bound}",
                $" of {title} for a pod",
                $"{title} sets the maximum for a pod"
            ),
            _ => ($"{sum}, below the minimum {bound}", $" of {title} for a pod", $"{title} sets the minimum for a pod"),
        };
        var (field, path, container) = Largest(pod, resource, violation.IsOfRequest);
        return At(field.Node, path.Then(field.Path), Statement.OfMore(what, more, alone, Rejection.OfPods(pod.Workload.Manifest))) with
        {
            Container = container,
            Related = [Bound(violation)],
        };
    }

    // Pod-level resources where they decide, else the container that weighs most.
    private static (Field<ResourceQuantity> Field, YamlPath Path, string? Container) Largest(PodFacts pod, string resource, bool isRequest)
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

    private static string Request(ContainerFacts container, string resource) =>
        container.Spec.Resources.Requests[resource] is { IsAbsent: false } written
            ? SetWords.Written(written.Text)
            : container.Amounts.Requests[resource].Value.ToString();

    // "4 times", with one decimal at most.
    private static string Times(ContainerFacts container, string resource)
    {
        if (
            container.Amounts.Limits[resource].Value.Milli is not { } limit
            || container.Amounts.Requests[resource].Value.Milli is not ({ } request and > 0)
        )
            return "many times";
        var tenths = (((Int128)limit * 10) + (request / 2)) / request;
        return string.Create(CultureInfo.InvariantCulture, $"{(decimal)tenths / 10:0.#} times");
    }

    private static string Most(LimitRangeViolation violation, ContainerFacts container) =>
        Allowed(violation, container) is { } most ? $" ({most})" : "";

    // The most that a ratio leaves of the request; null where it cannot be written in whole units.
    private static string? Allowed(LimitRangeViolation violation, ContainerFacts container)
    {
        string resource = violation.Bound.Name;
        var request = container.Amounts.Requests[resource].Value;
        if (violation.Bound.Quantity is not { Milli: { } ratio })
            return null;
        if (resource == "cpu")
            return request.Milli is { } milli && (Int128)milli * ratio / 1000 is var most && most <= long.MaxValue ? $"{most}m" : null;
        return request.Bytes is { } bytes && (Int128)bytes * ratio / 1000 is var all && all <= long.MaxValue
            ? new ByteSize((long)all).ToString()
            : null;
    }

    // What the bound allows at the most, or asks for at least, of all that stands in the way; null where the amount is missing altogether.
    private static string? Bounded(LimitRangeViolation violation, bool isRequest, ContainerFacts container)
    {
        string resource = violation.Bound.Name,
            bound = SetWords.Written(violation.Bound.Text);
        if (violation.Problem is LimitRangeProblem.NoLimit or LimitRangeProblem.NoRequest || violation.Bound.Quantity is not { } value)
            return null;
        if (violation.Problem == LimitRangeProblem.Exceeded)
        {
            string? limit = Allowed(violation, container) is { } most ? $"{resource} limit {most}" : null,
                request = Asked(violation, container) is { } least ? $"{resource} request {least}" : null;
            return string.Join(", or ", new[] { request, limit }.OfType<string>()) is { Length: > 0 } either ? either : null;
        }
        bool isAbove = violation.Problem is LimitRangeProblem.LimitAbove or LimitRangeProblem.RequestAbove;
        var other = (isRequest ? container.Spec.Resources.Limits : container.Spec.Resources.Requests)[resource];
        // A limit that comes down to the bound may not stay below the request, nor a request that goes up be above the limit.
        bool isBoth = other.IsKnown(out var beside) && (isAbove ? !isRequest && beside > value : isRequest && beside < value);
        return $"{resource} {(isBoth ? "request and limit" : isRequest ? "request" : "limit")} {bound} or {(isAbove ? "less" : "more")}";
    }

    // The least request that a ratio takes beside the limit; null where none is written.
    private static string? Asked(LimitRangeViolation violation, ContainerFacts container)
    {
        string resource = violation.Bound.Name;
        if (
            container.Spec.Resources.Requests[resource].IsAbsent
            || violation.Bound.Quantity is not { Milli: { } ratio and > 0 }
            || container.Amounts.Limits[resource].Value is not { IsNegative: false } limit
        )
            return null;
        Int128 Least(long amount) => (((Int128)amount * 1000) + ratio - 1) / ratio;
        return resource == "cpu" ? (limit.Milli is { } milli ? $"{Least(milli)}m" : null)
            : limit.Bytes is { } bytes ? new ByteSize((long)Int128.Min(Least(bytes), long.MaxValue)).ToString()
            : null;
    }

    private static RelatedPlace Bound(LimitRangeViolation violation) =>
        new(violation.Bound.Location, $"set here by {SetWords.Titled(violation.LimitRange)}");
}
