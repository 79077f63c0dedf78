using ManifestLint.Findings;
using ManifestLint.Yaml;

namespace ManifestLint.Detaching;

/// <summary>A place of an object to which findings about others may move.</summary>
/// <param name="Place">The place.</param>
/// <param name="Path">Its address within the object.</param>
/// <param name="LogicalPath">The same with container names for indexes.</param>
/// <param name="LineHash">The hash of its line; null unless asked for.</param>
internal sealed record DetachedPlace(ReportedPlace Place, YamlPath Path, YamlPath LogicalPath, string? LineHash);
