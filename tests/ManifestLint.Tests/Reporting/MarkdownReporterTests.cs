using System.Text;
using ManifestLint.Findings;
using ManifestLint.Reporting;

namespace ManifestLint.Tests.Reporting;

/// <summary>What a real renderer makes of it is asked by MarkdownOracleTests.</summary>
public sealed class MarkdownReporterTests
{
    [Fact]
    public void A_usual_report() => Golden.Verify(Report(Samples.Usual), "usual-markdown", "md");

    [Fact]
    public void A_clean_report() =>
        Assert.Equal("### manifestlint: no findings in 12 objects with 5 pods in 1 file\n", Report(Samples.Clean));

    [Theory]
    [InlineData("a", "`a`")]
    [InlineData("a`b", "`` a`b ``")]
    [InlineData("``", "``` `` ```")]
    public void A_code_span_ends_only_where_it_should(string text, string expected) => Assert.Equal(expected, MarkdownReporter.Code(text));

    [Fact]
    public void A_report_stays_below_a_mebibyte_and_keeps_the_worst()
    {
        var findings = Enumerable
            .Range(0, 60_000)
            .Select(i =>
                Samples.Usual.Findings[1] with
                {
                    Severity = i % 100 == 99 ? Severity.Error : Severity.Note,
                    Statement = Statement.Of("the limit of größe is too small"),
                }
            );
        string report = Report(Samples.Of([.. findings]));
        Assert.InRange(Encoding.UTF8.GetByteCount(report), 900_000, MarkdownReporter.MaxBytes);
        string[] lines = report.Split('\n');
        int shown = lines.Count(l => l.StartsWith("- ", StringComparison.Ordinal));
        Assert.Equal(
            600,
            lines
                .SkipWhile(l => l != "#### Errors")
                .TakeWhile(l => l != "#### Notes")
                .Count(l => l.StartsWith("- ", StringComparison.Ordinal))
        );
        Assert.EndsWith($"\n{60_000 - shown} further findings left out: a summary has room for 1 MiB.\n", report, StringComparison.Ordinal);
    }

    private static string Report(LintResult result) => Samples.Text(output => MarkdownReporter.Write(result, static path => path, output));
}
