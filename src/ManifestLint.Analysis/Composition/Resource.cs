using System.Collections.Immutable;
using ManifestLint.Composition.Merging;
using ManifestLint.Yaml;

namespace ManifestLint.Composition;

/// <summary>How a generated object meets one of its name that is there already.</summary>
internal enum GenerationBehavior
{
    Create,
    Replace,
    Merge,
}

/// <summary>An object on its way through the kustomizations.</summary>
internal sealed class Resource(Tree root)
{
    // Without group and version: kustomize counts those of now.
    private List<(string Kind, string Name, string Namespace)>? _former;

    public Tree Root { get; } = root;

    /// <summary>The name that it came with.</summary>
    public string WrittenName { get; } = root.TextAt("metadata", "name");

    /// <summary>The namespace that it came with; null if it named none.</summary>
    public string? WrittenNamespace { get; } = root.TextAt("metadata", "namespace") is { Length: > 0 } written ? written : null;

    /// <summary>The document that it was read from; null for one that was generated.</summary>
    public ComposedOrigin? Origin { get; init; }

    /// <summary>Prefixes in the order in which they were put before the name.</summary>
    public List<string> Prefixes { get; private set; } = [];

    /// <summary>Suffixes in the order in which they were put behind the name.</summary>
    public List<string> Suffixes { get; private set; } = [];

    /// <summary>The variables that take their value from it.</summary>
    public List<string> Variables { get; private set; } = [];

    /// <summary>What the content of the object puts behind its name in the end.</summary>
    public bool NeedsHash { get; set; }

    public GenerationBehavior Behavior { get; init; }

    /// <summary>True for a patch that may give another name.</summary>
    public bool MayRename { get; init; }

    /// <summary>True for a patch that may make another kind.</summary>
    public bool MayChangeKind { get; init; }

    /// <summary>Something could not be had that it may depend on; null if it is whole.</summary>
    public CompositionGap? Gap { get; set; }

    /// <summary>What of kustomizations, patches and files of data had a hand in it.</summary>
    public List<Location> Hands { get; private set; } = [];

    /// <summary>What replacements copied into it from other objects.</summary>
    public List<ReplacedValue> Replaced { get; private set; } = [];

    /// <summary>True once a patch has deleted it.</summary>
    public bool IsDeleted { get; set; }

    /// <summary>The values of a generated Secret as they are written, by key; null for any other object.</summary>
    public ImmutableDictionary<string, YamlScalar>? Plain { get; set; }

    public string Name => Root.TextAt("metadata", "name");

    public string Namespace => Root.TextAt("metadata", "namespace");

    public string Kind => Root.TextAt("kind");

    /// <summary>What it is now; taken apart anew only where a text has changed: every reference asks every object.</summary>
    public Gvk Gvk
    {
        get
        {
            string version = Root.TextAt("apiVersion"),
                kind = Kind;
            if (!ReferenceEquals(version, _gvk.Version) || !ReferenceEquals(kind, _gvk.Kind))
                _gvk = (version, kind, Gvk.Of(version, kind));
            return _gvk.Gvk;
        }
    }

    private (string? Version, string? Kind, Gvk Gvk) _gvk;

    /// <summary>What it is called now.</summary>
    public ResourceId Id => new(Gvk, Name, Namespace);

    /// <summary>What it was called earlier, the oldest first.</summary>
    public IEnumerable<ResourceId> FormerIds
    {
        get
        {
            if (_former is null)
                yield break;
            var now = Gvk;
            foreach (var (kind, name, ns) in _former)
                yield return new ResourceId(now with { Kind = kind }, name, ns, IsFormer: true);
        }
    }

    /// <summary>True if it was called otherwise earlier.</summary>
    public bool HasFormerIds => _former is not null;

    /// <summary>What it was called first.</summary>
    public ResourceId OriginalId => _former is null ? Id : FormerIds.First();

    /// <summary>Remembers what it is called now, before that changes.</summary>
    public void RememberId()
    {
        var id = Id;
        (_former ??= []).Add((id.Gvk.Kind, id.Name, id.EffectiveNamespace));
    }

    public void SetName(string name, Location place)
    {
        if (Root.At("metadata", "name") is { Scalar: not null } known)
            known.Rewrite(name, place);
        else
            Metadata(place).Set("name", Tree.Text(name, place));
    }

    /// <summary>A mapping below <c>metadata</c> as texts, such as its labels.</summary>
    public Dictionary<string, string> Texts(string key)
    {
        var texts = new Dictionary<string, string>(StringComparer.Ordinal);
        if (Root.At("metadata", key) is { IsMapping: true } mapping)
        {
            foreach (var branch in mapping.Branches)
                texts[branch.Name] = branch.Value.Value;
        }
        return texts;
    }

    public Tree Metadata(Location place)
    {
        if (Root["metadata"] is { IsMapping: true } metadata)
            return metadata;
        metadata = Tree.Mapping(place);
        Root.Set("metadata", metadata);
        return metadata;
    }

    /// <summary>Takes over what a generated object replaces or adds to knows of its way here.</summary>
    public void Inherit(Resource old)
    {
        _former = old._former;
        (Prefixes, Suffixes, Variables) = (old.Prefixes, old.Suffixes, old.Variables);
        Gap ??= old.Gap;
        Hands.AddRange(old.Hands);
        Replaced.AddRange(old.Replaced);
    }

    /// <summary>The same to change apart from this one.</summary>
    public Resource Copy() =>
        new(Root.Copy())
        {
            Origin = Origin,
            Behavior = Behavior,
            MayRename = MayRename,
            MayChangeKind = MayChangeKind,
            NeedsHash = NeedsHash,
            Gap = Gap,
            Plain = Plain,
            Hands = [.. Hands],
            Replaced = [.. Replaced],
        };
}

/// <summary>The document that an object was read from.</summary>
/// <param name="File">The full path of its file.</param>
/// <param name="Source">Its text.</param>
/// <param name="Document">The document.</param>
public sealed record ComposedOrigin(string File, SourceText Source, YamlDocument Document);
