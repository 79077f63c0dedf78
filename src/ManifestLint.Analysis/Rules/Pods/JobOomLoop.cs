using System.Globalization;
using ManifestLint.Facts;
using ManifestLint.Findings;
using ManifestLint.Manifests;
using ManifestLint.Yaml;

namespace ManifestLint.Rules.Pods;

/// <summary>ML4006 job-oom-loop.</summary>
public sealed class JobOomLoop() : PodRule("ML4006")
{
    // One start in five minutes, the kubelet's longest back-off, is almost a year of starts.
    private const long WithoutEnd = 100_000;

    // Source: kubernetes v1.36 pkg/apis/batch/v1/defaults.go (SetDefaults_Job).
    private const int UsualTries = 6;

    // 128 + SIGKILL
    private const string OomKilledCode = "137";

    /// <inheritdoc/>
    public override IEnumerable<Finding> Check(PodFacts pod) =>
        pod.AbsenceSaysNothing || pod.Workload.Manifest is not { Group: "batch", Kind: "Job" or "CronJob" } ? [] : Found(pod);

    private IEnumerable<Finding> Found(PodFacts pod)
    {
        var manifest = pod.Workload.Manifest;
        var path = manifest.Kind == "Job" ? YamlPath.Of("spec") : YamlPath.Of("spec", "jobTemplate", "spec");
        if (
            (manifest.Kind == "Job" ? manifest.Root.MappingAt("spec") : manifest.Root.MappingAt("spec", "jobTemplate", "spec"))
            is not { } job
        )
            yield break;
        if (job.Find("activeDeadlineSeconds") is { } deadline && deadline.Value.Target is not YamlScalar { IsNull: true })
            yield break;
        // Without a limit of its own a container is killed with its node's memory, which need not happen again.
        if (
            pod.Containers.FirstOrDefault(c => c.Spec.Type is ContainerType.App or ContainerType.Init && c.MemoryMax.Bytes is not null)
            is not { } limited
        )
            yield break;

        var (isKnown, rule) = PolicyRule(job, limited.Spec.Name);
        if (!isKnown)
            yield break;
        if (rule is not null)
        {
            if (rule.Find("action")?.Value is not { } action || rule.TextAt("action") is not ("Ignore" or "Count"))
                yield break;
            if (rule.TextAt("action") == "Ignore")
            {
                yield return Loop(
                    action,
                    path.Key("podFailurePolicy"),
                    $"podFailurePolicy does not count exit code {OomKilledCode} as a failure",
                    Instead(job, rule),
                    limited,
                    pod
                );
                yield break;
            }
        }
        string key = job.Find("backoffLimitPerIndex") is null ? "backoffLimit" : "backoffLimitPerIndex";
        if (job.Find(key) is not { } entry || FieldReading.Integer(entry.Value) is not { } tries || tries < WithoutEnd)
            yield break;
        yield return Loop(
            entry.Value,
            path.Key(key),
            $"{key} {tries.ToString(CultureInfo.InvariantCulture)} is practically no limit",
            $"{key}: {UsualTries} (the default of backoffLimit)",
            limited,
            pod
        );
    }

    // A rule that lists other codes, too, would fail the Job on those.
    private static string Instead(YamlMapping job, YamlMapping rule)
    {
        var codes = rule.MappingAt("onExitCodes")!;
        bool isIn = codes.TextAt("operator") == "In";
        if (isIn && codes["values"] is YamlSequence { Items.Length: 1 })
            return "action: FailJob";
        string before = $"a rule before it: {{action: FailJob, onExitCodes: {{operator: In, values: [{OomKilledCode}]}}}}";
        long tries = job.Find("backoffLimit") is { } entry ? FieldReading.Integer(entry.Value) ?? WithoutEnd : UsualTries;
        return isIn && tries < WithoutEnd && job.Find("backoffLimitPerIndex") is null
            ? $"values without {OomKilledCode} (backoffLimit {tries.ToString(CultureInfo.InvariantCulture)} then counts it), or {before}"
            : before;
    }

    private Finding Loop(YamlNode node, YamlPath path, string what, string instead, ContainerFacts limited, PodFacts pod) =>
        At(
            node,
            path,
            Statement.Of(
                $"{what}, and the Job has no activeDeadlineSeconds",
                so: $"if {Describe.Container(limited.Spec)} exceeds its memory limit {Describe.MemoryLimit(limited)}, it is OOMKilled and retried without end"
            )
        ) with
        {
            Remedy = Remedy.Told(instead),
            Related = [VolumeWriters.LimitOf(limited, pod)],
        };

    // The first rule that matches decides. Source: kubernetes v1.36 pkg/controller/job/pod_failure_policy.go (matchPodFailurePolicy); the API
    // server takes the policy with restartPolicy Never alone.
    private static (bool IsKnown, YamlMapping? Rule) PolicyRule(YamlMapping job, string? container)
    {
        if (job.MappingAt("podFailurePolicy")?["rules"] is not YamlSequence rules)
            return (true, null);
        foreach (var item in rules.Items)
        {
            if (item.Target is not YamlMapping rule || rule.MappingAt("onExitCodes") is not { } codes)
                continue;
            if (
                codes.TextAt("containerName") is { } name
                && name != container
                && !Placeholder.IsIn(name)
                && (container is null || !Placeholder.IsIn(container))
            )
                continue;
            var values = (codes["values"] as YamlSequence)?.Items.Select(v => v.Target).OfType<YamlScalar>().Select(s => s.Value).ToList()
                ?? [];
            bool isListed = values.Contains(OomKilledCode),
                mayBeListed = isListed || values.Exists(v => Placeholder.IsIn(v));
            bool? matches = codes.TextAt("operator") switch
            {
                "In" => isListed ? true
                : mayBeListed ? null
                : false,
                "NotIn" => isListed ? false
                : mayBeListed ? null
                : true,
                _ => null,
            };
            if (matches is null)
                return (false, null);
            if (matches.Value)
                return (true, rule);
        }
        return (true, null);
    }
}
