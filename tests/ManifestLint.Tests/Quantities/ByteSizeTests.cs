using FsCheck;
using FsCheck.Fluent;
using ManifestLint.Quantities;

namespace ManifestLint.Tests.Quantities;

public sealed class ByteSizeTests
{
    [Theory]
    [InlineData(0, "0", "0 bytes")]
    [InlineData(1, "1", "1 byte")]
    [InlineData(512, "512", "512 bytes")]
    [InlineData(1023, "1023", "1023 bytes")]
    [InlineData(1024, "1Ki", "1 KiB")]
    [InlineData(268435456, "256Mi", "256 MiB")]
    [InlineData(1610612736, "1536Mi", "1.5 GiB")]
    [InlineData(3221225472, "3Gi", "3 GiB")]
    [InlineData(512000000, "500000Ki", "488.3 MiB")]
    [InlineData(1000000001, "1000000001", "953.7 MiB")]
    [InlineData(1073741823, "1073741823", "1 GiB")]
    [InlineData(1152921504606846976, "1Ei", "1 EiB")]
    [InlineData(long.MaxValue, "9223372036854775807", "8 EiB")]
    public void Prints(long bytes, string exact, string human)
    {
        Assert.Equal(exact, new ByteSize(bytes).ToString());
        Assert.Equal(human, new ByteSize(bytes).ToHuman());
    }

    // As somebody wrote it, if with one decimal: 1.3Gi is 1395864371.2 bytes.
    [Theory]
    [InlineData(1395864372, "1.3Gi")]
    [InlineData(1395864371, null)]
    [InlineData(1181116007, "1.1Gi")]
    [InlineData(1610612736, "1.5Gi")]
    [InlineData(1234567890, null)]
    [InlineData(1073741823, null)]
    [InlineData(2684355, null)]
    [InlineData(2726298, "2.6Mi")]
    [InlineData(1023, null)]
    [InlineData(long.MaxValue, "8Ei")]
    public void A_fraction_that_is_exact(long bytes, string? text)
    {
        Assert.Equal(text, new ByteSize(bytes).ToFraction());
        if (text is not null)
            Assert.Equal(bytes, ResourceQuantity.Parse(text)!.Value.Bytes);
    }

    [Theory]
    [InlineData(512, "512 bytes")]
    [InlineData(1610612736, "1.5 GiB")]
    [InlineData(2415919104, "2304 MiB")]
    [InlineData(1638400000, "1562.5 MiB")]
    [InlineData(1074790400, "1025 MiB")]
    [InlineData(1717986918, "1.6 GiB")]
    [InlineData(1073741823, "1 GiB")]
    [InlineData(1610612737, "1.5 GiB")]
    [InlineData(2252800, "2200 KiB")]
    [InlineData(56281600, "about 54 MiB")]
    [InlineData(56282112, "about 54 MiB")]
    [InlineData(50000000, "about 48 MiB")]
    [InlineData(10338096214, "about 9.6 GiB")]
    [InlineData(1073385308, "about 1 GiB")]
    [InlineData(long.MaxValue, "8 EiB")]
    public void A_sum_is_printed_so_that_it_adds_up(long bytes, string text)
    {
        var size = new ByteSize(bytes);
        Assert.Equal((text, !text.StartsWith("about ", StringComparison.Ordinal)), (size.ToHumanExact(), size.IsHumanExact));
    }

    [Theory]
    [InlineData(2197815296, 2147483648, "2096 MiB")]
    [InlineData(2197815296, 1073741824, "2 GiB")]
    [InlineData(2147483648, 2147483648, "2 GiB")]
    [InlineData(1073743872, 1073741824, "1048578 KiB")]
    [InlineData(1073741825, 1073741824, "1073741825 bytes")]
    public void Two_amounts_that_differ_never_read_the_same(long bytes, long other, string text) =>
        Assert.Equal(text, new ByteSize(bytes).ToHumanBeside(new ByteSize(other)));

    [Theory]
    [InlineData(900, 1024, "87.9 % of")]
    [InlineData(4266, 1000, "426.6 % of")]
    [InlineData(9999, 1000, "999.9 % of")]
    [InlineData(10000, 1000, "10 times")]
    [InlineData(19258, 1000, "19 times")]
    [InlineData(1L << 49, 1L << 30, "524288 times")]
    [InlineData(5, 0, "∞ % of")]
    public void A_share_from_ten_times_on_is_told_in_times(long part, long whole, string text) =>
        Assert.Equal(text, ByteSize.Share(part, whole));

    [Theory]
    [InlineData(3, 2, "150")]
    [InlineData(752, 1000, "75.2")]
    [InlineData(3, 4, "75")]
    [InlineData(7504, 10000, "75")]
    [InlineData(75001, 100000, "75")]
    [InlineData(99999, 100000, "100")]
    [InlineData(9996, 10000, "100")]
    [InlineData(100001, 100000, "100")]
    [InlineData(1, 3, "33.3")]
    [InlineData(2, 3, "66.7")]
    [InlineData(1717986918, 2147483648, "80")]
    [InlineData(8795, 10000, "88")]
    [InlineData(8794, 10000, "87.9")]
    [InlineData(0, 5, "0")]
    [InlineData(1, 100000, "0")]
    [InlineData(0, 0, "0")]
    [InlineData(1, 0, "∞")]
    [InlineData(long.MaxValue, long.MaxValue, "100")]
    [InlineData(long.MaxValue - 1, long.MaxValue, "100")]
    [InlineData(long.MaxValue, long.MaxValue - 1, "100")]
    [InlineData(long.MaxValue, 1, "922337203685477580700")]
    public void Percentages(long part, long whole, string expected) => Assert.Equal(expected, ByteSize.Percent(part, whole));

    [Fact]
    public void The_exact_text_reads_back() =>
        Prop.ForAll(ArbMap.Default.ArbFor<long>(), n =>
            {
                var size = new ByteSize(n & long.MaxValue);
                return ResourceQuantity.Parse(size.ToString())?.Bytes == size.Bytes;
            })
            .QuickCheckThrowOnFailure();

    [Fact]
    public void Arithmetic_says_where_it_does_not_fit()
    {
        var most = new ByteSize(long.MaxValue);
        Assert.Null(most.TryAdd(new(1)));
        Assert.Equal(most, most.TryAdd(ByteSize.Zero));
        Assert.Null(most.TryMultiply(2));
        Assert.Null(new ByteSize(1).TryMultiply(-1));
        Assert.Equal(ByteSize.FromMi(3), ByteSize.FromMi(1).TryMultiply(3));
        Assert.Null(ByteSize.FromKi(1).TrySubtract(ByteSize.FromMi(1)));
        Assert.Equal(ByteSize.Zero, ByteSize.FromGi(1).TrySubtract(ByteSize.FromMi(1024)));
        Assert.Null(ByteSize.From(ResourceQuantity.Parse("-1")!.Value));
        Assert.Null(ByteSize.From(ResourceQuantity.Parse("10E")!.Value));
        Assert.Equal(new ByteSize(1), ByteSize.From(ResourceQuantity.Parse("512m")!.Value));
        Assert.Throws<ArgumentOutOfRangeException>(() => new ByteSize(-1));
    }
}
