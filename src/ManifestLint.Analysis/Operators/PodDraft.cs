using System.Collections.Immutable;
using ManifestLint.Manifests;
using ManifestLint.Yaml;

namespace ManifestLint.Operators;

/// <summary>A pod of an operator while it is put together.</summary>
/// <param name="manifest">The custom resource.</param>
/// <param name="place">What the pod is made from; null where it is not written.</param>
/// <param name="path">Its address within the object.</param>
/// <param name="anchor">The closest written key.</param>
/// <param name="by">What people call the operator.</param>
internal sealed class PodDraft(Manifest manifest, YamlMapping? place, YamlPath path, YamlNode anchor, string by)
{
    /// <summary>The custom resource.</summary>
    public Manifest Manifest { get; } = manifest;

    /// <summary>What the pod is made from; null where it is not written.</summary>
    public YamlMapping? Place { get; } = place;

    /// <summary>The address of <see cref="Place"/> within the object.</summary>
    public YamlPath Path { get; } = path;

    /// <summary>The closest written key.</summary>
    public YamlNode Anchor { get; } = anchor;

    /// <summary>What people call the operator.</summary>
    public string By { get; } = by;

    /// <summary>The author's PodSpec that is merged into the pod, and its address; null where there is none.</summary>
    public (YamlMapping Node, YamlPath Path)? Spec { get; set; }

    /// <summary>The template that holds <see cref="Spec"/>.</summary>
    public (YamlMapping Node, YamlPath Path)? Template { get; set; }

    /// <summary>True if what is absent may come from somewhere else.</summary>
    public bool IsPartial { get; set; }

    /// <summary>The containers that rows make.</summary>
    public List<ContainerDraft> Containers { get; } = [];

    /// <summary>Lists of containers of the author's own.</summary>
    public List<(YamlSequence Containers, YamlPath Path, ContainerType Type, ImmutableArray<GivenAmount> Given)> Others { get; } = [];

    /// <summary>A field by its path: below what the pod is made from, or below the object where it begins with a slash.</summary>
    public FoundField? Find(string path)
    {
        var found = path.StartsWith('/')
            ? Fields.Find(Manifest.Root, YamlPath.Root, path[1..], out bool isHidden)
            : Fields.Find(Place, Path, path, out isHidden);
        IsPartial |= isHidden;
        return found;
    }

    /// <summary>
    /// True if all of the conditions hold, which commas part: a path that is written, and not as <c>false</c>, 0 or an empty list, or <c>path=value</c>; behind an
    /// exclamation mark one that does not hold.
    /// </summary>
    public bool Holds(string conditions) => conditions.Split(',').All(c => c[0] == '!' ? !HoldsOne(c[1..]) : HoldsOne(c));

    private bool HoldsOne(string condition)
    {
        int equals = condition.IndexOf('=', StringComparison.Ordinal);
        var written = Find(equals < 0 ? condition : condition[..equals]);
        // Whether there is such a container cannot be known.
        IsPartial |= written is { Value: YamlScalar value } && FieldReading.IsForeign(value);
        return equals < 0
            ? written is { } field && field.Value is not (YamlScalar { Value: "false" or "0" } or YamlSequence { Items.IsEmpty: true })
            : written is { Value: YamlScalar scalar } && scalar.Value == condition[(equals + 1)..];
    }

    /// <summary>A text with fields in braces; null where one of them is not written.</summary>
    public string? Expand(string text)
    {
        int from;
        while ((from = text.IndexOf('{', StringComparison.Ordinal)) >= 0)
        {
            int to = text.IndexOf('}', from);
            if (to < 0 || Find(text[(from + 1)..to])?.Text is not { } value)
                return null;
            text = string.Concat(text.AsSpan(0, from), value, text.AsSpan(to + 1));
        }
        return text;
    }

    /// <summary>A number by its path, or what stands behind the colon where it is not written; null where it cannot be known.</summary>
    public long? Number(string path)
    {
        string[] parts = path.Split(':');
        return Find(parts[0]) is { } field ? FieldReading.Integer(field.Value)
            : parts is [_, var otherwise] ? long.Parse(otherwise, System.Globalization.CultureInfo.InvariantCulture)
            : null;
    }

    /// <summary>The pod.</summary>
    /// <param name="first">The first row of its containers, which says what holds of the pod.</param>
    /// <param name="sidecars">Whether <c>restartPolicy: Always</c> on an init container has its meaning.</param>
    public Workload ToWorkload(PodRow first, bool sidecars)
    {
        var pod = ToPod(sidecars);
        var main = Containers.Exists(c => c.Row["equal"] is not null)
            ? null
            : pod.Containers.FirstOrDefault(c => c.Name == Containers.Find(d => d.Row.Type == ContainerType.App)?.Name);
        string? called = first["called"] is { } name ? Expand(name) : null;
        return Workload.OfOperator(
            Manifest,
            pod,
            // A template that several pods share is the field of none of them.
            Template is { } own
            && own.Path.IsAtOrBelow(Path)
                ? own.Path
                : Path,
            IsPartial || Containers.Exists(c => c.IsPartial) ? Completeness.Merged : Completeness.Made,
            By,
            main,
            called?.Replace("/", " ", StringComparison.Ordinal),
            first["replicas"] is { } replicas ? Number(replicas) : null,
            first["ends"] is not null
        );
    }

    private ContainerSpec Other(YamlMapping container, ContainerType type, YamlPath path, int index, ImmutableArray<GivenAmount> given)
    {
        if (given.IsEmpty || container.TextAt("name") is not { } name)
            return new ContainerSpec(container, type, path, index);
        var named = container.Find("name")!.Value.Value;
        return new ContainerSpec(container, type, path, index)
        {
            Made = new OperatorContainer
            {
                Operator = By,
                Name = name,
                Anchor = named,
                Resources = new(container, "resources", named, YamlPath.Root),
                Given = given,
                Image = container.TextAt("image"),
            },
        };
    }

    private bool IsTaken(string? name, ContainerType type) => Containers.Exists(c => c.Name == name && c.Row.Type == type);

    // Init containers first, those of the author in their order, then those that the operator adds.
    private PodSpec ToPod(bool sidecars)
    {
        var written = Spec is { } own ? new PodSpec(own.Node, null, own.Path, sidecars).AllContainers : [];
        var all = ImmutableArray.CreateBuilder<ContainerSpec>();
        foreach (bool isInit in new[] { true, false })
        {
            int index = 0;
            foreach (var container in written)
            {
                if (container.Type is ContainerType.Init or ContainerType.Sidecar != isInit)
                    continue;
                var draft = Containers.Find(c => ReferenceEquals(c.Node, container.Node));
                all.Add(draft?.ToSpec(container.Type, container.Index) ?? container);
                index++;
            }
            foreach (var draft in Containers)
            {
                if (draft.Row.Type == ContainerType.Init == isInit && !written.Any(w => ReferenceEquals(w.Node, draft.Node)))
                    all.Add(draft.ToSpec(draft.Row.Type, index++));
            }
            foreach (var (containers, path, type, given) in Others)
            {
                if (type == ContainerType.Init != isInit)
                    continue;
                for (int i = 0; i < containers.Items.Length; i++)
                {
                    // The operator's own containers come first: those of Percona skip another of their name, others make pods that are refused.
                    if (containers.Items[i].Target is YamlMapping container && !IsTaken(container.TextAt("name"), type))
                        all.Add(Other(container, type, path.Index(i), index++, given));
                }
            }
        }
        return new PodSpec(
            Spec?.Node ?? Place ?? (YamlMapping)Manifest.Root,
            Template?.Node.MappingAt("metadata") ?? Place?.MappingAt("podMetadata"),
            Spec?.Path ?? Path,
            all.DrainToImmutable()
        )
        {
            IsNoPodSpec = Spec is null || ReferenceEquals(Spec.Value.Node, Place),
        };
    }
}
