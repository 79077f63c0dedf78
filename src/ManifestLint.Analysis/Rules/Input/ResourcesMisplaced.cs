using ManifestLint.Cluster;
using ManifestLint.Facts;
using ManifestLint.Findings;
using ManifestLint.Manifests;
using ManifestLint.Yaml;

namespace ManifestLint.Rules.Input;

/// <summary>ML0006 resources-misplaced.</summary>
public sealed class ResourcesMisplaced() : PodAndObjectRule("ML0006")
{
    private const string Unknown =
        "kubectl apply refuses the object (unknown field); other clients drop it, and no container gets what it sets";

    private static readonly string[] Amounts = ["memory", "cpu", "mem", "ephemeral-storage"];
    private static readonly string[] Marks = [.. Amounts, "resources"];
    private static readonly string[] Lists = ["containers", "initContainers"];
    private static readonly string[] Pair = ["limits", "requests"];
    private static readonly string[] Sections = ["limits", "requests", "limit", "request"];

    /// <inheritdoc/>
    public override IEnumerable<Finding> Check(PodFacts pod)
    {
        var workload = pod.Workload;
        if (!WorkloadKinds.IsBuiltIn(workload.Manifest))
            yield break;
        foreach (var (entry, path) in Misplaced(pod))
        {
            string? meant = MeantIn(path, entry.Name!);
            string what = $"{entry.Name} has no effect {PlaceText(path)}{(meant is null ? "" : $": {meant} is meant")}";
            yield return At(entry.Key, path, IsOfPod(path, workload) ? OfVersion(what, pod) : Statement.Of(what, Unknown)) with
            {
                Container = workload.Pod.AllContainers.FirstOrDefault(c => path.IsAtOrBelow(c.Path))?.Name,
                Related = meant is null ? [.. Containers(workload)] : [],
                Remedy = meant is null
                    ? Remedy.Told(AdviceOf(entry, path, workload))
                    : Remedy.Unsafe($"{meant} instead of {entry.Name}", workload.Manifest.Editor.Replace(entry.Key, meant)),
            };
        }
    }

    private static IEnumerable<(YamlEntry, YamlPath)> Misplaced(PodFacts pod)
    {
        var root = pod.Workload.Manifest.Root;
        var containers = pod.Workload.Pod.AllContainers;
        // Of most objects all that could be misplaced stands in the resources of containers, which is soon counted.
        int? others = root.CountOf(Marks);
        List<(YamlMapping, YamlPath)> own = [];
        foreach (var container in containers)
        {
            if (container.Node["resources"] is not YamlMapping resources)
                continue;
            own.Add((resources, container.Path.Key("resources")));
            others -= 1 + resources.CountOf(Marks);
        }
        if (others == 0)
            return own.Count == 0 ? [] : own.SelectMany(r => WithinResources(r.Item1, r.Item2));
        var nodes = containers.Select(c => c.Node).ToHashSet<YamlMapping>(ReferenceEqualityComparer.Instance);
        return Search(root, YamlPath.Root, pod, nodes, 0);
    }

    /// <inheritdoc/>
    public override IEnumerable<Finding> Check(Manifest manifest) =>
        WorkloadKinds.IsBuiltIn(manifest) && WorkloadKinds.Find(manifest.Group, manifest.Kind) is [var place] ? Above(manifest, place) : [];

    private IEnumerable<Finding> Above(Manifest manifest, PodPlace place)
    {
        YamlMapping? level = manifest.Root;
        var path = YamlPath.Root;
        bool hasPod = manifest.Root.MappingAt([.. place.Steps])?["containers"] is YamlSequence;
        foreach (string step in place.Steps)
        {
            if (level is null)
                yield break;
            foreach (string key in Lists)
            {
                if (
                    level.Find(key) is not { Value: YamlSequence { Items.IsEmpty: false } list } entry
                    || list.Items[0].Target is not YamlMapping
                )
                    continue;
                yield return At(
                    entry.Key,
                    path.Key(key),
                    Statement.Of(
                        $"{key} has no effect {PlaceText(path.Key(key))}: it belongs in {string.Join('.', place.Steps)}",
                        so: hasPod ? "none of them runs" : Rejection.OfObject(manifest)
                    )
                ) with
                {
                    Remedy = Remedy.Told($"{key} in {string.Join('.', place.Steps)}"),
                };
            }
            level = level.MappingAt(step);
            path = path.Key(step);
        }
    }

    private static bool IsOfPod(YamlPath path, Workload workload) => path == workload.Pod.Path.Key("resources");

    // VAL-24: the field came with 1.32, behind a gate that is off before 1.34. Source: kubernetes v1.33 pkg/api/pod/util.go (dropDisabledPodLevelResources).
    private static Statement OfVersion(string what, PodFacts pod)
    {
        var version = pod.Assumptions.KubernetesVersion;
        var statement = FeatureGates.Of(version).KnowsPodLevelResources
            ? Statement.Of(what, so: "the API server removes it without a message, and the containers run without what it sets") with
            {
                Cause = $"the feature gate PodLevelResources is off by default in Kubernetes {version}, and on from 1.34",
            }
            : Statement.Of(what, Unknown) with
            {
                Cause = $"Kubernetes {version} has no pod-level resources, which take effect by default from 1.34",
            };
        return statement.If(Assume.Kubernetes(pod));
    }

    // Where it takes effect, with what it sets as far as that fits a line.
    private static string AdviceOf(YamlEntry entry, YamlPath path, Workload workload)
    {
        bool isInResources = path.Parent is { IsRoot: false } parent && parent.Last.Key == "resources";
        if (isInResources)
            return entry.Value.Target is YamlScalar amount
                ? $"limits: {{{entry.Name}: {amount.Value}}}, or the same in requests"
                : "limits or requests";
        string name = entry.Name!;
        string? section =
            name.StartsWith("limit", StringComparison.Ordinal) ? "limits"
            : name.StartsWith("request", StringComparison.Ordinal) ? "requests"
            : null;
        string inner = Flow(entry.Value) is { } flow
            ? section is null
                ? $": {flow}"
                : $": {{{section}: {flow}}}"
            : "";
        List<ContainerSpec> containers = [.. workload.Pod.Containers];
        var owner = workload.Pod.AllContainers.FirstOrDefault(c => path.IsAtOrBelow(c.Path)) ?? (containers is [var only] ? only : null);
        return $"resources{inner} in {(owner is null ? "the container that it is meant for" : Describe.Container(owner))}";
    }

    // Null where it is too long for a line, or anything but amounts.
    private static string? Flow(YamlNode node)
    {
        if (node.Target is not YamlMapping mapping)
            return null;
        var parts = new List<string>();
        foreach (var entry in mapping.Entries)
        {
            string? value = entry.Value.Target is YamlScalar { IsNull: false } scalar ? scalar.Value : Flow(entry.Value);
            if (value is null || entry.Name is not { } name)
                return null;
            parts.Add($"{(name is "limit" or "request" ? name + "s" : name)}: {value}");
        }
        string all = $"{{{string.Join(", ", parts)}}}";
        return parts.Count == 0 || all.Length > 80 ? null : all;
    }

    // What a name inside of resources, or of a container, should be.
    private static string? MeantIn(YamlPath path, string name)
    {
        string? parent = path.Parent is { IsRoot: false } above ? above.Last.Key : null;
        string? meant = parent == "resources" ? Near(name, Pair) : Near(name, "resources");
        return meant == name || (parent != "resources" && path.Parent is { IsRoot: true }) ? null : meant;
    }

    private static string? Near(string name, params string[] candidates) => Spelling.Nearest(name, candidates);

    private static string PlaceText(YamlPath path) => path.Parent is { IsRoot: false } parent ? $"in {parent}" : "at the top of the object";

    private static IEnumerable<RelatedPlace> Containers(Workload workload) =>
        workload.Pod.Containers.Take(1).Select(c => new RelatedPlace(c.NameNode.Location, "a container of this pod"));

    private static IEnumerable<(YamlEntry, YamlPath)> Search(
        YamlNode node,
        YamlPath path,
        PodFacts pod,
        HashSet<YamlMapping> containers,
        int depth
    )
    {
        if (depth > 24)
            yield break;
        switch (node)
        {
            case YamlMapping mapping:
                var place =
                    ReferenceEquals(mapping, pod.Workload.Pod.Node) ? Place.PodSpec
                    : containers.Contains(mapping) ? Place.Container
                    : Place.Elsewhere;
                foreach (var entry in mapping.Entries)
                {
                    if (entry.Name is not { } name)
                        continue;
                    // Containers at the wrong level are told as a whole.
                    if (name is "containers" or "initContainers" && place != Place.PodSpec)
                        continue;
                    // What carries an anchor is there to be used elsewhere, where it may have an effect.
                    if (entry.Value is YamlAlias or YamlScalar || entry.Value.Anchor is not null || IsElsewhere(name, depth))
                        continue;
                    if (HasEffect(place, name, pod) || !MayHoldAny(entry.Value))
                        continue;
                    var inner = path.Key(name);
                    if (LooksMisplaced(name, entry.Value))
                        yield return (entry, inner);
                    else
                        foreach (var found in Search(entry.Value, inner, pod, containers, depth + 1))
                            yield return found;
                }
                if (place == Place.Container && mapping["resources"] is YamlMapping resources)
                {
                    foreach (var found in WithinResources(resources, path.Key("resources")))
                        yield return found;
                }
                break;
            case YamlSequence sequence:
                for (int i = 0; i < sequence.Items.Length; i++)
                {
                    if (sequence.Items[i] is not (YamlMapping or YamlSequence) || !MayHoldAny(sequence.Items[i]))
                        continue;
                    foreach (var found in Search(sequence.Items[i], path.Index(i), pod, containers, depth + 1))
                        yield return found;
                }
                break;
        }
    }

    // Whatever is misplaced holds an amount, or stands in resources. Asked at each level, so that no node is made of what has none.
    private static bool MayHoldAny(YamlNode node) =>
        node switch
        {
            YamlMapping mapping => mapping.MayHoldKey(Marks),
            YamlSequence sequence => sequence.MayHoldKey(Marks),
            _ => true,
        };

    // resources: {memory: 1Gi} and resources: {limit: {…}}.
    private static IEnumerable<(YamlEntry, YamlPath)> WithinResources(YamlMapping resources, YamlPath path)
    {
        foreach (var entry in resources.Entries)
        {
            bool misspelt =
                entry is { Name: { } name and not ("limits" or "requests" or "claims"), Value: YamlMapping inner }
                && (name is "limit" or "request" or "resources" || (HoldsAmounts(inner) && Near(name, Pair) is not null));
            bool bare = entry.Name is "memory" or "cpu" or "mem" && entry.Value is YamlScalar { IsNull: false };
            if (misspelt || bare)
                yield return (entry, path.Key(entry.Name!));
        }
    }

    private enum Place
    {
        Elsewhere,
        Container,
        PodSpec,
    }

    private static bool HasEffect(Place place, string name, PodFacts pod) =>
        name == "resources"
        && (place == Place.Container || (place == Place.PodSpec && FeatureGates.Of(pod.Assumptions.KubernetesVersion).PodLevelResources));

    // What other parties write, and claims, which have resources of their own.
    private static bool IsElsewhere(string name, int depth) =>
        (depth == 0 && name == "status") || name is "metadata" or "volumeClaimTemplates" or "volumeClaimTemplate" or "overhead";

    private static bool LooksMisplaced(string name, YamlNode value) =>
        name switch
        {
            "resources" or "resource" => value is YamlMapping mapping && (HoldsAmounts(mapping) || HoldsSections(mapping)),
            "limits" or "requests" or "limit" or "request" or "mem" => value is YamlMapping mapping && HoldsAmounts(mapping),
            _ => value is YamlMapping { Entries.IsEmpty: false } mapping
                && (
                    (HoldsSections(mapping) && Near(name, "resources") is not null)
                    || (HoldsAmounts(mapping) && Near(name, Pair) is not null)
                ),
        };

    private static bool HoldsAmounts(YamlMapping mapping) => mapping.Entries.Any(e => Amounts.Contains(e.Name) && e.Value is YamlScalar);

    private static bool HoldsSections(YamlMapping mapping) =>
        mapping.Entries.Any(e => Sections.Contains(e.Name) && e.Value is YamlMapping inner && HoldsAmounts(inner));
}
