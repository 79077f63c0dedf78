using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using ManifestLint.Facts;
using ManifestLint.Facts.Runtimes;

namespace ManifestLint.Tests.Facts.Runtimes;

/// <summary>Every case of jvm-options.json written as a Pod and read through the whole pipeline, as a user of <c>inspect</c> meets it.</summary>
public sealed class JvmManifestVectorTests
{
    // contracts.md C2: an undeclared ${NAME} in a word that no shell sees is a placeholder.
    private static readonly string[] Placeholders = ["jvm-0052"];

    [Fact]
    public void Every_case_gives_the_same_as_a_Pod()
    {
        int run = 0,
            exact = 0,
            unknown = 0,
            leftOut = 0;
        var wrong = new StringBuilder();
        foreach (var vector in VectorFiles.Cases("jvm-options"))
        {
            string kind = vector.GetProperty("static").GetString()!;
            string id = vector.GetProperty("id").GetString()!;
            foreach (bool withNode in (bool[])[true, false])
            {
                var facts = Evaluate(vector, withFiles: kind == "needs-file", withNode);
                run++;
                bool isUnknown =
                    facts is null
                    || (facts.Starts is null && facts.MaxHeapBytes is null)
                    || (facts.MaxHeapBytes is null && facts.Starts != false);
                bool maySayUnknown =
                    kind is "unknown" or "unknown-ok"
                    || (vector.TryGetProperty("nodeDependent", out var dependent) && dependent.GetBoolean());
                string? difference = Difference(facts, vector.GetProperty("expect"));
                if (isUnknown && maySayUnknown)
                    unknown++;
                else if (Placeholders.Contains(id) && isUnknown)
                    leftOut++;
                else if (difference is null && kind != "unknown")
                    exact++;
                else
                    wrong.AppendLine($"{id} ({kind}): {difference ?? "known"} {vector.GetProperty("input")}");
            }
        }
        VectorFiles.Report(
            "jvm-options-as-pods",
            $"jvm-options as whole Pods: run {run}, exact {exact}, unknown as it may be {unknown}, left out {leftOut} (placeholders of contracts.md C2)"
        );
        Assert.True(wrong.Length == 0, wrong.ToString());
        Assert.InRange(leftOut, 0, 2);
    }

    private static JvmFacts? Evaluate(JsonElement vector, bool withFiles, bool withNode)
    {
        var assumptions = new Assumptions { JavaVersion = 17, JavaVersionIsConfigured = true };
        if (withNode)
            assumptions = assumptions with { NodeIsConfigured = true, NodeMemoryBytes = 68719476736, NodeCpuMillicores = 16000 };
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

    private static string? Difference(JvmFacts? facts, JsonElement expected)
    {
        if (facts is null)
            return "no JVM recognised";
        bool starts = expected.GetProperty("starts").GetBoolean();
        if (facts.Starts != starts)
            return $"starts {facts.Starts?.ToString() ?? "unknown"} ({facts.Failure}), expected {expected}";
        if (!starts)
            return null;
        string collector = expected.GetProperty("gc").GetString()!;
        long heap = expected.GetProperty("maxHeapBytes").GetInt64();
        long unit = collector switch
        {
            "G1" => 32 << 20,
            "Shenandoah" or "Epsilon" => 1 << 20,
            _ => 2 << 20,
        };
        return facts.MaxHeapBytes <= heap && facts.MaxHeapBytes > heap - unit
            ? null
            : $"max heap {facts.MaxHeapBytes}, expected {expected}";
    }
}
