using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using ManifestLint.Containers;
using ManifestLint.Evidence;
using ManifestLint.Images;
using ManifestLint.Programs;
using ManifestLint.Runtimes;
using ManifestLint.Runtimes.Node;

namespace ManifestLint.Tests.Runtimes;

/// <summary>Every case of node-options.json, gomemlimit.json and dotnet-gc.json against what the real programs did.</summary>
public class RuntimeVectorTests
{
    private const long Node = 68719476736;

    [Fact]
    public void Every_case_gives_what_the_real_Node_did()
    {
        var (asked, exact) = (0, 0);
        var run = new VectorRun("node-options");
        foreach (var vector in VectorFiles.Cases("node-options"))
        {
            var versions = new List<(int Version, JsonElement Expected)> { (20, vector.GetProperty("expect")) };
            if (vector.TryGetProperty("byVersion", out var others))
            {
                foreach (var other in others.EnumerateObject())
                {
                    // On cgroup v1 the limit is seen; the analyser takes cgroup v2 for granted.
                    if (other.Name.Contains("v1", StringComparison.Ordinal))
                        continue;
                    versions.Add((int.Parse(other.Name.Split('.')[0], CultureInfo.InvariantCulture), other.Value));
                }
            }
            foreach (int same in new[] { 18, 22, 24, 25 })
            {
                if (versions.TrueForAll(v => v.Version != same))
                    versions.Add((same, vector.GetProperty("expect")));
            }
            string kind = Static(vector);
            var differences = new List<string>();
            foreach (var (version, expected) in versions)
            {
                asked++;
                var facts = NodeJs.Evaluate(
                    new NodeInput(Plan(vector), null, Around(vector, withNode: true)) { ConfiguredVersion = version }
                );
                string? difference = NodeDifference(facts, expected);
                bool isUnknown = facts is null || (facts.Starts is null && facts.MaxHeapBytes is null);
                if (difference is null)
                    exact++;
                if (kind == "unknown" ? !isUnknown : difference is not null && !(kind == "unknown-ok" && isUnknown))
                    differences.Add($"({kind}) on {version} {difference}");
                if (!vector.TryGetProperty("nodeDependent", out var dependent) || !dependent.GetBoolean())
                    continue;
                var withoutNode = NodeJs.Evaluate(
                    new NodeInput(Plan(vector), null, Around(vector, withNode: false)) { ConfiguredVersion = version }
                );
                if (withoutNode?.MaxHeapBytes is { } heap)
                    differences.Add($"on {version} heap {heap} of a node that is not known");
            }
            run.Add(vector, differences);
        }
        run.Settle(also: $"on 5 releases: of {asked} answers exact {exact}");
    }

    [Fact]
    public void Every_case_gives_what_the_real_Go_did()
    {
        var run = new VectorRun("gomemlimit");
        foreach (var vector in VectorFiles.Cases("gomemlimit"))
        {
            var expected = vector.GetProperty("expect");
            var plan = Plan(vector);
            var facts = GoRuntime.Evaluate(new GoInput(plan, ContainerImage.Parse("golang"), default));
            bool starts = expected.GetProperty("starts").GetBoolean();
            string? difference =
                facts is null ? "no Go recognised"
                : facts.Starts != starts ? $"starts {facts.Starts}"
                : !starts ? null
                : facts.MemoryLimitBytes != Number(expected, "memoryLimitBytes")
                || facts.IsUnlimited != (Number(expected, "memoryLimitBytes") is null)
                    ? $"limit {facts.MemoryLimitBytes}"
                : facts.CollectorPercent != Number(expected, "gogc") || facts.IsCollectorOff != (Number(expected, "gogc") is null)
                    ? $"GOGC {facts.CollectorPercent}"
                : null;
            bool maySayUnknown = Static(vector) == "unknown-ok" && facts?.Starts is null;
            run.Add(vector, difference is null || maySayUnknown ? null : $"{difference}, expected {expected}");
        }
        run.Settle();
    }

    [Fact]
    public void Every_case_gives_what_the_real_DotNet_did()
    {
        var run = new VectorRun("dotnet-gc");
        foreach (var vector in VectorFiles.Cases("dotnet-gc"))
        {
            var differences = new List<string>();
            var versions = new List<(int Version, JsonElement Expected)> { (10, vector.GetProperty("expect")) };
            if (vector.TryGetProperty("byVersion", out var others))
            {
                foreach (var other in others.EnumerateObject())
                    versions.Add((int.Parse(other.Name.Split('.')[0], CultureInfo.InvariantCulture), other.Value));
            }
            foreach (int same in new[] { 8, 9 })
            {
                if (versions.TrueForAll(v => v.Version != same))
                    versions.Add((same, vector.GetProperty("expect")));
            }
            foreach (var (version, expected) in versions)
            {
                var facts = DotNet.Evaluate(
                    new DotNetInput(Plan(vector), ContainerImage.Parse("mcr.microsoft.com/dotnet/aspnet"), Around(vector, withNode: true))
                    {
                        ConfiguredVersion = version,
                    }
                );
                bool starts = expected.GetProperty("starts").GetBoolean();
                long? limit = starts ? Number(expected, "heapHardLimitBytes") : null;
                string? difference =
                    facts is null ? "no .NET recognised"
                    : facts.Starts != starts ? $"starts {facts.Starts}"
                    : !starts ? null
                    : facts.HeapHardLimitBytes != limit || facts.IsUnlimited != (limit is null) ? $"limit {facts.HeapHardLimitBytes}"
                    : facts.IsServerCollector != expected.GetProperty("serverGc").GetBoolean()
                    || facts.HeapCount != Number(expected, "heapCount")
                        ? $"server {facts.IsServerCollector}, heaps {facts.HeapCount}"
                    : null;
                if (difference is not null)
                    differences.Add($"on {version} {difference}, expected {expected}");
            }
            run.Add(vector, differences);
        }
        run.Settle(also: "on 3 releases");
    }

    private static string? NodeDifference(NodeFacts? facts, JsonElement expected)
    {
        if (facts is null)
            return "no Node.js recognised";
        bool starts = expected.GetProperty("starts").GetBoolean();
        if (facts.Starts != starts)
            return $"starts {facts.Starts?.ToString() ?? "unknown"} ({facts.Failure}), expected {expected}";
        if (!starts)
            return facts.Failure?.Code() == expected.GetProperty("failure").GetString() ? null : $"{facts.Failure}, expected {expected}";
        if (facts.MaxHeapBytes != expected.GetProperty("heapSizeLimitBytes").GetInt64())
            return $"heap {facts.MaxHeapBytes}, expected {expected}";
        // Whole MiB; the heap above is exact to the byte.
        return expected.TryGetProperty("maxOldSpaceMiB", out var old) && facts.MaxOldSpaceBytes >> 20 != old.GetInt64()
            ? $"old space {facts.MaxOldSpaceBytes}, expected {expected}"
            : null;
    }

    // What may be asked of somebody who sees the manifest alone: exact unless the case says otherwise.
    private static string Static(JsonElement vector) => vector.TryGetProperty("static", out var word) ? word.GetString()! : "exact";

    private static long? Number(JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number ? value.GetInt64() : null;

    private static RuntimeSurroundings Around(JsonElement vector, bool withNode)
    {
        var input = vector.GetProperty("input");
        return new(
            new Allowance(true, Number(input, "memoryLimitBytes")),
            new Allowance(true, Number(input, "cpuLimitMillis")),
            withNode ? Node : null,
            withNode ? 16 : null
        );
    }

    private static ProcessPlan Plan(JsonElement vector)
    {
        var input = vector.GetProperty("input");
        var environment = EnvironmentResolver.Resolve(Entries(input, "env").Select(e => Variable(e, input)));
        return ContainerProcesses.Resolve(Words(input, "command"), Words(input, "args"), environment);
    }

    private static EnvironmentEntry Variable(JsonElement entry, JsonElement input)
    {
        string name = entry.GetProperty("name").GetString()!;
        var origin = new TextOrigin.Variable(name);
        if (!entry.TryGetProperty("resourceFieldRef", out var reference))
            return new(name, Word.Of(entry.GetProperty("value").GetString()!, origin));
        string? divisor = reference.TryGetProperty("divisor", out var written) ? written.GetString() : null;
        return new(
            name,
            Number(input, "memoryLimitBytes") is { } bytes && ResourceFieldRef.Memory(bytes, divisor) is { } text
                ? Word.Of(text, origin)
                : Word.UnknownToken,
            IsReference: true
        );
    }

    private static ImmutableArray<Word> Words(JsonElement input, string name) =>
        [.. Entries(input, name).Select(w => Word.Of(w.GetString()!, new TextOrigin.Argument(name)))];

    private static IEnumerable<JsonElement> Entries(JsonElement input, string name) =>
        input.TryGetProperty(name, out var list) && list.ValueKind == JsonValueKind.Array ? list.EnumerateArray() : [];
}
