using FsCheck;
using FsCheck.Fluent;
using ManifestLint.Yaml;
using static ManifestLint.Tests.Yaml.YamlTestText;

namespace ManifestLint.Tests.Yaml;

public class YamlPathTests
{
    [Theory]
    [InlineData("spec.containers[0].image")]
    [InlineData("metadata.annotations[\"kubernetes.io/config.source\"]")]
    [InlineData("[0][1].a")]
    [InlineData("")]
    [InlineData("[\"a\\\"b\\\\c\\n\"]")]
    [InlineData("[\"\"].a")]
    public void Paths_are_printed_as_they_are_written(string text)
    {
        Assert.True(YamlPath.TryParse(text, out var path));
        Assert.Equal(text, path.ToString());
    }

    [Theory]
    [InlineData(".a")]
    [InlineData("a.")]
    [InlineData("a..b")]
    [InlineData("a[")]
    [InlineData("a[x]")]
    [InlineData("a[-1]")]
    [InlineData("a[99999999999]")]
    [InlineData("a[\"b]")]
    [InlineData("a[\"b\"")]
    [InlineData("a[\"\\q\"]")]
    [InlineData("a[0]b")]
    [InlineData("a b")]
    public void What_is_no_path_is_refused(string text) => Assert.False(YamlPath.TryParse(text, out _));

    [Theory]
    [InlineData("spec.containers[1].image", "b")]
    [InlineData("metadata.annotations[\"k8s.io/x y\"]", "1")]
    [InlineData("copy[0].image", "a")]
    [InlineData("spec.containers[2].image", null)]
    [InlineData("spec.containers.image", null)]
    [InlineData("spec[0]", null)]
    public void Paths_are_followed(string path, string? expected)
    {
        var root = Root("metadata: {annotations: {\"k8s.io/x y\": 1}}\nspec:\n  containers: &c\n  - image: a\n  - image: b\ncopy: *c\n");
        Assert.True(YamlPath.TryParse(path, out var parsed));
        Assert.Equal(expected, (parsed.Resolve(root) as YamlScalar)?.Value);
    }

    [Theory]
    [InlineData("spec.containers[1]", "spec.containers[1]", true)]
    [InlineData("spec.containers[1].image", "spec.containers[1]", true)]
    [InlineData("spec.containers[10].image", "spec.containers[1]", false)]
    [InlineData("spec.containers[1]", "spec.containers[1].image", false)]
    [InlineData("spec", "", true)]
    public void A_path_lies_at_another_or_below_it_step_by_step(string path, string other, bool expected)
    {
        Assert.True(YamlPath.TryParse(path, out var below));
        Assert.True(YamlPath.TryParse(other, out var above));
        Assert.Equal(expected, below.IsAtOrBelow(above));
    }

    [Theory]
    [InlineData("spec", "containers[1].image", "spec.containers[1].image")]
    [InlineData("", "a", "a")]
    [InlineData("a[0]", "", "a[0]")]
    [InlineData("a", "[0].b", "a[0].b")]
    public void Paths_go_one_after_the_other(string first, string second, string expected)
    {
        Assert.True(YamlPath.TryParse(first, out var one));
        Assert.True(YamlPath.TryParse(second, out var two));
        Assert.Equal(expected, one.Then(two).ToString());
        Assert.Equal(expected.Length == 0 ? 0 : one.Length + two.Length, one.Then(two).Steps.Length);
    }

    [Fact]
    public void Any_path_survives_printing() =>
        Prop.ForAll(ArbMap.Default.ArbFor<(string? Key, int Index)[]>(), steps =>
            {
                var path = steps.Aggregate(YamlPath.Root, (p, s) => s.Key is null ? p.Index(s.Index & int.MaxValue) : p.Key(s.Key));
                return YamlPath.TryParse(path.ToString(), out var parsed) && parsed.Equals(path);
            })
            .QuickCheckThrowOnFailure();

    [Fact]
    public void No_text_throws() =>
        Prop.ForAll(ArbMap.Default.ArbFor<string?>(), text =>
            {
                // What reads at all comes back when it is printed and read again.
                foreach (string attempt in new[] { text ?? "", "a[\"" + text, "a[\"" + text + "\"]" })
                {
                    if (YamlPath.TryParse(attempt, out var path))
                        Assert.True(YamlPath.TryParse(path.ToString(), out var again) && again.Equals(path));
                }
            })
            .QuickCheckThrowOnFailure();
}
