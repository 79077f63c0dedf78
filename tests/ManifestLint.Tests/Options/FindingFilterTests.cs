using ManifestLint.Cli.Options;
using ManifestLint.Findings;
using ManifestLint.Linting;
using ManifestLint.Reading;
using ManifestLint.Yaml;

namespace ManifestLint.Tests.Options;

public sealed class FindingFilterTests
{
    private const string Pod = """
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: app}
        spec:
          template:
            spec:
              containers:
              - {name: app, image: 'eclipse-temurin:21', command: [java, -jar, a.jar], resources: {requests: {cpu: 1}}}
        """;

    // Formats print what is suppressed, too.
    [Fact]
    public void An_aside_that_rests_on_something_assumed_is_left_out_of_what_is_suppressed()
    {
        var result = Linter.Lint(
            new LintRequest
            {
                Sources = [new LintSource("a.yaml", "/a.yaml", true, () => new(new SourceText("a.yaml", Pod), null))],
                Jobs = 1,
            }
        );
        Assert.Contains(result.Findings, HasAssumedAside);
        var filter = new FindingFilter(new RuleSelection(null, []), Severity.Off, OnlyCertain: true);
        Assert.DoesNotContain(filter.Apply(result).All, HasAssumedAside);
        Assert.DoesNotContain(filter.Apply(result with { Findings = [], Suppressed = result.Findings }).All, HasAssumedAside);
    }

    private static bool HasAssumedAside(ReportedFinding finding) => finding.Statement.WithoutAssumedAsides() != finding.Statement;
}
