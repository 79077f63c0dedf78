using System.Text;
using System.Text.Json;
using ManifestLint.Cli.Options;
using ManifestLint.Cli.Surface;
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
        Run("scan", "k8s", "--output", "precious.txt");
        string precious = Text("precious.txt");
        var result = Run("scan", "missing.yaml", "--output", "precious.txt");
        Assert.Equal((2, "manifestlint: missing.yaml does not exist\n"), (result.ExitCode, result.Error));
        Assert.Equal(precious, Text("precious.txt"));

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
    }

    [Theory]
    [InlineData("--report text=out --report json=out", "out")]
    [InlineData("--report text=out --report json=./k8s/../out", "out")]
    [InlineData("--report text=out --report json=linked", "linked")]
    [InlineData("--report text=out -o out", "out")]
    [InlineData("-o out --write-baseline out", "out")]
    [InlineData("--report json=-", "standard output")]
    [InlineData("--report json=/dev/stdout", "/dev/stdout")]
    public void Two_outputs_to_one_file_are_2(string options, string file)
    {
        File.CreateSymbolicLink(_folder.At("linked"), "out");
        var result = Run(["scan", "k8s", .. options.Split(' ')]);
        string named = options.EndsWith("../out", StringComparison.Ordinal) ? "./k8s/../out" : file;
        Assert.Equal((2, "", $"manifestlint: two outputs cannot go to {named}\n"), (result.ExitCode, result.Output, result.Error));
        Assert.False(File.Exists(_folder.At("out")));
    }

    [Fact]
    public void Outputs_may_share_a_device()
    {
        Assert.Equal(1, Run("scan", "k8s", "-o", "/dev/null", "--report", "json=/dev/null").ExitCode);
        Assert.StartsWith("{\"format\"", Run("scan", "k8s", "-o", "out.txt", "--report", "json=-").Output, StringComparison.Ordinal);
    }

    public static TheoryData<string> Precious =>
        [
            Sample.Warning(),
            "{\"apiVersion\": \"v1\", \"kind\": \"List\", \"items\": []}\n",
            "rules: {ML1001: off}\n",
            "precious",
            "[1]\n",
            "{\"format\": \"other/1\"}\n",
            "{\"kind\": \"Pod\", \"text\": \"manifestlint-scan/1\"}\n",
            "# no findings in 1 object with 1 pod in 1 file\n",
            "main.c:1:2: error: expected ';' [-Wall]\n",
            "<?xml version=\"1.0\"?>\n<testsuites name=\"pytest\" />\n",
            "### notes about manifestlint\n",
            "### manifestlint: no findings\n---\napiVersion: v1\nkind: Pod\n",
            "{\"format\":\"manifestlint-scan/1\",\"apiVersion\":\"v1\",\"kind\":\"Pod\"}\n",
            "{\"format\":\"manifestlint-baseline/1\",\"findings\":[],\"apiVersion\":\"v1\",\"kind\":\"ConfigMap\"}\n",
            "{\"$schema\": \"x\", \"version\": \"2.1.0\", \"runs\": [{\"tool\": {\"driver\": {\"name\": \"ESLint\"}}}]}\n",
        ];

    [Theory]
    [MemberData(nameof(Precious))]
    public void What_was_not_written_here_is_not_overwritten(string text)
    {
        _folder.Write("precious", text);
        File.CreateSymbolicLink(_folder.At("linked"), "precious");
        foreach (
            string options in new[]
            {
                "scan k8s -f json -o precious",
                "scan k8s --report sarif=precious",
                "scan k8s --write-baseline precious",
                "scan k8s --report text=linked",
                "inspect k8s -o precious",
            }
        )
        {
            string file = options.Contains("linked", StringComparison.Ordinal) ? "linked" : "precious";
            var result = Run(options.Split(' '));
            Assert.Equal(
                (2, "", $"manifestlint: {file} is not overwritten: what it holds was not written by manifestlint\n"),
                (result.ExitCode, result.Output, result.Error)
            );
            Assert.Equal(text, Text("precious"));
        }
    }

    [Fact]
    public void A_baseline_is_not_overwritten_by_a_report()
    {
        Assert.Equal(0, Run("scan", "k8s", "--write-baseline", "baseline.json").ExitCode);
        string accepted = Text("baseline.json");
        Assert.Equal(2, Run("scan", "k8s", "-f", "json", "-o", "baseline.json").ExitCode);
        Assert.Equal(accepted, Text("baseline.json"));
    }

    // A new format needs a line of OwnReport, or its report cannot be written twice.
    [Fact]
    public void A_report_of_an_earlier_run_is_replaced()
    {
        _folder.Write("k8s/two.yaml", Sample.Error + "---\n" + Sample.Note);
        _folder.Write("clean/pod.yaml", Sample.Clean);
        string[] formats = [.. Enum.GetValues<ReportFormat>().Select(f => f.ToString().ToLowerInvariant())];
        Assert.Equal(formats, ReportTarget.Names);
        string[] reports = [.. formats.SelectMany(f => new[] { "--report", $"{f}=report.{f}" })];
        foreach (string call in new[] { "k8s --quiet", "clean --color always", "k8s --color always", "clean --exit-zero" })
        {
            var result = Run(["scan", "-o", "report", .. call.Split(' '), .. reports]);
            Assert.True(result is { ExitCode: 0 or 1, Error: "" }, $"{call}: {result.Error}");
        }
        foreach (string format in new[] { "text", "json" })
        {
            foreach (string folder in new[] { "k8s", "clean", "k8s" })
                Assert.Equal(0, Run("inspect", folder, "-f", format, "-o", "facts").ExitCode);
        }
        // What another tool laid out anew is still ours, and so is an empty file.
        _folder.Write("report", JsonSerializer.Serialize(JsonDocument.Parse(Run("scan", "k8s", "-f", "json").Output), Indented));
        Assert.Equal(1, Run("scan", "k8s", "-o", "report").ExitCode);
        _folder.Write("report", "\n");
        Assert.Equal(1, Run("scan", "k8s", "-o", "report").ExitCode);
    }

    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    [Fact]
    public void Too_little_memory_is_2_and_leaves_nothing()
    {
        // Text that is only held, and objects that are computed and kept.
        _folder.Write("large.yaml", Sample.Warning() + string.Concat(Enumerable.Repeat("# a comment of some length\n", 1_500_000)));
        _folder.Write("many/pods.yaml", string.Join("---\n", Enumerable.Repeat(Sample.Warning(), 60_000)));
        foreach (
            string call in new[]
            {
                "scan large.yaml -o report --write-baseline base.json",
                "scan many -f json -o report",
                "inspect many -o report",
            }
        )
        {
            var result = CliProcess.Run(
                new CliRun(_folder.Path, call.Split(' ')) { Environment = { ["DOTNET_GCHeapHardLimit"] = "0x4000000" } }
            );
            Assert.Equal(
                (2, "", "manifestlint: there is not enough memory for this input\n"),
                (result.ExitCode, result.Output, result.Error)
            );
        }
        Assert.Equal(["k8s", "large.yaml", "many"], Directory.EnumerateFileSystemEntries(_folder.Path).Select(Path.GetFileName).Order());
    }

    [Fact]
    public void Quiet_says_nothing_of_what_is_no_manifest()
    {
        _folder.Write("package.json", "{\"name\": \"web\"}\n");
        _folder.Write("chart.yaml", Sample.Template);
        _folder.Write("clean.yaml", Sample.Clean);
        foreach (string command in new[] { "scan", "inspect" })
        {
            var quiet = Run(command, "--quiet", "package.json", "chart.yaml", "clean.yaml");
            Assert.Equal((0, ""), (quiet.ExitCode, quiet.Error));
            Assert.Equal(2, Run(command, "package.json", "chart.yaml", "clean.yaml").Errors.Length);
        }
        Assert.Equal("", Run("scan", "--quiet", "package.json", "chart.yaml", "clean.yaml").Output);
        // What makes the exit code 2 is said.
        Assert.Single(Run("scan", "--quiet", "missing.yaml").Errors);
        _folder.Write("latin.yaml", [.. "name: caf"u8, 0xE9, (byte)'\n']);
        Assert.Single(Run("scan", "--quiet", "latin.yaml").Errors);
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

        _folder.Write("one.yaml", Sample.Warning().Replace("{memory: 128Mi, cpu: 100m}", "{cpu: 100m}", StringComparison.Ordinal));
        Assert.Equal(
            "manifestlint: not told one.yaml:14:11: ML1003 memory-request-missing: container app has no memory request (told by ML1001, line 13)\n",
            Run("scan", "one.yaml", "--verbose").Error
        );
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
               = write: memory limit of at least 128Mi (the request)
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
