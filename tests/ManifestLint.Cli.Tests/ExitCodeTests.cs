using ManifestLint.Cli.Tests.Files;

namespace ManifestLint.Cli.Tests;

/// <summary>contracts.md C1: exit codes, and what is said with each.</summary>
public sealed class ExitCodeTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public ExitCodeTests()
    {
        _folder.Write("clean.yaml", Sample.Clean);
        _folder.Write("note.yaml", Sample.Note);
        _folder.Write("warning.yaml", Sample.Warning());
        _folder.Write("error.yaml", Sample.Error);
        _folder.Folder("k8s");
        _folder.Folder("test");
    }

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("clean.yaml", 0)]
    [InlineData("note.yaml", 0)]
    [InlineData("warning.yaml", 1)]
    [InlineData("error.yaml", 1)]
    [InlineData("note.yaml --fail-on note", 1)]
    [InlineData("note.yaml --fail-on warning", 0)]
    [InlineData("warning.yaml --fail-on error", 0)]
    [InlineData("error.yaml --fail-on error", 1)]
    [InlineData("error.yaml --fail-on never", 0)]
    [InlineData("error.yaml --exit-zero", 0)]
    [InlineData("missing.yaml --exit-zero", 2)]
    public void Severity_decides(string line, int exit)
    {
        var result = Scan([.. line.Split(' '), "--format", "concise"]);
        Assert.Equal(exit, result.ExitCode);
        Assert.Equal(exit == 2 ? 1 : 0, result.Errors.Length);
        Assert.Equal(line.StartsWith("clean", StringComparison.Ordinal) || exit == 2 ? 0 : 1, result.Lines.Length);
    }

    [Theory]
    [InlineData("text")]
    [InlineData("concise")]
    [InlineData("json")]
    [InlineData("sarif")]
    public void It_is_the_same_for_every_format(string format)
    {
        Assert.Equal(0, Scan("note.yaml", "--format", format).ExitCode);
        Assert.Equal(1, Scan("warning.yaml", "--format", format).ExitCode);
        Assert.Equal(2, Scan("missing.yaml", "--format", format).ExitCode);
    }

    [Theory]
    [InlineData("scna", "unknown command scna (did you mean scan?)")]
    [InlineData("inspcet web.yaml", "unknown command inspcet (did you mean inspect?)")]
    [InlineData("--nope", "unknown option --nope (--help lists what there is)")]
    [InlineData("scan --fail-onn error error.yaml", "unknown option --fail-onn (did you mean --fail-on?)")]
    [InlineData("scan --formt=json error.yaml", "unknown option --formt (did you mean --format?)")]
    [InlineData("scan error.yaml --node-memroy 8Gi", "unknown option --node-memroy (did you mean --node-memory?)")]
    [InlineData("inspect --strict", "unknown option --strict (--help lists what there is)")]
    [InlineData(
        "scan --format xml",
        "--format: 'xml' is none of text, concise, json, sarif, github, gitlab, junit, markdown, checkstyle, rdjson"
    )]
    [InlineData("inspect --format sarif", "--format: 'sarif' is none of text, json")]
    [InlineData("scan --fail-on fatal", "--fail-on: 'fatal' is none of error, warning, note, never (did you mean error?)")]
    [InlineData("scan --fail-on none", "--fail-on: 'none' is none of error, warning, note, never (did you mean never?)")]
    [InlineData("scan --fail-on all", "--fail-on: 'all' is none of error, warning, note, never")]
    [InlineData("scan --min-severity errors", "--min-severity: 'errors' is none of error, warning, note (did you mean error?)")]
    [InlineData("scan --min-severity info", "--min-severity: 'info' is none of error, warning, note (did you mean note?)")]
    [InlineData("scan --min-severity off", "--min-severity: 'off' is none of error, warning, note")]
    [InlineData(
        "scan -f error.yaml",
        "--format: 'error.yaml' is none of text, concise, json, sarif, github, gitlab, junit, markdown, checkstyle, rdjson (did you mean error.yaml without -f?)"
    )]
    [InlineData("inspect -f jsn", "--format: 'jsn' is none of text, json (did you mean json?)")]
    [InlineData("completions powershell", "'powershell' is none of bash, zsh, fish, pwsh (did you mean pwsh?)")]
    [InlineData("completions BASH", "'BASH' is none of bash, zsh, fish, pwsh (did you mean bash?)")]
    [InlineData("scan -k k8s", "unknown option -k (did you mean --kustomize?)")]
    [InlineData("config -k", "unknown option -k (--help lists what there is)")]
    [InlineData("scan --disable=ML1001 k8s", "unknown option --disable (did you mean --ignore?)")]
    [InlineData("scan -R k8s", "unknown option -R (a folder is searched with all that is below it)")]
    [InlineData("scan --filename error.yaml", "unknown option --filename (paths are given without an option)")]
    [InlineData("scan k8s --select ML3001 ML2003", "ML2003 does not exist (rules are separated by commas: --select ML1001,ML2001)")]
    [InlineData("explain error.yaml", "explain takes a line of a file: manifestlint explain error.yaml:LINE (scan prints them)")]
    [InlineData("explain 3001", "there is no rule 3001 (did you mean ML3001?)")]
    [InlineData(
        "explain go-memory",
        "there is no rule go-memory (did you mean go-memory-limit-above-budget, go-memory-limit-malformed, go-memory-limit-from-node?)"
    )]
    [InlineData("explain ML3", "there is no rule ML3 (manifestlint rules lists all; a line of a manifest is FILE:LINE)")]
    [InlineData("scan --kubernetes-version 1.99", "--kubernetes-version: '1.99' is not a Kubernetes version between 1.28 and 1.37")]
    [InlineData("scan --node-memory much", "--node-memory: 'much' is not an amount of memory such as 16Gi")]
    [InlineData("scan --node-cpus 0", "--node-cpus: '0' is not a number of cpus such as 4")]
    [InlineData("scan --java-version seventeen", "--java-version: 'seventeen' is not a Java version such as 17")]
    [InlineData("scan --jobs 0", "--jobs: '0' is not a number of jobs such as 4")]
    [InlineData("scan --color sometimes", "--color: 'sometimes' is not auto, always or never")]
    [InlineData(
        "scan --report sarif",
        "--report: 'sarif' is not a FORMAT=FILE with one of text, concise, json, sarif, github, gitlab, junit, markdown, checkstyle, rdjson"
    )]
    [InlineData(
        "scan --report xml=x",
        "--report: 'xml=x' is not a FORMAT=FILE with one of text, concise, json, sarif, github, gitlab, junit, markdown, checkstyle, rdjson"
    )]
    [InlineData("scan --output", "Required argument missing for option: '--output'")]
    [InlineData("scan --format json --format text", "Option '--format' expects a single argument but 2 were provided")]
    [InlineData("k8s/", "unknown command k8s/ (did you mean: manifestlint scan k8s/?)")]
    [InlineData("k8s", "unknown command k8s (did you mean: manifestlint scan k8s?)")]
    [InlineData("error.yaml -f json", "unknown command error.yaml (did you mean: manifestlint scan error.yaml -f json?)")]
    [InlineData("*.yml k8s", "unknown command *.yml (did you mean: manifestlint scan '*.yml' k8s?)")]
    [InlineData("missing.yaml", "unknown command missing.yaml (did you mean: manifestlint scan missing.yaml?)")]
    [InlineData("- -q", "unknown command - (did you mean: manifestlint scan - -q?)")]
    [InlineData("a b c d e f g h i j", "unknown command a (--help lists what there is)")]
    [InlineData("k8s b c d e f g h i j", "unknown command k8s (did you mean: manifestlint scan k8s b c d e f g h …?)")]
    [InlineData("lint k8s", "unknown command lint (did you mean: manifestlint scan k8s?)")]
    [InlineData("check", "unknown command check (did you mean: manifestlint scan?)")]
    [InlineData("validate --strict k8s", "unknown command validate (did you mean: manifestlint scan --strict k8s?)")]
    [InlineData("test", "unknown command test (did you mean: manifestlint scan test?)")]
    [InlineData("test k8s", "unknown command test (did you mean: manifestlint scan k8s?)")]
    [InlineData("describe k8s", "unknown command describe (did you mean: manifestlint inspect k8s?)")]
    [InlineData("help", "unknown command help (did you mean: manifestlint --help?)")]
    [InlineData("help scan", "unknown command help (did you mean: manifestlint scan --help?)")]
    [InlineData("version", "unknown command version (did you mean: manifestlint --version?)")]
    [InlineData("-V", "unknown option -V (did you mean: manifestlint --version?)")]
    [InlineData("--format json k8s", "unknown option --format (did you mean: manifestlint scan --format json k8s?)")]
    [InlineData("--hlep", "unknown option --hlep (did you mean --help?)")]
    [InlineData("ML1001", "unknown command ML1001 (did you mean: manifestlint explain ML1001?)")]
    [InlineData("memory-limit-missing", "unknown command memory-limit-missing (did you mean: manifestlint explain memory-limit-missing?)")]
    [InlineData("error.yaml:12:3", "unknown command error.yaml:12:3 (did you mean: manifestlint explain error.yaml:12:3?)")]
    [InlineData("rules ML1001", "rules does not take ML1001 (manifestlint rules --help tells what it takes)")]
    [InlineData("scan --kube 1.30", "unknown option --kube (did you mean --kubernetes-version?)")]
    [InlineData("scan -o json", "-o json would write a file of that name: -f json chooses the format (-o ./json for the file)")]
    [InlineData("scan -o JSON k8s", "-o JSON would write a file of that name: -f json chooses the format (-o ./JSON for the file)")]
    [InlineData(
        "scan k8s -o yaml",
        "-o yaml would write a file of that name: there is no format yaml, and -f chooses one (-o ./yaml for the file)"
    )]
    [InlineData(
        "inspect -owide",
        "-o wide would write a file of that name: there is no format wide, and -f chooses one (-o ./wide for the file)"
    )]
    [InlineData(
        "scan --output jsonpath={.items}",
        "-o jsonpath={.items} would write a file of that name: there is no format jsonpath, and -f chooses one (-o ./jsonpath={.items} for the file)"
    )]
    [InlineData(
        "inspect --output text k8s",
        "-o text would write a file of that name: -f text chooses the format (-o ./text for the file)"
    )]
    public void Bad_usage_is_2_and_says_what_to_do(string line, string message)
    {
        var result = CliProcess.Run(_folder.Path, line.Split(' '));
        Assert.Equal((2, "", $"manifestlint: {message}\n"), (result.ExitCode, result.Output, result.Error));
    }

    // A variable that is not set leaves nothing behind the option.
    [Theory]
    [InlineData("scan --baseline|", "--baseline")]
    [InlineData("scan --baseline=", "--baseline")]
    [InlineData("scan --baseline= error.yaml", "--baseline")]
    [InlineData("scan --write-baseline|", "--write-baseline")]
    [InlineData("scan -o|", "--output")]
    [InlineData("scan -o= new.txt", "--output")]
    [InlineData("inspect --output|", "--output")]
    [InlineData("scan --config|", "--config")]
    [InlineData("config --config|", "--config")]
    [InlineData("scan --kustomize|", "--kustomize")]
    [InlineData("scan --namespace|", "--namespace")]
    [InlineData("scan --report|", "--report")]
    [InlineData("scan --format|", "--format")]
    [InlineData("scan --select|", "--select")]
    [InlineData("scan --exclude|", "--exclude")]
    [InlineData("scan -j|", "--jobs")]
    public void An_empty_value_is_2_and_names_its_option(string line, string option)
    {
        var result = CliProcess.Run(_folder.Path, [.. line.Split(' ').SelectMany(w => w.EndsWith('|') ? new[] { w[..^1], "" } : [w])]);
        Assert.Equal((2, "", $"manifestlint: {option}: an empty text names nothing\n"), (result.ExitCode, result.Output, result.Error));
        Assert.Empty(Directory.GetFiles(_folder.Path, "*.txt"));
    }

    [Fact]
    public void A_path_that_starts_with_a_dash_or_an_at_sign_is_one()
    {
        _folder.Write("-odd.yaml", Sample.Warning());
        _folder.Write("@odd.yaml", Sample.Warning());
        Assert.Equal(
            [Sample.WarningLine("-odd.yaml"), Sample.WarningLine("@odd.yaml")],
            Scan("--format", "concise", "--", "-odd.yaml", "@odd.yaml").Lines
        );
    }

    [Fact]
    public void Without_arguments_there_is_help()
    {
        var result = CliProcess.Run(_folder.Path);
        Assert.Equal((0, ""), (result.ExitCode, result.Error));
        Assert.Equal(result.Output, CliProcess.Run(_folder.Path, "--help").Output);
        Assert.Contains("scan <PATH>", result.Output, StringComparison.Ordinal);
        Assert.Contains("inspect <PATH>", result.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--help")]
    [InlineData("scan", "--help")]
    [InlineData("inspect", "--help")]
    public void Help_fits_80_columns(params string[] arguments)
    {
        var result = CliProcess.Run(_folder.Path, arguments);
        Assert.Equal((0, ""), (result.ExitCode, result.Error));
        Assert.DoesNotContain(result.Lines, line => line.Length > 80);
    }

    [Fact]
    public void The_version_is_a_version()
    {
        var result = CliProcess.Run(_folder.Path, "--version");
        Assert.Equal((0, ""), (result.ExitCode, result.Error));
        Assert.Matches(@"^\d+\.\d+\.\d+(\+[0-9a-f]+)?\n$", result.Output);
    }

    private CliResult Scan(params string[] arguments) => CliProcess.Run(_folder.Path, ["scan", .. arguments]);
}
