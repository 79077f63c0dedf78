using ManifestLint.Manifests;
using ManifestLint.Quantities;
using ManifestLint.Yaml;

namespace ManifestLint.Rules;

/// <summary>A quantity of a pod, with what it is.</summary>
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
);

/// <summary>Every quantity that a pod holds.</summary>
internal static class PodQuantities
{
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
            );
        }
        foreach (var quantity in SizeLimits(pod))
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
            yield return new PodQuantity(what, entry.Name, isLimit, true, container, entry.Quantity, path.Then(entry.Quantity.Path));
        }
    }

    private static IEnumerable<PodQuantity> SizeLimits(PodSpec pod)
    {
        if (pod.Node["volumes"] is not YamlSequence volumes)
            yield break;
        for (int i = 0; i < volumes.Items.Length; i++)
        {
            if ((volumes.Items[i].Target as YamlMapping)?.MappingAt("emptyDir")?.Find("sizeLimit") is not { } entry)
                continue;
            YamlPath path = pod.Path.Key("volumes").Index(i).Key("emptyDir").Key("sizeLimit");
            yield return new PodQuantity("sizeLimit", "sizeLimit", true, false, null, FieldReading.Quantity(entry.Value, path), path);
        }
    }
}
