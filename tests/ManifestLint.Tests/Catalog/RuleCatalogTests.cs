using System.Text.RegularExpressions;
using ManifestLint.Catalog;
using ManifestLint.Facts;
using ManifestLint.Findings;
using ManifestLint.Rules;
using ManifestLint.Tests.Rules;

namespace ManifestLint.Tests.Catalog;

/// <summary>Class, line and page of a rule belong together.</summary>
public sealed class RuleCatalogTests
{
    [Fact]
    public void Every_rule_class_has_one_line()
    {
        var classes = typeof(Rule)
            .Assembly.GetTypes()
            .Where(t => t.IsSubclassOf(typeof(Rule)) && !t.IsAbstract)
            .Select(t => t.Name)
            .Order(StringComparer.Ordinal);
        var lines = RuleCatalog.All.Select(e => e.Rule.GetType().Name).Order(StringComparer.Ordinal);
        Assert.Equal(classes, lines);
    }

    [Fact]
    public void Ids_are_unique_and_in_order()
    {
        var ids = RuleCatalog.All.Select(e => e.Rule.Id).ToList();
        Assert.Equal(ids.Order(StringComparer.Ordinal), ids);
        Assert.Equal(ids.Distinct(), ids);
        Assert.All(ids, id => Assert.Matches("^ML[0-9]{4}$", id));
        Assert.Equal(ids.Count, RuleCatalog.All.Select(e => e.Name).Distinct().Count());
    }

    [Fact]
    public void Every_line_has_one_page() => Assert.Equal(RuleCatalog.All.Select(e => $"{e.Rule.Id}-{e.Name}.md"), RulePages.FileNames);

    [Fact]
    public void Pages_are_embedded_as_they_are()
    {
        foreach (var entry in RuleCatalog.All)
            Assert.Equal(RulePages.Parse($"{entry.Rule.Id}-{entry.Name}.md").Body, entry.Page.Body);
    }

    [Fact]
    public void Front_matter_and_line_agree()
    {
        foreach (var entry in RuleCatalog.All)
        {
            var page = entry.Page;
            Assert.Equal((entry.Rule.Id, entry.Name), (page.Id, page.Name));
            Assert.Equal(entry.IsOptIn, page.Severity == Severity.Off);
            Assert.Contains(page.Fix, new[] { "none", "safe", "unsafe" });
            Assert.Matches(@"^\d+\.\d+\.\d+$", page.Since);
            Assert.False(page.Title.EndsWith('.'), $"{page.Id}: a title has no full stop");
            string floor = entry.Rule.GetType().Namespace!.Split('.')[^1];
            Assert.Equal(floor.ToLowerInvariant(), page.Category);
        }
    }

    [Fact]
    public void A_class_bears_the_name_of_its_rule()
    {
        foreach (var entry in RuleCatalog.All)
        {
            string pascal = string.Concat(entry.Name.Split('-').Select(w => char.ToUpperInvariant(w[0]) + w[1..]));
            string name = entry.Rule.GetType().Name;
            // A rule gives way to a type of that name on a floor below.
            Assert.True(name == pascal || name == pascal + "Rule", $"{name} should be {pascal}");
        }
    }

    [Fact]
    public void What_is_superseded_exists_and_never_supersedes_back()
    {
        var supersedes = RuleCatalog.All.ToDictionary(e => e.Rule.Id, e => e.Page.AllSuperseded.ToHashSet());
        foreach (var (id, others) in supersedes)
        {
            Assert.All(others, other => Assert.True(supersedes.ContainsKey(other), $"{id} supersedes {other}, which does not exist"));
            // Two findings that drop each other would both be lost.
            Assert.DoesNotContain(id, Reachable(id));
        }

        HashSet<string> Reachable(string from)
        {
            var seen = new HashSet<string>();
            var open = new Stack<string>(supersedes[from]);
            while (open.TryPop(out string? next))
            {
                if (seen.Add(next) && supersedes.TryGetValue(next, out var further))
                    foreach (string id in further)
                        open.Push(id);
            }
            return seen;
        }
    }

    [Fact]
    public void References_are_links()
    {
        foreach (string page in RulePages.FileNames)
        {
            string text = RulePages.Text(page);
            string front = text[..text.IndexOf("\n---\n", 4, StringComparison.Ordinal)];
            var links = Regex.Matches(front, @"^  - (?<link>\S+)$", RegexOptions.Multiline).Select(m => m.Groups["link"].Value).ToList();
            Assert.NotEmpty(links);
            Assert.All(links, l =>
                Assert.True(Uri.TryCreate(l, UriKind.Absolute, out var uri) && uri.Scheme == "https", $"{page}: {l} is no link")
            );
        }
    }

    [Fact]
    public void The_page_of_ML2003_holds_the_table_of_known_helpers()
    {
        var rows = RuleCatalog
            .All.Find("ML2003")!
            .Page.Body.Split('\n')
            .SkipWhile(l => !l.StartsWith("| container name contains", StringComparison.Ordinal))
            .Skip(2)
            .TakeWhile(l => l.StartsWith('|'));
        Assert.Equal(Sidecars.Helpers.Select(h => $"| `{h.Name}` | {string.Join(", ", h.Images.Select(i => $"`{i}`"))} |"), rows);
    }
}
