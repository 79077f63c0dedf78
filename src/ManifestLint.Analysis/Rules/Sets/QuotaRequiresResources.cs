using ManifestLint.Amounts;
using ManifestLint.Evidence;
using ManifestLint.Facts;
using ManifestLint.Findings;
using ManifestLint.Injectors;
using ManifestLint.Manifests;
using ManifestLint.Neighbours;
using ManifestLint.Quantities;
using ManifestLint.Yaml;

namespace ManifestLint.Rules.Sets;

/// <summary>ML5003 quota-requires-resources.</summary>
public sealed class QuotaRequiresResources() : PodRule("ML5003")
{
    private const int MostNames = 4;
    private const int MostOfNames = 60;

    /// <inheritdoc/>
    public override bool NeedsNeighbours => true;

    /// <inheritdoc/>
    public override IEnumerable<Finding> Check(PodFacts pod)
    {
        if (pod.AbsenceSaysNothing || pod.Neighbours.Quotas.IsEmpty || pod.Place.Namespace is null)
            yield break;
        // RQ-2.
        if (EffectiveResources.IsPodLevelSet(pod.Amounts))
            yield break;
        foreach (var quota in pod.Neighbours.Quotas)
        {
            var demands = quota.Hard.Where(h => QuotaUsage.Demand(h.Name) is not null).ToList();
            if (demands.Count == 0 || QuotaUsage.Counts(quota, pod) != true)
                continue;
            var lacking = pod.Containers.Select(c => (Container: c, Missing: Missing(c, demands))).Where(l => l.Missing.Count > 0).ToList();
            var added = pod
                .Injected.Select(c => (c.Container, Missing: Missing(c.Amounts, demands)))
                .Where(l => l.Missing.Count > 0)
                .ToList();
            if (lacking.Count == 0 && added.Count > 0)
            {
                yield return OfInjected(added[0].Container, added[0].Missing, quota, pod);
                yield break;
            }
            if (lacking.Count == 0)
                continue;
            var (first, missing) = lacking[0];
            var (field, path) = Place(first, missing[0]);
            yield return At(field.Node, path, Demanded($"{Subject(lacking, missing)} no {Words(missing)}", quota, pod)) with
            {
                Container = first.Spec.Name,
                Remedy = Remedy.Told(Wanted(lacking)),
                AlsoOf = [.. lacking.Skip(1).Select(l => l.Container.Spec.Name).OfType<string>()],
                AlsoAt = [.. lacking.Skip(1).Select(l => Place(l.Container, l.Missing[0]).Path)],
                Related =
                [
                    new RelatedPlace(missing[0].Location, "demanded by this line of the quota"),
                    .. lacking
                        .Skip(1)
                        .Select(l => new RelatedPlace(
                            Place(l.Container, l.Missing[0]).Field.Node.Location,
                            $"{Describe.Container(l.Container.Spec)} has no {Words(l.Missing)} either"
                        )),
                    .. added.Select(l => new RelatedPlace(
                        l.Container.Source.Location,
                        $"{Describe.Injected(l.Container)} has no {Words(l.Missing)} either"
                    )),
                ],
            };
            // Another quota would find the same containers wanting.
            yield break;
        }
    }

    private static Statement Demanded(string what, ResourceQuota quota, PodFacts pod) =>
        Statement.OfMore(what, $", demanded by {quota.Title}", $"it is demanded by {quota.Title}", Rejection.OfPods(pod.Workload.Manifest));

    // An installation may give what it injects other sizes.
    private Finding OfInjected(InjectedContainer container, List<NamedAmount> missing, ResourceQuota quota, PodFacts pod)
    {
        var place = container.Source;
        var assumption = Assume.DefaultSizes(container);
        var statement = Demanded($"{Describe.Injected(container)} has no {Words(missing)}", quota, pod).Because(Describe.Why(container));
        return At(place.Location, place.Path, statement.If(assumption)) with
        {
            Severity = assumption is null ? null : Severity.Warning,
            Related =
            [
                new RelatedPlace(missing[0].Location, "demanded by this line of the quota"),
                .. place.Elsewhere is { } elsewhere ? new[] { new RelatedPlace(elsewhere, $"{place.Origin}: {place.Text}") } : [],
            ],
        };
    }

    // Ephemeral containers do not count.
    private static List<NamedAmount> Missing(ContainerFacts container, List<NamedAmount> demands) =>
        container.Spec.Type == ContainerType.Ephemeral ? [] : Missing(container.Amounts, demands);

    // RQ-1: an explicit 0 is enough; init containers count.
    private static List<NamedAmount> Missing(ContainerAmounts amounts, List<NamedAmount> demands) =>
        [
            .. demands
                .Where(d =>
                    QuotaUsage.Demand(d.Name) is var (resource, isLimit) && (isLimit ? amounts.Limits : amounts.Requests)[resource].IsAbsent
                )
                .DistinctBy(d => QuotaUsage.Demand(d.Name)),
        ];

    // All that lack the same; what others lack stands at their related places.
    private static string Subject(List<(ContainerFacts Container, List<NamedAmount> Missing)> lacking, List<NamedAmount> missing)
    {
        var same = lacking.Where(l => Words(l.Missing) == Words(missing)).Select(l => l.Container.Spec).ToList();
        if (same is [var only])
            return $"{Describe.Container(only)} has";
        string names = WrittenText.Listed(same.ConvertAll(Describe.Name));
        return same.Count <= MostNames && names.Length <= MostOfNames ? $"containers {names} have" : $"{same.Count} containers have";
    }

    // memory request and limit for web, memory limit for metrics
    private static string? Wanted(List<(ContainerFacts Container, List<NamedAmount> Missing)> lacking) =>
        lacking.Count > MostNames
            ? null
            : string.Join(", ", lacking.Select(l => $"{Words(l.Missing, "and")} for {Describe.Container(l.Container.Spec)}"));

    // memory request or limit, or cpu request; memory or cpu limit
    private static string Words(List<NamedAmount> missing, string or = "or") =>
        string.Join(
            $", {or} ",
            missing
                .Select(m => QuotaUsage.Demand(m.Name)!.Value)
                .GroupBy(d => d.Resource, d => d.IsLimit)
                .GroupBy(g => (g.Contains(true), g.Contains(false)))
                .Select(g =>
                    $"{string.Join($" {or} ", g.Select(r => r.Key))} {string.Join($" {or} ", g.First().Select(isLimit => isLimit ? "limit" : "request"))}"
                )
        );

    private static (Field<ResourceQuantity> Field, YamlPath Path) Place(ContainerFacts container, NamedAmount demand)
    {
        var (resource, isLimit) = QuotaUsage.Demand(demand.Name)!.Value;
        var resources = container.Spec.Resources;
        var field = (isLimit ? resources.Limits : resources.Requests)[resource];
        return (field, container.Spec.Path.Then(field.Path));
    }
}
