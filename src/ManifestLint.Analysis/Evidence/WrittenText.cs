using ManifestLint.Programs;
using ManifestLint.Quantities;

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
    public static string Of(Word word) =>
        WordPlace.Reference(word) is { } written ? $"{Shown(written)} ({Shown(word.Text)})" : Shown(word.Text);

    /// <summary>
    /// A setting with its amount behind it, where it does not say it itself: <c>-Xmx900m</c>, but <c>-Xmx3072 (3 KiB)</c>. The amount stands beside
    /// percentages and differences, which a rounded one would contradict.
    /// </summary>
    public static string WithAmount(string text, long bytes)
    {
        string amount = new ByteSize(bytes).ToHumanExact();
        return Says(text, amount) ? text
            // What comes of a reference stands in brackets already.
            : text is [.. var before, ')'] && before.Contains(" (", StringComparison.Ordinal) ? $"{before}, {amount})"
            : $"{text} ({amount})";
    }

    // 900m, 900M, 900mb and 900MiB say 900 MiB.
    private static bool Says(string text, string amount)
    {
        var rest = text.AsSpan().TrimEnd("\"')");
        if (rest.EndsWith("b", StringComparison.OrdinalIgnoreCase))
            rest = rest[..^1];
        if (rest.EndsWith("i", StringComparison.Ordinal))
            rest = rest[..^1];
        if (rest.IsEmpty || amount is not [.., ' ', var unit, 'i', 'B'] || char.ToUpperInvariant(rest[^1]) != unit)
            return false;
        var number = amount.AsSpan(0, amount.Length - 4);
        rest = rest[..^1].TrimEnd(' ');
        return rest.EndsWith(number, StringComparison.Ordinal)
            && (rest.Length == number.Length || !(char.IsAsciiDigit(rest[^(number.Length + 1)]) || rest[^(number.Length + 1)] == '.'));
    }

    /// <summary>Both: what fits a line.</summary>
    public static string Shown(string text) => Quoted(Cut(text));
}
