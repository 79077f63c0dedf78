using System.Text.Json;
using System.Text.Json.Nodes;
using ManifestLint.Cluster;
using ManifestLint.Runtimes.Java;
using ManifestLint.Tests.Facts;

namespace ManifestLint.Tests.Runtimes.Java;

/// <summary>Cases of jvm-options.json written as a Pod and read through the whole pipeline, as a user of <c>inspect</c> meets them.</summary>
internal static class JvmPodVectors
{
    /// <summary>How the answers differ from what the JVM did, on a node that is known and on one that is not.</summary>
    public static IEnumerable<string> Differences(JsonElement vector)
    {
        string kind = vector.GetProperty("static").GetString()!;
        bool maySayUnknown =
            kind is "unknown" or "unknown-ok" || (vector.TryGetProperty("nodeDependent", out var dependent) && dependent.GetBoolean());
        foreach (bool withNode in (bool[])[true, false])
        {
            var facts = Evaluate(vector, withFiles: kind == "needs-file", withNode);
            bool isUnknown = facts is null || (facts.MaxHeapBytes is null && facts.Starts != false);
            string? difference = Difference(facts, vector);
            if ((isUnknown && maySayUnknown) || (difference is null && kind != "unknown"))
                continue;
            yield return $"as a Pod ({kind}) {difference ?? "known"} {vector.GetProperty("input")}";
        }
    }

    private static JvmFacts? Evaluate(JsonElement vector, bool withFiles, bool withNode)
    {
        var assumptions = new Assumptions { JavaVersion = 17, JavaVersionIsConfigured = true };
        if (withNode)
            assumptions = assumptions with
            {
                NodeMemorySource = NodeMemorySource.Option,
                NodeCpuIsConfigured = true,
                NodeMemoryBytes = 68719476736,
                NodeCpuMillicores = 16000,
            };
        var containers = PodReading.Containers(assumptions, ("/k8s/pod.json", Manifest(vector.GetProperty("input"), withFiles)));
        return Assert.Single(containers).Jvm;
    }

    private static string Manifest(JsonElement input, bool withFiles)
    {
        var container = new JsonObject
        {
            ["name"] = "app",
            ["image"] = "registry.example/app:1",
            ["workingDir"] = "/app",
            ["command"] = Node(input, "command"),
            ["args"] = Node(input, "args"),
        };
        if (Node(input, "env") is JsonArray env)
        {
            container["env"] = new JsonArray([
                .. env.Select(entry =>
                    entry!["resourceFieldRef"] is not { } reference
                        ? entry.DeepClone()
                        : new JsonObject
                        {
                            ["name"] = entry["name"]!.DeepClone(),
                            ["valueFrom"] = new JsonObject { ["resourceFieldRef"] = reference.DeepClone() },
                        }
                ),
            ]);
        }
        var limits = new JsonObject();
        if (Number(input, "memoryLimitBytes") is { } memory)
            limits["memory"] = memory.ToString(System.Globalization.CultureInfo.InvariantCulture);
        if (Number(input, "cpuLimitMillis") is { } cpu)
            limits["cpu"] = $"{cpu}m";
        container["resources"] = new JsonObject { ["limits"] = limits };
        var spec = new JsonObject { ["containers"] = new JsonArray(container) };
        var items = new JsonArray();
        if (withFiles && Node(input, "files") is JsonObject files)
        {
            var data = new JsonObject();
            var mounts = new JsonArray();
            foreach (var (path, text) in files)
            {
                string key = path[(path.LastIndexOf('/') + 1)..];
                data[key] = text!.DeepClone();
                mounts.Add(
                    new JsonObject
                    {
                        ["name"] = "files",
                        ["mountPath"] = path,
                        ["subPath"] = key,
                    }
                );
            }
            container["volumeMounts"] = mounts;
            spec["volumes"] = new JsonArray(
                new JsonObject
                {
                    ["name"] = "files",
                    ["configMap"] = new JsonObject { ["name"] = "files" },
                }
            );
            items.Add(Object("ConfigMap", "files", "data", data));
        }
        items.Add(Object("Pod", "app", "spec", spec));
        return new JsonObject
        {
            ["apiVersion"] = "v1",
            ["kind"] = "List",
            ["items"] = items,
        }.ToJsonString();
    }

    private static JsonObject Object(string kind, string name, string key, JsonObject content) =>
        new()
        {
            ["apiVersion"] = "v1",
            ["kind"] = kind,
            ["metadata"] = new JsonObject { ["name"] = name },
            [key] = content,
        };

    private static JsonNode? Node(JsonElement input, string name) =>
        input.TryGetProperty(name, out var value) ? JsonNode.Parse(value.GetRawText()) : null;

    private static long? Number(JsonElement input, string name) =>
        input.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number ? value.GetInt64() : null;

    private static string? Difference(JvmFacts? facts, JsonElement vector)
    {
        var expected = vector.GetProperty("expect");
        if (facts is null)
            return "no JVM recognised";
        bool starts = expected.GetProperty("starts").GetBoolean();
        if (facts.Starts != starts)
            return $"starts {facts.Starts?.ToString() ?? "unknown"} ({facts.Failure}), expected {expected}";
        if (!starts)
            return null;
        return HeapRounding.Off(
            facts.MaxHeapBytes,
            expected.GetProperty("maxHeapBytes").GetInt64(),
            HeapRounding.Unit(vector, expected, 17)
        )
            ? $"max heap {facts.MaxHeapBytes}, expected {expected}"
            : null;
    }
}
