using ManifestLint.Amounts;
using ManifestLint.Evidence;
using ManifestLint.Facts;
using ManifestLint.Findings;
using ManifestLint.Manifests;
using ManifestLint.Runtimes.Java;

namespace ManifestLint.Rules.Runtimes;

/// <summary>What the rules about JVMs share: whom they judge, and how they speak of a heap.</summary>
public abstract class JvmRule : RuntimeRule
{
    private protected JvmRule(string id)
        : base(id) { }

    /// <inheritdoc/>
    public sealed override IEnumerable<Finding> Check(ContainerFacts container, PodFacts pod) =>
        // A patch holds half of the story; what cannot be known keeps silent.
        pod.Workload.Completeness == Completeness.Patch
            ? []
        : container.Jvm is { Certainty: not RuntimeCertainty.Unknown } jvm ? Check(jvm, container, pod).Concat(CheckDemands(container, pod))
        : CheckDemands(container, pod);

    /// <summary>Findings about what processes take as a whole, where no heap alone is the question.</summary>
    private protected virtual IEnumerable<Finding> CheckDemands(ContainerFacts container, PodFacts pod) => [];

    private protected abstract IEnumerable<Finding> Check(JvmFacts jvm, ContainerFacts container, PodFacts pod);

    /// <summary>A finding at an option of a JVM that rests on what its facts rest on.</summary>
    private protected Finding AtOption(
        JvmSetting? setting,
        JvmFacts jvm,
        ContainerFacts container,
        PodFacts pod,
        Statement statement,
        bool withLimit = true
    ) =>
        AtSetting(
            setting?.Word,
            container,
            pod,
            statement.If(Assume.Runtime(jvm.Assumption)),
            withLimit,
            source: setting is null ? null : Source(setting)
        );

    /// <summary>Where an option stands: <c>-Xmx1g in env JAVA_TOOL_OPTIONS</c>; null if it stands in no manifest.</summary>
    private protected static StatementSource? Source(JvmSetting setting) =>
        Source(setting.Name, Shown(setting.Word.Text), setting.Word, setting.From);

    /// <summary>A fact that rests on an assumption is a warning at most (rules.md rule 4).</summary>
    private protected static Severity? AtMostWarning(JvmFacts jvm) => AtMostWarning(jvm.Certainty);

    /// <summary>True if an operator computes the limit of the heap and what it leaves beside it, so that the one says nothing about the other.</summary>
    private protected static bool IsLimitComputed(ContainerFacts container) =>
        container.Limit("memory").Origin is TextOrigin.Operator { IsComputed: true };

    /// <summary>The heap with its verb: <c>-Xmx3072m (3 GiB) is</c>.</summary>
    private protected static string HeapIs(JvmFacts jvm)
    {
        long bytes = jvm.TotalMaxHeapBytes!.Value;
        string size = Human(bytes);
        if (jvm.ProcessCount > 1 && jvm.TotalMaxHeapBytes != jvm.MaxHeapBytes)
            return $"the heaps of {jvm.ProcessCount} JVMs side by side ({size} together) are";
        string text = jvm.HeapSource?.Word is { IsKnown: true } word ? WrittenText.Cut(word.Text) : "";
        if (jvm.HeapSource?.Word.Origin is TextOrigin.Operator by)
            return $"the heap that {by.Name} sets ({size}) is";
        // A field that holds another text than the option that an operator makes of it.
        if (jvm.HeapSource?.Word is { } own && JvmFixes.FieldOf(own) is var (key, value))
            return $"{WrittenText.WithAmount($"{key}: {WrittenText.Cut(value)}", bytes)} is";
        return jvm.HeapOrigin switch
        {
            JvmHeapOrigin.Explicit or JvmHeapOrigin.Percentage when text.Length > 0 && !text.EndsWith(' ') =>
                $"{WrittenText.WithAmount(text, bytes)} is",
            JvmHeapOrigin.Explicit or JvmHeapOrigin.Percentage => $"a heap of {size} is",
            JvmHeapOrigin.InitialRaisesMax => $"{text} raises the maximum heap to {size}, which is",
            JvmHeapOrigin.ImageDefault => $"the heap that the image sets by itself ({size}) is",
            _ => $"the JVM's default heap ({size}) is",
        };
    }
}
