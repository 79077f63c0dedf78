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

    [OracleTheory("bash")]
    [InlineData("scan k8s >&-", 2, "manifestlint: standard output cannot be written\n")]
    [InlineData("scan k8s <&- >&-", 2, "manifestlint: standard output cannot be written\n")]
    [InlineData("scan k8s 1</dev/null", 2, "manifestlint: standard output cannot be written\n")]
    [InlineData("inspect k8s >&-", 2, "manifestlint: standard output cannot be written\n")]
    [InlineData("--help >&-", 2, "manifestlint: standard output cannot be written\n")]
    [InlineData("config >&-", 2, "manifestlint: standard output cannot be written\n")]
    [InlineData("rules >/dev/full", 2, "manifestlint: standard output cannot be written\n")]
    [InlineData("scan - <&-", 2, "manifestlint: standard input was empty: did the program before the pipe fail?\n")]
    [InlineData("scan missing 2>&-", 2, "")]
    [InlineData("scan missing 2>/dev/full", 2, "")]
    [InlineData("scan missing 2</dev/null", 2, "")]
    [InlineData("scan missing <&- >&- 2>&-", 2, "")]
    [InlineData("scan k8s >&- 2>&-", 2, "")]
    [InlineData("scan k8s -o report <&- >&- 2>&-", 1, "")]
    public void Streams_that_are_closed_or_full_are_no_crash(string line, int exit, string error)
    {
        var result = Oracle.Bash(_folder.Path, $"exec \"$manifestlint\" {line}");
        Assert.Equal((exit, "", error), (result.ExitCode, result.Output, result.Error));
        if (line.Contains("-o report", StringComparison.Ordinal))
            Assert.StartsWith("k8s/web.yaml:13:9: warning: ", File.ReadAllText(_folder.At("report")), StringComparison.Ordinal);
    }

    // What every format and command does with a place that takes nothing: the exit code, one line, and nothing left in the folder.
    [OracleFact("bash")]
    public void Every_output_that_cannot_be_written_is_2_and_leaves_nothing()
    {
        const string Said = "manifestlint: standard output cannot be written\n";
        string[] formats = ["text", "concise", "json", "sarif", "github", "gitlab", "junit", "markdown", "checkstyle", "rdjson"];
        string[] commands =
        [
            .. formats.Select(f => $"scan k8s -f {f}"),
            "inspect k8s -f text",
            "inspect k8s -f json",
            "explain ML1001",
            "explain k8s/web.yaml:13",
            "rules -f json",
            "completions bash",
            "config",
            "init",
            "scan --help",
            "--version",
        ];
        foreach (string command in commands)
        {
            foreach (string where in new[] { ">/dev/full", ">&-" })
            {
                var result = Oracle.Bash(_folder.Path, $"exec \"$manifestlint\" {command} {where}");
                Assert.True((result.ExitCode, result.Error) == (2, Said), $"{command} {where}: {result.ExitCode} {result.Error}");
            }
        }
        foreach (string format in formats)
        {
            var result = Oracle.Bash(_folder.Path, $"exec \"$manifestlint\" scan k8s -f {format} -o /dev/full");
            Assert.Equal((2, "manifestlint: /dev/full: cannot be written\n"), (result.ExitCode, result.Error));
        }
        Assert.Equal(["k8s"], Directory.EnumerateFileSystemEntries(_folder.Path).Select(Path.GetFileName));
    }

    [OracleFact("bash")]
    public void A_file_past_the_limit_of_the_process_is_2_and_leaves_nothing()
    {
        _folder.Write("many.yaml", string.Join("---\n", Enumerable.Range(0, 100).Select(i => Sample.Warning($"web{i}"))));
        // The runtime's own files are not what is limited here.
        var result = Oracle.Bash(
            _folder.Path,
            "export DOTNET_EnableWriteXorExecute=0; ulimit -f 8; \"$manifestlint\" scan many.yaml -o report; echo $?; \"$manifestlint\" scan many.yaml > out; echo $?"
        );
        Assert.Equal(["2", "2"], result.Lines);
        Assert.Equal(["manifestlint: report: cannot be written", "manifestlint: standard output cannot be written"], result.Errors);
        Assert.Equal(["k8s", "many.yaml", "out"], Directory.EnumerateFileSystemEntries(_folder.Path).Select(Path.GetFileName).Order());
    }
}
