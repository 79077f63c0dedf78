using ManifestLint.Yaml;

namespace ManifestLint.Tests.Yaml;

public class YamlEditorTests
{
    [Theory]
    [InlineData("a: 128Mi # c\n", "a", "256Mi", "a: 256Mi # c\n")]
    [InlineData("a: '128Mi'\n", "a", "it's", "a: 'it''s'\n")]
    [InlineData("a: \"128Mi\"\n", "a", "say \"x\"", "a: \"say \\\"x\\\"\"\n")]
    [InlineData("a: x\n", "a", "b: c", "a: \"b: c\"\n")]
    [InlineData("a:  # c\n", "a", "1Gi", "a: 1Gi  # c\n")]
    [InlineData("{\"a\": \"x\"}", "a", "1Gi", "{\"a\": \"1Gi\"}")]
    [InlineData("a: |\n  x\n", "a", "y", null)]
    [InlineData("a: &x {b: 1}\nc: *x\n", "a.b", "2", null)]
    [InlineData("a: &x {b: 1}\n", "a.b", "2", "a: &x {b: 2}\n")]
    [InlineData("a: {<<: {b: 1}}\n", "a.b", "2", null)]
    [InlineData("a: {b: 1,\n  c: 2}\n", "a.b", "2", null)]
    public void A_scalar_is_replaced(string text, string path, string value, string? expected) =>
        Check(text, expected, (editor, root) => editor.Replace((YamlScalar)At(root, path), value));

    [Theory]
    [InlineData("a: 8080 # c\n", "a: \"8080\" # c\n")]
    [InlineData("a: yes\n", "a: \"yes\"\n")]
    [InlineData("{\"a\": 8080}", "{\"a\": \"8080\"}")]
    public void A_text_gets_quotes(string text, string expected) =>
        Check(text, expected, (editor, root) => editor.Replace((YamlScalar)At(root, "a"), ((YamlScalar)At(root, "a")).Value, isText: true));

    [Theory]
    [InlineData(
        "r:\n  limits:\n    cpu: 1 # one\n    # two\n",
        "r.limits",
        "cpu",
        "r:\n  limits:\n    cpu: 1 # one\n    memory: 1Gi\n    # two\n"
    )]
    [InlineData("r:\n  limits:\n    cpu: 1", "r.limits", "cpu", "r:\n  limits:\n    cpu: 1\n    memory: 1Gi")]
    [InlineData("r:\r\n    cpu: 1\r\n", "r", "cpu", "r:\r\n    cpu: 1\r\n    memory: 1Gi\r\n")]
    [InlineData("r:\n- name: a\n  x: 1\n", "r[0]", null, "r:\n- memory: 1Gi\n  name: a\n  x: 1\n")]
    [InlineData("r:\n- name: a # c\n  x: 1\n", "r[0]", "name", "r:\n- name: a # c\n  memory: 1Gi\n  x: 1\n")]
    [InlineData("r:\n  t: |\n    text\n\n  u: 1\n", "r", "t", "r:\n  t: |\n    text\n  memory: 1Gi\n\n  u: 1\n")]
    [InlineData("r:\n  t: |+\n    text\n\n  u: 1\n", "r", "t", null)]
    [InlineData("r:\n  t: |\n    text", "r", "t", null)]
    [InlineData("r: {cpu: 1}\n", "r", "cpu", "r: {cpu: 1, memory: 1Gi}\n")]
    [InlineData("r: { cpu: 1 }\n", "r", null, "r: { memory: 1Gi, cpu: 1 }\n")]
    [InlineData("r: {}\n", "r", null, "r: {memory: 1Gi}\n")]
    [InlineData("{\"r\": {\"cpu\": 1}}", "r", "cpu", "{\"r\": {\"cpu\": 1, \"memory\": \"1Gi\"}}")]
    [InlineData("r: {cpu: 1,\n  x: 2}\n", "r", "cpu", null)]
    [InlineData("r: &r\n  cpu: 1\ns: *r\n", "r", "cpu", null)]
    [InlineData("r: {a: {b: 1}}\n", "r.a", "b", "r: {a: {b: 1, memory: 1Gi}}\n")]
    [InlineData("b: &b {x: 1}\nr:\n  <<: *b\n  cpu: 1\n", "r", "cpu", null)]
    public void An_entry_is_inserted(string text, string path, string? after, string? expected) => Check(text, expected, (editor, root) =>
        {
            var mapping = (YamlMapping)At(root, path);
            return editor.Insert(mapping, NewEntry.Scalar("memory", "1Gi"), after is null ? null : mapping.Find(after));
        });

    [Fact]
    public void A_nested_entry_is_inserted()
    {
        var entry = NewEntry.Mapping("limits", NewEntry.Scalar("memory", "1Gi"), NewEntry.Mapping("x"));
        Check("c:\n  - r:\n      a: 1\n", "c:\n  - r:\n      a: 1\n      limits:\n        memory: 1Gi\n        x: {}\n", (editor, root) =>
            editor.Insert((YamlMapping)At(root, "c[0].r"), entry, ((YamlMapping)At(root, "c[0].r")).Find("a"))
        );
        Check("r: {a: 1}", "r: {a: 1, limits: {memory: 1Gi, x: {}}}", (editor, root) =>
            editor.Insert((YamlMapping)At(root, "r"), entry, ((YamlMapping)At(root, "r")).Find("a"))
        );
    }

    [Theory]
    [InlineData("r:\n  a: 1\n  b: 2\n", "r", "a", "r:\n  b: 2\n")]
    [InlineData("r:\n  a: 1\n  b: 2\n", "r", "b", "r:\n  a: 1\n")]
    [InlineData("r:\n  a: 1\n  # c\n  b:\n    x: 1\nt: 1\n", "r", "b", "r:\n  a: 1\n  # c\nt: 1\n")]
    [InlineData("r:\n  a: 1 # c\n  b: 2\n", "r", "a", null)]
    [InlineData("r:\n  a: 1\n", "r", "a", null)]
    [InlineData("- a: 1\n  b: 2\n", "[0]", "a", "- b: 2\n")]
    [InlineData("- a: 1\n  # c\n  b: 2\n", "[0]", "a", null)]
    [InlineData("r: {a: 1, b: 2}\n", "r", "a", "r: {b: 2}\n")]
    [InlineData("r: {a: 1, b: 2}\n", "r", "b", "r: {a: 1}\n")]
    [InlineData("r: {a: 1}\n", "r", "a", "r: {}\n")]
    [InlineData("r:\n  a: &x 1\n  b: *x\n", "r", "a", null)]
    public void An_entry_is_removed(string text, string path, string key, string? expected) => Check(text, expected, (editor, root) =>
        {
            var mapping = (YamlMapping)At(root, path);
            return editor.Remove(mapping, mapping.Find(key)!.Value);
        });

    [Fact]
    public void Edits_are_made_in_order_and_overlaps_are_skipped()
    {
        var source = new SourceText("t", "abcdef");
        Assert.Equal("xaYZf", TextEdits.Apply(source, [At(2, 5, "Z"), At(0, 0, "x"), At(1, 2, "Y"), At(3, 4, "skipped")]));

        TextEdit At(int start, int end, string text) => new(new Location(source, new TextSpan(start, end)), text);
    }

    [Fact]
    public void An_edit_of_another_text_is_refused()
    {
        var edit = new TextEdit(new Location(new SourceText("other", "abc"), new TextSpan(0, 1)), "x");
        Assert.Throws<ArgumentException>(() => TextEdits.Apply(new SourceText("t", "abcdef"), [edit]));
    }

    private static YamlNode At(YamlNode root, string path)
    {
        Assert.True(YamlPath.TryParse(path, out var parsed));
        return parsed.Resolve(root)!;
    }

    private static void Check(string text, string? expected, Func<YamlEditor, YamlNode, TextEdit?> intention)
    {
        var source = new SourceText("t", text);
        var document = YamlReader.Read(source).Documents.Single();
        var edit = intention(new YamlEditor(source, document), document.Root!);
        Assert.Equal(expected, edit is { } made ? TextEdits.Apply(source, [made]) : null);
    }

    [Theory]
    [InlineData("a: 1 # c\u0085b: 2\n")]
    [InlineData("a: 1 # c\u2028b: 2\n")]
    public void Where_a_line_ends_is_certain_or_nothing_is_done(string text)
    {
        var source = new SourceText("t", text);
        var document = YamlReader.Read(source).Documents[0];
        Assert.Null(new YamlEditor(source, document).Replace(Assert.IsType<YamlScalar>(((YamlMapping)document.Root!)["a"]), "2"));
    }

    [Fact]
    public void What_would_make_a_byte_order_mark_of_a_character_is_not_done()
    {
        var source = new SourceText("t", "a: 1\n\uFEFF!t b: 2\n");
        var document = YamlReader.Read(source).Documents[0];
        var mapping = Assert.IsType<YamlMapping>(document.Root);
        Assert.Equal(2, mapping.Entries.Length);
        Assert.Null(new YamlEditor(source, document).Remove(mapping, mapping.Entries[0]));
        Assert.NotNull(new YamlEditor(source, document).Remove(mapping, mapping.Entries[1]));
    }
}
