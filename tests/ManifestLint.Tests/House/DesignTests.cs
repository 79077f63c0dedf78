using System.Text;
using System.Text.RegularExpressions;
using ManifestLint.Catalog;

namespace ManifestLint.Tests.House;

/// <summary>The documents in <c>docs/design</c>: what they mark as planned, and that every section somebody cites is there.</summary>
public sealed partial class DesignTests
{
    private const string Mark = "(planned)";
    private const int MarkLength = 100;

    private static readonly string Root = VectorFiles.RepositoryRoot();

    private static readonly Dictionary<string, string> Documents = Directory
        .GetFiles(Path.Join(Root, "docs", "design"), "*.md")
        .Order(StringComparer.Ordinal)
        .ToDictionary(f => Path.GetFileName(f), File.ReadAllText, StringComparer.Ordinal);

    private static readonly Dictionary<string, string> Letters = new(StringComparer.Ordinal)
    {
        ["K"] = "kubernetes-memory.md",
        ["R"] = "runtime-memory.md",
        ["O"] = "operators.md",
    };

    // A mark is removed with the change that keeps the promise, so that this list shrinks with it.
    [Fact]
    public void Marks_are_those_of_the_list()
    {
        var list = new StringBuilder();
        foreach (var (document, text) in Documents)
        {
            foreach (var block in Blocks(text))
            {
                for (int at = 0; (at = block.Text.IndexOf(Mark, at, StringComparison.Ordinal)) >= 0; at += Mark.Length)
                {
                    // The head of contracts.md explains the mark.
                    if (at > 0 && block.Text[at - 1] == '`')
                        continue;
                    list.Append($"{document}: {block.Section}: {Marked(block.Text[..at])}\n");
                }
            }
        }
        Golden.Verify(list.ToString(), "planned", "txt");
    }

    [Fact]
    public void Ids_are_defined_once()
    {
        var twice = DefinedIds().GroupBy(id => id, StringComparer.Ordinal).Where(g => g.Skip(1).Any()).Select(g => g.Key);
        Assert.Empty(twice);
    }

    [Fact]
    public void Everything_that_is_cited_exists()
    {
        var ids = DefinedIds().ToHashSet(StringComparer.Ordinal);
        var families = ids.Select(Family).ToHashSet(StringComparer.Ordinal);
        var sections = Documents.ToDictionary(d => d.Key, d => Sections(d.Key, d.Value), StringComparer.Ordinal);
        var wrong = new List<string>();
        int found = 0;
        foreach (string file in CitingFiles())
        {
            string text = File.ReadAllText(file);
            string name = Path.GetRelativePath(Root, file).Replace(Path.DirectorySeparatorChar, '/');
            bool isDesign = name.StartsWith("docs/design/", StringComparison.Ordinal);
            foreach (Match id in Id().Matches(text).Where(m => families.Contains(Family(m.Value))))
                Check(ids, id.Value, id);
            wrong.AddRange(OtherForm().Matches(text).Select(m => $"{name}: \"{m.Value}\" is not how contracts.md says to cite"));
            foreach (Match citation in Citation().Matches(text))
            {
                string document = citation.Groups["document"].Value;
                foreach (string section in citation.Groups["section"].Captures.Select(c => c.Value))
                {
                    // Ids are looked up above.
                    if (section.Contains('-', StringComparison.Ordinal))
                        continue;
                    string? owner =
                        document.EndsWith(".md", StringComparison.Ordinal) ? document
                        : !isDesign ? null
                        : section[0] == 'C' ? "contracts.md"
                        : section[0] == 'M' ? "rules.md"
                        : document.Length > 0 ? Letters[document]
                        : name[(name.LastIndexOf('/') + 1)..];
                    if (owner is not null)
                        Check(sections[owner], section, citation);
                    // Outside of these documents numbers are too common to be taken for citations; the sign of a section is not.
                    else if (section[0] == '§' && !Foreign().IsMatch(text[..citation.Index]))
                        wrong.Add($"{name}: \"{citation.Value}\" names no document: write kubernetes-memory.md §9");
                }
            }

            void Check(HashSet<string> known, string cited, Match match)
            {
                found++;
                if (!known.Contains(cited))
                    wrong.Add($"{name}:{text[..match.Index].Count(c => c == '\n') + 1}: \"{match.Value}\": there is no {cited}");
            }
        }
        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
        Assert.True(found > 700, $"only {found} citations were found");
    }

    [Fact]
    public void Headings_that_are_linked_exist()
    {
        var wrong = new List<string>();
        foreach (string file in CitingFiles().Where(f => f.EndsWith(".md", StringComparison.Ordinal)))
        {
            foreach (Match link in Link().Matches(File.ReadAllText(file)))
            {
                string path = link.Groups["path"].Value;
                string target = path.Length == 0 ? file : Path.Join(Path.GetDirectoryName(file), path);
                if (!File.ReadLines(target).Any(line => line.StartsWith('#') && Anchor(line) == link.Groups["anchor"].Value))
                    wrong.Add($"{Path.GetRelativePath(Root, file)}: {link.Value}");
            }
        }
        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
    }

    /// <summary>What a mark marks: from the last full stop, semicolon, cell border or mark on, with the first cell of its row.</summary>
    private static string Marked(string before)
    {
        if (before[0] == '#')
            return "the whole section";
        before = before.TrimEnd();
        int start = Boundary().Matches(before).LastOrDefault() is { } last ? last.Index + last.Length : 0;
        string text = before[start..].Trim(' ', '*', '-', '|');
        string row = before[0] == '|' ? before.Split('|')[1].Replace(Mark, "", StringComparison.Ordinal).Trim() : "";
        text = row.Length > 0 && text != row ? $"{row}: {text}" : text;
        return text.Length > MarkLength
            ? text[..(text.LastIndexOf(' ', MarkLength) is > 0 and var end ? end : MarkLength)].TrimEnd() + " …"
            : text;
    }

    /// <summary>Headings, list items, rows and paragraphs, each on one line and with its heading; code is left out.</summary>
    private static IEnumerable<(string Section, string Text)> Blocks(string document)
    {
        string section = "",
            block = "";
        int fence = 0;
        foreach (string line in document.Split('\n').Append(""))
        {
            int ticks = line.Length - line.TrimStart('`').Length;
            if (ticks >= 3)
                fence =
                    fence == 0 ? ticks
                    : ticks >= fence ? 0
                    : fence;
            bool isText = fence == 0 && ticks < 3 && line.Length > 0;
            if (isText && block.Length > 0 && block[0] != '#' && !Starts().IsMatch(line))
            {
                block += " " + line.Trim();
                continue;
            }
            if (block.Length > 0)
                yield return (section, block);
            block = isText ? line.Trim() : "";
            if (block.StartsWith('#'))
                section = block.TrimStart('#').Split(" (")[0].Trim();
        }
    }

    private static HashSet<string> Sections(string name, string text) =>
        name == "rules.md"
            ?
            [
                .. RuleAboutRules().Matches(text).Select(m => $"rule {m.Groups["n"].Value}"),
                .. RuleRow().Matches(text).Select(m => m.Value),
                .. RuleCatalog.All.Select(e => e.Rule.Id),
            ]
            : [.. Heading().Matches(text).Select(m => (char.IsAsciiDigit(m.Groups["n"].Value[0]) ? "§" : "") + m.Groups["n"].Value)];

    private static IEnumerable<string> DefinedIds() =>
        Documents.Values.SelectMany(text => IdDefinition().Matches(text)).Select(m => m.Groups["id"].Value);

    private static IEnumerable<string> CitingFiles() =>
        new[] { "src", "tests", "rules", "docs", "schemas" }
            .SelectMany(folder => Directory.EnumerateFiles(Path.Join(Root, folder), "*", SearchOption.AllDirectories))
            .Concat(Directory.EnumerateFiles(Root))
            .Where(f =>
                Path.GetExtension(f) is ".cs" or ".md" or ".sh" or ".yml" or ".props"
                || f.EndsWith(".schema.json", StringComparison.Ordinal)
            )
            .Where(f => !f.Split(Path.DirectorySeparatorChar).Any(p => p is "obj" or "bin"))
            .Order(StringComparer.Ordinal);

    private static string Family(string id) => id[..id.IndexOf('-', StringComparison.Ordinal)];

    // GitHub's name of a heading.
    private static string Anchor(string heading) =>
        string.Concat(heading.TrimStart('#').Trim().Where(c => char.IsLetterOrDigit(c) || c is ' ' or '-' or '_'))
            .Replace(' ', '-')
            .ToLowerInvariant();

    [GeneratedRegex(@"[.;!?][*)""]*\s|\(planned\)[.;,:)]*\s|\|\s")]
    private static partial Regex Boundary();

    [GeneratedRegex(@"^\s*(#|\||[-*]\s|\d+\.\s)", RegexOptions.ExplicitCapture)]
    private static partial Regex Starts();

    [GeneratedRegex(@"^##+ (?<n>C\d+|\d+(\.\d+)*)[. ]", RegexOptions.ExplicitCapture | RegexOptions.Multiline)]
    private static partial Regex Heading();

    [GeneratedRegex(@"^(?<n>\d+)\. \*\*", RegexOptions.ExplicitCapture | RegexOptions.Multiline)]
    private static partial Regex RuleAboutRules();

    [GeneratedRegex(@"(?<=^\| )ML\d{4}", RegexOptions.Multiline)]
    private static partial Regex RuleRow();

    [GeneratedRegex(@"\*\*(?<id>[A-Z]+-\d+)\*\*|^\| (?<id>[A-Z]+-\d+) \|", RegexOptions.ExplicitCapture | RegexOptions.Multiline)]
    private static partial Regex IdDefinition();

    // A document, in the design also its letter or none, then its sections.
    [GeneratedRegex(
        @"((?<document>(architecture|contracts|kubernetes-memory|operators|rules|runtime-memory)\.md|\b[KRO]) )?(?<section>§\d+(\.\d+)*|\bC\d+\b|\brule \d+|\bML\d{4}\b|\b[A-Z]+-\d+\b)((, | to )(?<section>§\d+(\.\d+)*|C\d+\b|rule \d+|[A-Z]+-\d+\b))*",
        RegexOptions.ExplicitCapture
    )]
    private static partial Regex Citation();

    [GeneratedRegex(@"\]\((?<path>[^)#:\s]*)#(?<anchor>[^)\s]+)\)", RegexOptions.ExplicitCapture)]
    private static partial Regex Link();

    [GeneratedRegex(@"(?<![\w-])[A-Z]+-\d+(?![\w-])")]
    private static partial Regex Id();

    // What a reader understands and the expression above does not.
    [GeneratedRegex(
        @"\bcontracts C\d|\brules\.md, (rule \d|ML\d)|\brules? \d+ of rules\.md|-memory\.md (§§|\d)[\d.]*|\bsection \d[\d.]* of [\w-]+\.md",
        RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase
    )]
    private static partial Regex OtherForm();

    // Standards have sections, too.
    [GeneratedRegex(@"\b(YAML|SARIF|RFC)[ \d.]*$", RegexOptions.ExplicitCapture | RegexOptions.RightToLeft)]
    private static partial Regex Foreign();
}
