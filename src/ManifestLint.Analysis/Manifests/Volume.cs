using ManifestLint.Quantities;
using ManifestLint.Yaml;

namespace ManifestLint.Manifests;

/// <summary>A volume backed by memory: <c>emptyDir</c> with <c>medium: Memory</c>.</summary>
/// <param name="Name">Its name, or null.</param>
/// <param name="Node">The volume's mapping.</param>
/// <param name="Path">Its address within the object.</param>
/// <param name="SizeLimit"><c>sizeLimit</c>, with an address relative to the volume.</param>
public sealed record MemoryVolume(string? Name, YamlMapping Node, YamlPath Path, Field<ResourceQuantity> SizeLimit);

/// <summary>An entry of a container's <c>volumeMounts</c>.</summary>
/// <param name="Name">The volume's name; null if it is not written.</param>
/// <param name="MountPath">Where it is mounted; null if it is not written.</param>
/// <param name="IsReadOnly">True if the container cannot write through this mount, or that cannot be known.</param>
public readonly record struct VolumeMount(string? Name, string? MountPath, bool IsReadOnly);
