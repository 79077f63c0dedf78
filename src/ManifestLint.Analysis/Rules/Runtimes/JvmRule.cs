using ManifestLint.Facts;
using ManifestLint.Facts.Runtimes;
using ManifestLint.Findings;
using ManifestLint.Manifests;

namespace ManifestLint.Rules.Runtimes;

/// <summary>What the rules about JVMs share: whom they judge, and how they speak of a heap.</summary>
public abstract class JvmRule : RuntimeRule
{
    private protected JvmRule(string id)
        : base(id) { }

    /// <inheritdoc/>
    public sealed override IEnumerable<Finding> Check(ContainerFacts container, PodFacts pod) =>
        // A patch holds half of the story; what cannot be known keeps silent.
        container.Jvm
            is { Certainty: not RuntimeCertainty.Unknown } jvm
        && pod.Workload.Completeness != Completeness.Patch
            ? Check(jvm, container, pod)
            : [];

    private protected abstract IEnumerable<Finding> Check(JvmFacts jvm, ContainerFacts container, PodFacts pod);

    /// <summary>The words that a finding about an assumed fact ends with.</summary>
    private protected static string Condition(JvmFacts jvm) =>
        jvm.Certainty == RuntimeCertainty.Exact
            ? ""
            : (jvm.FailedAt ?? jvm.HeapSource)?.From switch
            {
                _ when jvm.UnsetName is { } name => $", if nothing sets {name}",
                TextOrigin.Variable { Name: "JAVA_TOOL_OPTIONS" or "JDK_JAVA_OPTIONS" or "_JAVA_OPTIONS" } =>
                    ", if the image's start script leaves it so",
                TextOrigin.Variable variable => $", if the image's start script passes {variable.Name} on",
                TextOrigin.ConfigKey key => $", if the image's start script passes {key.TakenBy ?? key.Key} on",
                _ => ", if the image's start script leaves it so",
            };

    /// <summary>A fact that rests on an assumption is a warning at most (rules.md rule 4).</summary>
    private protected static Severity? AtMostWarning(JvmFacts jvm) => jvm.Certainty == RuntimeCertainty.Exact ? null : Severity.Warning;

    /// <summary>The heap as the subject of a sentence: <c>-Xmx3072m (3 GiB)</c>.</summary>
    private protected static string Heap(JvmFacts jvm)
    {
        string size = new ByteSize(jvm.TotalMaxHeapBytes!.Value).ToHuman();
        if (jvm.ProcessCount > 1 && jvm.TotalMaxHeapBytes != jvm.MaxHeapBytes)
            return $"the heaps of {jvm.ProcessCount} JVMs side by side, {size} together,";
        string text = jvm.HeapSource?.Word is { IsKnown: true } word ? word.Text : "";
        return jvm.HeapOrigin switch
        {
            JvmHeapOrigin.Explicit when text.Length > 0 && !text.EndsWith(' ') => $"{text} ({size})",
            JvmHeapOrigin.Explicit => $"a heap of {size}",
            JvmHeapOrigin.InitialRaisesMax => $"{text} raises the maximum heap to {size}, which",
            JvmHeapOrigin.Percentage => $"{text} makes the heap {size}, which",
            JvmHeapOrigin.ImageDefault => $"the heap that the image sets by itself ({size})",
            _ => $"the JVM's default heap ({size})",
        };
    }
}
