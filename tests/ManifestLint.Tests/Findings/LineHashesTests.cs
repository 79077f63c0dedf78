using ManifestLint.Findings;
using ManifestLint.Yaml;

namespace ManifestLint.Tests.Findings;

/// <summary>Hashes that GitHub's upload action (github/codeql-action) is known to give.</summary>
public sealed class LineHashesTests
{
    [Fact]
    public void An_empty_text_has_one_line() => Assert.Equal(["c129715d7a2bc9a3:1"], Hashes(""));

    [Theory]
    [InlineData(" a\nb\n  \t\tc\n d")]
    [InlineData(" a\r\nb\r  \t\tc\n d")]
    [InlineData("a\rb\rc\rd\t")]
    public void Blanks_and_kinds_of_line_breaks_do_not_count(string text) =>
        Assert.Equal(["271789c17abda88f:1", "54703d4cd895b18:1", "180aee12dab6264:1", "a23a3dc5e078b07b:1"], Hashes(text));

    [Fact]
    public void Lines_of_the_same_hash_are_numbered()
    {
        var hashes = Hashes(string.Concat(Enumerable.Repeat("Lorem ipsum dolor sit amet.\n", 10)));
        Assert.Equal(11, hashes.Count);
        Assert.Equal("a7f2ff13bc495cf2:1", hashes[0]);
        Assert.Equal("a7f2ff13bc495cf2:6", hashes[5]);
        Assert.Equal("a7f2ff1481e87703:1", hashes[6]);
        Assert.Equal("cc97dc7b1d7d8f7b:1", hashes[9]);
        Assert.Equal("c129715d7a2bc9a3:1", hashes[10]);
    }

    [Fact]
    public void A_line_outside_the_text_has_none()
    {
        var hashes = LineHashes.Of(new SourceText("a.yaml", "a\n"));
        Assert.Null(hashes[0]);
        Assert.NotNull(hashes[2]);
        Assert.Null(hashes[3]);
    }

    [Fact]
    public void There_are_as_many_as_the_source_has_lines()
    {
        foreach (string text in new[] { "", "\n", "a", "a\r\n\rb\n\n", "\uFEFFa\n " })
        {
            var source = new SourceText("a.yaml", text);
            Assert.Equal(source.LineCount, LineHashes.Of(source).Count);
        }
    }

    private static IReadOnlyList<string?> Hashes(string text)
    {
        var hashes = LineHashes.Of(new SourceText("a.yaml", text));
        return [.. Enumerable.Range(1, hashes.Count).Select(line => hashes[line])];
    }
}
