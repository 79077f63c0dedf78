using System.Globalization;
using ManifestLint.Quantities;

namespace ManifestLint.Operators;

/// <summary>Sizes as programs of the JVM's world write them: digits and a unit of 1024, in any case.</summary>
internal static class ByteText
{
    private const long Mebi = 1L << 20;

    /// <summary>More than any machine has: what is larger is taken for unknown, and sums of what is not never overflow.</summary>
    public const long Most = 1L << 60;

    /// <summary>Bytes; null where the text is no such size or does not fit.</summary>
    /// <param name="text"><c>512m</c>, <c>4gb</c>, <c>2048</c>.</param>
    /// <param name="bare">What a number without a unit counts, in bytes.</param>
    /// <param name="withMebi">True if <c>mi</c>, <c>mib</c> and the like are units, too.</param>
    public static long? Parse(string text, long bare = Mebi, bool withMebi = false)
    {
        text = text.Trim().ToLowerInvariant();
        int digits = 0;
        while (digits < text.Length && char.IsAsciiDigit(text[digits]))
            digits++;
        if (digits == 0 || !long.TryParse(text.AsSpan(0, digits), NumberStyles.None, CultureInfo.InvariantCulture, out long number))
            return null;
        string unit = text[digits..].Trim();
        if (withMebi && unit.Length > 1)
            unit = unit.Replace("ib", "", StringComparison.Ordinal).TrimEnd('i');
        long? factor = unit switch
        {
            "" => bare,
            "b" => 1,
            "k" or "kb" => 1L << 10,
            "m" or "mb" => 1L << 20,
            "g" or "gb" => 1L << 30,
            "t" or "tb" => 1L << 40,
            "p" or "pb" => 1L << 50,
            _ => null,
        };
        return factor is { } by && number <= Most / by ? number * by : null;
    }

    /// <summary>The bytes of a quantity; null where they cannot be known or are more than <see cref="Most"/>.</summary>
    public static long? Of(ResourceQuantity? quantity) => quantity?.Bytes is >= 0 and <= Most and { } bytes ? bytes : null;

    /// <summary>A size times a factor that somebody wrote; null where it is no such factor.</summary>
    public static long? Times(long size, double factor) => factor is > 0 and <= 1000 && size <= Most / 1000 ? (long)(size * factor) : null;

    /// <summary>Bytes as a quantity.</summary>
    public static ResourceQuantity Quantity(long bytes) =>
        ResourceQuantity
            .Parse(
                bytes % Mebi == 0
                    ? string.Create(CultureInfo.InvariantCulture, $"{bytes / Mebi}Mi")
                    : bytes.ToString(CultureInfo.InvariantCulture)
            )!
            .Value;
}
