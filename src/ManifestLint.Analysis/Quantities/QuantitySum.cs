using System.Globalization;
using System.Numerics;

namespace ManifestLint.Quantities;

/// <summary>How what a quantity comes to differs from what its text says.</summary>
public enum QuantityChange
{
    /// <summary>Not at all.</summary>
    None,

    /// <summary>It is rounded up.</summary>
    RoundedUp,

    /// <summary>It is cut off at the most there is.</summary>
    Capped,
}

/// <summary>The sum that a quantity's text stands for, number and unit, for people who check it.</summary>
/// <param name="Number">The number as it is written; 0 where the text is a unit alone.</param>
/// <param name="Unit">What the suffix multiplies by, as a power: of 2 or of 10; null where there is no suffix.</param>
/// <param name="Change">What becomes of the product.</param>
public readonly record struct QuantitySum(string Number, (int Of, int Exponent)? Unit, QuantityChange Change)
{
    // What is below stays below one, and what is above is beyond 64 bits.
    private const int MostExponent = 1000;

    /// <summary>The sum of a text; null where it is no quantity.</summary>
    /// <param name="text">The text.</param>
    /// <param name="parts">How many parts the unit is counted in: 1 for bytes, 1000 for millicores.</param>
    public static QuantitySum? Of(string text, int parts)
    {
        if (QuantityParts.TrySplit(text, out var split) != QuantityError.None)
            return null;
        string number = text.Length == split.SuffixLength ? "0" : text[..(text.Length - split.SuffixLength)];
        var quantity = split.ToQuantity();
        var change = (parts == 1 ? quantity.Bytes : quantity.Milli) is { } result ? ChangeOf(number, split.Unit, parts, result) : default;
        return new(number, split.SuffixLength == 0 ? null : split.Unit, change);
    }

    private static QuantityChange ChangeOf(string number, (int Of, int Exponent) unit, int parts, long result)
    {
        int point = number.IndexOf('.', StringComparison.Ordinal);
        var exact = BigInteger.Parse(
            "0" + number.TrimStart('+', '-').Replace(".", "", StringComparison.Ordinal),
            NumberStyles.None,
            CultureInfo.InvariantCulture
        );
        // Nothing is left of the exponent then but a sign.
        if (Math.Abs((long)unit.Exponent) > MostExponent)
            return exact.IsZero || number[0] == '-' ? QuantityChange.None : QuantityChange.RoundedUp;
        exact *= parts * BigInteger.Pow(unit.Of, Math.Max(unit.Exponent, 0)) * (number[0] == '-' ? -1 : 1);
        var kept =
            result * BigInteger.Pow(10, point < 0 ? 0 : number.Length - point - 1) * BigInteger.Pow(unit.Of, Math.Max(-unit.Exponent, 0));
        return exact > kept ? QuantityChange.Capped
            : exact < kept ? QuantityChange.RoundedUp
            : QuantityChange.None;
    }

    /// <summary>The sum up to its result, <c>512 × 1048576 = </c>; empty for a number alone, which needs none.</summary>
    /// <param name="noun">What is counted, behind a blank: <c> cores</c>.</param>
    public string ToText(string noun) =>
        Unit is not { } unit ? ""
        : Math.Abs((long)unit.Exponent) > 60 ? $"{Number} × {unit.Of}^{unit.Exponent}{noun} = "
        : $"{Number} {(unit.Exponent < 0 ? '÷' : '×')} {Power(unit.Of, Math.Abs(unit.Exponent))}{noun} = ";

    /// <summary>A unit as a number that can be checked: <c>1048576</c>.</summary>
    public static string Power(int of, int exponent) => BigInteger.Pow(of, exponent).ToString(CultureInfo.InvariantCulture);
}
