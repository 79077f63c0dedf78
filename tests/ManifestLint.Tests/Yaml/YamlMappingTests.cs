using ManifestLint.Yaml;
using static ManifestLint.Tests.Yaml.YamlTestText;

namespace ManifestLint.Tests.Yaml;

public class YamlMappingTests
{
    // Expected values: kubectl annotate --local -o json, client v1.32.4.
    [Theory]
    [InlineData("b: &b {x: base, z: base}\nr: {x: explicit, <<: *b}", "x=base z=base")]
    [InlineData("b: &b {x: base, z: base}\nr: {<<: *b, x: explicit}", "x=explicit z=base")]
    [InlineData("b: &b {x: base, z: base}\no: &o {z: other, w: other}\nr: {<<: [*o, *b]}", "x=base z=other w=other")]
    [InlineData("b: &b {x: base, z: base}\no: &o {z: other, w: other}\nr: {<<: *o, <<: *b}", "z=base w=other x=base")]
    [InlineData("r: {<<: [{a: 1}, {a: 2, <<: {b: 3}}]}", "a=1 b=3")]
    [InlineData("r: {a: 0, <<: [{a: 1}], a: 5}", "a=5")]
    [InlineData("r: {\"<<\": {a: 1}}", "<<=")]
    [InlineData("r: {!!merge <<: {a: 1}}", "a=1")]
    [InlineData("r: {<<: {a: 1}, \"<<\": 2}", "a=1 <<=2")]
    [InlineData("r: {a: 1, a: 2}", "a=2")]
    [InlineData("r: {1: a, \"1\": b}", "1=b")]
    [InlineData("r: {1: a, true: b}", "1=a true=b")]
    [InlineData("r: {y: 1, n: 2, Yes: 3, OFF: 4}", "true=3 false=4")]
    [InlineData("r: {TRUE: a, tRue: b, oN: c}", "true=a tRue=b oN=c")]
    [InlineData("r: {0x10: a, 010: b, 0o17: c, 1_000: d, 0b11: e, +5: f, -3: g}", "16=a 8=b 15=c 1000=d 3=e 5=f -3=g")]
    [InlineData("r: {1.5: a, 1e3: b, .5: c, 1e30: e, 3.14159265: g}", "1.5=a 1000=b 0.5=c 1e+30=e 3.1415927=g")]
    [InlineData("r: {0.1: a, 100000000.0: b, 16777217.0: c}", "0.1=a 1e+08=b 1.6777216e+07=c")]
    [InlineData("r: {123456789012345678901: a, .inf: b, .nan: c}", "1.2345679e+20=a .inf=b .nan=c")]
    [InlineData("r: {1_0.5: a, 1e400: b, -.5: c, 1.: e}", "10.5=a 1e400=b -0.5=c 1=e")]
    [InlineData("r: {09: a, 0x: b, 08.5: c, 1__0: d}", "9=a 0x=b 8.5=c 10=d")]
    [InlineData("r: {1:30: a, 2001-01-01: b, =: c}", "1:30=a 2001-01-01=b ==c")]
    [InlineData("r: {!!str 1: a, \"null\": b}", "1=a null=b")]
    public void Entries_take_effect_as_in_kubectl(string text, string expected)
    {
        var mapping = Assert.IsType<YamlMapping>(Mapping(text)["r"]);
        Assert.Equal(expected, string.Join(' ', mapping.EffectiveEntries().Select(e => e.Name + "=" + (e.Value as YamlScalar)?.Value)));
        foreach (var entry in mapping.EffectiveEntries())
            Assert.Equal(entry, mapping.Find(entry.Name!));
        Assert.Null(mapping.Find("absent"));
    }

    // Each merges all of the one before: what the last one holds is read again and again, and kubectl stops.
    [Fact]
    public void Hostile_merges_are_refused()
    {
        string text =
            "a0: &a0 {x: 1}\n"
            + string.Concat(
                Enumerable.Range(1, 40).Select(i => $"a{i}: &a{i} {{<<: [{string.Join(", ", Enumerable.Repeat($"*a{i - 1}", 10))}]}}\n")
            );
        Assert.Contains("excessive aliasing", Assert.Single(Read(text).Documents).Error!.Message, StringComparison.Ordinal);
    }

    // So little is repeated here that kubectl takes it. What would not be looked at any more must not look as if it were not there.
    [Theory]
    [InlineData(199, true)]
    [InlineData(200, false)]
    public void Merges_of_very_many_entries_are_read_whole_or_not_at_all(int times, bool isRead)
    {
        string text =
            $"filler: [{string.Join(", ", Enumerable.Range(0, 5_000))}]\n"
            + $"a: &a {{{string.Join(", ", Enumerable.Range(0, 499).Select(i => $"k{i}: {i}"))}}}\n"
            + $"b: {{last: 1, <<: [{string.Join(", ", Enumerable.Repeat("*a", times))}, {{end: 2}}]}}\n";
        var document = Assert.Single(Read(text).Documents);
        if (!isRead)
        {
            Assert.Contains("more than 100,000 entries", document.Error!.Message, StringComparison.Ordinal);
            Assert.Equal("<<", text[document.Error.Location.Span.Start..document.Error.Location.Span.End]);
            return;
        }
        var mapping = Assert.IsType<YamlMapping>(((YamlMapping)document.Root!)["b"]);
        Assert.NotNull(mapping.Find("end"));
        Assert.NotNull(mapping.Find("last"));
        Assert.Equal(501, mapping.EffectiveEntries().Count());
    }
}
