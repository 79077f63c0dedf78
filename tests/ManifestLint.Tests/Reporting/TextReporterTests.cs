using FsCheck;
using FsCheck.Fluent;
using ManifestLint.Cluster;
using ManifestLint.Findings;
using ManifestLint.Reporting;

namespace ManifestLint.Tests.Reporting;

public sealed class TextReporterTests
{
    [Fact]
    public void A_usual_report() => Golden.Verify(Report(Samples.Usual, new TextStyle(100)), "usual", "txt");

    [Fact]
    public void A_usual_report_in_colour() => Golden.Verify(Report(Samples.Usual, new TextStyle(100, IsColoured: true)), "colour", "txt");

    [Fact]
    public void Colour_adds_escapes_and_nothing_else()
    {
        string coloured = Report(Samples.Usual, new TextStyle(100, IsColoured: true));
        Assert.Equal(
            Report(Samples.Usual, new TextStyle(100)),
            System.Text.RegularExpressions.Regex.Replace(coloured, "\x1b\\[[0-9;]*m", "")
        );
    }

    [Fact]
    public void A_clean_report() =>
        Assert.Equal("no findings in 12 objects with 5 pods in 1 file\n", Report(Samples.Clean, new TextStyle()));

    [Fact]
    public void Concise_is_the_first_lines_alone()
    {
        string concise = Samples.Text(w => TextReporter.WriteConcise(Samples.Usual, new TextStyle(), w));
        Assert.Equal(4, concise.Count(c => c == '\n'));
        Assert.Contains(
            "k8s/web.yaml:16:23: error: memory limit 128Mi is below the request 256Mi (Deployment shop/web, container app) [ML1002 memory-limit-below-request]\n",
            concise,
            StringComparison.Ordinal
        );
        Assert.Equal("", Samples.Text(w => TextReporter.WriteConcise(Samples.Clean, new TextStyle(), w)));
    }

    [Fact]
    public void Every_part_of_a_statement_has_a_line_of_its_own()
    {
        var finding = Samples.Usual.Findings[1] with
        {
            Statement = Statement
                .Of("heap 1 GiB is 100 % of the memory limit 1Gi", "the container is OOMKilled before the heap is full")
                .If(
                    new Assumption(AssumptionKind.StartScript, "the image's start script passes JAVA_OPTS on"),
                    new Assumption(AssumptionKind.Release, "Java 17 (--java-version)")
                ) with
            {
                Cause = "nothing caps it",
                Recurs = new Recurrence(null, 2, "ReplicaSet web-1"),
            },
            From =
            [
                new ManifestLint.Findings.ReportedSource("-Xmx1g", "env JAVA_OPTS", Samples.In("base/web.yaml")),
                new ManifestLint.Findings.ReportedSource(null, "a default of the image", null),
                // What the finding stands at says only what is new.
                new ManifestLint.Findings.ReportedSource("-Xmx2g", "env JDK_JAVA_OPTIONS", Samples.Usual.Findings[1].Place),
                new ManifestLint.Findings.ReportedSource("-Xmx2g", "command", Samples.Usual.Findings[1].Place, true),
            ],
        };
        string[] lines = Report(Samples.Of(finding), new TextStyle()).Split('\n');
        Assert.Equal(
            [
                "   = so: the container is OOMKilled before the heap is full",
                "   = cause: nothing caps it",
                "   = from: -Xmx1g in env JAVA_OPTS (base/web.yaml:16:23)",
                "   = from: a default of the image",
                "   = from: env JDK_JAVA_OPTIONS",
                "   = holds if: the image's start script passes JAVA_OPTS on",
                "   = assumed: Java 17 (--java-version)",
                "   = also: the same in 2 more pods of ReplicaSet web-1",
                "   = object: Deployment shop/web, container app",
                "   = fix: memory limit 256Mi (as much as is requested)",
                "   = page: manifestlint explain ML1002",
            ],
            lines.Where(l => l.StartsWith("   = ", StringComparison.Ordinal))
        );
        Assert.StartsWith(
            "k8s/web.yaml:16:23: error: heap 1 GiB is 100 % of the memory limit 1Gi [ML1002",
            lines[0],
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void What_only_certain_leaves_out_is_counted()
    {
        var certain = Samples.Usual.Without(
            f => f.Statement.Certainty == Certainty.Assumed,
            "resting on something assumed (--only-certain)"
        );
        Assert.Equal(["ML0001", "ML1002", "ML1001"], certain.Findings.Select(f => f.RuleId));
        string report = Report(certain, new TextStyle());
        Assert.Contains("\nleft out 1 finding resting on something assumed (--only-certain)\n", report, StringComparison.Ordinal);
        Assert.DoesNotContain("\nassumed ", report, StringComparison.Ordinal);
        Assert.DoesNotContain("left out", Report(Samples.Usual, new TextStyle()), StringComparison.Ordinal);
    }

    [Fact]
    public void Awkward_lines() =>
        Golden.Verify(
            Report(
                Samples.Of([
                    One("tabs:\t\tmemory: 1Gi\t# tab", "1Gi"),
                    One("wide: {名前: メモリ, memory: 1Gi}", "1Gi"),
                    One("hidden: \u202e1Gi\u202c \x1b[31mred\x1b[0m", "1Gi"),
                    One("blank:\u00a01Gi", "1Gi"),
                    One(new string('x', 300) + ": {memory: 1Gi}" + new string('y', 300), "1Gi"),
                    One(new string('名', 60) + "1Gi" + new string('前', 60), "1Gi"),
                    One("long: " + new string('z', 300), new string('z', 300)),
                    One("flow: {requests: {memory: 1Gi}, limits: {memory: 512Mi}}", "512Mi") with
                    {
                        Related =
                        [
                            new(
                                Samples.Place("a.yaml", "flow: {requests: {memory: 1Gi}, limits: {memory: 512Mi}}", "1Gi"),
                                "requested here"
                            ),
                        ],
                    },
                    One("- {name: app, resources: {limits: {memory: 512Mi}}}", "512Mi") with
                    {
                        Related =
                        [
                            new(
                                Samples.Place("a.yaml", "- {name: app, resources: {limits: {memory: 512Mi}}}", "memory"),
                                "a note that does not fit behind it"
                            ),
                        ],
                    },
                    One("end:   ", 4, 0),
                    One("several:\n  lines: 1", 0, 15),
                    One("", 0, 0),
                ]),
                new TextStyle(60)
            ),
            "awkward",
            "txt"
        );

    [Fact]
    public void No_control_character_reaches_the_terminal() =>
        Prop.ForAll(ArbMap.Default.ArbFor<NonNull<string>>(), text =>
            {
                string line = text.Get.Replace('\n', ' ').Replace('\r', ' ');
                var finding = One(line, 0, Math.Min(3, line.Length)) with { Statement = Statement.Of(text.Get), RuleName = "x" };
                finding = finding with { Place = Samples.In(text.Get), Related = [new(finding.Place, text.Get)] };
                string report = Report(Samples.Of(finding), new TextStyle(50));
                return report.All(c => c == '\n' || !char.IsControl(c))
                    && report.All(c => c is not (>= '\u202a' and <= '\u202e') and not (>= '\u2066' and <= '\u2069'));
            })
            .QuickCheckThrowOnFailure();

    [Fact]
    public void Source_lines_keep_to_the_width() =>
        Prop.ForAll(ArbMap.Default.ArbFor<NonNull<string>>(), ArbMap.Default.ArbFor<byte>(), (text, start) =>
            {
                string line = string.Concat(Enumerable.Repeat(text.Get.Replace('\n', ' ').Replace('\r', ' ') + " 名\t", 20));
                string report = Report(Samples.Of(One(line, Math.Min(start, line.Length - 4), 4)), new TextStyle(60));
                return report.Split('\n').Skip(1).Take(3).All(shown => TerminalText.WidthOf(shown) <= 60);
            })
            .QuickCheckThrowOnFailure();

    [Theory]
    [InlineData("plain", "plain")]
    [InlineData("a\tb\nc", "a\\x09b\\x0ac")]
    [InlineData("\x1b]0;title\x07", "\\x1b]0;title\\x07")]
    [InlineData("\u202eevil", "\\u202eevil")]
    [InlineData("\u009b31m", "\\u009b31m")]
    [InlineData("zero\u200bwidth", "zero\\u200bwidth")]
    [InlineData("\ud83d\ude00 ok", "\ud83d\ude00 ok")]
    [InlineData("\udb40\udc41", "\\U000e0041")]
    [InlineData("é名", "é名")]
    public void Escapes_what_a_terminal_obeys_or_hides(string text, string shown) => Assert.Equal(shown, TerminalText.Escape(text));

    // No [InlineData]: the test runner's protocol does not carry half a surrogate pair.
    [Fact]
    public void Escapes_half_a_surrogate_pair() => Assert.Equal("a\\ud83db\\udc00", TerminalText.Escape("a\ud83db\udc00"));

    [Theory]
    [InlineData("abc", 3)]
    [InlineData("名前", 4)]
    [InlineData("e\u0301", 1)]
    [InlineData("\u23f0\u23f1", 3)]
    [InlineData("\ud83d\ude00", 2)]
    public void Knows_how_wide_text_is(string text, int columns) => Assert.Equal(columns, TerminalText.WidthOf(text));

    [Fact]
    public void What_was_assumed_is_said_only_where_a_message_hangs_on_it()
    {
        Assert.DoesNotContain("assumed", Report(Samples.Of(One("a: 1Gi", "1Gi")), new TextStyle()), StringComparison.Ordinal);
        var bestEffort = One("a: 1Gi", "1Gi") with
        {
            Statement = Statement.Of("with oom_score_adj 1000 it is killed first, at equal usage"),
        };
        Assert.DoesNotContain("assumed", Report(Samples.Of(bestEffort), new TextStyle()), StringComparison.Ordinal);
        var version = One("a: 1Gi", "1Gi") with
        {
            Statement = Statement
                .Of("in Kubernetes 1.36 this means nothing")
                .If(new Assumption(AssumptionKind.KubernetesVersion, "Kubernetes 1.36")),
        };
        Assert.Contains(
            "\nassumed Kubernetes 1.36 (--kubernetes-version)\n",
            Report(Samples.Of(version), new TextStyle()),
            StringComparison.Ordinal
        );
    }

    // At a terminal; everywhere else a message stays on its line.
    [Theory]
    [InlineData(40)]
    [InlineData(60)]
    [InlineData(200)]
    public void At_a_terminal_lines_end_at_words(int width)
    {
        string text = Report(Samples.Usual, new TextStyle(width)),
            wrapped = Report(Samples.Usual, new TextStyle(width, Wraps: true));
        var words = text.Split([' ', '\n'], StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(words, wrapped.Split([' ', '\n'], StringSplitOptions.RemoveEmptyEntries));
        // A line is longer only where its one word is.
        string[] messages =
        [
            .. wrapped[..wrapped.IndexOf("2 errors", StringComparison.Ordinal)]
                .Split('\n')
                .Where(l => !l.Contains(" | ", StringComparison.Ordinal)),
        ];
        Assert.All(messages, l => Assert.True(l.Length <= width || l.Trim().Split(' ').Length <= 3, l));
        Assert.Equal(width < 200, wrapped != text);
        Assert.DoesNotContain('\n', Report(Samples.Usual, new TextStyle(width)).Split('\n')[0]);
    }

    [Fact]
    public void The_page_is_a_link_where_the_terminal_takes_one()
    {
        string report = Report(Samples.Of(Samples.Usual.Findings[1]), new TextStyle(Links: true));
        Assert.Contains(
            "= page: \x1b]8;;https://github.com/manifestlint/manifestlint/blob/main/rules/ML1002-memory-limit-below-request.md\x1b\\manifestlint explain ML1002\x1b]8;;\x1b\\\n",
            report,
            StringComparison.Ordinal
        );
        Assert.DoesNotContain("\x1b]8", Report(Samples.Usual, new TextStyle()), StringComparison.Ordinal);
    }

    [Fact]
    public void A_rendered_line_is_marked()
    {
        var finding = Samples.Usual.Findings[1] with { IsRendered = true };
        Assert.Contains(
            "\n   = rendered: line 16 is one of what this template renders, as helm template --show-only prints it\n",
            Report(Samples.Of(finding), new TextStyle()),
            StringComparison.Ordinal
        );
        Assert.Contains(
            " (Deployment shop/web, container app, rendered line) [ML1002 ",
            Samples.Text(w => TextReporter.WriteConcise(Samples.Of(finding), new TextStyle(), w)),
            StringComparison.Ordinal
        );
    }

    private static string Report(LintResult result, TextStyle style) => Samples.Text(w => TextReporter.Write(result, style, w));

    private static ReportedFinding One(string text, string words) => One(text, text.IndexOf(words, StringComparison.Ordinal), words.Length);

    private static ReportedFinding One(string text, int offset, int length) =>
        Samples.Finding("ML9999", "sample", Severity.Warning, Statement.Of("a message"), Samples.Place("a.yaml", text, offset, length));
}
