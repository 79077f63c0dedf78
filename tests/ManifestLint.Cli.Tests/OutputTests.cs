using System.Text;
using System.Text.Json;
using ManifestLint.Cli.Tests.Files;

namespace ManifestLint.Cli.Tests;

/// <summary>contracts.md C1, C5, C8: where reports go, how they look, and that they are the same everywhere.</summary>
public sealed class OutputTests : IDisposable
{
    private const string Colour = "\u001b[";

    private readonly TemporaryFolder _folder = new();

    public OutputTests() => _folder.Write("k8s/web.yaml", Sample.Warning());

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Several_reports_are_written_in_one_run()
    {
        var result = Run(
            "scan",
            "k8s",
            "--output",
            "out.json",
            "--format",
            "json",
            "--report",
            "sarif=out.sarif",
            "--report",
            "concise=out.txt",
            "--report",
            "text=-out.txt"
        );
        Assert.Equal((1, "", ""), (result.ExitCode, result.Output, result.Error));
        Assert.Equal(Sample.WarningLine("k8s/web.yaml") + "\n", Text("out.txt"));
        Assert.StartsWith(Sample.WarningHead("k8s/web.yaml") + "\n", Text("-out.txt"), StringComparison.Ordinal);
        using var json = JsonDocument.Parse(Text("out.json"));
        Assert.Equal("manifestlint-scan/1", json.RootElement.GetProperty("format").GetString());
        using var sarif = JsonDocument.Parse(Text("out.sarif"));
        Assert.Equal(1, sarif.RootElement.GetProperty("runs")[0].GetProperty("invocations")[0].GetProperty("exitCode").GetInt32());
        Assert.Equal(Text("out.json"), Run("scan", "k8s", "--format", "json", "--output", "-").Output);
    }

    [Fact]
    public void A_report_that_cannot_be_written_is_2_and_leaves_what_was_there()
    {
        _folder.Write("precious.txt", "precious");
        var result = Run("scan", "missing.yaml", "--output", "precious.txt", "--report", "json=precious.txt");
        Assert.Equal((2, "manifestlint: missing.yaml does not exist\n"), (result.ExitCode, result.Error));
        Assert.Equal("precious", Text("precious.txt"));

        result = Run("scan", "k8s", "--output", "nowhere/out.txt", "--report", "json=k8s", "--report", "sarif=/dev/full", "--exit-zero");
        Assert.Equal((2, ""), (result.ExitCode, result.Output));
        Assert.Equal(
            [
                "manifestlint: nowhere/out.txt: cannot be written: its folder does not exist",
                "manifestlint: k8s: cannot be written: it is a folder",
                "manifestlint: /dev/full: cannot be written",
            ],
            result.Errors
        );
        Assert.Equal(["k8s", "precious.txt"], Directory.EnumerateFileSystemEntries(_folder.Path).Select(Path.GetFileName).Order());

        Run("scan", "k8s", "--output", "precious.txt", "--format", "concise");
        Assert.Equal(Sample.WarningLine("k8s/web.yaml") + "\n", Text("precious.txt"));
    }

    [Fact]
    public void A_reader_that_goes_away_is_no_error()
    {
        _folder.Write("many.yaml", string.Join("---\n", Enumerable.Range(0, 3000).Select(i => Sample.Warning($"web{i}"))));
        string[] starts = ["many.yam", "many.yam", "{\"format", "{\"$schem"];
        foreach (var (format, expected) in new[] { "text", "concise", "json", "sarif" }.Zip(starts))
        {
            using var process = CliProcess.Start(new CliRun(_folder.Path, "scan", "many.yaml", "--format", format));
            process.StandardInput.Close();
            byte[] start = new byte[8];
            process.StandardOutput.BaseStream.ReadExactly(start);
            process.StandardOutput.Close();
            string error = process.StandardError.ReadToEnd();
            CliProcess.End(process);
            Assert.Equal((1, ""), (process.ExitCode, error));
            Assert.Equal(expected, Encoding.UTF8.GetString(start));
        }
    }

    [Fact]
    public void Quiet_leaves_the_summary_out_and_verbose_lists_what_was_skipped()
    {
        _folder.Write("k8s/compose.yaml", Sample.Compose);
        string quiet = Run("scan", "--quiet").Output,
            usual = Run("scan").Output;
        Assert.StartsWith(quiet, usual, StringComparison.Ordinal);
        Assert.Equal(
            "1 warning in 1 object with 1 pod in 2 files\n  1  ML1001 memory-limit-missing\nskipped 1 file: 1 without a Kubernetes object\n",
            usual[quiet.Length..]
        );
        var verbose = Run("scan", "--verbose");
        Assert.Equal((usual, "manifestlint: skipped k8s/compose.yaml: holds no Kubernetes object\n"), (verbose.Output, verbose.Error));
    }

    [Fact]
    public void A_finding_is_shown_with_its_line()
    {
        Assert.Equal(
            $"""
            {Sample.WarningHead("k8s/web.yaml")}
               |
            13 |         resources:
               |         ^^^^^^^^^
               = so: it can grow until the node runs out of memory
               = object: Deployment web, container app
               = page: manifestlint explain ML1001


            """,
            Run("scan", "--quiet").Output
        );
    }

    [Theory]
    [InlineData("", "", false)]
    [InlineData("", "FORCE_COLOR=1", true)]
    [InlineData("", "FORCE_COLOR=0", false)]
    [InlineData("", "CLICOLOR_FORCE=1", true)]
    [InlineData("", "NO_COLOR=1 FORCE_COLOR=1", false)]
    [InlineData("", "NO_COLOR= FORCE_COLOR=1", true)]
    [InlineData("--color always", "NO_COLOR=1", true)]
    [InlineData("--color=never", "FORCE_COLOR=1", false)]
    public void Colour_follows_the_option_then_the_environment(string option, string environment, bool isColoured)
    {
        var variables = environment.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(v => v.Split('='));
        foreach (string command in new[] { "scan", "inspect" })
        {
            var result = CliProcess.Run(
                new CliRun(_folder.Path, [command, .. option.Split(' ', StringSplitOptions.RemoveEmptyEntries), "k8s"])
                {
                    Environment = new(variables.Select(v => KeyValuePair.Create(v[0], v[1]))),
                }
            );
            Assert.Equal(isColoured, result.Output.Contains(Colour, StringComparison.Ordinal));
        }
    }

    [Fact]
    public void A_file_gets_no_colour_by_itself_and_JSON_never()
    {
        Assert.Equal(1, Run("scan", "--output", "out.txt", "--report", "json=out.json").ExitCode);
        Assert.DoesNotContain(Colour, Text("out.txt"), StringComparison.Ordinal);
        Assert.DoesNotContain(Colour, Run("scan", "--format", "json", "--color", "always").Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Excerpts_fit_the_width_and_messages_stay_whole()
    {
        _folder.Write(
            "flow.json",
            """{"apiVersion":"v1","kind":"Pod","metadata":{"name":"p","labels":{"app":"a-rather-long-label","tier":"another"}},"spec":{"containers":[{"name":"a","image":"b","resources":{"limits":{"memory":"1Ki","cpu":"1"}}}]}}"""
        );
        foreach (var (columns, most) in new[] { ("50", 50), ("10", 80), ("x", 80) })
        {
            var result = CliProcess.Run(new CliRun(_folder.Path, "scan", "--quiet") { Environment = { ["COLUMNS"] = columns } });
            Assert.Contains(Sample.WarningHead("k8s/web.yaml"), result.Lines);
            Assert.DoesNotContain(result.Lines, line => line.Contains(" | ", StringComparison.Ordinal) && line.Length > most);
        }
    }

    [Fact]
    public void Threads_order_locale_time_zone_and_place_change_nothing()
    {
        for (int i = 0; i < 40; i++)
            _folder.Write(
                $"k8s/sub{i % 3}/f{i}.yaml",
                i % 5 == 0 ? Sample.Error
                    : i % 7 == 0 ? Sample.Template
                    : Sample.Warning($"web{i}")
            );
        using var elsewhere = new TemporaryFolder();
        foreach (string from in Directory.EnumerateFiles(_folder.At("k8s"), "*.yaml", SearchOption.AllDirectories))
        {
            elsewhere.Write("deeper/" + Path.GetRelativePath(_folder.Path, from), File.ReadAllBytes(from));
        }
        foreach (
            string[] command in new string[][]
            {
                ["scan", "--format", "text"],
                ["scan", "--format", "json"],
                ["scan", "--format", "sarif"],
                ["inspect", "--format", "json"],
            }
        )
        {
            byte[] expected = Run([.. command, "k8s", "--jobs", "1"]).Bytes;
            Assert.NotEmpty(expected);
            Assert.Equal(expected, Run([.. command, "k8s", "--jobs", "8"]).Bytes);
            Assert.Equal(expected, Run([.. command, "k8s/sub2", "k8s/web.yaml", "k8s/sub0", "./k8s/sub1/", "k8s/sub0/f0.yaml"]).Bytes);
            Assert.Equal(
                expected,
                CliProcess
                    .Run(
                        new CliRun(_folder.Path, [.. command, "k8s"])
                        {
                            Environment =
                            {
                                ["LC_ALL"] = "tr_TR.UTF-8",
                                ["LANG"] = "de_DE.UTF-8",
                                ["TZ"] = "Asia/Kathmandu",
                                ["DOTNET_SYSTEM_GLOBALIZATION_INVARIANT"] = "0",
                                ["CI"] = "true",
                                ["TERM"] = "xterm",
                            },
                        }
                    )
                    .Bytes
            );
            Assert.Equal(expected, CliProcess.Run(elsewhere.At("deeper"), [.. command, "k8s"]).Bytes);
        }
    }

    private string Text(string file) => File.ReadAllText(_folder.At(file), Encoding.UTF8);

    private CliResult Run(params string[] arguments) => CliProcess.Run(_folder.Path, arguments);
}
