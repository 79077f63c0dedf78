using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Globalization;
using System.Text.RegularExpressions;
using ManifestLint.Containers;
using ManifestLint.Programs;
using ManifestLint.Runtimes;
using ManifestLint.Runtimes.Java;

namespace ManifestLint.Oracles.Runtimes;

/// <summary>Every row of the table of a JDK, and every pair of related rows, from every place where options can stand and with every size of limit.</summary>
public partial class JvmOracleTests
{
    // Of each row, one after the other through the places, the limits and the ways to write a value.
    private const int PerRow = 3;
    private const int PerPair = 2;

    private static readonly long[] Limits = [64, 96, 128, 200, 250, 256, 300, 512, 1000, 1792, 2048, 4096, 8192, 16384, 32768, 65536];

    // A file is needed, or the machine would be: these wait for somebody, or read files that are not there.
    private static readonly string[] NotAsked = ["Flags", "VMOptionsFile", "PauseAtStartup", "PauseAtExit"];

    private enum Place
    {
        ToolOptions,
        Argument,
        Script,
        File,
    }

    private sealed record RowQuestion(string Id, ImmutableArray<string> Rows, Place Place, long Limit, ImmutableArray<string> Options);

    [OracleFact("java", "dash")]
    public void Every_row_stands_the_real_java() => CompareRows("java");

    [OracleFact(Oracle.Java25, "dash")]
    public void Every_row_stands_java_25() => CompareRows(Oracle.Java25);

    private void CompareRows(string java)
    {
        int version = int.Parse(
            VersionNumber()
                .Match(Ask(java, new Asked(ImmutableDictionary<string, string>.Empty, ["-version"])).Error)
                .Groups["major"]
                .ValueSpan,
            CultureInfo.InvariantCulture
        );
        var questions = Questions.Draw($"{java} rows", RowQuestions(version), Questions.JvmRows);
        var wrong = new ConcurrentDictionary<string, string>(StringComparer.Ordinal);
        int unknown = 0,
            refused = 0;
        Parallel.ForEach(questions, new ParallelOptions { MaxDegreeOfParallelism = 2 }, question =>
        {
            var facts = EvaluateRow(question, version)!;
            if (facts.Starts is null)
            {
                Interlocked.Increment(ref unknown);
                return;
            }
            var answer = AskRow(java, question);
            if (answer.ExitCode != 0)
                Interlocked.Increment(ref refused);
            if (Difference(facts, answer) is { } difference)
                wrong[question.Id] =
                    $"{question.Place} {string.Join(' ', question.Options)}: {difference}; {answer.Error.Split('\n').FirstOrDefault(l => !l.StartsWith("Picked up", StringComparison.Ordinal))}";
        });
        var counts = questions.SelectMany(q => q.Rows).CountBy(r => r).OrderBy(r => r.Key, StringComparer.Ordinal);
        output.WriteLine(
            $"java {version}: {questions.Count} asked, {refused} refused, {unknown} of which nothing is said; {wrong.Count} differ"
        );
        output.WriteLine(
            $"by place: {string.Join(", ", questions.CountBy(q => q.Place).OrderBy(p => p.Key).Select(p => $"{p.Key} {p.Value}"))}"
        );
        output.WriteLine(
            $"by limit in MiB: {string.Join(", ", questions.CountBy(q => q.Limit).OrderBy(p => p.Key).Select(p => $"{p.Key} {p.Value}"))}"
        );
        output.WriteLine($"by row: {string.Join(", ", counts.Select(r => $"{r.Key} {r.Value}"))}");
        KnownDifferences.Settle(questions.Select(q => q.Id).ToHashSet(StringComparer.Ordinal), wrong);
        // Of what is accepted most has to be said: an evaluation that knows nothing differs from nothing.
        Assert.InRange(unknown, 0, questions.Count / 4);
    }

    private static List<RowQuestion> RowQuestions(int version)
    {
        var random = new Random(20261129);
        string[] names =
        [
            .. JvmOptionTable
                .Names.Order(StringComparer.Ordinal)
                .Where(n => JvmOptionTable.Find(n, version).Standing == JvmFlagStanding.Known),
        ];
        var questions = new List<RowQuestion>();
        void Add(string id, params string[] rows)
        {
            if (rows.Any(NotAsked.Contains))
                return;
            var options = ImmutableArray.CreateBuilder<string>();
            // The key comes first three times of four.
            if (random.Next(4) > 0 && rows.Any(r => JvmOptionTable.Find(r, version).Lock == JvmFlagLock.Diagnostic))
                options.Add("-XX:+UnlockDiagnosticVMOptions");
            if (random.Next(4) > 0 && rows.Any(r => JvmOptionTable.Find(r, version).Lock == JvmFlagLock.Experimental))
                options.Add("-XX:+UnlockExperimentalVMOptions");
            foreach (string row in rows)
                options.Add(Written(row, JvmOptionTable.Find(row, version), random, rows.Length > 1));
            // What touches its memory is asked in a small one.
            long limit = rows.Any(r => r.StartsWith("AlwaysPreTouch", StringComparison.Ordinal))
                ? 256
                : Limits[questions.Count % Limits.Length];
            questions.Add(new(id, [.. rows], (Place)(questions.Count / 3 % 4), limit, options.ToImmutable()));
        }

        foreach (string name in names)
        {
            for (int i = 0; i < PerRow; i++)
                Add($"java-{version}:row:{name}:{i}", name);
        }
        foreach (var family in names.GroupBy(Family, StringComparer.Ordinal).Where(f => f.Count() is > 1 and < 12))
        {
            string[] members = [.. family];
            for (int i = 0; i < members.Length; i++)
            {
                for (int j = i + 1; j < members.Length; j++)
                {
                    for (int k = 0; k < PerPair; k++)
                        Add($"java-{version}:pair:{members[i]}:{members[j]}:{k}", members[i], members[j]);
                }
            }
        }
        return questions;
    }

    // Smallest and largest, first and reserved, young and old of the same thing depend on each other.
    private static string Family(string name) => Bounds().Replace(name, "");

    private static string Written(string name, JvmFlag flag, Random random, bool isGood)
    {
        if (flag.Type == JvmFlagType.Switch)
            return (isGood ? random.Next(2) : random.Next(6)) switch
            {
                0 or 2 => $"-XX:+{name}",
                1 or 3 => $"-XX:-{name}",
                4 => $"-XX:{name}",
                _ => $"-XX:+{name}=true",
            };
        if (flag.Type == JvmFlagType.Text)
            return isGood || random.Next(4) > 0 ? $"-XX:{name}=x" : $"-XX:+{name}";
        // Nothing is drawn of which the table says that nobody knows; what is in between may keep a machine busy.
        string[] near = [.. Near(name, flag).Where(v => !flag.Range.Refuses(v) && !flag.Range.IsUnsure(v)).Select(v => Text(v, flag.Type))];
        string[] beyond = [.. Beyond(flag).Select(v => Text(v, flag.Type)), "", "1x", "1,5", "0x", "12Mi", " 1"];
        string value =
            near.Length > 0 && (isGood || random.Next(3) > 0) ? near[random.Next(near.Length)] : beyond[random.Next(beyond.Length)];
        return !isGood && random.Next(12) == 0 ? $"-XX:+{name}={value}" : $"-XX:{name}={value}";
    }

    private static IEnumerable<double> Near(string name, JvmFlag flag)
    {
        var range = flag.Range;
        double least = range.Sure?.Minimum ?? range.Minimum,
            most = range.Sure?.Maximum ?? range.Maximum;
        // Threads are started, whatever there is to hold them.
        double top = name.EndsWith("Threads", StringComparison.Ordinal) ? 64 : 64 << 20;
        double[] small = [0, 1, 2, 3, 8, 16, 50, 64, 100, 1000, 4096, 65536, 1 << 20, 16 << 20, 64 << 20];
        return small.Append(least).Append(least + 1).Append(most <= 1 << 20 ? most : 1).Where(v => Math.Abs(v) <= top);
    }

    private static IEnumerable<double> Beyond(JvmFlag flag)
    {
        if (flag.Range.Minimum is > -1e15 and < 1e15)
            yield return flag.Range.Minimum - 1;
        if (flag.Range.Maximum is > -1e15 and < 1e15)
            yield return flag.Range.Maximum + 1;
        if (flag.Type is JvmFlagType.ULong or JvmFlagType.UInt)
            yield return -1;
    }

    private static string Text(double value, JvmFlagType type) =>
        type == JvmFlagType.Double ? value.ToString("0.0#####", CultureInfo.InvariantCulture)
        : type == JvmFlagType.ULong && value >= 1 << 20 && value % (1 << 20) == 0 ? $"{value / (1 << 20)}m"
        : value.ToString("0", CultureInfo.InvariantCulture);

    private static JvmFacts? EvaluateRow(RowQuestion question, int version)
    {
        var environment = ProgramEnvironment.Empty;
        string[] all = [$"-XX:MaxRAM={question.Limit}m", .. question.Options];
        string[] words = ["java", "-jar", "app.jar"];
        Word? file = null;
        switch (question.Place)
        {
            case Place.ToolOptions:
                environment = environment with
                {
                    Variables = environment.Variables.Add("JAVA_TOOL_OPTIONS", Word.Of(string.Join(' ', all.Select(Quoted)))),
                };
                break;
            case Place.Script:
                words = ["sh", "-c", $"exec java {string.Join(' ', all.Select(Quoted))} -jar app.jar"];
                break;
            case Place.File:
                words = ["java", "@options", "-jar", "app.jar"];
                file = Word.Of(string.Join('\n', all.Select(Quoted)));
                break;
            default:
                words = ["java", .. all, "-jar", "app.jar"];
                break;
        }
        var plan = ContainerProcesses.Resolve([.. words.Select(w => Word.Of(w))], [], environment);
        var around = new RuntimeSurroundings(Allowance.None, Allowance.None, null, null);
        return Jvm.Evaluate(
            new JvmInput(plan, null, around) { ConfiguredVersion = version, ReadFile = path => path == "options" ? file : null }
        );
    }

    private static Answer AskRow(string java, RowQuestion question)
    {
        string folder = Directory.CreateTempSubdirectory("ml-java-").FullName;
        try
        {
            string[] all = [$"-XX:MaxRAM={question.Limit}m", .. question.Options];
            string quoted = string.Join(' ', all.Select(Quoted));
            if (question.Place == Place.File)
                File.WriteAllText(Path.Join(folder, "options"), string.Join('\n', all.Select(Quoted)));
            string path = Path.GetDirectoryName(Oracle.Required(java)) + Path.PathSeparator + Environment.GetEnvironmentVariable("PATH");
            var environment = JvmImages
                .MachineVariables.Select(name => KeyValuePair.Create(name, (string?)null))
                .Append(KeyValuePair.Create("PATH", (string?)path));
            if (question.Place == Place.ToolOptions)
                environment = environment.Append(KeyValuePair.Create("JAVA_TOOL_OPTIONS", (string?)quoted));
            var (exitCode, text, error) = question.Place switch
            {
                Place.Script => Oracle.Run("dash", ["-c", $"exec java {quoted} -XX:+PrintFlagsFinal -version"], "", folder, environment),
                Place.File => Oracle.Run(java, ["@options", "-XX:+PrintFlagsFinal", "-version"], "", folder, environment),
                Place.Argument => Oracle.Run(java, [.. all, "-XX:+PrintFlagsFinal", "-version"], "", folder, environment),
                _ => Oracle.Run(java, ["-XX:+PrintFlagsFinal", "-version"], "", folder, environment),
            };
            return Read(exitCode, text, error);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static string Quoted(string word) => word.AsSpan().ContainsAny(' ', '\'') ? $"'{word}'" : word;

    [GeneratedRegex("(?<![a-z])(Min|Max|Initial|Soft|Conc|Parallel|Reserved|Old|New|Young)(?=[A-Z])")]
    private static partial Regex Bounds();
}
