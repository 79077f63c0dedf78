using System.Collections.Immutable;
using ManifestLint.Findings;
using ManifestLint.Rules;
using ManifestLint.Yaml;

namespace ManifestLint.Tests.Rules;

/// <summary>
/// Every page in <c>rules/</c> is a test of its rule. <c>ACCEPT=1 dotnet test</c> rewrites the blocks <c>output</c> and <c>fixed</c>; review
/// them as you would code.
/// </summary>
public sealed class RulePageTests
{
    private const string Mark = "# <- finding";

    public static TheoryData<string> Pages => [.. RulePages.FileNames];

    [Theory]
    [MemberData(nameof(Pages))]
    public void Bad_examples_report_the_rule_on_the_marked_lines(string page)
    {
        var entry = EntryOf(page);
        var cases = RulePages.Cases(RulePages.Blocks(RulePages.Text(page)));
        Assert.True(cases.Count > 0, "a page shows what its rule finds");
        foreach (var one in cases)
        {
            string[] lines = one.Bad.Text.Split('\n');
            int[] marked = [.. Enumerable.Range(1, lines.Length).Where(n => lines[n - 1].EndsWith(Mark, StringComparison.Ordinal))];
            int[] found = [.. Findings(one.Bad, entry).Select(f => f.Place.Line)];
            Assert.True(
                marked.SequenceEqual(found),
                $"{page}:{one.Bad.FirstLine}: marked {string.Join(", ", marked)}, found {string.Join(", ", found)}"
            );
        }
    }

    [Theory]
    [MemberData(nameof(Pages))]
    public void Outputs_and_repairs_are_what_the_program_prints_and_does(string page)
    {
        var entry = EntryOf(page);
        string text = RulePages.Text(page);
        string expected = RulePages.Rewrite(text, bad =>
        {
            var findings = Findings(bad, entry);
            return (
                string.Concat(findings.Select(f => PageScan.Concise(f) + "\n")),
                PageScan.Repair("bad.yaml", bad.Text, bad.Options, entry)
            );
        });
        if (Environment.GetEnvironmentVariable("ACCEPT") == "1")
            File.WriteAllText(Path.Combine(RulePages.Folder, page), expected);
        else
            Assert.Equal(expected, text);
    }

    [Theory]
    [MemberData(nameof(Pages))]
    public void Repaired_examples_report_the_rule_no_more(string page)
    {
        var entry = EntryOf(page);
        foreach (var one in RulePages.Cases(RulePages.Blocks(RulePages.Text(page))))
        {
            if (PageScan.Repair("bad.yaml", one.Bad.Text, one.Bad.Options, entry) is not { } repaired)
                continue;
            Assert.NotEqual(one.Bad.Text, repaired);
            Assert.Empty(PageScan.Alone("fixed.yaml", repaired, one.Bad.Options, entry).Select(PageScan.Concise));
        }
    }

    [Theory]
    [MemberData(nameof(Pages))]
    public void Good_examples_report_nothing_of_the_rule(string page)
    {
        var entry = EntryOf(page);
        var good = RulePages.Blocks(RulePages.Text(page)).Where(b => b.Kind == "good").ToList();
        Assert.True(good.Count > 0, "a page shows what its rule accepts");
        foreach (var block in good)
            Assert.Empty(PageScan.Alone("good.yaml", block.Text, block.Options, entry).Select(PageScan.Concise));
    }

    [Theory]
    [MemberData(nameof(Pages))]
    public void The_front_matter_tells_which_repairs_there_are(string page)
    {
        var entry = EntryOf(page);
        var safeties = RulePages
            .Cases(RulePages.Blocks(RulePages.Text(page)))
            .SelectMany(c => Findings(c.Bad, entry))
            .Select(f => f.Fix?.Safety)
            .Where(s => s is not null)
            .Distinct()
            .ToList();
        string shown =
            safeties.Count == 0 ? "none"
            : safeties.Contains(FixSafety.Safe) ? "safe"
            : "unsafe";
        Assert.Equal(entry.Page.Fix, shown);
    }

    [Theory]
    [MemberData(nameof(Pages))]
    public void A_page_has_the_sections_of_a_page(string page)
    {
        string body = RulePages.Parse(page).Body;
        string[] headings = [.. body.Split('\n').Where(l => l.StartsWith("## ", StringComparison.Ordinal))];
        Assert.Equal(["## What it finds", "## Why it matters", "## How to fix it"], headings[..3]);
        Assert.All(RulePages.Blocks(body), b =>
            Assert.True(b.Kind.Length > 0 || b.Info.Split(' ').Length == 1, $"a block of an unknown sort: {b.Info}")
        );
        Assert.DoesNotContain("\t", body, StringComparison.Ordinal);
    }

    private static CatalogEntry EntryOf(string page) =>
        RuleCatalog.Find(page[..6]) ?? throw new InvalidOperationException($"{page} belongs to no rule");

    // With the other rules at work: an example that another rule makes superfluous is no example.
    private static ImmutableArray<ReportedFinding> Findings(PageBlock bad, CatalogEntry entry) =>
        [.. PageScan.All("bad.yaml", bad.Text, bad.Options, entry).Where(f => f.RuleId == entry.Rule.Id)];
}
