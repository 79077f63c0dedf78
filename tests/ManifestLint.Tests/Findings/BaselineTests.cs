using System.Collections.Immutable;
using FsCheck;
using FsCheck.Fluent;
using ManifestLint.Findings;
using ManifestLint.Reporting;
using ManifestLint.Tests.Reporting;
using ManifestLint.Yaml;

namespace ManifestLint.Tests.Findings;

/// <summary>A baseline is a multiset that prefers the same file.</summary>
public sealed class BaselineTests
{
    [Theory]
    [InlineData("a:x:1", "a:x", "", "a:x", 0)]
    [InlineData("a:x:1", "a:x a:x", "a:x", "a:x", 0)]
    [InlineData("a:x:2", "a:x", "", "a:x", 1)]
    [InlineData("a:x:1", "b:x", "", "b:x", 0)]
    [InlineData("a:x:1", "a:x b:x", "b:x", "a:x", 0)]
    [InlineData("b:x:1", "a:x b:x", "a:x", "b:x", 0)]
    [InlineData("a:x:1 b:x:1", "b:x b:x", "", "b:x b:x", 0)]
    [InlineData("a:x:1", "a:y", "a:y", "", 1)]
    [InlineData("a:x:1 a:x:1", "a:x a:x", "", "a:x a:x", 0)]
    [InlineData("a:x:2147483647 a:x:2147483647", "a:x", "", "a:x", 2147483646)]
    [InlineData("", "a:x", "a:x", "", 0)]
    public void What_is_new(string baseline, string found, string left, string accepted, int gone)
    {
        var result = Parse(baseline).Apply(Found(found), p => p, _ => true);
        Assert.Equal((left, accepted, gone), (Shown(result.Findings), Shown(result.Suppressed), result.GoneFromBaseline));
        Assert.All(result.Suppressed, f => Assert.Equal(SuppressionKind.Baseline, f.Suppression!.Kind));
    }

    [Fact]
    public void What_was_not_looked_at_is_not_gone() =>
        Assert.Equal(1, Parse("a:x:1 b:x:1").Apply(Found(""), p => p, e => e.File == "a").GoneFromBaseline);

    [Fact]
    public void A_scan_is_clean_against_its_own_baseline_read_back() =>
        Prop.ForAll(ArbMap.Default.ArbFor<(byte, byte)[]>(), pairs =>
            {
                var found = Found(string.Join(' ', pairs.Select(p => $"f\"{p.Item1 % 3}é:{p.Item2 % 4}")));
                string text = Samples.Utf8(s => BaselineWriter.Write(Baseline.Of(found, p => "dir/" + p), s));
                Assert.Empty(JsonSchema.Load("manifestlint-baseline.schema.json").Check(text));
                var (baseline, problems) = BaselineReader.Read(new SourceText("baseline.json", text));
                var result = baseline.Apply(found, p => "dir/" + p, _ => true);
                return problems.IsEmpty
                    && result.Findings.IsEmpty
                    && result.GoneFromBaseline == 0
                    && result.Suppressed.Length == found.Findings.Length;
            })
            .QuickCheckThrowOnFailure();

    [Fact]
    public void Any_text_is_read() =>
        Prop.ForAll(ArbMap.Default.ArbFor<string?>(), text =>
            {
                foreach (string before in new[] { "", "{runs: [", "{format: manifestlint-baseline/1, findings: [" })
                    _ = BaselineReader.Read(new SourceText("b", before + text));
                return true;
            })
            .QuickCheckThrowOnFailure();

    private static Baseline Parse(string text) =>
        new([
            .. Words(text)
                .Select(w => w.Split(':'))
                .Select(w => new BaselineEntry(
                    Finding("", 0, w[1]).Fingerprint,
                    "ML1001",
                    w[0],
                    int.Parse(w[2], System.Globalization.CultureInfo.InvariantCulture)
                )),
        ]);

    private static LintResult Found(string text) =>
        Samples.Of([.. Words(text).Select(w => w.Split(':')).Select((w, i) => Finding(w[0], i, w[1]))]);

    private static ReportedFinding Finding(string file, int offset, string path) =>
        Samples.Finding(
            "ML1001",
            "memory-limit-missing",
            Severity.Warning,
            Statement.Of("m"),
            Samples.Place(file, new string('x', offset + 1), offset, 1)
        ) with
        {
            LogicalPath = YamlPath.Of(path),
        };

    private static string[] Words(string text) => text.Split(' ', StringSplitOptions.RemoveEmptyEntries);

    private static string Shown(ImmutableArray<ReportedFinding> findings) =>
        string.Join(' ', findings.Select(f => $"{f.Place.File}:{f.LogicalPath}"));
}
