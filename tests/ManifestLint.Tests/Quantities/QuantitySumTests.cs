using ManifestLint.Quantities;

namespace ManifestLint.Tests.Quantities;

public sealed class QuantitySumTests
{
    [Theory]
    [InlineData("512Mi", 1, "512 × 1048576 = ", QuantityChange.None)]
    [InlineData("268435456", 1, "", QuantityChange.None)]
    [InlineData("Mi", 1, "0 × 1048576 = ", QuantityChange.None)]
    [InlineData("0.1", 1, "", QuantityChange.RoundedUp)]
    [InlineData("1.5e-3", 1, "1.5 ÷ 1000 = ", QuantityChange.RoundedUp)]
    [InlineData("9999999999999Ti", 1, "9999999999999 × 1099511627776 = ", QuantityChange.Capped)]
    // No decimal holds that many digits.
    [InlineData("0.123456789012345678901234567890Mi", 1, "0.123456789012345678901234567890 × 1048576 = ", QuantityChange.RoundedUp)]
    [InlineData("1.00000000000000000000000000000000Gi", 1, "1.00000000000000000000000000000000 × 1073741824 = ", QuantityChange.None)]
    [InlineData("5000000000Gi", 1, "5000000000 × 1073741824 = ", QuantityChange.None)]
    [InlineData("1e-2000000000", 1, "1 × 10^-2000000000 = ", QuantityChange.RoundedUp)]
    [InlineData("0e2000000000", 1, "0 × 10^2000000000 = ", QuantityChange.None)]
    [InlineData("500m", 1000, "500 ÷ 1000 cores = ", QuantityChange.None)]
    [InlineData("100n", 1000, "100 ÷ 1000000000 cores = ", QuantityChange.RoundedUp)]
    [InlineData("1.0000001", 1000, "", QuantityChange.RoundedUp)]
    [InlineData("+.5", 1000, "", QuantityChange.None)]
    public void A_text_stands_for_a_sum(string text, int parts, string sum, QuantityChange change)
    {
        var found = QuantitySum.Of(text, parts)!.Value;
        Assert.Equal(sum, found.ToText(parts == 1 ? "" : " cores"));
        Assert.Equal(change, found.Change);
    }

    [Fact]
    public void No_quantity_has_no_sum() => Assert.Null(QuantitySum.Of("512Mib", 1));
}
