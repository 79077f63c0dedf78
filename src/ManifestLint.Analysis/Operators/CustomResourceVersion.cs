using System.Globalization;

namespace ManifestLint.Operators;

/// <summary>
/// The release of Percona's operators that a custom resource is made for: <c>crVersion</c>, else what its <c>apiVersion</c> says (<c>v1-6-0</c>, read up to
/// 1.11), else that of the operator. Source: percona/percona-xtradb-cluster-operator 1.11 pkg/apis/pxc/v1/pxc_types.go (SetVersion), b3b0b10a
/// pkg/controller/pxc/version.go (setCRVersion).
/// </summary>
internal readonly record struct CustomResourceVersion
{
    private readonly (int Major, int Minor)? _release;
    private readonly bool _isUnknown;

    private CustomResourceVersion((int Major, int Minor)? release, bool isUnknown) => (_release, _isUnknown) = (release, isUnknown);

    /// <summary>The release of the object that a container is made of.</summary>
    public static CustomResourceVersion Of(ContainerDraft container)
    {
        if (container.Find("/spec.crVersion") is { } field && field.Text is not "")
            return Read(field.Text ?? "");
        string version = container.Pod.Manifest.ApiVersion ?? "";
        version = version[(version.IndexOf('/', StringComparison.Ordinal) + 1)..];
        return version.StartsWith('v') && version.Contains('-', StringComparison.Ordinal)
            ? Read(version[1..].Replace('-', '.'))
            : new(null, isUnknown: false);
    }

    /// <summary>True if it is this release or a later one, which that of the operator counts as; null if it cannot be known.</summary>
    public bool? IsAtLeast(int major, int minor) =>
        _isUnknown ? null
        : _release is not { } release ? true
        : release.Major > major || (release.Major == major && release.Minor >= minor);

    private static CustomResourceVersion Read(string text)
    {
        string[] parts = text.TrimStart('v').Split('.');
        return
            parts.Length >= 2
            && int.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out int major)
            && int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out int minor)
            ? new((major, minor), isUnknown: false)
            : new(null, isUnknown: true);
    }
}
