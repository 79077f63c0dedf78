namespace ManifestLint.Containers;

/// <summary>The value of a <c>resourceFieldRef</c>: the amount divided by the divisor, rounded up, as a plain integer.
/// Source: kubernetes v1.36 pkg/api/v1/resource/helpers.go, convertResourceMemoryToString and convertResourceCPUToString.</summary>
public static class ResourceFieldRef
{
    private const string BinarySuffixes = "KMGTPE";
    private const string DecimalSuffixes = "kMGTPE";

    /// <summary>The text a memory, ephemeral storage or hugepages field becomes.</summary>
    /// <param name="bytes">The amount in bytes, already rounded up to a whole number; 0 or more.</param>
    /// <param name="divisor">As written; null, empty or zero means 1.</param>
    /// <returns>Null if the API server would refuse the divisor.</returns>
    public static string? Memory(Int128 bytes, string? divisor)
    {
        if (ByteDivisor(divisor) is not { } unit)
            return null;
        // Quantity.Value() saturates, and the kubelet divides floating-point numbers.
        var amount = (double)(long)Int128.Clamp(bytes, 0, long.MaxValue);
        return Round(amount / unit);
    }

    /// <summary>The text a CPU field becomes.</summary>
    /// <param name="milliCores">The amount in millicores, rounded up; 0 or more.</param>
    /// <param name="divisor">As written: <c>1</c> or <c>1m</c>; null, empty or zero means 1.</param>
    /// <returns>Null if the API server would refuse the divisor.</returns>
    public static string? Cpu(long milliCores, string? divisor) =>
        divisor switch
        {
            null or "" or "0" or "1" => Round(milliCores / 1000.0),
            "1m" => Round(milliCores),
            _ => null,
        };

    private static string Round(double value)
    {
        var rounded = Math.Ceiling(value);
        return rounded >= long.MaxValue ? long.MaxValue.ToString() : ((long)rounded).ToString();
    }

    /// <summary>The divisor in bytes. Valid is what prints canonically as 1 and a suffix, so <c>1024Ki</c> (printed 1Mi) and <c>1000</c>
    /// (1k) are, <c>1024</c> and <c>2Mi</c> are not.</summary>
    private static double? ByteDivisor(string? divisor)
    {
        if (string.IsNullOrEmpty(divisor))
            return 1;
        var digits = 0;
        while (digits < divisor.Length && char.IsAsciiDigit(divisor[digits]))
            digits++;
        if (digits is 0 or > 18)
            return null;
        Int128 value = long.Parse(divisor.AsSpan(0, digits));
        var suffix = divisor.AsSpan(digits);
        int scale,
            power;
        if (suffix.Length == 0)
            (scale, power) = (1000, 0);
        else if (suffix.Length == 1)
            (scale, power) = (1000, DecimalSuffixes.IndexOf(suffix[0]) + 1);
        else if (suffix.Length == 2 && suffix[1] == 'i')
            (scale, power) = (1024, BinarySuffixes.IndexOf(suffix[0]) + 1);
        else
            return null;
        if (suffix.Length > 0 && power == 0)
            return null;
        if (value == 0)
            return 1;
        for (; value % scale == 0; value /= scale)
            power++;
        return value == 1 && power <= 6 ? Math.Pow(scale, power) : null;
    }
}
