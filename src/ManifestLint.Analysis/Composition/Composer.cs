using System.Collections.Immutable;
using ManifestLint.Composition.Merging;
using ManifestLint.Manifests;
using ManifestLint.Yaml;

namespace ManifestLint.Composition;

/// <summary>
/// Builds kustomizations as <c>kubectl kustomize</c> does (kubernetes-memory.md §28), from files alone. What needs a network or another program
/// is left out and told. Source: kustomize v5.7 api/internal/target/kusttarget.go.
/// </summary>
public sealed class Composer
{
    private readonly CompositionFiles _files;
    private readonly StrategicMerge _merge = new();
    private readonly Images _images = new();

    /// <param name="files">Opens the files that kustomizations name.</param>
    public Composer(CompositionFiles files) => _files = files;

    /// <summary>Builds the kustomization of a folder.</summary>
    /// <param name="folder">Its full path, with forward slashes.</param>
    public ComposedKustomization Compose(string folder)
    {
        var build = new Build(_files, _merge, _images);
        CompositionEffort.Begin();
        try
        {
            return build.Run(folder);
        }
        finally
        {
            CompositionEffort.End();
        }
    }
}
