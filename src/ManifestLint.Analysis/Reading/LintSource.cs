using ManifestLint.Yaml;

namespace ManifestLint.Reading;

/// <summary>What opening a source gave: its text, or why there is none.</summary>
public readonly record struct SourceReading(SourceText? Text, string? Problem);

/// <summary>A text to analyse, opened when its turn comes and not held longer.</summary>
/// <param name="Path">The path as given or found, with forward slashes: what reports show.</param>
/// <param name="FullPath">The full path, with forward slashes: what identifies the file among its neighbours.</param>
/// <param name="IsExplicit">True if it was named, false if it was found in a folder.</param>
/// <param name="Open">Opens it. May be called twice, from any thread.</param>
public sealed record LintSource(string Path, string FullPath, bool IsExplicit, Func<SourceReading> Open)
{
    /// <summary>True if the text is what a template renders, and <see cref="Path"/> names the template.</summary>
    public bool IsRendered { get; init; }
}
