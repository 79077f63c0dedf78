using System.Collections.Immutable;
using System.Text.Json;
using ManifestLint.Findings;
using ManifestLint.Reporting;
using ManifestLint.Rules;

namespace ManifestLint.Tests.Reporting;

public sealed class SarifReporterTests
{
    internal static readonly SarifRun Run = new()
    {
        Version = "0.1.0",
        ExitCode = 1,
        Rules =
        [
            Page("ML0001", "yaml-syntax-error", "error"),
            Page("ML1001", "memory-limit-missing", "warning"),
            Page("ML1002", "memory-limit-below-request", "error"),
            Page("ML1005", "cpu-limit-missing", "off"),
            Page("ML2005", "main-scores-above-sidecar", "note"),
        ],
        VersionControl = new VersionControl("https://github.com/example/shop", "0123456789abcdef0123456789abcdef01234567", "main"),
    };

    [Fact]
    public void A_usual_log() => Golden.Verify(JsonReporterTests.Indented(Log(Samples.Usual, Run)), "usual", "sarif");

    [Fact]
    public void Rule_indexes_point_at_their_rules()
    {
        var run = Parsed(Log(Samples.Usual, Run));
        var rules = run.GetProperty("tool").GetProperty("driver").GetProperty("rules");
        foreach (var result in run.GetProperty("results").EnumerateArray())
        {
            Assert.Equal(
                result.GetProperty("ruleId").GetString(),
                rules[result.GetProperty("ruleIndex").GetInt32()].GetProperty("id").GetString()
            );
        }
    }

    [Fact]
    public void Beyond_the_limit_the_worst_are_kept_in_their_order()
    {
        var findings = Enumerable
            .Range(0, 30_000)
            .Select(i =>
                Samples.Usual.Findings[1] with
                {
                    Severity =
                        i % 10 == 0 ? Severity.Error
                        : i % 2 == 0 ? Severity.Warning
                        : Severity.Note,
                    Place = Samples.OnLine(i + 1),
                }
            );
        var run = Parsed(Log(Samples.Of([.. findings]), Run));
        var results = run.GetProperty("results").EnumerateArray().ToList();
        Assert.Equal(SarifReporter.MaxResults, results.Count);
        Assert.Equal(3_000, results.Count(r => r.GetProperty("level").GetString() == "error"));
        Assert.Equal(12_000, results.Count(r => r.GetProperty("level").GetString() == "warning"));
        var lines = results.ConvertAll(r =>
            r.GetProperty("locations")[0].GetProperty("physicalLocation").GetProperty("region").GetProperty("startLine").GetInt32()
        );
        Assert.Equal(lines.Order(), lines);
        string notification = run.GetProperty("invocations")[0]
            .GetProperty("toolExecutionNotifications")[0]
            .GetProperty("message")
            .GetProperty("text")
            .GetString()!;
        Assert.StartsWith("5000 more findings", notification, StringComparison.Ordinal);
    }

    [Fact]
    public void A_region_has_one_line()
    {
        const string text = "a:\n  b: 1\n  c: 2\n";
        var finding = Samples.Usual.Findings[1] with { Place = Samples.Place("a.yaml", text, 5, text.Length - 6) };
        string log = Log(Samples.Of(finding), Run);
        Assert.Contains("\"region\":{\"startLine\":2,\"startColumn\":3,\"endLine\":2,\"endColumn\":7}", log, StringComparison.Ordinal);
    }

    [Fact]
    public void Paths_become_uris_relative_to_the_root()
    {
        var finding = Samples.Usual.Findings[1] with
        {
            Place = Samples.Place("/srv/shop/k8s/a b/ü:#.yaml", "x", 0, 1),
            Related = [],
            Fix = null,
        };
        string log = Log(Samples.Of(finding), Run with { RelativePath = path => path["/srv/shop/".Length..] });
        Assert.Contains("\"uri\":\"k8s/a%20b/%C3%BC%3A%23.yaml\",\"uriBaseId\":\"%SRCROOT%\"", log, StringComparison.Ordinal);
        Assert.DoesNotContain("/srv/shop", log, StringComparison.Ordinal);
    }

    [Fact]
    public void A_manifest_cannot_put_links_into_a_message()
    {
        var finding = Samples.Usual.Findings[1] with { Statement = Statement.Of("limit [click](https://example.org) \u202e is odd") };
        Assert.Contains("limit [click] (https://example.org) \\\\u202e is odd.", Log(Samples.Of(finding), Run), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0, true)]
    [InlineData(1, true)]
    [InlineData(2, false)]
    [InlineData(3, false)]
    public void The_exit_code_says_whether_it_ran(int exitCode, bool successful)
    {
        var invocation = Parsed(Log(Samples.Clean, Run with { ExitCode = exitCode })).GetProperty("invocations")[0];
        Assert.Equal(exitCode, invocation.GetProperty("exitCode").GetInt32());
        Assert.Equal(successful, invocation.GetProperty("executionSuccessful").GetBoolean());
    }

    internal static RulePage Page(string id, string name, string severity) =>
        RulePage.Parse(
            name,
            $$"""
            ---
            id: {{id}}
            name: {{name}}
            title: The title of {{name}}
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

    private static JsonElement Parsed(string log)
    {
        using var document = JsonDocument.Parse(log);
        return document.RootElement.GetProperty("runs")[0].Clone();
    }

    internal static string Log(LintResult result, SarifRun run) => Samples.Utf8(s => SarifReporter.Write(result, run, s));
}
