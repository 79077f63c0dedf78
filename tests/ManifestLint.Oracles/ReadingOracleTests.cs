using System.Globalization;
using System.Text;
using System.Text.Json;
using ManifestLint.Tests;
using ManifestLint.Yaml;
using Xunit.Abstractions;

namespace ManifestLint.Oracles;

/// <summary>
/// The measure of reading (contracts.md C2): kubectl 1.32. It takes a folder of texts in one call and says of each why it
/// does not parse, or what it became.
/// </summary>
public sealed class ReadingOracleTests(ITestOutputHelper output)
{
    [OracleFact("kubectl-1.32", Oracle.YamlTestSuite)]
    public void The_YAML_test_suite_is_read_as_kubectl_reads_it()
    {
        var texts = Suite().ToList();
        Assert.True(texts.Count >= 402, $"{texts.Count} inputs, not 402");
        Compare(texts);
    }

    // The suite's inputs with pieces put in and cut out: what nobody thought of.
    [OracleFact("kubectl-1.32", Oracle.YamlTestSuite)]
    public void The_suite_with_pieces_put_in_is_read_as_kubectl_reads_it()
    {
        var suite = Suite().Select(t => t.Text).ToList();
        Compare(Mutated(suite, 3000));
    }

    [OracleFact("kubectl-1.32")]
    public void Manifests_with_pieces_put_in_are_read_as_kubectl_reads_them() =>
        // Not every reader of JSON takes half a pair of escapes, and a byte-order mark behind a line break is dropped here on purpose.
        Compare(Mutated([.. s_texts.Where(t => !t.Contains("\\ud", StringComparison.Ordinal) && !t.Contains('\uFEFF'))], 2000));

    [OracleFact("kubectl-1.32")]
    public void Streams_and_separators_are_read_as_kubectl_reads_them() => Compare(s_texts.Select((t, i) => ($"text {i}", t)));

    [OracleFact("kubectl-1.32", Oracle.RealManifests)]
    [Trait("Category", "Corpus")]
    public void Corpus_files_are_read_as_kubectl_reads_them()
    {
        string[] extensions = [".yaml", ".yml", ".json"];
        Compare(
            Directory
                .EnumerateFiles(Corpus.Folder, "*", SearchOption.AllDirectories)
                .Where(p => extensions.Contains(Path.GetExtension(p)))
                .Order(StringComparer.Ordinal)
                // kubectl shows what it read of an object without a kind only.
                .Select(p => (p, File.ReadAllText(p).Replace("kind", "sort", StringComparison.Ordinal)))
        );
    }

    private static readonly string[] s_texts =
    [
        """
            # a pod
            apiVersion: v1
            metadata: {name: web, labels: {"a.b/c": 'd'}}
            spec:
              containers:
              - name: app   # first
                image: "web:1"
                args: [--x, &m "a
                  b"]
                command:
                - sh
                - |
                  echo # no comment
                   two
                resources: &r
                  limits:
                    memory: 128Mi
                    cpu:
              - name: side
                resources: *r
                env:
                - <<: {a: 1}
                  ? k
                  : v
            ---
            - >-
              folded

              text
            - !!str 5
            ...

            """,
        "a: 1\n---\n\n---\n---\n...\n---\nb: 2\n",
        "a: 1\n--- # c\nb: 2\n---#c\nc: 3\n---\t\nd: 4\n",
        "---#c\na: b\n",
        "a: 1\r\n---\r\nb: |\r\n  x\r\n  y\r\n",
        "a: 1\r---\rb: 2\r",
        "a: 1\n--- b: 2\n",
        "a: 1\n---b: 2\n",
        "a: 1\n... x\nb: 2\n---\nc: 3\n",
        "{\"a\": 1}\n{\"b\": [2, {}]} {\"c\": \"\\/\\ud83d\\ude00\"}",
        "\uFEFF\uFEFF{\"a\": 1}",
        " \n{\"a\": 1}\n---\n{\"b\": 2}\n",
        "---\n{\"a\": 1}\n{\"b\": 2}\n",
        "{\"a\": 1,}",
        "{\"a\": 1 // b\n}",
        "{a: 1}",
        "{}\nx",
        "[{\"a\": 1}]\n{\"b\": 2}",
        "%YAML 1.1\n---\na: b\n",
        "---\n%YAML 1.1\n---\na: b\n",
        "a: |\n  x",
        "a: .nan\n",
        "~: a\n",
        "a: &x {b: c}\nd: {<<: [*x, {e: f}], b: g}\nh: {b: i, <<: *x}\n",
        "a: !!int \"5\"\nb: !!float 1\nc: !!bool yes\nd: !x y\ne: !!binary aGk=\n",
        "a: \"it\\'s\"#c\nb: |#c\n  d\n",
        "a: \"\\/\"\n",
        "a:\n  b: c\n  \t\nd: e\n",
        "-\ta: b\n",
    ];

    private static readonly string[] s_pieces =
    [
        .. "a|b|1|:|: |-|- |? |\n|\n  |\n    |\r\n|\t| |#| # c|[|]|{|}|,|, |\"|'|>|\n>-\n|&a |*a|!t |!!str |!<x> |%|@|`|---|\n---\n|...|\n...\n|<<: |\\|\\x41|\\u|\u0085|\u2028|😀|é|key: value\n|- item\n|~|null|!!int |.nan|0x1F|1e3|010|'x'|\"y\": |\n\t|  \t\n|- - |{a: b}|[a, b]|---\n|--- \n|#c\n|!|!!|!e!x |yes|: x\n|,\n|{\"a\":1}".Split(
            '|'
        ),
        "|",
        "|\n",
        "|2+\n",
    ];

    private static IEnumerable<(string Name, string Text)> Mutated(List<string> seeds, int count)
    {
        uint state = 20260101;
        for (int i = 0; i < count; i++)
        {
            string text = seeds[Next(ref state, seeds.Count)];
            for (int k = Next(ref state, 3); k >= 0; k--)
            {
                int at = Next(ref state, text.Length + 1),
                    cut = Next(ref state, 3) == 0 ? Math.Min(Next(ref state, 8), text.Length - at) : 0;
                text = text.Remove(at, cut).Insert(at, s_pieces[Next(ref state, s_pieces.Length)]);
            }
            if (!HasHalfAPair(text))
                yield return ($"mutation {i}", text);
        }
    }

    private static bool HasHalfAPair(string text) => text.EnumerateRunes().Any(r => r.Value == 0xFFFD);

    private static int Next(ref uint state, int below)
    {
        // xorshift32; "Xorshift RNGs", Marsaglia 2003.
        state ^= state << 13;
        state ^= state >> 17;
        state ^= state << 5;
        return (int)(state % (uint)below);
    }

    // The npm package holds each input as a JavaScript module of one JSON object.
    private static IEnumerable<(string Name, string Text)> Suite()
    {
        string folder = Oracle.Required(Oracle.YamlTestSuite);
        foreach (string file in Directory.EnumerateFiles(Path.Combine(folder, "data"), "*.js").Order(StringComparer.Ordinal))
        {
            string module = File.ReadAllText(file);
            int start = module.IndexOf("export default {", StringComparison.Ordinal);
            if (start < 0)
                continue;
            using var test = JsonDocument.Parse(module[(start + "export default ".Length)..].TrimEnd().TrimEnd(';'));
            int number = 0;
            foreach (var one in test.RootElement.GetProperty("cases").EnumerateArray())
                yield return ($"{Path.GetFileNameWithoutExtension(file)}/{number++}", one.GetProperty("yaml").GetString()!);
        }
    }

    private void Compare(IEnumerable<(string Name, string Text)> inputs)
    {
        var texts = inputs.ToList();
        // What kubectl takes for all its messages together grows with the square of their number.
        var theirs = texts.Chunk(400).SelectMany(part => Kubectl([.. part.Select(t => t.Text)])).ToList();
        var differences = new List<string>();
        for (int i = 0; i < texts.Count; i++)
        {
            var file = YamlReader.Read(new SourceText(texts[i].Name, texts[i].Text));
            string? ours = file.Documents.Select(d => d.Error?.Message).FirstOrDefault(e => e is not null);
            if (ours is null != theirs[i].Refusal is null)
                differences.Add($"{Shown(texts[i])}: kubectl {theirs[i].Refusal ?? "reads it"}, here {ours ?? "it is read"}");
            else if (ours is null && Values(file) is var values && !Same(theirs[i].Values, values))
                differences.Add(
                    $"{Shown(texts[i])}: kubectl {string.Join(" ", theirs[i].Values.Select(v => v ?? "no mapping"))}, here {string.Join(" ", values)}"
                );
        }
        output.WriteLine(
            $"{texts.Count} texts, {theirs.Count(t => t.Refusal is not null)} of them refused by kubectl, {differences.Count} differences"
        );
        Assert.True(differences.Count == 0, string.Join(Environment.NewLine, differences.Take(20)));
    }

    // A short text as it is, the name of a long one.
    private static string Shown((string Name, string Text) input) =>
        input.Text.Length < 400 ? JsonSerializer.Serialize(input.Text) : input.Name;

    private static bool Same(List<string?> theirs, List<string> ours) =>
        theirs.Count == ours.Count && theirs.Zip(ours, (t, o) => t is null || SameJson(t, o)).All(same => same);

    private static bool SameJson(string left, string right)
    {
        using JsonDocument one = JsonDocument.Parse(left, s_deep),
            other = JsonDocument.Parse(right, s_deep);
        return JsonElement.DeepEquals(one.RootElement, other.RootElement);
    }

    private static readonly JsonDocumentOptions s_deep = new() { MaxDepth = 1000 };

    // For each text why kubectl does not parse it, or its documents: the JSON of a mapping, null for anything else.
    private static (string? Refusal, List<string?> Values)[] Kubectl(List<string> texts)
    {
        string folder = Directory.CreateTempSubdirectory("manifestlint-reading-").FullName;
        try
        {
            for (int i = 0; i < texts.Count; i++)
                File.WriteAllText(Path.Combine(folder, $"{i}.yaml"), texts[i]);
            var (_, _, error) = Oracle.Run("kubectl-1.32", ["set", "image", "--local", "-R", "-f", folder, "x=y", "-o", "json"]);
            var read = new (string? Refusal, List<string?> Values)[texts.Count];
            for (int i = 0; i < read.Length; i++)
                read[i].Values = [];
            // One message after the other, each with the name of its file; JSON is shown as it was written, line breaks included.
            foreach (string entry in Messages(error))
            {
                int name = entry.IndexOf(folder, StringComparison.Ordinal) + folder.Length + 1,
                    end = entry.IndexOf(".yaml", StringComparison.Ordinal);
                int index = int.Parse(entry[name..end], CultureInfo.InvariantCulture);
                string message = entry[(end + ".yaml".Length)..].TrimStart('"')[2..];
                if (entry[..name].Contains("error parsing", StringComparison.Ordinal))
                    read[index].Refusal ??= message;
                else
                    read[index].Values.Add(message.StartsWith(NoKind, StringComparison.Ordinal) ? message[NoKind.Length..^1] : null);
            }
            return read;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static List<string> Messages(string error)
    {
        string[] starts = ["error parsing ", "unable to decode \"", "error: error parsing ", "error: unable to decode \""];
        var messages = new List<StringBuilder>();
        foreach (string line in error.TrimEnd('\n').Split('\n'))
        {
            if (starts.Any(s => line.StartsWith(s, StringComparison.Ordinal)))
                messages.Add(new StringBuilder(line));
            else
                messages[^1].Append('\n').Append(line);
        }
        return messages.ConvertAll(m => m.ToString());
    }

    private const string NoKind = "Object 'Kind' is missing in '";

    private static List<string> Values(YamlFile file) =>
        [.. file.Documents.Select(d => d.Root).OfType<YamlNode>().Select(Json).Where(j => j != "null")];

    private static string Json(YamlNode node) =>
        node.Target switch
        {
            YamlMapping mapping =>
                $"{{{string.Join(',', mapping.EffectiveEntries().Select(e => JsonSerializer.Serialize(e.Name) + ":" + Json(e.Value)))}}}",
            YamlSequence sequence => $"[{string.Join(',', sequence.Items.Select(Json))}]",
            YamlScalar scalar => Json(scalar),
            _ => throw new InvalidOperationException(),
        };

    private static string Json(YamlScalar scalar)
    {
        const string Prefix = "tag:yaml.org,2002:";
        string tag = scalar.Tag?.StartsWith(Prefix, StringComparison.Ordinal) == true ? scalar.Tag[Prefix.Length..] : "";
        if (tag == "binary")
            return JsonSerializer.Serialize(Encoding.UTF8.GetString(Convert.FromBase64String(scalar.Value)));
        bool isResolved = scalar.Tag is null ? scalar.Style == YamlScalarStyle.Plain : tag is "int" or "float" or "bool" or "null";
        if (!isResolved)
            return JsonSerializer.Serialize(scalar.Value);
        var value = GoYaml.Resolve(scalar.Value, triesTime: true);
        return value.Tag is "!!int" or "!!float" or "!!bool" or "!!null" ? value.Text : JsonSerializer.Serialize(scalar.Value);
    }
}
