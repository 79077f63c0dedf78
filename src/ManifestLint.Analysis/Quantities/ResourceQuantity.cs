using System.Globalization;

namespace ManifestLint.Quantities;

/// <summary>The family of suffixes a quantity is written in, and printed in.</summary>
public enum QuantityFormat
{
    /// <summary>Powers of ten by suffix, or no suffix: <c>12M</c>.</summary>
    DecimalSI,

    /// <summary>Powers of 1024 by suffix: <c>12Mi</c>.</summary>
    BinarySI,

    /// <summary>Powers of ten by exponent: <c>12e6</c>.</summary>
    DecimalExponent,
}

/// <summary>Why a text is no quantity. Source: apimachinery pkg/api/resource/quantity.go, ErrFormatWrong, ErrSuffix, ErrNumeric.</summary>
public enum QuantityError
{
    /// <summary>It is one.</summary>
    None,

    /// <summary>Empty, a character that no quantity has, or an order that does not split into number and suffix.</summary>
    Format,

    /// <summary>It splits well, but nothing has that suffix.</summary>
    Suffix,

    /// <summary>A suffix that needs digits has none (<c>Pi</c>, <c>Ei</c>, <c>e-10</c> and finer).</summary>
    Numeric,
}

/// <summary>
/// A number as Kubernetes writes and rounds it: exact to a billionth, nothing finer. Comparison and equality go by the value alone:
/// <c>1Gi</c> equals <c>1048576Ki</c>. Source: kubernetes v1.32 apimachinery pkg/api/resource/quantity.go, amount.go, math.go.
/// </summary>
/// <remarks>
/// Below 10²⁸ in magnitude the value is an <see cref="Int128"/> of billionths and nothing is allocated; above, its digits. Work and
/// memory are linear in the length of the text, whatever its exponent says.
/// </remarks>
public readonly record struct ResourceQuantity : IComparable<ResourceQuantity>
{
    // In units of 10⁻⁹; 0 where the value is huge.
    private readonly Int128 _nano;
    private readonly DecimalDigits? _huge;

    // Upstream holds the number as inf.Dec, not as int64; it then converts negative fractions differently.
    private readonly bool _isArbitrary;

    internal ResourceQuantity(Int128 nano, QuantityFormat format, bool isArbitrary = false)
    {
        if (Int128.Abs(nano) >= DecimalDigits.HugeNano)
            _huge = DecimalDigits.From(nano, -9);
        else
            _nano = nano;
        Format = format;
        _isArbitrary = isArbitrary;
    }

    internal ResourceQuantity(DecimalDigits digits, QuantityFormat format, bool isArbitrary = true)
    {
        if (digits.TryToNano(out var nano))
            _nano = nano;
        else
            _huge = digits;
        Format = format;
        _isArbitrary = isArbitrary;
    }

    /// <summary>The family of suffixes the author used.</summary>
    public QuantityFormat Format { get; }

    /// <summary>True below zero. Such a quantity parses, but no request or limit may be negative (VAL-2).</summary>
    public bool IsNegative => _huge is null ? Int128.IsNegative(_nano) : _huge.IsNegative;

    /// <summary>True for zero, however written (<c>0Gi</c>, <c>-0</c>, <c>Mi</c>).</summary>
    public bool IsZero => _huge is null && _nano == Int128.Zero;

    /// <summary>True where the value is no whole number of units: half a byte, a millicore.</summary>
    public bool IsFractional => _huge is null ? !IsWhole(_nano, 1_000_000_000) : _huge.Exponent < 0;

    /// <summary>
    /// Whole units (bytes for memory, cores for CPU), fractions rounded up; null where that does not fit 64 bits. For a negative fraction
    /// it says what upstream says, which is not always a ceiling. Source: quantity.go Value.
    /// </summary>
    public long? Bytes => ToInt64(1_000_000_000);

    /// <summary>Thousandths (millicores for CPU), fractions rounded up; null where that does not fit 64 bits. Source: quantity.go MilliValue.</summary>
    public long? Milli => ToInt64(1_000_000);

    /// <summary>Reads a text as Kubernetes does: nothing is trimmed, and the case of a suffix matters. Source: quantity.go ParseQuantity.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out ResourceQuantity value, out QuantityError error)
    {
        error = QuantityParts.TrySplit(text, out var parts);
        value = error == QuantityError.None ? parts.ToQuantity() : default;
        return error == QuantityError.None;
    }

    /// <summary>Reads a text as Kubernetes does; null where it is no quantity.</summary>
    public static ResourceQuantity? Parse(ReadOnlySpan<char> text) => TryParse(text, out var value, out _) ? value : null;

    /// <summary>
    /// What kubectl and the API server print for a text that they have only decoded: the text itself where it already looks minimal
    /// (<c>+1Gi</c>, <c>1.</c>, <c>1E3</c>), else the canonical form; null where it is no quantity.
    /// </summary>
    public static string? Serialized(string text)
    {
        if (QuantityParts.TrySplit(text, out var parts) != QuantityError.None)
            return null;
        return parts.IsEchoed ? text : parts.ToQuantity().ToCanonicalString();
    }

    /// <summary>
    /// What the API server prints for a request or limit after it has rounded it up to thousandths; null where the text is no quantity
    /// . Source: kubernetes v1.32 pkg/apis/core/v1/defaults.go SetDefaults_ResourceList.
    /// </summary>
    public static string? Stored(string text)
    {
        if (QuantityParts.TrySplit(text, out var parts) != QuantityError.None)
            return null;
        return parts.IsEchoed && parts.Scale >= -3 ? text : parts.ToQuantity().ToStored().ToCanonicalString();
    }

    /// <summary>The value as the API server keeps it in a list of resources: rounded away from zero to thousandths .</summary>
    public ResourceQuantity ToStored() => RoundUp(-3);

    /// <summary>The value rounded away from zero to a multiple of 10^<paramref name="scale"/>. Source: quantity.go RoundUp.</summary>
    public ResourceQuantity RoundUp(int scale)
    {
        if (scale <= -9 || IsZero)
            return this;
        if (_huge is null && scale <= 28)
        {
            var unit = DecimalDigits.PowerOfTen(scale + 9);
            var rest = _nano % unit;
            if (rest == Int128.Zero)
                return this;
            return new(_nano - rest + (Int128.IsNegative(_nano) ? -unit : unit), Format, _isArbitrary);
        }
        return new(AsDigits().RoundUp(scale), Format, _isArbitrary);
    }

    /// <summary>
    /// The sum, in the format of the first operand that is not zero. It is exact unless the operands are so far apart (a thousand digits)
    /// that no machine could tell; then it is the larger one. Source: quantity.go Add.
    /// </summary>
    public ResourceQuantity Add(ResourceQuantity other)
    {
        if (other.IsZero)
            return this;
        if (IsZero)
            return other;
        if (_huge is null && other._huge is null)
            return new(_nano + other._nano, Format, _isArbitrary || other._isArbitrary);
        return new(DecimalDigits.Add(AsDigits(), other.AsDigits()), Format);
    }

    /// <inheritdoc/>
    public int CompareTo(ResourceQuantity other) =>
        _huge is null && other._huge is null ? _nano.CompareTo(other._nano) : DecimalDigits.Compare(AsDigits(), other.AsDigits());

    /// <summary>True where the values are equal, whatever the formats.</summary>
    public bool Equals(ResourceQuantity other) => CompareTo(other) == 0;

    /// <inheritdoc/>
    public override int GetHashCode() => _huge is null ? _nano.GetHashCode() : _huge.GetHashCode();

    /// <summary>
    /// The canonical form as v1.32 prints it: no fraction digits and the largest suffix that keeps the number whole. From
    /// 10²¹ on it may lose its suffix as upstream does (<c>1000E</c> becomes <c>1</c>, Q-24): for comparing with what a cluster shows.
    /// </summary>
    public string ToCanonicalString() => ToText(losesSuffix: true);

    /// <summary>The canonical form, and beyond <c>E</c> with an exponent, as newer releases print it: always the true value.</summary>
    public override string ToString() => ToText(losesSuffix: false);

    /// <summary>True where the left value is smaller.</summary>
    public static bool operator <(ResourceQuantity left, ResourceQuantity right) => left.CompareTo(right) < 0;

    /// <summary>True where the left value is larger.</summary>
    public static bool operator >(ResourceQuantity left, ResourceQuantity right) => left.CompareTo(right) > 0;

    /// <summary>True where the left value is not larger.</summary>
    public static bool operator <=(ResourceQuantity left, ResourceQuantity right) => left.CompareTo(right) <= 0;

    /// <summary>True where the left value is not smaller.</summary>
    public static bool operator >=(ResourceQuantity left, ResourceQuantity right) => left.CompareTo(right) >= 0;

    /// <summary>The sum; see <see cref="Add"/>.</summary>
    public static ResourceQuantity operator +(ResourceQuantity left, ResourceQuantity right) => left.Add(right);

    internal DecimalDigits AsDigits() => _huge ?? DecimalDigits.From(_nano, -9);

    private static bool IsWhole(Int128 nano, long unit) =>
        nano >= long.MinValue && nano <= long.MaxValue ? (long)nano % unit == 0 : nano % unit == Int128.Zero;

    private long? ToInt64(long unit)
    {
        if (_huge is not null)
            return null;
        Int128 whole;
        int rest;
        if (_nano >= long.MinValue && _nano <= long.MaxValue)
        {
            var (quotient, remainder) = Math.DivRem((long)_nano, unit);
            (whole, rest) = (quotient, (int)remainder);
        }
        else
        {
            whole = _nano / unit;
            rest = (int)(_nano - (whole * unit));
        }
        // Upstream adds one to any truncated inf.Dec, so that a tiny negative becomes +1; its int64 path rounds away from zero.
        if (rest != 0)
            whole += rest > 0 || _isArbitrary ? 1 : -1;
        return whole >= long.MinValue && whole <= long.MaxValue ? (long)whole : null;
    }

    private string ToText(bool losesSuffix)
    {
        if (IsZero)
            return "0";
        if (Format == QuantityFormat.BinarySI && ToBinaryText() is { } binary)
            return binary;
        var digits = AsDigits();
        // The exponent becomes a multiple of three, downwards, and the number takes the difference as zeros.
        int zeros = (int)((((digits.Exponent % 3) + 3) % 3));
        long exponent = digits.Exponent - zeros;
        var suffix = Format == QuantityFormat.DecimalExponent ? null : QuantityParts.DecimalSuffix(exponent);
        if (suffix is null && (Format == QuantityFormat.DecimalExponent || !losesSuffix))
            suffix = exponent == 0 ? "" : "e" + exponent.ToString(CultureInfo.InvariantCulture);
        return string.Concat(digits.IsNegative ? "-" : "", digits.Digits, new string('0', zeros), suffix);
    }

    // Null where a binary suffix does not fit: below 1024 in magnitude, fractions, and what only sums of many caps can reach.
    private string? ToBinaryText()
    {
        if (_huge is not null || !IsWhole(_nano, 1_000_000_000))
            return null;
        var whole = _nano / 1_000_000_000;
        if (Int128.Abs(whole) < 1024)
            return null;
        int power = 0;
        for (; power < 6 && (whole & 1023) == Int128.Zero; power++)
            whole >>= 10;
        return string.Concat(whole.ToString(CultureInfo.InvariantCulture), QuantityParts.BinarySuffixes[power]);
    }
}
