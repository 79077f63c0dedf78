using ManifestLint.Evidence;
using ManifestLint.Facts;
using ManifestLint.Findings;
using ManifestLint.Manifests;
using ManifestLint.Neighbours;
using ManifestLint.Quantities;
using ManifestLint.Rules.Runtimes;
using ManifestLint.Runtimes.Java;
using ManifestLint.Yaml;

namespace ManifestLint.Rules.Sets;

/// <summary>ML5010 hpa-memory-never-scales-down.</summary>
public sealed class HpaMemoryNeverScalesDown() : RuntimeRule("ML5010")
{
    // From how many bytes on an autoscaler adds pods, as told, and of what that is a share; empty where it is none.
    private readonly record struct TargetLine(long Bytes, string Amount, string Share);

    /// <inheritdoc/>
    public override bool NeedsNeighbours => true;

    /// <inheritdoc/>
    public override IEnumerable<Finding> Check(ContainerFacts container, PodFacts pod)
    {
        if (pod.Neighbours.Autoscalers.IsEmpty || pod.Workload.IsPartial || Resident(container) is not { } own)
            yield break;
        foreach (var autoscaler in pod.Neighbours.Autoscalers)
        {
            foreach (var metric in autoscaler.Metrics)
            {
                if (metric is not { Resource: "memory", Goal: { } goal } || (metric.Container is { } only && only != container.Spec.Name))
                    continue;
                var measured = pod.Containers.Where(c => metric.Container is null || c.Spec.Name == metric.Container).ToList();
                // One finding a pod: at the container that keeps most.
                var largest = measured.Select(c => (Container: c, Bytes: Resident(c) ?? 0)).MaxBy(r => r.Bytes);
                if (!ReferenceEquals(largest.Container, container))
                    continue;
                long resident = measured.Sum(c => Resident(c) ?? 0);
                if (Line(metric, goal, measured, pod) is not { } line || resident < line.Bytes)
                    continue;
                yield return Tell(container, pod, autoscaler, metric, resident, own, line);
                yield break;
            }
        }
    }

    private Finding Tell(
        ContainerFacts container,
        PodFacts pod,
        Autoscaler autoscaler,
        AutoscalerMetric metric,
        long resident,
        long own,
        TargetLine line
    )
    {
        var jvm = container.Jvm!;
        var initial = jvm.Settings.FirstOrDefault(s => s.Name == "InitialHeapSize");
        string who =
            resident != own ? $"{Human(resident)} are resident from the start in its containers together"
            : initial?.Word is { IsKnown: true } word && WrittenText.Of(word) is { Length: > 0 } text
                ? $"the {Human(resident)} of {text} {(Human(resident).StartsWith("1 ", StringComparison.Ordinal) ? "is" : "are")} resident from the start"
            : $"{Human(resident)} are resident from the start";
        var statement = Statement
            .OfMore(
                $"{who}, {(resident > line.Bytes ? "above" : "as much as")} the target {line.Amount} of {autoscaler.Title}",
                line.Share.Length == 0 ? "" : $" ({line.Share})",
                $"the target is {line.Share}",
                "it adds pods up to maxReplicas and never removes one: memory that is never given up does not follow the load"
            )
            .Because(jvm.IsPreTouched ? "AlwaysPreTouch touches the whole initial heap at start" : "a locked heap is taken at start")
            .If(Assume.Runtime(jvm.Assumption));
        var finding = AtSetting(
            initial?.Word,
            container,
            pod,
            statement,
            withLimit: false,
            source: initial is null ? null : Source(initial.Name, Written(initial.Word), initial.Word, initial.From)
        );
        return finding with
        {
            Remedy = Remedy.Told(ByCpu(autoscaler, metric)),
            Related = [new RelatedPlace(metric.Goal!.Location, "the target of the autoscaler"), .. finding.Related],
        };
    }

    // A percentage holds for cpu, too; an amount of memory does not.
    private static string ByCpu(Autoscaler autoscaler, AutoscalerMetric metric)
    {
        bool isScaledObject = autoscaler.Kind == "ScaledObject";
        if (metric.IsUtilization)
            return $"{(isScaledObject ? "type" : "name")}: cpu in place of memory";
        string only = metric.Container ?? "";
        return isScaledObject
            ? $"{{type: cpu, metricType: Utilization, metadata: {{{Pair("containerName", only)}value: \"70\"}}}} in place of the memory trigger"
            : $"{{name: cpu, {Pair("container", only)}target: {{type: Utilization, averageUtilization: 70}}}} in place of the memory metric";
    }

    private static string Pair(string key, string value) => value.Length == 0 ? "" : $"{key}: {value}, ";

    // From how many bytes on the autoscaler adds pods; null if that cannot be known.
    private static TargetLine? Line(AutoscalerMetric metric, AutoscalerGoal goal, List<ContainerFacts> measured, PodFacts pod)
    {
        if (!metric.IsUtilization)
            return goal.Value?.Bytes is { } value ? new(value, goal.Text, "") : null;
        if (goal.Percent is not { } percent || percent <= 0)
            return null;
        Int128 asked = 0;
        var requests =
            metric.Container is null && pod.Amounts.PodLevel is { } level && !level.Requests["memory"].IsAbsent
                ? [level.Requests["memory"]]
                : measured
                    .Where(c => c.Spec.Type is ContainerType.App or ContainerType.Sidecar)
                    .Select(c => c.MemoryRequest)
                    .Concat(
                        metric.Container is null
                            ? pod
                                .Injected.Where(i => i.Container.Type is ContainerType.App or ContainerType.Sidecar)
                                .Select(i => i.Amounts.Requests["memory"])
                            : []
                    );
        foreach (var request in requests)
        {
            // Without a request the metric fails: ML5005.
            if (!request.IsPositive || request.Value.Bytes is not { } bytes)
                return null;
            asked += bytes;
        }
        long line = (long)Int128.Min(asked * percent / 100, long.MaxValue);
        var sum = new ByteSize((long)Int128.Min(asked, long.MaxValue));
        string whole =
            measured is [var only] && only.MemoryRequest.Value.Bytes == asked ? $"the request {only.Request("memory")}"
            : sum.IsHumanExact ? $"the {sum.ToHumanExact()} requested"
            : $"{sum.ToHumanExact()} requested";
        return new(line, new ByteSize(line).ToHumanExact(), $"{percent} % of {whole}");
    }

    // HPA-7: an initial heap that is touched or locked at start.
    private static long? Resident(ContainerFacts container) =>
        container
            is {
                Spec.Type: ContainerType.App or ContainerType.Sidecar,
                Jvm: { Certainty: not RuntimeCertainty.Unknown, Starts: not false, InitialHeapBytes: { } heap } jvm
            }
        && (jvm.IsPreTouched || IsLocked(container, jvm))
            ? heap
            : null;

    private static bool IsLocked(ContainerFacts container, JvmFacts jvm) =>
        jvm.Product is "Elasticsearch" or "OpenSearch"
        && container.Spec.Node["env"] is YamlSequence variables
        && variables
            .Items.Select(i => i.Target)
            .OfType<YamlMapping>()
            .Any(v => v.TextAt("name") == "bootstrap.memory_lock" && v.TextAt("value") == "true");
}
