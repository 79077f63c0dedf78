namespace ManifestLint.Programs;

/// <summary>An option that begins with other dashes than its program knows, as word processors and web pages make them, or with too many.</summary>
/// <param name="How">What it begins with, and what not: <c>an em dash (—), not with a hyphen (-)</c>.</param>
/// <param name="Rest">What follows.</param>
internal sealed record DashSlip(string How, string Rest)
{
    private static readonly string[] s_numbers = ["no", "one", "two", "three"];

    /// <summary>The slip; null for a word that begins as an option does, or with no dash at all.</summary>
    /// <param name="text">The word.</param>
    /// <param name="hyphens">How many hyphens its program takes at most: 1 or 2.</param>
    public static DashSlip? Of(string text, int hyphens)
    {
        int end = 0;
        char? other = null;
        while (end < text.Length && (text[end] == '-' || NameOf(text[end]) is not null))
        {
            if (text[end] != '-')
                other ??= text[end];
            end++;
        }
        if (end == text.Length || !char.IsAsciiLetter(text[end]))
            return null;
        string? how =
            other is { } dash ? $"{NameOf(dash)} ({dash}), not with {(hyphens == 1 ? "a hyphen (-)" : "two hyphens (--)")}"
            : end > hyphens ? $"{Number(end)} hyphens, not {s_numbers[hyphens]}"
            : null;
        return how is null ? null : new(how, text[end..]);
    }

    private static string Number(int count) => count < s_numbers.Length ? s_numbers[count] : "more than three";

    // Unicode 16, category Pd, as far as texts have them, and the minus sign.
    private static string? NameOf(char character) =>
        character switch
        {
            '\u2010' or '\u2011' => "a hyphen of another kind",
            '\u2013' => "an en dash",
            '\u2014' => "an em dash",
            '\u2012' or '\u2015' => "another dash",
            '\u2212' => "a minus sign",
            '\ufe58' or '\ufe63' or '\uff0d' => "a dash of another width",
            _ => null,
        };
}
