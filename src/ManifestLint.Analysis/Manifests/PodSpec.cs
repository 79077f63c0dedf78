using System.Collections.Immutable;
using ManifestLint.Yaml;

namespace ManifestLint.Manifests;

/// <summary>A pod as its author wrote it: a view over the pod's spec and metadata.</summary>
public sealed class PodSpec
{
    /// <param name="node">The mapping that holds <c>containers</c>.</param>
    /// <param name="metadata">The metadata of the pod or pod template, or null.</param>
    /// <param name="path">Address of <paramref name="node"/> within the object; empty for the object itself.</param>
    /// <param name="sidecars">Whether <c>restartPolicy: Always</c> on an init container has its meaning (Kubernetes 1.29 and later).</param>
    public PodSpec(YamlMapping node, YamlMapping? metadata, YamlPath path, bool sidecars)
        : this(node, metadata, path, Read(node, path, sidecars)) { }

    /// <summary>A pod whose containers stand elsewhere than under <c>containers</c>.</summary>
    public PodSpec(YamlMapping node, YamlMapping? metadata, YamlPath path, ImmutableArray<ContainerSpec> containers) =>
        (Node, Metadata, Path, AllContainers) = (node, metadata, path, containers);

    /// <summary>The mapping that holds <c>containers</c>.</summary>
    public YamlMapping Node { get; }

    /// <summary>The metadata of the pod or pod template, or null.</summary>
    public YamlMapping? Metadata { get; }

    /// <summary>Address of <see cref="Node"/> within the object.</summary>
    public YamlPath Path { get; }

    /// <summary>Every container: init containers and sidecars in their order, then regular ones, then ephemeral ones.</summary>
    public ImmutableArray<ContainerSpec> AllContainers { get; }

    /// <summary>The regular containers.</summary>
    public IEnumerable<ContainerSpec> Containers => AllContainers.Where(c => c.Type == ContainerType.App);

    /// <summary>True if <see cref="Node"/> is no PodSpec, so that what it calls <c>resources</c> is a container's.</summary>
    public bool IsNoPodSpec { get; init; }

    /// <summary>Pod-level resources (Kubernetes 1.34 and later), with addresses relative to the pod's spec.</summary>
    public ResourceRequirements Resources => new(IsNoPodSpec ? null : Node, "resources", Node, YamlPath.Root);

    /// <summary><c>overhead</c>, with addresses relative to the pod's spec.</summary>
    public ResourceSection Overhead => new(Node, "overhead", YamlPath.Of("overhead"), Node, YamlPath.Root);

    /// <summary><c>priorityClassName</c>, or null.</summary>
    public string? PriorityClassName => Node.TextAt("priorityClassName");

    /// <summary><c>priority</c>, which admission fills in; or null.</summary>
    public long? Priority => FieldReading.Integer(Node["priority"]);

    /// <summary><c>runtimeClassName</c>, or null.</summary>
    public string? RuntimeClassName => Node.TextAt("runtimeClassName");

    /// <summary>True if <c>os.name</c> is <c>windows</c>.</summary>
    public bool IsWindows => Node.MappingAt("os")?.TextAt("name") == "windows";

    /// <summary>True if it runs on Windows nodes, by <c>os.name</c>, its node selector or its required node affinity: they know no <c>oom_score_adj</c>.</summary>
    public bool RunsOnWindows =>
        IsWindows
        || (
            Node.MappingAt("nodeSelector") is { } selector
            && (selector.TextAt("kubernetes.io/os") ?? selector.TextAt("beta.kubernetes.io/os")) == "windows"
        )
        || RequiresWindows;

    // One of the terms has to hold, in a term all expressions.
    private bool RequiresWindows =>
        Node.MappingAt("affinity", "nodeAffinity", "requiredDuringSchedulingIgnoredDuringExecution")?["nodeSelectorTerms"]
            is YamlSequence { Items.IsEmpty: false } terms
        && terms.Items.All(t =>
            (t.Target as YamlMapping)?["matchExpressions"] is YamlSequence expressions
            && expressions.Items.Any(e =>
                e.Target is YamlMapping expression
                && expression.TextAt("key") is "kubernetes.io/os" or "beta.kubernetes.io/os"
                && expression.TextAt("operator") == "In"
                && expression["values"] is YamlSequence { Items.IsEmpty: false } values
                && values.Items.All(v => v.Target is YamlScalar { Value: "windows" })
            )
        );

    /// <summary>True if the kubelet shows it for a file on its node, in which its amounts stand. Source: kubernetes, "Create static Pods".</summary>
    public bool IsMirror => Annotation("kubernetes.io/config.mirror") is not null;

    /// <summary>The value of an annotation of the pod or pod template, or null.</summary>
    public string? Annotation(string key) => Metadata?.MappingAt("annotations")?.TextAt(key);

    /// <summary>The value of a label of the pod or pod template, or null.</summary>
    public string? Label(string key) => Metadata?.MappingAt("labels")?.TextAt(key);

    /// <summary>
    /// True if it is made for nodes of kwok, on which no process runs: a label, an annotation, a nodeSelector or a toleration of <c>kwok.x-k8s.io</c>, or
    /// the label that its nodes carry (<c>type: kwok</c>). Source: kwok.sigs.k8s.io, "Manage nodes and pods", and its annotations of usage.
    /// </summary>
    public bool IsSimulated
    {
        get
        {
            YamlMapping?[] marked = [Metadata?.MappingAt("labels"), Metadata?.MappingAt("annotations"), Node.MappingAt("nodeSelector")];
            return marked.OfType<YamlMapping>().Any(m => m.Entries.Any(e => IsOfKwok(e.Name)))
                || (
                    Node.MappingAt("nodeSelector")?["type"] is { } type
                    && (FieldReading.IsForeign(type) || type.Target is YamlScalar { Value: "kwok" })
                )
                || (
                    Node["tolerations"] is YamlSequence tolerations
                    && tolerations.Items.Any(t => IsOfKwok((t.Target as YamlMapping)?.TextAt("key")))
                );

            static bool IsOfKwok(string? key) => key?.StartsWith("kwok.x-k8s.io/", StringComparison.Ordinal) == true;
        }
    }

    /// <summary>The volumes by their names.</summary>
    public Dictionary<string, YamlMapping> VolumesByName =>
        field ??= FieldReading.ByText(Node["volumes"], static volume => volume.TextAt("name"));

    /// <summary>The volumes backed by memory.</summary>
    public IEnumerable<MemoryVolume> MemoryVolumes
    {
        get
        {
            if (Node["volumes"] is not YamlSequence volumes)
                yield break;
            for (int i = 0; i < volumes.Items.Length; i++)
            {
                if (volumes.Items[i].Target is not YamlMapping volume || volume.MappingAt("emptyDir") is not { } emptyDir)
                    continue;
                if (emptyDir.TextAt("medium") != "Memory")
                    continue;
                var size = emptyDir.QuantityAt(
                    "sizeLimit",
                    YamlPath.Of("emptyDir", "sizeLimit"),
                    emptyDir.Find("medium")!.Value.Value,
                    YamlPath.Of("emptyDir", "medium")
                );
                yield return new MemoryVolume(volume.TextAt("name"), volume, Path.Key("volumes").Index(i), size);
            }
        }
    }

    private static ImmutableArray<ContainerSpec> Read(YamlMapping node, YamlPath path, bool sidecars)
    {
        var containers = ImmutableArray.CreateBuilder<ContainerSpec>();
        Add("initContainers", ContainerType.Init);
        Add("containers", ContainerType.App);
        Add("ephemeralContainers", ContainerType.Ephemeral);
        return containers.ToImmutable();

        void Add(string key, ContainerType type)
        {
            if (node[key] is not YamlSequence list)
                return;
            for (int i = 0; i < list.Items.Length; i++)
            {
                if (list.Items[i].Target is not YamlMapping container)
                    continue;
                bool always = type == ContainerType.Init && sidecars && container.TextAt("restartPolicy") == "Always";
                containers.Add(new ContainerSpec(container, always ? ContainerType.Sidecar : type, path.Key(key).Index(i), i));
            }
        }
    }
}
