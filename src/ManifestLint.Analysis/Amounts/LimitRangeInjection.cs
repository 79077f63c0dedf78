using System.Collections.Immutable;
using ManifestLint.Evidence;
using ManifestLint.Neighbours;
using ManifestLint.Programs;

namespace ManifestLint.Amounts;

/// <summary>
/// What LimitRanges inject into containers. Source: kubernetes v1.36 plugin/pkg/admission/limitranger/admission.go
/// (mergePodResourceRequirements) and pkg/apis/core/v1/defaults.go (SetDefaults_LimitRangeItem); kubernetes-memory.md §4, D-7.
/// </summary>
public sealed class LimitRangeInjection
{
    // D-7: limits default from max; requests from the limits' defaults, what is still missing from min.
    private static readonly string[] LimitConstraints = ["default", "max"];

    // Four have 24 orders. Of real namespaces none has more than one.
    private const int MostOrdered = 4;

    private static readonly string[] RequestConstraints = ["defaultRequest", "default", "max", "min"];

    private readonly ResourceAmounts _limits;
    private readonly ResourceAmounts _requests;
    private readonly ImmutableArray<TextOrigin.LimitRangeDefault> _limitDefaults;
    private readonly ImmutableArray<TextOrigin.LimitRangeDefault> _requestDefaults;

    private LimitRangeInjection(
        ResourceAmounts limits,
        ResourceAmounts requests,
        ImmutableArray<TextOrigin.LimitRangeDefault> limitDefaults,
        ImmutableArray<TextOrigin.LimitRangeDefault> requestDefaults
    ) => (_limits, _requests, _limitDefaults, _requestDefaults) = (limits, requests, limitDefaults, requestDefaults);

    /// <summary>Whether and what is injected cannot be known.</summary>
    public static LimitRangeInjection Unknown { get; } = new(ResourceAmounts.AllUnknown, ResourceAmounts.AllUnknown, [], []);

    /// <summary>What gives a container its limit of a resource; null if nothing does. Of several that agree, the first.</summary>
    public TextOrigin.LimitRangeDefault? LimitOf(string resource) => _limitDefaults.FirstOrDefault(d => d.Given.Name == resource);

    /// <summary>What gives a container its request of a resource; null if nothing does. Of several that agree, the first.</summary>
    public TextOrigin.LimitRangeDefault? RequestOf(string resource) => _requestDefaults.FirstOrDefault(d => d.Given.Name == resource);

    /// <summary>
    /// The defaults of the LimitRanges of a namespace; null if there are none. Where several give different defaults for a resource, which
    /// one wins is not specified (LR-9), so it is unknown.
    /// </summary>
    /// <param name="limitRanges">The LimitRanges.</param>
    /// <param name="isStored">True for LimitRanges as written, which the API server defaults when it stores them (D-7).</param>
    /// <param name="isOrdered">True where the first that gives a default wins.</param>
    public static LimitRangeInjection? Of(ImmutableArray<LimitRange> limitRanges, bool isStored = true, bool isOrdered = false)
    {
        bool hangsOnOrder = false;
        ResourceAmounts limits = ResourceAmounts.Empty,
            requests = ResourceAmounts.Empty;
        List<TextOrigin.LimitRangeDefault> ofLimits = [],
            ofRequests = [];
        foreach (var limitRange in limitRanges)
        {
            foreach (var item in limitRange.Items)
            {
                if (item.Type != "Container")
                    continue;
                var given = Defaults(limitRange, item, LimitConstraints, isStored);
                limits = Agree(limits, Amounts(given), isOrdered, ref hangsOnOrder);
                ofLimits.AddRange(given);
                given = Defaults(limitRange, item, RequestConstraints, isStored);
                requests = Agree(requests, Amounts(given), isOrdered, ref hangsOnOrder);
                ofRequests.AddRange(given);
            }
        }
        return limits.IsEmpty && requests.IsEmpty
            ? null
            : new LimitRangeInjection(limits, requests, [.. ofLimits], [.. ofRequests]) { HangsOnOrder = hangsOnOrder };
    }

    /// <summary>True if LimitRanges give different defaults for a resource, so that their order decides.</summary>
    public bool HangsOnOrder { get; private init; }

    /// <summary>
    /// What is injected in each order in which the server may take the LimitRanges (LR-9); empty where there are too many to look at.
    /// </summary>
    public static IEnumerable<LimitRangeInjection> InEveryOrder(ImmutableArray<LimitRange> limitRanges)
    {
        ImmutableArray<LimitRange> giving = [.. limitRanges.Where(l => Of([l]) is not null)];
        if (giving.Length > MostOrdered)
        {
            Effort.GiveUp(PastLimit.Defaults);
            return [];
        }
        return Orders(giving).Select(order => Of(order, isStored: true, isOrdered: true)!);

        static IEnumerable<ImmutableArray<LimitRange>> Orders(ImmutableArray<LimitRange> all)
        {
            if (all.Length <= 1)
                return [all];
            return Enumerable.Range(0, all.Length).SelectMany(i => Orders(all.RemoveAt(i)).Select(rest => rest.Insert(0, all[i])));
        }
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

    /// <summary>The pod with what its containers and init containers miss filled in.</summary>
    public PodAmounts Apply(PodAmounts pod) =>
        pod with
        {
            InitContainers = [.. pod.InitContainers.Select(Apply)],
            Containers = [.. pod.Containers.Select(Apply)],
        };

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

    // By resource the first constraint that names it; a LimitRange that is not stored is not defaulted.
    private static List<TextOrigin.LimitRangeDefault> Defaults(LimitRange range, LimitRangeItem item, string[] constraints, bool isStored)
    {
        var found = new List<TextOrigin.LimitRangeDefault>();
        foreach (string constraint in isStored ? constraints : constraints[..1])
        {
            foreach (var one in item[constraint])
            {
                if (!found.Exists(d => d.Given.Name == one.Name))
                    found.Add(new TextOrigin.LimitRangeDefault(range, constraint, one));
            }
        }
        return found;
    }

    private static ResourceAmounts Amounts(List<TextOrigin.LimitRangeDefault> defaults)
    {
        var amounts = ResourceAmounts.Empty;
        foreach (var one in defaults)
            amounts = amounts.With(one.Given.Name, one.Given.Quantity is { } known ? Amount.Of(known.ToStored()) : Amount.Unknown);
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

    private static ResourceAmounts Agree(ResourceAmounts x, ResourceAmounts y, bool isOrdered, ref bool hangsOnOrder)
    {
        foreach (var (name, amount) in y.Entries)
        {
            var other = x[name];
            if (other.IsAbsent)
                x = x.With(name, amount);
            else if (!isOrdered && !(other.IsKnown && amount.IsKnown && other.Value == amount.Value))
            {
                hangsOnOrder |= other.IsKnown && amount.IsKnown;
                x = x.With(name, Amount.Unknown);
            }
        }
        return x;
    }
}
