using System.Collections.Immutable;
using ManifestLint.Yaml;

namespace ManifestLint.Manifests;

/// <summary>A manifest with a pod in it. An object may hold several.</summary>
public sealed class Workload
{
    private Workload(Manifest manifest, PodSpec pod, YamlPath podPath, Completeness completeness) =>
        (Manifest, Pod, PodPath, Completeness) = (manifest, pod, podPath, completeness);

    /// <summary>The object.</summary>
    public Manifest Manifest { get; }

    /// <summary>The pod.</summary>
    public PodSpec Pod { get; }

    /// <summary>Address of the pod or pod template within the object: <c>spec.template</c>; empty for a Pod.</summary>
    public YamlPath PodPath { get; }

    /// <summary>How completely the pod can be told from the manifest.</summary>
    public Completeness Completeness { get; }

    /// <summary>What an operator will call what it makes of it: <c>StatefulSet logs-es-hot</c>; null for a pod that is as it is written.</summary>
    public string? MadeName { get; private init; }

    /// <summary>What people call the operator that makes the pod; null for a pod that is as it is written.</summary>
    public string? Operator { get; private init; }

    /// <summary>The container that an operator makes the pod for; null where there are several, and for a pod that is as it is written.</summary>
    public ContainerSpec? Main { get; private init; }

    /// <summary>True for pods that an operator starts to end.</summary>
    public bool Ends { get; private init; }

    // Of a pod that an operator makes; null where it cannot be known.
    private long? MadeReplicas { get; init; }

    /// <summary>True if what is absent must not be taken for missing.</summary>
    public bool IsPartial => Completeness is Completeness.Patch or Completeness.Merged;

    /// <summary><c>spec.replicas</c>: 1 if it is not written; null if it cannot be known or the kind has none.</summary>
    public long? Replicas
    {
        get
        {
            if (Operator is not null)
                return MadeReplicas;
            if (!PodPath.Equals(Template))
                return null;
            bool isScaled =
                Manifest.Kind
                is "Deployment"
                    or "ReplicaSet"
                    or "StatefulSet"
                    or "ReplicationController"
                    or "DeploymentConfig"
                    or "PetSet"
                    or "Rollout"
                    or "CloneSet";
            if (!isScaled && Manifest.Root.MappingAt("spec")?.Find("replicas") is null)
                return null;
            return Manifest.Root.MappingAt("spec")?.Find("replicas") is { } entry ? FieldReading.Integer(entry.Value) : 1;
        }
    }

    /// <summary>Where the kinds that Kubernetes itself scales keep their pod template.</summary>
    public static YamlPath Template { get; } = YamlPath.Of("spec", "template");

    /// <summary>The same pod as a part of one: what else belongs to it is not known.</summary>
    public Workload AsPatch() =>
        Completeness is Completeness.Complete or Completeness.Made
            ? new Workload(Manifest, Pod, PodPath, Completeness.Patch)
            {
                Operator = Operator,
                Main = Main,
                MadeName = MadeName,
                MadeReplicas = MadeReplicas,
                Ends = Ends,
            }
            : this;

    /// <summary>A pod that an operator makes.</summary>
    /// <param name="manifest">The custom resource.</param>
    /// <param name="pod">The pod.</param>
    /// <param name="podPath">The field that it is made from.</param>
    /// <param name="completeness">Made, or Merged where what is absent is not known.</param>
    /// <param name="by">What people call the operator.</param>
    /// <param name="main">The container that it makes the pod for; null where there are several.</param>
    /// <param name="name">What it will be called; null where that is not known.</param>
    /// <param name="replicas">How many; null where that is not known.</param>
    /// <param name="ends">Whether it is started to end.</param>
    internal static Workload OfOperator(
        Manifest manifest,
        PodSpec pod,
        YamlPath podPath,
        Completeness completeness,
        string by,
        ContainerSpec? main,
        string? name,
        long? replicas,
        bool ends
    ) =>
        new(manifest, pod, podPath, completeness)
        {
            Operator = by,
            Main = main,
            MadeName = name,
            MadeReplicas = replicas,
            Ends = ends,
        };

    /// <summary>The pods of an object, in written order.</summary>
    /// <param name="manifest">The object.</param>
    /// <param name="sidecars">Whether <c>restartPolicy: Always</c> on an init container has its meaning.</param>
    public static ImmutableArray<Workload> Of(Manifest manifest, bool sidecars)
    {
        var search = new Search(manifest, sidecars);
        if (WorkloadKinds.Find(manifest.Group, manifest.Kind) is { } places)
        {
            foreach (var place in places)
                search.Walk(manifest.Root, place, 0, YamlPath.Root, null, YamlPath.Root);
        }
        else if (WorkloadKinds.MayHoldTemplates(manifest.Group) && manifest.Root["spec"] is YamlMapping spec)
        {
            foreach (var (template, path) in PodTemplateSearch.In(spec, YamlPath.Of("spec")))
                search.AddPodSpec((YamlMapping)template["spec"]!, path.Key("spec"), template, path, Completeness.Unfamiliar);
        }
        return search.Found.DrainToImmutable();
    }

    /// <summary>Goes through an object for its pods.</summary>
    private sealed class Search(Manifest manifest, bool sidecars)
    {
        private readonly Dictionary<YamlScalar, YamlMapping?> _patches = new(ReferenceEqualityComparer.Instance);

        public ImmutableArray<Workload>.Builder Found { get; } = ImmutableArray.CreateBuilder<Workload>();

        public void Walk(YamlNode node, PodPlace place, int step, YamlPath path, YamlMapping? parent, YamlPath parentPath)
        {
            if (step == place.Steps.Length)
            {
                if (node is YamlMapping mapping)
                    Add(mapping, place, path, parent, parentPath);
                return;
            }
            if (place.Steps[step] == "[]")
            {
                if (node is not YamlSequence sequence)
                    return;
                for (int i = 0; i < sequence.Items.Length; i++)
                    Walk(sequence.Items[i].Target, place, step + 1, path.Index(i), parent, parentPath);
            }
            else if (node is YamlMapping mapping && mapping[place.Steps[step]] is { } next)
            {
                Walk(next, place, step + 1, path.Key(place.Steps[step]), mapping, path);
            }
        }

        private void Add(YamlMapping node, PodPlace place, YamlPath path, YamlMapping? parent, YamlPath parentPath)
        {
            if (place.Form == PodForm.PodSpec)
            {
                // The pod template is the parent of its spec; kinds that inline the pod's spec have none.
                bool hasTemplate = parent is not null && place.Steps[^1] == "spec" && !ReferenceEquals(parent, manifest.Root);
                AddPodSpec(
                    node,
                    path,
                    hasTemplate ? parent : manifest.Root,
                    hasTemplate ? parentPath : YamlPath.Root,
                    place.IsMerged ? Completeness.Merged : Completeness.Complete
                );
                return;
            }
            var containers = ContainerForms.Containers(node, place, path, sidecars, Patches(node, place, path));
            if (containers.IsEmpty)
                return;
            Found.Add(
                new Workload(manifest, new PodSpec(node, node.MappingAt("podMetadata"), path, containers), path, Completeness.Merged)
            );
        }

        // Argo's podSpecPatch, of the whole workflow and then of the template; null for one that cannot be read before it is filled in.
        private IEnumerable<(YamlMapping? Patch, YamlPath Path)> Patches(YamlMapping node, PodPlace place, YamlPath path)
        {
            if (place.Form != PodForm.ArgoTemplate)
                yield break;
            var (root, rootPath) = (manifest.Root, YamlPath.Root);
            foreach (string step in place.Steps.TakeWhile(s => s is not ("templates" or "templateDefaults")))
            {
                if (root[step] is not YamlMapping inner)
                    yield break;
                (root, rootPath) = (inner, rootPath.Key(step));
            }
            foreach (var (owner, at) in new[] { (root, rootPath), (node, path) })
            {
                if (owner["podSpecPatch"] is YamlScalar { IsNull: false } text && !string.IsNullOrWhiteSpace(text.Value))
                    yield return (Patch(text), at.Key("podSpecPatch"));
            }
        }

        // Read once, however many templates get it.
        private YamlMapping? Patch(YamlScalar text)
        {
            if (!_patches.TryGetValue(text, out var patch))
            {
                // {{x}} alone is a mapping to YAML.
                patch =
                    !(FieldReading.IsForeign(text) && text.Value.TrimStart().StartsWith("{{", StringComparison.Ordinal))
                    && YamlInside.Read(text).Documents is [{ Root: YamlMapping root, Error: null }]
                        ? root
                        : null;
                _patches.Add(text, patch);
            }
            return patch;
        }

        public void AddPodSpec(YamlMapping node, YamlPath path, YamlMapping? template, YamlPath templatePath, Completeness completeness)
        {
            var pod = new PodSpec(node, template?.MappingAt("metadata"), path, sidecars);
            if (completeness == Completeness.Complete && IsPatch(pod))
                completeness = Completeness.Patch;
            Found.Add(new Workload(manifest, pod, templatePath, completeness));
        }
    }

    // contracts.md C2: a workload of which any regular container has no image key is a patch; so is one that does not even list containers.
    private static bool IsPatch(PodSpec pod)
    {
        foreach (var container in pod.AllContainers)
        {
            if (container.Type == ContainerType.App && !container.HasImageKey)
                return true;
        }
        return pod.Node["containers"] is not YamlSequence;
    }
}
