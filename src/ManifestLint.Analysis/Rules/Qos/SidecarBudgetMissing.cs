using ManifestLint.Amounts;
using ManifestLint.Evidence;
using ManifestLint.Facts;
using ManifestLint.Findings;
using ManifestLint.Manifests;
using ManifestLint.Quantities;

namespace ManifestLint.Rules.Qos;

/// <summary>ML2003 sidecar-budget-missing.</summary>
public sealed class SidecarBudgetMissing() : PodRule("ML2003")
{
    private const string Limit = "no memory limit",
        Request = "no memory request";

    private const int MostOfNames = 60;

    /// <inheritdoc/>
    public override IEnumerable<Finding> Check(PodFacts pod)
    {
        if (pod.AbsenceSaysNothing || Sidecars.MainOf(pod.Workload, pod.Assumptions.Helpers) is not { } main)
            yield break;
        // Where the main container has no limit either, that is what is missing (ML1001).
        if (!pod.Containers.First(c => ReferenceEquals(c.Spec, main)).MemoryLimit.IsPositive)
            yield break;
        var sidecars = Sidecars.Of(pod.Workload, main).Where(spec => !spec.IsUnwritten).ToList();
        if (sidecars.Count == 0)
            yield break;
        var lacking = sidecars
            .Select(spec => pod.Containers.First(c => ReferenceEquals(c.Spec, spec)))
            .Where(sidecar => !Idle.Is(sidecar, pod))
            .Select(sidecar => (Sidecar: sidecar.Spec, Missing: Missing(sidecar, pod)))
            .Where(s => s.Missing is not null)
            .OrderBy(s => s.Missing == Request)
            .ToList();
        if (lacking.Count == 0)
            yield break;
        var (first, missing) = lacking[0];
        var same = lacking.FindAll(s => s.Missing == missing);
        string subject =
            same.Count == 1
                ? $"sidecar {Describe.Name(first)} has"
                : $"sidecars {Listed(same.ConvertAll(s => Describe.Name(s.Sidecar)))} have";
        var place = PlaceOf(first, missing!);
        yield return At(
            place.Location,
            first.Path.Then(place.Path),
            Statement.OfMore(
                $"{subject} {missing}",
                $" next to main container {Describe.Name(main)}",
                $"main container {Describe.Name(main)} has a budget",
                so: Consequence(missing!, same.Count, main, pod)
            )
        ) with
        {
            Container = first.Name,
            AlsoOf = [.. lacking.Skip(1).Select(s => s.Sidecar.Name).OfType<string>()],
            AlsoAt = [.. lacking.Skip(1).Select(s => s.Sidecar.Path.Then(PlaceOf(s.Sidecar, s.Missing!).Path))],
            Lowered = Describe.Absence(pod),
            Related =
            [
                .. lacking
                    .Skip(1)
                    .Select(s => new RelatedPlace(
                        PlaceOf(s.Sidecar, s.Missing!).Location,
                        $"sidecar {Describe.Name(s.Sidecar)} has {s.Missing}"
                    )),
            ],
        };
    }

    private static string Consequence(string missing, int sidecars, ContainerSpec main, PodFacts pod)
    {
        if (missing == Request)
            return $"no memory is set aside for {(sidecars == 1 ? "it" : "them")}";
        string leak = $"a leak in {(sidecars == 1 ? "it" : "one of them")} can use up the node's memory";
        return PodPriority.IsNodeCritical(pod.Workload.Pod) switch
        {
            true =>
                $"{leak}, and the kernel kills other pods of the node first: this one is system-node-critical (oom_score_adj {OomScoreAdj.Guaranteed})",
            // Whoever takes so much has the highest score itself.
            false when PodPriority.IsNeverEvicted(pod.Workload.Pod) => $"{leak}, and other pods of the node are evicted for it",
            false => $"{leak}, and the kubelet then evicts the whole pod, main container {Describe.Name(main)} with it",
            null => leak,
        };
    }

    // The others stand at related places.
    private static string Listed(List<string> names)
    {
        string all = WrittenText.Listed(names);
        return all.Length <= MostOfNames ? all : $"{names[0]} and {names.Count - 1} more";
    }

    private static string? Missing(ContainerFacts sidecar, PodFacts pod)
    {
        bool unlimited = sidecar.MemoryLimit.IsNone;
        bool unasked = sidecar.MemoryRequest.IsNone && !(pod.Amounts.PodLevel?.Requests["memory"].IsPositive ?? false);
        return unlimited && unasked ? $"{Limit} and {Request}"
            : unlimited ? Limit
            : unasked ? Request
            : null;
    }

    private static Field<ResourceQuantity> PlaceOf(ContainerSpec sidecar, string missing) =>
        missing == Request ? sidecar.MemoryRequest : sidecar.MemoryLimit;
}
