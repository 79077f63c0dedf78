using ManifestLint.Facts;
using ManifestLint.Facts.Runtimes;
using ManifestLint.Findings;

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
            string condition = ignored.Kind == JvmIgnoredKind.NeverReferenced ? "" : Condition(jvm);
            yield return AtSetting(
                ignored.Word,
                container,
                pod,
                $"{(ignored.Kind == JvmIgnoredKind.NeverReferenced ? ignored.Text : $"{ignored.Text} ({ignored.From})")} has no effect: {ignored.Reason}{condition}",
                withLimit: false
            ) with
            {
                Fix =
                    ignored.Kind == JvmIgnoredKind.NeverReferenced && JvmImages.IsMisspelt(ignored.Text)
                        ? JvmFixes.Rename(ignored.Text, container.Spec, pod)
                        : null,
            };
        }
    }

    // Options of no consequence for memory, and flags of another release where nothing tells the release, are nobody's problem.
    private static bool IsWorthTelling(JvmIgnoredSetting ignored, JvmFacts jvm) =>
        ignored.Kind switch
        {
            // What an image's script sets is there to be overridden.
            _ when ignored.From is TextOrigin.ImageDefault => false,
            // Written twice, it has its effect.
            JvmIgnoredKind.Overridden when ignored.Reason.StartsWith(ignored.Text + " (", StringComparison.Ordinal) => false,
            JvmIgnoredKind.NeverReferenced or JvmIgnoredKind.WithoutEffect => true,
            JvmIgnoredKind.OtherRelease => jvm.VersionFrom != "default",
            _ => ignored.Text.Contains("-Xm", StringComparison.Ordinal)
                || ignored.Text.Contains("RAM", StringComparison.Ordinal)
                || ignored.Text.Contains("Heap", StringComparison.Ordinal)
                || ignored.Text.Contains("Metaspace", StringComparison.Ordinal)
                || ignored.Text.Contains("Direct", StringComparison.Ordinal),
        };
}
