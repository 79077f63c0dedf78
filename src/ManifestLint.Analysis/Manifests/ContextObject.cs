using System.Collections.Immutable;
using ManifestLint.Yaml;

namespace ManifestLint.Manifests;

/// <summary>Where an object stands, for telling neighbours.</summary>
/// <param name="File">The full path of its file, with forward slashes.</param>
/// <param name="Namespace">Its namespace as written (or the one that objects without one are said to have); null if none.</param>
public readonly record struct ObjectPlace(string File, string? Namespace)
{
    /// <summary>The folder of the file.</summary>
    public string Folder => PathText.FolderOf(File);
}

/// <summary>A PriorityClass.</summary>
public sealed record PriorityClass(string Name, long? Value, bool IsGlobalDefault);

/// <summary>A RuntimeClass and its <c>overhead.podFixed</c>.</summary>
public sealed record RuntimeClass(string Name, ImmutableArray<KeyValuePair<string, ResourceQuantity?>> Overhead);

/// <summary>A label or annotation of a Namespace.</summary>
public readonly record struct NamespaceMark(string Key, string Text, Location Location);

/// <summary>A Namespace: what it tells the admission webhooks about its pods.</summary>
public sealed record NamespaceObject(string Name, ImmutableArray<NamespaceMark> Labels, ImmutableArray<NamespaceMark> Annotations)
{
    /// <summary>True if both say the same, wherever it is written.</summary>
    public bool SaysTheSame(NamespaceObject other) => Same(Labels, other.Labels) && Same(Annotations, other.Annotations);

    private static bool Same(ImmutableArray<NamespaceMark> x, ImmutableArray<NamespaceMark> y) =>
        x.Length == y.Length && x.All(mark => y.Any(other => other.Key == mark.Key && other.Text == mark.Text));
}

/// <summary>One <c>limits[]</c> item of a LimitRange: amounts by constraint (<c>default</c>, <c>max</c>, …) and resource.</summary>
/// <param name="Type">Container, Pod, PersistentVolumeClaim; empty if it is not written.</param>
/// <param name="Constraints">By constraint name; a null quantity is not to be known.</param>
public sealed record LimitRangeItem(string Type, ImmutableDictionary<string, ImmutableArray<KeyValuePair<string, ResourceQuantity?>>> Constraints);

/// <summary>A LimitRange.</summary>
public sealed record LimitRange(ObjectPlace Place, string? Name, Location Location, ImmutableArray<LimitRangeItem> Items);

/// <summary>A ConfigMap or Secret: texts by key. A null text is not to be known (placeholder, binary).</summary>
/// <param name="IsSecret">True for a Secret; the values of <c>data</c> are decoded.</param>
/// <param name="IsGenerated">True for one that a kustomization generates from literals, so that a hash is appended to its name.</param>
public sealed record ConfigData(ObjectPlace Place, string Name, bool IsSecret, bool IsGenerated, ImmutableDictionary<string, ConfigValue> Values);

/// <summary>A value of a ConfigMap or Secret.</summary>
/// <param name="Text">The text; null if it is not to be known.</param>
/// <param name="Scalar">Where it is written; null if it is decoded or stands in another file.</param>
public sealed record ConfigValue(string? Text, YamlScalar? Scalar);
