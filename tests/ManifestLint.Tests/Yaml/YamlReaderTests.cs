using System.Diagnostics;
using ManifestLint.Yaml;
using static ManifestLint.Tests.Yaml.YamlTestText;

namespace ManifestLint.Tests.Yaml;

public class YamlReaderTests
{
    // What each node covers, parents first: the raw text of its span.
    [Theory]
    [InlineData("a: 1", "a: 1|a|1")]
    [InlineData("a: 1 # c\n\n# d\n", "a: 1|a|1")]
    [InlineData("a: 'x' \nb: \"y\"  ", "a: 'x' \\nb: \"y\"|a|'x'|b|\"y\"")]
    [InlineData("memory:", "memory:|memory|")]
    [InlineData("memory:   # none\nb: 1", "memory:   # none\\nb: 1|memory||b|1")]
    [InlineData("a: &x 1", "a: &x 1|a|1")]
    [InlineData("a: !!str &x   1", "a: !!str &x   1|a|1")]
    [InlineData("a: &x # c\n  'q'", "a: &x # c\\n  'q'|a|'q'")]
    [InlineData("a: &x\nb: *x", "a: &x\\nb: *x|a||b|*x")]
    [InlineData("a: &x\n  b: 1\n\nc: 2", "a: &x\\n  b: 1\\n\\nc: 2|a|b: 1|b|1|c|2")]
    [InlineData("a:\n- x\n- y\n\n", "a:\\n- x\\n- y|a|- x\\n- y|x|y")]
    [InlineData("a: &s\n- x\n", "a: &s\\n- x|a|- x|x")]
    [InlineData("a:\n  - x\n  -\n# c\n", "a:\\n  - x\\n  -|a|- x\\n  -|x|")]
    [InlineData("- - a\n  - b\n- c", "- - a\\n  - b\\n- c|- a\\n  - b|a|b|c")]
    [InlineData("a: [x, {b: 1} ]  # c", "a: [x, {b: 1} ]|a|[x, {b: 1} ]|x|{b: 1}|b|1")]
    [InlineData("a: &f [x]", "a: &f [x]|a|[x]|x")]
    [InlineData("a: { }", "a: { }|a|{ }")]
    [InlineData("[a: 1, b]", "[a: 1, b]|a: 1|a|1|b")]
    [InlineData("{a: 1}: b", "{a: 1}: b|{a: 1}|a|1|b")]
    [InlineData("{a: , b}", "{a: , b}|a||b|")]
    [InlineData("a: |\n  x\n\n  y\n\n# c\nb: 1", "a: |\\n  x\\n\\n  y\\n\\n# c\\nb: 1|a||\\n  x\\n\\n  y|b|1")]
    [InlineData("a: >+ # c\n  x  \n\n", "a: >+ # c\\n  x  |a|>+ # c\\n  x  ")]
    [InlineData("a: |-  # c\nb: 1", "a: |-  # c\\nb: 1|a||-|b|1")]
    [InlineData("a: x\n  y # c", "a: x\\n  y|a|x\\n  y")]
    [InlineData("? a\n: b", "? a\\n: b|a|b")]
    [InlineData("a:\tx\r\nb: y\r\n", "a:\tx\\r\\nb: y|a|x|b|y")]
    [InlineData("a: x\rb: y\r", "a: x\\rb: y|a|x|b|y")]
    [InlineData("\uFEFFa: 😀 # c\nb: '😀'", "a: 😀 # c\\nb: '😀'|a|😀|b|'😀'")]
    [InlineData("--- # c\na: 1", "a: 1|a|1")]
    [InlineData("--- text", "text")]
    [InlineData("%YAML 1.2\n---\na: 1", "a: 1|a|1")]
    [InlineData("# c\n%TAG !e! tag:e.org,2000:\n--- !e!x\na: 1", "a: 1|a|1")]
    [InlineData(
        "{\"a\": [1, 2.5, \"\\u00e9\"],\n \"b\": null}",
        "{\"a\": [1, 2.5, \"\\u00e9\"],\\n \"b\": null}|\"a\"|[1, 2.5, \"\\u00e9\"]|1|2.5|\"\\u00e9\"|\"b\"|null"
    )]
    public void Spans_are_exact(string text, string expected) =>
        Assert.Equal(expected, string.Join('|', All(Root(text)).Select(n => Shown(n.Location.Text))));

    [Fact]
    public void Empty_values_stand_right_after_their_colon_or_dash()
    {
        const string text = "a:\n  b:   # c\nc: &x  \nd: {e: , f}\ng:\n- \n";
        var empty = All(Root(text))
            .OfType<YamlScalar>()
            .Where(s => s.Value.Length == 0)
            .Select(s => text[..s.Location.Span.Start].Split('\n')[^1]);
        Assert.Equal(["  b:", "c: &x", "d: {e:", "d: {e: , f", "-"], empty);
    }

    [Theory]
    [InlineData("a: 1", "0..4")]
    [InlineData("", "0..0")]
    [InlineData("# c\n", "0..4")]
    [InlineData("# c\n---\na", "7..9")]
    [InlineData("%YAML 1.2\n---\na\n---\nb", "13..16 19..21")]
    [InlineData("a\n--- b\n---\tc\n---d\n", "0..2 5..8 11..19")]
    [InlineData("a: |\n ---\n---\nb", "0..10 13..15")]
    [InlineData("a\r---\r\nb", "0..2 5..8")]
    [InlineData("a\n...\n# c\n---\nb", "0..2 13..15")]
    [InlineData("a\n...\nb\n", "0..2 5..8")]
    [InlineData("a\n...\n\n", "0..2")]
    [InlineData("---\n---\n---", "3..4 7..8 11..11")]
    [InlineData("a----\n ---\n....\n-----\n", "0..22")]
    public void Documents_are_cut_at_marker_lines(string text, string expected) =>
        Assert.Equal(expected, string.Join(' ', YamlDocuments.Cut(new SourceText("t", text)).Select(s => $"{s.Start}..{s.End}")));

    [Fact]
    public void An_error_leaves_the_other_documents_alone()
    {
        var file = Read("a: 1\n---\nb: [\n---\n# nothing\n---\nc: 3\n");
        Assert.Equal([0, 1, 2, 3], file.Documents.Select(d => d.Index));
        Assert.Equal([false, true, false, false], file.Documents.Select(d => d.Error is not null));
        Assert.Equal([true, false, false, true], file.Documents.Select(d => d.Root is not null));
        Assert.Equal("3", Assert.IsType<YamlScalar>(((YamlMapping)file.Documents[3].Root!)["c"]).Value);
    }

    [Theory]
    [InlineData("# a\n%YAML 1.2 # b\n--- # c\nx: 'no # no' # d\n# e\n", "# a*|# b|# c|# d|# e*")]
    [InlineData("x: | # a\n  # no\n# b\n", "# a|# b*")]
    [InlineData("x: a#no # a\ny: &n#o \"# no\" # b\r\n  # c\r\n", "# a|# b|# c*")]
    [InlineData("x: [a, # b\n  c] # d", "# b|# d")]
    [InlineData("x: &a # b\n  y", "# b")]
    [InlineData("# only", "# only*")]
    public void Comments_are_found_outside_of_scalars(string text, string expected)
    {
        var comments = Read(text).Documents.Single().Comments;
        Assert.Equal(expected, string.Join('|', comments.Select(c => c.Location.Text + (c.IsAlone ? "*" : ""))));
    }

    // Message, 1-based line and column, text of the place.
    [Theory]
    [InlineData("a: b: c", 1, 5, ":", "a text with ': ' in it needs quotes")]
    [InlineData("a: b\n  c: d", 2, 4, ":", "the line above is probably missing quotes or indented wrongly")]
    [InlineData("a:\n\tb: c", 2, 1, "\t", "a tab is used for indentation")]
    [InlineData("a:\n  b: 1\n\tc: 2", 3, 1, "\t", "a tab is used for indentation")]
    [InlineData("a:\n  \t b: 1\n", 2, 3, "\t", "a tab is used for indentation")]
    [InlineData("a: \"x\nb: 1\n", 1, 4, "\"", "never closed")]
    [InlineData("a: 'x\n", 1, 4, "'", "never closed")]
    [InlineData("a: 'x\nb: 'y'\n", 1, 4, "'", "closed only on line 2")]
    [InlineData("a: [1, 2\nb: 3", 1, 4, "[", "not closed")]
    [InlineData("a: \"x\" y", 1, 8, "y", "probably needs quotes around all of it")]
    [InlineData("a: [1, 2", 1, 4, "[", "never closed")]
    [InlineData("a: {b: 1", 1, 4, "{", "never closed")]
    [InlineData("a: *x", 1, 4, "*x", "the alias *x has no anchor above")]
    [InlineData("a: &x [*x]", 1, 8, "*x", "stands inside its own anchor")]
    [InlineData("a: 1\n b: 2", 2, 3, ":", "the line above")]
    [InlineData("a:\n   b: 1\n  c: 2", 3, 3, "c", "the indentation does not match the lines above")]
    [InlineData("a: 1\nb\nc: 2", 2, 1, "b", "missing its ':'")]
    [InlineData("a: @x", 1, 4, "@", "needs quotes")]
    [InlineData("a: %x", 1, 4, "%", "needs quotes")]
    [InlineData("a: \"\\q\"", 1, 5, "\\", "escape is unknown")]
    [InlineData("[a]\nb: 1", 2, 1, "b", "the document's value has already ended")]
    [InlineData("a: \u0001", 1, 4, "\u0001", "U+0001")]
    [InlineData("a: !e!x 1", 1, 4, "!", "not declared")]
    public void Errors_say_what_is_wrong_and_where(string text, int line, int column, string place, string message)
    {
        var error = Read(text).Documents.Select(d => d.Error).First(e => e is not null)!;
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
        Assert.Equal((line, column, place), (error.Location.Start.Line, error.Location.Start.Column, error.Location.Text));
        Assert.False(error.Message.EndsWith('.'));
    }

    // kubectl reads these, YamlDotNet 16.3 alone does not.
    [Theory]
    [InlineData("args: [\"\n  a &&\n  b\n\"]\nc: 1", "{=args:[= a && b ;];=c:=1;}")]
    [InlineData("a:\n  - b: \"x\n  y\\\n  z\"\n  - \"p\n\nq\"", "{=a:[{=b:=x yz;};=p\\nq;];}")]
    [InlineData("a:\n  args: [\n  x y, # c\n  'it''s\n  z'\n  ]\n", "{=a:{=args:[=x y;=it's z;];};}")]
    [InlineData("a: |\n    \n    x\n     y\nb: 1", "{=a:=\\nx\\n y\\n;=b:=1;}")]
    [InlineData("a: >\n     \nb: 1", "{=a:=;=b:=1;}")]
    public void What_kubectl_reads_is_read(string text, string expected) => Assert.Equal(expected, Tree(Root(text)));

    [Fact]
    public void The_later_anchor_counts_for_later_aliases() =>
        Assert.Equal(
            ["1", "2"],
            Mapping("a: &x 1\nb: *x\nc: &x 2\nd: *x")
                .Entries.Where(e => e.Value is YamlAlias)
                .Select(e => ((YamlScalar)e.Value.Target).Value)
        );

    public static TheoryData<string, string, bool> Hostile =>
        new()
        {
            { "brackets", new string('[', 100_000), true },
            { "brackets on lines", Repeat("[\n", 100_000), true },
            { "dashes", Repeat("- ", 100_000), true },
            { "braces", Repeat("{\"a\":", 100_000), true },
            { "question marks", Repeat("? ", 100_000), true },
            { "deep block", string.Concat(Enumerable.Range(0, 1000).Select(i => new string(' ', i) + "a:\n")), true },
            { "alias chain", "a0: &a0 [x]\n" + string.Concat(Enumerable.Range(1, 500).Select(i => $"a{i}: &a{i} [*a{i - 1}]\n")), true },
            {
                "alias bomb",
                "a0: &a0 [x]\n"
                    + string.Concat(
                        Enumerable.Range(1, 9).Select(i => $"a{i}: &a{i} [{string.Join(",", Enumerable.Repeat($"*a{i - 1}", 10))}]\n")
                    ),
                false
            },
            { "256 deep", new string('[', 256) + new string(']', 256), false },
            { "257 deep", new string('[', 257) + new string(']', 257), true },
            { "many documents", Repeat("---\n", 100_000), false },
            { "many ends", Repeat("...\n", 100_000), false },
            { "unclosed quotes", Repeat("'", 100_001), true },
            { "wide", "[" + Repeat("a, ", 100_000) + "]", false },
            { "runs of dashes", new string('-', 1_000_000), false },
            { "quotes to join", Repeat("- \"a\nb\"\n", 500), false },
        };

    [Theory]
    [MemberData(nameof(Hostile))]
    public void Hostile_text_is_read_quickly(string name, string text, bool isError)
    {
        var watch = Stopwatch.StartNew();
        var file = Read(text);
        Assert.Equal(isError, file.Documents.Any(d => d.Error is not null));
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(5), $"{name} took {watch.Elapsed}");
    }

    [Fact]
    public void A_document_that_is_too_long_is_an_error()
    {
        var source = new SourceText("t", new string('a', 1025));
        Assert.NotNull(YamlReader.ReadDocument(source, new TextSpan(0, 1025), 0, maxLength: 1024).Error);
        Assert.Null(YamlReader.ReadDocument(source, new TextSpan(0, 1024), 0, maxLength: 1024).Error);
    }

    [Fact]
    public void Aliases_share_their_target()
    {
        var mapping = Mapping("a: &x {b: 1}\nc: *x");
        Assert.Same(mapping["a"], mapping["c"]);
    }

    // A folder of real manifests: every file reads without an exception, and what is not marked as hard parses.
    [CorpusFact]
    [Trait("Category", "Corpus")]
    public void A_folder_of_manifests_is_read()
    {
        string folder = Corpus.Folder;
        string[] extensions = [".yaml", ".yml", ".json"];
        foreach (
            string path in Directory
                .EnumerateFiles(folder, "*", SearchOption.AllDirectories)
                .Where(p => extensions.Contains(Path.GetExtension(p)))
        )
        {
            var source = new SourceText(path, File.ReadAllText(path));
            foreach (var document in YamlReader.Read(source).Documents)
            {
                if (!folder.Contains("hard", StringComparison.Ordinal))
                    Assert.True(document.Error is null, $"{path}: {document.Error?.Message}");
                foreach (var node in All(document.Root))
                    Assert.InRange(node.Location.Span.End, node.Location.Span.Start, source.Text.Length);
            }
        }
    }

    private static string Repeat(string text, int count) => string.Concat(Enumerable.Repeat(text, count));
}
