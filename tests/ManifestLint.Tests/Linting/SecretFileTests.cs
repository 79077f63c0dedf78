using ManifestLint.Findings;
using ManifestLint.Linting;
using ManifestLint.Reading;
using ManifestLint.Reporting;
using ManifestLint.Yaml;

namespace ManifestLint.Tests.Linting;

/// <summary>A file that a kustomization puts into a Secret is what that holds, and no manifest: it is neither judged nor listed, but told as skipped.</summary>
public sealed class SecretFileTests
{
    private const string Manifest =
        "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: hidden}\nspec: {template: {spec: {containers: [{name: app, image: nginx, resources: {requests: {memory: 2Gi}, limits: {memory: 1Gi}}}]}}}\n---\n"
        + "apiVersion: v1\nkind: LimitRange\nmetadata: {name: l}\nspec: {limits: [{type: Container, max: {memory: 1Mi}}]}\n";

    private const string Pod =
        "apiVersion: v1\nkind: Pod\nmetadata: {name: shown}\nspec: {containers: [{name: app, image: nginx, resources: {requests: {cpu: 1, memory: 1Gi}, limits: {memory: 1Gi}}}]}\n";

    [Theory]
    [InlineData("resources: [pod.yaml]\nsecretGenerator: [{name: s, files: [inner.yaml]}]\n")]
    [InlineData("resources: [pod.yaml]\nsecretGenerator: [{name: s, files: [key=inner.yaml]}]\n")]
    [InlineData(
        "resources: [pod.yaml]\nsecretGenerator: [{name: s, files: [inner.yaml]}]\nconfigMapGenerator: [{name: c, files: [inner.yaml]}]\n"
    )]
    // One that is not composed, and one that nothing uses.
    [InlineData("resources: [pod.yaml]\nnamePrefix: [x]\nsecretGenerator: [{name: s, files: [inner.yaml]}]\n")]
    [InlineData("kind: Component\nsecretGenerator: [{name: s, files: [inner.yaml]}]\n")]
    [InlineData("resources: [pod.yaml]\nnamePrefix: [x]\nsecretGenerator: [{name: s, envs: [inner.yaml]}]\n")]
    [InlineData("resources: [pod.yaml]\nnamePrefix: [x]\nsecretGenerator: [{name: s, env: inner.yaml}]\n")]
    [InlineData("resources: [pod.yaml]\nnamePrefix: [x]\ngenerators: [made.yaml]\n")]
    public void Is_no_manifest(string kustomization)
    {
        var request = Request(kustomization, isExplicit: false);
        var result = Linter.Lint(request);
        Assert.DoesNotContain(result.All, f => f.Object?.Name == "hidden" || f.RuleId.StartsWith("ML5", StringComparison.Ordinal));
        var (pods, inspected) = Linter.Inspect(request, (pod, _) => pod.Workload.Manifest.Name);
        Assert.DoesNotContain("hidden", pods);
        foreach (var told in new[] { result, inspected })
            Assert.Equal(
                "goes into a Secret as it is, so it is no manifest here",
                Assert.Single(told.Skipped, s => s.File == "inner.yaml").Reason
            );
    }

    [Theory]
    [InlineData("resources: [pod.yaml, inner.yaml]\nsecretGenerator: [{name: s, files: [inner.yaml]}]\n", false)]
    [InlineData("resources: [pod.yaml]\nsecretGenerator: [{name: s, files: [inner.yaml]}]\n", true)]
    [InlineData("resources: [pod.yaml]\nconfigMapGenerator: [{name: s, files: [inner.yaml]}]\n", false)]
    public void Is_one_where_it_is_taken_for_one_or_named(string kustomization, bool isExplicit)
    {
        var request = Request(kustomization, isExplicit);
        Assert.Contains(Linter.Lint(request).Findings, f => f.Object?.Name == "hidden");
        var (pods, result) = Linter.Inspect(request, (pod, _) => pod.Workload.Manifest.Name);
        Assert.Contains("hidden", pods);
        Assert.DoesNotContain(result.Skipped, s => s.File == "inner.yaml");
    }

    [Fact]
    public void Shows_no_value_where_it_is_named()
    {
        string manifest = Manifest.Replace("memory: 2Gi", "memory: geheimnis", StringComparison.Ordinal);
        var result = Linter.Lint(
            Request("resources: [pod.yaml]\nsecretGenerator: [{name: s, files: [inner.yaml]}]\n", isExplicit: true, manifest)
        );
        var finding = Assert.Single(result.Findings, f => f.RuleId == "ML0003");
        Assert.DoesNotContain("geheimnis", FindingText.SentenceWithRemedy(finding), StringComparison.Ordinal);
        Assert.DoesNotContain("geheimnis", finding.Place.LineText, StringComparison.Ordinal);
    }

    private static LintRequest Request(string kustomization, bool isExplicit, string manifest = Manifest) =>
        new()
        {
            Sources =
            [
                Source("kustomization.yaml", kustomization, false),
                Source("pod.yaml", Pod, false),
                Source("made.yaml", "apiVersion: builtin\nkind: SecretGenerator\nmetadata: {name: s}\nenvs: [inner.yaml]\n", false),
                Source("inner.yaml", manifest, isExplicit),
            ],
        };

    private static LintSource Source(string name, string text, bool isExplicit) =>
        new(name, "/k/" + name, isExplicit, () => new SourceReading(new SourceText(name, text), null));
}
