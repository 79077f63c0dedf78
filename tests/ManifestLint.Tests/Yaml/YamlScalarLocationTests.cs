using FsCheck;
using FsCheck.Fluent;
using ManifestLint.Yaml;
using static ManifestLint.Tests.Yaml.YamlTestText;

namespace ManifestLint.Tests.Yaml;

public class YamlScalarLocationTests
{
    [Theory]
    [InlineData("k: -Xmx512m -Xms1g", "512m", "512m")]
    [InlineData("k: 'it''s 5'", "it's", "it''s")]
    [InlineData("k: \"a\\tb \\u00e9x\"", "bé", null)]
    [InlineData("k: \"a\\tb\\u00e9x\"", "bé", "b\\u00e9")]
    [InlineData("{\"k\": \"\\ud83d\\ude00!\"}", "😀", "\\ud83d\\ude00")]
    [InlineData("{\"k\": \"a\\/b\"}", "/b", "\\/b")]
    [InlineData("k: \"it\\'s\"", "'s", "\\'s")]
    [InlineData("k: \"\\U0001F600!\"", "😀!", "\\U0001F600!")]
    [InlineData("k: a\n  bc\n\n  d", "bc", "bc")]
    [InlineData("k: a\n  bc\n\n  d", "c\nd", "c\\n\\n  d")]
    [InlineData("k: \"a\\\n    bc\"", "bc", "bc")]
    [InlineData("k: |\n  one\n   two\n", "two", "two")]
    [InlineData("k: |2\n   one\n", " one", " one")]
    [InlineData("k: >-\n  one\n  two\n\n  three\n", "two\nthree", "two\\n\\n  three")]
    [InlineData("k: >\r\n  one\r\n  two\r\n", "e t", "e\\r\\n  t")]
    public void A_slice_has_an_exact_place(string text, string slice, string? expected)
    {
        var scalar = Assert.IsType<YamlScalar>(Mapping(text)["k"]);
        int start = scalar.Value.IndexOf(slice, StringComparison.Ordinal);
        if (expected is null)
        {
            Assert.True(start < 0);
            return;
        }
        Assert.Equal(expected, Shown(scalar.LocationOf(start, slice.Length).Text));
    }

    [Theory]
    [InlineData(-1, 1)]
    [InlineData(0, 4)]
    [InlineData(3, int.MaxValue)]
    public void A_slice_outside_of_the_value_is_the_whole_scalar(int start, int length)
    {
        var scalar = Assert.IsType<YamlScalar>(Mapping("k: abc")["k"]);
        Assert.Equal(scalar.Location, scalar.LocationOf(start, length));
    }

    // Every code unit of a value in any style is written at its own place, the places are in order, and a character that is not
    // escaped or folded stands there itself.
    [Fact]
    public void Every_character_has_its_place()
    {
        var words = Gen.Elements("a", "bc", "é", "😀", "'", "\"", "\\", "x:y", "#", "5%").ArrayOf();
        var breaks = Gen.Elements(" ", "  ", "\n", "\n\n", "\r\n", "\n ");
        var scalars =
            from word in words
            from separator in breaks.ArrayOf(word.Length + 1)
            from style in Gen.Choose(0, 4)
            select Write(word, separator, style);
        Prop.ForAll(scalars.ToArbitrary(), text =>
            {
                if (Read(text).Documents[0] is not { Error: null, Root: YamlMapping root } || root["k"] is not YamlScalar scalar)
                    return;
                int last = scalar.Location.Span.Start;
                for (int i = 0; i < scalar.Value.Length; i++)
                {
                    var place = scalar.LocationOf(i, 1);
                    Assert.NotEqual(scalar.Location, scalar.Value.Length > 1 ? place : default);
                    bool isLowSurrogate = char.IsLowSurrogate(scalar.Value[i]);
                    Assert.True(place.Span.Start >= last || isLowSurrogate);
                    last = place.Span.End;
                    if (place.Span.Length == 1 && scalar.Value[i] is not (' ' or '\n'))
                        Assert.Equal(scalar.Value[i].ToString(), place.Text);
                }
            })
            .QuickCheckThrowOnFailure();
    }

    private static string Write(string[] words, string[] separators, int style)
    {
        string Joined(Func<string, string> word, string indentation) =>
            string.Concat(words.Select((w, i) => word(w) + separators[i].Replace("\n", "\n" + indentation, StringComparison.Ordinal)));
        return style switch
        {
            0 => "k: z" + Joined(w => w, "  ") + "z",
            1 => "k: '" + Joined(w => w.Replace("'", "''", StringComparison.Ordinal), "  ") + "'",
            2 => "k: \""
                + Joined(w => w.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal), "  ")
                + "\"",
            3 => "k: |\n  z" + Joined(w => w, "  ") + "\n",
            _ => "k: >-\n  z" + Joined(w => w, "  ") + "z\n",
        };
    }
}
