using System.Collections.Immutable;
using ManifestLint.Amounts;
using ManifestLint.Facts;
using ManifestLint.Findings;
using ManifestLint.Manifests;
using ManifestLint.Neighbours;
using ManifestLint.Rules.Pods;
using ManifestLint.Yaml;

namespace ManifestLint.Rules.Observed;

/// <summary>ML6005 live-amounts-differ.</summary>
public sealed class LiveAmountsDiffer() : ManifestSetRule("ML6005")
{
    private const int MostRelated = 3;

    // What is compared, in the order in which it is told.
    private static readonly (string Resource, bool IsLimit)[] Compared =
    [
        ("memory", true),
        ("memory", false),
        ("cpu", true),
        ("cpu", false),
    ];

    /// <summary>An object and its namespace, by which an owner is found where no uid tells it.</summary>
    private readonly record struct Identity(string Kind, string Name, string? Namespace);

    /// <summary>What tells pods of one template from those of another, beside amounts: labels, and the image of each container.</summary>
    /// <param name="Labels">The labels whose values are known.</param>
    /// <param name="Images">The containers by name, but for ephemeral ones; null is an image that cannot be known.</param>
    /// <param name="Added">Names of containers that injectors add, or may have added.</param>
    private sealed record Revision(Dictionary<string, string> Labels, Dictionary<string, string?> Images, ImmutableArray<string> Added)
    {
        public static Revision Of(PodFacts pod)
        {
            var labels = new Dictionary<string, string>(StringComparer.Ordinal);
            foreach (var entry in pod.Workload.Pod.Metadata?.MappingAt("labels")?.Entries ?? [])
            {
                if (entry.Name is { } key && entry.Value.Target is YamlScalar { Value: var value } && !Placeholder.IsIn(value))
                    labels[key] = value;
            }
            var images = new Dictionary<string, string?>(StringComparer.Ordinal);
            var added = pod.Injected.Select(i => i.Container.Name).ToList();
            foreach (var container in pod.Containers.Select(c => c.Spec).Where(c => c.Type != ContainerType.Ephemeral))
            {
                if (container.Name is not { } name)
                    continue;
                images[name] = container.Image is { } image && !Placeholder.IsIn(image) ? image : null;
                // What a template names itself was added by nobody.
                if (pod.Status is not null && (VolumeWriters.IsProxy(name) || Sidecars.IsHelper(container, pod.Assumptions.Helpers)))
                    added.Add(name);
            }
            return new(labels, images, [.. added]);
        }

        /// <summary>
        /// Whether a pod may have been made from this template: admission adds labels and may add containers, but takes none away, and another
        /// image is another revision.
        /// </summary>
        public bool MayHaveMade(Revision pod) =>
            Labels.All(l => pod.Labels.GetValueOrDefault(l.Key) == l.Value)
            && Images.All(i => pod.Images.TryGetValue(i.Key, out string? now) && (now is null || i.Value is null || now == i.Value))
            && pod.Images.Keys.All(name => Images.ContainsKey(name) || Added.Contains(name) || pod.Added.Contains(name));
    }

    /// <summary>A container of a pod template.</summary>
    private sealed class TemplateContainer(
        Identity owner,
        string? uid,
        OwnerReference? controller,
        string name,
        Amount[] amounts,
        Revision revision
    ) : SetRecord
    {
        public Revision Revision => revision;

        public Identity Owner => owner;

        public string? Uid => uid;

        public OwnerReference? Controller => controller;

        public string Name => name;

        public Amount[] Amounts => amounts;
    }

    /// <summary>The containers of templates, by whom they belong to.</summary>
    private sealed class Templates(List<TemplateContainer> all)
    {
        private readonly ILookup<string, TemplateContainer> _byUid = all.Where(t => t.Uid is not null)
            .ToLookup(t => t.Uid!, StringComparer.Ordinal);

        private readonly ILookup<Identity, TemplateContainer> _byName = all.Where(t => t.Owner.Namespace is not null)
            .ToLookup(t => t.Owner);

        public TemplateContainer? Find(string? uid, string kind, string owner, string? space, string container)
        {
            var candidates = uid is not null && _byUid.Contains(uid) ? _byUid[uid] : _byName[new(kind, owner, space)];
            TemplateContainer? one = null;
            foreach (var candidate in candidates)
            {
                if (candidate.Name != container)
                    continue;
                // The same object twice: which of the two counts cannot be said.
                if (one is not null)
                    return null;
                one = candidate;
            }
            return one;
        }

        // The ReplicaSet's template is the pod's own; a Deployment's may have changed since.
        public (TemplateContainer Made, bool IsExact)? Of(LivePod pod, string container)
        {
            var controller = pod.Controller;
            if (Find(controller.Uid, controller.Kind, controller.Name, pod.Namespace, container) is { } own)
                return (own, controller.Kind == "ReplicaSet");
            if (
                controller.Kind != "ReplicaSet"
                || pod.Hash is not { Length: > 0 } hash
                || !controller.Name.EndsWith("-" + hash, StringComparison.Ordinal)
            )
                return null;
            return Find(null, "Deployment", controller.Name[..^(hash.Length + 1)], pod.Namespace, container) is { } deployment
                ? (deployment, false)
                : null;
        }
    }

    /// <summary>A live pod.</summary>
    private sealed class LivePod(
        string name,
        string? space,
        OwnerReference controller,
        string? hash,
        ImmutableArray<(string Name, Amount[] Amounts)> containers,
        Revision revision
    ) : SetRecord
    {
        public Revision Revision => revision;

        public string Name => name;

        public string? Namespace => space;

        public OwnerReference Controller => controller;

        public string? Hash => hash;

        public ImmutableArray<(string Name, Amount[] Amounts)> Containers => containers;
    }

    /// <inheritdoc/>
    public override bool NeedsStatus => true;

    /// <inheritdoc/>
    public override IEnumerable<SetNote> Note(PodFacts pod, ManifestSet set)
    {
        var manifest = pod.Workload.Manifest;
        // There may be hundreds of thousands of either.
        if (!set.MayHoldPodsAndTemplates)
            yield break;
        if (manifest.Name is not { } name || pod.Workload.Completeness != Completeness.Complete)
            yield break;
        string? space = pod.Place.Namespace;
        if (pod.Status is not null && manifest.Controller is { } controller)
        {
            yield return new(
                new LivePod(
                    name,
                    space,
                    controller,
                    manifest.Label("pod-template-hash"),
                    [.. pod.Containers.Where(c => c.Spec.Name is not null).Select(c => (c.Spec.Name!, AmountsOf(c)))],
                    Revision.Of(pod)
                ),
                manifest.NamePlace.Node.Location
            );
        }
        else if (
            pod.Workload.PodPath.Length > 0
            && !pod.Workload.IsPartial
            && WorkloadKinds.IsBuiltIn(manifest)
            && set.MayOwn(name, manifest.Uid)
        )
        {
            var revision = Revision.Of(pod);
            foreach (var container in pod.Containers)
            {
                if (container.Spec.Name is not { } own || container.Spec.Type == ContainerType.Ephemeral)
                    continue;
                var field = container.Spec.MemoryLimit;
                yield return new(
                    new TemplateContainer(
                        new(manifest.Kind, name, space),
                        manifest.Uid,
                        manifest.Controller,
                        own,
                        AmountsOf(container),
                        revision
                    ),
                    field.Location,
                    At(field.Location, container.Spec.Path.Then(field.Path), Statement.Of("")) with
                    {
                        Container = own,
                    }
                );
            }
        }
    }

    /// <inheritdoc/>
    public override IEnumerable<SetVerdict> Judge(ImmutableArray<SetRecord> records)
    {
        var all = records.OfType<TemplateContainer>().ToList();
        if (all.Count == 0)
            yield break;
        var templates = new Templates(all);
        var found = new Dictionary<TemplateContainer, List<(LivePod Pod, string What, bool IsExact)>>(ReferenceEqualityComparer.Instance);
        var order = new List<TemplateContainer>();
        foreach (var pod in records.OfType<LivePod>())
        {
            foreach (var (name, amounts) in pod.Containers)
            {
                if (
                    templates.Of(pod, name) is not var (made, isExact)
                    || Difference(amounts, made.Amounts) is not { } what
                    || !MayHaveMade(made, pod, isExact)
                )
                    continue;
                // What an author can edit is the object at the top.
                var told =
                    made.Controller is { } above && templates.Find(above.Uid, above.Kind, above.Name, pod.Namespace, name) is { } top
                        ? top
                        : made;
                if (!found.TryGetValue(told, out var list))
                {
                    found[told] = list = [];
                    order.Add(told);
                }
                list.Add((pod, what, isExact));
            }
        }
        foreach (var template in order)
            yield return Tell(template, found[template]);
    }

    // A ReplicaSet never changes its template; everything else may have done so since, or stand in another release.
    private static bool MayHaveMade(TemplateContainer made, LivePod pod, bool isExact) =>
        (isExact && pod.Controller.Uid is { } uid && uid == made.Uid) || made.Revision.MayHaveMade(pod.Revision);

    private static SetVerdict Tell(TemplateContainer template, List<(LivePod Pod, string What, bool IsExact)> pods)
    {
        var first = pods[0];
        string more =
            pods.Count == 1 ? ""
            : pods.Count == 2 ? ", and 1 more pod differs"
            : $", and {pods.Count - 1} more pods differ";
        return new(
            template,
            Statement.Of(
                $"container {template.Name} of pod {first.Pod.Name} has {first.What}{more}",
                "what the manifest says does not hold for this pod, and need not for the next"
            ) with
            {
                Cause =
                    "the dump does not say why; it may be a resize in place, a VerticalPodAutoscaler"
                    + (pods.TrueForAll(p => p.IsExact) ? " or an admission webhook" : ", an admission webhook or an older template"),
            }
        )
        {
            Related = [.. pods.Take(MostRelated).Select(p => ((SetRecord)p.Pod, $"pod {p.Pod.Name}: {p.What}"))],
        };
    }

    // memory limit 512Mi instead of 1Gi, cpu request 250m instead of none
    private static string? Difference(Amount[] live, Amount[] made)
    {
        var parts = new List<string>();
        for (int i = 0; i < Compared.Length; i++)
        {
            var (now, then) = (live[i], made[i]);
            if (now.IsUnknown || then.IsUnknown || now == then)
                continue;
            string noun = $"{Compared[i].Resource} {(Compared[i].IsLimit ? "limit" : "request")}";
            parts.Add(
                now.IsAbsent
                    ? $"no {noun} instead of {then.Value}"
                    : $"{noun} {now.Value} instead of {(then.IsAbsent ? "none" : then.Value)}"
            );
        }
        return parts.Count == 0 ? null : string.Join(", ", parts);
    }

    private static Amount[] AmountsOf(ContainerFacts container) =>
        [.. Compared.Select(c => (c.IsLimit ? container.Amounts.Limits : container.Amounts.Requests)[c.Resource])];
}
