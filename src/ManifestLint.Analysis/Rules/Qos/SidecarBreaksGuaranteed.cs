using System.Collections.Immutable;
using System.Globalization;
using ManifestLint.Amounts;
using ManifestLint.Evidence;
using ManifestLint.Facts;
using ManifestLint.Findings;
using ManifestLint.Manifests;
using ManifestLint.Quantities;

namespace ManifestLint.Rules.Qos;

/// <summary>ML2004 sidecar-breaks-guaranteed.</summary>
public sealed class SidecarBreaksGuaranteed() : PodRule("ML2004")
{
    /// <inheritdoc/>
    public override IEnumerable<Finding> Check(PodFacts pod) =>
        pod.AbsenceSaysNothing || pod.QosComputed != QosClass.Burstable || pod.QosBlockers.IsEmpty ? [] : Found(pod);

    private IEnumerable<Finding> Found(PodFacts pod)
    {
        // An init container that ends decides the class for as long as the pod lives (QOS-6).
        var main = Sidecars.MainOf(pod.Workload, pod.Assumptions.Helpers);
        var beside = Sidecars.Of(pod.Workload, main).ToHashSet();
        if (!pod.QosBlockers.All(b => b.Container is { } c && (c.Type == ContainerType.Init || beside.Contains(c))))
            yield break;
        if (Describe.HasUnknownAmount(pod.Amounts))
            yield break;
        // A pod that is critical to its node keeps -997 in any class.
        if (PodPriority.IsNodeCritical(pod.Workload.Pod) != false)
            yield break;
        // Whoever writes requests alone has not asked for the class.
        if (pod.Containers.Any(c => c.Spec.Type == ContainerType.App && c.Amounts.Given.Any(g => g.Cause == AmountCause.Request)))
            yield break;

        var culprits = pod.QosBlockers.GroupBy(b => b.Container!).ToList();
        var scored = pod.Containers.FirstOrDefault(c =>
            ReferenceEquals(c.Spec, main) || (main is null && c.Spec.Type == ContainerType.App)
        );
        string score = scored is { OomScoreAdj: { } adj }
            ? $" and {(main is null ? Describe.Container(scored.Spec) : $"main container {Describe.Name(main)}")} gets oom_score_adj {adj} instead of {OomScoreAdj.Guaranteed}"
            : "";
        var first = culprits[0].First();
        yield return At(
            first.Location,
            first.Path,
            Joined(LacksOf(culprits), $"the pod is Burstable instead of Guaranteed{score}")
                .If(scored is null ? null : Assume.NodeMemoryOf(scored, pod))
                .If([
                    .. pod
                        .Containers.Where(c =>
                            c.Amounts.Given.Length > 0 && (c.Spec.Type == ContainerType.App || culprits.Any(b => b.Key == c.Spec))
                        )
                        .Select(c => Assume.Operator(c.Spec, c.Amounts.By)),
                ])
        ) with
        {
            Container = culprits[0].Key.Name,
            AlsoOf = [.. culprits.Skip(1).Select(c => c.Key.Name).OfType<string>()],
            AlsoAt = [.. culprits.Skip(1).Select(c => c.First().Path)],
            Lowered = Describe.Absence(pod),
            Remedy = Remedy.Told(AdviceOf(culprits, pod)),
            Related =
            [
                .. pod
                    .QosBlockers.Where(b => b != first && b.Location != first.Location)
                    .Select(b => new RelatedPlace(b.Location, b.ToString())),
            ],
        };
    }

    // Those that lack the same, told once.
    private static (string, int)[] LacksOf(IEnumerable<IGrouping<ContainerSpec, QosBlocker>> culprits) =>
        [
            .. culprits
                .GroupBy(c => new Lack(c.Key.Type == ContainerType.Init, [.. c.Select(b => (b.Resource, b.Obstacle, b.Limit, b.Request))]))
                .Select(g =>
                    (Has(Noun(g.First().Key), string.Join(" and ", g.First()), [.. g.Select(c => Describe.Name(c.Key))]), g.Count())
                ),
        ];

    // What makes request and limit equal, for one container where several differ in it.
    private static string? AdviceOf(IReadOnlyList<IGrouping<ContainerSpec, QosBlocker>> culprits, PodFacts pod)
    {
        if (culprits.Any(c => c.Key.IsUnwritten))
            return null;
        string[] each = [.. culprits.Select(c => AdviceOf([.. c], pod)).Distinct()];
        return each is [var all]
            ? all + (culprits.Count > 1 ? " in each of them" : "")
            : $"{each[0]} in {Describe.Container(culprits[0].Key)}";
    }

    private static string AdviceOf(IReadOnlyList<QosBlocker> blockers, PodFacts pod)
    {
        bool ends = blockers[0].Container!.Type == ContainerType.Init;
        string? free = ends && blockers.Any(b => IsThrottled(b)) ? FreeCpu(blockers.First(IsThrottled), pod) : null;
        var requests = Amounts(blockers, b => b.Obstacle == QosObstacle.LimitAboveRequest, b => b.Limit.Plain);
        var limits = Amounts(
            blockers,
            b => b.IsAbsentLimit && b.Request.Amount.IsPositive && !(free is not null && IsThrottled(b)),
            b => b.Request.Plain
        );
        string open = string.Join(" and ", blockers.Where(b => b.IsAbsentLimit && !b.Request.Amount.IsPositive).Select(b => b.Resource));
        string[] parts =
        [
            .. requests is null
                ? []
                : new[] { $"requests: {requests} (as much as the limits{(ends ? "" : More(blockers))}; lower limits work as well)" },
            .. limits is null ? [] : new[] { $"limits: {limits} (as much as the requests)" },
            .. free is null ? [] : new[] { free },
            .. open.Length == 0 ? [] : new[] { $"limits of {open} without requests" },
        ];
        return parts.Length == 0 ? "requests as much as the limits" : string.Join(", ", parts);
    }

    // A limit of as little as it requests makes it slow for nothing.
    private static bool IsThrottled(QosBlocker blocker) =>
        blocker is { Resource: "cpu", IsAbsentLimit: true, Request.Amount.IsPositive: true };

    // The pod requests the larger of what its init containers and what its containers need.
    private static string? FreeCpu(QosBlocker blocker, PodFacts pod)
    {
        var regular = pod.Containers.Where(c => c.Spec.Type == ContainerType.App).ToList();
        if (regular.Count == 0 || regular.Exists(c => !c.Request("cpu").Amount.IsPositive))
            return null;
        var all = regular.Select(c => c.Request("cpu").Amount.Value).Aggregate((one, other) => one + other);
        string who = regular.Count == 1 ? $"{Describe.Name(regular[0].Spec)} requests" : "the containers after it request";
        return all > blocker.Request.Amount.Value ? $"cpu request and limit of up to {all} (costs nothing: {who} as much)" : null;
    }

    // What that sets aside in addition.
    private static string More(IEnumerable<QosBlocker> blockers)
    {
        var more = new List<string>();
        foreach (var b in blockers.Where(b => b.Obstacle == QosObstacle.LimitAboveRequest))
        {
            if (
                b is
                {
                    Resource: "cpu",
                    Limit.Amount: { IsKnown: true, Value.Milli: { } limit },
                    Request.Amount: { IsKnown: true, Value.Milli: { } asked }
                }
            )
                more.Add(string.Create(CultureInfo.InvariantCulture, $"{(limit - asked) / 1000m:0.###} cores"));
            else if (
                b is { Limit.Amount: { IsKnown: true, Value.Bytes: { } bytes }, Request.Amount: { IsKnown: true, Value.Bytes: { } own } }
            )
                more.Add(new ByteSize(bytes - own).ToString());
        }
        return more.Count == 0 ? "" : $", which sets {WrittenText.Listed(more)} more aside in each pod";
    }

    private static string? Amounts(IEnumerable<QosBlocker> blockers, Func<QosBlocker, bool> isMeant, Func<QosBlocker, string> amount)
    {
        var entries = blockers.Where(isMeant).Select(b => $"{b.Resource}: {amount(b)}").ToList();
        return entries.Count == 0 ? null : $"{{{string.Join(", ", entries)}}}";
    }

    /// <summary>What keeps a container from the class: those of which it is the same are told together.</summary>
    private readonly record struct Lack(
        bool IsInit,
        ImmutableArray<(string Resource, QosObstacle Obstacle, AmountInForce Limit, AmountInForce Request)> Of
    )
    {
        public bool Equals(Lack other) => IsInit == other.IsInit && Of.AsSpan().SequenceEqual(other.Of.AsSpan());

        public override int GetHashCode() => HashCode.Combine(IsInit, Of.Length, Of[0].Resource, Of[0].Obstacle);
    }

    // The related places tell of the others.
    private static Statement Joined((string Text, int Containers)[] all, string so)
    {
        if (string.Join(", ", all.Select(a => a.Text)) is { Length: <= Statement.MostOfLine } line)
            return Statement.Of(line, so);
        int others = all.Skip(1).Sum(a => a.Containers);
        string keep = $"{others} more {(others == 1 ? "keeps" : "keep")} the pod from Guaranteed";
        return others == 0 ? Statement.Of(all[0].Text, so) : Statement.OfMore(all[0].Text, $", and {keep}", keep, so);
    }

    // What several lack is told once of all.
    private static string Has(string noun, string what, string[] names) =>
        $"{noun}{(names.Length == 1 ? "" : "s")} {WrittenText.Listed(names)} {(names.Length == 1 ? "has" : "have")} {what}";

    private static string Noun(ContainerSpec container) => container.Type == ContainerType.Init ? "init container" : "sidecar";
}
