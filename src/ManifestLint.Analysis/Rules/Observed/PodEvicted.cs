using ManifestLint.Facts;
using ManifestLint.Findings;
using ManifestLint.Manifests;
using ManifestLint.Yaml;

namespace ManifestLint.Rules.Observed;

/// <summary>ML6003 pod-evicted.</summary>
public sealed class PodEvicted() : ObservedPodRule("ML6003")
{
    /// <inheritdoc/>
    public override IEnumerable<Finding> Check(PodFacts pod)
    {
        if (pod.Status is not { Reason: "Evicted" } status)
            yield break;
        var eviction = Eviction.Read(status.Message?.Value ?? "");
        var worst = eviction.Above.OrderByDescending(a => a.UsageBytes ?? 0).FirstOrDefault();
        var (node, path) = NameOf(pod);
        string? name = null;
        if (
            eviction.Resource == "memory"
            && pod.Containers.FirstOrDefault(c => worst?.Container is { } n && c.Spec.Name == n) is { } container
        )
        {
            var request = container.Spec.MemoryRequest;
            (node, path, name) = (request.Node, FieldPath.Join(container.Spec.Path, request.Path), container.Spec.Name);
        }
        else if (pod.Containers.Any(c => c.Spec.Name is { } other && Placeholder.IsIn(other)))
        {
            // Which container it was cannot be told.
            yield break;
        }
        var seen = status.Node["reason"]!.Location;
        yield return At(node, path, Why(eviction, worst, pod)) with
        {
            Container = name,
            // Evicted for what it lacks: as a pod without any request.
            AlsoOf =
                name is not null && pod.Qos == QosClass.BestEffort ? [.. pod.Containers.Select(c => c.Spec.Name).OfType<string>()] : [],
            Observed = new Observation(
                seen,
                pod.Workload.Manifest.Name is { } own ? $"pod {own}" : "observed here",
                worst?.UsageBytes ?? 0
            ),
        };
    }

    private static string Why(Eviction eviction, EvictionUsage? worst, PodFacts pod)
    {
        if (eviction.Resource is { } resource)
        {
            string amounts = eviction is { Threshold: { } threshold, Available: { } available }
                ? $" ({Size(available)} left, {Size(threshold)} is the least)"
                : "";
            string low = $"pod was evicted because its node was low on {resource}{amounts}";
            if (worst is null)
                return low;
            string whose = worst.Container is { } name ? $"container {name}" : "the pod";
            string request = worst.Request == "0" ? "without a request" : $"with a request of {worst.Request}";
            string order = resource == "memory" ? ", and pods above their request go first" : "";
            return $"{low}: {whose} used {Size(worst.Usage)} {request}{order}";
        }
        if (eviction.Condition is { } condition)
        {
            string refused =
                condition.Contains("MemoryPressure", StringComparison.Ordinal) && pod.Qos == QosClass.BestEffort
                    ? ", and such a node takes no BestEffort pods"
                    : "";
            return $"pod was turned away by its node, which had condition {condition}{refused}";
        }
        return eviction.FirstSentence.Length == 0
            ? "pod was evicted by its kubelet, and its status does not say why"
            : $"pod was evicted by its kubelet: {eviction.FirstSentence}";
    }

    // The kubelet counts in Ki and in bytes: nobody reads ten digits.
    private static string Size(string text) =>
        text.Length > 5 && ResourceQuantity.TryParse(text, out var quantity, out _) && ByteSize.From(quantity) is { } bytes
            ? bytes.ToHuman()
            : text;
}
