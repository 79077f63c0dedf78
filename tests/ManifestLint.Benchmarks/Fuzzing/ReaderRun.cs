using System.Globalization;
using ManifestLint.Yaml;

namespace ManifestLint.Benchmarks.Fuzzing;

/// <summary>
/// <c>readers COUNT SEED [FOLDER]</c>: holds the two readers of YAML against each other, over the files of a folder, so many documents that are made up,
/// and as many that are mutated from those files or, without a folder, from the examples of the pages. Then the CPU that each takes for the files.
/// </summary>
internal static class ReaderRun
{
    private const int MostFailures = 10;

    // Of a long document a part is mutated: what is in doubt is told by a few lines.
    private const int Longest = 1500;

    /// <summary>0 if nothing differed, 1 if something did, 2 for bad arguments.</summary>
    public static int Start(string[] arguments)
    {
        if (
            arguments is not [var counted, var seeded, ..]
            || !int.TryParse(counted, NumberStyles.None, CultureInfo.InvariantCulture, out int count)
            || !int.TryParse(seeded, NumberStyles.None, CultureInfo.InvariantCulture, out int seed)
        )
        {
            Console.Error.WriteLine("readers COUNT SEED [FOLDER]");
            return 2;
        }
        List<string> files = arguments is [_, _, var folder] ? Files(folder) : [.. FuzzSeeds.Manifests];
        int failures = 0;
        Compare("written", files.Count, i => files[i], ref failures);
        var random = new Random(seed);
        var made = new MadeUpYaml(random);
        Compare("made up", count, _ => made.Next(), ref failures);
        var parts = files.SelectMany(Parts).ToList();
        var mutator = new Mutator(random, FuzzSeeds.ManifestWords);
        Compare("mutated", count, _ => mutator.Next(parts), ref failures);
        Measure(files);
        return failures == 0 ? 0 : 1;
    }

    private static List<string> Files(string folder) =>
        [
            .. Directory
                .EnumerateFiles(folder, "*", SearchOption.AllDirectories)
                .Where(f => f.EndsWith(".yaml", StringComparison.Ordinal) || f.EndsWith(".yml", StringComparison.Ordinal))
                .Order(StringComparer.Ordinal)
                .Select(File.ReadAllText),
        ];

    // Whole lines.
    private static IEnumerable<string> Parts(string text)
    {
        for (int at = 0; at < text.Length; )
        {
            int end = Math.Min(at + Longest, text.Length);
            if (end < text.Length && text.LastIndexOf('\n', end - 1, end - at) is >= 0 and var lineEnd)
                end = lineEnd + 1;
            yield return text[at..end];
            at = end;
        }
    }

    private static void Compare(string name, int count, Func<int, string> next, ref int failures)
    {
        long plain = 0,
            characters = 0,
            all = 0,
            documents = 0;
        for (int i = 0; i < count && failures < MostFailures; i++)
        {
            string text = next(i);
            string? difference;
            try
            {
                difference = TwoReaders.Difference(text, out int plainHere, out int charactersHere);
                plain += plainHere;
                characters += charactersHere;
            }
            catch (Exception exception)
            {
                difference = exception.ToString();
            }
            all += text.Length;
            documents += YamlDocuments.Cut(new SourceText("", text)).Length;
            if (difference is null)
                continue;
            failures++;
            Console.Error.WriteLine($"{name} {i}: {difference}\n{text}\n");
        }
        Console.Out.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{name}: {count} texts, {documents} documents, plain {plain} ({100.0 * plain / Math.Max(1, documents):F1} %, {100.0 * characters / Math.Max(1, all):F1} % of the text)"
            )
        );
    }

    private static void Measure(List<string> files)
    {
        var sources = files.ConvertAll(f => new SourceText("a.yaml", f));
        double bytes = files.Sum(f => (double)System.Text.Encoding.UTF8.GetByteCount(f));
        foreach (bool usesPlain in (bool[])[true, false])
        {
            double best = double.MaxValue;
            for (int round = 0; round < 5; round++)
            {
                var before = Environment.CpuUsage.TotalTime;
                foreach (var source in sources)
                {
                    bool isJson = YamlDocuments.IsJson(source.Text);
                    foreach (var span in YamlDocuments.Cut(source.Text, isJson))
                        YamlReader.ReadDocument(source, span, 0, isJson, YamlReader.MaxLength, usesPlain);
                }
                best = Math.Min(best, (Environment.CpuUsage.TotalTime - before).TotalSeconds);
            }
            string reader = usesPlain ? "plain, else YamlDotNet" : "YamlDotNet";
            Console.Out.WriteLine(
                string.Create(CultureInfo.InvariantCulture, $"{reader}: {bytes / best / 1e6:F0} MB/s of CPU, {best * 1e3:F0} ms")
            );
        }
    }
}
