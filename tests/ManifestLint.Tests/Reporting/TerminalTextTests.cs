using System.Text;
using System.Text.Json;
using ManifestLint.Reporting;

namespace ManifestLint.Tests.Reporting;

/// <summary>What nobody sees is shown, at a terminal as in JSON.</summary>
public sealed class TerminalTextTests
{
    [Theory]
    [InlineData("a\u202eb", "a\\u202eb")]
    [InlineData("a\u00a0b", "a\\u00a0b")]
    // No characters at all.
    [InlineData("a\ufffeb", "a\\ufffeb")]
    [InlineData("a\uffffb", "a\\uffffb")]
    [InlineData("a\ufdd0b", "a\\ufdd0b")]
    [InlineData("a\U0001fffeb", "a\\U0001fffeb")]
    // Letters, marks and patterns of no shape.
    [InlineData("a\u3164b", "a\\u3164b")]
    [InlineData("a\u115f\u1160b", "a\\u115f\\u1160b")]
    [InlineData("a\uffa0b", "a\\uffa0b")]
    [InlineData("a\u2800b", "a\\u2800b")]
    [InlineData("a\u034fb", "a\\u034fb")]
    [InlineData("a\u180bb", "a\\u180bb")]
    // What is seen stays.
    [InlineData("é한국日本\u3000\U0001f600\u2764\ufe0f", "é한국日本\u3000\U0001f600\u2764\ufe0f")]
    public void What_is_not_seen_is_escaped(string text, string shown)
    {
        Assert.Equal(shown, TerminalText.Escape(text));
        using var output = new MemoryStream();
        using (var json = JsonText.Open(output))
            json.WriteStringValue(text);
        string written = Encoding.UTF8.GetString(output.ToArray());
        Assert.Equal(text, JsonSerializer.Deserialize<string>(written));
        // The ideographic space is escaped by the encoder, as other spaces are.
        Assert.All(written.EnumerateRunes(), r => Assert.False(TerminalText.IsUnseen(r)));
    }
}
