using ManifestLint.Manifests;
using ManifestLint.Quantities;
using ManifestLint.Yaml;

namespace ManifestLint.Amounts;

/// <summary>A rule of the API server's validation; the names are the codes of the <c>validation</c> vectors.</summary>
public enum ResourceProblem
{
    /// <summary>A container cannot have such a resource.</summary>
    InvalidResourceName,

    /// <summary>An amount is negative.</summary>
    NegativeQuantity,

    /// <summary>A volume's size limit is negative.</summary>
    NegativeSizeLimit,

    /// <summary>A device has to be whole.</summary>
    NonIntegerQuantity,

    /// <summary>Huge pages come in whole pages.</summary>
    HugePagesNotMultiple,

    /// <summary>Huge pages need cpu or memory beside them.</summary>
    HugePagesRequireCpuOrMemory,

    /// <summary>A resource that cannot be overcommitted needs a limit.</summary>
    LimitRequired,

    /// <summary>A resource that cannot be overcommitted needs a request that equals its limit.</summary>
    RequestMustEqualLimit,

    /// <summary>A request is above its limit.</summary>
    RequestExceedsLimit,

    /// <summary>An ephemeral container must not have any.</summary>
    EphemeralContainerResourcesForbidden,

    /// <summary>A pod cannot have such a resource as a whole.</summary>
    UnsupportedPodLevelResource,

    /// <summary>A Windows pod cannot have any as a whole.</summary>
    PodLevelResourcesOnWindows,

    /// <summary>Claims belong to containers.</summary>
    PodLevelClaimsForbidden,

    /// <summary>The containers together request more than the pod.</summary>
    AggregateRequestsExceedPodRequest,

    /// <summary>The containers together may use more huge pages than the pod.</summary>
    AggregateHugePageLimitsExceedPodLimit,

    /// <summary>A container may use more than the pod.</summary>
    ContainerLimitExceedsPodLimit,
}

/// <summary>What of a container or a pod violates a rule.</summary>
public enum ResourceSectionKind
{
    /// <summary>Its <c>resources</c> as a whole.</summary>
    None,

    /// <summary>A request.</summary>
    Requests,

    /// <summary>A limit.</summary>
    Limits,

    /// <summary><c>claims</c>.</summary>
    Claims,

    /// <summary><c>overhead</c> of the pod.</summary>
    Overhead,
}

/// <summary>A violation of a rule of the API server's validation.</summary>
/// <param name="Path">Address within the object as the API server has it, relative to the pod: <c>spec.containers[0].resources.limits[memory]</c>.</param>
/// <param name="Problem">What is violated.</param>
/// <param name="Resource">The resource that the API server names; null where it names none.</param>
/// <param name="Container">The container; null at pod level.</param>
public sealed record ResourceViolation(YamlPath Path, ResourceProblem Problem, string? Resource = null, ContainerAmounts? Container = null)
{
    /// <summary>What of the container or the pod it is about.</summary>
    public ResourceSectionKind Section { get; init; }

    /// <summary>The resource that it is about; null where it is about no single one.</summary>
    public string? Name { get; init; }

    /// <summary>True if another is of the same amount and rule, whatever the amounts are.</summary>
    public bool IsSameAs(ResourceViolation other) =>
        Problem == other.Problem && Section == other.Section && Name == other.Name && Container?.Name == other.Container?.Name;

    /// <summary>Problem and resource, as the vectors write them.</summary>
    public override string ToString() => Resource is null ? $"{Problem}" : $"{Problem}:{Resource}";
}

/// <summary>
/// What the API server refuses about resources. Source: kubernetes v1.36 pkg/apis/core/validation/validation.go (ValidateResourceRequirements,
/// validateContainerResourceRequirements, validatePodResources, validatePodResourceConsistency) and pkg/api/pod/warnings.go;
/// kubernetes-memory.md §6. Values that cannot be known violate nothing.
/// </summary>
public static class ResourceValidation
{
    /// <summary>Every violation of a pod, in the order of its fields.</summary>
    /// <param name="amounts">The pod's numbers, defaulted or as written.</param>
    /// <param name="pod">The pod as written.</param>
    public static List<ResourceViolation> Validate(PodAmounts amounts, PodSpec pod)
    {
        var found = new List<ResourceViolation>();
        for (int i = 0; i < amounts.InitContainers.Length; i++)
            Container(amounts.InitContainers[i], Resources("initContainers", i), found);
        for (int i = 0; i < amounts.Containers.Length; i++)
            Container(amounts.Containers[i], Resources("containers", i), found);
        for (int i = 0; i < amounts.EphemeralContainers.Length; i++)
        {
            var container = amounts.EphemeralContainers[i];
            // VAL-7.
            if (!container.Requests.IsEmpty || !container.Limits.IsEmpty)
                found.Add(new(Resources("ephemeralContainers", i), ResourceProblem.EphemeralContainerResourcesForbidden, null, container));
        }
        if (amounts.PodLevel is { } level)
            PodLevel(amounts, level, pod, found);
        foreach (var (name, amount) in amounts.Overhead.Entries)
            Quantity(YamlPath.Of("spec", "overhead").Item(name), ResourceSectionKind.Overhead, name, amount, null, found);
        foreach (var volume in pod.MemoryVolumes)
        {
            // VAL-12.
            if (volume.SizeLimit.IsKnown(out var size) && size.IsNegative)
                found.Add(new(Relative(volume.Path, pod).Then(YamlPath.Of("emptyDir", "sizeLimit")), ResourceProblem.NegativeSizeLimit));
        }
        return found;
    }

    // VAL-1 to VAL-5.
    private static void Container(ContainerAmounts container, YamlPath path, List<ResourceViolation> found)
    {
        foreach (var (name, amount) in container.Limits.Entries)
        {
            if (!IsContainerResource(name))
                Add(ResourceSectionKind.Limits, name);
            Quantity(InSection(path, ResourceSectionKind.Limits, name), ResourceSectionKind.Limits, name, amount, container, found);
        }
        foreach (var (name, amount) in container.Requests.Entries)
        {
            if (!IsContainerResource(name))
                Add(ResourceSectionKind.Requests, name);
            Quantity(InSection(path, ResourceSectionKind.Requests, name), ResourceSectionKind.Requests, name, amount, container, found);
        }
        RequestsAgainstLimits(container.Requests, container.Limits, path, container, found);
        HugePagesNeedCompany(container.Requests, container.Limits, path, container, found);

        void Add(ResourceSectionKind section, string name) =>
            found.Add(
                new(InSection(path, section, name), ResourceProblem.InvalidResourceName, null, container) { Section = section, Name = name }
            );
    }

    // The API server's notation.
    private static YamlPath InSection(YamlPath path, ResourceSectionKind section, string name) =>
        path.Key(section == ResourceSectionKind.Limits ? "limits" : "requests").Item(name);

    private static YamlPath Resources(string list, int index) => YamlPath.Of("spec", list).Index(index).Key("resources");

    private static void Quantity(
        YamlPath path,
        ResourceSectionKind section,
        string name,
        Amount amount,
        ContainerAmounts? container,
        List<ResourceViolation> found
    )
    {
        if (!amount.IsKnown)
            return;
        if (amount.Value.IsNegative)
            Add(ResourceProblem.NegativeQuantity);
        if (IsInParts(name, amount.Value))
            Add(ResourceNames.IsHugePages(name) ? ResourceProblem.HugePagesNotMultiple : ResourceProblem.NonIntegerQuantity);

        void Add(ResourceProblem problem) => found.Add(new(path, problem, null, container) { Section = section, Name = name });
    }

    private static void RequestsAgainstLimits(
        ResourceAmounts requests,
        ResourceAmounts limits,
        YamlPath path,
        ContainerAmounts? container,
        List<ResourceViolation> found
    )
    {
        foreach (var (name, request) in requests.Entries)
        {
            var limit = limits[name];
            bool mayDiffer = ResourceNames.MayOvercommit(name);
            if (limit.IsAbsent)
            {
                if (!mayDiffer)
                    Add("limits", ResourceSectionKind.Limits, ResourceProblem.LimitRequired, name);
            }
            else if (request.IsKnown && limit.IsKnown && request.Value != limit.Value)
            {
                if (!mayDiffer)
                    Add("requests", ResourceSectionKind.Requests, ResourceProblem.RequestMustEqualLimit, name);
                else if (request.Value > limit.Value)
                    Add("requests", ResourceSectionKind.Requests, ResourceProblem.RequestExceedsLimit, name);
            }
        }

        void Add(string key, ResourceSectionKind section, ResourceProblem problem, string name) =>
            found.Add(new(path.Key(key), problem, name, container) { Section = section, Name = name });
    }

    private static void HugePagesNeedCompany(
        ResourceAmounts requests,
        ResourceAmounts limits,
        YamlPath path,
        ContainerAmounts? container,
        List<ResourceViolation> found
    )
    {
        if (
            (HoldsHugePages(requests) || HoldsHugePages(limits))
            && requests["cpu"].IsAbsent
            && requests["memory"].IsAbsent
            && limits["cpu"].IsAbsent
            && limits["memory"].IsAbsent
            && !requests.OthersUnknown
            && !limits.OthersUnknown
        )
            found.Add(new(path, ResourceProblem.HugePagesRequireCpuOrMemory, null, container));
    }

    private static bool HoldsHugePages(ResourceAmounts amounts)
    {
        foreach (var (name, _) in amounts.Entries)
        {
            if (ResourceNames.IsHugePages(name))
                return true;
        }
        return false;
    }

    // VAL-8 to VAL-11.
    private static void PodLevel(PodAmounts amounts, PodLevelAmounts level, PodSpec pod, List<ResourceViolation> found)
    {
        var path = YamlPath.Of("spec", "resources");
        if (pod.IsWindows)
            found.Add(new(path, ResourceProblem.PodLevelResourcesOnWindows));
        if (pod.Resources.Entry?.Value.Target is Yaml.YamlMapping mapping && mapping.Find("claims") is not null)
            found.Add(new(path.Key("claims"), ResourceProblem.PodLevelClaimsForbidden) { Section = ResourceSectionKind.Claims });
        foreach (
            var (section, values) in new[] { (ResourceSectionKind.Limits, level.Limits), (ResourceSectionKind.Requests, level.Requests) }
        )
        {
            foreach (var (name, amount) in values.Entries)
            {
                if (!ResourceNames.IsPodLevel(name))
                    found.Add(
                        new(InSection(path, section, name), ResourceProblem.UnsupportedPodLevelResource) { Section = section, Name = name }
                    );
                else
                    Quantity(InSection(path, section, name), section, name, amount, null, found);
            }
        }
        RequestsAgainstLimits(Supported(level.Requests), level.Limits, path, null, found);
        HugePagesNeedCompany(level.Requests, level.Limits, path, null, found);

        var aggregate = EffectiveResources.AggregateRequests(amounts);
        foreach (var (name, asked) in level.Requests.Entries)
        {
            if (asked.IsKnown && aggregate[name] is { IsKnown: true } used && used.Value > asked.Value)
                found.Add(
                    new(InSection(path, ResourceSectionKind.Requests, name), ResourceProblem.AggregateRequestsExceedPodRequest, name)
                    {
                        Section = ResourceSectionKind.Requests,
                        Name = name,
                    }
                );
        }
        var limits = EffectiveResources.AggregateLimits(amounts);
        foreach (var (name, allowed) in level.Limits.Entries)
        {
            if (ResourceNames.IsHugePages(name) && allowed.IsKnown && limits[name] is { IsKnown: true } sum && sum.Value > allowed.Value)
                found.Add(
                    new(InSection(path, ResourceSectionKind.Limits, name), ResourceProblem.AggregateHugePageLimitsExceedPodLimit, name)
                    {
                        Section = ResourceSectionKind.Limits,
                        Name = name,
                    }
                );
        }
        ContainersAgainstPod(amounts, level, found);
    }

    private static void ContainersAgainstPod(PodAmounts amounts, PodLevelAmounts level, List<ResourceViolation> found)
    {
        for (int i = 0; i < amounts.Containers.Length; i++)
        {
            foreach (string name in new[] { "cpu", "memory" })
            {
                if (
                    level.Limits[name] is { IsKnown: true } podLimit
                    && amounts.Containers[i].Limits[name] is { IsKnown: true } own
                    && own.Value > podLimit.Value
                )
                    found.Add(
                        new(
                            YamlPath.Of("spec", "resources", "containers").Index(i).Item(name).Key("limits"),
                            ResourceProblem.ContainerLimitExceedsPodLimit,
                            name,
                            amounts.Containers[i]
                        )
                        {
                            Section = ResourceSectionKind.Limits,
                            Name = name,
                        }
                    );
            }
        }
    }

    private static ResourceAmounts Supported(ResourceAmounts amounts)
    {
        var result = ResourceAmounts.Empty;
        foreach (var (name, amount) in amounts.Entries)
        {
            if (ResourceNames.IsPodLevel(name))
                result = result.With(name, amount);
        }
        return result;
    }

    private static bool IsContainerResource(string name) =>
        ResourceNames.IsQualified(name)
        && (name.Contains('/') ? ResourceNames.IsNative(name) || ResourceNames.IsExtended(name) : ResourceNames.IsStandard(name));

    /// <summary>True for huge pages that are no whole pages, and for a device in parts.</summary>
    public static bool IsInParts(string name, ResourceQuantity amount) =>
        ResourceNames.IsHugePages(name) ? !IsMultipleOfPageSize(name, amount) : ResourceNames.IsExtended(name) && amount.IsFractional;

    private static bool IsMultipleOfPageSize(string name, ResourceQuantity amount)
    {
        if (amount.IsFractional || amount.Bytes is not { } bytes)
            return false;
        return ResourceQuantity.TryParse(name.AsSpan("hugepages-".Length), out var size, out _)
            && size.Bytes is { } page and > 0
            && bytes % page == 0;
    }

    // The API server's address: that of the pod's spec, wherever its template stands.
    private static YamlPath Relative(YamlPath path, PodSpec pod) =>
        YamlPath.Of("spec").Then(path.IsAtOrBelow(pod.Path) ? path.Below(pod.Path) : path);
}
