using System.Collections.Immutable;
using ManifestLint.Programs;
using ManifestLint.Yaml;

namespace ManifestLint.Manifests;

/// <summary>Containers of custom resources that are no PodSpec (kubernetes-memory.md §24.2).</summary>
internal static class ContainerForms
{
    // Of a container that is looked up and of one that a patch adds, which is judged like any other (see Effort): every template of a workflow gets
    // the patch of the workflow.
    private const int UnitsOfPatched = 100;
    private const int UnitsOfAdded = 10_000;

    /// <summary>The containers that a place describes, init containers first; empty if it names none.</summary>
    /// <param name="node">What stands at the place.</param>
    /// <param name="place">The place.</param>
    /// <param name="path">Its address within the object.</param>
    /// <param name="sidecars">Whether <c>restartPolicy: Always</c> on an init container has its meaning.</param>
    /// <param name="patches">Patches of the pod, and their addresses.</param>
    public static ImmutableArray<ContainerSpec> Containers(
        YamlMapping node,
        PodPlace place,
        YamlPath path,
        bool sidecars,
        IEnumerable<(YamlMapping? Patch, YamlPath Path)> patches
    )
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
                List("sidecars", ContainerType.App, "computeResources", "script");
                List("steps", ContainerType.App, "computeResources", "script");
                break;
            case PodForm.ArgoTemplate:
                List("initContainers", ContainerType.Init);
                One("container", "main");
                One("script", "main", "source");
                if (node.MappingAt("containerSet") is { } set)
                    ListOf(set, path.Key("containerSet"), "containers", ContainerType.App, "resources", null);
                List("sidecars", ContainerType.App);
                foreach (var (patch, at) in patches)
                {
                    // What is not patched is not known.
                    if (patch is null || !Patch(containers, patch, at))
                        return [];
                }
                break;
        }
        return containers.ToImmutable();

        void List(string key, ContainerType type, string resourcesKey = "resources", string? scriptKey = null) =>
            ListOf(node, path, key, type, resourcesKey, scriptKey);

        void One(string key, string name, string? scriptKey = null)
        {
            if (node[key] is YamlMapping container)
                containers.Add(new(container, ContainerType.App, path.Key(key), 0, "resources", name) { ScriptKey = scriptKey });
        }

        void ListOf(YamlMapping owner, YamlPath ownerPath, string key, ContainerType type, string resourcesKey, string? scriptKey)
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
                    {
                        ScriptKey = scriptKey,
                    }
                );
            }
        }
    }

    // A strategic merge patch: containers by name. Those that nobody lists are of Argo's own making (init, wait). False if it is too much work,
    // or where what is filled in later decides which containers get what.
    private static bool Patch(ImmutableArray<ContainerSpec>.Builder containers, YamlMapping patch, YamlPath at)
    {
        if (!Effort.Spend(UnitsOfPatched * containers.Count))
            return false;
        var byName = new Dictionary<string, int>(StringComparer.Ordinal);
        for (int i = 0; i < containers.Count; i++)
        {
            if (containers[i].Name is { } name)
                byName.TryAdd(name, i);
        }
        foreach (var (key, type) in new[] { ("initContainers", ContainerType.Init), ("containers", ContainerType.App) })
        {
            if (patch[key] is not YamlSequence list)
            {
                if (patch[key] is null or YamlScalar { IsNull: true })
                    continue;
                return false;
            }
            if (!Effort.Spend(UnitsOfPatched * list.Items.Length))
                return false;
            for (int i = 0; i < list.Items.Length; i++)
            {
                if (list.Items[i].Target is not YamlMapping container || container.TextAt("name") is not { } name)
                    continue;
                if (Placeholder.IsIn(name))
                    return false;
                if (byName.TryAdd(name, containers.Count))
                {
                    if (!Effort.Spend(UnitsOfAdded))
                        return false;
                    containers.Add(new ContainerSpec(container, type, at.Key(key).Index(i), i));
                }
                else if (container.Find("resources") is { } resources)
                {
                    if (FieldReading.IsForeign(resources.Value))
                        return false;
                    if (resources.Value.Target is YamlMapping)
                        containers[byName[name]] = containers[byName[name]].With(resources);
                }
            }
        }
        return true;
    }
}
