using ManifestLint.Facts;
using ManifestLint.Findings;
using ManifestLint.Manifests;
using ManifestLint.Yaml;

namespace ManifestLint.Rules.Input;

/// <summary>ML0006 resources-misplaced.</summary>
public sealed class ResourcesMisplaced() : PodRule("ML0006")
{
    private static readonly string[] Amounts = ["memory", "cpu", "mem", "ephemeral-storage"];
    private static readonly string[] Sections = ["limits", "requests", "limit", "request"];

    /// <inheritdoc/>
    public override IEnumerable<Finding> Check(PodFacts pod)
    {
        var workload = pod.Workload;
        if (!WorkloadKinds.IsBuiltIn(workload.Manifest))
            yield break;
        foreach (var (entry, path) in Search(workload.Manifest.Root, YamlPath.Root, pod, 0))
        {
            yield return At(
                entry.Key,
                path,
                Statement.Of($"{entry.Name} has no effect {PlaceText(path)}", so: "no container gets what it sets")
            ) with
            {
                Related = [.. Containers(workload)],
            };
        }
    }

    private static string PlaceText(YamlPath path) => path.Parent is { IsRoot: false } parent ? $"in {parent}" : "at the top of the object";

    private static IEnumerable<RelatedPlace> Containers(Workload workload) =>
        workload.Pod.Containers.Take(1).Select(c => new RelatedPlace(c.NameNode.Location, "a container of this pod"));

    private static IEnumerable<(YamlEntry, YamlPath)> Search(YamlNode node, YamlPath path, PodFacts pod, int depth)
    {
        if (depth > 24)
            yield break;
        switch (node)
        {
            case YamlMapping mapping:
                var place = PlaceOf(mapping, pod.Workload);
                foreach (var entry in mapping.Entries)
                {
                    // What carries an anchor is there to be used elsewhere, where it may have an effect.
                    if (
                        entry.Name is not { } name
                        || entry.Value is YamlAlias or YamlScalar
                        || entry.Value.Anchor is not null
                        || IsElsewhere(name, depth)
                    )
                        continue;
                    var inner = path.Key(name);
                    if (HasEffect(place, name, pod))
                        continue;
                    if (LooksMisplaced(name, entry.Value))
                        yield return (entry, inner);
                    else
                        foreach (var found in Search(entry.Value, inner, pod, depth + 1))
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
                    if (sequence.Items[i] is not (YamlMapping or YamlSequence))
                        continue;
                    foreach (var found in Search(sequence.Items[i], path.Index(i), pod, depth + 1))
                        yield return found;
                }
                break;
        }
    }

    // resources: {memory: 1Gi} and resources: {limit: {…}}.
    private static IEnumerable<(YamlEntry, YamlPath)> WithinResources(YamlMapping resources, YamlPath path)
    {
        foreach (var entry in resources.Entries)
        {
            bool misspelt = entry.Name is "limit" or "request" or "resources" && entry.Value is YamlMapping;
            // Field names are compared as they are: kubectl refuses Limits, and without its check the key is dropped.
            bool otherCase =
                entry.Name is not ("limits" or "requests" or "claims")
                && entry.Name?.ToLowerInvariant() is "limits" or "requests" or "claims"
                && entry.Value.Target is YamlMapping or YamlSequence;
            bool bare = entry.Name is "memory" or "cpu" or "mem" && entry.Value is YamlScalar { IsNull: false };
            if (misspelt || bare || otherCase)
                yield return (entry, path.Key(entry.Name!));
        }
    }

    private enum Place
    {
        Elsewhere,
        Container,
        PodSpec,
    }

    private static Place PlaceOf(YamlMapping mapping, Workload workload)
    {
        if (ReferenceEquals(mapping, workload.Pod.Node))
            return Place.PodSpec;
        foreach (var container in workload.Pod.AllContainers)
        {
            if (ReferenceEquals(container.Node, mapping))
                return Place.Container;
        }
        return Place.Elsewhere;
    }

    // Before 1.34 the API server drops pod-level resources (VAL-24).
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
            _ => false,
        };

    private static bool HoldsAmounts(YamlMapping mapping) => mapping.Entries.Any(e => Amounts.Contains(e.Name) && e.Value is YamlScalar);

    private static bool HoldsSections(YamlMapping mapping) =>
        mapping.Entries.Any(e => Sections.Contains(e.Name) && e.Value is YamlMapping inner && HoldsAmounts(inner));
}
