using ManifestLint.Evidence;
using ManifestLint.Programs;

namespace ManifestLint.Runtimes;

/// <summary>Words that stand where a runtime takes its script or program, and are surely the name of none: runtime-memory.md §7.</summary>
internal static class NoScript
{
    // En dash, em dash and what else an editor makes of two hyphens; quotes that belong to the word because no shell took them away.
    private const string NeverFirst = "‐‑‒–—―−﹣－\"'`“”„‘’";

    /// <summary>True for an empty word, a reference that nothing replaced, a word that begins with something like a dash or with a quote, and a command
    /// line in one word.</summary>
    /// <param name="text">The word.</param>
    /// <param name="programs">The names that a whole command line would begin with.</param>
    public static bool IsIt(string text, Func<string, bool> programs) =>
        text.Length == 0 || NeverFirst.Contains(text[0]) || IsReference(text) || IsCommandLine(text, programs);

    /// <summary>Why such a word starts nothing.</summary>
    /// <param name="text">The word.</param>
    /// <param name="noun">What it is taken for.</param>
    public static FailureDetail Detail(string text, string noun) =>
        new(IsReference(text) ? FailureDetailKind.NotReplaced : FailureDetailKind.TakenFor, noun);

    /// <summary>
    /// True for options that were written as one word, and are taken for one: of a variable, or behind an option that there is not, only where each begins
    /// like an option. The value of one may have blanks.
    /// </summary>
    /// <param name="word">The word.</param>
    /// <param name="isKnown">True if there is an option of the name that the word begins with.</param>
    public static bool AreOptions(Word word, bool isKnown) =>
        word is { IsKnown: true, Text: ['-', ..] }
        && word.Text.Split(' ', StringSplitOptions.RemoveEmptyEntries) is { Length: > 1 } words
        && (
            (isKnown && word.Origin is TextOrigin.Argument)
            || Array.TrueForAll(words, static w => w is ['-', >= 'A', ..] or ['-', '-', >= 'A', ..])
        );

    /// <summary>True for a whole command line in one word that begins with one of the programs.</summary>
    public static bool BeginsWith(string text, Func<string, bool> programs)
    {
        int blank = text.AsSpan().IndexOfAny(' ', '\t', '\n');
        return blank > 0 && programs(text[(text.LastIndexOf('/', blank - 1) + 1)..blank]);
    }

    private static bool IsCommandLine(string text, Func<string, bool> programs) =>
        BeginsWith(text, programs) || text.Contains(" -", StringComparison.Ordinal) || text.Contains("\n-", StringComparison.Ordinal);

    private static bool IsReference(string text)
    {
        int dollar = text.IndexOf('$');
        return dollar >= 0
            && dollar + 1 < text.Length
            && (text[dollar + 1] is '{' or '(' || (dollar == 0 && (char.IsAsciiLetter(text[1]) || text[1] == '_')));
    }
}
