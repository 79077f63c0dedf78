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
        : container.Jvm is { Certainty: not RuntimeCertainty.Unknown } jvm ? Check(jvm, container, pod).Select(Weighed)
        : [];

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
        Source(setting.Name, Written(setting.Word), setting.Word, setting.From);

    /// <summary>A fact that rests on an assumption is a warning at most (rules.md rule 4).</summary>
    private protected static Severity? AtMostWarning(JvmFacts jvm) => AtMostWarning(jvm.Certainty);
}
