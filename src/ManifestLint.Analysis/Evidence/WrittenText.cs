using ManifestLint.Programs;

namespace ManifestLint.Evidence;

/// <summary>What an author wrote, as clauses quote it.</summary>
internal static class WrittenText
{
    // Longer words are scripts or accidents; what they begin with tells which.
    private const int Longest = 80;

    /// <summary>In quotes where it is empty or holds blanks, line ends visible.</summary>
    public static string Quoted(string text) =>
        text.Length == 0 || text.Any(char.IsWhiteSpace) ? $"\"{text.ReplaceLineEndings("\\n")}\"" : text;

    /// <summary>The beginning of a text that is too long for a line.</summary>
    public static string Cut(string text)
    {
        if (text.Length <= Longest)
            return text;
        // A pair of surrogates stays one.
        int length = char.IsHighSurrogate(text[Longest - 2]) ? Longest - 2 : Longest - 1;
        return text[..length] + "…";
    }

    /// <summary>A word as its author wrote it, and what comes of it: <c>-Xmx1g</c>, <c>-Xmx$(HEAP)m (-Xmx900m)</c>.</summary>
    public static string Of(Word word) => SettingText.Of(word).ToString();

    /// <summary>Several in a row, at least one: <c>a, b and c</c>.</summary>
    public static string Listed(IReadOnlyList<string> all) =>
        all is [var only] ? only : $"{string.Join(", ", all.SkipLast(1))} and {all[^1]}";

    /// <summary>Both: what fits a line.</summary>
    public static string Shown(string text) => Quoted(Cut(text));
}
