using System.Globalization;
using System.Text.Json;
using ManifestLint.Cli.Tests;
using ManifestLint.Findings;
using ManifestLint.Reporting;
using ManifestLint.Rules;
using ManifestLint.Tests;
using ManifestLint.Yaml;
using Xunit.Abstractions;

namespace ManifestLint.Oracles;

/// <summary>Our SARIF through Microsoft's validator, with the rules that GitHub code scanning adds.</summary>
public sealed class SarifOracleTests(ITestOutputHelper output)
{
    [OracleFact("sarif-multitool", "node")]
    public void The_validator_finds_neither_error_nor_warning() => Validate(Findings(3));

    [OracleFact("sarif-multitool", "node")]
    public void A_log_without_findings_is_valid_too() => Validate([]);

    [OracleFact("sarif-multitool", "node")]
    public void What_the_program_says_of_the_examples_is_valid() => ValidateScan(VectorFiles.RepositoryRoot(), "examples");

    [OracleFact("sarif-multitool", "node", Oracle.RealManifests)]
    [Trait("Category", "Corpus")]
    public void What_the_program_says_of_real_manifests_is_valid() => ValidateScan(Corpus.Folder, ".");

    [OracleFact("sarif-multitool", "node")]
    public void What_the_program_says_of_a_stream_of_templates_is_valid() =>
        Validate(log =>
        {
            string rendered = string.Concat(
                new[] { "../outside.yaml", "web/templates/web.yaml", "web/templates/a b.yaml" }.Select(name =>
                    $"---\n# Source: {name}\n{Manifest}"
                )
            );
            var run = new CliRun(Path.GetTempPath(), "scan", "-", "--fail-on", "note", "--format", "sarif", "--output", log)
            {
                Input = System.Text.Encoding.UTF8.GetBytes(rendered),
            };
            var result = CliProcess.Run(run);
            Assert.Equal((1, ""), (result.ExitCode, result.Error));
            Assert.Equal(["stdin", "web/templates/a b.yaml", "web/templates/web.yaml"], Uris(log));
        });

    [OracleFact("sarif-multitool", "node")]
    public void What_the_program_says_of_suppressions_and_a_baseline_is_valid() =>
        Validate(log =>
        {
            string folder = Path.GetDirectoryName(log)!,
                manifest = Path.Combine(folder, "a.yaml");
            File.WriteAllText(
                manifest,
                Manifest.Replace(
                    "- name: app",
                    "- name: app # manifestlint: ignore[ML1001] behind the name alone",
                    StringComparison.Ordinal
                )
            );
            Assert.Equal(0, CliProcess.Run(folder, "scan", "a.yaml", "--write-baseline", "b.json").ExitCode);
            File.WriteAllText(
                manifest,
                "# manifestlint: ignore-document[ML1001] until=2999-12-31 measured\n"
                    + Manifest
                    + "---\n"
                    + Manifest.Replace("name: web", "name: other", StringComparison.Ordinal)
            );
            var result = CliProcess.Run(
                folder,
                "scan",
                "a.yaml",
                "--baseline",
                "b.json",
                "--fail-on",
                "note",
                "--format",
                "sarif",
                "--output",
                log
            );
            Assert.Equal(1, result.ExitCode);
            Assert.Contains("\"justification\":\"measured\"", File.ReadAllText(log), StringComparison.Ordinal);
            Assert.Contains("\"baselineState\":\"new\"", File.ReadAllText(log), StringComparison.Ordinal);
        });

    [OracleFact("sarif-multitool", "node")]
    public void What_the_program_says_of_a_kustomization_is_valid() =>
        Validate(log =>
        {
            string folder = Path.GetDirectoryName(log)!;
            Directory.CreateDirectory(Path.Combine(folder, "base"));
            File.WriteAllText(Path.Combine(folder, "base/web.yaml"), Manifest);
            File.WriteAllText(Path.Combine(folder, "base/kustomization.yaml"), "resources: [web.yaml]\n");
            File.WriteAllText(
                Path.Combine(folder, "kustomization.yaml"),
                "resources: [base]\npatches:\n  - target: {kind: Pod}\n    patch: '[{\"op\": \"add\", \"path\": \"/spec/containers/0/resources/limits\", \"value\": {\"memory\": \"1m\"}}]'\n"
            );
            var result = CliProcess.Run(new CliRun(folder, "scan", "--kustomize", ".", "--format", "sarif", "--output", log));
            Assert.Equal((1, ""), (result.ExitCode, result.Error));
            Assert.Equal(["kustomization.yaml"], Uris(log));
        });

    private const string Manifest =
        "apiVersion: v1\nkind: Pod\nmetadata: {name: web}\nspec:\n  containers:\n    - name: app\n      image: registry.example.com/web:1\n      resources: {requests: {memory: 1Gi, cpu: 1}}\n";

    private static string[] Uris(string log)
    {
        using var document = JsonDocument.Parse(File.ReadAllText(log));
        return
        [
            .. document
                .RootElement.GetProperty("runs")[0]
                .GetProperty("results")
                .EnumerateArray()
                .Select(r =>
                    Uri.UnescapeDataString(
                        r.GetProperty("locations")[0]
                            .GetProperty("physicalLocation")
                            .GetProperty("artifactLocation")
                            .GetProperty("uri")
                            .GetString()!
                    )
                )
                .Distinct()
                .Order(StringComparer.Ordinal),
        ];
    }

    private void ValidateScan(string folder, string path) =>
        Validate(log =>
        {
            var result = CliProcess.Run(folder, "scan", path, "--format", "sarif", "--output", log);
            Assert.Equal((1, ""), (result.ExitCode, result.Error));
        });

    private void Validate(IEnumerable<ReportedFinding> findings) =>
        Validate(log =>
        {
            using var stream = File.Create(log);
            SarifReporter.Write(Result(findings), Run, stream);
        });

    private void Validate(Action<string> write)
    {
        var folder = Directory.CreateTempSubdirectory("manifestlint-sarif");
        try
        {
            string log = Path.Combine(folder.FullName, "log.sarif"),
                verdict = Path.Combine(folder.FullName, "verdict.sarif");
            write(log);
            // The npm package hands its arguments to a shell once more, which would split them at the semicolon; hence the quotes inside.
            var (exitCode, printed, error) = Oracle.Run(
                "sarif-multitool",
                ["validate", log, "--rule-kind", "\"Sarif;Ghas\"", "--output", verdict, "--level", "\"Error;Warning;Note\""]
            );
            Assert.True(File.Exists(verdict), $"{exitCode} {printed} {error}");
            using var document = JsonDocument.Parse(File.ReadAllText(verdict));
            var problems = document
                .RootElement.GetProperty("runs")[0]
                .GetProperty("results")
                .EnumerateArray()
                .Select(r =>
                    (
                        Rule: r.GetProperty("ruleId").GetString()!,
                        Level: r.TryGetProperty("level", out var level) ? level.GetString()! : "warning",
                        Text: r.GetProperty("message").GetRawText()
                    )
                )
                .ToList();
            foreach (var problem in problems.GroupBy(p => (p.Rule, p.Level)))
                output.WriteLine($"{problem.Key}: {problem.Count()}: {problem.First().Text}");
            Assert.DoesNotContain(problems, p => p.Level is "error" or "warning" && p.Rule != "SARIF2006");
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static SarifRun Run =>
        new()
        {
            Version = "0.1.0",
            ExitCode = 1,
            Rules =
            [
                Page("ML1001", "memory-limit-missing", "warning"),
                Page("ML1002", "memory-limit-below-request", "error"),
                Page("ML1005", "cpu-limit-missing", "off"),
            ],
            VersionControl = new VersionControl("https://github.com/example/shop", "0123456789abcdef0123456789abcdef01234567", "main"),
        };

    private static LintResult Result(IEnumerable<ReportedFinding> findings) =>
        new()
        {
            Findings = [.. findings],
            Skipped =
            [
                new SkippedFile("charts/a b/100%.yaml", SkipCause.Template),
                new SkippedFile("k8s/secret.yaml", SkipCause.Unreadable) { Problem = "permission denied" },
            ],
            Crashes = [new RuleCrash("k8s/odd.yaml", "ML1001", new InvalidOperationException("x"))],
            FileCount = 4,
            ObjectCount = 3,
            PodCount = 3,
        };

    private static IEnumerable<ReportedFinding> Findings(int count) =>
        Enumerable
            .Range(1, count)
            .Select(line =>
            {
                var place = PlaceOn(line);
                string number = line.ToString(CultureInfo.InvariantCulture);
                return new ReportedFinding
                {
                    RuleId = "ML1002",
                    RuleName = "memory-limit-below-request",
                    Severity = line % 2 == 0 ? Severity.Error : Severity.Warning,
                    Statement = Statement.Of("memory limit 128Mi is below the request 256Mi", "the API server rejects the Deployment"),
                    Place = place,
                    Object = new ObjectReference("apps/v1", "Deployment", "web" + number, line % 2 == 0 ? "shop" : null),
                    Container = "app",
                    Path = YamlPath
                        .Of("spec", "template", "spec", "containers")
                        .Index(0)
                        .Then(YamlPath.Of("resources", "limits", "memory")),
                    LogicalPath = YamlPath
                        .Of("spec", "template", "spec", "containers")
                        .Item("app")
                        .Then(YamlPath.Of("resources", "limits", "memory")),
                    LineHash = number + ":1",
                    Related = [new ReportedRelation(PlaceOn(line + 3), "requested here")],
                    Fix = new ReportedFix(
                        new Advice("raise the limit to 256Mi"),
                        FixSafety.Unsafe,
                        [new ReportedEdit(place.Place, "256Mi")]
                    ),
                };
            });

    // 50,000 lines, each with an amount at column 17.
    private static readonly SourceLines Lines = new(
        "k8s/web shop/ünicode.yaml",
        string.Concat(Enumerable.Repeat("        memory: 128Mi\n", 50_000))
    );

    private static ReportedPlace PlaceOn(int line) =>
        new(new Place(Lines, new TextSpan(Lines.StartOf(line) + 16, Lines.StartOf(line) + 21)), "        memory: 128Mi");

    private static RulePage Page(string id, string name, string severity) =>
        RulePage.Parse(
            name,
            $$"""
            ---
            id: {{id}}
            name: {{name}}
            title: A title of some words
            severity: {{severity}}
            category: amounts
            fix: none
            since: 0.1.0
            ---
            ## What it finds

            A container whose `limits.memory` is **below** its request,
            so that the API server rejects the pod.

            ## How to fix it

            ```yaml bad
            memory: 128Mi
            ```
            """
        );
}
