using System.Collections.Immutable;
using System.Globalization;
using ManifestLint.Programs;
using ManifestLint.Runtimes;
using Xunit.Abstractions;

namespace ManifestLint.Oracles.Runtimes;

/// <summary>Variables of the garbage collector through the real .NET: a program of one line, compiled once, says what its collector took.</summary>
public sealed class DotNetOracleTests(ITestOutputHelper output)
{
    private const string Project = """
        <Project Sdk="Microsoft.NET.Sdk"><PropertyGroup><OutputType>Exe</OutputType><TargetFramework>net10.0</TargetFramework><ImplicitUsings>enable</ImplicitUsings><UseAppHost>false</UseAppHost></PropertyGroup></Project>
        """;

    private const string Source = """
        Console.WriteLine($"{GC.GetConfigurationVariables()["GCHeapHardLimit"]} {System.Runtime.GCSettings.IsServerGC} {Environment.ProcessorCount} {GC.GetGCMemoryInfo().TotalAvailableMemoryBytes}");
        """;

    private static readonly string[] Cases =
    [
        "",
        "GCHeapHardLimit=0x10000000",
        "GCHeapHardLimit=10000000",
        "GCHeapHardLimit=C800000",
        "GCHeapHardLimit=268435456",
        "GCHeapHardLimit=200M",
        "GCHeapHardLimit=256Mi",
        "GCHeapHardLimit=1g",
        "GCHeapHardLimit=1e8",
        "GCHeapHardLimit=0.5g",
        "GCHeapHardLimit=xyz",
        "GCHeapHardLimit=abc",
        "GCHeapHardLimit=0x",
        "GCHeapHardLimit=0xg",
        "GCHeapHardLimit=+10000000",
        "GCHeapHardLimit= 10000000",
        "GCHeapHardLimit=10000000h",
        "GCHeapHardLimit='10000000'",
        "GCHeapHardLimit=500000",
        "GCHeapHardLimit=200000",
        "GCHeapHardLimit=10000",
        "GCHeapHardLimit=-1",
        "GCHeapHardLimit=FFFFFFFFFFFFFFFF",
        "GCHeapHardLimit=FFFFFFFFFFFFFFFFF",
        "GCHeapHardLimit=1_000_000",
        "GCHeapHardLimitPercent=50",
        "GCHeapHardLimitPercent=32",
        "GCHeapHardLimitPercent=0x32",
        "GCHeapHardLimitPercent=4B",
        "GCHeapHardLimitPercent=75",
        "GCHeapHardLimitPercent=64",
        "GCHeapHardLimitPercent=63",
        "GCHeapHardLimitPercent=A",
        "GCHeapHardLimitPercent=1",
        "GCHeapHardLimitPercent=0",
        "GCHeapHardLimitPercent=50%",
        "GCHeapHardLimitPercent=0.5",
        "GCHeapHardLimitPercent=-1",
        "GCHeapHardLimitPercent=100000032",
        "GCHeapHardLimit=10000000,GCHeapHardLimitPercent=32",
        "GCHeapHardLimitSOH=10000000",
        "GCHeapHardLimitSOH=10000000,GCHeapHardLimitLOH=10000000",
        "GCHeapHardLimitLOH=10000000",
        "GCHeapHardLimitSOH=10000000,GCHeapHardLimitLOH=10000000,GCHeapHardLimitPOH=10000000",
        "GCHeapHardLimitSOHPercent=A",
        "GCHeapHardLimitSOHPercent=1E,GCHeapHardLimitLOHPercent=A,GCHeapHardLimitPOHPercent=5",
        "GCHeapHardLimitSOHPercent=32,GCHeapHardLimitLOHPercent=32,GCHeapHardLimitPOHPercent=5",
        "gcServer=1",
        "gcServer=0x1",
        "gcServer=2",
        "gcServer=true",
        "gcServer=a",
        "GCServer=1",
        "gcServer=1,PROCESSOR_COUNT=1",
        "gcServer=1,GCHeapHardLimit=10000000",
        "GCHEAPHARDLIMIT=10000000",
        "gcHeapHardLimit=10000000",
    ];

    // Every setting with every way to write a number, and those that belong together: one absolute and one in percent, and the three parts of a heap.
    private static IEnumerable<string> AllCases()
    {
        string[] sizes = ["0", "10000000", "0x10000000", "200M", "256Mi", "x", "-1", "8000000000000000", "7FFFFFFFFFFFFFFF", ""],
            shares = ["0", "1", "32", "0x32", "63", "64", "75", "-1", "5g", ""];
        foreach (string one in Cases)
            yield return one;
        foreach (string name in (string[])["GCHeapHardLimit", "GCHeapHardLimitSOH", "GCHeapHardLimitLOH", "GCHeapHardLimitPOH"])
        {
            foreach (string size in sizes)
                yield return $"{name}={size}";
            foreach (string share in shares)
                yield return $"{name}Percent={share}";
        }
        foreach (string size in sizes)
        {
            foreach (string share in shares)
                yield return $"GCHeapHardLimit={size},GCHeapHardLimitPercent={share}";
            yield return $"GCHeapHardLimitSOH=10000000,GCHeapHardLimitLOH={size},GCHeapHardLimitPOH=8000000";
        }
        foreach (string share in shares)
            yield return $"GCHeapHardLimitSOHPercent=1E,GCHeapHardLimitLOHPercent={share},GCHeapHardLimitPOHPercent=5";
        foreach (string count in (string[])["0", "1", "2", "10", "x", "-1", ""])
        {
            yield return $"GCHeapCount={count}";
            yield return $"gcServer=1,GCHeapCount={count}";
            yield return $"gcServer={count}";
        }
    }

    [OracleFact("dotnet")]
    public void Variables_do_what_the_collector_does()
    {
        string folder = Directory.CreateTempSubdirectory("manifestlint").FullName;
        try
        {
            File.WriteAllText(Path.Combine(folder, "probe.csproj"), Project);
            File.WriteAllText(Path.Combine(folder, "probe.cs"), Source);
            var built = Oracle.Run(
                "dotnet",
                ["build", folder, "-c", "Release", "-o", Path.Combine(folder, "out"), "--nologo"],
                environment: ScratchClone.CleanEnvironment
            );
            Assert.True(built.ExitCode == 0, built.Output);
            Ask(Path.Combine(folder, "out", "probe.dll"));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private void Ask(string program)
    {
        string[] Run(IEnumerable<string> settings)
        {
            // The variables that the tests inherit must not count.
            var environment = settings.Select(s => KeyValuePair.Create(s[..s.IndexOf('=')], (string?)s[(s.IndexOf('=') + 1)..]));
            var real = Oracle.Run("dotnet", [program], environment: [new("DOTNET_gcServer", null), .. environment]);
            return real.ExitCode == 0 ? real.Output.Trim().Split(' ') : [real.ExitCode.ToString(CultureInfo.InvariantCulture)];
        }

        string[] plain = Run([]);
        long total = long.Parse(plain[3], CultureInfo.InvariantCulture),
            processors = long.Parse(plain[2], CultureInfo.InvariantCulture);
        bool isInContainer = plain[0] != "0";
        var wrong = new List<string>();
        var counts = new Dictionary<string, int>(StringComparer.Ordinal);
        int asked = 0;
        foreach (string prefix in new[] { "DOTNET_", "COMPlus_" })
        {
            foreach (
                string one in Questions.Draw($".NET {prefix}", [.. AllCases().Distinct(StringComparer.Ordinal)], Questions.DotNetVariables)
            )
            {
                string[] settings =
                [
                    .. one.Split(',', StringSplitOptions.RemoveEmptyEntries)
                        .Select(s => (s.StartsWith("PROCESSOR", StringComparison.Ordinal) ? "DOTNET_" : prefix) + s),
                ];
                // On a machine with a limit of its own shares are of that limit, which the runtime does not tell.
                if (
                    isInContainer
                    && (one.Contains("Percent", StringComparison.Ordinal) || !one.Contains("HardLimit=", StringComparison.Ordinal))
                )
                    continue;
                asked++;
                foreach (string name in settings.Select(s => s[..s.IndexOf('=')]))
                    counts[name] = counts.GetValueOrDefault(name) + 1;
                var environment = settings.ToImmutableDictionary(s => s[..s.IndexOf('=')], s => Word.Of(s[(s.IndexOf('=') + 1)..]));
                var around = new RuntimeSurroundings(Allowance.None, Allowance.Of(processors * 1000), total, (int)processors);
                var plan = new ProcessPlan.Run(new Process([Word.Of("dotnet"), Word.Of("probe.dll")], environment));
                var facts = DotNet.Evaluate(new DotNetInput(plan, null, around) { ConfiguredVersion = 10 })!;
                string[] real = Run(settings);
                string expected =
                    real.Length == 1
                        ? $"ends with {real[0]}"
                        : $"{(real[0] == "0" || real[0].StartsWith('-') ? "none" : real[0])} {real[1]}";
                string actual =
                    facts.Starts == false
                        ? $"ends with {facts.ExitCode}"
                        : $"{facts.HeapHardLimitBytes?.ToString(CultureInfo.InvariantCulture) ?? "none"} {facts.IsServerCollector}";
                if (actual != expected)
                    wrong.Add($"{string.Join(' ', settings)}: .NET {expected}, facts {actual}");
            }
        }
        output.WriteLine($".NET: {asked} asked, {wrong.Count} differ");
        output.WriteLine(
            $"by setting: {string.Join(", ", counts.OrderBy(c => c.Key, StringComparer.Ordinal).Select(c => $"{c.Key} {c.Value}"))}"
        );
        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
    }
}
