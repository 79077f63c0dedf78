using System.Collections.Immutable;
using ManifestLint.Catalog;
using ManifestLint.Findings;
using ManifestLint.Rules;

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
        var examples = BadOnes(page);
        Assert.True(examples.Count > 0, "a page shows what its rule finds");
        foreach (var example in examples)
        {
            string[] marked = [.. example.Files.SelectMany(Marked).Order(StringComparer.Ordinal)];
            string[] found = [.. Findings(example, entry).Select(f => $"{f.Place.File}:{f.Place.Line}").Order(StringComparer.Ordinal)];
            Assert.True(
                marked.SequenceEqual(found),
                $"{page}:{example.FirstLine}: marked {string.Join(", ", marked)}, found {string.Join(", ", found)}"
            );
        }

        static IEnumerable<string> Marked(PageFile file) =>
            file
                .Text.Split('\n')
                .Select((line, i) => (line, i))
                .Where(l => l.line.EndsWith(Mark, StringComparison.Ordinal))
                .Select(l => $"{file.Name}:{l.i + 1}");
    }

    [Theory]
    [MemberData(nameof(Pages))]
    public void Outputs_and_repairs_are_what_the_program_prints_and_does(string page)
    {
        var entry = EntryOf(page);
        string text = RulePages.Text(page);
        string expected = RulePages.Rewrite(text, example =>
            (string.Concat(Findings(example, entry).Select(PageScan.Text)), PageScan.Repair(example, entry))
        );
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
        foreach (var example in BadOnes(page))
        {
            var repaired = PageScan.Repair(example, entry);
            if (repaired.IsEmpty)
                continue;
            Assert.All(repaired, r => Assert.NotEqual(example.Files.Single(f => f.Name == r.Name).Text, r.Text));
            var files = example.Files.Select(f => repaired.FirstOrDefault(r => r.Name == f.Name) ?? f);
            Assert.Empty(PageScan.Alone(files, example.Options, entry).Select(PageScan.Text));
        }
    }

    [Theory]
    [MemberData(nameof(Pages))]
    public void Good_examples_report_nothing_of_the_rule(string page)
    {
        var entry = EntryOf(page);
        var good = RulePages.Examples(RulePages.Text(page)).Where(e => e.Kind == "good").ToList();
        Assert.True(good.Count > 0, "a page shows what its rule accepts");
        foreach (var example in good)
            Assert.Empty(PageScan.Alone(example.Files, example.Options, entry).Select(PageScan.Text));
    }

    [Theory]
    [MemberData(nameof(Pages))]
    public void The_front_matter_tells_which_repairs_there_are(string page)
    {
        var entry = EntryOf(page);
        var safeties = BadOnes(page)
            .SelectMany(e => Findings(e, entry))
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
        RuleCatalog.All.Find(page[..6]) ?? throw new InvalidOperationException($"{page} belongs to no rule");

    // With the other rules at work: an example that another rule makes superfluous is no example.
    private static ImmutableArray<ReportedFinding> Findings(PageExample example, CatalogEntry entry) =>
        [.. PageScan.All(example.Files, example.Options, entry).Where(f => f.RuleId == entry.Rule.Id)];

    private static List<PageExample> BadOnes(string page) => [.. RulePages.Examples(RulePages.Text(page)).Where(e => e.Kind == "bad")];
}
