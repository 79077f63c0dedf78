using System.Collections.Immutable;
using System.Globalization;
using System.Text.RegularExpressions;
using ManifestLint.Programs;
using ManifestLint.Runtimes;
using ManifestLint.Runtimes.Java;
using Xunit.Abstractions;

namespace ManifestLint.Oracles.Runtimes;

/// <summary>Generated options, asked of the real <c>java</c>. Its memory is given as <c>-XX:MaxRAM</c>, which sizes the heap as a container limit
/// does (runtime-memory.md §12); what MaxRAM does not change, the choice of a collector and AggressiveHeap, is left out.</summary>
public partial class JvmOracleTests(ITestOutputHelper output)
{
    private const int Sets = 360;

    private static readonly string[] Sizes =
    [
        "300m",
        "301m",
        "64m",
        "1g",
        "0x12c00000",
        "4m",
        "5m",
        "1",
        "0",
        "1023k",
        "300Mi",
        "512mb",
        "1.5g",
        "1e9",
        "",
        "m",
        "100000000",
        "3001m",
        "0064m",
        "+1g",
        "-1g",
        "99999999999999999999",
        "16777216t",
        "1G",
        "200M",
        " 300m",
        "300m ",
        "3_000k",
        "0x",
        "7x",
        "2097151",
    ];

    private static readonly string[] Percentages =
    [
        "75",
        "75.0",
        "50.5",
        "0.75",
        "100",
        "101",
        "-1",
        "7.5e1",
        "75.",
        ".75",
        "1e2",
        "75%",
        "",
        "0",
        "33.33",
        "1.0",
        "0x32",
        "75m",
        "75,0",
        "10",
        "90.0",
    ];

    private static readonly string[] Others =
    [
        "-XX:+UseSerialGC",
        "-XX:+UseParallelGC",
        "-XX:+UseG1GC",
        "-XX:+UseZGC",
        "-XX:+UseShenandoahGC",
        "-XX:+UseEpsilonGC",
        "-XX:+UnlockExperimentalVMOptions",
        "-XX:+UnlockDiagnosticVMOptions",
        "-XX:+IgnoreUnrecognizedVMOptions",
        "-XX:MaxPermSize=64m",
        "-XX:+UseConcMarkSweepGC",
        "-XX:+PrintGCDetails",
        "-XX:+PrintGCDateStamps",
        "-XX:MaxGCPauseMillis=200",
        "-XX:MaxGCPauseMillis=200ms",
        "-XX:+AlwaysPreTouch=true",
        "-XX:UseSerialGC",
        "-Xfoo",
        "-Dx=-Xmx1Mi",
        "-server",
        "-XX:NoSuch=1",
        "-XX:+PrintInlining",
        "-Xss512k",
        "-Xss64k",
        "-Xss1Mi",
        "-XX:ReservedCodeCacheSize=64m",
        "-XX:ReservedCodeCacheSize=1m",
        "-XX:MaxMetaspaceSize=256m",
        "-XX:MaxDirectMemorySize=1gb",
        "-XX:SoftMaxHeapSize=32m",
        "-XX:MinHeapFreeRatio=50",
        "-XX:MaxHeapFreeRatio=30",
        "-XX:G1HeapRegionSize=33m",
        "-XX:maxheapsize=1g",
        "-XX:",
        "-XX:InitiatingHeapOccupancyPercent=101",
        "-XX:ErgoHeapSizeLimit=64m",
        "-XX:MaxRAMFraction=2",
        "-XX:InitialRAMFraction=4",
        "--add-opens=a/b=c",
        "--foo",
        "-mx200m",
        "-ms16m",
        "-verbosegc",
        "-XX:ThreadStackSize=512",
        "-XX:-UseCompressedOops",
        "-XX:NewSize=20m",
        "-XX:NewSize=400m",
        "-Xmn40m",
        "-XX:MaxNewSize=100m",
        "-XX:OldSize=50m",
        "-XX:ActiveProcessorCount=2",
        "-XX:NewRatio=1",
        "-XX:+UseBiasedLocking",
        "-d64",
        "-XX:#note",
    ];

    private static readonly long[] Memories =
    [
        64,
        128,
        200,
        249,
        250,
        256,
        300,
        400,
        499,
        512,
        600,
        1000,
        1024,
        1792,
        2048,
        3333,
        4096,
        8192,
    ];

    private sealed record Asked(ImmutableDictionary<string, string> Environment, ImmutableArray<string> Arguments);

    private sealed record Answer(int ExitCode, long? Max, long? Initial, string Error);

    [OracleFact("java")]
    public void The_real_java_takes_and_sizes_what_we_say() => Compare("java");

    [OracleFact(Oracle.Java25)]
    public void Java_25_takes_and_sizes_what_we_say() => Compare(Oracle.Java25);

    [OracleFact("java")]
    public void The_table_of_flags_is_that_of_the_real_java() => CompareFlags("java");

    [OracleFact(Oracle.Java25)]
    public void The_table_of_flags_is_that_of_java_25() => CompareFlags(Oracle.Java25);

    private void Compare(string java)
    {
        string release = Ask(java, new Asked(ImmutableDictionary<string, string>.Empty, ["-version"])).Error;
        output.WriteLine(release);
        int version = int.Parse(VersionNumber().Match(release).Groups["major"].ValueSpan, CultureInfo.InvariantCulture);
        var random = new Random(20261120);
        var sets = Enumerable.Range(0, Sets).Select(number => (Id: $"java-{version}:set:{number}", Options: Question(random))).ToList();
        var questions = Questions.Draw(java, sets, Questions.JvmOptionSets);

        int started = 0,
            refused = 0,
            unknown = 0;
        var wrong = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (id, options) in questions)
        {
            var facts = Evaluate(options, version)!;
            var answer = Ask(java, WithFlags(options));
            if (facts.Starts is null)
                unknown++;
            else if (answer.ExitCode == 0)
                started++;
            else
                refused++;
            if (Difference(facts, answer) is { } difference)
                wrong.Add(id, $"{Show(options)}: {difference}; {answer.Error.Split('\n')[0]}");
        }
        output.WriteLine($"{questions.Count} option sets: {started} start, {refused} are refused, {unknown} unknown");
        KnownDifferences.Settle(questions.Select(q => q.Id).ToHashSet(StringComparer.Ordinal), wrong);
        Assert.InRange(unknown, 0, version == 17 ? 0 : questions.Count / 3);
    }

    private void CompareFlags(string java)
    {
        var answer = Run(
            java,
            new Asked(
                ImmutableDictionary<string, string>.Empty,
                ["-XX:+UnlockExperimentalVMOptions", "-XX:+UnlockDiagnosticVMOptions", "-XX:+PrintFlagsFinal", "-version"]
            )
        );
        int version = int.Parse(VersionNumber().Match(answer.Error).Groups["major"].ValueSpan, CultureInfo.InvariantCulture);
        var real = FlagLine().Matches(answer.Output).Select(m => m.Groups["name"].Value).ToHashSet(StringComparer.Ordinal);
        Assert.NotEmpty(real);
        string prefix = $"java-{version}:flag:";
        // VMOptionsFile and aliases are options without a flag of that name.
        string[] withoutFlag = ["Flags", "VMOptionsFile", "DefaultMaxRAMFraction", "CreateMinidumpOnCrash"];
        string[] names =
        [
            .. JvmOptionTable
                .Names.Concat(real)
                .Concat(
                    KnownDifferences
                        .Listed.Select(k => k.Id)
                        .Where(id => id.StartsWith(prefix, StringComparison.Ordinal))
                        .Select(id => id[prefix.Length..])
                )
                .Except(withoutFlag, StringComparer.Ordinal),
        ];
        var wrong = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (string name in names)
        {
            var standing = JvmOptionTable.Find(name, version).Standing;
            if (real.Contains(name) && standing is JvmFlagStanding.Refused or JvmFlagStanding.Ignored)
                wrong.Add(prefix + name, $"it has this flag, we say {standing}");
            else if (!real.Contains(name) && standing == JvmFlagStanding.Known)
                wrong.Add(prefix + name, "it has no such flag, we say that it is known");
        }
        output.WriteLine($"{answer.Error.Split('\n')[0]}: {real.Count} flags, {names.Length} names compared, {wrong.Count} differ");
        KnownDifferences.Settle(names.Select(n => prefix + n).ToHashSet(StringComparer.Ordinal), wrong);
    }

    private static Asked Question(Random random)
    {
        var options = new List<string> { $"-XX:MaxRAM={Memories[random.Next(Memories.Length)]}m" };
        int count = random.Next(1, 5);
        for (int i = 0; i < count; i++)
            options.Add(Option(random));
        var environment = ImmutableDictionary<string, string>.Empty;
        var arguments = ImmutableArray.CreateBuilder<string>();
        foreach (string option in options)
        {
            string? variable = random.Next(10) switch
            {
                0 => "JAVA_TOOL_OPTIONS",
                1 => "JDK_JAVA_OPTIONS",
                2 => "_JAVA_OPTIONS",
                _ => null,
            };
            if (variable is null)
                arguments.Add(option);
            else
                environment = environment.SetItem(
                    variable,
                    environment.TryGetValue(variable, out string? set) ? $"{set} {option}" : option
                );
        }
        return new Asked(environment, arguments.ToImmutable());
    }

    private static string Option(Random random)
    {
        string Size() => Sizes[random.Next(random.Next(2) == 0 ? 4 : Sizes.Length)];
        string Percentage() => Percentages[random.Next(random.Next(2) == 0 ? 5 : Percentages.Length)];
        return random.Next(12) switch
        {
            0 or 1 => $"-Xmx{Size()}",
            2 => $"-Xms{Size()}",
            3 => $"-XX:MaxHeapSize={Size()}",
            4 => $"-XX:InitialHeapSize={Size()}",
            5 => $"-XX:MinHeapSize={Size()}",
            6 or 7 => $"-XX:MaxRAMPercentage={Percentage()}",
            8 => $"-XX:MinRAMPercentage={Percentage()}",
            9 => $"-XX:InitialRAMPercentage={Percentage()}",
            _ => Others[random.Next(Others.Length)],
        };
    }

    private static Asked WithFlags(Asked asked) => asked with { Arguments = [.. asked.Arguments, "-XX:+PrintFlagsFinal", "-version"] };

    private static JvmFacts? Evaluate(Asked asked, int version)
    {
        var environment = asked.Environment.ToImmutableDictionary(e => e.Key, e => Word.Of(e.Value));
        var words = new[] { "java" }.Concat(asked.Arguments).Append("-jar").Append("app.jar").Select(w => Word.Of(w));
        var around = new RuntimeSurroundings(Allowance.None, Allowance.None, null, null);
        return Jvm.Evaluate(
            new JvmInput(new ProcessPlan.Run(new ManifestLint.Programs.Process([.. words], environment)), null, around)
            {
                ConfiguredVersion = version,
            }
        );
    }

    private static string? Difference(JvmFacts facts, Answer answer)
    {
        if (facts.Starts is not { } starts)
            return null;
        if (starts != (answer.ExitCode == 0))
            return $"we say {(starts ? "starts" : facts.Failure)}, it ends with {answer.ExitCode}";
        if (!starts)
            return null;
        // G1 aligns to its regions, the others to 2 MiB at most; which collector the machine chooses is not asked here.
        long unit = facts.Collector is null or "G1" ? 32L << 20 : 2L << 20;
        if (!IsWithin(facts.MaxHeapBytes, answer.Max, unit))
            return $"max heap {facts.MaxHeapBytes}, it has {answer.Max}";
        return IsWithin(facts.InitialHeapBytes, answer.Initial, unit)
            ? null
            : $"initial heap {facts.InitialHeapBytes}, it has {answer.Initial}";
    }

    private static bool IsWithin(long? ours, long? real, long unit) => ours is null || real is null || (ours <= real && ours > real - unit);

    private static string Show(Asked asked) =>
        string.Join(
            ' ',
            asked.Environment.Select(e => $"{e.Key}='{e.Value}'").Append("java").Concat(asked.Arguments.Select(a => $"'{a}'"))
        );

    private static Answer Ask(string java, Asked asked)
    {
        var (exitCode, text, error) = Run(java, asked);
        return Read(exitCode, text, error);
    }

    private static Answer Read(int exitCode, string text, string error)
    {
        long? Flag(string name)
        {
            var match = Regex.Match(text, $@"\b{name}\s+=\s+(\d+)");
            return match.Success ? long.Parse(match.Groups[1].ValueSpan, CultureInfo.InvariantCulture) : null;
        }

        return new Answer(exitCode, Flag("MaxHeapSize"), Flag("InitialHeapSize"), error);
    }

    private static (int ExitCode, string Output, string Error) Run(string java, Asked asked) =>
        Oracle.Run(
            java,
            asked.Arguments,
            environment:
            [
                .. JvmImages.MachineVariables.Select(name => KeyValuePair.Create(name, (string?)null)),
                .. asked.Environment.Select(e => KeyValuePair.Create(e.Key, (string?)e.Value)),
            ]
        );

    [GeneratedRegex("version \"(1\\.)?(?<major>[0-9]+)", RegexOptions.ExplicitCapture)]
    private static partial Regex VersionNumber();

    [GeneratedRegex(@"^\s*\w+ (?<name>\w+)\s+=", RegexOptions.Multiline | RegexOptions.ExplicitCapture)]
    private static partial Regex FlagLine();
}
