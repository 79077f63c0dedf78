using System.Text.Json;
using ManifestLint.Cli.Tests.Files;

namespace ManifestLint.Cli.Tests;

/// <summary>contracts.md C1: options of scan that say which rules run, which findings count and which files are read.</summary>
public sealed class FilterTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public FilterTests()
    {
        _folder.Write("error.yaml", Sample.Error);
        _folder.Write("note.yaml", Sample.Note);
        _folder.Write("warning.yaml", Sample.Warning());
    }

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("", "ML1001 ML1002 ML1008")]
    [InlineData("--select ML1001", "ML1001")]
    [InlineData("--select ml1001,memory-limit-below-request", "ML1001 ML1002")]
    [InlineData("--select ML1001 --select ML1008", "ML1001 ML1008")]
    [InlineData("--select=ML100 --ignore ML1001,", "ML1002 ML1005 ML1008")]
    [InlineData("--select ML10 --ignore ML1 .", "")]
    [InlineData("--select ML3", "")]
    [InlineData("--ignore ML1001", "ML1002 ML1008")]
    [InlineData("--ignore memory-limit-below-runtime-minimum --ignore ML1002,ML2", "ML1001")]
    // Off by default.
    [InlineData("--select cpu-limit-missing", "ML1005")]
    [InlineData("--select ML1005 --ignore ML1005", "")]
    public void Only_the_rules_that_are_asked_for_run(string options, string rules) => Assert.Equal(rules, Rules(options));

    [Fact]
    public void They_are_asked_for_over_the_configuration()
    {
        _folder.Write(
            ".manifestlint.yaml",
            "rules: {ML1001: off, ML1002: warning, ML1005: error}\noverrides: [{paths: note.yaml, rules: {ML1008: off}}]\n"
        );
        Assert.Equal("ML1002 ML1005", Rules(""));
        Assert.Equal("ML1001 ML1008", Rules("--select ML1001,ML1008"));
        Assert.Equal("ML1002", Rules("--ignore ML1005"));
        // The severity is still that of the configuration.
        Assert.StartsWith("error.yaml:", Scan("--select", "ML1002", "--format", "concise").Output, StringComparison.Ordinal);
        Assert.Equal(0, Scan("--select", "ML1002", "--fail-on", "error").ExitCode);
        Assert.Equal(1, Scan("--select", "ML1005", "--fail-on", "error").ExitCode);
        _folder.Write(".manifestlint.yaml", "overrides: [{paths: '**', rules: {ML1005: error}}]\n");
        Assert.Equal("ML1001 ML1002 ML1008", Rules("--ignore ML1005"));
    }

    [Theory]
    [InlineData("--select ML1099", "--select: there is no rule ML1099 (did you mean ML1009?)")]
    [InlineData("--ignore memory-limit-mising", "--ignore: there is no rule memory-limit-mising (did you mean memory-limit-missing?)")]
    [InlineData("--ignore ML1001,yaml", "--ignore: there is no rule yaml (did you mean yaml-syntax-error?)")]
    [InlineData("--select ML9", "--select: there is no rule ML9 (did you mean ML0?)")]
    [InlineData("--select everything", "--select: there is no rule everything (manifestlint rules lists all)")]
    [InlineData("--select ,", "--select: ',' names no rule")]
    [InlineData("--min-severity warn", "--min-severity: 'warn' is none of error, warning, note (did you mean warning?)")]
    public void What_is_no_rule_or_severity_is_2(string line, string message)
    {
        var result = Scan(line.Split(' '));
        Assert.Equal((2, "", $"manifestlint: {message}\n"), (result.ExitCode, result.Output, result.Error));
    }

    [Theory]
    [InlineData("note", 3, 1)]
    [InlineData("warning", 2, 1)]
    [InlineData("error", 1, 1)]
    public void What_is_below_the_severity_decides_nothing_and_is_counted(string severity, int left, int exit)
    {
        var result = Scan("--min-severity", severity);
        Assert.Equal(exit, result.ExitCode);
        int gone = 3 - left;
        string line = $"left out {gone} {(gone == 1 ? "finding" : "findings")} below {severity} (--min-severity)\n";
        Assert.Equal(gone > 0, result.Output.Contains(line, StringComparison.Ordinal));
        string[] formats = ["concise", "json", "sarif", "github", "gitlab", "junit", "markdown", "checkstyle", "rdjson"];
        Scan(["--min-severity", severity, .. formats.SelectMany(f => new[] { "--report", $"{f}=out-{f}.txt" })]);
        foreach (string format in formats)
        {
            string output = File.ReadAllText(_folder.At($"out-{format}.txt"));
            Assert.Equal(
                left,
                new[] { "error.yaml", "warning.yaml", "note.yaml" }.Count(f => output.Contains(f, StringComparison.Ordinal))
            );
        }
    }

    [Fact]
    public void What_is_left_out_cannot_fail()
    {
        Assert.Equal(1, Scan("note.yaml", "--fail-on", "note").ExitCode);
        Assert.Equal(0, Scan("note.yaml", "--fail-on", "note", "--min-severity", "warning").ExitCode);
        // Two filters are two lines.
        Assert.Contains(
            "left out 2 findings below error (--min-severity)\n",
            Scan("--min-severity", "error", "--only-certain").Output,
            StringComparison.Ordinal
        );
        // What is suppressed is left out of JSON, too.
        _folder.Write("note.yaml", "# manifestlint: ignore-file[ML1008] known\n" + Sample.Note);
        Assert.Single(Severities(), s => s == "note");
        Assert.DoesNotContain("note", Severities("--min-severity", "warning"));
    }

    [Fact]
    public void A_baseline_holds_what_is_left_out()
    {
        Assert.Equal(0, Scan("--min-severity", "error", "--write-baseline", "accepted.json").ExitCode);
        var later = Scan("--baseline", "accepted.json", "--fail-on", "note");
        Assert.Equal((0, ""), (later.ExitCode, later.Error));
        Assert.Equal("", Scan("--baseline", "accepted.json", "--min-severity", "error").Error);
    }

    [Theory]
    [InlineData("", "a/pod.yaml a/vendor/pod.yaml vendor/deep/pod.yaml")]
    [InlineData("--exclude vendor", "a/pod.yaml")]
    [InlineData("--exclude **/vendor/**", "a/pod.yaml")]
    [InlineData("--exclude a/vendor/", "a/pod.yaml vendor/deep/pod.yaml")]
    [InlineData("--exclude ./vendor", "a/pod.yaml a/vendor/pod.yaml")]
    [InlineData("--exclude a/*.yaml --exclude vendor/deep", "a/vendor/pod.yaml")]
    [InlineData("--exclude $PWD/a", "vendor/deep/pod.yaml")]
    [InlineData("--exclude ../../else", "a/pod.yaml a/vendor/pod.yaml vendor/deep/pod.yaml")]
    public void Files_are_left_out_of_folders(string options, string files)
    {
        foreach (string file in new[] { "a/pod.yaml", "a/vendor/pod.yaml", "vendor/deep/pod.yaml" })
            _folder.Write("tree/" + file, Sample.Warning());
        // Relative to the current folder, wherever the scanned one lies.
        foreach (string at in new[] { "tree", "tree/else/where" })
        {
            string path = at == "tree" ? "." : "../..",
                prefix = at == "tree" ? "" : "../../",
                words = at == "tree" ? options.Replace("$PWD", _folder.At("tree"), StringComparison.Ordinal) : Moved(options);
            _folder.Folder(at);
            var result = CliProcess.Run(
                _folder.At(at),
                ["scan", "--no-config", "--format", "concise", path, .. words.Split(' ', StringSplitOptions.RemoveEmptyEntries)]
            );
            Assert.Equal(files.Split(' ').Select(f => prefix + f), result.Lines.Select(l => l.Split(':')[0]));
        }

        static string Moved(string options) =>
            options
                .Replace("$PWD/", "../../", StringComparison.Ordinal)
                .Replace("./vendor", "../../vendor", StringComparison.Ordinal)
                .Replace(" a/", " ../../a/", StringComparison.Ordinal)
                .Replace(" vendor/", " ../../vendor/", StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_excluded_adds_to_the_configuration_and_named_files_are_read()
    {
        _folder.Write(".manifestlint.yaml", "exclude: [error.yaml]\n");
        Assert.Equal(["warning.yaml"], Files("--exclude", "note.yaml"));
        Assert.Equal(["note.yaml"], Files("--exclude", "*.yaml", "note.yaml"));
        var none = Scan("--exclude", "*");
        Assert.Equal(
            (2, "manifestlint: no Kubernetes manifest in .: of what is there, 4 are left out by the configuration or --exclude\n"),
            (none.ExitCode, none.Error)
        );
    }

    private string Rules(string options)
    {
        var result = Scan([.. options.Split(' ', StringSplitOptions.RemoveEmptyEntries), "--format", "concise"]);
        Assert.Equal("", result.Error);
        return string.Join(' ', result.Lines.Select(l => l[(l.LastIndexOf('[') + 1)..][..6]).Distinct().Order(StringComparer.Ordinal));
    }

    private IEnumerable<string> Files(params string[] options) =>
        Scan([.. options, "--format", "concise"]).Lines.Select(l => l.Split(':')[0]).Distinct();

    private string[] Severities(params string[] options)
    {
        using var document = JsonDocument.Parse(Scan([.. options, "--format", "json"]).Output);
        return [.. document.RootElement.GetProperty("findings").EnumerateArray().Select(f => f.GetProperty("severity").GetString()!)];
    }

    private CliResult Scan(params string[] options) => CliProcess.Run(_folder.Path, ["scan", .. options]);
}
