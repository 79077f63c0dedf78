using System.Collections.Immutable;
using ManifestLint.Yaml;

namespace ManifestLint.Manifests;

/// <summary>Containers of custom resources that are no PodSpec (kubernetes-memory.md §24.2).</summary>
internal static class ContainerForms
{
    /// <summary>The containers that a place describes, init containers first; empty if it names none.</summary>
    public static ImmutableArray<ContainerSpec> Containers(YamlMapping node, PodPlace place, YamlPath path, bool sidecars)
    {
        var containers = ImmutableArray.CreateBuilder<ContainerSpec>();
        switch (place.Form)
        {
            case PodForm.Resources:
                List("initContainers", ContainerType.Init);
                if (node.Find(place.Key) is not null)
                    containers.Add(new ContainerSpec(node, ContainerType.App, path, 0, place.Key, place.Container));
                List("containers", ContainerType.App);
                break;
            case PodForm.TektonTask:
                // v1 calls it computeResources, v1beta1 resources.
                List("sidecars", ContainerType.App, "computeResources");
                List("steps", ContainerType.App, "computeResources");
                break;
            case PodForm.ArgoTemplate:
                List("initContainers", ContainerType.Init);
                One("container", "main");
                One("script", "main");
                if (node.MappingAt("containerSet") is { } set)
                    ListOf(set, path.Key("containerSet"), "containers", ContainerType.App, "resources");
                List("sidecars", ContainerType.App);
                break;
        }
        return containers.ToImmutable();

        void List(string key, ContainerType type, string resourcesKey = "resources") => ListOf(node, path, key, type, resourcesKey);

        void One(string key, string name)
        {
            if (node[key] is YamlMapping container)
                containers.Add(new ContainerSpec(container, ContainerType.App, path.Key(key), 0, "resources", name));
        }

        void ListOf(YamlMapping owner, YamlPath ownerPath, string key, ContainerType type, string resourcesKey)
        {
            if (owner[key] is not YamlSequence list)
                return;
            for (int i = 0; i < list.Items.Length; i++)
            {
                if (list.Items[i].Target is not YamlMapping container)
                    continue;
                string written = resourcesKey != "resources" && container.Find(resourcesKey) is null ? "resources" : resourcesKey;
                bool always = type == ContainerType.Init && sidecars && container.TextAt("restartPolicy") == "Always";
                containers.Add(
                    new ContainerSpec(container, always ? ContainerType.Sidecar : type, ownerPath.Key(key).Index(i), i, written)
                );
            }
        }
    }
}
