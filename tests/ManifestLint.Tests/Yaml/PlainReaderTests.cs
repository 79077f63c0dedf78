using System.Text;
using ManifestLint.Benchmarks.Fuzzing;
using ManifestLint.Yaml;
using ManifestLint.Yaml.Json;
using ManifestLint.Yaml.Plain;

namespace ManifestLint.Tests.Yaml;

/// <summary>The reader of plain YAML, held against the one that knows all of it; <c>readers</c> of the benchmarks does the same at length.</summary>
public class PlainReaderTests
{
    [Theory]
    [InlineData("a: 1")]
    [InlineData("a: 1\r\nb:\r\n  - c\r\n")]
    [InlineData("a:\n- b\n- c: d\n  e: f\n-\n-\n  g\nh:")]
    [InlineData("- - a\n  - b\n-   c: d\n    e: f")]
    [InlineData("a: x y\n  z # c\nb: x#y\nc: http://d:80/\n")]
    [InlineData("a:\n  b\n c\n\n\n  d\ne: f")]
    [InlineData("a: 'b''c\n\n  d '\ne: \"\\t\\u00e9 \\\n  x\\\n\n  y\n  z \"")]
    [InlineData("a: \"\\U0001F510\\x41\"")]
    [InlineData("'a': 1\n\"b c\" : 2\nd e: 3")]
    [InlineData("a: |\n  x\n\n    y\n  \n\nb: |-\n\n  x\nc: |+\n  x\n\n  \nd: |2\n    x\n   y\n")]
    [InlineData("a: >\n  b\n  c\n\n   d\n  e\n\n\n  f\ng: >+ # h\n   i\n\n# j\n")]
    [InlineData("a: |\n  x")]
    [InlineData("a: [b, 'c', [d, {e: f, \"g\":h}], ]\ni: {}\nj: [\n  k, # l\n  m\n  ]")]
    [InlineData("# a\n\nb: # c\n  # d\n  e: f # g\n   # h\n# i")]
    [InlineData("---\na: b\n---\nc: d\n# e\n--- # f\ng: h\n")]
    [InlineData("  a: b\n  c: d\n")]
    [InlineData("a: é😀\nü: '\u00a0'\n")]
    [InlineData("yes: 1\n0x1: 2\n1: 3\n")]
    [InlineData("a: -1\nb: --x\nc: :d\ne: .5\nf: '.inf'")]
    [InlineData("{\"a\":1,\"b\":[true,false,null,-0.5e+3,\"c\",{},[]]}")]
    [InlineData(" \t{\r\n\t\"a\" : {\"b\":\t\"\\\"\\\\\\/\\b\\f\\n\\r\\t\\u00e9\"}\n}\n")]
    [InlineData("{\"a\":{\"b\":1},\"c\":{\"b\":2,\"a\":3},\"b\":[{\"a\":4},{\"a\":5}]}")]
    [InlineData("{\"a\":1}\n[{\"b\":\"é\u0085\u2028😀\"}]{\"c\":\"---\"}")]
    [InlineData("{\"yes\":1,\"0x1\":2,\"1\":3,\"\":4,\"null\":5}")]
    public void What_is_plain_is_read_so(string text)
    {
        Assert.All(Read(text).Documents, d => Assert.True(d.Root?.IsPlain));
        Assert.Null(TwoReaders.Difference(text, out _, out _));
    }

    // Each of these is read otherwise, or not at all, by some reader of YAML; here one alone speaks of it.
    [Theory]
    [InlineData("a: &b c")]
    [InlineData("a: *b")]
    [InlineData("a: !b c")]
    [InlineData("a: %b")]
    [InlineData("a: @b")]
    [InlineData("a: `b`")]
    [InlineData("? a\n: b")]
    [InlineData("a:\tb")]
    [InlineData("a: b\t# c")]
    [InlineData("a: b\n\t\n")]
    [InlineData("a: b\rc: d")]
    [InlineData("a: b # c\rd: e")]
    [InlineData("a: b\u0085")]
    [InlineData("a: b\u2028c")]
    [InlineData("a: b\u2029c")]
    [InlineData("a: b\uFEFFc")]
    [InlineData("a: b\u0001")]
    [InlineData("--- a: b")]
    [InlineData("a")]
    [InlineData("[a]")]
    [InlineData("")]
    [InlineData("a:\n  b: c\n d: e")]
    [InlineData("a: 1\na: 2")]
    [InlineData("a: 1\n\"a\": 2")]
    [InlineData("a: {b: 1, b: 2}")]
    [InlineData("~: a")]
    [InlineData("null: a")]
    [InlineData("<<: {a: b}")]
    [InlineData("a: .inf")]
    [InlineData("123456789012345678901: a")]
    [InlineData("a: 'b\n'")]
    [InlineData("a:\n  b: \"c\n  d\"")]
    [InlineData("a: [b,\nc]")]
    [InlineData("a: [b\n]")]
    [InlineData("a: [b: c]")]
    [InlineData("a: {b}")]
    [InlineData("a: {b: }")]
    [InlineData("a: [{b: c}: d]")]
    [InlineData("[a]: b")]
    [InlineData("a: [:b]")]
    [InlineData("a: [?b]")]
    [InlineData("a: b: c")]
    [InlineData("a: - b")]
    [InlineData("a: b\n  - c")]
    [InlineData("a: b\n  c: d")]
    [InlineData("a: 'b'c")]
    [InlineData("a: 'b'# c")]
    [InlineData("a: \"\\/\"")]
    [InlineData("a: \"\\ud800\"")]
    [InlineData("a: \"\\U00110000\"")]
    [InlineData("a: \"\\u 123\"")]
    [InlineData("a: |\n\tb")]
    [InlineData("a: |#b\n  c")]
    [InlineData("a: |\n    \n  b")]
    [InlineData("a: |0\n b")]
    [InlineData("a: b\n...\n")]
    [InlineData("%YAML 1.1\na: b")]
    [InlineData("{\"a\":1,\"a\":2}")]
    [InlineData("{\"a\":[{\"b\":1,\"\\u0062\":2}]}")]
    [InlineData("{\"a\":\"\\ud83d\\ude00\"}")]
    [InlineData("{\"a\":\"\\x41\"}")]
    [InlineData("{\"a\":\"b\tc\"}")]
    [InlineData("{\"a\":\"b")]
    [InlineData("{\"a\":01}")]
    [InlineData("{\"a\":b}")]
    [InlineData("{\"a\":}")]
    [InlineData("{\"a\" 1}")]
    [InlineData("{\"a\":1,}")]
    [InlineData("{\"a\":[1,]}")]
    [InlineData("{\"a\":[1}]")]
    [InlineData("{\"a\":[1 2]}")]
    [InlineData("{,\"a\":1}")]
    [InlineData("{\"a\":1,\"b\"}")]
    [InlineData("{\"a\":1 # b\n}")]
    [InlineData("{\"a\":1")]
    public void What_is_in_doubt_is_left_to_the_reader_of_all(string text) =>
        Assert.DoesNotContain(Read(text).Documents, d => d.Root is { IsPlain: true });

    // Mappings around and beside it have keys that are called so, and so many that all are put elsewhere several times.
    [Theory]
    [InlineData(0)]
    [InlineData(20)]
    [InlineData(5_000)]
    public void A_key_that_stands_twice_is_found_among_many(int keys)
    {
        string Inner(int i) => $"{{\"name\":{i},\"k{i}\":{{\"name\":1,\"last\":2}}}}";
        string many = string.Concat(Enumerable.Range(0, keys).Select(i => $"\"k{i}\":{Inner(i)},"));
        string json = $"{{\"name\":0,{many}\"last\":[{Inner(1)},{Inner(2)}]";
        Assert.True(Read(json + "}").Documents[0].Root?.IsPlain);
        Assert.False(Read(json + ",\"name\":1}").Documents[0].Root?.IsPlain);
        Assert.True(Read($"a: {json}}}").Documents[0].Root?.IsPlain);
        Assert.False(Read($"a: {json},\"last\":1}}").Documents[0].Root?.IsPlain);
    }

    [Fact]
    public void Records_of_a_large_document_are_all_there()
    {
        string text = "items:\n" + string.Concat(Enumerable.Range(0, 150_000).Select(i => $"- name: n{i}\n  value: {i}\n"));
        var items = (YamlSequence)((YamlMapping)Read(text).Documents[0].Root!)["items"]!;
        Assert.True(items.IsPlain);
        Assert.Equal(150_000, items.Items.Length);
        Assert.All(items.Items.Index(), item => Assert.Equal($"n{item.Index}", ((YamlScalar)((YamlMapping)item.Item)["name"]!).Value));
    }

    // Of a large document only what is asked for is held, and it is the same as that of a small one.
    [Theory]
    [InlineData(
        "items:\n- a: b\n  c:\n  - d: |+\n      e\n\n    # f\n\n# g\n- a: >\n    h\n  i: {j: k}\n-   l: m\n      n\n- - a: b\n- {c: d}\n- e\n-\nlast: 1\n"
    )]
    [InlineData("- a: 'b'\n- a: \"c\n    d\"\n- a:\n  - b\n")]
    [InlineData("items:\n  - a: b\n    items:\n    - c: 1\n    - d: 2\n  # e\nkind: List")]
    [InlineData("{\"items\":[{\"a\":{\"items\":[{\"b\":1}]}},\n{\"a\":[]}, {}, [{}], 1],\"kind\":\"List\"}")]
    [InlineData("items: [{a: b}, {c: [d]}]\n")]
    public void Items_of_a_large_list_are_the_same(string text)
    {
        Assert.Null(TwoReaders.Difference(text, out int plain, out _));
        Assert.Equal(1, plain);
    }

    // Root, key, list, and a record for each item, whatever it holds.
    [Theory]
    [InlineData("{\"items\":[", "{\"name\":\"", "\",\"list\":[1,2,{\"a\":3}]},", "4]}", 1)]
    [InlineData("items:\n", "- name: ", "\n  list: [1, 2]\n  map:\n    a: b\n", "", 0)]
    public void Of_the_items_of_a_large_list_none_is_held(string start, string before, string behind, string end, int more)
    {
        const int Items = 20_000;
        string text = start + string.Concat(Enumerable.Range(0, Items).Select(i => before + new string('n', 200) + i + behind)) + end;
        Assert.True(text.Length > PlainReader.LeastFolded);
        var tree = text[0] == '{' ? JsonReader.Read(text, 0, text.Length) : PlainReader.Read(text, 0, text.Length);
        Assert.Equal(3 + Items + more, tree![0].Next);
    }

    [Fact]
    public void Both_readers_of_JSON_come_to_the_same()
    {
        var mutator = new Mutator(
            new Random(23),
            ["\"", "\\", "\\u00e9", "{", "}", "[", "]", ",", ":", "null", "-1.5e3", "---", "\n", "\t", "#", "é", "{}"]
        );
        List<string> pages =
        [
            "{\"apiVersion\":\"v1\",\"items\":[{\"kind\":\"Pod\",\"spec\":{\"containers\":[{\"name\":\"a\\n\"},{\"name\":\"b\"}]}},{\"kind\":\"Pod\"}]}",
            "{\n  \"a\": [1, -0.5, 1e9, true, false, null],\n  \"b\": {\"c\": {}, \"d\": []}\n}\n{\"e\": \"\\u00e9\\\"\\/\"}\n",
        ];
        int plain = 0;
        for (int i = 0; i < 20_000; i++)
        {
            string text = mutator.Next(pages);
            string? difference = TwoReaders.Difference(text, out int read, out _);
            Assert.True(difference is null, $"{difference}\n{text}");
            plain += read;
        }
        Assert.True(plain > 1_000, $"only {plain} documents were plain");
    }

    [Fact]
    public void Both_readers_come_to_the_same()
    {
        var random = new Random(19);
        var made = new MadeUpYaml(random);
        var mutator = new Mutator(random, FuzzSeeds.ManifestWords);
        List<string> pages = [.. FuzzSeeds.Manifests];
        int plain = 0;
        foreach (string page in pages)
            Check(page);
        for (int i = 0; i < 20_000; i++)
        {
            Check(made.Next());
            Check(mutator.Next(pages));
        }
        Assert.True(plain > 5_000, $"only {plain} documents were plain");

        void Check(string text)
        {
            string? difference = TwoReaders.Difference(text, out int read, out _);
            Assert.True(difference is null, $"{difference}\n{text}");
            plain += read;
        }
    }

    [Fact]
    public void Keys_are_told_apart_in_mappings_of_any_length()
    {
        var text = new StringBuilder();
        for (int i = 0; i < 50_000; i++)
            text.Append("key").Append(i).Append(": {a: b}\n");
        Assert.True(Root(text.ToString()).IsPlain);
        Assert.True(((YamlMapping)Root(text.ToString())).IsKnownUnique);
        Assert.False(Root(text.Append("key7: c\n").ToString()).IsPlain);
    }

    [Fact]
    public void A_name_may_stand_twice_where_keys_are_called_otherwise_than_written() =>
        Assert.False(Assert.IsType<YamlMapping>(Root("a: {yes: 1, y: 2}")).IsKnownUnique);

    [Fact]
    public void Deep_collections_are_left_to_the_reader_of_all_and_very_deep_ones_to_nobody()
    {
        Assert.True(Root("a: " + new string('[', 60) + new string(']', 60)).IsPlain);
        Assert.False(Root("a: " + new string('[', 100) + new string(']', 100)).IsPlain);
        Assert.NotNull(Assert.Single(Read("a: " + new string('[', 100_000)).Documents).Error);
    }

    [Fact]
    public void All_who_ask_at_once_get_the_same_nodes()
    {
        for (int round = 0; round < 50; round++)
        {
            var root = Assert.IsType<YamlMapping>(Root("a:\n- b: c\n- d\n"));
            var asked = new YamlNode[4];
            Parallel.For(0, asked.Length, i => asked[i] = ((YamlMapping)((YamlSequence)root["a"]!).Items[0]).Entries[0].Key);
            Assert.All(asked, n => Assert.Same(asked[0], n));
        }
    }

    private static YamlFile Read(string text) => YamlTestText.Read(text);

    private static YamlNode Root(string text) => YamlTestText.Root(text);
}
