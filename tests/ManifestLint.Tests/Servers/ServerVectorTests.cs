using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;
using ManifestLint.Cluster;
using ManifestLint.Containers;
using ManifestLint.Evidence;
using ManifestLint.Programs;
using ManifestLint.Reporting;
using ManifestLint.Servers;
using ManifestLint.Tests.Reporting;

namespace ManifestLint.Tests.Servers;

/// <summary>The servers' cases of misc-sizes.json: by the reader of servers alone, and as whole Pods through <c>inspect --format json</c>.</summary>
public sealed class ServerVectorTests
{
    [Theory]
    [InlineData("redis-maxmemory", "redis")]
    [InlineData("memcached-memory", "memcached")]
    [InlineData("postgres-parameter", "postgres")]
    [InlineData("innodb-buffer-pool-size", "mysql")]
    public void Every_case_gives_what_the_real_server_did(string kind, string name)
    {
        var run = new VectorRun(kind);
        foreach (var vector in VectorFiles.Cases("misc-sizes").Where(c => c.GetProperty("kind").GetString() == kind))
        {
            var (input, expected) = (vector.GetProperty("input"), vector.GetProperty("expect"));
            var plan = ContainerProcesses.Resolve(Words(input, "command"), Words(input, "args"), ProgramEnvironment.Empty);
            var facts = KnownServers.Evaluate(new ServerInput(plan, null, default));
            string? alone =
                facts is null ? "no server recognised"
                : facts.Name != name ? facts.Name
                : Difference(Shown(facts), input, expected);
            string? asPod = Difference(Inspected(input), name, input, expected);
            run.Add(
                vector,
                [
                    .. alone is null ? [] : (string[])[$"{alone}; {input} {expected}"],
                    .. asPod is null ? [] : (string[])[$"as a Pod {asPod}; {input} {expected}"],
                ]
            );
        }
        run.Settle(also: "each alone and as a whole Pod");
    }

    private static JsonObject Shown(ServerFacts facts)
    {
        var shown = new JsonObject { ["starts"] = facts.Starts, ["certainty"] = facts.Certainty.ToString().ToLowerInvariant() };
        foreach (var (field, value) in facts.Values)
        {
            shown[field] =
                value.Text is { } text ? JsonValue.Create(text)
                : value.Beyond is { } wide ? JsonValue.Create(wide)
                : JsonValue.Create(value.Number);
        }
        return shown;
    }

    // The runtime that inspect shows; null if it shows none.
    private static JsonObject? Inspected(JsonElement input)
    {
        var container = new JsonObject
        {
            ["name"] = "app",
            ["image"] = "registry.example/app:1",
            ["command"] = JsonNode.Parse(input.GetProperty("command").GetRawText()),
            ["args"] = JsonNode.Parse(input.GetProperty("args").GetRawText()),
        };
        var pod = new JsonObject
        {
            ["apiVersion"] = "v1",
            ["kind"] = "Pod",
            ["metadata"] = new JsonObject { ["name"] = "app" },
            ["spec"] = new JsonObject { ["containers"] = new JsonArray(container) },
        };
        using var output = new MemoryStream();
        InspectJsonReporter.Write(InspectReports.Of(pod.ToJsonString()), [], new Assumptions(), output);
        return JsonNode.Parse(output.ToArray())!["pods"]![0]!["containers"]![0]!["runtime"]?.AsObject();
    }

    private static string? Difference(JsonObject? runtime, string name, JsonElement input, JsonElement expected) =>
        runtime is null ? "no server recognised"
        : runtime["name"]!.GetValue<string>() is var shown && shown != name ? shown
        : Difference(runtime, input, expected);

    private static string? Difference(JsonObject shown, JsonElement input, JsonElement expected)
    {
        bool starts = expected.TryGetProperty("starts", out var started)
            ? started.GetBoolean()
            : expected.GetProperty("accepted").GetBoolean();
        if (shown["certainty"]!.GetValue<string>() != "exact")
            return "not certain";
        if (shown["starts"]?.GetValue<bool>() != starts)
            return $"starts {shown["starts"]}";
        if (!starts)
            return null;
        if (expected.TryGetProperty("parameter", out var parameter))
            return Parameter(shown, parameter.GetString()!, input, expected.GetProperty("bytes").GetInt64());
        if (expected.TryGetProperty("value", out var count))
            return ParameterValue("max_connections", input) == count.GetInt64() ? null : "another number";
        foreach (var field in expected.EnumerateObject().Where(f => f.Name is not ("starts" or "accepted" or "checked")))
        {
            if (shown[field.Name]?.ToJsonString() != field.Value.GetRawText())
                return $"{field.Name} {shown[field.Name]?.ToJsonString()}";
        }
        return null;
    }

    private static string? Parameter(JsonObject shown, string name, JsonElement input, long bytes)
    {
        long? found = name == "shared_buffers" ? shown["sharedBuffersBytes"]?.GetValue<long>() : ParameterValue(name, input);
        return found == bytes ? null : $"{name} {found}";
    }

    // Parameters that inspect does not show.
    private static long ParameterValue(string name, JsonElement input)
    {
        var parameter = PostgresParameter.Find(name)!;
        string word = input.GetProperty("args").EnumerateArray().Select(a => a.GetString()!).Last();
        Assert.True(parameter.TryParse(word[(word.IndexOf('=', StringComparison.Ordinal) + 1)..], out int number));
        return parameter.Bytes(number);
    }

    private static ImmutableArray<Word> Words(JsonElement input, string name) =>
        [.. input.GetProperty(name).EnumerateArray().Select(w => Word.Of(w.GetString()!, new TextOrigin.Argument(name)))];
}
