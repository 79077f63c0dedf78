using System.Collections.Concurrent;
using System.Collections.Immutable;
using ManifestLint.Containers;
using ManifestLint.Programs;
using ManifestLint.Runtimes;
using ManifestLint.Runtimes.Node;

namespace ManifestLint.Oracles.Runtimes;

/// <summary>Every row of the tables of Node.js and V8, from every place where options can stand: whether node refuses it.</summary>
public partial class NodeOracleTests
{
    // Of each row, one after the other through the places and the ways to write it.
    private const int PerRow = 2;

    // Exit code of an option that node refuses.
    private const int Refused = 9;

    // These wait: for a debugger, for changes of files, for input.
    private static readonly string[] Waiting =
    [
        "inspect-brk",
        "inspect-brk-node",
        "inspect-wait",
        "debug-brk",
        "watch",
        "watch-path",
        "interactive",
    ];

    private enum Place
    {
        Argument,
        Variable,
        Script,
    }

    private sealed record RowQuestion(string Row, Place Place, ImmutableArray<string> Options);

    [OracleFact("node", "dash")]
    public void Every_row_stands_the_real_node()
    {
        int version = VersionOf(Oracle.Run("node", ["--version"]).Output);
        var questions = Questions.Draw("node rows", RowQuestions(version), Questions.NodeRows);
        var wrong = new ConcurrentDictionary<string, string>(StringComparer.Ordinal);
        int refused = 0,
            unknown = 0;
        Parallel.ForEach(questions, new ParallelOptions { MaxDegreeOfParallelism = 2 }, question =>
        {
            bool isRefused = AskRow(question) == Refused;
            if (isRefused)
                Interlocked.Increment(ref refused);
            var facts = EvaluateRow(question, version);
            if (facts?.Starts is null)
            {
                Interlocked.Increment(ref unknown);
                return;
            }
            if (isRefused != (facts is { Starts: false, ExitCode: Refused }))
                wrong[$"{question.Row} {question.Place} {string.Join(' ', question.Options)}"] =
                    $"node {(isRefused ? "refuses" : "takes")}, facts {facts.Starts} {facts.Failure}";
        });
        output.WriteLine(
            $"node {version}: {questions.Count} asked, {refused} refused, {unknown} of which nothing is said; {wrong.Count} differ"
        );
        output.WriteLine(
            $"by place: {string.Join(", ", questions.CountBy(q => q.Place).OrderBy(p => p.Key).Select(p => $"{p.Key} {p.Value}"))}"
        );
        output.WriteLine(
            $"by row: {string.Join(", ", questions.CountBy(q => q.Row).OrderBy(r => r.Key, StringComparer.Ordinal).Select(r => $"{r.Key} {r.Value}"))}"
        );
        Assert.True(wrong.IsEmpty, string.Join('\n', wrong.Select(w => $"{w.Key}: {w.Value}").Order(StringComparer.Ordinal)));
        Assert.InRange(unknown, 0, questions.Count / 10);
    }

    // A name of another release is one that this one refuses.
    private static List<RowQuestion> RowQuestions(int version)
    {
        var questions = new List<RowQuestion>();
        foreach (string name in NodeOptionTable.Names.Order(StringComparer.Ordinal).Except(Waiting))
        {
            string[] ways = Written(name, NodeOptionTable.Find(name, version)!.Value);
            for (int i = 0; i < PerRow; i++)
                questions.Add(new(name, (Place)(questions.Count % 3), [ways[(questions.Count + i) % ways.Length]]));
        }
        return questions;
    }

    private static string[] Written(string name, NodeOption option) =>
        option.Kind is NodeOptionKind.Switch or NodeOptionKind.V8Switch
            ? [$"--{name}", $"--no-{name}", $"--{name.Replace('-', '_')}", $"--{name}=1"]
            : [$"--{name}=1", $"--{name.Replace('-', '_')}=1", $"--{name}", $"--{name}=x"];

    private static NodeFacts? EvaluateRow(RowQuestion question, int version)
    {
        var environment = ProgramEnvironment.Empty;
        string[] words = ["node", "a.js"];
        switch (question.Place)
        {
            case Place.Variable:
                environment = environment with
                {
                    Variables = environment.Variables.Add("NODE_OPTIONS", Word.Of(string.Join(' ', question.Options))),
                };
                break;
            case Place.Script:
                words = ["dash", "-c", $"exec node {string.Join(' ', question.Options)} a.js"];
                break;
            default:
                words = ["node", .. question.Options, "a.js"];
                break;
        }
        var plan = ContainerProcesses.Resolve([.. words.Select(w => Word.Of(w))], [], environment);
        return NodeJs.Evaluate(
            new NodeInput(plan, null, new RuntimeSurroundings(Allowance.None, Allowance.None, null, null)) { ConfiguredVersion = version }
        );
    }

    private static int AskRow(RowQuestion question)
    {
        // Some write files where they run.
        string folder = Directory.CreateTempSubdirectory("ml-node-").FullName;
        try
        {
            File.WriteAllText(Path.Join(folder, "a.js"), "");
            string options = string.Join(' ', question.Options);
            var environment = new KeyValuePair<string, string?>[]
            {
                new("NODE_OPTIONS", question.Place == Place.Variable ? options : null),
            };
            var (exitCode, _, _) = question.Place switch
            {
                Place.Script => Oracle.Run("dash", ["-c", $"exec node {options} a.js"], "", folder, environment),
                Place.Argument => Oracle.Run("node", [.. question.Options, "a.js"], "", folder, environment),
                _ => Oracle.Run("node", ["a.js"], "", folder, environment),
            };
            return exitCode;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
