using System.Collections.Immutable;
using ManifestLint.Findings;
using ManifestLint.Linting;
using ManifestLint.Manifests;
using ManifestLint.Reading;
using ManifestLint.Yaml;

namespace ManifestLint.Tests.Linting;

/// <summary>What follows from a mistake depends on who reads the file first.</summary>
public sealed class ManifestUseTests
{
    private const string Twice = """
        apiVersion: v1
        kind: ConfigMap
        metadata: {name: settings}
        data:
          level: info
          level: debug

        """;

    [Theory]
    [InlineData(
        "resources: [other.yaml]",
        Severity.Error,
        "kubectl takes this value, the one on line 5 is lost, and kustomize refuses the file as a resource"
    )]
    [InlineData(
        "resources: [web.yaml]",
        Severity.Error,
        "kustomize refuses the file, and a kustomization takes it in: nothing of that is built"
    )]
    [InlineData(
        "resources: [other.yaml]\npatches: [{path: web.yaml}]",
        Severity.Error,
        "kubectl takes this value, the one on line 5 is lost, and kustomize refuses the file as a resource"
    )]
    public void A_key_that_stands_twice_stops_the_kustomization_that_takes_it_in(
        string kustomization,
        Severity severity,
        string consequence
    )
    {
        var other = Twice.Replace("  level: debug\n", "", StringComparison.Ordinal);
        var finding = Assert.Single(Lint(("kustomization.yaml", kustomization), ("web.yaml", Twice), ("other.yaml", other)));
        Assert.Equal((severity, consequence), (finding.Severity, finding.Statement.Consequence));
    }

    [Fact]
    public void Where_kustomize_stops_nothing_is_harmless()
    {
        string same = Twice.Replace("debug", "info", StringComparison.Ordinal);
        Assert.Equal(Severity.Note, Assert.Single(Lint(("web.yaml", same))).Severity);
        Assert.Equal(Severity.Error, Assert.Single(Lint(("kustomization.yaml", "resources: [web.yaml]"), ("web.yaml", same))).Severity);
        // Through others, too.
        Assert.Equal(
            Severity.Error,
            Assert
                .Single(
                    Lint(
                        ("kustomization.yaml", "resources: [in]"),
                        ("in/kustomization.yaml", "resources: [web.yaml]"),
                        ("in/web.yaml", same)
                    )
                )
                .Severity
        );
    }

    [Theory]
    [InlineData("src/main/kubernetes/knative.yml", false)]
    [InlineData("app/src/main/kubernetes/common.yaml", false)]
    [InlineData("src/main/kubernetes/kubernetes.json", false)]
    [InlineData("src/main/kubernetes/deployment.yaml", true)]
    [InlineData("src/main/kubernetes/more/kubernetes.yml", true)]
    [InlineData("kubernetes/kubernetes.yml", true)]
    [InlineData("src/main/jkube/deployment.yml", false)]
    [InlineData("src/main/fabric8/test/settings-configmap.yml", false)]
    [InlineData("main/jkube/deployment.yml", true)]
    public void What_a_generator_takes_in_it_quotes(string path, bool isTold) =>
        Assert.Equal(
            isTold ? ["ML0007"] : [],
            Lint((path, "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\ndata: {port: 80}\n")).Select(f => f.RuleId)
        );

    private static ImmutableArray<ReportedFinding> Lint(params (string Path, string Text)[] files) =>
        Linter
            .Lint(
                new LintRequest
                {
                    Sources =
                    [
                        .. files.Select(f => new LintSource(f.Path, "/repo/" + f.Path, true, () =>
                            new SourceReading(new SourceText(f.Path, f.Text), null)
                        )),
                    ],
                }
            )
            .Findings;
}
