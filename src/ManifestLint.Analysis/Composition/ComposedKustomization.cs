using System.Collections.Immutable;
using ManifestLint.Composition.Merging;
using ManifestLint.Yaml;

namespace ManifestLint.Composition;

/// <summary>An object that a kustomization makes. Every node of it stands where it was written, in whatever file that is.</summary>
/// <param name="Root">The object.</param>
/// <param name="Origin">The document that it came from; null for one that a generator made.</param>
/// <param name="Gap">What it depends on and could not be had; null if it is whole.</param>
/// <param name="Plain">The values of a generated Secret as they are written, by key; null for any other object.</param>
/// <param name="WrittenName">The name that it came with, before prefixes, suffixes and hashes.</param>
/// <param name="WrittenNamespace">The namespace that it came with; null if it named none.</param>
/// <param name="Hands">The directives, patches and files of data that had a hand in it.</param>
public sealed record ComposedObject(
    YamlMapping Root,
    ComposedOrigin? Origin,
    CompositionGap? Gap,
    ImmutableDictionary<string, YamlScalar>? Plain,
    string WrittenName,
    string? WrittenNamespace,
    ImmutableArray<Location> Hands
)
{
    /// <summary>What replacements copied into it from other objects.</summary>
    public ImmutableArray<ReplacedValue> Replaced { get; init; } = [];
}

/// <summary>A value that a replacement copied from another object.</summary>
/// <param name="Value">Where its author wrote it, in that object.</param>
/// <param name="Entry">The replacement.</param>
/// <param name="Source">Object and field: <c>ConfigMap sizes, data.memory</c>.</param>
public sealed record ReplacedValue(Location Value, Location Entry, string Source);

/// <summary>Why a file belongs to a kustomization.</summary>
public enum UseOfFile
{
    /// <summary>Objects are taken from it.</summary>
    Resource,

    /// <summary>It changes objects.</summary>
    Patch,

    /// <summary>It is a kustomization, or configures what one does.</summary>
    Directive,

    /// <summary>Its text goes into a ConfigMap.</summary>
    Data,

    /// <summary>Its text goes into a Secret.</summary>
    SecretData,
}

/// <summary>What a kustomization makes, with all that it takes in.</summary>
public sealed record ComposedKustomization
{
    /// <summary>The full path of its folder.</summary>
    public required string Folder { get; init; }

    /// <summary>Its own file.</summary>
    public SourceText? File { get; init; }

    /// <summary>The objects, in order; none where it is refused.</summary>
    public ImmutableArray<ComposedObject> Objects { get; init; } = [];

    /// <summary>What could not be had.</summary>
    public ImmutableArray<CompositionGap> Gaps { get; init; } = [];

    /// <summary>Why kustomize would not build it; null if it would.</summary>
    public CompositionRefusal? Refusal { get; init; }

    /// <summary>The files that it is made of, by full path.</summary>
    public required ImmutableDictionary<string, UseOfFile> Files { get; init; }
}
