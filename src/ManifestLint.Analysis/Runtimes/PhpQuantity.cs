namespace ManifestLint.Runtimes;

/// <summary>An amount as PHP reads it from its settings. Source: php-src 8.4 Zend/zend_ini.c (zend_ini_parse_quantity_internal); runtime-memory.md §10.</summary>
/// <param name="Bytes">What PHP takes it for, signed, as <c>ini_parse_quantity</c> gives it.</param>
/// <param name="IsWellFormed">False where PHP warns and makes something of it all the same, and for an empty text.</param>
public readonly record struct PhpQuantity(long Bytes, bool IsWellFormed)
{
    /// <summary>Reads a signed amount: a sign, an integer (decimal, <c>0x</c>, <c>0o</c>, <c>0b</c>, octal after 0), blanks, and one of
    /// <c>K M G</c> in any case. Only the last character is looked at as the unit.</summary>
    public static PhpQuantity Parse(string text)
    {
        var (number, isNegative, isWellFormed, factor, isWhole) = Scan(text);
        if (number is not { } digits)
            return new(0, isWellFormed);
        bool isOverflow = digits > long.MaxValue && !(isNegative && digits == (UInt128)long.MaxValue + 1);
        long value = unchecked((long)(ulong)UInt128.Min(digits, ulong.MaxValue));
        if (isNegative && digits <= (UInt128)long.MaxValue + 1)
            value = unchecked(-value);
        if (factor is { } unit)
            isOverflow |= value > long.MaxValue / unit || value < long.MinValue / unit;
        return new(unchecked(value * (factor ?? 1)), isWellFormed && isWhole && !isOverflow);
    }

    /// <summary>Reads an amount without a sign, as <c>memory_limit</c> is read: <c>-1</c> is the largest number, and the sign of any other
    /// one is passed over.</summary>
    /// <param name="text">The text.</param>
    /// <param name="isWellFormed">As in <see cref="IsWellFormed"/>.</param>
    public static ulong ParseUnsigned(string text, out bool isWellFormed)
    {
        var (number, isNegative, formed, factor, isWhole) = Scan(text);
        isWellFormed = formed && isWhole;
        if (number is not { } digits)
            return 0;
        if (isNegative && digits == 1 && factor is null && isWhole)
            return ulong.MaxValue;
        ulong value = (ulong)UInt128.Min(digits, ulong.MaxValue),
            unit = (ulong)(factor ?? 1);
        isWellFormed &= !isNegative && digits <= ulong.MaxValue / unit;
        return unchecked(value * unit);
    }

    // The integer (null: none), its sign, the unit's factor (null: no unit), and whether nothing stands between them but blanks.
    private static (UInt128? Number, bool IsNegative, bool IsWellFormed, long? Factor, bool IsWhole) Scan(string text)
    {
        var rest = text.AsSpan().Trim(" \t\n\r\v\f");
        bool isNegative = rest.StartsWith("-");
        if (isNegative || rest.StartsWith("+"))
            rest = rest[1..];
        if (rest.IsEmpty || !char.IsAsciiDigit(rest[0]))
            return (null, isNegative, false, null, true);
        uint radix = 10;
        if (rest[0] == '0' && rest.Length > 1)
        {
            radix = rest[1] switch
            {
                'x' or 'X' => 16u,
                'o' or 'O' => 8u,
                'b' or 'B' => 2u,
                _ => 0u,
            };
            if (radix == 0 && !char.IsAsciiDigit(rest[1]) && rest[1] is not ('g' or 'G' or 'm' or 'M' or 'k' or 'K'))
                return (null, isNegative, false, null, true);
            if (radix != 0)
                rest = rest[2..];
            else
                radix = 8;
        }
        int length = 0;
        UInt128 number = 0;
        while (length < rest.Length && Digit(rest[length]) is var digit && digit < radix)
        {
            // Past 64 bits the largest number stays.
            number = UInt128.Min((number * radix) + digit, (UInt128)ulong.MaxValue + 1);
            length++;
        }
        if (length == 0)
            return (null, isNegative, false, null, true);
        var unit = rest[length..].TrimStart(" \t\n\r\v\f");
        if (unit.IsEmpty)
            return (number, isNegative, true, null, true);
        long? factor = unit[^1] switch
        {
            'g' or 'G' => 1L << 30,
            'm' or 'M' => 1L << 20,
            'k' or 'K' => 1L << 10,
            _ => null,
        };
        return (number, isNegative, factor is not null, factor, unit.Length == 1);
    }

    private static uint Digit(char c) =>
        char.IsAsciiDigit(c) ? (uint)(c - '0')
        : char.IsAsciiHexDigit(c) ? (uint)((c | 0x20) - 'a' + 10)
        : uint.MaxValue;
}
