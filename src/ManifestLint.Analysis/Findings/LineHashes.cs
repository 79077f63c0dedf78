namespace ManifestLint.Findings;

/// <summary>Line hashes as GitHub's upload action computes them.</summary>
public static class LineHashes
{
    /// <summary>One hash a line.</summary>
    public static string[] Of(string text) => [];
}
