using ManifestLint.Neighbours;
using ManifestLint.Reading;
using ManifestLint.Yaml;

namespace ManifestLint.Tests.Reading;

public sealed class SkimTests
{
    public static TheoryData<string> Kinds => [.. ManifestSet.ContextKinds];

    // As blocks, in flow style and in a list: what is context is read before all else, however it is written.
    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_context_object_is_seen_in_every_style(string kind)
    {
        Assert.True(MayHoldContext($"apiVersion: v1\nkind: {kind}\nmetadata: {{name: a}}\n"));
        Assert.True(MayHoldContext($$"""{"apiVersion": "v1", "metadata": {"name": "a"}, "kind": "{{kind}}"}"""));
        Assert.True(MayHoldContext($"apiVersion: v1\nkind: List\nitems:\n- kind: {kind}\n"));
    }

    [Fact]
    public void Another_object_is_none() => Assert.False(MayHoldContext("kind: Deployment\nspec: {a: ConfigMap}\n"));

    [Theory]
    [InlineData("spec:\n  template:\n    spec: {}", true)]
    [InlineData("{\"spec\":{\"template\":{}}}", true)]
    [InlineData("spec: {'template' : {}}", true)]
    [InlineData("spec:\n  ? template\n  : spec: {}", true)]
    [InlineData("labels: {pod-template-hash: a}\nspec:\n  jobTemplate:\n    spec:\n      template:\n", true)]
    [InlineData("labels: {pod-template-hash: 5d4f}\nargs: [--templates=a]", false)]
    public void A_pod_template_is_seen_in_every_style(string text, bool may) => Assert.Equal(may, Skim.MayHoldTemplate(text));

    private static bool MayHoldContext(string text) => Skim.MayHoldContext(new SourceText("a.yaml", text), new TextSpan(0, text.Length));
}
