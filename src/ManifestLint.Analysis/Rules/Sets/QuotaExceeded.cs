using System.Collections.Immutable;
using ManifestLint.Amounts;
using ManifestLint.Facts;
using ManifestLint.Findings;
using ManifestLint.Manifests;
using ManifestLint.Neighbours;
using ManifestLint.Quantities;

namespace ManifestLint.Rules.Sets;

/// <summary>ML5004 quota-exceeded.</summary>
public sealed class QuotaExceeded() : ManifestSetRule("ML5004")
{
    private const int MostRelated = 5;

    private static readonly string[] Replicated =
    [
        "Deployment",
        "ReplicaSet",
        "StatefulSet",
        "ReplicationController",
        "DeploymentConfig",
        "Rollout",
    ];

    /// <summary>A line of a quota.</summary>
    /// <param name="quota">The quota.</param>
    /// <param name="title">What it is called.</param>
    /// <param name="hard">The line.</param>
    /// <param name="isMild">Whether it is told as what may be, not as what will: each line is noted both ways.</param>
    private sealed class Line(ObjectKey quota, string title, NamedAmount hard, bool isMild) : SetRecord
    {
        public bool IsMild => isMild;

        public ObjectKey Quota => quota;

        public string Title => title;

        public string Name { get; } = hard.Name;

        public string Text { get; } = hard.Text;

        public long Hard { get; } = Measure(hard.Name, Amount.Of(hard.Quantity!.Value));
    }

    /// <summary>What one workload needs of one quota: of each amount at least so much, 0 where that cannot be known. There may be very many.</summary>
    private sealed class Usage(ResourceQuota quota, Manifest manifest, long pods, PodFacts pod, bool hasManyCores) : SetRecord
    {
        /// <summary>Whether it is a pod that nobody makes again: one that does not fit was refused when it was applied, or is there to be.</summary>
        public bool IsBare { get; } = manifest.Kind == "Pod";

        private readonly string _kind = Array.Find(Replicated, k => k == manifest.Kind) ?? manifest.Kind;
        private readonly long _requestedMemory = Measure("memory", pod.Requests["memory"]);
        private readonly long _limitedMemory = Measure("memory", pod.Limits["memory"]);

        // A slip (ML0005) is the cause, and says nothing about the quota.
        private readonly long _requestedCpu = hasManyCores ? 0 : Measure("cpu", pod.Requests["cpu"]);
        private readonly long _limitedCpu = hasManyCores ? 0 : Measure("cpu", pod.Limits["cpu"]);

        public ResourceQuota Quota { get; } = quota;

        /// <summary>What it is deployed with: the kustomization that composes it, or its folder.</summary>
        public string Unit { get; } = pod.Place.Overlay ?? pod.Place.Folder;

        public long Pods { get; } = pods;

        public string? Name { get; } = manifest.Name;

        /// <summary>Two of one identity are the same object, written twice.</summary>
        public (string Kind, string? Name) Identity => (_kind, Name);

        public long OfOne(string name) =>
            name switch
            {
                "memory" or "requests.memory" => _requestedMemory,
                "limits.memory" => _limitedMemory,
                "cpu" or "requests.cpu" => _requestedCpu,
                "limits.cpu" => _limitedCpu,
                _ => 1,
            };
    }

    /// <inheritdoc/>
    public override IEnumerable<SetNote> Note(Manifest manifest, ObjectPlace place, ManifestSet set) =>
        manifest is { Kind: "ResourceQuota", Group: "" } ? Note(ResourceQuota.Read(manifest, place), place) : [];

    private IEnumerable<SetNote> Note(ResourceQuota quota, ObjectPlace place)
    {
        if (IsOfTemplate(quota.Name) || !quota.Problems.IsEmpty)
            yield break;
        foreach (var hard in quota.Hard)
        {
            if ((QuotaUsage.Demand(hard.Name) is null && hard.Name != "pods") || hard.Quantity is not { IsNegative: false } amount)
                continue;
            // ML0004 tells that.
            if (hard.Name.EndsWith("memory", StringComparison.Ordinal) && UnitSlips.IsTiny(amount))
                continue;
            foreach (bool isMild in (bool[])[false, true])
            {
                yield return new(
                    new Line(ObjectKey.Of(place, quota.Location), quota.Title, hard, isMild),
                    hard.Location,
                    At(hard.Location, hard.Path, Statement.Of("")) with
                    {
                        Severity = isMild ? Severity.Note : null,
                    }
                );
            }
        }
    }

    /// <inheritdoc/>
    public override IEnumerable<SetNote> Note(PodFacts pod, ManifestSet set)
    {
        if (pod.Neighbours.Quotas.IsEmpty || pod.AbsenceSaysNothing || LeastPods(pod) is not (> 0 and var pods))
            yield break;
        var manifest = pod.Workload.Manifest;
        if (IsOfTemplate(manifest.Name))
            yield break;
        bool hasManyCores = ManyCores.In(pod);
        foreach (var quota in pod.Neighbours.Quotas)
        {
            if (ManifestSet.AreDeployedTogether(quota.Place, pod.Place) && QuotaUsage.Counts(quota, pod) == true)
                yield return new(
                    new Usage(quota, manifest, pods, pod, hasManyCores),
                    (manifest.Metadata?.Find("name")?.Value ?? manifest.Root).Location
                );
        }
    }

    /// <inheritdoc/>
    public override IEnumerable<SetVerdict> Judge(ImmutableArray<SetRecord> records)
    {
        var usages = records.OfType<Usage>().ToLookup(u => ObjectKey.Of(u.Quota.Place, u.Quota.Location));
        // There may be hundreds of thousands: one room for all lines.
        var counted = new List<(Usage Usage, Int128 Amount)>();
        var seen = new Dictionary<(string Kind, string? Name), int>();
        foreach (var quota in records.OfType<Line>().GroupBy(l => l.Quota))
        {
            if (!usages.Contains(quota.Key))
                continue;
            Line[] lines = [.. quota.Where(l => !l.IsMild)];
            var fitting = new List<Usage>();
            var oversize = new List<Usage>();
            // A pod that is larger than the quota by itself never runs in it, and takes nothing from the others.
            foreach (var usage in usages[quota.Key])
                (lines.Any(l => IsTooLarge(usage, l)) ? oversize : fitting).Add(usage);
            var exceeded = new List<Excess>();
            foreach (var line in lines)
            {
                Count(fitting, line.Name, counted, seen);
                var sum = Sum(counted);
                if (sum > line.Hard)
                    exceeded.Add(new(line, sum, IsOfOneUnit(counted, line), Largest(counted), counted.Count));
            }
            if (Verdict(lines, [.. quota.Where(l => l.IsMild)], oversize, exceeded) is { } verdict)
                yield return verdict;
        }
    }

    // One finding a quota, what is worst: several amounts of the same pods are one cause.
    private static SetVerdict? Verdict(Line[] lines, Line[] mild, List<Usage> oversize, List<Excess> exceeded)
    {
        if (oversize.FindAll(u => !u.IsBare) is { Count: > 0 } made)
            return Alone(lines, made, exceeded);
        var told = exceeded.Find(e => e.IsOfOneUnit);
        if (told is null && oversize.Count > 0)
            return Alone(mild, oversize, exceeded);
        told ??= exceeded.FirstOrDefault();
        if (told is null)
            return null;
        var claim = told.IsOfOneUnit ? told.Line : Array.Find(mild, l => l.Name == told.Line.Name)!;
        return Together(claim, told, exceeded.FindAll(e => e != told));
    }

    /// <summary>An amount that is more than a line allows.</summary>
    /// <param name="Line">The line.</param>
    /// <param name="Sum">What all need.</param>
    /// <param name="IsOfOneUnit">Whether one workload, or what is deployed together with the quota, needs more.</param>
    /// <param name="Largest">Those that need the most.</param>
    /// <param name="Count">How many need something.</param>
    private sealed record Excess(Line Line, Int128 Sum, bool IsOfOneUnit, List<(Usage Usage, Int128 Amount)> Largest, int Count);

    private static SetVerdict Alone(Line[] lines, List<Usage> oversize, List<Excess> exceeded)
    {
        // Memory first: that is what this tool is asked for.
        var tooSmall = Array.FindAll(lines, l => oversize.Exists(u => IsTooLarge(u, l)));
        var line = tooSmall.MaxBy(l => l.Name.EndsWith("memory", StringComparison.Ordinal))!;
        var largest = oversize
            .Where(u => IsTooLarge(u, line))
            .Select(u => (Usage: u, Amount: (Int128)u.OfOne(line.Name)))
            .OrderByDescending(c => c.Amount)
            .ToList();
        bool isOne = largest.Select(c => c.Usage.Identity).Distinct().Count() == 1,
            isBare = largest[0].Usage.IsBare;
        string who = (isBare, isOne) switch
        {
            (true, true) => "one Pod",
            (true, false) => "some Pods",
            (false, true) => "a pod of one workload",
            _ => "a pod of some workloads",
        };
        return new(
            line,
            Statement.Of(
                Asked(line, who, isBare && !isOne, $"{(isBare && !isOne ? "up to " : "")}{Show(line.Name, largest[0].Amount)}", ""),
                isBare
                    ? $"the API server refuses {(isOne ? "that Pod" : "those Pods")}"
                    : $"no pod of {(isOne ? "that workload" : "those workloads")} is ever created"
            )
        )
        {
            Advice = new($"{line.Name}: {Enough(line.Name, largest[0].Amount)} or more"),
            // What is above it only if all that stands elsewhere runs at once is another matter.
            Related =
            [
                .. tooSmall
                    .Where(l => l != line)
                    .Select(l => ((SetRecord)l, $"{Allowed(l)}, and {Show(l.Name, oversize.Max(u => u.OfOne(l.Name)))} needed")),
                .. exceeded.Where(e => e.IsOfOneUnit).Select(Beside),
                .. largest.Take(MostRelated).Select(c => Related(line, c)),
            ],
        };
    }

    private static SetVerdict Together(Line claim, Excess told, List<Excess> others)
    {
        bool isOne = told.Count == 1;
        string who = isOne ? "one workload" : $"{told.Count} workloads";
        string pods = isOne ? "some of its pods are" : "some of their pods are";
        return new(
            claim,
            Statement.Of(
                Asked(claim, who, !isOne, Show(claim.Name, told.Sum), isOne ? "" : " together"),
                told.IsOfOneUnit ? $"{pods} not created" : $"{pods} not created if all of them run at the same time"
            )
        )
        {
            Advice = new($"{claim.Name}: {Enough(claim.Name, told.Sum)} or more, or fewer pods"),
            Related = [.. others.Select(Beside), .. told.Largest.Select(c => Related(claim, c))],
        };
    }

    private static (SetRecord, string) Beside(Excess excess) =>
        (excess.Line, $"{Allowed(excess.Line)}, and {Show(excess.Line.Name, excess.Sum)} needed");

    private static (SetRecord, string) Related(Line line, (Usage Usage, Int128 Amount) counted) =>
        (counted.Usage, Share(line.Name, counted.Usage, counted.Amount));

    private static string Asked(Line line, string who, bool areSeveral, string amount, string together)
    {
        string asked = QuotaUsage.Demand(line.Name) switch
        {
            (var resource, true) => $"{(areSeveral ? "have" : "has")} {resource} limits of {amount}",
            (var resource, false) => $"{(areSeveral ? "request" : "requests")} {amount} of {resource}",
            null => $"{(areSeveral ? "need" : "needs")} {amount} pods",
        };
        return $"{who} {asked}{together}, and {line.Title} allows {SetWords.Written(line.Text)}";
    }

    private static string Allowed(Line line) =>
        QuotaUsage.Demand(line.Name) is var (resource, isLimit)
            ? $"{resource} {(isLimit ? "limits" : "requests")} of {SetWords.Written(line.Text)}"
            : Pods(line.Hard, line.Text);

    private static List<(Usage Usage, Int128 Amount)> Largest(List<(Usage Usage, Int128 Amount)> counted) =>
        [.. counted.OrderByDescending(c => c.Amount).Take(MostRelated)];

    private static bool IsTooLarge(Usage usage, Line line) => line.Name != "pods" && usage.OfOne(line.Name) > line.Hard;

    private static Int128 Sum(IEnumerable<(Usage Usage, Int128 Amount)> counted)
    {
        Int128 sum = 0;
        foreach (var (_, amount) in counted)
            sum += amount;
        return sum;
    }

    // A namespace of several folders may hold what never runs at the same time: demos, steps of a tutorial, before and after.
    private static bool IsOfOneUnit(List<(Usage Usage, Int128 Amount)> counted, Line line) =>
        counted.Exists(c => c.Amount > line.Hard)
        || Sum(counted.Where(c => c.Usage.Unit == (c.Usage.Quota.Place.Overlay ?? c.Usage.Quota.Place.Folder))) > line.Hard;

    private static string Share(string name, Usage usage, Int128 amount) =>
        name == "pods" ? Pods(usage.Pods, Show(name, amount))
        : usage.Pods > 1 ? $"{usage.Pods} pods × {Show(name, usage.OfOne(name))}"
        : Show(name, amount);

    private static string Pods(long count, string text) => $"{text} {(count == 1 ? "pod" : "pods")}";

    // Where a name cannot be one, somebody is yet to fill in the rest, too.
    private static bool IsOfTemplate(string? name) => name is not null && !ObjectName.IsSubdomain(name);

    // An object written twice is counted once, with the smaller amount.
    private static void Count(
        IEnumerable<Usage> usages,
        string name,
        List<(Usage Usage, Int128 Amount)> counted,
        Dictionary<(string Kind, string? Name), int> seen
    )
    {
        counted.Clear();
        seen.Clear();
        foreach (var usage in usages)
        {
            var amount = (Int128)usage.Pods * usage.OfOne(name);
            if (usage.Name is not null && seen.TryGetValue(usage.Identity, out int at))
            {
                if (amount < counted[at].Amount)
                    counted[at] = (usage, amount);
                continue;
            }
            if (amount <= 0)
                continue;
            if (usage.Name is not null)
                seen[usage.Identity] = counted.Count;
            counted.Add((usage, amount));
        }
    }

    /// <summary>The fewest pods that run at once; null or 0 where nothing can be said.</summary>
    private static long? LeastPods(PodFacts pod)
    {
        var manifest = pod.Workload.Manifest;
        // What another object makes is counted there.
        if (manifest.Metadata?["ownerReferences"] is Yaml.YamlSequence { Items.Length: > 0 })
            return null;
        switch (manifest.Kind)
        {
            case "Pod":
                return manifest.Root.MappingAt("status")?.TextAt("phase") is "Succeeded" or "Failed" ? 0 : 1;
            case "Job":
                var spec = manifest.Root.MappingAt("spec");
                if (spec?.TextAt("suspend") == "true" || manifest.Root.MappingAt("status")?.TextAt("completionTime") is not null)
                    return 0;
                long? parallel = spec?.Find("parallelism") is { } p ? FieldReading.Integer(p.Value) : 1,
                    completions = spec?.Find("completions") is { } c ? FieldReading.Integer(c.Value) : null;
                return completions < parallel ? completions : parallel;
            case var kind when Replicated.Contains(kind):
                // An autoscaler takes replicas over.
                return pod.Neighbours.Autoscalers.IsEmpty ? pod.Workload.Replicas : pod.Neighbours.Autoscalers.Min(a => a.MinReplicas ?? 0);
            default:
                return null;
        }
    }

    // Bytes of memory, thousandths of cpu, pods.
    private static long Measure(string name, Amount amount) =>
        !amount.IsPositive ? 0
        : name.EndsWith("cpu", StringComparison.Ordinal) ? amount.Value.Milli ?? long.MaxValue
        : amount.Value.Bytes ?? long.MaxValue;

    private static string Show(string name, Int128 amount) =>
        name == "pods" ? amount.ToString(System.Globalization.CultureInfo.InvariantCulture)
        : name.EndsWith("cpu", StringComparison.Ordinal) ? ResourceQuantity.Parse($"{amount}m")?.ToString() ?? $"{amount}m"
        : Show(new ByteSize((long)Int128.Min(amount, long.MaxValue)));

    // Rounded up where it is a long row of digits, so that it holds the sum.
    private static string Enough(string name, Int128 amount)
    {
        if (name == "pods" || name.EndsWith("cpu", StringComparison.Ordinal))
            return Show(name, amount);
        var size = new ByteSize((long)Int128.Min(amount, long.MaxValue));
        return char.IsAsciiDigit(size.ToString()[^1]) ? $"{(amount + (1 << 20) - 1) >> 20}Mi" : size.ToString();
    }

    // A sum of odd amounts is a long row of digits.
    private static string Show(ByteSize size) =>
        size.ToString() is var exact && char.IsAsciiDigit(exact[^1]) ? size.ToFraction() ?? size.ToHuman() : exact;
}
