namespace ManifestLint.Manifests;

/// <summary>Tells objects that Helm has rendered by their labels.</summary>
internal static class RenderedChart
{
    /// <summary>
    /// The chart with its version, or null for an object that none tells of. Source: helm.sh, "Labels and Annotations" (<c>helm.sh/chart</c> beside
    /// <c>app.kubernetes.io/managed-by: Helm</c>); charts of Helm 2 have <c>chart</c> beside <c>heritage</c>.
    /// </summary>
    public static string? NameOf(Manifest manifest) =>
        manifest.Label("app.kubernetes.io/managed-by") == "Helm" || manifest.Label("heritage") is "Helm" or "Tiller"
            ? manifest.Label("helm.sh/chart") ?? manifest.Label("chart")
            : null;
}
