using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using ManifestLint.Containers;
using ManifestLint.Evidence;
using ManifestLint.Images;
using ManifestLint.Programs;
using ManifestLint.Runtimes;
using ManifestLint.Runtimes.Java;

namespace ManifestLint.Tests.Runtimes.Java;

/// <summary>Every case of jvm-options.json against what the real JVMs did.</summary>
public class JvmVectorTests
{
    private const long Node = 68719476736;

    [Fact]
    public void Every_case_gives_what_the_real_JVM_did()
    {
        int asked = 0,
            exact = 0,
            nodeNull = 0,
            unknownOk = 0,
            unknownOkExact = 0;
        var run = new VectorRun("jvm-options");
        var unsureIds = new List<string>();
        foreach (var vector in VectorFiles.Cases("jvm-options"))
        {
            var versions = new List<(int Version, JsonElement Expected)> { (17, vector.GetProperty("expect")) };
            if (vector.TryGetProperty("byVersion", out var others))
            {
                foreach (var other in others.EnumerateObject())
                    versions.Add((int.Parse(other.Name, CultureInfo.InvariantCulture), other.Value));
            }
            // A version that did the same is not listed.
            foreach (int same in new[] { 8, 11, 21, 25, 26 })
            {
                if (versions.TrueForAll(v => v.Version != same))
                    versions.Add((same, vector.GetProperty("expect")));
            }
            string kind = vector.GetProperty("static").GetString()!;
            var differences = new List<string>();
            foreach (var (version, expected) in versions)
            {
                asked++;
                string where = $"({kind}) on {version}";
                bool isNodeDependent = vector.TryGetProperty("nodeDependent", out var dependent) && dependent.GetBoolean();
                var facts = Evaluate(vector, version, withFiles: kind == "needs-file", withNode: true);
                string? difference = Difference(facts, vector, expected, version);
                bool isUnknown =
                    facts is null || (facts.Starts is null && (facts.MaxHeapBytes is null || !expected.GetProperty("starts").GetBoolean()));
                if (kind == "unknown")
                {
                    if (!isUnknown && !(isNodeDependent && difference is null))
                        differences.Add($"{where} known, {facts}");
                    continue;
                }
                if (kind == "unknown-ok")
                {
                    if (version == 17)
                        unknownOk++;
                    if (difference is null && version == 17)
                        unknownOkExact++;
                    if (difference is not null && !isUnknown)
                        differences.Add($"{where} {difference}");
                    continue;
                }
                if (difference is null)
                    exact++;
                else if (version != 17 && isUnknown)
                    unsureIds.Add($"{vector.GetProperty("id")} on {version}");
                else
                    differences.Add($"{where} {difference}");
                if (isNodeDependent)
                {
                    nodeNull++;
                    if (Evaluate(vector, version, withFiles: true, withNode: false)?.MaxHeapBytes is { } heap)
                        differences.Add($"{where} heap {heap} of a node that is not known");
                }
                if (
                    kind == "needs-file"
                    && ReadsFile(vector)
                    && Evaluate(vector, version, withFiles: false, withNode: true) is { Starts: true }
                )
                {
                    differences.Add($"{where} known without its file");
                }
            }
            run.Add(vector, [.. differences, .. JvmPodVectors.Differences(vector)]);
        }
        run.Settle(
            also: $"as whole Pods, and alone on 6 releases: of {asked} answers exact {exact}, unsure of an option in a release other than 17 {unsureIds.Count} ({string.Join(", ", unsureIds)}), "
                + $"node dependent {nodeNull}, unknown-ok exact {unknownOkExact} of {unknownOk}"
        );
        // Names that no release has are refused with certainty only by 17, whose list of flags is complete.
        Assert.InRange(unsureIds.Count, 0, 7);
        Assert.True(unknownOkExact * 16 >= unknownOk * 12, $"unknown-ok exact: {unknownOkExact} of {unknownOk}");
    }

    /// <summary>Cases of the group that do not mention their file get no use of it.</summary>
    private static bool ReadsFile(JsonElement vector)
    {
        string text = vector.GetProperty("input").GetRawText();
        return (
                text.Contains("@jvm", StringComparison.Ordinal)
                && !text.Contains("@@", StringComparison.Ordinal)
                && !text.Contains("app.jar\", \"@", StringComparison.Ordinal)
            ) || text.Contains("VMOptionsFile=", StringComparison.Ordinal);
    }

    private static JvmFacts? Evaluate(JsonElement vector, int version, bool withFiles, bool withNode)
    {
        var input = vector.GetProperty("input");
        var memory = Amount(input, "memoryLimitBytes");
        var cpu = Amount(input, "cpuLimitMillis");
        var around = new RuntimeSurroundings(memory, cpu, withNode ? Node : null, withNode ? 16 : null);
        Word? ReadFile(string path)
        {
            if (!withFiles || !input.TryGetProperty("files", out var files) || files.ValueKind != JsonValueKind.Object)
                return null;
            string full = path.StartsWith('/') ? path : "/app/" + path;
            return files.TryGetProperty(full, out var content) ? Word.Of(content.GetString()!) : null;
        }

        return Jvm.Evaluate(
            new JvmInput(Plan(vector, withNode), ContainerImage.Parse("eclipse-temurin"), around)
            {
                ConfiguredVersion = version,
                ReadFile = ReadFile,
            }
        );
    }

    private static Allowance Amount(JsonElement input, string name) =>
        input.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number
            ? Allowance.Of(value.GetInt64())
            : Allowance.None;

    private static ProcessPlan Plan(JsonElement vector, bool withNode)
    {
        var input = vector.GetProperty("input");
        var environment = EnvironmentResolver.Resolve(Entries(input, "env").Select(e => Variable(e, input, withNode)));
        return ContainerProcesses.Resolve(Words(input, "command"), Words(input, "args"), environment);
    }

    private static EnvironmentEntry Variable(JsonElement entry, JsonElement input, bool withNode)
    {
        string name = entry.GetProperty("name").GetString()!;
        var origin = new TextOrigin.Variable(name);
        if (!entry.TryGetProperty("resourceFieldRef", out var reference))
            return new(name, Word.Of(entry.GetProperty("value").GetString()!, origin));
        long? bytes = Amount(input, "memoryLimitBytes").Value ?? (withNode ? Node : null);
        string? divisor = reference.TryGetProperty("divisor", out var written) ? written.GetString() : null;
        return new(
            name,
            bytes is { } known && ResourceFieldRef.Memory(known, divisor) is { } text ? Word.Of(text, origin) : Word.UnknownToken,
            IsReference: true
        );
    }

    private static ImmutableArray<Word> Words(JsonElement input, string name) =>
        [.. Entries(input, name).Select(w => Word.Of(w.GetString()!, new TextOrigin.Argument(name)))];

    private static IEnumerable<JsonElement> Entries(JsonElement input, string name) =>
        input.TryGetProperty(name, out var list) && list.ValueKind == JsonValueKind.Array ? list.EnumerateArray() : [];

    private static string? Difference(JvmFacts? facts, JsonElement vector, JsonElement expected, int version)
    {
        if (facts is null)
            return "no JVM recognised";
        bool starts = expected.GetProperty("starts").GetBoolean();
        if (facts.Starts != starts)
            return $"starts {facts.Starts?.ToString() ?? "unknown"} ({facts.Failure}), expected {starts} ({expected})";
        if (!starts)
            return null;
        string collector = expected.GetProperty("gc").GetString()!;
        if (facts.Collector is not null && facts.Collector != collector)
            return $"collector {facts.Collector}, expected {collector}";
        long unit = HeapRounding.Unit(vector, expected, version);
        long heap = expected.GetProperty("maxHeapBytes").GetInt64(),
            initial = expected.GetProperty("initialHeapBytes").GetInt64();
        if (HeapRounding.Off(facts.MaxHeapBytes, heap, unit))
            return $"max heap {facts.MaxHeapBytes}, expected {heap}";
        if (facts.InitialHeapBytes is not null && HeapRounding.Off(facts.InitialHeapBytes, initial, unit))
            return $"initial heap {facts.InitialHeapBytes}, expected {initial}";
        if (expected.TryGetProperty("processes", out var processes))
        {
            long total = processes.EnumerateArray().Sum(p => p.GetProperty("maxHeapBytes").GetInt64());
            if (facts.TotalMaxHeapBytes != total)
                return $"total {facts.TotalMaxHeapBytes}, expected {total}";
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
            if (actual is null || string.Equals(actual.ToString(), cap.Value.ToString(), StringComparison.OrdinalIgnoreCase))
                continue;
            return $"{cap.Name} {actual}, expected {cap.Value}";
        }
        return null;
    }
}
