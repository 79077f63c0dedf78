using ManifestLint.Evidence;
using ManifestLint.Facts;
using ManifestLint.Findings;
using ManifestLint.Manifests;
using ManifestLint.Quantities;
using ManifestLint.Runtimes.Java;

namespace ManifestLint.Rules.Runtimes;

/// <summary>ML3007 jvm-option-ignored.</summary>
public sealed class JvmOptionIgnored() : JvmRule("ML3007")
{
    private protected override IEnumerable<Finding> Check(JvmFacts jvm, ContainerFacts container, PodFacts pod)
    {
        if (jvm.Starts == false)
            yield break;
        foreach (var ignored in jvm.Ignored)
        {
            if (!IsWorthTelling(ignored, jvm))
                continue;
            bool isVariable = ignored.Kind == JvmIgnoredKind.NeverReferenced;
            var statement = Statement.OfReason(
                $"{(isVariable ? Shown(ignored.Text) : WrittenText.Of(ignored.Word))} has no effect",
                ignored.Reason.ToString(),
                Consequence(ignored, jvm, container)
            );
            // The program may look for a variable that has a name of its own.
            bool isAnybodys = isVariable && !JvmImages.IsVariable(ignored.Text);
            if (isAnybodys)
                statement = statement.If(new Assumption(AssumptionKind.StartScript, "the program does not read it by itself"));
            yield return AtSetting(
                ignored.Word,
                container,
                pod,
                isVariable ? statement : statement.If(Assume.Runtime(jvm.Assumption)),
                withLimit: false,
                source: Source(isVariable ? ignored.Text : "", Written(ignored.Word), ignored.Word, ignored.From)
            ) with
            {
                Severity = isAnybodys ? Severity.Note : null,
                Remedy = RemedyOf(ignored, jvm, container, pod),
            };
        }
    }

    // What is lost beside the heap leaves that as it is.
    private static string Consequence(JvmIgnoredSetting ignored, JvmFacts jvm, ContainerFacts container) =>
        jvm is not { Certainty: RuntimeCertainty.Exact, MaxHeapBytes: { } heap } || !SpeaksOfHeap(ignored) ? "the JVM runs without it"
        : Limit(container) is { } limit
            ? $"the JVM runs without it, with a heap of {Human(heap)}: {ByteSize.Share(heap, limit)} the memory limit {Describe.MemoryLimit(container)}"
        : $"the JVM runs without it, with a heap of {new ByteSize(heap).ToHuman()}";

    private static Remedy? RemedyOf(JvmIgnoredSetting ignored, JvmFacts jvm, ContainerFacts container, PodFacts pod)
    {
        if (ignored.Kind == JvmIgnoredKind.NeverReferenced)
        {
            return JvmImages.IsMisspelt(ignored.Text) || ignored.Text is "JAVA_OPTS"
                ? JvmFixes.Rename(ignored.Text, ignored.Word, container, pod)
                : null;
        }
        if (
            ignored.Reason is not IgnoredReason.SmallMemory { By: null }
            || ignored.Text.IndexOf("MaxRAMPercentage=", StringComparison.Ordinal) is not (>= 0 and var at)
            || Limit(container) is not { } limit
        )
            return null;
        string percentage = ignored.Text[(at + "MaxRAMPercentage=".Length)..];
        return Remedies.Told(JvmLowering.InSmallMemory(jvm, limit, percentage));
    }

    // Options of no consequence for memory, and flags of another release where nothing tells the release, are nobody's problem.
    private static bool IsWorthTelling(JvmIgnoredSetting ignored, JvmFacts jvm) =>
        ignored switch
        {
            // What an image's script or an operator sets is there to be overridden.
            { From: TextOrigin.ImageDefault or TextOrigin.Operator } => false,
            // Written twice, it has its effect.
            { Reason: IgnoredReason.Later later } when later.By.Text == ignored.Text => false,
            // Hadoop's scripts leave such a size away where the options hold a heap: none comes later than another.
            { Reason: IgnoredReason.Later, From: TextOrigin.Variable { Name: "HADOOP_HEAPSIZE" or "HADOOP_HEAPSIZE_MAX" } } => false,
            { Kind: JvmIgnoredKind.NeverReferenced or JvmIgnoredKind.WithoutEffect } => true,
            { Kind: JvmIgnoredKind.OtherRelease } => jvm.VersionFrom.IsTold(),
            _ => IsOfHeap(ignored.Text)
                || ignored.Text.Contains("Metaspace", StringComparison.Ordinal)
                || ignored.Text.Contains("Direct", StringComparison.Ordinal),
        };

    // A variable is what it holds.
    private static bool SpeaksOfHeap(JvmIgnoredSetting ignored) =>
        ignored.Kind != JvmIgnoredKind.NeverReferenced || ignored.Word.Outline is not { } value || IsOfHeap(value);

    private static bool IsOfHeap(string text) =>
        text.Contains("-Xm", StringComparison.Ordinal)
        || text.Contains("RAM", StringComparison.Ordinal)
        || text.Contains("Heap", StringComparison.Ordinal);
}
