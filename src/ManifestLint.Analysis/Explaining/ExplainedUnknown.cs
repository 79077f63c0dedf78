using ManifestLint.Amounts;
using ManifestLint.Evidence;
using ManifestLint.Facts;
using ManifestLint.Manifests;
using ManifestLint.Rules;

namespace ManifestLint.Explaining;

/// <summary>Names the amounts that make others unknown, as their authors wrote them, with their places.</summary>
internal static class ExplainedUnknown
{
    private const int MostNamed = 4;

    /// <summary>": it depends on X and Y" or, where nothing that was written tells it, " from the text".</summary>
    public static string Because(PodFacts pod, IEnumerable<UnknownAmount> amounts) =>
        Listed(amounts.SelectMany(a => Causes(pod, a))) is { } causes ? $": it depends on {causes}" : " from the text";

    /// <summary>What makes an amount in force unknown that its container does not say by itself.</summary>
    public static string Causes(PodFacts pod, ContainerFacts container, string resource, bool isLimit) =>
        Listed(
            isLimit && container.OwnLimit(resource).Origin is null
                ? OfPod(pod, isLimit: true, resource)
                : Causes(pod, new UnknownAmount(container.Amounts, isLimit, resource))
        ) ?? "not told by the text";

    private static string? Listed(IEnumerable<string> causes)
    {
        List<string> all = [.. causes.Distinct(StringComparer.Ordinal)];
        if (all.Count > MostNamed)
            all = [.. all.Take(MostNamed - 1), $"{all.Count - MostNamed + 1} more"];
        return all.Count == 0 ? null : WrittenText.Listed(all);
    }

    private static IEnumerable<string> Causes(PodFacts pod, UnknownAmount amount)
    {
        var (container, isLimit, resource) = amount;
        if (amount.IsOverhead)
            return [Overhead(pod, resource)];
        if (container is null)
            return OfPod(pod, isLimit, resource);
        if (pod.Containers.FirstOrDefault(c => ReferenceEquals(c.Amounts, container)) is { } written)
            return [Of(pod, written, isLimit, resource)];
        return pod.Injected.FirstOrDefault(c => ReferenceEquals(c.Amounts, container)) is { } injected
            ? [$"the {resource} {Noun(isLimit)} of container {injected.Container.Name}, which {injected.Container.Injector} injects"]
            : [];
    }

    private static string Of(PodFacts pod, ContainerFacts container, bool isLimit, string resource)
    {
        string whose = Describe.Container(container.Spec);
        var origin = (isLimit ? container.OwnLimit(resource) : container.Request(resource)).Origin as TextOrigin.NotKnown;
        return origin?.By switch
        {
            TextOrigin.Resources => Written(origin, isLimit, resource, whose),
            TextOrigin.AmountOf => Of(pod, container, isLimit: true, resource),
            // Each is known, but not which of them counts.
            TextOrigin.LimitRangeDefault { Given.Quantity: not null } given =>
                $"one of several different {resource} defaults, as {Given(given)}",
            TextOrigin.LimitRangeDefault given => $"the {resource} {given.Constraint} {Given(given)}",
            TextOrigin.Operator by => $"the {resource} {Noun(isLimit)} of {whose}, which {by.Name} sets",
            _ when pod.AbsenceSaysNothing => $"the {resource} {Noun(isLimit)} of {whose}, which others fill in",
            _ when pod.Neighbours.AreLimitRangesUnknown =>
                $"the {resource} {Noun(isLimit)} of {whose}, for which LimitRanges of one name differ",
            _ => $"the {resource} {Noun(isLimit)} of {whose}",
        };
    }

    private static IEnumerable<string> OfPod(PodFacts pod, bool isLimit, string resource)
    {
        var spec = pod.Workload.Pod;
        var amount = isLimit ? PodLevel.Limit(spec, pod.Amounts, resource) : PodLevel.Request(spec, pod.Amounts, resource);
        if (amount.Origin is not TextOrigin.NotKnown origin)
            return [];
        if (origin.By is TextOrigin.Resources)
            return [Written(origin, isLimit, resource, "the pod")];
        if (pod.AbsenceSaysNothing)
            return [$"the {resource} {Noun(isLimit)} of the pod, which others fill in"];
        // Nobody wrote it: it follows from its containers, a request also from the limit.
        string[] causes =
        [
            .. pod
                .Amounts.Scope.Where(c => (isLimit ? c.Limits : c.Requests)[resource].IsUnknown)
                .SelectMany(c => Causes(pod, new UnknownAmount(c, isLimit, resource))),
        ];
        return causes.Length > 0 || isLimit ? causes : OfPod(pod, isLimit: true, resource);
    }

    private static string Overhead(PodFacts pod, string resource)
    {
        var spec = pod.Workload.Pod;
        return spec.Overhead.IsWritten && Origins.UnknownIn(spec.Overhead[resource]) is TextOrigin.NotKnown written
                ? $"{resource} overhead {AmountInForce.Shown(written.Text!)} of the pod ({ExplainedAmounts.Line(written.Place!.Value)})"
            : spec.RuntimeClassName is { } name ? $"the overhead of RuntimeClass {name}"
            : "the overhead of the pod";
    }

    private static string Written(TextOrigin.NotKnown origin, bool isLimit, string resource, string whose) =>
        $"{resource} {Noun(isLimit)} {AmountInForce.Shown(origin.Text!)} of {whose} ({ExplainedAmounts.Line(origin.Place!.Value)})";

    private static string Given(TextOrigin.LimitRangeDefault given) =>
        $"{AmountInForce.Shown(given.Given.Text)} of {given} ({ExplainedAmounts.Line(given.Given.Location)})";

    private static string Noun(bool isLimit) => isLimit ? "limit" : "request";
}
