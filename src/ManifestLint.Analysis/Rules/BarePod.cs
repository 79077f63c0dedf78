using System.Collections.Immutable;
using ManifestLint.Facts;
using ManifestLint.Findings;
using ManifestLint.Manifests;

namespace ManifestLint.Rules;

/// <summary>Pods without any <c>resources</c>: whatever they lack is told once (rules.md rule 1).</summary>
internal static class BarePod
{
    /// <summary>
    /// True if neither the pod nor any of its containers asks for anything or limits anything; what an operator gives to init containers of its own
    /// changes nothing for those that run.
    /// </summary>
    public static bool Is(PodFacts pod) =>
        IsBare(pod.Workload.Pod.Resources)
        && pod.Workload.Pod.AllContainers.All(c => IsBare(c.Resources) && (c.Made is not { Given.Length: > 0 } || IsOfOperator(c)));

    /// <summary>True for an init container that only the operator speaks of.</summary>
    public static bool IsOfOperator(ContainerSpec container) => container is { IsUnwritten: true, Type: ContainerType.Init };

    /// <summary>The containers beside the one that a finding stands at.</summary>
    public static ImmutableArray<RelatedPlace> Others(IEnumerable<ContainerFacts> containers, ContainerFacts one) =>
        [.. containers.Where(c => c != one).Select(c => new RelatedPlace(c.Spec.MemoryLimit.Location, Describe.Container(c.Spec)))];

    private static bool IsBare(ResourceRequirements resources) =>
        !resources.Requests.IsUnknown
        && !resources.Limits.IsUnknown
        && !resources.Requests.Entries.Any()
        && !resources.Limits.Entries.Any();
}
