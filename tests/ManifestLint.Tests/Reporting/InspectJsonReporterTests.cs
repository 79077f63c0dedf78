using System.Collections.Immutable;
using System.Text.Json;
using ManifestLint.Cluster;
using ManifestLint.Evidence;
using ManifestLint.Inspection;
using ManifestLint.Reporting;

namespace ManifestLint.Tests.Reporting;

public sealed class InspectJsonReporterTests
{
    [Fact]
    public void Declared_pods() =>
        Golden.Verify(JsonReporterTests.Indented(Report(InspectReports.Of(InspectReports.Shop))), "inspect", "json");

    [Fact]
    public void Live_pods() =>
        Golden.Verify(JsonReporterTests.Indented(Report(InspectReports.Of(InspectReports.Live))), "inspect-live", "json");

    [Fact]
    public void Requests_that_are_absent_are_zero_and_limits_unlimited()
    {
        var pod = Parsed(Report(InspectReports.Of(InspectReports.Shop)))[1];
        var (one, two) = (pod.GetProperty("containers")[0], pod.GetProperty("containers")[1]);
        Assert.Equal("""{"memoryBytes":0,"cpuMillicores":0}""", one.GetProperty("requests").GetRawText());
        Assert.Equal("""{"memoryBytes":"unlimited","cpuMillicores":"unlimited"}""", one.GetProperty("limits").GetRawText());
        Assert.Equal("none", one.GetProperty("origin").GetProperty("memoryRequest").GetString());

        // A tenth of a byte is one byte, a hundred millionths of a core one thousandth; a limit of 0 is none.
        Assert.Equal("""{"memoryBytes":1,"cpuMillicores":1}""", two.GetProperty("requests").GetRawText());
        Assert.Equal("""{"memoryBytes":0,"cpuMillicores":null}""", two.GetProperty("limits").GetRawText());
        Assert.Equal("unlimited", two.GetProperty("memoryMaxBytes").GetString());
        Assert.Equal("unknown", two.GetProperty("origin").GetProperty("cpuLimit").GetString());
        Assert.Equal(JsonValueKind.Null, two.GetProperty("name").ValueKind);

        // One container has a limit, and it is 0: the sum of those that exist.
        Assert.Equal("""{"memoryBytes":0,"cpuMillicores":null}""", pod.GetProperty("limits").GetRawText());
        Assert.Equal("unlimited", pod.GetProperty("memoryMaxBytes").GetString());
    }

    [Fact]
    public void A_live_object_has_its_own_class_and_history()
    {
        var pod = Parsed(Report(InspectReports.Of(InspectReports.Live)))[0];
        Assert.Equal("Burstable", pod.GetProperty("qosClass").GetString());
        Assert.Equal("Guaranteed", pod.GetProperty("qosClassComputed").GetString());
        var histories = pod.GetProperty("containers")
            .EnumerateArray()
            .Select(c => (c.GetProperty("restarts").GetInt32(), c.GetProperty("lastState").GetRawText()));
        Assert.Equal(
            [(1, """{"reason":"Error","exitCode":1}"""), (5, """{"reason":"OOMKilled","exitCode":137}"""), (0, "null")],
            histories
        );
    }

    [Fact]
    public void A_heap_that_grows_with_the_node_is_told()
    {
        const string Pod = """
            apiVersion: v1
            kind: Pod
            metadata: {name: p}
            spec:
              containers:
                - {name: j, image: "eclipse-temurin:21", command: [java, -jar, a.jar]}
                - {name: l, image: "eclipse-temurin:21", command: [java, -jar, a.jar], resources: {limits: {memory: 1Gi}}}
            """;
        string report = Report(InspectReports.Of(Pod));
        var containers = Parsed(report)[0].GetProperty("containers");
        Assert.Equal(
            """["the JVM's default heap may grow to 4 GiB on the assumed node"]""",
            containers[0].GetProperty("onAssumedNode").GetRawText().Replace("\\u0027", "'", StringComparison.Ordinal)
        );
        Assert.False(containers[1].TryGetProperty("onAssumedNode", out _));
    }

    [Fact]
    public void What_a_patch_leaves_out_is_unknown()
    {
        var pod = Parsed(Report(InspectReports.Of(InspectReports.Patch)))[0];
        Assert.True(pod.GetProperty("partial").GetBoolean());
        Assert.Equal(JsonValueKind.Null, pod.GetProperty("qosClass").ValueKind);
        Assert.Equal(
            """{"memoryBytes":1073741824,"cpuMillicores":null}""",
            pod.GetProperty("containers")[0].GetProperty("limits").GetRawText()
        );
        Assert.Equal("unknown", pod.GetProperty("containers")[0].GetProperty("origin").GetProperty("cpuRequest").GetString());
    }

    [Fact]
    public void Every_shape_fits_the_schema()
    {
        var pod = InspectReports.Of(InspectReports.Shop)[0];
        var runtime = new RuntimeReport(
            "go",
            null,
            null,
            "assumed",
            null,
            null,
            [new("memoryLimitBytes", FactValue.Unlimited), new("gogc", new FactValue(null, "off"))],
            new ReportedSetting("off", "env GOGC", Samples.In("base/web.yaml").Place)
        )
        {
            Label = "Go",
        };
        var budget = new BudgetReport([new BudgetLineReport("heap", 512, true, "-Xmx512m")], 512, 700, -100);
        Report([
            pod with
            {
                Containers = [.. pod.Containers.Select(c => c with { Programs = [new(runtime, budget)], Budget = budget })],
            },
            .. InspectReports.Of(InspectReports.Patch),
        ]);
        Report([]);
    }

    [Fact]
    public void Every_pod_of_the_vectors_fits_the_schema()
    {
        int count = 0;
        var schema = JsonSchema.Load("manifestlint-inspect.schema.json");
        foreach (string name in new[] { "qos", "oom-score-adj", "defaulting", "effective-resources", "validation" })
        {
            foreach (var vector in VectorFiles.Cases(name))
            {
                var pods = InspectReports.Of(PodOf(vector));
                Assert.Empty(schema.Check(Samples.Utf8(s => InspectJsonReporter.Write(pods, [], new Assumptions(), s))));
                count += pods.Length;
            }
        }
        Assert.True(count > 50, $"only {count} pods");
    }

    // Vectors hold a spec under one of two names; JSON is YAML.
    private static string PodOf(JsonElement vector)
    {
        var input = vector.TryGetProperty("input", out var given) ? given : vector;
        var spec =
            input.TryGetProperty("spec", out var direct) ? direct
            : input.TryGetProperty("pod", out var pod) ? pod
            : default;
        if (spec.ValueKind != JsonValueKind.Object)
            return "";
        string text = spec.TryGetProperty("spec", out var inner) ? inner.GetRawText() : spec.GetRawText();
        return $$"""{"apiVersion":"v1","kind":"Pod","metadata":{"name":"x"},"spec":{{text}}}""";
    }

    private static List<JsonElement> Parsed(string json)
    {
        using var document = JsonDocument.Parse(json);
        return [.. document.RootElement.Clone().GetProperty("pods").EnumerateArray()];
    }

    internal static string Report(ImmutableArray<PodReport> pods)
    {
        string json = Samples.Utf8(s => InspectJsonReporter.Write(pods, [], new Assumptions(), s));
        Assert.Empty(JsonSchema.Load("manifestlint-inspect.schema.json").Check(json));
        return json;
    }
}
