using ManifestLint.Amounts;
using ManifestLint.Evidence;
using ManifestLint.Facts;
using ManifestLint.Findings;
using ManifestLint.Manifests;
using ManifestLint.Quantities;
using ManifestLint.Runtimes;
using ManifestLint.Runtimes.Java;
using ManifestLint.Yaml;

namespace ManifestLint.Rules.Runtimes;

/// <summary>ML3004 jvm-heap-unset.</summary>
/// <param name="budget">What ML3001 would leave.</param>
public sealed class JvmHeapUnset(JvmHeapAboveBudgetOptions budget) : JvmRule("ML3004")
{
    // What the JVM takes beside its heap, about 200 MiB, is most of what the default leaves of so little; and an agent takes as much again.
    private const long Small = 512L << 20;
    private const long SmallWithAgent = 1L << 30;

    private protected override IEnumerable<Finding> Check(JvmFacts jvm, ContainerFacts container, PodFacts pod)
    {
        if (jvm.Evidence == JvmEvidence.Image || jvm.HeapOrigin != JvmHeapOrigin.Default || jvm.Starts != true || jvm.UnsetName is not null)
            yield break;
        // Its default is half of the limit or more.
        if (jvm.Implementation == JvmImplementation.OpenJ9)
            yield break;
        if (jvm.MaxHeapBytes is not { } heap || Limit(container) is not { } limit || jvm.IsHeapFromNode || heap >= limit)
            yield break;
        if (limit < (jvm.HasAgent ? SmallWithAgent : Small))
            yield break;
        bool isAssumed = jvm.Certainty != RuntimeCertainty.Exact;
        // A variable of a convention tells of a start script, and that may size the heap.
        if (isAssumed && MachineVariable(container.Spec) is null)
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
            Remedy = JvmLowering.SharesOf(jvm, limit, container.Limit("memory").Plain, budget.Percent) is { } share
                ? Remedy.Told(
                    MachineVariable(container.Spec) is { } name
                        ? Remedies.AdviceOf(share) with
                        {
                            In = $"env {name}",
                            Form = "behind what it holds",
                        }
                        : Remedies.AdviceOf(share)
                )
                : null,
        };
    }

    private static string? MachineVariable(ContainerSpec container) =>
        (container.Node["env"] as YamlSequence)
            ?.Items.Select(i => (i.Target as YamlMapping)?.TextAt("name"))
            .FirstOrDefault(n => n is not null && JvmImages.MachineVariables.Contains(n));
}

/// <summary>ML3008 jvm-container-support-off.</summary>
public sealed class JvmContainerSupportOff() : JvmRule("ML3008")
{
    private protected override IEnumerable<Finding> Check(JvmFacts jvm, ContainerFacts container, PodFacts pod)
    {
        if (jvm.SeesContainer || jvm.Starts == false)
            yield break;
        var setting = jvm.Settings.FirstOrDefault(s => s.Name == "UseContainerSupport");
        yield return AtOption(
            setting,
            jvm,
            container,
            pod,
            Statement.Of(
                setting is { Value: "false" }
                    ? "-XX:-UseContainerSupport hides the container's limits from the JVM"
                    : $"the update of Java {jvm.Version} {(jvm.VersionFrom == VersionSource.Configuration ? "that the configuration names" : "in the image's tag")} does not see the container's limits",
                jvm.HeapOrigin == JvmHeapOrigin.Explicit
                    ? "its collector and its threads follow the node"
                    : "its heap is a share of the node's memory"
            ) with
            {
                Besides = OnNode(jvm, container, pod),
            }
        ) with
        {
            Remedy = setting is { Value: "false" }
                ? Remedies.Of(new Rewriting("-XX:+UseContainerSupport", null, [(setting.Word, "", "-XX:+UseContainerSupport")]), pod)
                : Remedy.Told(
                    jvm.Version == 8 ? "an image of Java 8u372 or later"
                    : jvm.Version == 11 ? "an image of Java 11.0.16 or later"
                    : null
                ),
        };
    }

    // Nothing of a node that cannot hold the pod (rules.md rule 7).
    private static Clause? OnNode(JvmFacts jvm, ContainerFacts container, PodFacts pod) =>
        jvm.HeapOrigin == JvmHeapOrigin.Explicit
        || pod.IsAboveAssumedNode
        || (jvm.IsHeapFromNode ? jvm.MaxHeapBytes ?? jvm.HeapOnAssumedNodeBytes : null) is not { } heap
        || Limit(container) is not { } limit
        || heap <= limit
            ? null
            : new(
                $"it may grow to {new ByteSize(heap).ToHumanBeside(new ByteSize(limit))} of {pod.Assumptions.NodeText}, far enough to get the container OOMKilled at the memory limit {Describe.MemoryLimit(container)}",
                Assume.NodeMemory(pod) is { IsGiven: false } node ? [node] : []
            );
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
            : SettingText.Of(initial.Word).With(heap);
        string text = container.Request("memory").ToString(),
            share = $"{own} is {ByteSize.Share(heap, asked)} the memory request {text}";
        bool isKept = PodPriority.IsNeverEvicted(pod.Workload.Pod);
        const string Others = "other pods are evicted for it when the node runs short of memory";
        var statement = jvm.IsPreTouched
            ? Statement.Of(
                $"{share}, resident at start with AlwaysPreTouch",
                $"the pod exceeds its request from the first second and {(isKept ? Others : "is among the first to be evicted when the node runs short of memory")}"
            )
            : Statement.Of(
                share,
                $"as the heap fills the pod exceeds its request, and {(isKept ? Others : "when the node runs short of memory it is evicted before pods that do not")}"
            );
        yield return AtOption(initial, jvm, container, pod, statement, withLimit: false) with
        {
            Severity = jvm.IsPreTouched ? Severity.Warning : null,
            Remedy = Remedies.Told(JvmLowering.ForRequest(jvm, heap, asked, Limit(container))),
            Related = container.Spec.MemoryRequest.IsAbsent
                ? []
                : [new RelatedPlace(container.Spec.MemoryRequest.Node.Location, "the memory request")],
        };
    }
}
