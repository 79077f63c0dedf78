namespace ManifestLint.Quantities;

/// <summary>Amounts that somebody would write.</summary>
internal static class RoundAmount
{
    private static readonly long[] Steps = [1000, 500, 250, 100, 50, 25, 10, 5, 2];

    /// <summary>
    /// So many MiB at most: a share that is a whole number of MiB as it is, because its author can check it; any other one rounded down by a
    /// twentieth at most.
    /// </summary>
    public static (long Mebibytes, bool IsExact) Down(Int128 numerator, long denominator)
    {
        var unit = (Int128)denominator << 20;
        return numerator % unit == 0 ? ((long)(numerator / unit), true) : (Down((long)(numerator / unit)), false);
    }

    /// <summary>The number rounded down by a twentieth at most.</summary>
    public static long Down(long number)
    {
        long step = Step(number);
        return number / step * step;
    }

    /// <summary>The number rounded up by a twentieth at most.</summary>
    public static long Up(long number)
    {
        long step = Step(number);
        return (number + step - 1) / step * step;
    }

    private static long Step(long number)
    {
        foreach (long step in Steps)
        {
            if (step <= number / 20)
                return step;
        }
        return 1;
    }
}
