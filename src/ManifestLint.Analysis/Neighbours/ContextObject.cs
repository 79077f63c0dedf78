using System.Collections.Immutable;
using ManifestLint.Manifests;
using ManifestLint.Quantities;
using ManifestLint.Scanning;
using ManifestLint.Yaml;

namespace ManifestLint.Neighbours;

/// <summary>Where an object stands, and which namespace it is in.</summary>
/// <param name="File">The full path of its file; of what a kustomization composes, the kustomization's.</param>
/// <param name="Namespace">The namespace that it is known to be in: written, set by a kustomization or given by an option; null if none is.</param>
/// <param name="Overlay">The full path of the kustomization's file that composes it; null for an object as it is written.</param>
public readonly record struct ObjectPlace(string File, string? Namespace, string? Overlay = null)
{
    /// <summary>The folder of the file.</summary>
    public string Folder => PathText.FolderOf(File);

    /// <summary>True if it names a namespace that no cluster can have (<c>${NS}</c>, <c>NAMESPACE</c>): it is in some namespace that is not known.</summary>
    public bool IsInUnknownNamespace { get; init; }

    /// <summary>Where an object stands. A namespace that no cluster can have is not known.</summary>
    /// <param name="file">The full path of its file.</param>
    /// <param name="manifest">The object.</param>
    /// <param name="defaultNamespace">The namespace of objects that name none, or null.</param>
    /// <param name="overlay">The full path of the kustomization's file that composes it, or null.</param>
    public static ObjectPlace Of(string file, Manifest manifest, string? defaultNamespace, string? overlay = null)
    {
        string? name = manifest.Namespace;
        bool isUnknown = name is not null && !ObjectName.IsLabel(name);
        return new ObjectPlace(file, isUnknown ? null : name ?? defaultNamespace, overlay) { IsInUnknownNamespace = isUnknown };
    }
}

/// <summary>A PriorityClass.</summary>
public sealed record PriorityClass(string Name, long? Value, bool IsGlobalDefault);

/// <summary>A RuntimeClass and its <c>overhead.podFixed</c>.</summary>
public sealed record RuntimeClass(string Name, ImmutableArray<KeyValuePair<string, ResourceQuantity?>> Overhead);

/// <summary>A label or annotation of a Namespace.</summary>
public readonly record struct NamespaceMark(string Key, string Text, Location Location);

/// <summary>A Namespace: what it tells the admission webhooks about its pods.</summary>
public sealed record NamespaceObject(
    ObjectPlace Place,
    string Name,
    ImmutableArray<NamespaceMark> Labels,
    ImmutableArray<NamespaceMark> Annotations
)
{
    private Dictionary<string, NamespaceMark>? _labels;
    private Dictionary<string, NamespaceMark>? _annotations;

    /// <summary>A label, or null.</summary>
    public NamespaceMark? Label(string key) => In(ref _labels, Labels, key);

    /// <summary>An annotation, or null.</summary>
    public NamespaceMark? Annotation(string key) => In(ref _annotations, Annotations, key);

    // Every pod of the namespace asks.
    private static NamespaceMark? In(ref Dictionary<string, NamespaceMark>? index, ImmutableArray<NamespaceMark> marks, string key)
    {
        if (marks.IsEmpty)
            return null;
        var known = index ??= marks.DistinctBy(m => m.Key).ToDictionary(m => m.Key, StringComparer.Ordinal);
        return known.TryGetValue(key, out var mark) ? mark : null;
    }

    /// <summary>True if both say the same, wherever it is written.</summary>
    public bool SaysTheSame(NamespaceObject other) => Same(Labels, other.Labels) && Same(Annotations, other.Annotations);

    private static bool Same(ImmutableArray<NamespaceMark> x, ImmutableArray<NamespaceMark> y) =>
        x.Length == y.Length && x.Select(mark => (mark.Key, mark.Text)).All(y.Select(mark => (mark.Key, mark.Text)).ToHashSet().Contains);
}

/// <summary>A ConfigMap or Secret: texts by key. A null text is not to be known (placeholder, binary).</summary>
/// <param name="IsSecret">True for a Secret; the values of <c>data</c> are decoded.</param>
public sealed record ConfigData(ObjectPlace Place, string Name, bool IsSecret, ImmutableDictionary<string, ConfigValue> Values)
{
    /// <summary>The same number for all of a scan that hold the same texts; null where that is not known.</summary>
    internal int? Content { get; init; }
}

/// <summary>A value of a ConfigMap or Secret.</summary>
/// <param name="Decoded">The text of one that is not as it is written; null for any other.</param>
/// <param name="Scalar">Where it is written; null if it is decoded or stands in another file.</param>
public sealed record ConfigValue(string? Decoded, YamlScalar? Scalar)
{
    /// <summary>The text; null if it is not to be known. Most that is written nobody asks for.</summary>
    public string? Text => Decoded ?? Scalar?.Value;

    /// <summary>True for a text that is not to be known.</summary>
    public bool IsUnknown => Decoded is null && Scalar is null;

    /// <summary>The text, made for this once; empty if it is not to be known.</summary>
    internal string Passing => Decoded ?? Scalar?.PassingValue ?? "";

    /// <summary>The mapping whose value it is; null where that is none of the author's.</summary>
    public YamlMapping? Among { get; init; }
}
