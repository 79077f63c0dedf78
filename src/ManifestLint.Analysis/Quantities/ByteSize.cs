using System.Globalization;

namespace ManifestLint.Quantities;

/// <summary>An amount of memory in whole bytes, from 0 to 2⁶³ − 1.</summary>
public readonly record struct ByteSize : IComparable<ByteSize>
{
    /// <param name="bytes">Bytes; not negative.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="bytes"/> is negative.</exception>
    public ByteSize(long bytes)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(bytes);
        Bytes = bytes;
    }

    /// <summary>Bytes; 0 or more.</summary>
    public long Bytes { get; }

    /// <summary>Nothing at all.</summary>
    public static ByteSize Zero => default;

    /// <summary>So many kibibytes (1024 bytes). <exception cref="ArgumentOutOfRangeException">Negative or 2⁶³ bytes and more.</exception></summary>
    public static ByteSize FromKi(long kibibytes) => FromUnits(kibibytes, 10);

    /// <summary>So many mebibytes (2²⁰ bytes). <exception cref="ArgumentOutOfRangeException">Negative or 2⁶³ bytes and more.</exception></summary>
    public static ByteSize FromMi(long mebibytes) => FromUnits(mebibytes, 20);

    /// <summary>So many gibibytes (2³⁰ bytes). <exception cref="ArgumentOutOfRangeException">Negative or 2⁶³ bytes and more.</exception></summary>
    public static ByteSize FromGi(long gibibytes) => FromUnits(gibibytes, 30);

    /// <summary>The bytes of a quantity, rounded up; null where it is negative or does not fit 64 bits.</summary>
    public static ByteSize? From(ResourceQuantity quantity) =>
        !quantity.IsNegative && quantity.Bytes is { } bytes ? new ByteSize(bytes) : null;

    /// <summary>The sum; null where it does not fit 64 bits.</summary>
    public ByteSize? TryAdd(ByteSize other) => Bytes <= long.MaxValue - other.Bytes ? new ByteSize(Bytes + other.Bytes) : null;

    /// <summary>The product; null where it is negative or does not fit 64 bits.</summary>
    public ByteSize? TryMultiply(long factor)
    {
        var product = (Int128)Bytes * factor;
        return product >= 0 && product <= long.MaxValue ? new ByteSize((long)product) : null;
    }

    /// <summary>What is left after <paramref name="other"/>; null where nothing is left to speak of, that is below zero.</summary>
    public ByteSize? TrySubtract(ByteSize other) => Bytes >= other.Bytes ? new ByteSize(Bytes - other.Bytes) : null;

    /// <inheritdoc/>
    public int CompareTo(ByteSize other) => Bytes.CompareTo(other.Bytes);

    /// <summary>As Kubernetes writes it, always exact: with the largest of Ki, Mi, Gi … that leaves a whole number, else in bytes.</summary>
    public override string ToString()
    {
        if (Bytes == 0)
            return "0";
        long whole = Bytes;
        int power = 0;
        for (; power < 6 && (whole & 1023) == 0; power++)
            whole >>= 10;
        return whole.ToString(CultureInfo.InvariantCulture) + QuantityParts.BinarySuffixes[power];
    }

    /// <summary>With the largest of k, M, G … that leaves a whole number: <c>50M</c>; null where none does.</summary>
    public string? ToDecimal()
    {
        long whole = Bytes;
        int power = 0;
        for (; power < 6 && whole != 0 && whole % 1000 == 0; power++)
            whole /= 1000;
        return power == 0 ? null : whole.ToString(CultureInfo.InvariantCulture) + "kMGTPE"[power - 1];
    }

    /// <summary>
    /// With one decimal of the largest of Ki, Mi, Gi … of which there is one: <c>1.3Gi</c>; null where the API server would read that as another number of
    /// bytes. It rounds fractions of a byte up, and takes what is too much for the most there is.
    /// </summary>
    public string? ToFraction()
    {
        if (Bytes < 1024)
            return null;
        int power = 1;
        while (power < 6 && (Int128)Bytes + 1 >> (10 * (power + 1)) > 0)
            power++;
        long tenths = Tenths(power);
        var read = Int128.Min((((Int128)tenths << (10 * power)) + 9) / 10, long.MaxValue);
        return read == Bytes ? Decimal((ulong)tenths, 1) + QuantityParts.BinarySuffixes[power] : null;
    }

    /// <summary>
    /// For people: <c>3 GiB</c>, <c>488.3 MiB</c>, <c>512 bytes</c>, in the largest unit of which there is at least one, with at most one
    /// decimal.
    /// </summary>
    public string ToHuman()
    {
        if (Bytes == 1)
            return "1 byte";
        if (Bytes < 1024)
            return string.Create(CultureInfo.InvariantCulture, $"{Bytes} bytes");
        int power = 1;
        while (power < 6 && Bytes >> (10 * (power + 1)) > 0)
            power++;
        long tenths = Tenths(power);
        // 1023.96 MiB would print as 1024 MiB.
        if (tenths >= 10_240 && power < 6)
            tenths = Tenths(++power);
        return string.Create(CultureInfo.InvariantCulture, $"{Decimal((ulong)tenths, 1)} {"KMGTPE"[power - 1]}iB");
    }

    /// <summary>
    /// As <see cref="ToHuman"/>, in a smaller unit where it would read as the amount that it is compared with: <c>2096 MiB</c> beside 2 GiB.
    /// </summary>
    public string ToHumanBeside(ByteSize other)
    {
        string text = ToHuman();
        if (this == other || text != other.ToHuman())
            return text;
        for (int power = 5; power >= 1; power--)
        {
            if (Tenths(power) != other.Tenths(power) && Bytes >> (10 * power) > 0)
                return string.Create(CultureInfo.InvariantCulture, $"{Decimal((ulong)Tenths(power), 1)} {"KMGTPE"[power - 1]}iB");
        }
        return string.Create(CultureInfo.InvariantCulture, $"{Bytes} bytes");
    }

    /// <summary>
    /// For what stands beside a percentage, a difference or its addends: as <see cref="ToHuman"/>, in the largest unit that shows it exactly with five
    /// digits at most, if there is one: <c>2304 MiB</c> for 2.25 GiB; else <c>about 54 MiB</c>, whole from ten on.
    /// </summary>
    public string ToHumanExact()
    {
        if (Bytes < 1024)
            return ToHuman();
        if (ExactParts is var (number, letter))
            return $"{number} {letter}iB";
        int largest = LargestPower;
        var unit = Int128.One << (10 * largest);
        // 1024 MiB, rounded, is one of the next.
        if (largest < 6 && (Bytes + (unit / 2)) / unit == 1024)
            return $"about 1 {"KMGTPE"[largest]}iB";
        return Bytes >= 10 * unit
            ? string.Create(CultureInfo.InvariantCulture, $"about {(Bytes + (unit / 2)) / unit} {"KMGTPE"[largest - 1]}iB")
            : $"about {ToHuman()}";
    }

    /// <summary>True if <see cref="ToHumanExact"/> says no more or less than this.</summary>
    public bool IsHumanExact => Bytes < 1024 || ExactParts is not null;

    /// <summary>
    /// The number and the first letter of the unit of <see cref="ToHumanExact"/>: <c>2304</c> and <c>M</c>; null below a KiB, and where that is rounded.
    /// </summary>
    public (string Number, char Unit)? ExactParts
    {
        get
        {
            if (Bytes < 1024)
                return null;
            int largest = LargestPower;
            for (int power = largest; power >= 1 && (power == largest || Bytes >> (10 * power) < 100_000); power--)
            {
                // Nobody writes parts of a byte: 80 % of 2Gi are 1.6 GiB. Nor does anybody write KiB where there are many MiB.
                if (power == 1 && largest > 1 && ((Bytes & 1023) != 0 || Bytes >> 10 >= 10_000))
                    break;
                var tenth = Int128.One << (10 * power);
                var rest = (Int128)Bytes * 10 % tenth;
                if (Int128.Min(rest, tenth - rest) < 20)
                    return (Decimal((ulong)Tenths(power), 1), "KMGTPE"[power - 1]);
            }
            return null;
        }
    }

    private int LargestPower
    {
        get
        {
            int largest = 1;
            // A byte less than a GiB is one.
            while (largest < 6 && ((Int128)Bytes + 1) >> (10 * (largest + 1)) > 0)
                largest++;
            return largest;
        }
    }

    /// <summary>
    /// <paramref name="part"/> as a share of <paramref name="whole"/>, as it stands before "the limit": <c>87.9 % of</c>, from ten times on
    /// <c>19 times</c>.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">One of them is negative.</exception>
    public static string Share(long part, long whole) =>
        whole > 0 && part / whole >= 10
            ? string.Create(CultureInfo.InvariantCulture, $"{((UInt128)(ulong)part + ((ulong)whole / 2)) / (ulong)whole} times")
            : $"{Percent(part, whole)} % of";

    /// <summary>
    /// <paramref name="part"/> as a percentage of <paramref name="whole"/>, without the sign: at most one decimal, rounded half up: <c>150</c>,
    /// <c>75.2</c>. Neither is negative; a whole of zero gives <c>0</c> for nothing and <c>∞</c> for something.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">One of them is negative.</exception>
    public static string Percent(long part, long whole)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(part);
        ArgumentOutOfRangeException.ThrowIfNegative(whole);
        if (whole == 0)
            return part == 0 ? "0" : "∞";
        var tenths = ((2 * (UInt128)(ulong)part * 1000) + (ulong)whole) / (2 * (UInt128)(ulong)whole);
        return Decimal(tenths, 1);
    }

    /// <summary>True where the left size is smaller.</summary>
    public static bool operator <(ByteSize left, ByteSize right) => left.Bytes < right.Bytes;

    /// <summary>True where the left size is larger.</summary>
    public static bool operator >(ByteSize left, ByteSize right) => left.Bytes > right.Bytes;

    /// <summary>True where the left size is not larger.</summary>
    public static bool operator <=(ByteSize left, ByteSize right) => left.Bytes <= right.Bytes;

    /// <summary>True where the left size is not smaller.</summary>
    public static bool operator >=(ByteSize left, ByteSize right) => left.Bytes >= right.Bytes;

    private static ByteSize FromUnits(long count, int shift)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, long.MaxValue >> shift);
        return new(count << shift);
    }

    private long Tenths(int power)
    {
        var unit = Int128.One << (10 * power);
        return (long)((((Int128)Bytes * 10) + (unit / 2)) / unit);
    }

    // The digits of a number with so many decimals, zeros at the end left out.
    private static string Decimal(UInt128 value, int decimals)
    {
        var text = value.ToString(CultureInfo.InvariantCulture).PadLeft(decimals + 1, '0');
        var fraction = text.AsSpan(text.Length - decimals).TrimEnd('0');
        var head = text.AsSpan(0, text.Length - decimals);
        return fraction.IsEmpty ? head.ToString() : string.Concat(head, ".", fraction);
    }
}
