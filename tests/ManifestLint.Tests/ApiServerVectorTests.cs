using System.Text.Json;
using ManifestLint.Amounts;
using ManifestLint.Cluster;
using ManifestLint.Findings;
using ManifestLint.Inspection;
using ManifestLint.Linting;
using ManifestLint.Reading;
using ManifestLint.Reporting;
using ManifestLint.Yaml;

namespace ManifestLint.Tests;

/// <summary>
/// Every case of api-server.json: the objects as one file through the linter and the inspection, against what a kube-apiserver answered when
/// they were created.
/// </summary>
public sealed class ApiServerVectorTests
{
    private const string File = "/cluster/case.yaml";

    [Fact]
    public void Every_object_is_judged_as_the_server_judged_it()
    {
        int admitted = 0,
            refused = 0;
        var run = new VectorRun("api-server");
        foreach (var vector in VectorFiles.Cases("api-server"))
        {
            var expected = vector.GetProperty("expected").EnumerateArray().ToList();
            admitted += expected.Count(IsAdmitted);
            refused += expected.Count(e => !IsAdmitted(e));
            run.Add(vector, Differences(vector, expected));
        }
        run.Settle(also: $"{refused} refused and {admitted} admitted objects");
    }

    private static IEnumerable<string> Differences(JsonElement vector, List<JsonElement> expected)
    {
        Assert.True(KubernetesVersion.TryParse(vector.GetProperty("kubernetesVersion").GetString(), out var version));
        // JSON is YAML.
        string text = string.Join("\n---\n", vector.GetProperty("objects").EnumerateArray().Select(o => o.GetRawText()));
        var request = new LintRequest
        {
            Sources = [new LintSource(File, File, true, () => new SourceReading(new SourceText(File, text), null))],
            Assumptions = new Assumptions { KubernetesVersion = version },
            Jobs = 1,
        };
        var scan = Linter.Lint(request);
        var (pods, inspection) = Linter.Inspect(request, (facts, file) => new Inspected(facts.Amounts, PodReport.Of(facts, file)));
        Assert.Empty(scan.Crashes);
        Assert.Empty(inspection.Crashes);

        bool isQuotaExceeded = expected.Exists(e => Reason(e) == "quota:exceeded");
        if (isQuotaExceeded != scan.Findings.Any(f => f.RuleId == "ML5004"))
            yield return isQuotaExceeded ? "no finding ML5004" : "a finding ML5004";
        foreach (var one in expected)
        {
            var (kind, name) = (one.GetProperty("kind").GetString()!, one.GetProperty("pod").GetString()!);
            var findings = scan.Findings.Where(f => f.Object?.Kind == kind && f.Object.Name == name).ToList();
            var pod = Assert.Single(pods, p => p.Report.Kind == kind && p.Report.Name == name);
            foreach (string difference in Judgement(one, findings).Concat(one.EnumerateObject().SelectMany(value => Compare(value, pod))))
                yield return $"{kind} {name}: {difference}";
        }
    }

    // A pod that a quota leaves no room for is valid in itself: the finding stands at the quota.
    private static IEnumerable<string> Judgement(JsonElement expected, List<ReportedFinding> findings)
    {
        if (!IsAdmitted(expected))
            return Reason(expected) == "quota:exceeded" || findings.Exists(f => f.Severity == Severity.Error) ? [] : ["no error"];
        return findings
            .Where(f => f.Message().Contains("API server reject", StringComparison.Ordinal))
            .Select(f => $"{f.RuleId} says that it is rejected: {f.Message()}");
    }

    private static IEnumerable<string> Compare(JsonProperty expected, Inspected pod)
    {
        var value = expected.Value;
        return expected.Name switch
        {
            "kind" or "pod" or "admitted" or "reasonKind" => [],
            "qosClass" => Differs("qosClass", value.GetString()!, $"{pod.Report.Qos}"),
            // A decoder that drops the unknown fields instead: that there is a finding is asked for above.
            "withoutStrictValidation" => Differs("qosClass", value.GetProperty("qosClass").GetString()!, $"{pod.Report.Qos}"),
            "effectivePod" => Differs("sums", Sums(value), Sums(pod.Json)),
            "containers" => Differs(
                "containers",
                string.Join(", ", value.EnumerateArray().Select(c => $"{c.GetProperty("name")} {c.GetProperty("type")} {Sums(c)}")),
                string.Join(", ", pod.Json.GetProperty("containers").EnumerateArray().Select(c => Own(c, pod.Json)))
            ),
            "podLevelAfter" => Differs(
                "pod level",
                value.ValueKind == JsonValueKind.Null ? "none" : AmountText.OfBoth(value),
                pod.Amounts.PodLevel is { } level ? AmountText.OfBoth(level.Requests, level.Limits) : "none"
            ),
            "overheadAfter" => Differs(
                "overhead",
                value.ValueKind == JsonValueKind.Null ? "" : AmountText.Of(value),
                AmountText.Of(pod.Amounts.Overhead)
            ),
            "containersAfter" => Differs(
                "stored containers",
                string.Join(
                    ", ",
                    value.EnumerateArray().Select(c => $"{c.GetProperty("name")} {AmountText.OfBoth(c.GetProperty("resources"))}")
                ),
                string.Join(", ", pod.Amounts.Scope.Select(c => $"{c.Name} {AmountText.OfBoth(c.Requests, c.Limits)}"))
            ),
            _ => throw new InvalidOperationException($"{expected.Name} is compared with nothing"),
        };
    }

    private static IEnumerable<string> Differs(string what, string expected, string actual) =>
        expected == actual ? [] : [$"{what} {actual}, expected {expected}"];

    private static string Sums(JsonElement amounts)
    {
        var (requests, limits) = (amounts.GetProperty("requests"), amounts.GetProperty("limits"));
        return $"{requests.GetProperty("memoryBytes")} {requests.GetProperty("cpuMillicores")} / {limits.GetProperty("memoryBytes")} {limits.GetProperty("cpuMillicores")}";
    }

    // The server shows what a container has itself. Without a limit of its own inspect shows the pod's, and says so in its origin.
    private static string Own(JsonElement container, JsonElement pod)
    {
        var (requests, limits) = (container.GetProperty("requests"), container.GetProperty("limits"));
        return $"{container.GetProperty("name")} {container.GetProperty("type")} "
            + $"{requests.GetProperty("memoryBytes")} {requests.GetProperty("cpuMillicores")} / {Limit("memoryBytes", "memoryLimit")} {Limit("cpuMillicores", "cpuLimit")}";

        string Limit(string resource, string origin)
        {
            string limit = limits.GetProperty(resource).ToString();
            if (container.GetProperty("origin").GetProperty(origin).GetString() != "podLevel")
                return limit;
            string shared = pod.GetProperty("limits").GetProperty(resource).ToString();
            return limit == shared ? "unlimited" : $"{limit} instead of the pod's {shared}";
        }
    }

    private static bool IsAdmitted(JsonElement expected) => expected.GetProperty("admitted").GetBoolean();

    private static string? Reason(JsonElement expected) => expected.GetProperty("reasonKind").GetString();

    /// <summary>What the inspection says of a pod: its numbers in full, and its report.</summary>
    private sealed record Inspected(PodAmounts Amounts, PodReport Report)
    {
        /// <summary>The pod as <c>inspect --format json</c> shows it.</summary>
        public JsonElement Json
        {
            get
            {
                using var output = new MemoryStream();
                InspectJsonReporter.Write([Report], [], new Assumptions(), output);
                using var document = JsonDocument.Parse(output.ToArray());
                return document.RootElement.GetProperty("pods")[0].Clone();
            }
        }
    }
}
