using ManifestLint.Reading;
using ManifestLint.Yaml;

namespace ManifestLint.Tests.Reading;

public sealed class TemplateTextTests
{
    [Theory]
    [InlineData("name: {{ .Release.Name }}", true)]
    [InlineData("{{- if .Values.x }}\na: b\n{{- end }}", true)]
    [InlineData("{% if x %}\na: b\n{% endif %}", true)]
    [InlineData("a: x-{{ y }}", true)]
    [InlineData("a: [b, {{ c }}]", true)]
    [InlineData("a: b # c\nd: {{ e }}", true)]
    [InlineData("a: 'b' {{ c }}", true)]
    // No comments, quotes or block text, though they look a little like one.
    [InlineData("a: b#{{ c }}", true)]
    [InlineData("a: it's {{ b }} isn't", true)]
    [InlineData("a: b | {{ c }}", true)]
    [InlineData("a: b |\n  {{ c }}", true)]
    [InlineData("a: |\n  b\n{{ c }}", true)]
    [InlineData("a:\n  - b: |\n      c\n    {{ d }}: e", true)]
    [InlineData("- |\n  a\n{{ b }}", true)]
    [InlineData("a: |\n    {{ b }}\n  c\n{{ d }}", true)]
    // The quote in the middle ends the text, not the expression.
    [InlineData("a: \"{{ include \"x\" . }}\"", true)]
    [InlineData("a: '{{ b }}{{ c 'd' }}'", true)]
    [InlineData("a: \"{{ pod }}\"", false)]
    [InlineData("a: '{{ pod }}' # {{ b }}\nc: d: e", false)]
    [InlineData("# {{ b }}\na: b: c", false)]
    [InlineData("a: [b, \"{{ c }}\", '{{ d }}']: e: f", false)]
    [InlineData("{\"a\": \"{{ b }}\",}", false)]
    [InlineData("a: \"it\\\"s {{ b }}\"", false)]
    [InlineData("a: 'it''s {{ b }}'", false)]
    [InlineData("a: \"b\n  {{ c }}\n\n  d\"\ne: f: g", false)]
    [InlineData("a: |\n  {{ b }}\nc: d: e", false)]
    [InlineData("a: |-2 # c\n\n   {{ b }}\nc: d: e", false)]
    [InlineData("a: !x &y >\n  {{ b }}\nc: d: e", false)]
    [InlineData("- a: |\n    {{ b }}\n  c: d: e", false)]
    [InlineData("- - |\n    {{ b }}\n  - c: d: e", false)]
    [InlineData("? |\n  {{ b }}\n: c: d: e", false)]
    [InlineData("a: |\r\n  {{ b }}\r\nc: d: e", false)]
    // A quote that is not closed on its lines does not turn the quotes after it inside out.
    [InlineData("a: \"b\nc: \"{{ d }}\"\ne: f: g", false)]
    [InlineData("a: 'b\nc: '{{ d }}'\n", false)]
    [InlineData("a: \"{{ b }}\nc: d", false)]
    [InlineData("a: b: c", false)]
    public void A_template_holds_braces_outside_of_comments_quotes_and_block_text(string text, bool expected)
    {
        Assert.Equal(expected, TemplateText.IsIn(new SourceText("t", text), new TextSpan(0, text.Length)));
        // Only the document counts.
        string around = $"{{{{ x }}}}\n---\n{text}\n---\n{{{{ x }}}}\n";
        Assert.Equal(expected, TemplateText.IsIn(new SourceText("t", around), new TextSpan(12, 12 + text.Length)));
    }
}
