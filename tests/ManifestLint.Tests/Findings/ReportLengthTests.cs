using System.Collections.Immutable;
using System.Text.Json;
using ManifestLint.Cluster;
using ManifestLint.Facts;
using ManifestLint.Findings;
using ManifestLint.Linting;
using ManifestLint.Reading;
using ManifestLint.Reporting;
using ManifestLint.Rules;
using ManifestLint.Tests.Reporting;
using ManifestLint.Tests.Rules;
using ManifestLint.Yaml;

namespace ManifestLint.Tests.Findings;

/// <summary>contracts.md C8: every text of a finding has an end, whatever a file holds; the new text of a fix is whole or there is none.</summary>
public sealed class ReportLengthTests
{
    private static readonly string Long = new('k', 30_000);

    // A message puts the four parts of a statement , what each rests on and where it recurs into one sentence.
    private const int LongestMessage = 18_000;

    private const string Pod =
        "apiVersion: v1\nkind: Pod\nmetadata: {name: {n}, namespace: shop}\nspec:\n  containers:\n  - {name: app, image: eclipse-temurin:21";

    public static TheoryData<string, string> Inputs =>
        new()
        {
            {
                "a key of a ConfigMap",
                Pod
                    + ", command: [java, -jar, a.jar], env: [{name: JAVA_TOOL_OPTIONS, valueFrom: {configMapKeyRef: {name: c, key: {l}}}}], resources: {limits: {memory: 1Gi}}}\n"
                    + "---\napiVersion: v1\nkind: ConfigMap\nmetadata: {name: c, namespace: shop}\ndata:\n  ? {l}\n  : -Xmx2g\n"
            },
            { "a quantity in the wrong unit", Pod + ", resources: {limits: {memory: 0{0}512m}}}\n" },
            { "an amount", Pod + ", command: [java, -Xmx2g, -jar, a.jar], resources: {limits: {memory: 0{0}1Gi}}}\n" },
            {
                "a variable",
                Pod
                    + ", command: [java, -jar, a.jar], env: [{name: JAVA_TOOL_OPTION, value: -Xmx{0}512m}], resources: {limits: {memory: 1Gi}}}\n"
            },
            { "names", Pod.Replace("{n}", "{l}", StringComparison.Ordinal).Replace("app", "{l}", StringComparison.Ordinal) + "}\n" },
            { "a namespace", Pod.Replace("shop", "{l}", StringComparison.Ordinal) + "}\n" },
            { "a label", Pod.Replace("namespace: shop", "labels: {? {l} : 5}", StringComparison.Ordinal) + "}\n" },
            { "a misplaced key", Pod + ", resources: {limits: {? {l} : {memory: 1Gi}}}}\n" },
            { "a volume", Pod + "}\n  volumes: [{name: {l}, emptyDir: {medium: Memory}}]\n" },
            { "a reason", "# manifestlint: ignore-file[ML2001] {l}\n" + Pod + "}\n" },
            { "a duplicate", Pod + ", {l}: 1, {l}: 1}\n" },
        };

    [Theory]
    [MemberData(nameof(Inputs))]
    public void No_text_of_a_report_is_long(string what, string text)
    {
        text = text.Replace("{l}", Long, StringComparison.Ordinal)
            .Replace("{0}", new string('0', 30_000), StringComparison.Ordinal)
            .Replace("{n}", "web", StringComparison.Ordinal);
        var result = PageScan.Result([new PageFile("a.yaml", text)], [], ManifestLint.Configuration.LintConfiguration.Default);
        Assert.True(result.All.Any(), what);
        AssertShort(result);
    }

    [Fact]
    public void Each_part_of_a_finding_has_an_end()
    {
        var source = new SourceText("a.yaml", Pod.Replace("{n}", "web", StringComparison.Ordinal) + "}\n");
        var result = Linter.Lint(
            new LintRequest
            {
                Sources = [new LintSource("a.yaml", "/a.yaml", true, () => new SourceReading(source, null))],
                Rules = new([new CatalogEntry(new Verbose(), "main-scores-above-sidecar")]),
            }
        );
        Assert.Empty(result.Crashes);
        var finding = Assert.Single(result.Findings);
        // A fix that would be cut is none, and what it would do is still said.
        Assert.Null(finding.Fix);
        Assert.StartsWith("kkk", finding.Advice?.Text, StringComparison.Ordinal);
        Assert.EndsWith("…", finding.Advice?.Text, StringComparison.Ordinal);
        Assert.All([finding.Statement.Cause, finding.Statement.Consequence, finding.Statement.Besides?.Text], t =>
            Assert.EndsWith("…", t, StringComparison.Ordinal)
        );
        AssertShort(result);
    }

    // A surrogate pair is cut before, not through.
    [Fact]
    public void No_character_is_cut_in_two()
    {
        string cut = new Advice(string.Concat(Enumerable.Repeat("😀", 5000)).Insert(0, "a")).Text;
        Assert.EndsWith("😀…", cut, StringComparison.Ordinal);
    }

    private static void AssertShort(LintResult result)
    {
        using var json = JsonDocument.Parse(Samples.Utf8(s => JsonReporter.Write(result, new Assumptions(), "0", s)));
        var lines = Samples.Text(w => TextReporter.Write(result, new TextStyle(), w)).Split('\n');
        Assert.Empty(TextsOf(json.RootElement).Concat(lines).Where(t => t.Length > LongestMessage).Select(t => (t.Length, t[..100])));
    }

    private static IEnumerable<string> TextsOf(JsonElement element) =>
        element.ValueKind switch
        {
            JsonValueKind.Object => element.EnumerateObject().SelectMany(p => TextsOf(p.Value)),
            JsonValueKind.Array => element.EnumerateArray().SelectMany(TextsOf),
            JsonValueKind.String => [element.GetString()!],
            _ => [],
        };

    private sealed class Verbose() : ContainerRule("ML2005")
    {
        public override IEnumerable<Finding> Check(ContainerFacts container, PodFacts pod)
        {
            var location = container.Spec.NameNode.Location;
            var assumed = new Assumption(AssumptionKind.Image, Long);
            yield return new Finding
            {
                RuleId = Id,
                Location = location,
                Path = container.Spec.Path,
                Container = Long,
                Statement = new Statement
                {
                    What = Long,
                    Consequence = Long,
                    Cause = Long,
                    CauseIf = assumed,
                    Besides = new Clause(Long, [assumed]),
                    Assumed = [assumed],
                    Recurs = new Recurrence(Long, 2, Long),
                },
                From = [.. Enumerable.Repeat(new StatementSource(Long, Long, location), 100)],
                Related = [.. Enumerable.Repeat(new RelatedPlace(location, Long), 2000)],
                Observed = new Observation(location, Long, 1),
                Remedy = Remedy.Safe(Long, new TextEdit(location, Long)),
            };
        }
    }
}
