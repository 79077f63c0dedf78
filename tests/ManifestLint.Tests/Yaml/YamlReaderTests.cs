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
    [InlineData("x: {a: , b}", "x: {a: , b}|x|{a: , b}|a||b|")]
    [InlineData("a: |\n  x\n\n  y\n\n# c\nb: 1", "a: |\\n  x\\n\\n  y\\n\\n# c\\nb: 1|a||\\n  x\\n\\n  y|b|1")]
    [InlineData("a: >+ # c\n  x  \n\n", "a: >+ # c\\n  x  |a|>+ # c\\n  x  ")]
    [InlineData("a: |-  # c\nb: 1", "a: |-  # c\\nb: 1|a||-|b|1")]
    [InlineData("a: x\n  y # c", "a: x\\n  y|a|x\\n  y")]
    [InlineData("? a\n: b", "? a\\n: b|a|b")]
    [InlineData("a:\tx\r\nb: y\r\n", "a:\tx\\r\\nb: y|a|x|b|y")]
    [InlineData("a: x\rb: y\r", "a: x\\rb: y|a|x|b|y")]
    [InlineData("\uFEFFa: 😀 # c\nb: '😀'", "a: 😀 # c\\nb: '😀'|a|😀|b|'😀'")]
    [InlineData("--- # c\na: 1", "a: 1|a|1")]
    [InlineData("---\ntext", "text")]
    [InlineData("a: &x\n  !!str 1\nb: !<x> &y 2", "a: &x\\n  !!str 1\\nb: !<x> &y 2|a|1|b|2")]
    [InlineData("a: |\n  x", "a: |\\n  x|a||\\n  x")]
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
    [InlineData("%YAML 1.2\n---\na\n---\nb", "0..10 13..16 19..21")]
    [InlineData("a\n--- b\n---\tc\n---d\n---#e\n", "0..2 5..8 11..19 22..25")]
    [InlineData("a: |\n ---\n---\nb", "0..10 13..15")]
    [InlineData("a\r---\r\nb", "0..8")]
    [InlineData("a\n...\n# c\n---\nb", "0..10 13..15")]
    [InlineData("a\n...\nb\n", "0..8")]
    [InlineData("...\n---\n", "0..4 7..8")]
    [InlineData(" \n \t# c\n---\n", "0..8 11..12")]
    [InlineData("{\"a\": \"}\"} [1]\n{}", "0..10 11..14 15..17")]
    [InlineData(" {}{} x {}", "1..3 3..5 6..10")]
    [InlineData("{}\n---\n{}\n---\na", "0..2 3..6 6..10 13..15")]
    [InlineData("{\"a\":\n---\nb", "0..6 6..9 9..11")]
    [InlineData("{a: b}\n{c: d} # e\n---\n{}", "0..18 18..21 21..24")]
    [InlineData("{{ x }}\n---\na", "0..8 11..13")]
    [InlineData("---\n{}{}", "3..8")]
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
    [InlineData("# a\n\n# b\n--- # c\nx: 'no # no' # d\n# e\n", "# a*|# b*|# c|# d|# e*")]
    [InlineData("x: \"y\"# a\ny: [1]# b\nz: |# c\n  # no\n", "# a|# b|# c")]
    [InlineData("\uFEFF\uFEFF# a\n\uFEFFx: 1 # b", "# a*|# b")]
    [InlineData("[x]\n# a\n]\n# b\n", "# a*")]
    [InlineData("x: | # a\n  # no\n# b\n", "# a|# b*")]
    [InlineData("x: a#no # a\ny: &no \"# no\" # b\r\n  # c\r\n", "# a|# b|# c*")]
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
    [InlineData("a: b: c", 1, 5, ":", "a value with ': ' in it needs quotes")]
    [InlineData("a: b\n  c: d", 2, 4, ":", "the line above probably lacks quotes or indentation")]
    [InlineData("a:\n\tb: c", 2, 1, "\t", "a tab is used for indentation")]
    [InlineData("a:\n  b: 1\n\tc: 2", 3, 1, "\t", "a tab is used for indentation")]
    [InlineData("a:\n  \t b: 1\n", 2, 3, "\t", "a tab is used for indentation")]
    [InlineData("a:\n  b: c\n  \t\nd: e", 3, 3, "\t", "a tab is used for indentation")]
    [InlineData("a: b\n\t\n", 2, 1, "\t", "a tab is used for indentation")]
    [InlineData(" \t\na: b", 1, 2, "\t", "a tab is used for indentation")]
    [InlineData("a:\n-\tb: c", 2, 2, "\t", "a tab follows this '-'")]
    [InlineData("?\ta", 1, 2, "\t", "a tab follows this '?'")]
    [InlineData("a: |\n\tb\n", 2, 1, "\t", "a tab is used for the indentation of a block scalar")]
    [InlineData("a: >\n  \n \tb\n", 3, 2, "\t", "a tab is used for the indentation of a block scalar")]
    [InlineData("a: \"x\nb: 1\n", 1, 4, "\"", "never closed")]
    [InlineData("a: 'x\n", 1, 4, "'", "never closed")]
    [InlineData("a: 'x\nb: 'y'\n", 1, 4, "'", "closed only on line 2")]
    [InlineData("a: \"x\n...\n", 1, 4, "\"", "not closed before the document ends")]
    [InlineData("a: [1, 2\nb: 3", 1, 4, "[", "not closed")]
    [InlineData("a: \"x\" y", 1, 8, "y", "probably needs quotes around all of it")]
    [InlineData("a: [1, 2", 1, 4, "[", "never closed")]
    [InlineData("a: {b: 1", 1, 4, "{", "never closed")]
    [InlineData("a: *x", 1, 4, "*x", "this alias has no anchor above")]
    [InlineData("a: &x [*x]", 1, 8, "*x", "is inside its own anchor")]
    [InlineData("a: 1\n b: 2", 2, 3, ":", "the line above")]
    [InlineData("a:\n   b: 1\n  c: 2", 3, 3, "c", "the indentation does not match the lines above")]
    [InlineData("a: 1\nb\nc: 2", 2, 1, "b", "missing its ':'")]
    [InlineData("a: @x", 1, 4, "@", "needs quotes")]
    [InlineData("a: %x", 1, 4, "%", "needs quotes")]
    [InlineData("a: \"\\q\"", 1, 5, "\\", "escape is unknown")]
    [InlineData("a: \u0001", 1, 4, "\u0001", "U+0001")]
    [InlineData("a: !e!x 1", 1, 4, "!", "not declared")]
    [InlineData("a: &b !e!x {c: d}", 1, 7, "!", "not declared")]
    [InlineData("a: &é 1", 1, 4, "&", "only letters, digits")]
    [InlineData("a: \"http:\\/\\/x\"", 1, 10, "\\", "a slash needs no backslash")]
    [InlineData("a: \"\\ud83d\\ude00\"", 1, 5, "\\", "not a character")]
    [InlineData("a: \"\\x4g\"", 1, 5, "\\", "hexadecimal")]
    [InlineData("%YAML 1.1\n---\na: b", 1, 1, "%YAML 1.1", "a directive, which kubectl does not read")]
    [InlineData("a: b\n%x\n", 2, 1, "%x", "a directive, which kubectl does not read")]
    [InlineData("a: b\n--- {c: d}\n", 2, 5, "{c: d}", "nothing but a comment may follow the '---'")]
    [InlineData("a: b\n--- &x\nc: d\n", 2, 5, "&x", "nothing but a comment may follow the '---'")]
    [InlineData("a: b\n---c: d\n", 2, 1, "---c: d", "separates documents")]
    [InlineData("a: |\n  x\n-----BEGIN\n", 3, 1, "-----BEGIN", "separates documents")]
    [InlineData("---#c\na: b", 2, 2, ":", "mapping values are not allowed")]
    [InlineData("a: b\n---\n...\n", 3, 1, "...", "a value was expected")]
    [InlineData("a: {b: c d: e}", 1, 11, ":", "a ',' is missing before this, or the '}' that closes the '{' of line 1")]
    [InlineData("a: [\"b\" \"c\"]", 1, 9, "\"", "or the ']' that closes the '[' of line 1")]
    [InlineData("a: [b\n  : c]", 2, 3, ":", "or the ']' that closes the '[' of line 1")]
    [InlineData("a:\n- [b, {c: d]\n", 2, 12, "]", "the '{' of line 2 is not closed before this ']'")]
    [InlineData("a: [\n  {b: c,\n   d: e\n ]", 4, 2, "]", "the '{' of line 2 is not closed before this ']'")]
    [InlineData("a: {b: [c, d}", 1, 13, "}", "the '[' of line 1 is not closed before this '}'")]
    [InlineData("a: [:b]", 1, 5, ":", "a key was expected before this ':'")]
    [InlineData(": a", 1, 1, ":", "a key was expected before this ':'")]
    [InlineData("a: \"b\" *c", 1, 8, "*", "probably needs quotes around all of it")]
    [InlineData("{{a: b}: c}\n---\nx", 1, 2, "{", "a list or mapping is a key here")]
    [InlineData("a:\n  [b]: c", 2, 3, "[", "a list or mapping is a key here")]
    [InlineData("a: &x [b]\n*x : c", 2, 1, "*x", "a list or mapping is a key here")]
    [InlineData("a: &x ~\n*x : c", 2, 1, "*x", "a key is nothing here")]
    [InlineData("~: a", 1, 1, "~", "a key is nothing here")]
    [InlineData("a:\n  ?\n  : b", 3, 3, ":", "a key is nothing here")]
    [InlineData("18446744073709551615: a", 1, 1, "18446744073709551615", "as a key")]
    [InlineData("a: {<<: null, b: c}", 1, 9, "null", "'<<' takes in")]
    [InlineData("a: &x [1]\nb:\n  <<: *x", 3, 7, "*x", "'<<' takes in")]
    [InlineData("a: &x {b: c}\nd: {<<: [*x, e]}", 2, 9, "[", "'<<' takes in")]
    [InlineData("a: .nan", 1, 4, ".nan", "no such number")]
    [InlineData("a: [-.INF]", 1, 5, "-.INF", "no such number")]
    [InlineData("a: !!int x", 1, 10, "x", "this is no int")]
    [InlineData("a: !!null \"x\"", 1, 11, "\"x\"", "this is no null")]
    [InlineData("a: !!binary x", 1, 13, "x", "this is no binary")]
    [InlineData("{a: b}", 1, 2, "a", "in which a key needs double quotes")]
    [InlineData("{\"a\": 'b'}", 1, 7, "'", "in which strings need double quotes")]
    [InlineData("{\"a\": [1,]}", 1, 10, "]", "in which no ',' comes before a closing bracket")]
    [InlineData("{\"a\": 1 // b\n}", 1, 9, "/", "which has no comments")]
    [InlineData("{\"a\": 1, # b\n}", 1, 10, "#", "which has no comments")]
    [InlineData("{\"a\" 1}", 1, 6, "1", "a ':' is missing")]
    [InlineData("{\"a\": 1 \"b\": 2}", 1, 9, "\"", "a ',' is missing before this, or the '}' that closes the '{' of line 1")]
    [InlineData("{\"a\": 010}", 1, 7, "0", "this is not a JSON value")]
    [InlineData("{\"a\": \"\tb\"}", 1, 8, "\t", "no line break, tab or control character")]
    [InlineData("{\"a\": \"\\'\"}", 1, 8, "\\", "this escape is unknown")]
    [InlineData("{\"a\": [1, {\"b\": 2]}", 1, 18, "]", "the '{' of line 1 is not closed before this ']'")]
    [InlineData("{\"a\": [\n{\"b\": 2}\n}", 3, 1, "}", "the '[' of line 1 is not closed before this '}'")]
    [InlineData("{\"a\": [1", 1, 7, "[", "never closed")]
    [InlineData("{}\n---\n{}", 2, 1, "-", "in which there is no '---'")]
    [InlineData("{} x", 1, 4, "x", "this is not a JSON value")]
    public void Errors_say_what_is_wrong_and_where(string text, int line, int column, string place, string message)
    {
        var error = Read(text).Documents.Select(d => d.Error).First(e => e is not null)!;
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
        Assert.Equal((line, column, place), (error.Location.Start.Line, error.Location.Start.Column, error.Location.Text));
        Assert.False(error.Message.EndsWith('.'));
    }

    // What a strict reader refuses.
    [Theory]
    [InlineData("args: [\"\n  a &&\n  b\n\"]\nc: 1", "{=args:[= a && b ;];=c:=1;}")]
    [InlineData("a:\n  - b: \"x\n  y\\\n  z\"\n  - \"p\n\nq\"", "{=a:[{=b:=x yz;};=p\\nq;];}")]
    [InlineData("a:\n  args: [\n  x y, # c\n  'it''s\n  z'\n  ]\n", "{=a:{=args:[=x y;=it's z;];};}")]
    [InlineData("a: |\n    \n    x\n     y\nb: 1", "{=a:=\\nx\\n y\\n;=b:=1;}")]
    [InlineData("a: >\n     \nb: 1", "{=a:=;=b:=1;}")]
    [InlineData("a: \"it\\'s\"", "{=a:=it's;}")]
    [InlineData("a: |#c\n  x\nb: \"y\"#c\nc: [z,#c\n  ]", "{=a:=x\\n;=b:=y;=c:[=z;];}")]
    [InlineData("---\n{a: b}\n]\n", "{=a:=b;}")]
    [InlineData("[a]\nb: 1", "[=a;]")]
    [InlineData("a # c\nb", "=a")]
    [InlineData("a: b\n...\n}{\n", "{=a:=b;}")]
    [InlineData("a: b\n%YAML 1.1\n", "{=a:=b;}")]
    [InlineData("a: !!str, x", "{=a:=x;}")]
    [InlineData("a: [-, -]", "{=a:[=-;=-;];}")]
    [InlineData("a: &x [&x b, c]\nd: *x", "{=a:[=b;=c;];=d:*x;}")]
    [InlineData("a: {b: &x c, d: e}", "{=a:{=b:=c;=d:=e;};}")]
    [InlineData("\uFEFF\uFEFF\n# c\n\uFEFFa: b\n\uFEFFc: d", "{=a:=b;=\uFEFFc:=d;}")]
    [InlineData("a: |\n  x", "{=a:=x\\n;}")]
    [InlineData("{\"a\": \"\\/\\ud83d\\ude00\\ud83d\", \"b\":\n\t[-1.5e3, null]}", "{=a:=/😀\uFFFD;=b:[=-1.5e3;=null;];}")]
    [InlineData("? a\n: - b\n  - c\n?   d\n", "{=a:[=b;=c;];=d:=;}")]
    [InlineData("a: b\n  c\n\n  d # e\n", "{=a:=b c\\nd;}")]
    [InlineData("a: \"b \\\n\n  c\\td\\x41\"", "{=a:=b \\nc\tdA;}")]
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
                true
            },
            { "256 deep", new string('[', 256) + new string(']', 256), false },
            { "257 deep", new string('[', 257) + new string(']', 257), true },
            { "many documents", Repeat("---\n", 100_000), false },
            { "many ends", Repeat("...\n", 100_000), true },
            { "many ends behind markers", Repeat("---\n...\n", 50_000), true },
            { "markers that are text", Repeat("---#c\n", 50_000), false },
            { "JSON values", Repeat("{}", 100_000), false },
            { "open JSON strings", Repeat("{\"", 100_000), true },
            { "escapes", "a: \"" + Repeat("\\'", 500_000) + "\"", false },
            { "glued comments", Repeat("- \"a\"#c\n", 100_000), false },
            { "blank lines", "a: |" + Repeat("\n", 500_000), false },
            { "bad separators", Repeat("---a\n", 200_000), true },
            { "unclosed quotes", Repeat("'", 100_001), true },
            { "wide", "[" + Repeat("a, ", 100_000) + "]", false },
            { "runs of dashes", new string('-', 1_000_000), true },
            { "quotes to join", Repeat("- \"a\nb\"\n", 500), false },
        };

    [Theory]
    [MemberData(nameof(Hostile))]
    public void Hostile_text_is_read_to_its_end(string name, string text, bool isError)
    {
        bool? answer = null;
        Patience.Ends(name, () => answer = Read(text).Documents.Any(d => d.Error is not null));
        Assert.Equal(isError, answer);
    }

    [Fact]
    public void A_document_that_is_too_long_is_an_error()
    {
        var source = new SourceText("t", new string('a', 1025));
        Assert.NotNull(YamlReader.ReadDocument(source, new TextSpan(0, 1025), 0, isJson: false, maxLength: 1024).Error);
        Assert.Null(YamlReader.ReadDocument(source, new TextSpan(0, 1024), 0, isJson: false, maxLength: 1024).Error);
    }

    [Fact]
    public void Aliases_share_their_target()
    {
        var mapping = Mapping("a: &x {b: 1}\nc: *x");
        Assert.Same(mapping["a"], mapping["c"]);
    }

    // A folder of real manifests: every file reads without an exception. Whether kubectl reads it as well is an oracle's to say.
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
                if (document.Error is { } error)
                    Assert.InRange(error.Location.Span.End, document.Span.Start - 3, document.Span.End);
                foreach (var node in All(document.Root))
                    Assert.InRange(node.Location.Span.End, node.Location.Span.Start, source.Text.Length);
            }
        }
    }

    private static string Repeat(string text, int count) => string.Concat(Enumerable.Repeat(text, count));
}
