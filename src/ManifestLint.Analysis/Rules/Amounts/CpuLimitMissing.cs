using ManifestLint.Facts;
using ManifestLint.Findings;
using ManifestLint.Manifests;
using ManifestLint.Yaml;

namespace ManifestLint.Rules.Amounts;

/// <summary>ML1005 cpu-limit-missing.</summary>
public sealed class CpuLimitMissing() : ContainerRule("ML1005")
{
    /// <inheritdoc/>
    public override IEnumerable<Finding> Check(ContainerFacts container, PodFacts pod)
    {
        if (
            pod.AbsenceSaysNothing
            || container.Spec.Type == ContainerType.Ephemeral
            || container.Spec.IsUnwritten
            || !container.CpuLimit.IsNone
        )
            yield break;
        yield return At(
            container,
            container.Spec.CpuLimit,
            Statement.Of($"{Describe.Container(container.Spec)} has no cpu limit", so: "it can use every idle core of the node")
        ) with
        {
            Lacks = YamlPath.Of("limits", "cpu"),
        };
    }
}
