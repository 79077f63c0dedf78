using System.Buffers;
using System.Globalization;
using ManifestLint.Scanning;

namespace ManifestLint.Runtimes.Java;

/// <summary>Numbers as HotSpot reads them in its options.
/// Source: openjdk jdk8u, jdk11u, jdk17u, jdk21u <c>arguments.cpp</c> (<c>atojulong</c>, <c>parse_argument</c>) and runtime-memory.md §3.2.</summary>
public static class JvmSizes
{
    private static readonly SearchValues<char> Whole = SearchValues.Create("-0123456789");
    private static readonly SearchValues<char> Fraction8 = SearchValues.Create("-.0123456789");
    private static readonly SearchValues<char> Fraction = SearchValues.Create("-+.0123456789eE");

    /// <summary>Reads a SIZE: decimal digits (from JDK 9 on also <c>0x…</c>) and at most one of <c>k m g t</c> in any case.</summary>
    /// <param name="text">The text after <c>-Xmx</c> or <c>=</c>.</param>
    /// <param name="version">Feature version of the JDK, 8 or more.</param>
    /// <param name="bytes">The value; JDK 8 reads digits above 64 bits as the largest 64-bit number.</param>
    /// <returns>False where the JVM refuses the text.</returns>
    public static bool TryParseSize(ReadOnlySpan<char> text, int version, out ulong bytes)
    {
        bytes = 0;
        bool hexadecimal = version >= 9 && text.Length >= 2 && text[0] == '0' && text[1] is 'x' or 'X';
        var digits = hexadecimal ? text[2..] : text;
        int length = 0;
        bool tooLarge = false;
        ulong number = 0;
        foreach (char c in digits)
        {
            int digit =
                hexadecimal && char.IsAsciiHexDigit(c) ? Convert.ToInt32(c.ToString(), 16)
                : char.IsAsciiDigit(c) ? c - '0'
                : -1;
            if (digit < 0)
                break;
            length++;
            var next = (UInt128)number * (hexadecimal ? 16u : 10u) + (uint)digit;
            if (next > ulong.MaxValue)
                tooLarge = true;
            else
                number = (ulong)next;
        }
        // strtoull reads "0x" and "0xz" as the 0 in front of the x, and one letter may follow the number; x is no unit.
        if (length == 0)
            return false;
        if (tooLarge && version >= 9)
            return false;
        if (tooLarge)
            number = ulong.MaxValue;
        int shift = digits[length..] switch
        {
            "" => 0,
            "k" or "K" => 10,
            "m" or "M" => 20,
            "g" or "G" => 30,
            "t" or "T" => 40,
            _ => -1,
        };
        if (shift < 0 || number > ulong.MaxValue >> shift)
            return false;
        bytes = number << shift;
        return true;
    }

    /// <summary>Reads a whole number of a flag of a signed type; the same units as a size, and a minus sign.</summary>
    public static bool TryParseSigned(ReadOnlySpan<char> text, int version, out Int128 value)
    {
        value = 0;
        bool negative = text.StartsWith("-");
        if (!TryParseSize(negative ? text[1..] : text, version, out ulong size))
            return false;
        value = negative ? -(Int128)size : (Int128)size;
        return true;
    }

    /// <summary>Reads the value of a flag of type double, such as a percentage: through JDK 8 only with digits on both sides of a point, through
    /// JDK 20 also whole numbers in the grammar of sizes and an exponent after a fraction, from JDK 21 on whatever <c>strtod</c> reads.</summary>
    public static bool TryParseDouble(ReadOnlySpan<char> text, int version, out double value)
    {
        value = 0;
        if (text.IsEmpty || char.IsWhiteSpace(text[0]))
            return false;
        const NumberStyles style = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;
        if (version < 21)
        {
            int point = text.IndexOf('.');
            if (point < 0)
            {
                if (version < 9 || !TryParseSize(text, version, out ulong whole))
                    return false;
                value = whole;
                return true;
            }
            bool bothSides =
                point > 0
                && point + 1 < text.Length
                && text.IndexOfAnyExcept(version < 9 ? Fraction8 : Fraction) < 0
                && text[..point].IndexOfAnyExcept(Whole) < 0
                && char.IsAsciiDigit(text[point + 1])
                && char.IsAsciiDigit(text[point - 1]);
            return bothSides && double.TryParse(text, style, CultureInfo.InvariantCulture, out value) && double.IsFinite(value);
        }
        var unsigned = text[0] is '+' or '-' ? text[1..] : text;
        if (unsigned.Length > 2 && unsigned[0] == '0' && unsigned[1] is 'x' or 'X')
        {
            // strtod reads hexadecimal too; fractions of that kind are not worth the code.
            if (!ulong.TryParse(unsigned[2..], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out ulong bits))
                return false;
            value = text[0] == '-' ? -(double)bits : bits;
            return true;
        }
        return double.TryParse(text, style, CultureInfo.InvariantCulture, out value) && double.IsFinite(value);
    }

    /// <summary>What stands before its number: <c>-Xmx</c>, <c>-XX:MaxHeapSize=</c>; null for what takes none.</summary>
    internal static string? NameOf(string option)
    {
        var cursor = new TextCursor(option);
        if (!cursor.TakeAny("-Xmx", "-Xms", "-Xmn", "-Xss"))
        {
            if (!cursor.Take("-XX:") || cursor.TakeWhile(char.IsAsciiLetterOrDigit) == 0 || !cursor.Take("="))
                return null;
        }
        return cursor.Since(0);
    }

    /// <summary>The same of an option without a value, <c>-XX:MaxHeapSize=</c> where the sign is missing, too; null for anything else.</summary>
    internal static string? NameAlone(string option) =>
        NameOf(option) is { } name
            ? name == option
                ? name
                : null
            : NameOf(option + "=") is { } whole && whole == option + "="
                ? whole
                : null;

    /// <summary>True for a size in the form that a JVM reads, and not 0.</summary>
    internal static bool IsWholeSize(string option) =>
        NameOf(option) is { } name
        && option[name.Length..] is { Length: > 0 } size
        && size.TrimEnd('k', 'm', 'g', 't', 'K', 'M', 'G', 'T') is { Length: > 0 } digits
        && size.Length - digits.Length <= 1
        && digits.All(char.IsAsciiDigit)
        && digits.Any(c => c != '0');

    /// <summary>The name of an option whose value does not follow it at once: it is missing, or a sign that does not belong there stands between.</summary>
    internal static string? Apart(string option) =>
        NameAlone(option)
        ?? (NameOf(option) is { } name && option[name.Length..] is ['=' or ':', .. var value] && IsValue(name, value) ? name : null);

    /// <summary>True for a size or a percentage that an option of this name takes.</summary>
    internal static bool IsValue(string name, string value) =>
        IsWholeSize(name + value) || (name.EndsWith("RAMPercentage=", StringComparison.Ordinal) && IsShare(value));

    /// <summary>True for a percentage.</summary>
    internal static bool IsShare(string value) =>
        decimal.TryParse(value, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out _);
}
