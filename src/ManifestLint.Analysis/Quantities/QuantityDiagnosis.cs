using System.Collections.Immutable;
using System.Globalization;

namespace ManifestLint.Quantities;

/// <summary>Why a text is no quantity, as far as its author wants to know.</summary>
public enum QuantityProblem
{
    /// <summary>It is one.</summary>
    None,

    /// <summary>It is empty, or blanks.</summary>
    Empty,

    /// <summary>There is a suffix, and no digit before it.</summary>
    NoDigits,

    /// <summary>A hexadecimal number in quotes.</summary>
    QuotedHexadecimal,

    /// <summary>It does not begin like a number.</summary>
    NoNumber,

    /// <summary>A comma instead of a point, or between thousands.</summary>
    Comma,

    /// <summary>Underscores in a quoted number.</summary>
    Underscore,

    /// <summary>More than one decimal point.</summary>
    TwoPoints,

    /// <summary>There is something behind its suffix.</summary>
    TrailingText,

    /// <summary>There is a blank in it.</summary>
    Blank,

    /// <summary>Nothing has that suffix.</summary>
    UnknownSuffix,
}

/// <summary>What is odd about a quantity's text, and what its author probably meant.</summary>
/// <param name="Problem">What is odd.</param>
/// <param name="Candidates">Quantities that may be meant, most literal first; more than one where they differ, such as 512M and 512Mi for 512MB.</param>
/// <param name="Suffix">The suffix that nothing has; null for every other problem.</param>
public readonly record struct QuantityDiagnosis(QuantityProblem Problem, ImmutableArray<string> Candidates, string? Suffix = null)
{
    private const string Prefixes = "kmgtpe";

    /// <summary>What is meant where only one thing can be; else null.</summary>
    public string? Intended => Candidates.Length == 1 ? Candidates[0] : null;

    /// <summary>Says what is wrong with a text that is no quantity.</summary>
    public static QuantityDiagnosis Of(string text)
    {
        if (ResourceQuantity.TryParse(text, out _, out var error))
            return new(QuantityProblem.None, []);
        var trimmed = text.AsSpan().Trim();
        if (trimmed.IsEmpty)
            return new(QuantityProblem.Empty, []);
        if (error == QuantityError.Numeric)
            return new(QuantityProblem.NoDigits, []);
        if (HexValue(trimmed) is { } value)
            return new(QuantityProblem.QuotedHexadecimal, [value]);

        int end = trimmed[0] is '+' or '-' ? 1 : 0;
        while (end < trimmed.Length && (char.IsAsciiDigit(trimmed[end]) || trimmed[end] is '.' or ',' or '_'))
            end++;
        var number = trimmed[..end];
        if (!number.ContainsAnyInRange('0', '9'))
            return new(QuantityProblem.NoNumber, []);
        var suffix = trimmed[end..];
        var problem = ProblemOf(text, number, suffix);
        return new(problem, CandidatesOf(number, suffix), problem == QuantityProblem.UnknownSuffix ? suffix.Trim().ToString() : null);
    }

    /// <summary>
    /// True where the number has no digit at all (<c>Mi</c>, <c>-</c>, <c>e3</c>): mostly accepted, as zero, and never intended.
    /// </summary>
    public static bool IsDigitless(ReadOnlySpan<char> text)
    {
        if (QuantityParts.TrySplit(text, out _) is not (QuantityError.None or QuantityError.Numeric))
            return false;
        foreach (char c in text)
        {
            if (char.IsAsciiDigit(c))
                return false;
            if (c is not ('+' or '-' or '.'))
                return true;
        }
        return true;
    }

    /// <summary>True for a quantity in thousandths or less (<c>m</c>, <c>u</c>, <c>n</c>): sensible for CPU, a slip for memory .</summary>
    public static bool HasSubUnitSuffix(ReadOnlySpan<char> text) =>
        text.Length > 0 && text[^1] is 'm' or 'u' or 'n' && QuantityParts.TrySplit(text, out _) == QuantityError.None;

    private static QuantityProblem ProblemOf(string text, ReadOnlySpan<char> number, ReadOnlySpan<char> suffix)
    {
        if (number.Contains(','))
            return QuantityProblem.Comma;
        if (number.Contains('_'))
            return QuantityProblem.Underscore;
        if (number.Count('.') > 1)
            return QuantityProblem.TwoPoints;
        var word = suffix.Trim();
        if (KnownSuffix(word) is not null)
            return word.Length == suffix.Length && suffix.Length + number.Length == text.Length
                ? QuantityProblem.TrailingText
                : QuantityProblem.Blank;
        return QuantityProblem.UnknownSuffix;
    }

    private static ImmutableArray<string> CandidatesOf(ReadOnlySpan<char> number, ReadOnlySpan<char> suffix)
    {
        if (number.Length + suffix.Length > 64)
            return [];
        var plain = number.ToString().Replace("_", "", StringComparison.Ordinal);
        string[] numbers = [plain];
        int comma = plain.IndexOf(',', StringComparison.Ordinal);
        if (comma >= 0)
        {
            var joined = plain.Replace(",", "", StringComparison.Ordinal);
            var pointed = plain.Replace(',', '.');
            bool mayGroup = plain.Length - plain.LastIndexOf(',') == 4 && comma is > 0 and <= 4;
            // One comma is a decimal point, or groups thousands where three digits follow; several, or one before a point, can only group.
            bool onlyGroups = pointed.AsSpan().Count('.') > 1;
            numbers =
                onlyGroups ? [joined]
                : mayGroup ? [pointed, joined]
                : [pointed];
        }
        var found = ImmutableArray.CreateBuilder<string>();
        foreach (var one in numbers)
        {
            foreach (var unit in SuffixesLike(suffix.Trim().TrimEnd('.')))
            {
                var candidate = one + unit;
                if (ResourceQuantity.TryParse(candidate, out _, out _))
                    found.Add(candidate);
            }
        }
        return found.ToImmutable();
    }

    private static string? KnownSuffix(ReadOnlySpan<char> suffix) =>
        ResourceQuantity.TryParse(string.Concat("1", suffix), out _, out _) ? suffix.ToString() : null;

    // The suffixes that somebody who wrote this may have meant.
    private static string[] SuffixesLike(ReadOnlySpan<char> suffix)
    {
        if (KnownSuffix(suffix) is { } known)
            return [known];
        if (suffix.Length % 2 == 0 && suffix[..(suffix.Length / 2)].SequenceEqual(suffix[(suffix.Length / 2)..]))
            suffix = suffix[(suffix.Length / 2)..];
        if (KnownSuffix(suffix) is { } twice)
            return [twice];
        var word = suffix.ToString().ToLowerInvariant();
        if (word is "b" or "byte" or "bytes")
            return [""];
        if (word is "µ" or "μ")
            return ["u"];
        int prefix = word.Length == 0 ? -1 : Prefixes.IndexOf(word[0], StringComparison.Ordinal);
        // Letters of the binary kind in the wrong order: iG.
        if (word is ['i', var swapped] && Prefixes.Contains(swapped, StringComparison.Ordinal))
            prefix = Prefixes.IndexOf(swapped, StringComparison.Ordinal);
        if (prefix < 0)
            return [];
        string binary = QuantityParts.BinarySuffixes[prefix + 1];
        string @decimal = QuantityParts.DecimalSuffix(3 * (prefix + 1))!;
        return word[0] == 'i'
            ? [binary]
            : word[1..] switch
            {
                "i" or "ib" or "ibyte" or "ibytes" or "ebibytes" or "ibibytes" => [binary],
                "" or "b" or "byte" or "bytes" => [@decimal, binary],
                _ => [],
            };
    }

    private static string? HexValue(ReadOnlySpan<char> text) =>
        text.StartsWith("0x", StringComparison.OrdinalIgnoreCase)
        && ulong.TryParse(text[2..], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out ulong value)
            ? value.ToString(CultureInfo.InvariantCulture)
            : null;
}
