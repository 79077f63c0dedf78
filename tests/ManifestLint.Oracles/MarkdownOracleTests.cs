using System.Text.RegularExpressions;
using System.Xml.Linq;
using ManifestLint.Findings;
using ManifestLint.Reporting;
using ManifestLint.Yaml;
using Xunit.Abstractions;

namespace ManifestLint.Oracles;

/// <summary>Our Markdown through GitHub's own renderer: what a manifest says comes out as the text it is.</summary>
public sealed partial class MarkdownOracleTests(ITestOutputHelper output)
{
    private static readonly string[] Attacks =
    [
        "<img src=x onerror=alert(1)>",
        "<script>alert(1)</script>",
        "[click](https://example.org)",
        "![x](https://example.org/a.png)",
        "https://example.org/a",
        "http://example.org",
        "www.example.org",
        "WWW.example.org/x",
        "ftp://example.org",
        "mail@example.org",
        "mailto:mail@example.org",
        "xmpp:mail@example.org",
        "**bold** _it_ ~~gone~~ *a*",
        "`code` ``more``",
        "a | b | c",
        "\\| \\` \\\\ \\<b>",
        "&lt;b&gt; &amp; &#60;",
        "# heading",
        "- item",
        "1. item",
        "> quote",
        "---",
        "``` fence",
        "<!-- hidden",
        "--> shown <b>x</b>",
        "[ref]: https://example.org",
        "[^1]",
        "$x$ $$y$$",
        "{{7*7}}",
        "\n\n# new\n\n<b>",
        "a\r\n\r\n<details>",
        "</details>",
        "<https://example.org>",
        "\u2028<b>",
        "`",
        "``",
        "a`<b>`",
        "*",
        "_a_",
        "==x==",
        "GH-12 #12 o/r#12 @user :smile: 'x' \"y\"",
    ];

    [OracleFact("cmark-gfm")]
    public void What_manifests_say_stays_text()
    {
        foreach (string attack in Attacks)
            Check([attack]);
        // Pieces that mean nothing alone.
        uint state = 20261120;
        string[] pieces =
        [
            .. Attacks,
            "`",
            "<",
            ">",
            "[",
            "]",
            "(",
            ")",
            "\\",
            "|",
            "*",
            "_",
            "!",
            "&",
            ";",
            "@",
            ":",
            "//",
            "www.",
            ".",
            "a",
            " ",
            "http",
            "~",
            "#",
            "-",
        ];
        string[][] mixtures =
        [
            .. Enumerable
                .Range(0, 40)
                .Select(_ =>
                    Enumerable
                        .Range(0, 50)
                        .Select(_ => string.Concat(Enumerable.Range(0, 6).Select(_ => pieces[Next() % (uint)pieces.Length])))
                        .ToArray()
                ),
        ];
        var drawn = Questions.Draw("cmark-gfm", mixtures, Questions.MarkdownMixtures);
        foreach (string[] texts in drawn)
            Check(texts);
        output.WriteLine($"{Attacks.Length} attacks and {50 * drawn.Count} mixtures of them rendered");

        uint Next()
        {
            // xorshift32; "Xorshift RNGs", Marsaglia 2003.
            state ^= state << 13;
            state ^= state >> 17;
            return state ^= state << 5;
        }
    }

    private static void Check(string[] texts)
    {
        ReportedFinding[] findings =
        [
            .. texts.Select(text => new ReportedFinding
            {
                RuleId = "ML1001",
                RuleName = "memory-limit-missing",
                Severity = Severity.Warning,
                Statement = Statement.Of($"container {text} end"),
                Place = new ReportedPlace(new Place(new SourceLines(text, "x"), new TextSpan(0, 1)), "x"),
                Path = YamlPath.Of(text),
                LogicalPath = YamlPath.Of(text),
            }),
        ];
        using var markdown = new StringWriter();
        MarkdownReporter.Write(new LintResult { Findings = [.. findings] }, static path => path, markdown);
        string[] extensions =
        [
            "--extension",
            "table",
            "--extension",
            "autolink",
            "--extension",
            "strikethrough",
            "--extension",
            "tasklist",
        ];
        var (exitCode, html, error) = Oracle.Run("cmark-gfm", ["--unsafe", .. extensions], markdown.ToString());
        Assert.True(exitCode == 0, error);

        string all = string.Join("\n", texts);
        Assert.DoesNotMatch(ForeignTag(), html);
        var items = XDocument
            .Parse($"<r>{Comment().Replace(html, "")}</r>")
            .Descendants("li")
            .Select(li => (Code: li.Element("code")!.Value, li.Value))
            .ToList();
        Assert.True(texts.Length == items.Count, all);
        foreach (var (text, item, finding) in texts.Zip(items, findings))
        {
            string shown = TerminalText.Escape(text);
            Assert.Equal($"{shown}:1:1", item.Code);
            // Long words are shortened before.
            Assert.Equal($"{shown}:1:1 {TerminalText.Escape(finding.Statement.What)} (ML1001)", item.Value.TrimEnd('\n'));
        }
    }

    [GeneratedRegex("<(?!/?(h3|h4|table|thead|tbody|tr|th|td|ul|li|p|code)( align=\"right\")?>|!-- -->)", RegexOptions.ExplicitCapture)]
    private static partial Regex ForeignTag();

    [GeneratedRegex("<!-- -->")]
    private static partial Regex Comment();
}
