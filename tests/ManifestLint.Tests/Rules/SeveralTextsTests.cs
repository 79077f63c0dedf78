using System.Collections.Immutable;
using ManifestLint.Catalog;
using ManifestLint.Configuration;
using ManifestLint.Findings;
using ManifestLint.Yaml;

namespace ManifestLint.Tests.Rules;

/// <summary>
/// Every place, edit, hash, comment and configured path belongs to the text that it stands in, not to the object being linted: on every
/// example, in one text, in two and in three.
/// </summary>
public sealed class SeveralTextsTests
{
    private static readonly string[] Made = ["live pods", "shared settings", "kustomization", "heaps of two texts", "names of two texts"];

    public static TheoryData<string> Pages => [.. RulePages.FileNames, .. Made];

    [Theory]
    [MemberData(nameof(Pages))]
    public void A_place_lies_in_its_own_text(string page)
    {
        foreach (var (set, finding) in Findings(page))
        {
            var places = finding
                .Related.Select(r => r.Place)
                .Concat(finding.From.Select(f => f.Place).OfType<ReportedPlace>())
                .Prepend(finding.Place)
                .ToList();
            foreach (var place in places)
            {
                var source = SourceOf(set, place.Place);
                AssertLies(source, place.Place, Told(set, finding));
                var line = source.SpanOfLine(place.Line);
                // Of a Secret less is shown.
                if (!place.LineText.Contains('…', StringComparison.Ordinal))
                    Assert.Equal(source.Text[line.Start..line.End], place.LineText);
            }
            foreach (var edit in finding.Fix?.Edits ?? [])
                AssertLies(SourceOf(set, edit.Place), edit.Place, Told(set, finding));
        }
    }

    [Theory]
    [MemberData(nameof(Pages))]
    public void A_repair_makes_no_error_that_was_not_there(string page)
    {
        foreach (var set in Sets(page))
        {
            var before = Lint(set);
            var known = Errors(before)
                .Select(Key)
                .Concat(before.Superseded.Select(s => (s.RuleId, s.Place.File, s.Place.Line)))
                .ToHashSet();
            foreach (var finding in before.Findings.Where(f => f.Fix is not null))
            {
                var outcome = PageScan.Fix(set.Files, set.Options, f => IsSame(f, finding));
                var added = Errors(Lint(set with { Files = After(set, outcome) })).Where(f => !known.Contains(Key(f)));
                Assert.False(added.Any(), $"{Told(set, finding)}: {string.Join("; ", added.Select(f => f.Message()))}");
            }
        }

        static (string, string, int) Key(ReportedFinding f) => (f.RuleId, f.Place.File, f.Place.Line);

        static IEnumerable<ReportedFinding> Errors(LintResult result) => result.Findings.Where(f => f.Severity == Severity.Error);
    }

    // By itself, whatever else is repaired: what it was about is told no more, neither there nor at another place. What was observed stays what it was,
    // and two texts may hold objects of one name.
    [Theory]
    [MemberData(nameof(Pages))]
    public void A_repair_ends_its_finding(string page)
    {
        foreach (var set in Sets(page))
        {
            var before = Lint(set);
            foreach (var finding in before.Findings.Where(f => f.Fix is not null && !RuleCatalog.All.Find(f.RuleId)!.Rule.NeedsStatus))
            {
                var outcome = PageScan.Fix(set.Files, set.Options, f => IsSame(f, finding));
                Assert.NotEmpty(outcome.Applied);
                var left = Like(Lint(set with { Files = After(set, outcome) }), finding);
                Assert.True(
                    left.Count < Like(before, finding).Count,
                    $"{Told(set, finding)}: {string.Join("; ", left.Select(f => f.Message()))}"
                );
            }
        }
    }

    [Theory]
    [MemberData(nameof(Pages))]
    public void A_comment_at_the_printed_line_silences(string page)
    {
        foreach (var (set, finding) in Findings(page))
        {
            if (WithComment(set, finding) is not { } commented)
                continue;
            var result = Lint(commented);
            string told = Told(set, finding);
            Assert.False(result.Findings.Any(f => IsSame(f, finding)), $"{told}: is still there");
            Assert.True(result.Suppressed.Any(f => IsSame(f, finding)), $"{told}: is not among what is suppressed");
            var unused = result.Findings.Where(f =>
                f.RuleId is "ML0101" or "ML0105" && f.Place.LineText.EndsWith(Reason, StringComparison.Ordinal)
            );
            Assert.True(!unused.Any(), $"{told}: {string.Join("; ", unused.Select(f => f.Message()))}");
        }
    }

    [Theory]
    [MemberData(nameof(Pages))]
    public void An_override_for_the_printed_file_counts(string page)
    {
        foreach (var (set, finding) in Findings(page))
        {
            string told = Told(set, finding);
            var off = Lint(set, Override(finding.RuleId, [finding.Place.File]));
            Assert.True(
                !off.All.Any(f => f.RuleId == finding.RuleId && f.Place.File == finding.Place.File),
                $"{told}: is there although its file's override says off"
            );
            // What is configured for a kustomization counts for all that it composes.
            string[] others =
            [
                .. set
                    .Files.Select(f => f.Name)
                    .Where(f => f != finding.Place.File && (finding.Overlays.IsEmpty || f != "kustomization.yaml")),
            ];
            Assert.True(
                others.Length == 0 || Lint(set, Override(finding.RuleId, others)).Findings.Any(f => IsSame(f, finding)),
                $"{told}: is gone although the override is of other files"
            );
        }
    }

    [Theory]
    [MemberData(nameof(Pages))]
    public void A_line_hash_is_of_the_printed_file(string page)
    {
        foreach (var (set, finding) in Findings(page))
            Assert.Equal(LineHashes.Of(SourceOf(set, finding.Place.Place))[finding.Place.Line], finding.LineHash);
    }

    [Theory]
    [MemberData(nameof(Pages))]
    public void A_fix_edits_its_own_text_and_no_other(string page)
    {
        foreach (var (set, finding) in Findings(page))
        {
            if (finding.Fix is not { } fix)
                continue;
            string told = Told(set, finding);
            var outcome = PageScan.Fix(set.Files, set.Options, f => IsSame(f, finding));
            var named = fix.Edits.ToLookup(e => e.Place.File);
            Assert.True(outcome.Texts.Keys.All(named.Contains), $"{told}: changes {string.Join(", ", outcome.Texts.Keys)}");
            Assert.True(outcome.Texts.Count > 0, $"{told}: changes nothing");
            var repaired = set with { Files = After(set, outcome) };
            // What was observed stays: a repair keeps it from happening again.
            bool isObserved = finding.RuleId.StartsWith("ML6", StringComparison.Ordinal);
            Assert.False(
                !isObserved
                    && Lint(repaired)
                        .Findings.Any(f => IsSame(f, finding) || (finding.RuleId == "ML3007" && IsOfSameContainer(f, finding))),
                $"{told}: is still there once it is repaired"
            );
            // The first round does what the fix says; a second may find more to do.
            if (outcome.Applied.Length == 1)
            {
                foreach (var (file, text) in outcome.Texts)
                {
                    var source = SourceOf(set, named[file].First().Place);
                    Assert.Equal(
                        TextEdits.Apply(source, named[file].Select(e => new TextEdit(new Location(source, e.Place.Span), e.NewText))),
                        text
                    );
                }
            }
        }
    }

    // One repair may touch two files: each edit lies in its own, and one without the other is never made.
    [Fact]
    public void A_fix_of_two_files_is_made_in_both_or_in_none()
    {
        var both = Findings("heaps of two texts").Where(x => x.Finding.Fix is { Edits.Length: > 1 }).ToList();
        Assert.Equal(3, both.Count);
        foreach (var (set, finding) in both)
        {
            string told = Told(set, finding);
            var edits = finding.Fix!.Edits;
            Assert.Equal(["base.yaml", "heap.yaml"], edits.Select(e => e.Place.File).Order(StringComparer.Ordinal));
            Assert.All(edits, e =>
                Assert.Contains("2048m", SourceOf(set, e.Place).Text[e.Place.Span.Start..e.Place.Span.End], StringComparison.Ordinal)
            );
            var outcome = PageScan.Fix(set.Files, set.Options, f => IsSame(f, finding));
            Assert.Equal(["base.yaml", "heap.yaml"], outcome.Texts.Keys);
            Assert.All(outcome.Texts.Values, t => Assert.DoesNotContain("2048m", t, StringComparison.Ordinal));
            Assert.All(outcome.Texts.Values, t => Assert.EndsWith(" # as much\n", t, StringComparison.Ordinal));
            var after = Lint(set with { Files = After(set, outcome) }).Findings;
            Assert.False(after.Any(f => f.RuleId.StartsWith("ML30", StringComparison.Ordinal) && f.Fix is not null), told);
            // The patch alone is linted as a part of an object: what its base holds nobody here may write.
            var alone = PageScan.Fix(set.Files.Where(f => f.Name != "base.yaml"), set.Options, _ => true);
            Assert.Empty(alone.Texts);
        }
    }

    // A name that is renamed in one text alone is found again in another one.
    private static bool IsOfSameContainer(ReportedFinding x, ReportedFinding y) =>
        (x.RuleId, x.Object, x.Container, x.Statement.What) == (y.RuleId, y.Object, y.Container, y.Statement.What);

    [Fact]
    public void A_name_that_others_use_is_renamed_nowhere()
    {
        var found = Findings("names of two texts").Where(x => x.Finding.RuleId == "ML3007").ToList();
        Assert.Equal(5, found.Select(x => x.Set.Name).Distinct().Count());
        foreach (var (set, finding) in found)
        {
            Assert.True(finding.Fix is null == (set.Name != "a name of one text"), Told(set, finding));
            Assert.Contains("JAVA_TOOL_OPTIONS", finding.Fix?.Advice.Text ?? finding.Advice?.Text, StringComparison.Ordinal);
        }
    }

    [Theory]
    [MemberData(nameof(Pages))]
    public void A_second_repair_changes_nothing(string page)
    {
        foreach (var set in Sets(page))
        {
            var once = PageScan.Fix(set.Files, set.Options, _ => true);
            var repaired = After(set, once);
            Assert.True(
                once.Texts.All(t => set.Files.Single(f => f.Name == t.Key).Text != t.Value),
                $"{set.Name}: a text that did not change is among those that did"
            );
            var twice = PageScan.Fix(repaired, set.Options, _ => true);
            Assert.True(twice.Texts.IsEmpty, $"{set.Name}: again {string.Join(", ", twice.Applied)}");
        }
    }

    // Without such ones the properties above would say little.
    [Fact]
    public void Findings_stand_in_other_files_than_the_objects_that_they_are_about()
    {
        var elsewhere = RulePages
            .FileNames.Concat(Made)
            .SelectMany(Findings)
            .Where(x =>
                x.Finding.Object is { Name: { } name }
                && !FileOf(x.Set, x.Finding.Place).Contains($"name: {name}", StringComparison.Ordinal)
            )
            .ToList();
        var told = Made.SelectMany(Findings).Where(x => x.Finding.Related.Any(r => r.Place.File != x.Finding.Place.File)).ToList();
        Assert.Contains(elsewhere, x => x.Finding.RuleId == "ML3002" && x.Set.Files.Length == 3);
        Assert.Equal(
            ["ML1001", "ML2003", "ML6001", "ML6002", "ML6003", "ML6004", "ML6005"],
            told.Select(x => x.Finding.RuleId).Where(r => r[2] != '3' && r[2] != '5').Distinct().Order()
        );
        Assert.Contains(elsewhere, x =>
            x.Finding is { RuleId: "ML3007", Fix: { } fix } && fix.Edits.All(e => e.Place.File != x.Finding.Place.File)
        );
        var made = Made.SelectMany(Findings).ToList();
        Assert.Contains(made, x => x.Finding is { RuleId: "ML3002", Place.File: "config.yaml", Overlays.Length: 1 });
        Assert.Contains(made, x =>
            x.Finding is { RuleId: "ML3007", Place.File: "config.yaml", Overlays.Length: 1, Fix.Edits: [{ Place.File: "app.yaml" }] }
        );
        Assert.Contains(made, x =>
            x.Finding is { RuleId: "ML6001", Place.File: "b.yaml" } && x.Set.Name.Contains("a List and", StringComparison.Ordinal)
        );
        Assert.Contains(made, x => x.Finding.RuleId == "ML6001" && x.Set.Files.Length == 1);
        var sizes = RulePages.FileNames.SelectMany(TextSets.Of).CountBy(s => s.Files.Length).ToDictionary();
        Assert.True(sizes[2] >= 60 && sizes[3] >= 15, string.Join(", ", sizes));

        static string FileOf(TextSet set, ReportedPlace place) => set.Files.Single(f => f.Name == place.File).Text;
    }

    private const string Reason = "tested in a set";

    private static IEnumerable<(TextSet Set, ReportedFinding Finding)> Findings(string page) =>
        Sets(page).SelectMany(set => Lint(set).Findings.Select(f => (set, f)));

    private static IEnumerable<TextSet> Sets(string page) => Made.Contains(page) ? TextSets.Made(page) : TextSets.Of(page);

    private static ImmutableArray<PageFile> After(TextSet set, FixOutcome outcome) =>
        [.. set.Files.Select(f => outcome.Texts.TryGetValue(f.Name, out string? text) ? f with { Text = text } : f)];

    private static LintResult Lint(TextSet set, LintConfiguration? configuration = null) =>
        PageScan.Result(set.Files, set.Options, configuration ?? LintConfiguration.Default);

    private static LintConfiguration Override(string rule, string[] paths) =>
        LintConfiguration.Default with
        {
            Overrides =
            [
                new ConfigurationOverride
                {
                    Paths = [.. paths],
                    Severities = ImmutableDictionary<string, Severity>.Empty.Add(rule, Severity.Off),
                },
            ],
        };

    // Null where the line has no room for a comment: in block and quoted text, and behind another comment.
    private static TextSet? WithComment(TextSet set, ReportedFinding finding)
    {
        var source = SourceOf(set, finding.Place.Place);
        var line = source.SpanOfLine(finding.Place.Line);
        string text = source.Text.Insert(line.End, $" # manifestlint: ignore[{finding.RuleId}] {Reason}");
        var documents = YamlReader.Read(new SourceText(source.Path, text)).Documents;
        bool isComment = documents.Any(d => d.Error is null && d.Comments.Any(c => c.Location.Span.Start == line.End + 1));
        if (!isComment)
            return null;
        return set with { Files = [.. set.Files.Select(f => f.Name == source.Path ? f with { Text = text } : f)] };
    }

    private static List<ReportedFinding> Like(LintResult result, ReportedFinding finding) =>
        [.. result.Findings.Where(f => f.Fingerprint == finding.Fingerprint && f.Container == finding.Container)];

    private static bool IsSame(ReportedFinding one, ReportedFinding other) =>
        (one.RuleId, one.Object, one.Container, one.Path, one.Place.File, one.Place.Line)
        == (other.RuleId, other.Object, other.Container, other.Path, other.Place.File, other.Place.Line);

    private static SourceText SourceOf(TextSet set, Place place)
    {
        var file = Assert.Single(set.Files, f => f.Name == place.File);
        return new SourceText(file.Name, file.Text);
    }

    private static void AssertLies(SourceText source, Place place, string told)
    {
        Assert.InRange(place.Span.Start, 0, place.Span.End);
        Assert.InRange(place.Span.End, 0, source.Text.Length);
        Assert.True(source.PositionOf(place.Span.Start) == place.Start && source.PositionOf(place.Span.End) == place.End, told);
    }

    private static string Told(TextSet set, ReportedFinding finding) => $"{set.Name}: {PageScan.Text(finding)}";
}
