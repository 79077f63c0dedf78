using System.Buffers;
using ManifestLint.Manifests;
using ManifestLint.Programs;
using ManifestLint.Yaml;

namespace ManifestLint.Reading;

/// <summary>
/// What may be told of a text that a Secret holds: an amount and the option that it is of. Anything else may be a password that stands where it should not.
/// Nobody else decides it.
/// </summary>
public static class SecretText
{
    /// <summary>What is shown for a text that may not be told.</summary>
    public const string Hidden = "…";

    /// <summary>True for a place of which a Secret holds a part.</summary>
    public static bool Holds(Location place) => SecretSpans.Hold(place);

    /// <summary>True for a value of an object that is a Secret, wherever it is written, or at a place of which one holds a part.</summary>
    public static bool Holds(Manifest manifest, YamlNode value) => SecretSpans.IsOne(manifest.Kind) || Holds(value.Target.Location);

    /// <summary>A text as it may be shown that stands at a place as a whole.</summary>
    public static string Of(YamlScalar scalar) => Holds(scalar.Location) ? Hidden : scalar.Value;

    /// <summary>
    /// What of a Secret may be carried on into another object, in whose fields nothing tells any more where a text was: amounts. Anything else is
    /// <see cref="Placeholder.Unknown"/> there.
    /// </summary>
    public static bool MayBeCarried(string text) => text.Split(' ').All(IsAmountOfOption);

    /// <summary>A word as it may be shown: <c>-Xmx1g</c>, but <c>-XX:Password=…</c> of a Secret.</summary>
    public static string Of(Word word) => IsHidden(word) ? $"{word.Text[..NameLength(word.Text)]}{Hidden}" : word.ToString();

    /// <summary>A name of a setting as it may be shown: of what a Secret holds one that is about memory.</summary>
    public static string NameOf(Word word) => IsOf(word) && !IsName(word.Text) ? Hidden : word.Text;

    /// <summary>True for a word whose text must not be shown.</summary>
    public static bool IsHidden(Word word) => IsOf(word) && !IsAmount(word.Text.AsSpan(NameLength(word.Text)));

    /// <summary>True for a word of which a Secret holds a part.</summary>
    public static bool IsOf(Word word) => word.IsKnown && word.Parts.Any(p => p.Source.IsOfSecret);

    /// <summary>True for a text that says by itself that it is an amount: <c>-Xmx1g</c>, <c>2gb</c>, but no mere number.</summary>
    public static bool IsAmountOfOption(string text)
    {
        int name = NameLength(text);
        return IsAmount(text.AsSpan(name)) && (name > 1 || text.AsSpan().TrimEnd("\"'") is [.., >= 'A']);
    }

    // What stands in front of a value says which option it is.
    private static int NameLength(string text)
    {
        if (!text.StartsWith('-'))
            return 0;
        // Behind a blank it is no name any more.
        if (text.AsSpan().IndexOfAny("= \t\r\n") is > 0 and var end && text[end] == '=' && IsName(text.AsSpan(0, end)))
            return end + 1;
        foreach (string start in (ReadOnlySpan<string>)["-XX:+", "-XX:-", "-XX:", "-Xmx", "-Xms", "-Xmn", "-Xss", "--"])
        {
            if (text.StartsWith(start, StringComparison.Ordinal))
                return start.Length;
        }
        return 1;
    }

    /// <summary>True for a name of a setting that is about memory: others may be anything.</summary>
    public static bool IsName(ReadOnlySpan<char> name) => name.ContainsAny(s_ofMemory);

    private static readonly SearchValues<string> s_ofMemory = SearchValues.Create(
        ["mem", "heap", "size", "ram", "max", "min", "cache", "buffer", "limit", "percent", "stack", "region", "fraction", "pool", "conn"],
        StringComparison.OrdinalIgnoreCase
    );

    // Malformed ones, too: what is wrong with them is what has to be told.
    private static bool IsAmount(ReadOnlySpan<char> text)
    {
        text = text.Trim(" \"'");
        if (text.IsEmpty || !char.IsAsciiDigit(text[0]))
            return text.IsEmpty;
        text = text.TrimStart("0123456789.,").TrimStart();
        return text.Length <= 3 && text.TrimStart("kKmMgGtTpPeEiIbB%").IsEmpty;
    }
}
