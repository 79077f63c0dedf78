namespace ManifestLint.Manifests;

/// <summary>Tells objects that Helm has rendered by their labels.</summary>
internal static class RenderedChart
{
    /// <summary>
    /// The chart with its version, or "its chart" where that is not told; null for an object that Helm has not made. Source: helm.sh, "Labels and Annotations" (<c>helm.sh/chart</c> beside
    /// <c>app.kubernetes.io/managed-by: Helm</c>); charts of Helm 2 have <c>chart</c> beside <c>heritage</c>.
    /// </summary>
    public static string? NameOf(Manifest manifest) =>
        manifest.Label("app.kubernetes.io/managed-by") == "Helm" || manifest.Label("heritage") is "Helm" or "Tiller"
            ? (manifest.Label("helm.sh/chart") ?? manifest.Label("chart")) is { } chart
                ? $"chart {chart}"
                : "its chart"
            : null;
}
