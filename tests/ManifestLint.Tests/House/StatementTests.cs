using System.Text.RegularExpressions;

namespace ManifestLint.Tests.House;

/// <summary>
/// What a finding says is made of parts, and sentences are made of them once, at the end (contracts.md C5): asked of the compiled programs and
/// of the source texts. Nothing reads words, and no offset is taken for one of another text.
/// </summary>
public sealed partial class StatementTests
{
    private static readonly string Root = Path.Combine(VectorFiles.RepositoryRoot(), "src");

    [Fact]
    public void Sentences_are_made_by_reporters_alone()
    {
        string[] makers = ["ManifestLint.Reporting.FindingText", "ManifestLint.Reporting.FindingLines"];
        var users = RoomGraph
            .OfHouse.Arrows.Where(a => makers.Contains(a.To))
            .Select(a => RoomTests.RoomOf(a.From))
            .Distinct(StringComparer.Ordinal)
            .ToList();
        Assert.Equal(["Analysis/Reporting"], users);
    }

    // A text that was made for people is neither compared nor cut up, nor joined to another one.
    [Fact]
    public void Nothing_reads_the_words_of_a_statement_or_a_note()
    {
        var wrong = Sources().SelectMany(f => Lines(f).Where(l => Readings().IsMatch(l.Text)).Select(l => l.ToString())).ToList();
        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
    }

    [Theory]
    [InlineData("if (finding.Statement.What.Contains(\"oom_score_adj\"))")]
    [InlineData("if (finding.Statement.What == other.Statement.What)")]
    [InlineData("string[] parts = statement.Consequence.Split(\", so \");")]
    [InlineData("Statement = $\"{other.Statement.What}, too\"")]
    [InlineData("Consequence = statement.Consequence + \" and more\"")]
    [InlineData("if (related.Note.StartsWith(\"in pod\"))")]
    [InlineData("return statement.Cause is \"a leak\";")]
    [InlineData("switch (ignored.Reason.ToString())")]
    [InlineData("if (setting.From.ToString() == \"args\")")]
    [InlineData("new Key(finding.RuleId, finding.Statement.What)")]
    public void A_reader_of_words_is_seen(string line) => Assert.Matches(Readings(), line);

    [Theory]
    [InlineData("places.Add(new RelatedPlace(other.Location, other.Statement.What));")]
    [InlineData("Statement = finding.Statement with { Consequence = other.Statement.Consequence },")]
    public void What_hands_a_text_on_is_none(string line) => Assert.DoesNotMatch(Readings(), line);

    // A position, an offset or a line belongs to the text that it was found in: who has a Location asks its source, who has no text asks nobody.
    [Fact]
    public void No_offset_is_taken_for_one_of_another_text()
    {
        var wrong = Sources()
            .Where(f => !f.Contains("ManifestLint.Analysis/Yaml/", StringComparison.Ordinal))
            .SelectMany(f => Lines(f).Where(l => Conversions().IsMatch(l.Text)).Select(l => l.ToString()))
            .ToList();
        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
    }

    [Theory]
    [InlineData("var at = manifest.Source.PositionOf(finding.Location.Span.Start);")]
    [InlineData("var line = source.SpanOfLine(finding.Location.Start.Line);")]
    public void A_conversion_with_the_lines_of_another_is_seen(string line) => Assert.Matches(Conversions(), line);

    // Why something is ignored, fails or holds is a member of an enum or a case of a union: only the type itself has words for it.
    [Theory]
    [InlineData(typeof(ManifestLint.Evidence.IgnoredReason))]
    [InlineData(typeof(ManifestLint.Evidence.RuntimeAssumption))]
    [InlineData(typeof(ManifestLint.Evidence.TextOrigin))]
    [InlineData(typeof(ManifestLint.Evidence.Derivation))]
    public void A_union_is_closed(Type union)
    {
        Assert.True(union.IsAbstract);
        var cases = union.Assembly.GetTypes().Where(t => t.IsSubclassOf(union)).ToList();
        Assert.True(cases.Count >= 3, $"{union.Name} has {cases.Count} cases");
        Assert.All(cases, c => Assert.True(c.IsSealed && c.DeclaringType == union, c.FullName));
        Assert.All(
            union.GetConstructors(
                System.Reflection.BindingFlags.Instance | System.Reflection.BindingFlags.Public | System.Reflection.BindingFlags.NonPublic
            ),
            c =>
                Assert.True(c.IsPrivate || (c.IsFamily && c.GetParameters() is [{ } copied] && copied.ParameterType == union), c.ToString())
        );
    }

    private static IEnumerable<string> Sources() =>
        Directory
            .EnumerateFiles(Root, "*.cs", SearchOption.AllDirectories)
            .Where(f => !f.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal));

    private static IEnumerable<Line> Lines(string file)
    {
        // The type itself, the order of a report, and what makes sentences of it look at its parts.
        bool isMaker =
            file.Contains($"{Path.DirectorySeparatorChar}Reporting{Path.DirectorySeparatorChar}", StringComparison.Ordinal)
            || Path.GetFileName(file) is "Statement.cs" or "FindingReport.cs";
        return isMaker ? [] : File.ReadLines(file).Select((text, i) => new Line(Path.GetRelativePath(Root, file), i + 1, text));
    }

    private sealed record Line(string File, int Number, string Text)
    {
        public override string ToString() => $"{File}:{Number}: {Text.Trim()}";
    }

    [GeneratedRegex(
        """
            ([sS]tatement\??\.(What|Consequence|Cause)|(?<![A-Za-z])(related|relation|r|place|note)\.Note)(\s*(==|!=|is\s(not\s)?"|\+|\.(Contains|StartsWith|EndsWith|IndexOf|Split|Replace|Substring|Equals)\b)|\)?\s*switch)
            |\{[a-z]+(\.Statement)?\.(Statement\.What|Statement\.Consequence|Statement\.Cause)\b
            |new\sKey\(.*Statement\.(What|Consequence|Cause)
            |\b(Reason|From|Assumption|Origin)\.ToString\(\)\)?\s*(==|!=|is\s"|\.(Contains|StartsWith|EndsWith)|switch|\)\s*$)
            """,
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture | RegexOptions.IgnorePatternWhitespace
    )]
    private static partial Regex Readings();

    // The span of a finding, a node or a place of one source, asked of another.
    [GeneratedRegex(
        @"(?<text>[A-Za-z_.]+)\.(PositionOf|SpanOfLine)\((?!\k<text>)(?<at>[A-Za-z_.]+\.(Location|Place)\.(Span|Start|End))",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture
    )]
    private static partial Regex Conversions();
}
