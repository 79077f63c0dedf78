using System.Globalization;
using ManifestLint.Configuration;
using ManifestLint.Findings;
using ManifestLint.Linting;
using ManifestLint.Tests.Rules.Sets;
using static ManifestLint.Tests.Rules.Sets.SetScan;

namespace ManifestLint.Tests.Linting;

/// <summary>What holds for findings that are certain only when every file is read.</summary>
public sealed class SetStepTests
{
    private static readonly string App = Deployment("app", "{requests: {cpu: 1, memory: 1Gi}, limits: {memory: 1Gi}}", "replicas: 3");

    [Theory]
    [InlineData("spec: {hard", "# manifestlint: ignore[ML5004] known\nspec: {hard", "known")]
    [InlineData("apiVersion", "# manifestlint: ignore-document[quota-exceeded] known\napiVersion", "known")]
    [InlineData("namespace: shop", "namespace: shop, annotations: {manifestlint.dev/ignore: ML5004 known}", "known")]
    public void It_can_be_suppressed_where_it_lies(string before, string after, string reason)
    {
        var result = Of(Quota("{memory: 2Gi}").Replace(before, after, StringComparison.Ordinal), App);
        Assert.Empty(result.Findings.Where(f => f.RuleId is "ML5004" or "ML0101"));
        var suppressed = Assert.Single(result.Suppressed);
        Assert.Equal(("ML5004", reason), (suppressed.RuleId, suppressed.Suppression!.Reason));
    }

    [Fact]
    public void A_suppression_of_what_does_not_hold_is_unused()
    {
        string quota = Quota("{memory: 3Gi}")
            .Replace("spec: {hard", "# manifestlint: ignore[ML5004] known\nspec: {hard", StringComparison.Ordinal);
        Assert.Equal(["ML0101"], Of(quota, App).Findings.Select(f => f.RuleId));
        // What speaks for that one has a use, too.
        Assert.Empty(Of("# manifestlint: ignore-file[ML0101] known\n---\n" + quota, App).Findings);
    }

    [Fact]
    public void A_suppression_that_gives_no_reason_is_told_so_once_it_has_a_use()
    {
        string quota = Quota("{memory: 2Gi}")
            .Replace("spec: {hard", "# manifestlint: ignore[ML5004]\nspec: {hard", StringComparison.Ordinal);
        Assert.Equal(["ML0103"], Of(quota, App).Findings.Select(f => f.RuleId));
    }

    [Fact]
    public void It_lies_in_files_that_are_scanned()
    {
        var result = Linter.Lint(
            new LintRequest { Sources = [Source("a.yaml", App)], Neighbours = [Source("b.yaml", Quota("{memory: 2Gi}"))] }
        );
        Assert.Empty(result.Findings);
    }

    [Fact]
    public void A_template_that_does_not_parse_leaves_the_other_documents_alone() =>
        Assert.Single(Of(Quota("{memory: 2Gi}"), File(App, "a: {{ b }\n")).Messages("ML5004"));

    [Fact]
    public void Configuration_decides_over_it()
    {
        var off = LintConfiguration.Default.Severities.Add("ML5004", Severity.Off);
        Assert.Empty(Of(r => r with { Configuration = r.Configuration with { Severities = off } }, Quota("{memory: 2Gi}"), App).Findings);
        var error = LintConfiguration.Default.Severities.Add("ML5004", Severity.Error);
        Assert.Equal(
            Severity.Error,
            Assert
                .Single(
                    Of(r => r with { Configuration = r.Configuration with { Severities = error } }, Quota("{memory: 2Gi}"), App).Findings
                )
                .Severity
        );
    }

    [Fact]
    public void Neither_threads_nor_order_matter()
    {
        var sources = Enumerable
            .Range(0, 40)
            .Select(i =>
                Source(
                    $"{i:00}.yaml",
                    Deployment($"app{i}", "{requests: {cpu: 1, memory: 1Gi}, limits: {memory: 1Gi}}", $"replicas: {i % 7}")
                )
            )
            .Append(Source("quota.yaml", Quota("{requests.memory: 10Gi, limits.memory: 20Gi, requests.cpu: 5, pods: 7}")))
            .ToList();
        var expected = Show(Linter.Lint(new LintRequest { Sources = [.. sources], Jobs = 1 }));
        Assert.Equal(1, expected.Count(l => l.Contains("ML5004", StringComparison.Ordinal)));
        var random = new Random(7);
        for (int round = 0; round < 10; round++)
        {
            Assert.Equal(
                expected,
                Show(Linter.Lint(new LintRequest { Sources = [.. sources.OrderBy(_ => random.Next())], Jobs = 1 + (round % 4) }))
            );
        }

        static List<string> Show(LintResult result) =>
            [
                .. result.Findings.Select(f =>
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"{f.Place.File}:{f.Place.Line} {f.RuleId} {f.Message()} {string.Join(' ', f.Related.Select(r => $"{r.Place.File} {r.Note}"))}"
                    )
                ),
            ];
    }

    [Fact]
    public void A_value_that_cannot_be_known_adds_no_finding()
    {
        string[] texts =
        [
            Quota("{requests.memory: 2Gi, limits.cpu: 8}", "scopes: [NotBestEffort]"),
            LimitRange("[{type: Container, max: {memory: 2Gi}, default: {memory: 512Mi}}]"),
            Hpa("[{type: Resource, resource: {name: memory, target: {type: Utilization, averageUtilization: 70}}}]"),
            Vpa("[{containerName: app, minAllowed: {memory: 2Gi}}]"),
            App,
        ];
        var before = Of(texts).Findings.Select(f => (f.RuleId, f.Path)).ToHashSet();
        Assert.Contains(before, f => f.RuleId == "ML5003");
        for (int i = 0; i < texts.Length; i++)
        {
            foreach (string value in new[] { "2Gi", "8", "NotBestEffort", "512Mi", "70", "Utilization", "Recreate", "1Gi", "3", "shop" })
            {
                int at = texts[i].IndexOf($" {value}", StringComparison.Ordinal);
                if (at < 0)
                    continue;
                string[] changed = [.. texts];
                changed[i] = texts[i][..(at + 1)] + "\"${X}\"" + texts[i][(at + 1 + value.Length)..];
                var added = Of(changed)
                    .Findings.Where(f => f.RuleId.StartsWith("ML5", StringComparison.Ordinal) && !before.Contains((f.RuleId, f.Path)))
                    .Select(f => f.Message());
                Assert.True(!added.Any(), $"{value} in {texts[i]}: {string.Join("; ", added)}");
            }
        }
    }
}
