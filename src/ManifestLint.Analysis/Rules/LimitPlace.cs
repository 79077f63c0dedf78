using ManifestLint.Evidence;
using ManifestLint.Facts;
using ManifestLint.Yaml;

namespace ManifestLint.Rules;

/// <summary>Where the memory limit of a container stands.</summary>
internal static class LimitPlace
{
    /// <summary>In its resources, in those of its pod, or in the LimitRange that injects it; null where it stands in none of them.</summary>
    public static Location? Of(ContainerFacts container, PodFacts pod) =>
        container.Origins.MemoryLimit switch
        {
            TextOrigin.Resources => container.Spec.MemoryLimit.Node.Location,
            TextOrigin.AmountOf { Which: OtherAmount.PodLimit } => pod.Workload.Pod.Resources.Limits["memory"].Node.Location,
            TextOrigin.LimitRangeDefault given => given.Given.Location,
            TextOrigin.Operator { Field: { } said } => said.Location,
            _ => null,
        };
}
