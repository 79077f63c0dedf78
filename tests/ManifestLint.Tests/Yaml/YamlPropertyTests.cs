using FsCheck;
using FsCheck.Fluent;
using ManifestLint.Yaml;
using static ManifestLint.Tests.Yaml.YamlTestText;

namespace ManifestLint.Tests.Yaml;

public class YamlPropertyTests
{
    private const string Manifest = """
        # a pod
        apiVersion: v1
        kind: Pod
        metadata: {name: web, labels: {"a.b/c": 'd'}}
        spec:
          containers:
          - name: app   # first
            image: "web:1"
            args: [--x, &m "a
              b"]
            command:
            - sh
            - |
              echo # no comment
               two
            resources: &r
              limits:
                memory: 128Mi
                cpu:
          - name: side
            resources: *r
            env:
            - <<: {a: 1}
              ? k
              : v
        ---
        %YAML 1.2
        ---
        - >-
          folded

          text
        - !!str 5
        ...
        """;

    private static readonly string[] s_pieces =
    [
        "a",
        "b",
        "1",
        ":",
        ": ",
        "-",
        "- ",
        "? ",
        "\n",
        "\n  ",
        "\n    ",
        "\r\n",
        "\r",
        "\t",
        " ",
        "#",
        " # c",
        "[",
        "]",
        "{",
        "}",
        ",",
        ", ",
        "\"",
        "'",
        "|",
        ">",
        "|\n",
        ">-\n",
        "|2+\n",
        "&a ",
        "*a",
        "!t ",
        "!!str ",
        "!<x> ",
        "%",
        "%YAML 1.2\n",
        "@",
        "`",
        "---",
        "\n---\n",
        "...",
        "\n...\n",
        "<<: ",
        "\\",
        "\\x41",
        "\\u",
        "\0",
        "\uFEFF",
        "\u0085",
        "\u2028",
        "😀",
        "\uD800",
        "é",
        "key: value\n",
        "- item\n",
        "~",
        "null",
    ];

    // Text of YAML's own characters, and a manifest with pieces put in and cut out.
    private static Arbitrary<string> Texts()
    {
        var random = Gen.Elements(s_pieces).ArrayOf().Select(string.Concat);
        var mutated =
            from at in Gen.Choose(0, Manifest.Length)
            from cut in Gen.Choose(0, 12)
            from piece in Gen.Elements(s_pieces).ArrayOf(2)
            from end in Gen.Choose(Manifest.Length / 2, Manifest.Length)
            let text = Manifest.Insert(at, string.Concat(piece))
            select text.Remove(Math.Min(at, text.Length - cut), cut)[..Math.Min(end, text.Length - cut)];
        return Gen.OneOf(random, mutated).ToArbitrary();
    }

    private static readonly Config s_config = Config.QuickThrowOnFailure.WithMaxTest(1000).WithEndSize(60);

    [Fact]
    public void Reading_never_throws_and_every_span_is_inside() =>
        Prop.ForAll(Texts(), text =>
            {
                var source = new SourceText("t", text);
                foreach (var document in YamlReader.Read(source).Documents)
                {
                    if (document.Error is { } error)
                    {
                        Assert.InRange(error.Location.Span.Start, 0, source.Text.Length);
                        Assert.NotEmpty(error.Message);
                        _ = (error.Location.Start, error.Location.End, error.Location.Text);
                    }
                    foreach (var node in All(document.Root))
                        CheckSpan(node, document.Span);
                    foreach (var comment in document.Comments)
                        Assert.StartsWith("#", comment.Location.Text, StringComparison.Ordinal);
                }
            })
            .Check(s_config);

    private static void CheckSpan(YamlNode node, TextSpan outer)
    {
        var span = node.Location.Span;
        Assert.True(outer.Start <= span.Start && span.Start <= span.End && span.End <= outer.End, $"{span} is not in {outer}");
        string raw = node.Location.Text;
        switch (node)
        {
            case YamlScalar { Style: YamlScalarStyle.SingleQuoted }:
                Assert.True(raw is ['\'', .., '\'']);
                break;
            case YamlScalar { Style: YamlScalarStyle.DoubleQuoted }:
                Assert.True(raw is ['"', .., '"']);
                break;
            case YamlScalar { Style: YamlScalarStyle.Literal or YamlScalarStyle.Folded }:
                Assert.True(raw is ['|' or '>', ..]);
                break;
            case YamlScalar scalar when !raw.AsSpan().ContainsAny("\r\n\u0085\u2028\u2029"):
                Assert.Equal(raw, scalar.Value);
                break;
            case YamlAlias alias:
                Assert.Equal("*" + alias.Name, raw);
                break;
            case YamlMapping or YamlSequence:
                // Children stand inside their parent and in order.
                int at = span.Start;
                foreach (
                    var child in node is YamlMapping m ? m.Entries.SelectMany(e => new[] { e.Key, e.Value }) : ((YamlSequence)node).Items
                )
                {
                    Assert.True(child.Location.Span.Start >= at, $"{child.Location.Span} starts before {at}");
                    at = child.Location.Span.End;
                }
                Assert.True(at <= span.End);
                break;
        }
    }

    [Fact]
    public void Edits_touch_only_what_they_name() =>
        Prop.ForAll(Texts(), Gen.Choose(0, 1000).ToArbitrary(), (text, choice) =>
            {
                var source = new SourceText("t", text);
                foreach (var document in YamlReader.Read(source).Documents)
                {
                    var editor = new YamlEditor(source, document);
                    var scalars = All(document.Root).OfType<YamlScalar>().ToList();
                    if (scalars.Count == 0)
                        continue;
                    var scalar = scalars[choice % scalars.Count];
                    // The key `<<` stops being a merge when it is renamed, which is the caller's to want.
                    if (editor.Replace(scalar, "it's 256Mi") is { } replacement)
                    {
                        var after = Apply(source, document, replacement);
                        var values = All(after.Root).OfType<YamlScalar>().Select(s => s.Value);
                        Assert.Equal(scalars.Select(s => ReferenceEquals(s, scalar) ? "it's 256Mi" : s.Value), values);
                    }
                    var mappings = All(document.Root).OfType<YamlMapping>().ToList();
                    if (mappings.Count == 0)
                        continue;
                    var mapping = mappings[choice % mappings.Count];
                    var entry = mapping.Entries.IsEmpty ? default(YamlEntry?) : mapping.Entries[choice % mapping.Entries.Length];
                    var added = NewEntry.Mapping("new-entry", NewEntry.Scalar("x", "1"), NewEntry.Scalar("y", "a: b"));
                    if (editor.Insert(mapping, added, choice % 2 == 0 ? null : entry) is { } insertion)
                    {
                        string tree = Tree(Apply(source, document, insertion).Root);
                        const string New = "=new-entry:{=x:=1;=y:=a: b;};";
                        Assert.Contains(New, tree, StringComparison.Ordinal);
                        Assert.Equal(Tree(document.Root), tree.Replace(New, "", StringComparison.Ordinal));
                    }
                    if (entry is { } gone && editor.Remove(mapping, gone) is { } removal)
                    {
                        string removed = Tree(gone.Key) + ":" + Tree(gone.Value) + ";";
                        string before = Tree(document.Root),
                            left = Tree(Apply(source, document, removal).Root);
                        Assert.Equal(before.Length - removed.Length, left.Length);
                    }
                }
            })
            .Check(s_config);

    private static YamlDocument Apply(SourceText source, YamlDocument document, TextEdit edit)
    {
        string edited = TextEdits.Apply(source, [edit]);
        var after = YamlReader.Read(new SourceText("t", edited)).Documents[document.Index];
        Assert.True(after.Error is null, $"{Shown(source.Text)} became {Shown(edited)}: {after.Error?.Message}");
        Assert.Equal(document.Comments.Select(c => c.Location.Text), after.Comments.Select(c => c.Location.Text));
        return after;
    }

    [Fact]
    public void Lines_and_columns_lead_back_to_the_offset() =>
        Prop.ForAll(Texts(), text =>
            {
                var source = new SourceText("t", text);
                for (int offset = 0; offset <= source.Text.Length; offset++)
                {
                    var (line, column) = source.PositionOf(offset);
                    Assert.Equal(offset, source.StartOfLine(line) + column - 1);
                    Assert.InRange(line, 1, source.LineCount);
                }
            })
            .QuickCheckThrowOnFailure();
}
