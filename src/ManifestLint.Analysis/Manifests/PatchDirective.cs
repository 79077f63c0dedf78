namespace ManifestLint.Manifests;

/// <summary>
/// Keys that tell a strategic merge what to do and are no fields of what they stand in. Source: kubernetes v1.36
/// apimachinery pkg/util/strategicpatch/patch.go.
/// </summary>
public static class PatchDirective
{
    /// <summary>True for such a key.</summary>
    public static bool Is(string key) =>
        key.StartsWith('$')
        && (
            key is "$patch" or "$retainKeys"
            || key.StartsWith("$setElementOrder/", StringComparison.Ordinal)
            || key.StartsWith("$deleteFromPrimitiveList/", StringComparison.Ordinal)
        );
}
