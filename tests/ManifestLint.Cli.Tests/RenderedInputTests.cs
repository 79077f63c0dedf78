using System.Text;
using System.Text.Json;
using ManifestLint.Cli.Tests.Files;
using ManifestLint.Tests;

namespace ManifestLint.Cli.Tests;

/// <summary>Standard input as <c>helm template</c> prints it. Source: helm v3 pkg/action/action.go (renderResources), cmd/helm/template.go.</summary>
public sealed class RenderedInputTests : IDisposable
{
    private const string Config = "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: options\ndata:\n  JAVA_TOOL_OPTIONS: -Xmx900m\n";

    private const string Java = """
        apiVersion: v1
        kind: Pod
        metadata:
          name: java
        spec:
          containers:
            - name: app
              image: eclipse-temurin:21
              command: [java, -jar, app.jar]
              envFrom: [{configMapRef: {name: options}}]
              resources: {requests: {memory: 1Gi, cpu: 1}, limits: {memory: 1Gi, cpu: 1}}

        """;

    // helm sorts by kind, so that the documents of one template come apart; the blank line before a comment is the template's own.
    private static readonly string Rendered =
        Source("web/templates/config/options.yaml", Config)
        + Source("web/charts/db/templates/db.yaml", "\n" + Sample.Warning("db"))
        + Source("web/templates/web.yaml", Sample.Clean)
        + Source("web/templates/java.yaml", Java)
        + Source("web/templates/web.yaml", Sample.Warning("second"))
        + Source("web/templates/tests.yaml", "# nothing is rendered here\n");

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_finding_names_the_template_and_the_line_of_its_rendering()
    {
        var run = Scan(Rendered, "--format", "concise", "--fail-on", "warning");
        Assert.Equal((1, ""), (run.ExitCode, run.Error));
        Assert.Equal(
            [
                Sample.WarningLine("web/charts/db/templates/db.yaml", 16, "db", isRendered: true),
                Sample.WarningLine("web/templates/web.yaml", 2 + 14 + 2 + 13, "second", isRendered: true),
            ],
            run.Lines.Where(l => l.Contains("ML1001", StringComparison.Ordinal))
        );
        // Its neighbours are the templates beside it, in whichever folder.
        Assert.Contains(run.Lines, l =>
            l.StartsWith("web/templates/", StringComparison.Ordinal)
            && l.Contains("-Xmx900m", StringComparison.Ordinal)
            && l.Contains("ML3001", StringComparison.Ordinal)
        );
    }

    [Fact]
    public void The_lines_are_those_of_the_file_that_helm_would_write()
    {
        // helm template --output-dir: each document is appended to the file of its template.
        var files = Rendered
            .Split("---\n", StringSplitOptions.RemoveEmptyEntries)
            .GroupBy(d => d[..d.IndexOf('\n')], d => "---\n" + d)
            .ToDictionary(g => g.Key["# Source: ".Length..], string.Concat);
        foreach (var (name, text) in files)
            _folder.Write("out/" + name, text);
        using var streamed = JsonDocument.Parse(Scan(Rendered, "--format", "json").Output);
        using var written = JsonDocument.Parse(CliProcess.Run(_folder.At("out"), "scan", ".", "--format", "json", "--exit-zero").Output);
        static string[] Places(JsonDocument document) =>
            [
                .. document
                    .RootElement.GetProperty("findings")
                    .EnumerateArray()
                    .Where(f => f.GetProperty("rule").GetString() == "ML1001")
                    .Select(f =>
                        $"{f.GetProperty("file")}:{f.GetProperty("line")}:{f.GetProperty("column")} {f.GetProperty("fingerprint")}"
                    ),
            ];
        Assert.Equal(2, Places(streamed).Length);
        Assert.Equal(Places(written), Places(streamed));
    }

    [Theory]
    [InlineData("sarif", "\"uri\": \"web/templates/web.yaml\"")]
    [InlineData("github", "::warning file=web/templates/web.yaml,line=31,")]
    [InlineData("gitlab", "\"path\": \"web/templates/web.yaml\"")]
    [InlineData("junit", "web/templates/web.yaml")]
    [InlineData("markdown", "web/templates/web.yaml")]
    [InlineData("checkstyle", "web/templates/web.yaml")]
    [InlineData("rdjson", "\"path\": \"web/templates/web.yaml\"")]
    [InlineData("concise", ", rendered line) [")]
    [InlineData("json", "\"rendered\":true")]
    [InlineData("text", "\n31 |         resources:\n")]
    public void Every_format_names_it(string format, string text) =>
        Assert.Contains(
            text.Replace("\": \"", "\":\"", StringComparison.Ordinal),
            Scan(Rendered, "--format", format).Output.Replace("\": \"", "\":\"", StringComparison.Ordinal),
            StringComparison.Ordinal
        );

    [Fact]
    public void The_JSON_is_as_its_schema_says()
    {
        using var json = JsonDocument.Parse(Scan(Rendered, "--format", "json").Output);
        Assert.Empty(JsonSchema.Load("manifestlint-scan.schema.json").Check(json.RootElement));
    }

    [Fact]
    public void Suppressions_overrides_and_a_baseline_go_by_the_template()
    {
        string web = Sample.Warning("second");
        Assert.Equal(
            0,
            Scan(
                Source(
                    "web/templates/web.yaml",
                    web.Replace(
                        "      - name: app",
                        "      # manifestlint: ignore[ML1001] measured\n      - name: app",
                        StringComparison.Ordinal
                    )
                )
            ).ExitCode
        );
        Assert.Equal(0, Scan(Source("web/templates/web.yaml", "# manifestlint: ignore-file[ML1001] measured\n" + web)).ExitCode);
        _folder.Write(".manifestlint.yaml", "overrides: [{paths: ['web/templates/**'], rules: {ML1001: off}}]\n");
        Assert.Equal(
            ["web/charts/db/templates/db.yaml"],
            Scan(Rendered, "--format", "concise")
                .Lines.Where(l => l.Contains("ML1001", StringComparison.Ordinal))
                .Select(l => l.Split(':')[0])
        );
        File.Delete(_folder.At(".manifestlint.yaml"));

        Assert.Equal(0, Scan(Rendered, "--write-baseline", "baseline.json").ExitCode);
        Assert.Equal((0, ""), Scan(Rendered, "--baseline", "baseline.json") is var again ? (again.ExitCode, again.Error) : default);
        var more = Scan(
            Rendered + Source("web/templates/web.yaml", Sample.Warning("third")),
            "--baseline",
            "baseline.json",
            "--format",
            "concise"
        );
        Assert.StartsWith("web/templates/web.yaml:", Assert.Single(more.Lines), StringComparison.Ordinal);
        Assert.Contains(
            "1 finding of baseline.json is gone",
            Scan(
                Source("web/templates/web.yaml", Sample.Warning("second"))
                    + Source("web/templates/java.yaml", Java)
                    + Source("web/templates/config/options.yaml", Config),
                "--baseline",
                "baseline.json"
            ).Error,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void Documents_without_a_name_belong_to_the_one_before()
    {
        // A file of custom resource definitions comes as it is, documents and all.
        string crds = Source("web/crds/all.yaml", Sample.Clean + "---\n" + Sample.Warning("crd"));
        Assert.Equal(
            [Sample.WarningLine("web/crds/all.yaml", 2 + 14 + 1 + 13, "crd", isRendered: true)],
            Scan(crds, "--format", "concise").Lines
        );
        Assert.StartsWith("<stdin>:13:9: warning", Scan(Sample.Warning() + crds, "--format", "concise").Lines[0], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/etc/web.yaml")]
    [InlineData("../../web.yaml")]
    [InlineData("C:\\web.yaml")]
    [InlineData("")]
    public void A_name_that_leads_elsewhere_is_not_taken(string name) =>
        Assert.Equal([Sample.WarningLine("<stdin>", 15)], Scan(Source(name, Sample.Warning()), "--format", "concise").Lines);

    [Fact]
    public void Line_ends_of_Windows_and_a_comment_that_is_none_change_nothing()
    {
        string[] lines = Scan(Rendered.Replace("\n", "\r\n", StringComparison.Ordinal), "--format", "concise").Lines;
        Assert.Equal(Scan(Rendered, "--format", "concise").Lines, lines);
        Assert.Equal(
            [Sample.WarningLine("<stdin>")],
            Scan(Sample.Warning() + "# Source: not/at/the/top.yaml\n", "--format", "concise").Lines
        );
    }

    private static string Source(string name, string text) => $"---\n# Source: {name}\n{text}";

    private CliResult Scan(string input, params string[] arguments) =>
        CliProcess.Run(new CliRun(_folder.Path, ["scan", "-", .. arguments]) { Input = Encoding.UTF8.GetBytes(input) });
}
