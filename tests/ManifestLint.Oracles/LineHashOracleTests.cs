using System.Text.Json;
using ManifestLint.Findings;
using ManifestLint.Yaml;
using Xunit.Abstractions;

namespace ManifestLint.Oracles;

/// <summary>Line hashes against their definition, spelled out in JavaScript with big integers: no window that rolls.</summary>
public sealed class LineHashOracleTests(ITestOutputHelper output)
{
    private const string Definition = """
        const text = require('fs').readFileSync(0, 'utf8');
        const result = JSON.parse(text).map(source => {
          const lines = source.replace(/\r\n?/g, '\n').replace(/[ \t]/g, '').split('\n');
          const seen = {};
          return lines.map((_, i) => {
            const rest = lines.slice(i).join('\n') + '\uffff';
            let hash = 0n;
            for (let k = 0; k < 100; k++) hash = hash * 37n + BigInt(k < rest.length ? rest.charCodeAt(k) : 0);
            const hex = BigInt.asUintN(64, hash).toString(16);
            seen[hex] = (seen[hex] || 0) + 1;
            return hex + ':' + seen[hex];
          });
        });
        console.log(JSON.stringify(result));
        """;

    [OracleFact("node")]
    public void Hashes_are_what_the_definition_says()
    {
        var texts = Texts(400);
        var (exitCode, json, error) = Oracle.Run("node", ["-e", Definition], JsonSerializer.Serialize(texts));
        Assert.True(exitCode == 0, error);
        var expected = JsonSerializer.Deserialize<string[][]>(json)!;
        int lines = 0;
        for (int i = 0; i < texts.Count; i++)
        {
            var hashes = LineHashes.Of(new SourceText("a.yaml", texts[i]));
            Assert.Equal(expected[i], Enumerable.Range(1, hashes.Count).Select(line => hashes[line]!));
            lines += hashes.Count;
        }
        output.WriteLine($"{lines} lines of {texts.Count} texts compared");
    }

    // Its own generator: the same texts in every run and release.
    private static List<string> Texts(int count)
    {
        string[] words =
        [
            "memory: 512Mi",
            "limits:",
            "\n",
            "\n",
            "\r\n",
            "\r",
            " ",
            "\t",
            "  ",
            "- name: app",
            "é",
            "名前",
            "\ud83d\ude00",
            "\u2028",
            "x",
            "\0",
        ];
        uint state = 20261120;
        var texts = new List<string>(count) { "", "\uFEFFa: 1\n", new string('\n', 300), new('a', 500) };
        while (texts.Count < count)
        {
            texts.Add(string.Concat(Enumerable.Range(0, (int)(Next() % 120)).Select(_ => words[Next() % (uint)words.Length])));
        }
        return texts;

        uint Next()
        {
            // xorshift32; "Xorshift RNGs", Marsaglia 2003.
            state ^= state << 13;
            state ^= state >> 17;
            return state ^= state << 5;
        }
    }
}
