using ManifestLint.Images;
using ManifestLint.Quantities;
using ManifestLint.Scanning;
using ManifestLint.Yaml;

namespace ManifestLint.Manifests;

/// <summary>The role of a container in its pod.</summary>
public enum ContainerType
{
    /// <summary>A regular container.</summary>
    App,

    /// <summary>An init container with <c>restartPolicy: Always</c>.</summary>
    Sidecar,

    /// <summary>An init container that runs to completion.</summary>
    Init,

    /// <summary>An ephemeral container.</summary>
    Ephemeral,
}

/// <summary>A container as its author wrote it: a view.</summary>
public sealed class ContainerSpec
{
    private readonly string _resourcesKey;
    private readonly string? _impliedName;
    private ContainerImage? _imageParts;

    /// <param name="node">The container's mapping.</param>
    /// <param name="type">Its role.</param>
    /// <param name="path">Its address within the object.</param>
    /// <param name="index">Its 0-based position among the containers of its list.</param>
    /// <param name="resourcesKey">The key of its resources, where a custom resource calls it otherwise.</param>
    /// <param name="impliedName">The name an operator gives it, where the manifest gives none.</param>
    public ContainerSpec(
        YamlMapping node,
        ContainerType type,
        YamlPath path,
        int index,
        string resourcesKey = "resources",
        string? impliedName = null
    ) => (Node, Type, Path, Index, _resourcesKey, _impliedName) = (node, type, path, index, resourcesKey, impliedName);

    /// <summary>Its mapping.</summary>
    public YamlMapping Node { get; }

    /// <summary>What an operator makes of it; null for a container that is as it is written.</summary>
    public MadeContainer? Made { get; init; }

    /// <summary>The key of a script that runs in it as a file (kubernetes-memory.md §24.2); null where it has no such field.</summary>
    public string? ScriptKey { get; init; }

    /// <summary>Its role.</summary>
    public ContainerType Type { get; }

    /// <summary>Its address within the object: <c>spec.template.spec.containers[0]</c>.</summary>
    public YamlPath Path { get; }

    /// <summary>Its 0-based position among the containers of its list.</summary>
    public int Index { get; }

    /// <summary>Its name, or the one its operator gives it, or null.</summary>
    public string? Name => Made?.Name ?? Node.TextAt("name") ?? _impliedName;

    /// <summary>What to point at for something the container does not have: its name, else its first key.</summary>
    public YamlNode NameNode => Made?.Anchor ?? Node.Find("name")?.Value ?? (Node.Entries.IsEmpty ? Node : Node.Entries[0].Key);

    /// <summary>Its image reference, or null if it is not written and no operator is known to set it.</summary>
    public string? Image => Made is { } made ? made.Image : Node.TextAt("image");

    /// <summary>The same, taken apart.</summary>
    public ContainerImage? ImageParts => _imageParts ??= Image is { Length: > 0 } image ? ContainerImage.Parse(image) : null;

    /// <summary>True if nobody wrote anything of it: an operator adds it by itself.</summary>
    public bool IsUnwritten => Made?.IsUnwritten == true;

    /// <summary>The image reference without tag and digest, or null if none is written.</summary>
    public string? ImageRepository
    {
        get
        {
            if (Image is not { } image)
                return null;
            int digest = image.IndexOf('@');
            if (digest >= 0)
                image = image[..digest];
            int tag = image.LastIndexOf(':');
            return tag > image.LastIndexOf('/') ? image[..tag] : image;
        }
    }

    /// <summary>
    /// True if all it does is sleep: the image that keeps a pod's namespaces, used to hold a place. Source: kubernetes build/pause/linux/pause.c, and the
    /// names of its images (pause, pause-amd64).
    /// </summary>
    public bool IsPause =>
        ImageParts is { } image && Node.Find("command") is null && Node.Find("args") is null && image.Known is { Row.Kind: "pause" };

    /// <summary>True if the name of its image says that there is none, so that no process ever starts.</summary>
    public bool HasNoImage => ImageParts?.IsNone == true;

    /// <summary>True if the <c>image</c> key is written; an object without it is a patch (contracts.md C2).</summary>
    public bool HasImageKey => Node.Find("image") is not null;

    /// <summary>Its resources.</summary>
    public ResourceRequirements Resources => Made?.Resources ?? new(Node, _resourcesKey, NameNode, YamlPath.Root);

    /// <summary>The same with resources that a patch lays over its own.</summary>
    internal ContainerSpec With(YamlEntry resources)
    {
        var entries = Node.Entries.ToList();
        int index = entries.FindIndex(e => e.Name == _resourcesKey);
        var patch = (YamlMapping)resources.Value.Target;
        var merged = new YamlEntry(
            resources.Key,
            index >= 0 && entries[index].Value.Target is YamlMapping own ? Layered.Over(own, patch) : patch
        );
        if (index >= 0)
            entries[index] = merged;
        else
            entries.Add(merged);
        return new(new YamlMapping(Node.Location, [.. entries], Node.IsFlow), Type, Path, Index, _resourcesKey, _impliedName)
        {
            Made = Made,
            ScriptKey = ScriptKey,
        };
    }

    /// <summary>Its volume mounts.</summary>
    public IEnumerable<VolumeMount> VolumeMounts
    {
        get
        {
            if (Node["volumeMounts"] is not YamlSequence mounts)
                yield break;
            foreach (var item in mounts.Items)
            {
                if (item.Target is YamlMapping mount)
                    yield return new VolumeMount(
                        mount.TextAt("name"),
                        mount.TextAt("mountPath"),
                        mount.TextAt("readOnly") is { } value && value != "false"
                    );
            }
        }
    }

    /// <summary><c>requests.memory</c>.</summary>
    public Field<ResourceQuantity> MemoryRequest => Resources.Requests["memory"];

    /// <summary><c>limits.memory</c>.</summary>
    public Field<ResourceQuantity> MemoryLimit => Resources.Limits["memory"];

    /// <summary><c>requests.cpu</c>.</summary>
    public Field<ResourceQuantity> CpuRequest => Resources.Requests["cpu"];

    /// <summary><c>limits.cpu</c>.</summary>
    public Field<ResourceQuantity> CpuLimit => Resources.Limits["cpu"];
}
