namespace ManifestLint.Cli.Files;

/// <summary>Finds what somebody who misspelled a name may have meant.</summary>
internal static class Spelling
{
    /// <inheritdoc cref="ManifestLint.Findings.Spelling.Nearest"/>
    public static string? Nearest(string wanted, IEnumerable<string> names) => ManifestLint.Findings.Spelling.Nearest(wanted, names);
}
