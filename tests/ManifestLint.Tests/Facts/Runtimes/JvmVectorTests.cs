using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.Json;
using ManifestLint.Facts.Runtimes;
using Xunit.Abstractions;

namespace ManifestLint.Tests.Facts.Runtimes;

/// <summary>Every case of jvm-options.json against what the real JVMs did.</summary>
public class JvmVectorTests(ITestOutputHelper output)
{
    private const long Node = 68719476736;

    [Fact]
    public void Every_case_gives_what_the_real_JVM_did()
    {
        int run = 0, leftOut = 0, exact = 0, nodeNull = 0, unknownOk = 0, unknownOkExact = 0;
        var wrong = new StringBuilder();
        foreach (var vector in VectorFiles.Cases("jvm-options"))
        {
            var versions = new List<(int Version, JsonElement Expected)> { (17, vector.GetProperty("expect")) };
            if (vector.TryGetProperty("byVersion", out var others))
            {
                foreach (var other in others.EnumerateObject()) versions.Add((int.Parse(other.Name, CultureInfo.InvariantCulture), other.Value));
            }
            // A version that did the same is not listed.
            foreach (int same in new[] { 8, 11, 21, 25, 26 })
            {
                if (versions.TrueForAll(v => v.Version != same)) versions.Add((same, vector.GetProperty("expect")));
            }
            string kind = vector.GetProperty("static").GetString()!;
            foreach (var (version, expected) in versions)
            {
                if (Plan(vector) is not { } plan)
                {
                    leftOut++;
                    continue;
                }
                run++;
                string id = $"{vector.GetProperty("id").GetString()} ({kind}) on {version}";
                bool isNodeDependent = vector.TryGetProperty("nodeDependent", out var dependent) && dependent.GetBoolean();
                var facts = Evaluate(vector, plan, version, withFiles: true, withNode: true);
                string? difference = Difference(facts, expected);
                bool isUnknown = facts is null || (facts.Starts is null && facts.MaxHeapBytes is null);
                if (kind == "unknown")
                {
                    if (!isUnknown && !(isNodeDependent && difference is null)) wrong.AppendLine($"{id}: known, {facts}");
                    continue;
                }
                if (kind == "unknown-ok")
                {
                    if (version == 17) unknownOk++;
                    if (difference is null && version == 17) unknownOkExact++;
                    if (difference is not null && !isUnknown) wrong.AppendLine($"{id}: {difference}");
                    continue;
                }
                if (difference is null) exact++;
                else if (version is 17 or 8 or 11 or 21 || !isUnknown) wrong.AppendLine($"{id}: {difference}");
                if (isNodeDependent)
                {
                    nodeNull++;
                    Assert.Null(Evaluate(vector, plan, version, withFiles: true, withNode: false)?.MaxHeapBytes);
                }
                if (kind == "needs-file" && ReadsFile(vector) && Evaluate(vector, plan, version, withFiles: false, withNode: true) is { Starts: true })
                {
                    wrong.AppendLine($"{id}: known without its file");
                }
            }
        }
        output.WriteLine($"run {run}, left out {leftOut} (shell forms and kubelet expansion: need the plan of a container); exact {exact}, " +
            $"node dependent {nodeNull}, unknown-ok exact {unknownOkExact} of {unknownOk}");
        Assert.True(wrong.Length == 0, wrong.ToString());
        Assert.Equal(0, leftOut);
        Assert.True(unknownOkExact * 16 >= unknownOk * 12, $"unknown-ok exact: {unknownOkExact} of {unknownOk}");
    }

    /// <summary>Cases of the group that do not mention their file get no use of it.</summary>
    private static bool ReadsFile(JsonElement vector)
    {
        string text = vector.GetProperty("input").GetRawText();
        return (text.Contains("@jvm", StringComparison.Ordinal) && !text.Contains("@@", StringComparison.Ordinal) && !text.Contains("app.jar\", \"@", StringComparison.Ordinal))
            || text.Contains("VMOptionsFile=", StringComparison.Ordinal);
    }

    private static JvmFacts? Evaluate(JsonElement vector, ProcessPlan plan, int version, bool withFiles, bool withNode)
    {
        var input = vector.GetProperty("input");
        var memory = Amount(input, "memoryLimitBytes");
        var cpu = Amount(input, "cpuLimitMillis");
        var around = new JvmSurroundings(memory, cpu, withNode ? Node : null, withNode ? 16 : null);
        Word? ReadFile(string path)
        {
            if (!withFiles || !input.TryGetProperty("files", out var files) || files.ValueKind != JsonValueKind.Object) return null;
            string full = path.StartsWith('/') ? path : "/app/" + path;
            return files.TryGetProperty(full, out var content) ? Word.Of(content.GetString()!) : null;
        }

        return Jvm.Evaluate(new JvmInput(plan, "eclipse-temurin", around) { ConfiguredVersion = version, ReadFile = ReadFile });
    }

    private static Allowance Amount(JsonElement input, string name) =>
        input.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number ? Allowance.Of(value.GetInt64()) : Allowance.None;

    private static ProcessPlan? Plan(JsonElement vector)
    {
        if (vector.GetProperty("form").GetString() != "exec" || vector.GetProperty("group").GetString() == "wrapper") return null;
        var input = vector.GetProperty("input");
        if (input.GetRawText().Contains("$(", StringComparison.Ordinal) || input.GetRawText().Contains("$$", StringComparison.Ordinal)) return null;
        var environment = ImmutableDictionary<string, Word>.Empty;
        foreach (var entry in Entries(input, "env"))
        {
            string name = entry.GetProperty("name").GetString()!;
            environment = environment.SetItem(name, Word.Of(entry.GetProperty("value").GetString()!, new TextOrigin($"env {name}", null)));
        }
        var words = Entries(input, "command").Select(w => Word.Of(w.GetString()!, new TextOrigin("command", null)))
            .Concat(Entries(input, "args").Select(w => Word.Of(w.GetString()!, new TextOrigin("args", null))));
        return new ProcessPlan.Run(new Process([.. words], environment));
    }

    private static IEnumerable<JsonElement> Entries(JsonElement input, string name) =>
        input.TryGetProperty(name, out var list) && list.ValueKind == JsonValueKind.Array ? list.EnumerateArray() : [];

    private static string? Difference(JvmFacts? facts, JsonElement expected)
    {
        if (facts is null) return "no JVM recognised";
        bool starts = expected.GetProperty("starts").GetBoolean();
        if (facts.Starts != starts) return $"starts {facts.Starts?.ToString() ?? "unknown"} ({facts.Failure}), expected {starts} ({expected})";
        if (!starts) return null;
        string collector = expected.GetProperty("gc").GetString()!;
        if (facts.Collector is not null && facts.Collector != collector) return $"collector {facts.Collector}, expected {collector}";
        string? heap = Off("max heap", facts.MaxHeapBytes, expected.GetProperty("maxHeapBytes").GetInt64(), collector)
            ?? (facts.InitialHeapBytes is null ? null : Off("initial heap", facts.InitialHeapBytes, expected.GetProperty("initialHeapBytes").GetInt64(), collector));
        if (heap is not null) return heap;
        if (expected.TryGetProperty("processes", out var processes))
        {
            long total = processes.EnumerateArray().Sum(p => p.GetProperty("maxHeapBytes").GetInt64());
            if (facts.TotalMaxHeapBytes != total) return $"total {facts.TotalMaxHeapBytes}, expected {total}";
        }
        return expected.TryGetProperty("explicit", out var caps) ? CapsDifference(facts, caps) : null;
    }

    private static string? CapsDifference(JvmFacts facts, JsonElement caps)
    {
        foreach (var cap in caps.EnumerateObject())
        {
            object? actual = cap.Name switch
            {
                "maxDirectBytes" => facts.Caps.Direct,
                "threadStackKiB" => facts.Caps.ThreadStack / 1024,
                "reservedCodeCacheBytes" => facts.Caps.CodeCache,
                "maxMetaspaceBytes" => facts.Caps.Metaspace,
                "compressedClassSpaceBytes" => facts.Caps.ClassSpace,
                "softMaxHeapBytes" => facts.Caps.SoftMaxHeap,
                "alwaysPreTouch" => facts.IsPreTouched,
                // AggressiveHeap sets it too, which is no option of its own here.
                _ => null,
            };
            if (actual is null || string.Equals(actual.ToString(), cap.Value.ToString(), StringComparison.OrdinalIgnoreCase)) continue;
            return $"{cap.Name} {actual}, expected {cap.Value}";
        }
        return null;
    }

    private static string? Off(string what, long? computed, long expected, string collector)
    {
        long unit = collector switch { "G1" => 32 << 20, "Shenandoah" or "Epsilon" => 1 << 20, _ => 2 << 20 };
        return computed <= expected && computed > expected - unit ? null : $"{what} {computed}, expected {expected}";
    }
}
