using System.Text.Json;
using ManifestLint.Findings;
using ManifestLint.Reporting;

namespace ManifestLint.Tests.Reporting;

public sealed class GitLabReporterTests
{
    private static readonly string[] Severities = ["info", "minor", "major", "critical", "blocker"];

    [Fact]
    public void A_usual_report()
    {
        string json = Report(Samples.Usual);
        Check(json, Samples.Usual.Findings.Length);
        Golden.Verify(JsonReporterTests.Indented(json), "usual-gitlab", "json");
    }

    [Fact]
    public void A_clean_report_is_an_empty_array() => Assert.Equal("[]\n", Report(Samples.Clean));

    [Fact]
    public void Findings_of_one_fingerprint_are_told_apart_and_stay_so()
    {
        var finding = Samples.Usual.Findings[1];
        string json = Report(Samples.Of(finding, finding with { Place = Samples.In("other.yaml") }, finding));
        Check(json, 3);
        Assert.Equal(json, Report(Samples.Of(finding, finding with { Place = Samples.In("other.yaml") }, finding)));
        // What another file holds, before or behind it, changes nothing.
        var other = finding with { Place = Samples.In("other.yaml") };
        Assert.Equal(FingerprintsOf(Report(Samples.Of(finding, other)))[1], Assert.Single(FingerprintsOf(Report(Samples.Of(other)))));
        Assert.Equal(FingerprintsOf(Report(Samples.Of(finding, other)))[0], FingerprintsOf(Report(Samples.Of(other, finding)))[1]);
    }

    [Fact]
    public void Any_text_can_be_written()
    {
        foreach (string text in new[] { "\ud83d", "a\udc00b\ud800", "\0\x1b\u2028'<&>\"\\é\ud83d\ude00" })
        {
            Check(Report(Samples.Of(Samples.Usual.Findings[1] with { Statement = Statement.Of(text), Place = Samples.In(text) })), 1);
        }
    }

    private static List<string?> FingerprintsOf(string json)
    {
        using var document = JsonDocument.Parse(json);
        return [.. document.RootElement.EnumerateArray().Select(i => i.GetProperty("fingerprint").GetString())];
    }

    // "Code quality report format" in GitLab's documentation: what an issue has to hold, and that a byte-order mark is not accepted.
    private static void Check(string json, int count)
    {
        Assert.StartsWith("[", json, StringComparison.Ordinal);
        using var document = JsonDocument.Parse(json);
        var issues = document.RootElement.EnumerateArray().ToList();
        Assert.Equal(count, issues.Count);
        foreach (var issue in issues)
        {
            Assert.NotEmpty(issue.GetProperty("description").GetString()!);
            Assert.NotEmpty(issue.GetProperty("check_name").GetString()!);
            Assert.NotEmpty(issue.GetProperty("fingerprint").GetString()!);
            Assert.Contains(issue.GetProperty("severity").GetString(), Severities);
            string path = issue.GetProperty("location").GetProperty("path").GetString()!;
            Assert.False(path.StartsWith("./", StringComparison.Ordinal) || path.StartsWith('/'), path);
            Assert.True(issue.GetProperty("location").GetProperty("lines").GetProperty("begin").GetInt32() >= 1);
        }
        Assert.Equal(count, issues.Select(i => i.GetProperty("fingerprint").GetString()).Distinct().Count());
    }

    private static string Report(LintResult result) => Samples.Utf8(output => GitLabReporter.Write(result, static path => path, output));
}
