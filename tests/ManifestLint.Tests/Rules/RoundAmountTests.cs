using ManifestLint.Evidence;
using ManifestLint.Quantities;

namespace ManifestLint.Tests.Rules;

public sealed class RoundAmountTests
{
    [Theory]
    [InlineData(1024, 75, 768, true)]
    [InlineData(1024, 80, 800, false)]
    [InlineData(1024, 60, 600, false)]
    [InlineData(1024, 40, 400, false)]
    [InlineData(768, 75, 576, true)]
    [InlineData(4096, 80, 3200, false)]
    [InlineData(10, 75, 7, false)]
    public void A_share_of_mebibytes_is_what_somebody_would_write(long limit, int percent, long mebibytes, bool isExact) =>
        Assert.Equal((mebibytes, isExact), RoundAmount.Down(((Int128)limit << 20) * percent, 100));

    [Fact]
    public void Rounding_moves_a_number_by_a_twentieth_at_most()
    {
        for (long number = 1; number < 5000; number++)
        {
            long down = RoundAmount.Down(number),
                up = RoundAmount.Up(number);
            Assert.True(
                down <= number && (number - down) * 20 <= number && up >= number && (up - number) * 20 <= number,
                $"{down} {number} {up}"
            );
        }
    }

    [Theory]
    [InlineData("-Xmx900m", 900L << 20, "-Xmx900m")]
    [InlineData("-Xmx1G", 1L << 30, "-Xmx1G")]
    [InlineData("--maxmemory 900mb", 900L << 20, "--maxmemory 900mb")]
    [InlineData("GOMEMLIMIT=1GiB", 1L << 30, "GOMEMLIMIT=1GiB")]
    [InlineData("-Xmx1024m", 1L << 30, "-Xmx1024m (1 GiB)")]
    [InlineData("--maxmemory 900m", 900_000_000L, "--maxmemory 900m (about 858 MiB)")]
    [InlineData("--max-old-space-size=900", 900L << 20, "--max-old-space-size=900 (900 MiB)")]
    [InlineData("-Xmx1500m", 1500L << 20, "-Xmx1500m")]
    [InlineData("--max-old-space-size=1025", 1025L << 20, "--max-old-space-size=1025 (1025 MiB)")]
    [InlineData("0x268435456", 0x268435456, "0x268435456 (about 9.6 GiB)")]
    [InlineData("-Xmx11g", 1L << 30, "-Xmx11g (1 GiB)")]
    [InlineData("limit 1.5g", 5L << 30, "limit 1.5g (5 GiB)")]
    [InlineData("", 5L << 30, " (5 GiB)")]
    public void An_amount_that_is_written_is_not_said_twice(string text, long bytes, string shown) =>
        Assert.Equal(shown, new SettingText(text).With(bytes));
}
