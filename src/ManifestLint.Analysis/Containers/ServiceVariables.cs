using ManifestLint.Programs;

namespace ManifestLint.Containers;

/// <summary>The variables that the kubelet sets for services, which a manifest does not show.</summary>
internal static class ServiceVariables
{
    /// <summary>A token for those of the API server, which are always set; unknown for names that a service of the namespace may bring; null for
    /// others. Left out are the <c>NAME_PORT</c> forms of the old links, because applications use such names for themselves.</summary>
    public static Word? Find(string name) =>
        name is "KUBERNETES_SERVICE_HOST" or "KUBERNETES_SERVICE_PORT" or "KUBERNETES_PORT" ? Word.UnknownToken
        : name.EndsWith("_SERVICE_HOST", StringComparison.Ordinal) || name.EndsWith("_SERVICE_PORT", StringComparison.Ordinal)
            ? Word.Unknown
        : null;
}
