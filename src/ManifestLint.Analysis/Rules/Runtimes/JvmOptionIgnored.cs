using ManifestLint.Evidence;
using ManifestLint.Facts;
using ManifestLint.Findings;
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
            var statement = Statement.Of($"{Shown(ignored.Text)} has no effect: {ignored.Reason}");
            yield return AtSetting(
                ignored.Word,
                container,
                pod,
                isVariable ? statement : statement.If(Assume.Runtime(jvm.Assumption)),
                withLimit: false,
                source: Source("", Shown(ignored.Word.Text), ignored.Word, ignored.From)
            ) with
            {
                Fix = isVariable && JvmImages.IsMisspelt(ignored.Text) ? JvmFixes.Rename(ignored.Text, container.Spec, pod) : null,
            };
        }
    }

    // Options of no consequence for memory, and flags of another release where nothing tells the release, are nobody's problem.
    private static bool IsWorthTelling(JvmIgnoredSetting ignored, JvmFacts jvm) =>
        ignored switch
        {
            // What an image's script sets is there to be overridden.
            { From: TextOrigin.ImageDefault } => false,
            // Written twice, it has its effect.
            { Reason: IgnoredReason.Later later } when later.By.Text == ignored.Text => false,
            { Kind: JvmIgnoredKind.NeverReferenced or JvmIgnoredKind.WithoutEffect } => true,
            { Kind: JvmIgnoredKind.OtherRelease } => jvm.VersionFrom != VersionSource.Default,
            _ => ignored.Text.Contains("-Xm", StringComparison.Ordinal)
                || ignored.Text.Contains("RAM", StringComparison.Ordinal)
                || ignored.Text.Contains("Heap", StringComparison.Ordinal)
                || ignored.Text.Contains("Metaspace", StringComparison.Ordinal)
                || ignored.Text.Contains("Direct", StringComparison.Ordinal),
        };
}
