using System.Globalization;
using System.Numerics;
using ManifestLint.ConfigFiles;

namespace ManifestLint.Servers;

/// <summary>C's number readers, which stop at the first character that does not fit. Source: ISO C strtol, strtod.</summary>
internal static class CNumber
{
    /// <summary>A number at the start of a text.</summary>
    /// <param name="Value">It; 0 where there is none.</param>
    /// <param name="End">The offset of the first character behind it; 0 where there is none.</param>
    public readonly record struct Prefix(BigInteger Value, int End)
    {
        /// <summary>True if it does not fit a signed 64-bit integer.</summary>
        public bool IsOutOfRange => Value < long.MinValue || Value > long.MaxValue;
    }

    /// <summary>Reads an integer: blanks, a sign, digits.</summary>
    /// <param name="text">The text.</param>
    /// <param name="radix">10, or 0 for C's own prefixes: <c>0x</c> for hexadecimal, <c>0</c> for octal.</param>
    public static Prefix Integer(string text, int radix = 10)
    {
        int i = Start(text, out bool isNegative);
        if (radix == 0)
        {
            bool isHexadecimal = i + 2 < text.Length && text[i] == '0' && text[i + 1] is 'x' or 'X' && char.IsAsciiHexDigit(text[i + 2]);
            radix =
                isHexadecimal ? 16
                : i < text.Length && text[i] == '0' ? 8
                : 10;
            if (isHexadecimal)
                i += 2;
        }
        int start = i;
        BigInteger value = 0;
        // Nobody means more than that, and squared time is no fun.
        for (; i < text.Length && Digit(text[i]) < radix && i - start < 200; i++)
            value = (value * radix) + Digit(text[i]);
        while (i < text.Length && Digit(text[i]) < radix)
            i++;
        return i == start ? default : new(isNegative ? -value : value, i);
    }

    /// <summary>Reads a decimal fraction with an exponent: <c>1.5</c>, <c>.5</c>, <c>1e3</c>.</summary>
    /// <param name="text">The text.</param>
    /// <param name="end">The offset of the first character behind it; 0 where there is none.</param>
    /// <returns>The number; not finite where it is too large.</returns>
    public static double Fraction(string text, out int end)
    {
        int i = Start(text, out bool isNegative),
            start = i,
            digits = 0;
        while (i < text.Length && char.IsAsciiDigit(text[i]))
            (i, digits) = (i + 1, digits + 1);
        if (i < text.Length && text[i] == '.')
        {
            i++;
            while (i < text.Length && char.IsAsciiDigit(text[i]))
                (i, digits) = (i + 1, digits + 1);
        }
        end = 0;
        if (digits == 0)
            return 0;
        if (i < text.Length && text[i] is 'e' or 'E')
        {
            int exponent = i + 1;
            if (exponent < text.Length && text[exponent] is '+' or '-')
                exponent++;
            int first = exponent;
            while (exponent < text.Length && char.IsAsciiDigit(text[exponent]))
                exponent++;
            if (exponent > first)
                i = exponent;
        }
        end = i;
        double value = double.Parse(
            text.AsSpan(start, i - start),
            NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent,
            CultureInfo.InvariantCulture
        );
        return isNegative ? -value : value;
    }

    private static int Start(string text, out bool isNegative)
    {
        int i = 0;
        while (i < text.Length && ConfigWords.IsBlank(text[i]))
            i++;
        isNegative = i < text.Length && text[i] == '-';
        return i < text.Length && text[i] is '-' or '+' ? i + 1 : i;
    }

    private static int Digit(char character) =>
        char.IsAsciiDigit(character) ? character - '0'
        : char.IsAsciiHexDigit(character) ? char.ToLowerInvariant(character) - 'a' + 10
        : int.MaxValue;
}
