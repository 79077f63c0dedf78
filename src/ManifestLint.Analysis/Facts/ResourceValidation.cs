using ManifestLint.Manifests;

namespace ManifestLint.Facts;

/// <summary>A violation of a rule of the API server's validation.</summary>
/// <param name="Path">Address within the object, in the API server's notation: <c>spec.containers[0].resources.limits[memory]</c> relative to the pod.</param>
/// <param name="Code">What is violated: one of the codes of the <c>validation</c> vectors, without the resource.</param>
/// <param name="Resource">The resource's name, or null where none is meant.</param>
/// <param name="Container">The container's index among all containers of the pod's list, or null at pod level.</param>
public sealed record ResourceViolation(string Path, string Code, string? Resource = null, ContainerAmounts? Container = null)
{
    /// <summary>Code and resource, as the vectors write them.</summary>
    public override string ToString() => Resource is null ? Code : $"{Code}:{Resource}";
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
            Container(amounts.InitContainers[i], $"spec.initContainers[{i}].resources", found);
        for (int i = 0; i < amounts.Containers.Length; i++)
            Container(amounts.Containers[i], $"spec.containers[{i}].resources", found);
        for (int i = 0; i < amounts.EphemeralContainers.Length; i++)
        {
            var container = amounts.EphemeralContainers[i];
            // VAL-7.
            if (!container.Requests.IsEmpty || !container.Limits.IsEmpty)
                found.Add(new($"spec.ephemeralContainers[{i}].resources", "EphemeralContainerResourcesForbidden", null, container));
        }
        if (amounts.PodLevel is { } level)
            PodLevel(amounts, level, pod, found);
        foreach (var (name, amount) in amounts.Overhead.Entries)
            Quantity($"spec.overhead[{name}]", name, amount, null, found);
        foreach (var volume in pod.MemoryVolumes)
        {
            // VAL-12.
            if (volume.SizeLimit.IsKnown(out var size) && size.IsNegative)
                found.Add(new($"{Relative(volume.Path, pod)}.emptyDir.sizeLimit", "NegativeSizeLimit"));
        }
        return found;
    }

    /// <summary>Addresses of memory and ephemeral-storage amounts with a fraction of a byte: accepted, with a warning .</summary>
    public static List<string> FractionalByteWarnings(PodAmounts amounts)
    {
        var found = new List<string>();
        for (int i = 0; i < amounts.InitContainers.Length; i++)
            Fractions(amounts.InitContainers[i], $"spec.initContainers[{i}].resources");
        for (int i = 0; i < amounts.Containers.Length; i++)
            Fractions(amounts.Containers[i], $"spec.containers[{i}].resources");
        return found;

        void Fractions(ContainerAmounts container, string path)
        {
            foreach (string name in new[] { "memory", "ephemeral-storage" })
            {
                if (container.Limits[name] is { IsKnown: true } limit && limit.Value.IsFractional)
                    found.Add($"{path}.limits[{name}]");
                if (container.Requests[name] is { IsKnown: true } request && request.Value.IsFractional)
                    found.Add($"{path}.requests[{name}]");
            }
        }
    }

    // VAL-1 to VAL-5.
    private static void Container(ContainerAmounts container, string path, List<ResourceViolation> found)
    {
        foreach (var (name, amount) in container.Limits.Entries)
        {
            if (!IsContainerResource(name))
                found.Add(new($"{path}.limits[{name}]", "InvalidResourceName", null, container));
            Quantity($"{path}.limits[{name}]", name, amount, container, found);
        }
        foreach (var (name, amount) in container.Requests.Entries)
        {
            if (!IsContainerResource(name))
                found.Add(new($"{path}.requests[{name}]", "InvalidResourceName", null, container));
            Quantity($"{path}.requests[{name}]", name, amount, container, found);
        }
        RequestsAgainstLimits(container.Requests, container.Limits, path, container, found);
        HugePagesNeedCompany(container.Requests, container.Limits, path, container, found);
    }

    private static void Quantity(string path, string name, Amount amount, ContainerAmounts? container, List<ResourceViolation> found)
    {
        if (!amount.IsKnown)
            return;
        if (amount.Value.IsNegative)
            found.Add(new(path, "NegativeQuantity", null, container));
        if (ResourceNames.IsHugePages(name))
        {
            if (!IsMultipleOfPageSize(name, amount.Value))
                found.Add(new(path, "HugePagesNotMultiple", null, container));
        }
        else if (ResourceNames.IsExtended(name) && amount.Value.IsFractional)
        {
            found.Add(new(path, "NonIntegerQuantity", null, container));
        }
    }

    private static void RequestsAgainstLimits(
        ResourceAmounts requests,
        ResourceAmounts limits,
        string path,
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
                    found.Add(new($"{path}.limits", "LimitRequired", name, container));
            }
            else if (request.IsKnown && limit.IsKnown && request.Value != limit.Value)
            {
                if (!mayDiffer)
                    found.Add(new($"{path}.requests", "RequestMustEqualLimit", name, container));
                else if (request.Value > limit.Value)
                    found.Add(new($"{path}.requests", "RequestExceedsLimit", name, container));
            }
        }
    }

    private static void HugePagesNeedCompany(
        ResourceAmounts requests,
        ResourceAmounts limits,
        string path,
        ContainerAmounts? container,
        List<ResourceViolation> found
    )
    {
        var names = requests.Names.Concat(limits.Names).ToList();
        if (
            names.Any(ResourceNames.IsHugePages)
            && !names.Any(n => n is "cpu" or "memory")
            && !requests.OthersUnknown
            && !limits.OthersUnknown
        )
            found.Add(new(path, "HugePagesRequireCpuOrMemory", null, container));
    }

    // VAL-8 to VAL-11.
    private static void PodLevel(PodAmounts amounts, PodLevelAmounts level, PodSpec pod, List<ResourceViolation> found)
    {
        const string Path = "spec.resources";
        if (pod.IsWindows)
            found.Add(new(Path, "PodLevelResourcesOnWindows"));
        if (pod.Resources.Entry?.Value.Target is Yaml.YamlMapping mapping && mapping.Find("claims") is not null)
            found.Add(new($"{Path}.claims", "PodLevelClaimsForbidden"));
        foreach (var (section, values) in new[] { ("limits", level.Limits), ("requests", level.Requests) })
        {
            foreach (var (name, amount) in values.Entries)
            {
                if (!ResourceNames.IsPodLevel(name))
                    found.Add(new($"{Path}.{section}[{name}]", "UnsupportedPodLevelResource"));
                else
                    Quantity($"{Path}.{section}[{name}]", name, amount, null, found);
            }
        }
        RequestsAgainstLimits(Supported(level.Requests), level.Limits, Path, null, found);
        HugePagesNeedCompany(level.Requests, level.Limits, Path, null, found);

        var aggregate = EffectiveResources.AggregateRequests(amounts);
        foreach (var (name, asked) in level.Requests.Entries)
        {
            if (asked.IsKnown && aggregate[name] is { IsKnown: true } used && used.Value > asked.Value)
                found.Add(new($"{Path}.requests[{name}]", "AggregateRequestsExceedPodRequest", name));
        }
        var limits = EffectiveResources.AggregateLimits(amounts);
        foreach (var (name, allowed) in level.Limits.Entries)
        {
            if (ResourceNames.IsHugePages(name) && allowed.IsKnown && limits[name] is { IsKnown: true } sum && sum.Value > allowed.Value)
                found.Add(new($"{Path}.limits[{name}]", "AggregateHugePageLimitsExceedPodLimit", name));
        }
        for (int i = 0; i < amounts.Containers.Length; i++)
        {
            foreach (string name in new[] { "cpu", "memory" })
            {
                if (
                    level.Limits[name] is { IsKnown: true } podLimit
                    && amounts.Containers[i].Limits[name] is { IsKnown: true } own
                    && own.Value > podLimit.Value
                )
                    found.Add(new($"{Path}.containers[{i}][{name}].limits", "ContainerLimitExceedsPodLimit", name, amounts.Containers[i]));
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

    private static bool IsMultipleOfPageSize(string name, ResourceQuantity amount)
    {
        if (amount.IsFractional || amount.Bytes is not { } bytes)
            return false;
        return ResourceQuantity.TryParse(name.AsSpan("hugepages-".Length), out var size, out _)
            && size.Bytes is { } page and > 0
            && bytes % page == 0;
    }

    private static string Relative(string path, PodSpec pod) =>
        pod.Path.Length == 0 || !path.StartsWith(pod.Path, StringComparison.Ordinal) ? "spec." + path : "spec" + path[pod.Path.Length..];
}
