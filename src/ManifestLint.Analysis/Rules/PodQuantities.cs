using ManifestLint.Findings;
using ManifestLint.Manifests;
using ManifestLint.Quantities;
using ManifestLint.Yaml;

namespace ManifestLint.Rules;

/// <summary>What follows where an amount of memory is next to nothing.</summary>
/// <param name="Severity">Error where it caps, warning where it asks.</param>
/// <param name="Consequence">A clause that stands behind "so".</param>
internal sealed record NextToNothing(Severity Severity, string Consequence)
{
    /// <summary>The amount that it has to be at least as large as, and is not: its key, as written and its value; null for none.</summary>
    public (string Key, string Text, ResourceQuantity Value)? Below { get; init; }
}

/// <summary>A quantity that an object holds, with what it is.</summary>
/// <param name="What">For people: <c>memory limit</c>, <c>pod-level cpu request</c>, <c>sizeLimit</c>.</param>
/// <param name="Resource">The resource's name; <c>sizeLimit</c> for a volume.</param>
/// <param name="IsLimit">True for a limit.</param>
/// <param name="IsContainerResource">True for a request or limit of a container or of the pod.</param>
/// <param name="Container">The container, or null.</param>
/// <param name="Field">The quantity.</param>
/// <param name="Path">Its address within the object.</param>
internal readonly record struct PodQuantity(
    string What,
    string Resource,
    bool IsLimit,
    bool IsContainerResource,
    ContainerSpec? Container,
    Field<ResourceQuantity> Field,
    YamlPath Path
)
{
    /// <summary>What follows of less than 1 MiB; null where that is no matter of memory, or harmless.</summary>
    public NextToNothing? Tiny { get; init; }

    /// <summary>True for the divisor of a resourceFieldRef, of which only single units are taken.</summary>
    public bool IsDivisor { get; init; }
}

/// <summary>Every quantity that a pod holds.</summary>
internal static class PodQuantities
{
    private static readonly NextToNothing Asked = new(Severity.Warning, "next to nothing is set aside for the container");
    private static readonly NextToNothing Allowed = new(Severity.Error, "the container cannot start");
    private static readonly NextToNothing AskedByPod = new(Severity.Warning, "next to nothing is set aside for the pod");
    private static readonly NextToNothing AllowedToPod = new(Severity.Error, "no container of the pod can start");
    private static readonly NextToNothing Overhead = new(
        Severity.Warning,
        "next to nothing is set aside for what runs beside the containers"
    );
    private static readonly NextToNothing OfMemory = new(Severity.Error, "writing more to it fails");
    private static readonly NextToNothing OfDisk = new(Severity.Error, "the pod is evicted as soon as it writes more");

    /// <summary>The quantities in written order of their sections.</summary>
    public static IEnumerable<PodQuantity> Of(PodSpec pod)
    {
        foreach (var container in pod.AllContainers)
        {
            var resources = container.Resources;
            foreach (var quantity in Section(resources.Requests, "request", false, container, container.Path))
                yield return quantity;
            foreach (var quantity in Section(resources.Limits, "limit", true, container, container.Path))
                yield return quantity;
            foreach (var quantity in Divisors(container))
                yield return quantity;
        }
        // A pod whose containers stand elsewhere has its main container's resources here.
        if (pod.AllContainers.Any(c => ReferenceEquals(c.Node, pod.Node)))
            yield break;
        foreach (var quantity in Section(pod.Resources.Requests, "request", false, null, pod.Path))
            yield return quantity;
        foreach (var quantity in Section(pod.Resources.Limits, "limit", true, null, pod.Path))
            yield return quantity;
        foreach (var entry in pod.Overhead.Entries)
        {
            yield return new PodQuantity(
                $"{entry.Name} overhead",
                entry.Name,
                false,
                false,
                null,
                entry.Quantity,
                pod.Path.Then(entry.Quantity.Path)
            )
            {
                Tiny = entry.Name == "memory" ? Overhead : null,
            };
        }
        foreach (var quantity in OfVolumes(pod))
            yield return quantity;
    }

    private static IEnumerable<PodQuantity> Section(
        ResourceSection section,
        string noun,
        bool isLimit,
        ContainerSpec? container,
        YamlPath path
    )
    {
        foreach (var entry in section.Entries)
        {
            string what = container is null ? $"pod-level {entry.Name} {noun}" : $"{entry.Name} {noun}";
            yield return new PodQuantity(what, entry.Name, isLimit, true, container, entry.Quantity, path.Then(entry.Quantity.Path))
            {
                Tiny =
                    entry.Name != "memory" ? null
                    : container is null ? (isLimit ? AllowedToPod : AskedByPod)
                    : (isLimit ? Allowed : Asked),
            };
        }
    }

    private static IEnumerable<PodQuantity> Divisors(ContainerSpec container)
    {
        if (container.Node["env"] is not YamlSequence env)
            yield break;
        for (int i = 0; i < env.Items.Length; i++)
        {
            if (env.Items[i].Target is not YamlMapping variable)
                continue;
            var path = container.Path.Key("env").Index(i).Key("valueFrom");
            if (Divisor(variable.MappingAt("valueFrom"), path, variable.TextAt("name"), container) is { } quantity)
                yield return quantity;
        }
    }

    // What takes a resourceFieldRef: a variable, or a file of the downward API.
    private static PodQuantity? Divisor(YamlMapping? holder, YamlPath path, string? name, ContainerSpec? container)
    {
        if (holder?.MappingAt("resourceFieldRef") is not { } reference || reference.Find("divisor") is not { } entry)
            return null;
        path = path.Key("resourceFieldRef").Key("divisor");
        string what = name is null ? "divisor" : $"divisor of {name}:";
        string resource = reference.TextAt("resource") ?? "";
        return new PodQuantity(what, resource, false, false, container, FieldReading.Quantity(entry.Value, path), path)
        {
            IsDivisor = true,
        };
    }

    private static IEnumerable<PodQuantity> OfVolumes(PodSpec pod)
    {
        if (pod.Node["volumes"] is not YamlSequence volumes)
            yield break;
        for (int i = 0; i < volumes.Items.Length; i++)
        {
            if (volumes.Items[i].Target is not YamlMapping volume)
                continue;
            var path = pod.Path.Key("volumes").Index(i);
            if (volume.MappingAt("emptyDir") is { } emptyDir && emptyDir.Find("sizeLimit") is { } entry)
            {
                var at = path.Key("emptyDir").Key("sizeLimit");
                yield return new PodQuantity("sizeLimit", "sizeLimit", true, false, null, FieldReading.Quantity(entry.Value, at), at)
                {
                    Tiny = emptyDir.TextAt("medium") == "Memory" ? OfMemory : OfDisk,
                };
            }
            foreach (
                var quantity in Claim(
                    volume.MappingAt("ephemeral", "volumeClaimTemplate", "spec"),
                    path.Key("ephemeral").Key("volumeClaimTemplate").Key("spec")
                )
            )
                yield return quantity;
            foreach (var quantity in Files(volume.MappingAt("downwardAPI"), path.Key("downwardAPI")))
                yield return quantity;
            if (volume.MappingAt("projected")?["sources"] is not YamlSequence sources)
                continue;
            for (int j = 0; j < sources.Items.Length; j++)
            {
                var source = path.Key("projected").Key("sources").Index(j).Key("downwardAPI");
                foreach (var quantity in Files((sources.Items[j].Target as YamlMapping)?.MappingAt("downwardAPI"), source))
                    yield return quantity;
            }
        }
    }

    private static IEnumerable<PodQuantity> Files(YamlMapping? downward, YamlPath path)
    {
        if (downward?["items"] is not YamlSequence items)
            yield break;
        for (int i = 0; i < items.Items.Length; i++)
        {
            var file = items.Items[i].Target as YamlMapping;
            if (Divisor(file, path.Key("items").Index(i), file?.TextAt("path"), null) is { } quantity)
                yield return quantity;
        }
    }

    /// <summary>The quantities of a volume claim.</summary>
    /// <param name="spec">Its <c>spec</c>; null for none.</param>
    /// <param name="path">The address of that within the object.</param>
    public static IEnumerable<PodQuantity> Claim(YamlMapping? spec, YamlPath path)
    {
        foreach (string section in new[] { "requests", "limits" })
        {
            if (spec?.MappingAt("resources", section) is not { } amounts)
                continue;
            foreach (var entry in amounts.EffectiveEntries())
            {
                if (entry.Name is not { } name)
                    continue;
                var at = path.Key("resources").Key(section).Key(name);
                string what = $"{name} {section.TrimEnd('s')} of a volume claim";
                yield return new PodQuantity(what, name, section == "limits", false, null, FieldReading.Quantity(entry.Value, at), at);
            }
        }
    }
}
