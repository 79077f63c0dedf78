using System.Globalization;
using System.Numerics;

namespace ManifestLint.Quantities;

/// <summary>
/// A decimal number of any size as its significant digits and an exponent: sign · <see cref="Digits"/> · 10^<see cref="Exponent"/>.
/// Digits start and end with something other than zero (the number zero is <c>"0"</c> with exponent 0), so equal numbers are equal
/// records, and an exponent of a billion costs nothing.
/// </summary>
internal sealed record DecimalDigits(bool IsNegative, string Digits, long Exponent)
{
    /// <summary>From here on, in billionths, a quantity keeps its digits: two numbers below it can be added in 128 bits.</summary>
    public static readonly Int128 HugeNano = PowerOfTen(37);

    // Sums wider than this many digits are not computed.
    private const int WidestSum = 1000;

    /// <summary>10^<paramref name="exponent"/>, for 0 to 38.</summary>
    public static Int128 PowerOfTen(int exponent)
    {
        var power = Int128.One;
        for (; exponent >= 18; exponent -= 18)
            power *= 1_000_000_000_000_000_000;
        long rest = 1;
        for (; exponent > 0; exponent--)
            rest *= 10;
        return power * rest;
    }

    /// <summary>The number <paramref name="value"/> · 10^<paramref name="exponent"/>.</summary>
    public static DecimalDigits From(Int128 value, long exponent) =>
        From(Int128.IsNegative(value), Int128.Abs(value).ToString(CultureInfo.InvariantCulture), exponent);

    /// <summary>The number with these digits, zeros at either end included, times 10^<paramref name="exponent"/>.</summary>
    public static DecimalDigits From(bool isNegative, ReadOnlySpan<char> digits, long exponent)
    {
        var significant = digits.TrimEnd('0');
        if (significant.IsEmpty)
            return new(false, "0", 0);
        exponent += digits.Length - significant.Length;
        return new(isNegative, significant.TrimStart('0').ToString(), exponent);
    }

    /// <summary>The number in billionths; false where that is <see cref="HugeNano"/> or more, or finer than billionths.</summary>
    public bool TryToNano(out Int128 nano)
    {
        nano = Int128.Zero;
        if (Digits == "0")
            return true;
        if (Exponent < -9 || Exponent > 28 || Digits.Length + Exponent > 28)
            return false;
        nano = Int128.Parse(Digits, NumberStyles.None, CultureInfo.InvariantCulture) * PowerOfTen((int)Exponent + 9);
        if (IsNegative)
            nano = -nano;
        return true;
    }

    /// <summary>The number rounded away from zero to a multiple of 10^<paramref name="scale"/>.</summary>
    public DecimalDigits RoundUp(int scale)
    {
        if (Digits == "0" || Exponent >= scale)
            return this;
        long kept = Digits.Length - (scale - Exponent);
        if (kept <= 0)
            return new(IsNegative, "1", scale);
        // Add one to the digits that stay: nines at their end turn to zeros, which an exponent says better.
        var head = Digits.AsSpan(0, (int)kept).TrimEnd('9');
        long exponent = scale + (kept - head.Length);
        if (head.IsEmpty)
            return new(IsNegative, "1", exponent);
        return new(IsNegative, string.Concat(head[..^1], [(char)(head[^1] + 1)]), exponent);
    }

    /// <summary>The order of two numbers by value.</summary>
    public static int Compare(DecimalDigits left, DecimalDigits right)
    {
        int leftSign = left.Sign,
            rightSign = right.Sign;
        if (leftSign != rightSign || leftSign == 0)
            return leftSign.CompareTo(rightSign);
        long leftTop = left.Digits.Length + left.Exponent,
            rightTop = right.Digits.Length + right.Exponent;
        int order = leftTop != rightTop ? leftTop.CompareTo(rightTop) : Math.Sign(string.CompareOrdinal(left.Digits, right.Digits));
        return leftSign * order;
    }

    /// <summary>The exact sum where it has at most a thousand digits, else the operand that is larger in magnitude.</summary>
    public static DecimalDigits Add(DecimalDigits left, DecimalDigits right)
    {
        if (left.Sign == 0)
            return right;
        if (right.Sign == 0)
            return left;
        long bottom = Math.Min(left.Exponent, right.Exponent);
        long top = Math.Max(left.Digits.Length + left.Exponent, right.Digits.Length + right.Exponent);
        if (top - bottom > WidestSum)
            return left.Digits.Length + left.Exponent >= right.Digits.Length + right.Exponent ? left : right;
        var sum = left.Aligned(bottom) + right.Aligned(bottom);
        return From(sum.Sign < 0, BigInteger.Abs(sum).ToString(CultureInfo.InvariantCulture), bottom);
    }

    private int Sign =>
        Digits == "0" ? 0
        : IsNegative ? -1
        : 1;

    private BigInteger Aligned(long exponent)
    {
        var number =
            BigInteger.Parse(Digits, NumberStyles.None, CultureInfo.InvariantCulture) * BigInteger.Pow(10, (int)(Exponent - exponent));
        return IsNegative ? -number : number;
    }
}
