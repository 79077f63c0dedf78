using System.Collections.Immutable;
using ManifestLint.Cluster;

namespace ManifestLint.Amounts;

/// <summary>
/// What the API server fills in when a Pod is created. Source: kubernetes v1.36 pkg/apis/core/v1/defaults.go (SetDefaults_Pod,
/// defaultPodRequests, defaultHugePagePodLimits); from 1.37 on pkg/api/pod/util.go (DefaultPodLevelResources).
/// </summary>
public static class Defaulting
{
    private static readonly string[] Summed = ["cpu", "memory"];

    /// <summary>
    /// What decoding fills in: requests that are not written take the limit of the same name (D-2); up to 1.36 pod-level requests take the
    /// containers' aggregate, else the pod-level limit (D-4). Limits of containers are never derived from requests (D-3).
    /// </summary>
    public static PodAmounts Apply(PodAmounts pod, FeatureGates gates)
    {
        pod = pod with { InitContainers = [.. pod.InitContainers.Select(Apply)], Containers = [.. pod.Containers.Select(Apply)] };
        return !gates.PodLevelResourcesFixDefaulting && pod.PodLevel is { } level && IsSet(level)
            ? pod with
            {
                PodLevel = ApplyPodLevel(pod, level),
            }
            : pod;
    }

    /// <summary>What is filled in at pod level from 1.37 on, once LimitRanges have injected (D-6); before, nothing.</summary>
    /// <param name="pod">The pod, defaulted and injected.</param>
    /// <param name="gates">The release.</param>
    public static PodAmounts ApplyLate(PodAmounts pod, FeatureGates gates) =>
        gates.PodLevelResourcesFixDefaulting && pod.PodLevel is { } level && IsSet(level)
            ? pod with
            {
                PodLevel = WithLimits(pod, WithRequests(pod, level, WithHugePages(pod, level.Limits), gates)),
            }
            : pod;

    private static bool IsSet(PodLevelAmounts level) =>
        !level.Limits.IsEmpty || !level.Requests.IsEmpty || level.Limits.OthersUnknown || level.Requests.OthersUnknown;

    private static ContainerAmounts Apply(ContainerAmounts container)
    {
        var (requests, limits) = (container.Requests, container.Limits);
        foreach (var (name, limit) in limits.Entries)
        {
            if (!requests.Names.Contains(name))
                requests = requests.With(name, requests.OthersUnknown ? requests[name] : limit);
        }
        // Whether a limit that cannot be known exists decides whether a request does.
        if (limits.OthersUnknown)
            requests = requests.WithOthersUnknown();
        return container with { Requests = requests };
    }

    private static PodLevelAmounts ApplyPodLevel(PodAmounts pod, PodLevelAmounts level)
    {
        var limits = WithHugePages(pod, level.Limits);
        return limits.IsEmpty && !limits.OthersUnknown ? level : WithRequests(pod, level, limits, new FeatureGates());
    }

    private static ResourceAmounts WithHugePages(PodAmounts pod, ResourceAmounts limits)
    {
        foreach (var (name, limit) in EffectiveResources.AggregateLimits(pod).Entries)
        {
            if (ResourceNames.IsHugePages(name) && limits[name].IsAbsent)
                limits = limits.With(name, limit);
        }
        return limits;
    }

    // Hugepages take the pod-level limit, which they must equal.
    private static PodLevelAmounts WithRequests(PodAmounts pod, PodLevelAmounts level, ResourceAmounts limits, FeatureGates gates)
    {
        var requests = level.Requests;
        var aggregate = EffectiveResources.AggregateRequests(pod);
        if (aggregate.OthersUnknown || limits.OthersUnknown)
            requests = requests.WithOthersUnknown();
        var summed = ImmutableArray.CreateBuilder<string>();
        foreach (var (name, request) in aggregate.Entries)
        {
            if (!Summed.Contains(name) || requests.Names.Contains(name))
                continue;
            requests = requests.With(name, level.Requests.OthersUnknown ? Amount.Unknown : request);
            summed.Add(name);
        }
        foreach (var (name, limit) in limits.Entries)
        {
            if (ResourceNames.IsPodLevel(name) && !requests.Names.Contains(name))
                requests = requests.With(name, aggregate.OthersUnknown ? Amount.Unknown : limit);
        }
        return new PodLevelAmounts(requests, limits)
        {
            Summed = summed.ToImmutable(),
            SumsWhatIsInjected = gates.PodLevelResourcesFixDefaulting,
        };
    }

    // A resource that every container limits is limited in the pod, too: by their sum, or by what the pod requests if that is more.
    private static PodLevelAmounts WithLimits(PodAmounts pod, PodLevelAmounts level)
    {
        var aggregate = EffectiveResources.AggregateLimits(pod);
        var limits = level.Limits;
        var raised = ImmutableArray.CreateBuilder<string>();
        foreach (var (name, request) in level.Requests.Entries)
        {
            if (!ResourceNames.IsPodLevel(name) || limits.Names.Contains(name) || pod.Scope.Any(c => c.Limits[name].IsAbsent))
                continue;
            limits = limits.With(name, limits.OthersUnknown ? Amount.Unknown : Amount.Max(request, aggregate[name]));
            if (request.IsKnown && aggregate[name] is { IsKnown: true } sum && request.Value > sum.Value)
                raised.Add(name);
        }
        return level with { Limits = limits, Raised = raised.ToImmutable() };
    }
}

/// <summary>Kinds of resource names. Source: kubernetes v1.36 pkg/apis/core/helper/helpers.go.</summary>
public static class ResourceNames
{
    /// <summary>True for <c>hugepages-SIZE</c>.</summary>
    public static bool IsHugePages(string name) => name.StartsWith("hugepages-", StringComparison.Ordinal);

    /// <summary>True for a name that <c>spec.resources</c> may hold.</summary>
    public static bool IsPodLevel(string name) => name is "cpu" or "memory" || IsHugePages(name);

    /// <summary>True for a name that containers may use without a domain.</summary>
    public static bool IsStandard(string name) => name is "cpu" or "memory" or "ephemeral-storage" || IsHugePages(name);

    /// <summary>True for a name of Kubernetes itself: no domain, or one under <c>kubernetes.io</c>.</summary>
    public static bool IsNative(string name) => !name.Contains('/') || name.Contains("kubernetes.io/", StringComparison.Ordinal);

    /// <summary>True for <c>domain/name</c> of somebody else (device plugins).</summary>
    public static bool IsExtended(string name) =>
        !IsNative(name) && !name.StartsWith("requests.", StringComparison.Ordinal) && IsQualified("requests." + name);

    /// <summary>True if the limit may differ from the request.</summary>
    public static bool MayOvercommit(string name) => IsNative(name) && !IsHugePages(name);

    /// <summary>
    /// True for a qualified name: an optional DNS subdomain of at most 253 characters and a slash, then at most 63 characters that start and
    /// end alphanumeric. Source: apimachinery v0.36 pkg/api/validate/content (IsQualifiedName).
    /// </summary>
    public static bool IsQualified(string name)
    {
        string[] parts = name.Split('/');
        return parts.Length switch
        {
            1 => IsNamePart(parts[0]),
            2 => IsSubdomain(parts[0]) && IsNamePart(parts[1]),
            _ => false,
        };
    }

    private static bool IsNamePart(string part) =>
        part.Length is > 0 and <= 63
        && char.IsAsciiLetterOrDigit(part[0])
        && char.IsAsciiLetterOrDigit(part[^1])
        && part.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.');

    private static bool IsSubdomain(string part) =>
        part.Length is > 0 and <= 253
        && part.Split('.')
            .All(label =>
                label.Length > 0 && IsLowerOrDigit(label[0]) && IsLowerOrDigit(label[^1]) && label.All(c => IsLowerOrDigit(c) || c == '-')
            );

    private static bool IsLowerOrDigit(char c) => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c);
}
