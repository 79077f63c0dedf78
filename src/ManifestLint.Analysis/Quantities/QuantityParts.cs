using System.Globalization;
using System.Numerics;

namespace ManifestLint.Quantities;

/// <summary>
/// A quantity's text, split into sign, digits and suffix. Source: kubernetes v1.32 apimachinery pkg/api/resource/quantity.go
/// (parseQuantityString, ParseQuantity), suffix.go (interpret).
/// </summary>
internal readonly ref struct QuantityParts
{
    public static readonly string[] BinarySuffixes = ["", "Ki", "Mi", "Gi", "Ti", "Pi", "Ei"];

    // What a binary quantity is cut off at: 2⁶³ − 1 units, here in billionths.
    private static readonly Int128 Cap = (Int128)long.MaxValue * 1_000_000_000;

    // Beyond this many fraction digits only "is there anything more" matters: 2⁶⁰ divides 10⁶⁰, and nine digits are kept.
    private const int TellingFraction = 80;

    private readonly bool _isNegative;

    // Leading zeros are gone; empty where nothing else was there.
    private readonly ReadOnlySpan<char> _whole;
    private readonly ReadOnlySpan<char> _fraction;

    // Of ten or, for a binary suffix, of two.
    private readonly int _exponent;
    private readonly QuantityFormat _format;

    private QuantityParts(
        bool isNegative,
        ReadOnlySpan<char> whole,
        ReadOnlySpan<char> fraction,
        int exponent,
        QuantityFormat format,
        int suffixLength
    )
    {
        SuffixLength = suffixLength;
        _isNegative = isNegative;
        _whole = whole;
        _fraction = fraction;
        _exponent = exponent;
        _format = format;
    }

    /// <summary>How many characters of the text are its suffix.</summary>
    public int SuffixLength { get; }

    /// <summary>What the suffix multiplies by, as a power: of 2 or of 10.</summary>
    public (int Of, int Exponent) Unit => (_format == QuantityFormat.BinarySI ? 2 : 10, _exponent);

    /// <summary>
    /// The decimal exponent of the last digit. It wraps around at 2³¹ as upstream's does: <c>0.1e-2147483648</c> really is astronomical.
    /// </summary>
    public int Scale => _format == QuantityFormat.BinarySI ? 0 : unchecked(_exponent - _fraction.Length);

    /// <summary>True where upstream remembers the text and prints it unchanged .</summary>
    public bool IsEchoed
    {
        get
        {
            if (!IsShort)
                return false;
            if (_format == QuantityFormat.BinarySI)
                return (ShortDigits() & 7) != 0;
            // A zero alone is "0" to upstream, a zero in front of a fraction too.
            return _whole.Length > 0 && Scale % 3 == 0 && !EndsWithThreeZeros();
        }
    }

    // Upstream's int64 path: few digits, nothing below nano, no binary fraction.
    private bool IsShort
    {
        get
        {
            long digits = Math.Max(_whole.Length, 1) + (long)_fraction.Length;
            return _format == QuantityFormat.BinarySI
                ? _fraction.IsEmpty && digits + (_exponent * 3 / 10) <= 14
                : digits <= 18 && Scale >= -9;
        }
    }

    /// <summary>Splits a text, or says why it is no quantity.</summary>
    public static QuantityError TrySplit(ReadOnlySpan<char> text, out QuantityParts parts)
    {
        parts = default;
        if (text.IsEmpty)
            return QuantityError.Format;

        bool isNegative = text[0] == '-';
        int start = text[0] is '-' or '+' ? 1 : 0;
        int at = SkipDigits(text, start);
        bool hasDigits = at > start;
        var whole = text[start..at].TrimStart('0');
        ReadOnlySpan<char> fraction = [];
        if (at < text.Length && text[at] == '.')
        {
            int end = SkipDigits(text, at + 1);
            fraction = text[(at + 1)..end];
            hasDigits |= !fraction.IsEmpty;
            at = end;
        }

        var suffix = text[at..];
        if (!HasSuffixShape(suffix))
            return QuantityError.Format;
        if (!TryReadSuffix(suffix, out int exponent, out var format))
            return QuantityError.Suffix;
        parts = new(isNegative, whole, fraction, exponent, format, suffix.Length);
        return hasDigits || parts.IsShort ? QuantityError.None : QuantityError.Numeric;
    }

    /// <summary>The value, rounded away from zero to billionths and, with a binary suffix, cut off at 2⁶³ − 1.</summary>
    public ResourceQuantity ToQuantity()
    {
        bool isShort = IsShort;
        if (_format == QuantityFormat.BinarySI)
            return isShort ? Signed((Int128)(ShortDigits() << _exponent) * 1_000_000_000, false) : Binary();
        if (!isShort)
        {
            var digits = DecimalDigits.From(_isNegative, string.Concat(_whole, _fraction), (long)_exponent - _fraction.Length);
            return new(digits.RoundUp(-9), _format);
        }

        long value = ShortDigits();
        if (value == 0)
            return new(Int128.Zero, _format);
        int scale = Scale;
        if (scale <= 9)
            return Signed(value * DecimalDigits.PowerOfTen(scale + 9), false);
        return new(DecimalDigits.From(_isNegative ? -value : value, scale), _format, isArbitrary: false);
    }

    /// <summary>The suffix of 10^<paramref name="exponent"/>, or null where there is none.</summary>
    public static string? DecimalSuffix(long exponent) =>
        exponent switch
        {
            -9 => "n",
            -6 => "u",
            -3 => "m",
            0 => "",
            3 => "k",
            6 => "M",
            9 => "G",
            12 => "T",
            15 => "P",
            18 => "E",
            _ => null,
        };

    private ResourceQuantity Signed(Int128 nano, bool isArbitrary) => new(_isNegative ? -nano : nano, _format, isArbitrary);

    // A binary suffix that upstream does not trust to int64: fractions, and many digits.
    private ResourceQuantity Binary()
    {
        var nano =
            _whole.Length > 20 ? Cap
            : _whole.Length + _fraction.Length <= 18 ? BinaryOfFewDigits()
            : BinaryOfManyDigits();
        if (nano > Cap)
            nano = Cap;
        // Upstream: "this avoids rounding and hopefully confusion, too".
        var format = nano > 0 && nano < 1_000_000_000 ? QuantityFormat.DecimalSI : QuantityFormat.BinarySI;
        return new(_isNegative ? -nano : nano, format, isArbitrary: true);
    }

    private Int128 BinaryOfFewDigits()
    {
        Int128 value = ShortDigits();
        int finer = _fraction.Length - 9;
        if (finer > 0)
        {
            var (quotient, rest) = Int128.DivRem(value << _exponent, DecimalDigits.PowerOfTen(finer));
            return quotient + (rest == Int128.Zero ? 0 : 1);
        }
        value *= DecimalDigits.PowerOfTen(-finer);
        return value > Cap >> _exponent ? Cap : value << _exponent;
    }

    private Int128 BinaryOfManyDigits()
    {
        var fraction = _fraction.Length <= TellingFraction ? _fraction : _fraction[..TellingFraction];
        bool hasMore = _fraction[fraction.Length..].ContainsAnyExcept('0');
        var digits = BigInteger.Parse("0" + string.Concat(_whole, fraction), NumberStyles.None, CultureInfo.InvariantCulture);
        var scaled = (digits << _exponent) * 1_000_000_000;
        var (quotient, rest) = BigInteger.DivRem(scaled, BigInteger.Pow(10, fraction.Length));
        if (!rest.IsZero || hasMore)
            quotient++;
        return quotient > (BigInteger)Cap ? Cap : (Int128)quotient;
    }

    private long ShortDigits()
    {
        long value = 0;
        foreach (char c in _whole)
            value = (value * 10) + (c - '0');
        foreach (char c in _fraction)
            value = (value * 10) + (c - '0');
        return value;
    }

    private bool EndsWithThreeZeros()
    {
        int whole = _whole.Length,
            all = whole + _fraction.Length;
        if (all < 3)
            return false;
        for (int i = all - 3; i < all; i++)
        {
            if ((i < whole ? _whole[i] : _fraction[i - whole]) != '0')
                return false;
        }
        return true;
    }

    private static int SkipDigits(ReadOnlySpan<char> text, int at)
    {
        while (at < text.Length && char.IsAsciiDigit(text[at]))
            at++;
        return at;
    }

    private static bool HasSuffixShape(ReadOnlySpan<char> suffix)
    {
        int at = 0;
        while (at < suffix.Length && suffix[at] is 'e' or 'E' or 'i' or 'n' or 'u' or 'm' or 'k' or 'K' or 'M' or 'G' or 'T' or 'P')
            at++;
        if (at < suffix.Length && suffix[at] is '-' or '+')
            at++;
        return SkipDigits(suffix, at) == suffix.Length;
    }

    private static bool TryReadSuffix(ReadOnlySpan<char> suffix, out int exponent, out QuantityFormat format)
    {
        (exponent, format) = suffix switch
        {
            "" => (0, QuantityFormat.DecimalSI),
            "n" => (-9, QuantityFormat.DecimalSI),
            "u" => (-6, QuantityFormat.DecimalSI),
            "m" => (-3, QuantityFormat.DecimalSI),
            "k" => (3, QuantityFormat.DecimalSI),
            "M" => (6, QuantityFormat.DecimalSI),
            "G" => (9, QuantityFormat.DecimalSI),
            "T" => (12, QuantityFormat.DecimalSI),
            "P" => (15, QuantityFormat.DecimalSI),
            "E" => (18, QuantityFormat.DecimalSI),
            "Ki" => (10, QuantityFormat.BinarySI),
            "Mi" => (20, QuantityFormat.BinarySI),
            "Gi" => (30, QuantityFormat.BinarySI),
            "Ti" => (40, QuantityFormat.BinarySI),
            "Pi" => (50, QuantityFormat.BinarySI),
            "Ei" => (60, QuantityFormat.BinarySI),
            _ => (0, QuantityFormat.DecimalExponent),
        };
        if (format != QuantityFormat.DecimalExponent)
            return true;
        if (
            suffix[0] is not ('e' or 'E')
            || !long.TryParse(suffix[1..], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long written)
        )
            return false;
        // Upstream reads 64 bits and keeps 32: 1e4294967297 is ten (checked against kubectl v1.32).
        exponent = unchecked((int)written);
        return true;
    }
}
