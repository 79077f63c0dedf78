using ManifestLint.Amounts;
using ManifestLint.Facts;
using ManifestLint.Findings;
using ManifestLint.Manifests;
using ManifestLint.Quantities;

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
        var low = eviction as Eviction.LowNode;
        var (node, path) = NameOf(pod);
        string? name = null;
        Remedy? remedy = null;
        if (
            low is { IsOfMemory: true, Worst.Container: { } worst }
            && pod.Containers.FirstOrDefault(c => c.Spec.Name == worst) is { } container
        )
        {
            var request = container.Spec.MemoryRequest;
            if (low.Worst.Usage.Value is { } used)
                remedy = Enough(used, container.Spec);
            (node, path, name) = (request.Node, container.Spec.Path.Then(request.Path), container.Spec.Name);
        }
        else if (pod.Containers.Any(c => c.Spec.Name is { } other && Placeholder.IsIn(other)))
        {
            // Which container it was cannot be told.
            yield break;
        }
        else if (eviction is Eviction.Refused refused && refused.Conditions.Contains("MemoryPressure") && pod.Qos == QosClass.BestEffort)
        {
            remedy = Remedy.Told(
                new Advice("a memory request") { Why = "a pod with one is not BestEffort, and the node takes it", MadeKind = "Pod" }
            );
        }
        var seen = status.Node["reason"]!.Location;
        yield return At(node, path, Told(eviction, pod)) with
        {
            Container = name,
            Remedy = remedy,
            // Evicted for what it lacks: as a pod without any request.
            AlsoOf =
                name is not null && pod.Qos == QosClass.BestEffort ? [.. pod.Containers.Select(c => c.Spec.Name).OfType<string>()] : [],
            Observed = new Observation(seen, LiveTimes.Seen(pod, EndOf(name, pod)), low?.Worst?.Usage.Value ?? 0),
        };
    }

    // What it used then, and a tenth more, as far as its limit lets it.
    private static Remedy? Enough(long used, ContainerSpec container)
    {
        long enough = RoundAmount.Up((long)(((Int128)used * 11 / 10 >> 20) + 1));
        return container.MemoryLimit.IsUnknown ? null
            : container.MemoryLimit.IsKnown(out var limit) && enough > limit.Bytes >> 20
                ? Remedy.Told(new Advice($"memory request {container.MemoryLimit.Text}") { Why = "as much as the limit" })
            : Remedy.Told(new Advice($"memory request {enough}Mi") { Why = $"{new ByteSize(used).ToHuman()} were used" });
    }

    // Of the container that the message names, else of the only one.
    private static ContainerEnd? EndOf(string? name, PodFacts pod)
    {
        var container = name is null ? null : pod.Containers.FirstOrDefault(c => c.Spec.Name == name);
        return (container ?? (pod.Containers.Length == 1 ? pod.Containers[0] : null))?.Status?.State;
    }

    private static Statement Told(Eviction eviction, PodFacts pod)
    {
        string title = TitleOf(pod);
        switch (eviction)
        {
            case Eviction.LowNode low:
                string what = $"{title} was evicted because its node was low on {low.Resource}";
                var statement = low.Amounts is var (threshold, available)
                    ? Statement.OfMore(
                        what,
                        $" ({available} available, eviction threshold {threshold})",
                        $"{available} were available, and the eviction threshold is {threshold}",
                        so: null
                    )
                    : Statement.Of(what);
                return Used(low) is { } used ? statement.Because(used) : statement;
            case Eviction.Refused refused:
                return Statement.Of($"{title} was turned away by its node, which had {string.Join(" and ", refused.Conditions)}") with
                {
                    Cause =
                        refused.Conditions.Contains("MemoryPressure") && pod.Qos == QosClass.BestEffort
                            ? "such a node takes no BestEffort pods"
                            : null,
                };
            case Eviction.Other other:
                return Statement.Of($"{title} was evicted by its kubelet") with { Cause = other.Words };
            default:
                return Statement.Of($"{title} was evicted by its kubelet, and its status does not say why");
        }
    }

    private static string? Used(Eviction.LowNode low)
    {
        if (low.Worst is not { } worst)
            return null;
        string whose = worst.Container is { } name ? $"container {name}" : "the pod";
        string request = worst.Request is { } given ? $"with a request of {given.Text}" : "without a request";
        return $"{whose} used {worst.Usage} {request}{(low.IsOfMemory ? ", and pods above their request go first" : "")}";
    }
}
