using System.Collections.Immutable;
using ManifestLint.Yaml;

namespace ManifestLint.Manifests;

/// <summary>One Kubernetes object of a document: a view over its mapping. Items of a <c>List</c> are objects of their own.</summary>
public sealed class Manifest
{
    private readonly Lazy<YamlEditor> _editor;
    private readonly Func<string, bool>? _isChangedByName;

    private Manifest(YamlMapping root, Lazy<YamlEditor> editor, string apiVersion, string kind, Func<string, bool>? isChangedByName = null)
    {
        (Root, _editor, ApiVersion, Kind, _isChangedByName) = (root, editor, apiVersion, kind, isChangedByName);
        Group = apiVersion.IndexOf('/') is var slash and >= 0 ? apiVersion[..slash] : "";
    }

    /// <summary>True if what composes it may look for something in it by this name: renamed in one text alone, it would be parted in two.</summary>
    public bool IsChangedByName(string name) => _isChangedByName?.Invoke(name) == true;

    /// <summary>The object's mapping.</summary>
    public YamlMapping Root { get; }

    /// <summary>Makes edits of its document; shared by all who repair something in it, and made only when somebody does.</summary>
    public YamlEditor Editor => _editor.Value;

    /// <summary><c>apps/v1</c>; for an item of a typed list that has none, the list's.</summary>
    public string ApiVersion { get; }

    /// <summary>The API group, empty for the core group.</summary>
    public string Group { get; }

    /// <summary><c>Deployment</c>; for an item of a typed list that has none, derived from the list's kind (kubernetes-memory.md ST-6).</summary>
    public string Kind { get; }

    /// <summary>Its pods, once somebody has asked, and whether its sidecars were told: several do, and each look makes views anew.</summary>
    internal (bool Sidecars, ImmutableArray<Workload> Pods) Known { get; set; }

    /// <summary>Who reads it first.</summary>
    public ManifestUse Use { get; private init; }

    /// <summary>True if its file is for trying something out.</summary>
    public bool IsForTrial { get; private init; }

    /// <summary>The same object, as its file says it is used.</summary>
    public Manifest UsedAs(ManifestUse use, bool isForTrial) =>
        (use, isForTrial) == (Use, IsForTrial)
            ? this
            : new Manifest(Root, _editor, ApiVersion, Kind, _isChangedByName) { Use = use, IsForTrial = isForTrial };

    /// <summary><c>metadata</c>, or null.</summary>
    public YamlMapping? Metadata => Root["metadata"] as YamlMapping;

    /// <summary><c>metadata.name</c>, or null.</summary>
    public string? Name => Metadata?.TextAt("name");

    /// <summary>What a name is made of where none is written; null where that is not written either, or a name is.</summary>
    public string? NamePrefix => Name is null ? Metadata?.TextAt("generateName") : null;

    /// <summary><c>metadata.namespace</c>, or null if it is not written.</summary>
    public string? Namespace => Metadata?.TextAt("namespace");

    /// <summary>What to point at for the object as a whole, and its address: its name, else its first key.</summary>
    public (YamlNode Node, YamlPath Path) NamePlace =>
        Metadata?.Find("name") is { } name
            ? (name.Value, YamlPath.Of("metadata", "name"))
            : (Root.Entries.IsEmpty ? Root : Root.Entries[0].Key, YamlPath.Root);

    /// <summary><c>metadata.uid</c>, which the API server gives; or null.</summary>
    public string? Uid => Metadata?.TextAt("uid");

    /// <summary>The object that made it, or null.</summary>
    public OwnerReference? Controller => OwnerReference.ControllerIn(Metadata);

    /// <summary>The value of a label, or null.</summary>
    public string? Label(string key) => (Metadata?["labels"] as YamlMapping)?.TextAt(key);

    /// <summary>True if the key of an annotation of the object starts with a text.</summary>
    public bool HasAnnotation(string prefix) =>
        Metadata?["annotations"] is YamlMapping annotations
        && annotations.Entries.Any(e => e.Name?.StartsWith(prefix, StringComparison.Ordinal) == true);

    /// <summary>The value of an annotation of the object, or null.</summary>
    public string? Annotation(string key) => (Metadata?["annotations"] as YamlMapping)?.TextAt(key);

    /// <summary>
    /// The objects of a document: itself, the items of a <c>List</c> or <c>…List</c> (recursively), the objects of an OpenShift
    /// <c>Template</c>; none if it is no Kubernetes object (no <c>apiVersion</c> and <c>kind</c>).
    /// </summary>
    public static IEnumerable<Manifest> Split(YamlDocument document)
    {
        if (document.Root?.Target is not YamlMapping root)
            return [];
        return Split(root, EditorOf(root, document, LazyThreadSafetyMode.None), null, null, 0, []);
    }

    /// <summary>
    /// The same for a list that was read from records, item by item: each can be asked for on any thread, whether those before it were or not. Null for every
    /// other document.
    /// </summary>
    public static (int Count, Func<int, IEnumerable<Manifest>> Of)? SplitItems(YamlDocument document)
    {
        // Records have no aliases, by which one item could be the same as another.
        if (document.Root is not YamlMapping { IsPlain: true } root || root.TextAt("kind") is not { } kind)
            return null;
        if (root.TextAt("apiVersion") is not { Length: > 0 } apiVersion || ItemsOf(root, kind) is not { Items: var items })
            return null;
        var editor = EditorOf(root, document, LazyThreadSafetyMode.ExecutionAndPublication);
        return (items.Length, i => SplitItem(items[i], editor, apiVersion, kind, 0, []));
    }

    // One for all items of a list: it looks at the whole document.
    private static Lazy<YamlEditor> EditorOf(YamlMapping root, YamlDocument document, LazyThreadSafetyMode mode) =>
        new(() => new YamlEditor(root.Location.Source, document), mode);

    /// <summary>An object that was composed of several texts; null if it is no Kubernetes object.</summary>
    /// <param name="root">The object.</param>
    /// <param name="documentsOf">The documents of a text that nodes of it come from.</param>
    /// <param name="isChangedByName">True for a name by which something that composes objects may look.</param>
    public static Manifest? OfComposed(
        YamlMapping root,
        Func<SourceText, IEnumerable<YamlDocument>> documentsOf,
        Func<string, bool>? isChangedByName = null
    ) =>
        root.TextAt("kind") is { Length: > 0 } kind && root.TextAt("apiVersion") is { Length: > 0 } version
            ? new Manifest(
                root,
                new Lazy<YamlEditor>(() => new YamlEditor(documentsOf), LazyThreadSafetyMode.None),
                version,
                kind,
                isChangedByName
            )
            : null;

    private static IEnumerable<Manifest> Split(
        YamlMapping root,
        Lazy<YamlEditor> editor,
        string? listApiVersion,
        string? itemKind,
        int depth,
        HashSet<YamlNode> repeated
    )
    {
        string? kind = KindOf(root) ?? itemKind,
            apiVersion = root.TextAt("apiVersion") ?? listApiVersion;
        if (string.IsNullOrEmpty(kind) || string.IsNullOrEmpty(apiVersion))
            yield break;

        if (depth < 8 && ItemsOf(root, kind) is { } items)
        {
            foreach (var item in items.Items)
            {
                foreach (var inner in SplitItem(item, editor, apiVersion, kind, depth, repeated))
                    yield return inner;
            }
            yield break;
        }
        yield return new Manifest(root, editor, apiVersion, kind);
    }

    // One that says by any of its kinds that it is a Secret is one for every report, whatever word stands in the other.
    private static string? KindOf(YamlMapping root) =>
        !root.IsKnownUnique && root.Entries.Any(e => e.Name == "kind" && e.Value.Target is YamlScalar { Value: "Secret" })
            ? "Secret"
            : root.TextAt("kind");

    // The objects of an item of a list of this version and kind.
    private static IEnumerable<Manifest> SplitItem(
        YamlNode item,
        Lazy<YamlEditor> editor,
        string apiVersion,
        string kind,
        int depth,
        HashSet<YamlNode> repeated
    )
    {
        // The same object again says nothing new; lists of aliases to lists could multiply without end.
        if (item.Target is not YamlMapping mapping || (item is YamlAlias && !repeated.Add(mapping)))
            yield break;
        string? implied = kind.Length > 4 && kind.EndsWith("List", StringComparison.Ordinal) ? kind[..^4] : null;
        foreach (var inner in Split(mapping, editor, implied is null ? null : apiVersion, implied, depth + 1, repeated))
            yield return inner;
        mapping.Forget();
    }

    private static YamlSequence? ItemsOf(YamlMapping root, string kind)
    {
        if (kind.EndsWith("List", StringComparison.Ordinal))
            return root["items"] as YamlSequence;
        return kind == "Template" ? root["objects"] as YamlSequence : null;
    }
}
