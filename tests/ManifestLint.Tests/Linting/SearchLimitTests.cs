using ManifestLint.Findings;
using ManifestLint.Linting;
using ManifestLint.Reading;
using ManifestLint.Yaml;

namespace ManifestLint.Tests.Linting;

/// <summary>Where the search for kustomizations ended at its limit, what none is known to compose is partial and counted (contracts.md C2).</summary>
public sealed class SearchLimitTests
{
    private const string Pod = """
        apiVersion: v1
        kind: Pod
        metadata: {name: web}
        spec: {containers: [{name: app, image: x, resources: {limits: {memory: 64Mi}, requests: {memory: 128Mi}}}]}

        """;

    [Fact]
    public void What_none_is_known_to_compose_is_partial()
    {
        Assert.Equal(["ML1002"], Lint(isCut: false).Findings.Select(f => f.RuleId));
        var cut = Lint(isCut: true);
        Assert.DoesNotContain(cut.Findings, f => f.RuleId == "ML1001");
        var skipped = Assert.Single(cut.Skipped);
        Assert.Equal(
            ("web.yaml", 3, SkipKind.Partial, "a partial object: the search for kustomizations that use it ended at its limit"),
            (skipped.File, skipped.Line, skipped.Kind, skipped.Reason)
        );
    }

    [Fact]
    public void What_a_known_one_composes_is_whole()
    {
        var cut = Lint(
            isCut: true,
            new LintSource("kustomization.yaml", "/repo/kustomization.yaml", true, () =>
                new SourceReading(new SourceText("kustomization.yaml", "resources: [web.yaml]\n"), null)
            )
        );
        Assert.Empty(cut.Skipped);
        Assert.Equal(["ML1002"], cut.Findings.Select(f => f.RuleId));
    }

    private static LintResult Lint(bool isCut, params LintSource[] more) =>
        Linter.Lint(
            new LintRequest
            {
                Sources =
                [
                    new LintSource("web.yaml", "/repo/web.yaml", true, () => new SourceReading(new SourceText("web.yaml", Pod), null)),
                    .. more,
                ],
                IsFolder = path => path == "/repo",
                IsSearchCut = isCut,
            }
        );
}
