using ManifestLint.Servers;

namespace ManifestLint.Tests.Servers;

/// <summary>What <c>postgres -C shared_buffers -c shared_buffers=…</c> of 15.18 printed, in blocks; null where it ended with FATAL.</summary>
public sealed class PostgresParameterTests
{
    [Theory]
    [InlineData("010MB", 1024)]
    [InlineData(".5GB", 65536)]
    [InlineData("1e3MB", 128000)]
    [InlineData("1e5", 100000)]
    [InlineData("512 MB ", 65536)]
    [InlineData("30.1GB", 3945216)]
    [InlineData("+512MB", 65536)]
    [InlineData("0x10MB", 2048)]
    [InlineData("1.MB", 128)]
    [InlineData("128kB", 16)]
    [InlineData("0.1MB", null)]
    [InlineData("0x1p3MB", null)]
    [InlineData("1MBx", null)]
    [InlineData("1e", null)]
    [InlineData("08MB", null)]
    [InlineData("99999999999999999999", null)]
    [InlineData("-1", null)]
    public void Values_are_read_as_the_server_reads_them(string text, int? blocks) =>
        Assert.Equal(blocks, PostgresParameter.Find("SHARED-BUFFERS")!.TryParse(text, out int number) ? number : null);

    [Theory]
    [InlineData("work_mem", "63", null)]
    [InlineData("work_mem", "64", 64)]
    [InlineData("max_connections", "262144", null)]
    [InlineData("max_connections", "1e2", 100)]
    [InlineData("max_connections", "10.4", 10)]
    [InlineData("temp_buffers", "99", null)]
    [InlineData("effective_cache_size", "0", null)]
    [InlineData("autovacuum_work_mem", "-1", -1)]
    [InlineData("autovacuum_work_mem", "-2", null)]
    [InlineData("wal_buffers", "16MB", 2048)]
    public void Ranges_are_those_of_the_server(string name, string text, int? expected) =>
        Assert.Equal(expected, PostgresParameter.Find(name)!.TryParse(text, out int number) ? number : null);
}
