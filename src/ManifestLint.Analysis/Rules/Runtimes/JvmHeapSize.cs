using ManifestLint.Evidence;
using ManifestLint.Facts;
using ManifestLint.Findings;
using ManifestLint.Manifests;
using ManifestLint.Quantities;
using ManifestLint.Runtimes.Java;
using ManifestLint.Yaml;

namespace ManifestLint.Rules.Runtimes;

/// <summary>What teams may decide about ML3001.</summary>
public sealed record JvmHeapAboveBudgetOptions
{
    /// <summary>The share of the memory limit, in percent, up to which a heap is fine; above 0 and at most 100.</summary>
    public decimal Percent { get; init; } = 75;

    /// <summary>The share of the limit that a heap may take: the vendor's where the image is known for one.</summary>
    internal double Share(JvmFacts jvm) => jvm.VendorShare ?? (double)(Percent / 100);
}

/// <summary>ML3001 jvm-heap-above-budget.</summary>
/// <param name="options">How much is fine.</param>
public sealed class JvmHeapAboveBudget(JvmHeapAboveBudgetOptions options) : JvmRule("ML3001")
{
    private protected override IEnumerable<Finding> Check(JvmFacts jvm, ContainerFacts container, PodFacts pod)
    {
        if (
            jvm.TotalMaxHeapBytes is not { } heap
            || jvm.HeapOrigin == JvmHeapOrigin.Default
            || container.MemoryMax.Bytes is not { } limit
            || heap >= limit
            || IsLimitComputed(container)
        )
            yield break;
        // What the vendor itself makes of the limit, as for Elasticsearch's dedicated masters, is what it advises.
        if (jvm is { VendorShare: not null, HeapSource.Word.Origin: TextOrigin.ImageDefault { By: Derivation.Share } })
            yield break;
        double share = options.Share(jvm);
        if (heap <= (long)Math.Ceiling(limit * share))
            yield break;
        double usual = (double)(options.Percent / 100);
        // A page cache is no demand: where it has no room the kernel takes it back, and nothing is killed.
        bool isSlow = jvm.KeepsPageCache && heap <= (long)Math.Ceiling(limit * usual);
        // What is kept for minutes is read while it is new.
        if (isSlow && jvm.KeepsBriefly)
            yield break;
        if (jvm.KeepsPageCache && !isSlow)
            share = usual;
        string rest = Human(limit - heap),
            text = Describe.MemoryLimit(container);
        string why =
            isSlow
                ? "the rest of the JVM and the page cache that Kafka serves its readers from: with a small one it reads from the disk, and nothing is OOMKilled"
            : jvm.KeepsPageCache ? "metaspace, threads, buffers and Kafka's page cache"
            : jvm.VendorShare is null ? "metaspace, threads, buffers and the collector"
            : $"what {Called(jvm)} keeps beside the heap, which is as much as in it";
        var finding = AtOption(
            jvm.HeapSource,
            jvm,
            container,
            pod,
            Statement.Of($"{HeapIs(jvm)} {ByteSize.Share(heap, limit)} the memory limit {text}", $"only {rest} is left for {why}")
        );
        yield return isSlow
            ? finding with
            {
                Severity = Severity.Note,
            }
            : With(finding, JvmFixes.LowerHeap(jvm, limit, container.Limit("memory").Plain, share, pod));
    }

    /// <summary>What people call a product, whoever builds its image.</summary>
    internal static string Called(JvmFacts jvm)
    {
        const string Packager = "Bitnami ";
        string name = jvm.Product ?? "this server";
        return name.StartsWith(Packager, StringComparison.Ordinal) ? name[Packager.Length..] : name;
    }
}

/// <summary>ML3002 jvm-heap-at-limit.</summary>
/// <param name="budget">What would be fine, for its fix.</param>
public sealed class JvmHeapAtLimit(JvmHeapAboveBudgetOptions budget) : JvmRule("ML3002")
{
    private protected override IEnumerable<Finding> CheckDemands(ContainerFacts container, PodFacts pod)
    {
        if (container.MemoryMax.Bytes is not { } limit)
            yield break;
        foreach (var demand in container.Demands)
        {
            if (demand is not { Share: { } share, Setting: { } setting } || (Int128)demand.Bytes * 100 <= (Int128)limit * share.ErrorAbove)
                continue;
            string what = WrittenText.WithAmount(demand.Subject, demand.Bytes);
            yield return AtSource(
                setting,
                container,
                pod,
                Statement
                    .Of(
                        $"{what} is {ByteSize.Share(demand.Bytes, limit)} the memory limit {Describe.MemoryLimit(container)}",
                        share.Consequence
                    )
                    .If(Assume.Runtime(demand.Assumption))
            ) with
            {
                Lowered = AtMostWarning(demand.Certainty),
            };
        }
    }

    private protected override IEnumerable<Finding> Check(JvmFacts jvm, ContainerFacts container, PodFacts pod)
    {
        if (jvm.TotalMaxHeapBytes is not { } heap || container.MemoryMax.Bytes is not { } limit || IsLimitComputed(container))
            yield break;
        // Servers that need as much memory beside the heap: Elasticsearch alone takes half of the heap for direct buffers (runtime-memory.md §13).
        bool isVendorError =
            jvm is { VendorShare: not null, KeepsPageCache: false }
            && jvm.HeapOrigin != JvmHeapOrigin.Default
            && heap < limit
            && (Int128)heap * 4 >= (Int128)limit * 3;
        if (heap < limit && !isVendorError)
            yield break;
        string text = Describe.MemoryLimit(container);
        string share = $"{HeapIs(jvm)} {ByteSize.Share(heap, limit)} the memory limit {text}";
        var statement = isVendorError
            ? Statement.Of(
                $"{share}, and {JvmHeapAboveBudget.Called(jvm)} needs as much beside its heap as in it",
                "under load it is OOMKilled, or slow because too little is left for the page cache"
            )
            : Statement.Of(share, "a heap that grows so far gets the container OOMKilled, without an OutOfMemoryError");
        var finding = AtOption(jvm.HeapSource, jvm, container, pod, statement) with { Lowered = AtMostWarning(jvm) };
        yield return With(finding, JvmFixes.LowerHeap(jvm, limit, container.Limit("memory").Plain, budget.Share(jvm), pod));
    }
}

/// <summary>ML3003 jvm-memory-above-limit.</summary>
/// <param name="budget">What ML3001 would leave.</param>
public sealed class JvmMemoryAboveLimit(JvmHeapAboveBudgetOptions budget) : JvmRule("ML3003")
{
    private protected override IEnumerable<Finding> Check(JvmFacts jvm, ContainerFacts container, PodFacts pod)
    {
        if (container.MemoryMax.Bytes is not { } limit || jvm.TotalMaxHeapBytes is not { } heap)
            yield break;
        var caps = jvm.Budget.Where(l => l.IsCap).ToList();
        if (caps.Count < 2 || jvm.CapBytes <= limit)
        {
            if (WithUsualFigures(jvm, heap, limit, container, pod) is { } usual)
                yield return usual;
            yield break;
        }
        long sum = (long)Int128.Min(jvm.CapBytes, long.MaxValue);
        string parts = string.Join(" + ", caps.Select(l => $"{l.What} {Human(l.Bytes)}"));
        var finding = AtOption(
            jvm.HeapSource,
            jvm,
            container,
            pod,
            Statement.Of(
                $"{parts} = {new ByteSize(sum).ToHumanSum()}, {ByteSize.Share(sum, limit)} the memory limit {Describe.MemoryLimit(container)}",
                "the container can be OOMKilled with each of these within its cap"
            )
        );
        yield return finding with
        {
            From =
            [
                .. finding.From,
                .. caps.Where(c => c.Part != JvmBudgetPart.Heap)
                    .Select(c => jvm.Settings.FirstOrDefault(s => s.Word == c.Option))
                    .OfType<JvmSetting>()
                    .Select(Source)
                    .OfType<StatementSource>(),
            ],
        };
    }

    // Where the heap alone leaves enough, or too little, ML3001 and ML3002 have their say.
    private Finding? WithUsualFigures(JvmFacts jvm, long heap, long limit, ContainerFacts container, PodFacts pod)
    {
        // What nobody set, and nobody is sure of, is nobody's to correct.
        bool isSet = jvm.HeapSource is { From: not (TextOrigin.ImageDefault or TextOrigin.Operator) };
        if (jvm.Evidence == JvmEvidence.Image || jvm.Starts == false || (jvm.Certainty != RuntimeCertainty.Exact && !isSet))
            return null;
        if (jvm.BudgetBytes <= limit || heap > (long)Math.Ceiling(limit * budget.Share(jvm)))
            return null;
        long sum = (long)Int128.Min(jvm.BudgetBytes, long.MaxValue);
        string usual = string.Join(", ", jvm.Budget.Where(l => !l.IsCap).Select(l => $"{l.What} {Human(l.Bytes)}"));
        return AtOption(
            jvm.HeapSource,
            jvm,
            container,
            pod,
            Statement
                .Of(
                    $"{HeapIs(jvm)} {ByteSize.Percent(heap, limit)} % of the memory limit {Describe.MemoryLimit(container)}, and with usual figures for the rest the JVM takes {Human(sum)}",
                    "the container may be OOMKilled before the heap is full"
                )
                .If(new Assumption(AssumptionKind.UsualFigure, $"estimates: {usual}"))
        ) with
        {
            Severity = Severity.Note,
        };
    }
}

/// <summary>ML3004 jvm-heap-unset.</summary>
public sealed class JvmHeapUnset() : JvmRule("ML3004")
{
    // What the JVM takes beside its heap, about 200 MiB, is most of what the default leaves of so little; and an agent takes as much again.
    private const long Small = 512L << 20;
    private const long SmallWithAgent = 1L << 30;

    private protected override IEnumerable<Finding> Check(JvmFacts jvm, ContainerFacts container, PodFacts pod)
    {
        if (jvm.Evidence == JvmEvidence.Image || jvm.HeapOrigin != JvmHeapOrigin.Default || jvm.Starts != true || jvm.UnsetName is not null)
            yield break;
        if (jvm.MaxHeapBytes is not { } heap || container.MemoryMax.Bytes is not { } limit || jvm.IsHeapFromNode || heap >= limit)
            yield break;
        if (limit < (jvm.HasAgent ? SmallWithAgent : Small))
            yield break;
        bool isAssumed = jvm.Certainty != RuntimeCertainty.Exact;
        // A variable of a convention tells of a start script, and that may size the heap.
        if (isAssumed && !HasMachineVariable(container.Spec))
            yield break;
        yield return AtSetting(
            null,
            container,
            pod,
            Statement
                .Of(
                    $"nothing sets the heap of this JVM: its heap may grow to {Human(heap)}, {ByteSize.Share(heap, limit)} the memory limit {Describe.MemoryLimit(container)}",
                    "it may end with an OutOfMemoryError while much of the limit is unused"
                )
                .If(isAssumed ? Assume.Runtime(new RuntimeAssumption.ScriptSetsNoHeap()) : null)
        ) with
        {
            Advice = JvmFixes.SharesOf(jvm, limit, container.Limit("memory").Plain),
        };
    }

    private static bool HasMachineVariable(ContainerSpec container) =>
        container.Node["env"] is YamlSequence env
        && env.Items.Any(i => i.Target is YamlMapping entry && JvmImages.MachineVariables.Contains(entry.TextAt("name") ?? ""));
}

/// <summary>ML3005 jvm-heap-from-node.</summary>
public sealed class JvmHeapFromNode() : JvmRule("ML3005")
{
    private protected override IEnumerable<Finding> Check(JvmFacts jvm, ContainerFacts container, PodFacts pod)
    {
        if (
            pod.AbsenceSaysNothing
            || !container.MemoryMax.IsUnlimited
            || !jvm.IsHeapFromNode
            || jvm.Starts == false
            || jvm.Evidence == JvmEvidence.Image
        )
            yield break;
        if (jvm.HeapOrigin is not (JvmHeapOrigin.Default or JvmHeapOrigin.Percentage or JvmHeapOrigin.ImageDefault))
            yield break;
        string share = jvm.HeapOrigin switch
        {
            JvmHeapOrigin.Percentage when jvm.HeapSource is { } by => $"{Shown(by.Word.Text)} is a share",
            JvmHeapOrigin.ImageDefault => "the heap that the image sets by itself is a share",
            _ => "the JVM's default heap is a quarter",
        };
        if (jvm.HeapSource?.Word.Origin is TextOrigin.Operator maker)
            share = $"{maker.Name} lets the heap be a share";
        yield return AtOption(
            jvm.HeapSource,
            jvm,
            container,
            pod,
            Statement.Of(
                $"{Describe.Container(container.Spec)} has no memory limit, and {share} of the node's memory",
                "the heap grows with the node and can push out everything else on it"
            )
        ) with
        {
            Lowered = Describe.Absence(pod, container),
        };
    }
}

/// <summary>ML3008 jvm-container-support-off.</summary>
public sealed class JvmContainerSupportOff() : JvmRule("ML3008")
{
    private protected override IEnumerable<Finding> Check(JvmFacts jvm, ContainerFacts container, PodFacts pod)
    {
        if (jvm.SeesContainer || jvm.Starts == false)
            yield break;
        var setting = jvm.Settings.FirstOrDefault(s => s.Name == "UseContainerSupport");
        string effect =
            jvm.HeapOrigin == JvmHeapOrigin.Explicit
                ? "its collector and its threads follow the node"
                : "its heap is a share of the node's memory";
        yield return AtOption(
            setting,
            jvm,
            container,
            pod,
            Statement.Of("-XX:-UseContainerSupport hides the container's limits from the JVM", effect)
        );
    }
}

/// <summary>ML3009 jvm-initial-heap-above-request.</summary>
public sealed class JvmInitialHeapAboveRequest() : JvmRule("ML3009")
{
    private protected override IEnumerable<Finding> Check(JvmFacts jvm, ContainerFacts container, PodFacts pod)
    {
        var initial = jvm.Settings.FirstOrDefault(s => s.Name == "InitialHeapSize");
        if (initial is null || initial.From is TextOrigin.ImageDefault || jvm.InitialHeapBytes is not { } heap || jvm.Starts == false)
            yield break;
        if (container.MemoryRequest is not { IsPositive: true } request || request.Value.Bytes is not { } asked || heap <= asked)
            yield break;
        string own = initial.Word.Origin is TextOrigin.Operator by
            ? $"the initial heap that {by.Name} sets ({Human(heap)})"
            : WrittenText.WithAmount(Shown(initial.Word.Text), heap);
        string text = container.Request("memory").ToString(),
            share = $"{own} is {ByteSize.Share(heap, asked)} the memory request {text}";
        var statement = jvm.IsPreTouched
            ? Statement.Of(
                $"{share}, resident at start with AlwaysPreTouch",
                "the pod exceeds its request from the first second and is among the first to be evicted when the node runs short of memory"
            )
            : Statement.Of(
                share,
                "as the heap fills the pod exceeds its request, and when the node runs short of memory it is evicted before pods that do not"
            );
        yield return AtOption(initial, jvm, container, pod, statement, withLimit: false) with
        {
            Severity = jvm.IsPreTouched ? Severity.Warning : null,
            Related = container.Spec.MemoryRequest.IsAbsent
                ? []
                : [new RelatedPlace(container.Spec.MemoryRequest.Node.Location, "the memory request")],
        };
    }
}
