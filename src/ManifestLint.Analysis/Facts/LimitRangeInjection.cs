using System.Collections.Immutable;
using ManifestLint.Manifests;

namespace ManifestLint.Facts;

/// <summary>
/// What LimitRanges inject into containers. Source: kubernetes v1.36 plugin/pkg/admission/limitranger/admission.go
/// (mergePodResourceRequirements) and pkg/apis/core/v1/defaults.go (SetDefaults_LimitRangeItem); kubernetes-memory.md §4, D-7.
/// </summary>
public sealed class LimitRangeInjection
{
    private readonly ResourceAmounts _limits;
    private readonly ResourceAmounts _requests;

    private LimitRangeInjection(ResourceAmounts limits, ResourceAmounts requests) => (_limits, _requests) = (limits, requests);

    /// <summary>
    /// The defaults of the LimitRanges of a namespace; null if there are none. Where several give different defaults for a resource, which
    /// one wins is not specified (LR-9), so it is unknown.
    /// </summary>
    public static LimitRangeInjection? Of(ImmutableArray<LimitRange> limitRanges)
    {
        ResourceAmounts limits = ResourceAmounts.Empty, requests = ResourceAmounts.Empty;
        foreach (var item in limitRanges.SelectMany(l => l.Items).Where(i => i.Type == "Container"))
        {
            // D-7: default from max; defaultRequest from default, what is still missing from min.
            var itemLimits = Merge(Get(item, "default"), Get(item, "max"));
            var itemRequests = Merge(Merge(Get(item, "defaultRequest"), itemLimits), Get(item, "min"));
            limits = Agree(limits, itemLimits);
            requests = Agree(requests, itemRequests);
        }
        return limits.IsEmpty && requests.IsEmpty ? null : new LimitRangeInjection(limits, requests);
    }

    /// <summary>The container with what is missing filled in; an explicit value, zero included, stays.</summary>
    public ContainerAmounts Apply(ContainerAmounts container) =>
        container with { Limits = Merge(container.Limits, _limits), Requests = Merge(container.Requests, _requests) };

    private static ResourceAmounts Get(LimitRangeItem item, string constraint)
    {
        var amounts = ResourceAmounts.Empty;
        foreach (var (name, quantity) in item.Constraints.GetValueOrDefault(constraint, []))
        {
            amounts = amounts.With(name, quantity is { } known ? Amount.Of(known.ToStored()) : Amount.Unknown);
        }
        return amounts;
    }

    private static ResourceAmounts Merge(ResourceAmounts amounts, ResourceAmounts defaults)
    {
        foreach (var (name, amount) in defaults.Entries)
        {
            if (amounts[name].IsAbsent) amounts = amounts.With(name, amount);
        }
        return amounts;
    }

    private static ResourceAmounts Agree(ResourceAmounts x, ResourceAmounts y)
    {
        foreach (var (name, amount) in y.Entries)
        {
            var other = x[name];
            x = x.With(name, other.IsAbsent || (other.IsKnown && amount.IsKnown && other.Value == amount.Value) ? amount : Amount.Unknown);
        }
        return x;
    }
}
