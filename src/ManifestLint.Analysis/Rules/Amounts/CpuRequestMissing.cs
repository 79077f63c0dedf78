using ManifestLint.Facts;
using ManifestLint.Findings;
using ManifestLint.Manifests;
using ManifestLint.Yaml;

namespace ManifestLint.Rules.Amounts;

/// <summary>ML1004 cpu-request-missing.</summary>
public sealed class CpuRequestMissing() : ContainerRule("ML1004")
{
    /// <inheritdoc/>
    public override IEnumerable<Finding> Check(ContainerFacts container, PodFacts pod)
    {
        if (
            pod.AbsenceSaysNothing
            || container.Spec.Type == ContainerType.Ephemeral
            || container.Spec.IsUnwritten
            || !container.CpuRequest.IsNone
        )
            yield break;
        if (!container.MemoryRequest.IsPositive && !container.MemoryLimit.IsPositive)
            yield break;
        if (pod.Amounts.PodLevel is { } level && !level.Requests["cpu"].IsNone)
            yield break;
        yield return At(
            container,
            container.Spec.CpuRequest,
            Statement.Of($"{Describe.Container(container.Spec)} has no cpu request", so: "on a busy node it gets next to no cpu time")
        ) with
        {
            Lacks = YamlPath.Of("requests", "cpu"),
        };
    }
}
