using ManifestLint.Linting;
using ManifestLint.Reading;
using ManifestLint.Yaml;

namespace ManifestLint.Tests;

public sealed class FixerTests
{
    private const string Pod = """
        apiVersion: v1
        kind: Pod
        metadata:
          name: web
        spec:
          containers:
            - name: web
              image: registry.example/web:1
              resources:
                requests: {cpu: 100m, memory: '256mi'}   # what it needs
                limits:
                  memory: 512m # what it may use

        """;

    [Fact]
    public void Repairs_one_after_the_other_and_keeps_quotes_and_comments()
    {
        var outcome = Apply(Pod);
        Assert.Null(outcome.Problem);
        Assert.Equal(
            Pod.Replace("256mi", "256Mi", StringComparison.Ordinal).Replace("512m ", "512Mi ", StringComparison.Ordinal),
            Text(outcome)
        );
        Assert.Equal("memory request 256Mi, memory limit 512Mi", string.Join(", ", outcome.Applied));
    }

    [Fact]
    public void A_second_run_finds_nothing_to_do()
    {
        var once = Apply(Pod);
        var twice = Apply(Text(once));
        Assert.Empty(twice.Applied);
        Assert.Empty(twice.Texts);
    }

    [Fact]
    public void Only_what_is_wanted_is_repaired() =>
        Assert.Equal("memory request 256Mi", string.Join(", ", Apply(Pod, f => f.RuleId == "ML0003").Applied));

    private static FixOutcome Apply(string text, Func<ManifestLint.Findings.ReportedFinding, bool>? isWanted = null)
    {
        var source = new LintSource("pod.yaml", "/pod.yaml", true, () => new SourceReading(new SourceText("pod.yaml", text), null));
        return Fixer.Apply(new LintRequest { Sources = [source] }, isWanted ?? (_ => true));
    }

    private static string Text(FixOutcome outcome) => Assert.Single(outcome.Texts).Value;
}
