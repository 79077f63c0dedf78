namespace ManifestLint.Neighbours;

/// <summary>What the names of objects can be. Source: apimachinery v0.36 pkg/util/validation/validation.go.</summary>
internal static class ObjectName
{
    private const int LongestLabel = 63;
    private const int LongestSubdomain = 253;

    /// <summary>True for the name of a namespace (IsDNS1123Label).</summary>
    public static bool IsLabel(string name) => name.Length <= LongestLabel && IsPart(name);

    /// <summary>True for a name of most objects (IsDNS1123Subdomain). <c>NAME</c> and <c>${NAME}</c> are those of a template.</summary>
    public static bool IsSubdomain(string name)
    {
        if (name.Length > LongestSubdomain)
            return false;
        foreach (var part in name.AsSpan().Split('.'))
        {
            if (!IsPart(name.AsSpan(part)))
                return false;
        }
        return true;
    }

    private static bool IsPart(ReadOnlySpan<char> part)
    {
        if (part.IsEmpty || part[0] == '-' || part[^1] == '-')
            return false;
        foreach (char c in part)
        {
            if (!char.IsAsciiLetterLower(c) && !char.IsAsciiDigit(c) && c != '-')
                return false;
        }
        return true;
    }
}
