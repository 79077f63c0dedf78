using ManifestLint.Cli.Tests;
using ManifestLint.Cli.Tests.Files;

namespace ManifestLint.Oracles;

/// <summary>What only a shell connects to the executable.</summary>
public sealed class OutputOracleTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public OutputOracleTests() => _folder.Write("k8s/web.yaml", Sample.Warning());

    public void Dispose() => _folder.Dispose();

    [OracleTheory("bash")]
    [InlineData("scan --format text")]
    [InlineData("scan --format sarif")]
    [InlineData("inspect")]
    public void A_full_disk_behind_standard_output_is_2(string line)
    {
        var result = Oracle.Bash(_folder.Path, $"\"$manifestlint\" {line} --quiet k8s > /dev/full");
        Assert.Equal((2, "manifestlint: standard output cannot be written\n"), (result.ExitCode, result.Error));
    }

    [OracleFact("bash")]
    public void What_a_command_prints_is_read_as_a_file()
    {
        var result = Oracle.Bash(_folder.Path, "\"$manifestlint\" scan <(cat k8s/web.yaml) --format concise");
        Assert.Equal((1, ""), (result.ExitCode, result.Error));
        Assert.EndsWith(Sample.WarningLine("")[1..], Assert.Single(result.Lines).Split(':', 2)[1], StringComparison.Ordinal);
    }
}
