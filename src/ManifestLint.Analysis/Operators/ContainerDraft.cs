using System.Collections.Immutable;
using ManifestLint.Amounts;
using ManifestLint.Containers;
using ManifestLint.Evidence;
using ManifestLint.Manifests;
using ManifestLint.Programs;
using ManifestLint.Quantities;
using ManifestLint.Yaml;

namespace ManifestLint.Operators;

/// <summary>A container of an operator while it is put together.</summary>
/// <param name="pod">The pod that it belongs to.</param>
/// <param name="row">The row that it is made by.</param>
/// <param name="name">Its name.</param>
internal sealed class ContainerDraft(PodDraft pod, PodRow row, string name)
{
    /// <summary>The pod that it belongs to.</summary>
    public PodDraft Pod { get; } = pod;

    /// <summary>The row that it is made by.</summary>
    public PodRow Row { get; } = row;

    /// <summary>Its name.</summary>
    public string Name { get; } = name;

    /// <summary>The mapping of its author that comes closest to a container.</summary>
    public required YamlMapping Node { get; init; }

    /// <summary>The address of <see cref="Node"/> within the object.</summary>
    public required YamlPath Path { get; init; }

    /// <summary>What to point at for something that is not written.</summary>
    public required YamlNode Anchor { get; init; }

    /// <summary>What its author wrote of resources.</summary>
    public required ResourceRequirements Resources { get; set; }

    /// <summary>True if nobody wrote anything of it.</summary>
    public bool IsUnwritten { get; init; }

    /// <summary>Its image; null if that is not known.</summary>
    public string? Image { get; set; }

    /// <summary>What the operator sets where nothing is written.</summary>
    public List<GivenAmount> Given { get; } = [];

    /// <summary>As in <see cref="MadeContainer.LimitsRestOn"/>.</summary>
    public string? LimitsRestOn { get; set; }

    /// <summary>True if <see cref="Given"/> is computed of fields of its author.</summary>
    public bool IsComputed { get; set; }

    /// <summary>True if what is absent may come from an object that nobody sees here.</summary>
    public bool IsPartial { get; set; }

    /// <summary>True if another object makes it, so that there is none here.</summary>
    public bool IsElsewhere { get; set; }

    /// <summary>What runs in it; null for what the image and its own words start.</summary>
    public MadeProgram? Program { get; set; }

    /// <summary>The same where it depends on the limit that its processes see.</summary>
    public Func<MemoryCap, MadeProgram>? ProgramBy { get; set; }

    /// <summary>The request that the operator sees: written, else its own default; what LimitRanges inject comes later.</summary>
    public Amount Request(string resource) => Seen(Resources.Requests[resource], isLimit: false, resource);

    /// <summary>The limit that the operator sees.</summary>
    public Amount Limit(string resource) => Seen(Resources.Limits[resource], isLimit: true, resource);

    /// <summary>A field by its path: of what the pod is made from, or of the object where it begins with a slash.</summary>
    public FoundField? Find(string path) => Pod.Find(path);

    /// <summary>The text of a field as a word that knows where it stands; unknown where it is no text or not to be known, null where it is not written.</summary>
    public Word? WordAt(string path) => Find(path) is { } field ? WordOf(field) : null;

    /// <summary>The value of a field as a word.</summary>
    public static Word WordOf(FoundField field) =>
        field.Text is { } text
            ? Word.Of(text, new TextOrigin.ResourceField(field.Path) { Scalar = (YamlScalar)field.Value })
            : Word.Unknown;

    /// <summary>Sets what the operator fills in.</summary>
    /// <param name="isLimit">True for a limit, false for a request.</param>
    /// <param name="resource"><c>memory</c>, <c>cpu</c>, …</param>
    /// <param name="quantity">How much; null where that cannot be known.</param>
    /// <param name="cause">What it is made of.</param>
    /// <param name="field">The field that says just this amount; null for none.</param>
    public void Give(
        bool isLimit,
        string resource,
        ResourceQuantity? quantity,
        AmountCause cause = AmountCause.Operator,
        FoundField? field = null
    ) => Given.Add(new(isLimit, resource, quantity, cause) { Field = field?.Entry.Value.Target as YamlScalar });

    /// <summary>Says that only some releases make it: not made below them, and where the release is not known, nor is what is absent.</summary>
    public void RequireRelease(bool? isMade)
    {
        IsElsewhere |= isMade == false;
        IsPartial |= isMade is null;
    }

    /// <summary>Sets all that is written elsewhere, of which this container has a copy.</summary>
    public void GiveAll(ResourceRequirements written)
    {
        IsComputed = true;
        foreach (var (section, isLimit) in new[] { (written.Requests, false), (written.Limits, true) })
        {
            foreach (var entry in section.Entries)
                Give(isLimit, entry.Name, entry.Quantity.IsKnown(out var known) ? known : null);
            if (!section.IsUnknown)
                continue;
            Give(isLimit, "cpu", null);
            Give(isLimit, "memory", null);
        }
    }

    private Amount Seen(Field<ResourceQuantity> written, bool isLimit, string resource)
    {
        if (written.IsKnown(out var known))
            return Amount.Of(known);
        if (written.IsUnknown)
            return Amount.Unknown;
        foreach (var given in Given)
        {
            if (given.IsLimit == isLimit && given.Resource == resource)
                return given.Quantity is { } quantity ? Amount.Of(quantity) : Amount.Unknown;
        }
        return IsPartial ? Amount.Unknown : Amount.Absent;
    }

    /// <summary>The container.</summary>
    public ContainerSpec ToSpec(ContainerType type, int index) =>
        new(Node, type, Path, index)
        {
            Made = new OperatorContainer
            {
                Operator = Pod.By,
                Release = Row["release"],
                Name = Name,
                Anchor = Anchor,
                Resources = Resources,
                Given = [.. Given],
                LimitsRestOn = LimitsRestOn,
                IsComputed = IsComputed,
                Image = Image,
                IsUnwritten = IsUnwritten,
                ProgramBy = ProgramBy ?? (Program is { } program ? _ => program : null),
            },
        };
}
