using System.Text.Json;
using ManifestLint.Amounts;
using ManifestLint.Cluster;
using ManifestLint.Evidence;
using ManifestLint.Facts;
using ManifestLint.Inspection;
using ManifestLint.Linting;
using ManifestLint.Reading;
using ManifestLint.Yaml;

namespace ManifestLint.Tests.Facts;

/// <summary>Every case of kubelet.json, on each of its Kubernetes versions: a pod through the inspection, against what Kubernetes' own functions gave.</summary>
public sealed class KubeletVectorTests
{
    private const string File = "/cluster/pod.json";

    [Fact]
    public void Every_pod_gets_what_the_kubelet_gives_it()
    {
        var run = new VectorRun("kubelet");
        foreach (var vector in VectorFiles.Cases("kubelet"))
        {
            var differences = new List<string>();
            foreach (var version in vector.GetProperty("expected").EnumerateObject())
            {
                var (facts, report) = Inspect(vector, version.Name);
                foreach (var value in version.Value.EnumerateObject())
                {
                    if (Answer(value, facts, report) is not var (expected, actual))
                        run.Unsaid(value.Name);
                    else if (expected != actual)
                        differences.Add($"{version.Name} {value.Name} {actual}, expected {expected}");
                }
            }
            run.Add(vector, differences);
        }
        run.Settle(unsaid: "evictionRequestBytes 102, podCpuQuota 102, podCpuShares 102", also: "each on 1.36 and 1.37");
    }

    private static (PodFacts Facts, PodReport Report) Inspect(JsonElement vector, string kubernetes)
    {
        Assert.True(KubernetesVersion.TryParse(kubernetes, out var version));
        var request = new LintRequest
        {
            Sources =
            [
                new LintSource(File, File, true, () =>
                    new SourceReading(new SourceText(File, vector.GetProperty("pod").GetRawText()), null)
                ),
            ],
            Assumptions = new Assumptions
            {
                KubernetesVersion = version,
                NodeMemoryBytes = NodeAmounts.Memory(vector.GetProperty("nodeMemory").GetString()!)!.Value,
                NodeMemorySource = NodeMemorySource.Option,
            },
            Jobs = 1,
        };
        var (pods, result) = Linter.Inspect(request, (facts, file) => (facts, PodReport.Of(facts, file)));
        Assert.Empty(result.Crashes);
        return Assert.Single(pods);
    }

    // Null for a value that the program has no fact of: it knows no cpu shares and quotas, and ranks no pods for eviction.
    private static (string Expected, string Actual)? Answer(JsonProperty asked, PodFacts pod, PodReport report)
    {
        var value = asked.Value;
        return asked.Name switch
        {
            "qosClass" => (value.GetString()!, $"{report.Qos}"),
            "oomScoreAdj" => (
                ByName(value, v => v.ToString()),
                ByName(report.Containers.Select(c => (c.Name, c.OomScoreAdj?.ToString() ?? "unknown")))
            ),
            "requests" => (AmountText.Of(value), AmountText.Of(pod.Requests)),
            "limits" => (AmountText.Of(value), AmountText.Of(pod.Limits)),
            "requestsWithoutOverhead" => (
                AmountText.Of(value),
                AmountText.Of(EffectiveResources.Requests(pod.Amounts, excludeOverhead: true).Total)
            ),
            "podLevelAfterDefaulting" => (
                value.ValueKind == JsonValueKind.Null ? "none" : AmountText.OfBoth(value),
                pod.Amounts.PodLevel is { } level ? AmountText.OfBoth(level.Requests, level.Limits) : "none"
            ),
            "podMemoryMaxBytes" => (Cap(value), Cap(report.MemoryMaxBytes)),
            "containerMemoryMaxBytes" => (ByName(value, Cap), ByName(report.Containers.Select(c => (c.Name, Cap(c.MemoryMaxBytes))))),
            "evictionRequestBytes" or "podCpuQuota" or "podCpuShares" => null,
            // What an earlier release of this program said.
            "linter_0_1_0" => ("", ""),
            _ => throw new InvalidOperationException($"{asked.Name} is compared with nothing"),
        };
    }

    private static string ByName(JsonElement values, Func<JsonElement, string> text) =>
        ByName(values.EnumerateObject().Select(v => ((string?)v.Name, text(v.Value))));

    private static string ByName(IEnumerable<(string? Name, string Value)> values) =>
        string.Join(' ', values.OrderBy(v => v.Name, StringComparer.Ordinal).Select(v => $"{v.Name}={v.Value}"));

    private static string Cap(JsonElement bytes) => bytes.ValueKind == JsonValueKind.Null ? "unlimited" : bytes.GetString()!;

    private static string Cap(FactValue bytes) => bytes.IsUnlimited ? "unlimited" : bytes.Number?.ToString() ?? "unknown";
}
