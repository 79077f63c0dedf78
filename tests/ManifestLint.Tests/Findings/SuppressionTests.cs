using FsCheck;
using FsCheck.Fluent;
using ManifestLint.Findings;

namespace ManifestLint.Tests.Findings;

/// <summary>The grammar of contracts.md C7.</summary>
public sealed class SuppressionTests
{
    [Theory]
    [InlineData("# manifestlint: ignore[ML1001] a reason", SuppressionScope.Value, "ML1001", null, "a reason")]
    [InlineData("#manifestlint:ignore[ML1001]", SuppressionScope.Value, "ML1001", null, null)]
    [InlineData(
        "## ManifestLint: ignore[ML1001, memory-limit-missing] -- both",
        SuppressionScope.Value,
        "ML1001 memory-limit-missing",
        null,
        "both"
    )]
    [InlineData(
        "# manifestlint: ignore-document[ pod-best-effort ] until=2026-12-31 a batch host",
        SuppressionScope.Document,
        "pod-best-effort",
        "2026-12-31",
        "a batch host"
    )]
    [InlineData("# manifestlint: ignore-file[ML1001,] until=2024-02-29", SuppressionScope.File, "ML1001", "2024-02-29", null)]
    [InlineData("# manifestlint: ignore[*] all", SuppressionScope.Value, "*", null, "all")]
    [InlineData(
        "# manifestlint: ignore[ML1001] until the move in 2026 is done",
        SuppressionScope.Value,
        "ML1001",
        null,
        "until the move in 2026 is done"
    )]
    [InlineData("# manifestlint: ignore[ML1001] a reason\r", SuppressionScope.Value, "ML1001", null, "a reason")]
    [InlineData(
        "# manifestlint: ignore[ML1001] not valid until=2026-12-31",
        SuppressionScope.Value,
        "ML1001",
        null,
        "not valid until=2026-12-31"
    )]
    public void Comments(string comment, SuppressionScope scope, string rules, string? until, string? reason)
    {
        var read = Suppression.OfComment(comment)!;
        Assert.Null(read.Flaw);
        Assert.Equal(
            (scope, rules, until, reason),
            (read.Scope, string.Join(' ', read.Rules.Select(r => r.Rule)), read.Until?.ToString("yyyy-MM-dd"), read.Reason)
        );
        Assert.All(read.Rules, r => Assert.Equal(r.Rule, comment.Substring(r.Start, r.Length)));
    }

    [Theory]
    [InlineData("# about manifestlint: ignore[ML1001]")]
    [InlineData("# manifestlint ignores this")]
    [InlineData("# kube-linter: ignore[ML1001]")]
    [InlineData("#")]
    [InlineData("")]
    public void Other_comments(string comment) => Assert.Null(Suppression.OfComment(comment));

    [Theory]
    [InlineData("# manifestlint: disable[ML1001]")]
    [InlineData("# manifestlint: ignore ML1001")]
    [InlineData("# manifestlint: ignore[]")]
    [InlineData("# manifestlint: ignore[ , ] reason")]
    [InlineData("# manifestlint: ignore[ML1001")]
    [InlineData("# manifestlint: ignore[ML1001] until=2026-02-30 reason")]
    [InlineData("# manifestlint: ignore[ML1001] until=tomorrow")]
    [InlineData("# manifestlint: ignore[ML1001] UNTIL=2026-12-31 reason")]
    [InlineData("# manifestlint: ignore[ML1001] until = 2026-12-31 reason")]
    [InlineData("# manifestlint: ignore[ML1001] until= 2026-12-31 reason")]
    [InlineData("# manifestlint: ignore[ML1001] until: 2026-12-31 reason")]
    [InlineData("# manifestlint: ignore[ML1001] until 2026-12-31 reason")]
    [InlineData("# manifestlint:")]
    public void Comments_that_cannot_be_understood(string comment) => Assert.NotNull(Suppression.OfComment(comment)!.Flaw);

    [Fact]
    public void Annotations()
    {
        const string Value = "ML1001 one\n\n  pod-best-effort@app until=2026-12-31 two;ML1003@sidecar ; \n* three\nML1004 until=never";
        var read = Suppression.OfAnnotation(Value);
        Assert.Equal(
            ["ML1001//one", "pod-best-effort/app/two", "ML1003/sidecar/", "*//three", "ML1004//"],
            read.Select(s => $"{s.Rules[0].Rule}/{s.Rules[0].Container}/{s.Reason}")
        );
        Assert.Equal(new DateOnly(2026, 12, 31), read[1].Until);
        Assert.Equal("pod-best-effort@app", Value.Substring(read[1].Rules[0].Start, read[1].Rules[0].Length));
        Assert.NotNull(read[4].Flaw);
        Assert.Empty(Suppression.OfAnnotation(""));
        Assert.Empty(Suppression.OfAnnotation(" ;\n; "));
    }

    [Fact]
    public void Any_text_is_read() =>
        Prop.ForAll(ArbMap.Default.ArbFor<string?>(), text =>
            {
                _ = Suppression.OfAnnotation(text ?? "");
                foreach (string before in new[] { "", "# manifestlint:", "# manifestlint: ignore[", "# manifestlint: ignore[a] until=" })
                    _ = Suppression.OfComment(before + text);
                return true;
            })
            .QuickCheckThrowOnFailure();
}
