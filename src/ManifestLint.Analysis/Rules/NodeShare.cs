using System.Collections.Immutable;
using ManifestLint.Evidence;
using ManifestLint.Facts;
using ManifestLint.Findings;
using ManifestLint.Manifests;
using ManifestLint.Quantities;
using ManifestLint.Runtimes;

namespace ManifestLint.Rules;

/// <summary>What processes take of the node where nothing limits them: what ML1001 and ML2001 say beside the absence.</summary>
internal static class NodeShare
{
    private const long LeastFixed = 1L << 30;

    /// <summary>A statement with what the first container that is known to grow takes; the same statement if none is.</summary>
    public static Statement AddTo(Statement statement, IEnumerable<ContainerFacts> containers, PodFacts pod)
    {
        foreach (var container in containers)
        {
            if (!container.MemoryMax.IsUnlimited)
                continue;
            foreach (var demand in container.Demands)
            {
                if (Of(demand, pod) is { } taken)
                    return statement with { Besides = taken };
            }
        }
        return statement;
    }

    private static Clause? Of(MemoryDemand demand, PodFacts pod)
    {
        var assumed = Assume.Runtime(demand.Certainty == RuntimeCertainty.Assumed ? demand.Assumption : null);
        if (demand.Unbounded is not null)
            return demand is not { Certainty: RuntimeCertainty.Exact, UnboundedOnNode: { } grows } ? null
                : demand.OfNodeBytes is { } ofNode && !pod.IsAboveAssumedNode
                    ? Clause(
                        $"{grows}, {new ByteSize(ofNode(pod.Assumptions.NodeMemoryBytes)).ToHuman()} of {pod.Assumptions.NodeText}",
                        Assume.NodeMemory(pod)
                    )
                : Clause(grows);
        // What an image does by itself is told where nothing else is assumed, or where it is the image's own setting.
        if (!demand.IsMain || demand.Kind is DemandKind.Goal or DemandKind.Estimate || (demand.Setting is null && assumed is not null))
            return null;
        if (demand.Of == DemandBasis.Fixed)
        {
            // What is small beside a node is nobody's loss.
            return demand.Setting is null || demand.Bytes < LeastFixed ? null
                : demand.IsHeap ? Clause($"{demand.Subject} lets the heap alone take {Human(demand.Bytes)}", assumed)
                : Clause($"{demand.Subject.With(demand.Bytes)} may be used up", assumed);
        }
        // Where the pod asks for more than the assumed node has, nothing is said of the node (rules.md rule 7).
        return demand.Of != DemandBasis.Node || pod.IsAboveAssumedNode
            ? null
            : Clause(
                $"{(demand.OnNode is { } meant ? $"{meant}," : $"{demand.Subject} is")} {new ByteSize(demand.Bytes).ToHuman()} of {pod.Assumptions.NodeText}",
                assumed,
                Assume.NodeMemory(pod)
            );
    }

    private static Clause Clause(string text, params ReadOnlySpan<Assumption?> assumed)
    {
        var given = ImmutableArray.CreateBuilder<Assumption>();
        foreach (var one in assumed)
        {
            if (one is { IsGiven: false } some)
                given.Add(some);
        }
        return new(text, given.DrainToImmutable());
    }

    private static string Human(long bytes) => new ByteSize(bytes).ToHumanExact();
}
