using System.Collections.Immutable;
using System.Globalization;
using System.Text.RegularExpressions;
using ManifestLint.Programs;
using ManifestLint.Runtimes;
using ManifestLint.Runtimes.Node;
using Xunit.Abstractions;

namespace ManifestLint.Oracles.Runtimes;

/// <summary>Options by the dozen through the real node: whether it starts, and <c>heap_size_limit</c>.</summary>
public sealed partial class NodeOracleTests(ITestOutputHelper output)
{
    private const string Script = "console.log(require('v8').getHeapStatistics().heap_size_limit, require('os').totalmem())";

    private static readonly string[] Options =
    [
        "--max-old-space-size=600",
        "--max_old_space_size=600",
        "-max-old-space-size=600",
        "--max-old-space-size=+600",
        "--max-old-space-size= 600",
        "--max-old-space-size=0600",
        "--max-old-space-size=",
        "--max-old-space-size=0",
        "--max-old-space-size=-5",
        "--max-old-space-size=600m",
        "--max-old-space-size=600Mi",
        "--max-old-space-size=1g",
        "--max-old-space-size=1e3",
        "--max-old-space-size=0x200",
        "--max-old-space-size=600.5",
        "--max-old-space-size=1_000",
        "--max-old-space-size=600 ",
        "--max-old-space-size=600\n",
        "--max-old-space-size",
        "--max-old-space-size=99999999999999999999999",
        "--max-old-space-size=10",
        "--maxOldSpaceSize=600",
        "--Max-Old-Space-Size=600",
        "--max-old-space=600",
        "--max-semi-space-size=1",
        "--max-semi-space-size=3",
        "--max-semi-space-size=64",
        "--max-semi-space-size=100",
        "--max-semi-space-size=64m",
        "--max-heap-size=600",
        "--max-heap-size=100",
        "--max-heap-size=5000",
        "--optimize-for-size",
        "--optimize_for_size",
        "--no-optimize-for-size",
        "--optimize-for-size=1",
        "--lite-mode",
        "--stack-size=2000",
        "--stack-size",
        "--expose-gc",
        "--no-warnings",
        "--nowarnings",
        "--foo",
        "-x",
        "--title=x",
        "--conditions=dev",
        "--no-max-old-space-size",
        "--huge-max-old-generation-size",
        "--no-huge-max-old-generation-size",
        "--max-old-space-size-percentage=50",
        "--jitless",
        "--stack-trace-limit=20",
        "--enable-source-maps",
        "--trace-gc-verbose",
        "--single-threaded",
        "--max-http-header-size=8000",
        "--require",
    ];

    private static readonly string[] Variables =
    [
        "--max-old-space-size=600",
        "  --max-old-space-size=600  ",
        "\"--max-old-space-size=600\"",
        "'--max-old-space-size=600'",
        "--max-old-space-size=600\n",
        "--max-old-space-size=600\t--no-warnings",
        "--max-old-space-size 600",
        "max-old-space-size=600",
        "app.js --max-old-space-size=600",
        "--max-old-space-size=600 app.js",
        "--title=\"a b\" --max-old-space-size=600",
        "\"--max-old-space-size=600",
        "--max-old-space-size=6\"0\"0",
        "--max-old-space-size=6\\00",
        "- --max-old-space-size=600",
        "-- --max-old-space-size=600",
        "-max-old-space-size=600",
        "--optimize-for-size",
        "--lite-mode",
        "--stack-size=2000",
        "--expose-gc",
        "--max-heap-size=600",
        "--foo",
        "-e 1",
        "--version",
        "--test",
        "-i",
        "--max-semi-space-size=64 --max-old-space-size=700",
        "--max-old-space-size=600 --max-old-space-size=700",
        "",
        " ",
        "--no-max-old-space-size",
        "--require",
        "--conditions dev --max-old-space-size=600",
        "--max_old_space_size=600",
        "\"\" --max-old-space-size=600",
    ];

    [OracleFact("node")]
    public void Words_before_the_script_do_what_node_does() =>
        Compare(
            "words",
            [
                .. Options.Select(o => (new[] { o }, "")),
                (["--max-old-space-size=600", "--max-old-space-size=700"], ""),
                (["--max-heap-size=600", "--max-old-space-size=500"], ""),
                (["--max-heap-size=600", "--max-semi-space-size=32"], ""),
                (["--max-semi-space-size=64", "--optimize-for-size"], ""),
                (["--conditions", "dev", "--max-old-space-size=600"], ""),
                (["--conditions", "--max-old-space-size=600"], ""),
                (["--title", "x"], ""),
                (["--max-old-space-size=700"], "--max-old-space-size=600"),
                (["--max-old-space-size=x"], "--max-old-space-size=600"),
            ]
        );

    [OracleFact("node")]
    public void The_variable_does_what_node_does() => Compare("variable", [.. Variables.Select(v => (Array.Empty<string>(), v))]);

    private void Compare(string name, (string[] Words, string Variable)[] all)
    {
        var cases = Questions.Draw($"node {name}", all, Questions.NodeOptions);
        var version = VersionOf(Oracle.Run("node", ["--version"]).Output);
        string file = Path.Combine(Path.GetTempPath(), $"manifestlint-{Guid.NewGuid():N}.js");
        File.WriteAllText(file, Script);
        var wrong = new List<string>();
        try
        {
            foreach (var (words, variable) in cases)
            {
                var real = Oracle.Run("node", [.. words, file], environment: [new("NODE_OPTIONS", variable.Length == 0 ? null : variable)]);
                var numbers = Numbers().Match(real.Output);
                long? heap = numbers.Success ? long.Parse(numbers.Groups["heap"].Value, CultureInfo.InvariantCulture) : null;
                var environment = ImmutableDictionary<string, Word>.Empty;
                if (variable.Length > 0)
                    environment = environment.Add("NODE_OPTIONS", Word.Of(variable));
                var plan = new ProcessPlan.Run(
                    new Process([Word.Of("node"), .. words.Select(w => Word.Of(w)), Word.Of(file)], environment)
                );
                var facts = NodeJs.Evaluate(
                    new NodeInput(plan, null, new RuntimeSurroundings(Allowance.None, Allowance.None, TotalMemory(file), null))
                    {
                        ConfiguredVersion = version,
                    }
                );
                // Exit code 1 is the script's or that of a module that is not there.
                bool starts = real.ExitCode is 0 or 1;
                // Without a program it reads its standard input, which is empty, and ends well.
                bool agrees = facts?.Starts == starts || (starts && facts is { Starts: false, ExitCode: 0 });
                if (!agrees || (starts && facts!.ExitCode is null && heap is not null && facts.MaxHeapBytes != heap))
                {
                    wrong.Add(
                        $"[{string.Join("] [", words)}] NODE_OPTIONS=[{variable}]: node {real.ExitCode} {heap}, facts {facts?.Starts} {facts?.Failure} {facts?.MaxHeapBytes}"
                    );
                }
            }
        }
        finally
        {
            File.Delete(file);
        }
        output.WriteLine($"node {version}: {cases.Count} asked, {wrong.Count} differ");
        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
    }

    private static long? TotalMemory(string file) =>
        Numbers().Match(Oracle.Run("node", [file]).Output) is { Success: true } match
            ? long.Parse(match.Groups["memory"].Value, CultureInfo.InvariantCulture)
            : null;

    private static int VersionOf(string text) => int.Parse(text.Trim().TrimStart('v').Split('.')[0], CultureInfo.InvariantCulture);

    [GeneratedRegex(@"^(?<heap>\d+) (?<memory>\d+)", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture | RegexOptions.Multiline)]
    private static partial Regex Numbers();
}
