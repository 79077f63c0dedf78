using System.Collections.Immutable;
using ManifestLint.Catalog;
using ManifestLint.Reporting;
using ManifestLint.Rules;

namespace ManifestLint.Tests.Reporting;

public sealed class PageReporterTests
{
    private static readonly RulePage Page = RulePage.Parse(
        "page.md",
        """
        ---
        id: ML9001
        name: sample-page
        title: A page with a bit of everything
        severity: off
        category: amounts
        fix: unsafe
        since: 0.1.0
        supersedes: [ML1001]
        ---
        ## What it finds

        A container whose `limits.memory` is **below** its request, so that the API server
        rejects the pod, as `kubectl apply --server-side` says.

        - one item that is long enough to be wrapped at forty columns, with `code that
          goes on` in it
        - another

        1. first
        2. second

        | written | why not |
        | --- | --- |
        | `2gi` | case matters: `Ki Mi Gi Ti Pi Ei` and nothing else |
        | `512MB` | there is no `B` |

        ```yaml bad --kubernetes-version 1.36
        spec:
          containers:
            - name: app # <- finding
        ```
        ```text output
        bad.yaml:1:1: error: this line is longer than any terminal and is not wrapped, since it is what the tool prints [ML9001 sample-page]
        ```
        """
    );

    [Theory]
    [InlineData(80, false, "page-80")]
    [InlineData(40, false, "page-40")]
    [InlineData(80, true, "page-coloured")]
    public void A_page_is_laid_out(int width, bool isColoured, string name) => Golden.Verify(Text(Page, width, isColoured), name, "txt");

    [Fact]
    public void Every_page_fits_and_loses_nothing()
    {
        foreach (var page in RuleCatalog.All.Select(e => e.Page))
        {
            foreach (int width in new[] { 40, 80, 200 })
            {
                string text = Text(page, width, false);
                Assert.DoesNotContain("```", text, StringComparison.Ordinal);
                Assert.DoesNotContain("**", text, StringComparison.Ordinal);
                // Code stands at column 4 and is never wrapped; nor is a word that is wider than the terminal.
                Assert.All(
                    text.Split('\n')
                        .Where(l => !l.StartsWith("    ", StringComparison.Ordinal) && l.Contains(' ', StringComparison.Ordinal)),
                    line => Assert.True(TerminalText.WidthOf(line) <= Math.Min(width, 100) || line.Trim().Split(' ').Length <= 2, line)
                );
                string Letters(string of) => string.Concat(of.Where(char.IsLetterOrDigit));
                string body = string.Join('\n', page.Body.Split('\n').Where(l => !l.StartsWith("```", StringComparison.Ordinal)));
                foreach (
                    string word in body.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)
                        .Select(Letters)
                        .Distinct()
                        .Where(w => w.Length > 2)
                )
                {
                    Assert.Contains(word, Letters(text), StringComparison.Ordinal);
                }
            }
            Assert.Equal(
                Text(page, 80, false)
                    .Replace("`", "", StringComparison.Ordinal)
                    .Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries),
                Uncoloured(Text(page, 80, true))
                    .Replace("`", "", StringComparison.Ordinal)
                    .Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)
            );
        }
    }

    [Fact]
    public void The_list_of_rules_has_a_schema()
    {
        var pages = RuleCatalog.All.Select(e => e.Page).ToImmutableArray();
        string json = Samples.Utf8(output => RuleListReporter.WriteJson(pages, output));
        var schema = JsonSchema.Load("manifestlint-rules.schema.json");
        Assert.Empty(schema.Check(json));
        Assert.NotEmpty(schema.Check(json.Replace("\"id\":\"ML1001\"", "\"id\":\"ml1001\"", StringComparison.Ordinal)));
        Assert.All(pages, page => Assert.Contains($"\"{page.Name}\"", json, StringComparison.Ordinal));
    }

    [Fact]
    public void The_list_of_rules_is_a_table()
    {
        ImmutableArray<RulePage> pages = [Page, RuleCatalog.All[0].Page];
        Assert.Equal(
            """
            ML9001  off       sample-page        A page with a bit of everything
            ML0001  error     yaml-syntax-error  Document is not valid YAML

            """.ReplaceLineEndings("\n"),
            Samples.Text(output => RuleListReporter.WriteText(pages, new TextStyle(80), output))
        );
        Assert.StartsWith(
            "| id | name | severity | fix | |\n| --- | --- | --- | --- | --- |\n| [ML9001](https://",
            Samples.Text(output => RuleListReporter.WriteMarkdown(pages, output)),
            StringComparison.Ordinal
        );
    }

    private static string Text(RulePage page, int width, bool isColoured) =>
        Samples.Text(output => PageReporter.Write(page, isFull: true, new TextStyle(width, isColoured), output));

    private static string Uncoloured(string text)
    {
        var plain = new System.Text.StringBuilder();
        for (int i = 0; i < text.Length; i++)
        {
            if (text[i] == '\x1b')
                i = text.IndexOf('m', i);
            else
                plain.Append(text[i]);
        }
        return plain.ToString();
    }
}
