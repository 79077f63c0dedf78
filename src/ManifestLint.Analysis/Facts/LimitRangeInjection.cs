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

    /// <summary>Whether and what is injected cannot be known.</summary>
    public static LimitRangeInjection Unknown { get; } = new(ResourceAmounts.AllUnknown, ResourceAmounts.AllUnknown);

    /// <summary>
    /// The defaults of the LimitRanges of a namespace; null if there are none. Where several give different defaults for a resource, which
    /// one wins is not specified (LR-9), so it is unknown.
    /// </summary>
    /// <param name="limitRanges">The LimitRanges.</param>
    /// <param name="isStored">True for LimitRanges as written, which the API server defaults when it stores them (D-7).</param>
    public static LimitRangeInjection? Of(ImmutableArray<LimitRange> limitRanges, bool isStored = true)
    {
        ResourceAmounts limits = ResourceAmounts.Empty,
            requests = ResourceAmounts.Empty;
        foreach (var limitRange in limitRanges)
        {
            foreach (var item in limitRange.Items)
            {
                if (item.Type != "Container")
                    continue;
                limits = Agree(limits, Limits(item, isStored));
                requests = Agree(requests, Requests(item, isStored));
            }
        }
        return limits.IsEmpty && requests.IsEmpty ? null : new LimitRangeInjection(limits, requests);
    }

    /// <summary>Where a LimitRange gives a limit that was injected; null if none of them gives it.</summary>
    /// <param name="limitRanges">The LimitRanges of the namespace.</param>
    /// <param name="resource">The resource.</param>
    public static (LimitRange Range, NamedAmount Amount)? SourceOfLimit(ImmutableArray<LimitRange> limitRanges, string resource)
    {
        foreach (var limitRange in limitRanges)
        {
            foreach (var item in limitRange.Items)
            {
                if (item.Type != "Container")
                    continue;
                var amount = item["default"].FirstOrDefault(a => a.Name == resource) ?? item["max"].FirstOrDefault(a => a.Name == resource);
                if (amount is not null)
                    return (limitRange, amount);
            }
        }
        return null;
    }

    /// <summary>The container with what is missing filled in; an explicit value, zero included, stays.</summary>
    public ContainerAmounts Apply(ContainerAmounts container) =>
        container with
        {
            Limits = Merge(container.Limits, _limits),
            Requests = Merge(container.Requests, _requests),
        };

    /// <summary>
    /// The text of the annotation <c>kubernetes.io/limit-ranger</c> that records what was injected; null if nothing was (LR-2).
    /// </summary>
    /// <param name="before">The pod, defaulted and not yet injected.</param>
    public string? Annotation(PodAmounts before)
    {
        var parts = before
            .Containers.SelectMany(c => Parts(c, "container"))
            .Concat(before.InitContainers.SelectMany(c => Parts(c, "init container")))
            .ToList();
        return parts.Count == 0 ? null : "LimitRanger plugin set: " + string.Join("; ", parts);

        IEnumerable<string> Parts(ContainerAmounts container, string noun)
        {
            var after = Apply(container);
            foreach (
                var (old, now, what) in new[] { (container.Requests, after.Requests, "request"), (container.Limits, after.Limits, "limit") }
            )
            {
                var added = now.Names.Except(old.Names, StringComparer.Ordinal).Order(StringComparer.Ordinal).ToList();
                if (added.Count > 0)
                    yield return $"{string.Join(", ", added)} {what} for {noun} {container.Name}";
            }
        }
    }

    // D-7: default from max; defaultRequest from default, what is still missing from min.
    private static ResourceAmounts Limits(LimitRangeItem item, bool isStored) =>
        isStored ? Merge(Get(item["default"]), Get(item["max"])) : Get(item["default"]);

    private static ResourceAmounts Requests(LimitRangeItem item, bool isStored) =>
        isStored ? Merge(Merge(Get(item["defaultRequest"]), Limits(item, isStored)), Get(item["min"])) : Get(item["defaultRequest"]);

    private static ResourceAmounts Get(ImmutableArray<NamedAmount> constraint)
    {
        var amounts = ResourceAmounts.Empty;
        foreach (var one in constraint)
            amounts = amounts.With(one.Name, one.Quantity is { } known ? Amount.Of(known.ToStored()) : Amount.Unknown);
        return amounts;
    }

    private static ResourceAmounts Merge(ResourceAmounts amounts, ResourceAmounts defaults)
    {
        foreach (var (name, amount) in defaults.Entries)
        {
            if (amounts[name].IsAbsent)
                amounts = amounts.With(name, amount);
        }
        return defaults.OthersUnknown ? amounts.WithOthersUnknown() : amounts;
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
