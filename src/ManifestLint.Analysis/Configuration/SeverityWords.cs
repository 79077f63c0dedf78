using ManifestLint.Findings;

namespace ManifestLint.Configuration;

/// <summary>What other tools call severities.</summary>
public static class SeverityWords
{
    private static readonly Dictionary<string, Severity> Synonyms = new(StringComparer.OrdinalIgnoreCase)
    {
        ["critical"] = Severity.Error,
        ["fatal"] = Severity.Error,
        ["high"] = Severity.Error,
        ["medium"] = Severity.Warning,
        ["low"] = Severity.Note,
        ["info"] = Severity.Note,
        ["information"] = Severity.Note,
        ["informational"] = Severity.Note,
        ["notice"] = Severity.Note,
        ["hint"] = Severity.Note,
        ["suggestion"] = Severity.Note,
        ["none"] = Severity.Off,
        ["no"] = Severity.Off,
        ["false"] = Severity.Off,
        ["disable"] = Severity.Off,
        ["disabled"] = Severity.Off,
        ["ignore"] = Severity.Off,
        ["never"] = Severity.Off,
        ["off"] = Severity.Off,
    };

    /// <summary>The word that somebody may have meant; null if none is near.</summary>
    /// <param name="word">What was written.</param>
    /// <param name="words">What there is, among error, warning, note and one more word for what is off.</param>
    public static string? Meant(string word, IReadOnlyList<string> words)
    {
        if (!Synonyms.TryGetValue(word, out var synonym))
            return Spelling.Meant(word, words);
        return words.FirstOrDefault(w =>
            (Enum.TryParse<Severity>(w, ignoreCase: true, out var severity) ? severity : Severity.Off) == synonym
        );
    }
}
