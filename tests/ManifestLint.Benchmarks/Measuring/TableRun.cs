using System.Diagnostics;
using System.Globalization;
using YamlDotNet.Core;

namespace ManifestLint.Benchmarks.Measuring;

/// <summary>
/// <c>table CORPUS</c>: builds the native executable of this tree and, beside it, that of the release that everything is held against, and prints one
/// table of both: start, a corpus, growth, live pods. What is measured is printed as it is; whether it is enough is for people to say.
/// </summary>
internal static class TableRun
{
    private const string Baseline = "b027274";
    private const int LivePodsOfList = 20_000;

    /// <summary>0; 2 for bad arguments.</summary>
    public static int Start(string[] arguments)
    {
        if (arguments is not [var corpus] || !Directory.Exists(corpus))
        {
            Console.Error.WriteLine("table CORPUS");
            return 2;
        }
        string root = Repository.Root();
        string ours = Path.Combine(root, Run("bash", root, "build-native.sh", "--where").Trim());
        Run("bash", root, "build-native.sh");
        string theirs = BuildBaseline(root);
        string folder = Directory.CreateTempSubdirectory("manifestlint-table-").FullName;
        try
        {
            Write("what", "this tree", Baseline, "share", "peak");
            foreach (var (name, times, command) in Commands(folder, Path.GetFullPath(corpus)))
            {
                var mine = Measure.Of(times, ours, command);
                bool isCompared =
                    !name.Contains("one line", StringComparison.Ordinal) && !name.Contains("100000", StringComparison.Ordinal);
                Measured? other = isCompared ? Measure.Of(times, theirs, command) : null;
                bool isStart = times > 5;
                Write(
                    name,
                    Seconds(isStart ? mine.Wall : mine.Cpu),
                    other is { } old ? Seconds(isStart ? old.Wall : old.Cpu) : "",
                    other is { } past ? Ratio(isStart ? mine.Wall / past.Wall : mine.Cpu / past.Cpu) : "",
                    string.Create(CultureInfo.InvariantCulture, $"{mine.Megabytes:F0} MB")
                );
            }
            Write("the corpus, YamlDotNet's events alone", Seconds(BareLoop(corpus)), "", "", "");
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
        return 0;
    }

    private static IEnumerable<(string Name, int Times, string[] Command)> Commands(string folder, string corpus)
    {
        string one = Path.Combine(folder, "one");
        Directory.CreateDirectory(one);
        string file = Path.Combine(one, "web.yaml");
        File.WriteAllText(file, GeneratedCorpus.Files(1)[0]);
        yield return ("--version (wall)", 40, ["--version"]);
        yield return ("one file (wall)", 40, ["scan", file]);
        yield return ("the corpus (CPU)", 3, ["scan", corpus, "--format", "json"]);
        foreach (int count in (int[])[1000, 10_000, 100_000])
        {
            string files = Path.Combine(folder, "files-" + count.ToString(CultureInfo.InvariantCulture));
            Directory.CreateDirectory(files);
            string[] texts = GeneratedCorpus.Files(count);
            for (int i = 0; i < texts.Length; i++)
                File.WriteAllText(Path.Combine(files, i.ToString(CultureInfo.InvariantCulture) + ".yaml"), texts[i]);
            yield return ($"{count} files (CPU)", 1, ["scan", files, "--format", "json"]);
        }
        foreach (
            var (form, name) in new[]
            {
                (LivePods.Form.Yaml, "YAML"),
                (LivePods.Form.IndentedJson, "indented JSON"),
                (LivePods.Form.OneLine, "JSON in one line"),
            }
        )
        {
            string pods = Path.Combine(folder, "pods-" + form);
            Directory.CreateDirectory(pods);
            LivePods.Write(Path.Combine(pods, form == LivePods.Form.Yaml ? "pods.yaml" : "pods.json"), LivePodsOfList, form);
            yield return ($"{LivePodsOfList} live pods, {name} (CPU)", 1, ["scan", pods, "--format", "json"]);
        }
        // Each with what is written beside it: none is named, so that none is a neighbour of another.
        string many = Path.Combine(folder, "many");
        Directory.CreateDirectory(many);
        for (int i = 0; i < 5; i++)
            LivePods.Write(Path.Combine(many, i.ToString(CultureInfo.InvariantCulture) + ".yaml"), LivePodsOfList, LivePods.Form.Yaml);
        yield return ("5 such files of YAML (CPU)", 1, ["scan", many, "--format", "json"]);
        File.Copy(file, Path.Combine(many, "web.yaml"));
        yield return ("one file beside them (wall)", 10, ["scan", Path.Combine(many, "web.yaml")]);
    }

    // What nobody who reads with YamlDotNet comes below: every event, nothing made of it.
    private static double BareLoop(string corpus)
    {
        string[] texts =
        [
            .. Directory
                .EnumerateFiles(corpus, "*", SearchOption.AllDirectories)
                .Where(f => Path.GetExtension(f) is ".yaml" or ".yml" or ".json")
                .Select(File.ReadAllText),
        ];
        double best = double.MaxValue;
        for (int round = 0; round < 3; round++)
        {
            var before = Environment.CpuUsage.TotalTime;
            foreach (string text in texts)
            {
                var parser = new Parser(new StringReader(text));
                try
                {
                    while (parser.MoveNext()) { }
                }
                catch (YamlException)
                {
                    // Templates: as far as it gets.
                }
            }
            best = Math.Min(best, (Environment.CpuUsage.TotalTime - before).TotalSeconds);
        }
        return best;
    }

    // From git, in a folder that is ignored; once.
    private static string BuildBaseline(string root)
    {
        string folder = Path.Combine(root, "artifacts", "baseline-" + Baseline),
            program = Path.Combine(folder, "out", "manifestlint");
        if (File.Exists(program))
            return program;
        Directory.CreateDirectory(folder);
        Run("bash", root, "-c", $"git archive {Baseline} | tar -x -C '{folder}'");
        Run("dotnet", folder, "publish", "src/ManifestLint.Cli", "-c", "Release", "-p:Framework=net10.0", "-p:Aot=true", "-o", "out");
        return program;
    }

    private static string Run(string program, string folder, params string[] arguments)
    {
        using var process = Process.Start(
            new ProcessStartInfo(program, arguments)
            {
                WorkingDirectory = folder,
                UseShellExecute = false,
                RedirectStandardOutput = true,
            }
        )!;
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0
            ? output
            : throw new InvalidOperationException($"{program} {string.Join(' ', arguments)} ended with {process.ExitCode}:\n{output}");
    }

    private static string Seconds(double seconds) =>
        seconds < 1
            ? string.Create(CultureInfo.InvariantCulture, $"{seconds * 1000:F1} ms")
            : string.Create(CultureInfo.InvariantCulture, $"{seconds:F2} s");

    private static string Ratio(double ratio) => ratio.ToString("F2", CultureInfo.InvariantCulture);

    private static void Write(string what, string ours, string theirs, string ratio, string peak) =>
        Console.Out.WriteLine($"| {what, -44} | {ours, -10} | {theirs, -10} | {ratio, -6} | {peak, -10} |");
}
