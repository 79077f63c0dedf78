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
    private sealed class Line(ObjectKey quota, string title, NamedAmount hard) : SetRecord
    {
        public ObjectKey Quota => quota;

        public string Title => title;

        public string Name { get; } = hard.Name;

        public string Text { get; } = hard.Text;

        public long Hard { get; } = Measure(hard.Name, Amount.Of(hard.Quantity!.Value));
    }

    /// <summary>What one workload needs: of each amount at least so much, 0 where that cannot be known.</summary>
    private sealed class Needs(Manifest manifest, long pods, PodFacts pod)
    {
        private readonly string _kind = Array.Find(Replicated, k => k == manifest.Kind) ?? manifest.Kind;
        private readonly long _requestedMemory = Measure("memory", pod.Requests["memory"]);
        private readonly long _limitedMemory = Measure("memory", pod.Limits["memory"]);

        // A slip (ML0005) is the cause, and says nothing about the quota.
        private readonly (long Requested, long Limited) _cpu = ManyCores.In(pod)
            ? (0, 0)
            : (Measure("cpu", pod.Requests["cpu"]), Measure("cpu", pod.Limits["cpu"]));

        public long Pods { get; } = pods;

        public string? Name { get; } = manifest.Name;

        /// <summary>Two of one identity are the same object, written twice.</summary>
        public (string Kind, string? Name) Identity => (_kind, Name);

        public long OfOne(string name) =>
            name switch
            {
                "memory" or "requests.memory" => _requestedMemory,
                "limits.memory" => _limitedMemory,
                "cpu" or "requests.cpu" => _cpu.Requested,
                "limits.cpu" => _cpu.Limited,
                _ => 1,
            };
    }

    /// <summary>What one workload needs of one quota. There may be very many.</summary>
    private sealed class Usage(ResourceQuota quota, Needs needs) : SetRecord
    {
        public ResourceQuota Quota => quota;

        public Needs Needs => needs;
    }

    /// <inheritdoc/>
    public override IEnumerable<SetNote> Note(Manifest manifest, ObjectPlace place, ManifestSet set)
    {
        if (manifest.Kind != "ResourceQuota" || manifest.Group.Length > 0)
            yield break;
        var quota = ResourceQuota.Read(manifest, place);
        if (IsOfTemplate(quota.Name) || !quota.Problems.IsEmpty)
            yield break;
        foreach (var hard in quota.Hard)
        {
            if ((QuotaUsage.Demand(hard.Name) is null && hard.Name != "pods") || hard.Quantity is not { IsNegative: false } amount)
                continue;
            // ML0004 tells that.
            if (hard.Name.EndsWith("memory", StringComparison.Ordinal) && UnitSlips.IsTiny(amount))
                continue;
            yield return new(
                new Line(ObjectKey.Of(place, quota.Location), quota.Title, hard),
                hard.Location,
                At(hard.Location, hard.Path, Statement.Of(""))
            );
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
        Needs? needs = null;
        foreach (var quota in pod.Neighbours.Quotas)
        {
            if (!ManifestSet.AreDeployedTogether(quota.Place, pod.Place) || QuotaUsage.Counts(quota, pod) != true)
                continue;
            needs ??= new Needs(manifest, pods, pod);
            yield return new(new Usage(quota, needs), (manifest.Metadata?.Find("name")?.Value ?? manifest.Root).Location);
        }
    }

    /// <inheritdoc/>
    public override IEnumerable<SetVerdict> Judge(ImmutableArray<SetRecord> records)
    {
        var usages = records.OfType<Usage>().ToLookup(u => ObjectKey.Of(u.Quota.Place, u.Quota.Location));
        // There may be hundreds of thousands: one room for all lines.
        var counted = new List<(Usage Usage, Int128 Amount)>();
        var seen = new Dictionary<(string Kind, string? Name), int>();
        foreach (var line in records.OfType<Line>())
        {
            if (!usages.Contains(line.Quota))
                continue;
            Count(usages[line.Quota], line.Name, counted, seen);
            Int128 sum = 0;
            foreach (var (_, amount) in counted)
                sum += amount;
            if (sum <= line.Hard)
                continue;
            string what = QuotaUsage.Demand(line.Name) is var (resource, isLimit)
                ? $"{resource} {(isLimit ? "limits" : "requests")}"
                : "pods";
            string allowed = what == "pods" ? Pods(line.Hard, line.Text) : $"{what} of {SetWords.Written(line.Text)}";
            bool isOne = counted.Count == 1;
            string need = isOne ? "one workload in this scan needs" : $"{counted.Count} workloads in this scan need";
            yield return new(
                line,
                Statement.Of(
                    $"{line.Title} allows {allowed}, and {need} {Show(line.Name, sum)}",
                    isOne ? "some of its pods are not created" : "some of their pods are not created"
                )
            )
            {
                Related =
                [
                    .. counted
                        .OrderByDescending(c => c.Amount)
                        .Take(MostRelated)
                        .Select(c => ((SetRecord)c.Usage, Share(line.Name, c.Usage.Needs, c.Amount))),
                ],
            };
        }
    }

    private static string Share(string name, Needs usage, Int128 amount) =>
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
        foreach (var record in usages)
        {
            var usage = record.Needs;
            var amount = (Int128)usage.Pods * usage.OfOne(name);
            if (usage.Name is not null && seen.TryGetValue(usage.Identity, out int at))
            {
                if (amount < counted[at].Amount)
                    counted[at] = (record, amount);
                continue;
            }
            if (amount <= 0)
                continue;
            if (usage.Name is not null)
                seen[usage.Identity] = counted.Count;
            counted.Add((record, amount));
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

    // A sum of odd amounts is a long row of digits.
    private static string Show(ByteSize size) => size.ToString() is var exact && char.IsAsciiDigit(exact[^1]) ? size.ToHuman() : exact;
}
