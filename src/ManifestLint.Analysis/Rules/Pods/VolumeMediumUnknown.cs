using ManifestLint.Evidence;
using ManifestLint.Facts;
using ManifestLint.Findings;
using ManifestLint.Manifests;
using ManifestLint.Yaml;

namespace ManifestLint.Rules.Pods;

/// <summary>ML4007 volume-medium-unknown.</summary>
public sealed class VolumeMediumUnknown() : PodRule("ML4007")
{
    private const string Memory = "Memory";

    /// <inheritdoc/>
    public override IEnumerable<Finding> Check(PodFacts pod) =>
        pod.Workload.Pod.Node["volumes"] is YamlSequence volumes ? Found(volumes, pod) : [];

    private IEnumerable<Finding> Found(YamlSequence volumes, PodFacts pod)
    {
        var spec = pod.Workload.Pod;
        HashSet<string?>? mounted = null;
        for (int i = 0; i < volumes.Items.Length; i++)
        {
            if (
                volumes.Items[i].Target is not YamlMapping volume
                || volume.MappingAt("emptyDir")?.Find("medium") is not { Value.Target: YamlScalar { IsNull: false } medium }
                || FieldReading.IsForeign(medium)
                || IsKnown(medium.Value)
            )
                continue;
            string? name = volume.TextAt("name");
            mounted ??= [.. pod.Containers.SelectMany(c => c.Spec.VolumeMounts).Select(m => m.Name)];
            bool isMounted = mounted.Contains(name);
            yield return At(
                medium,
                spec.Path.Key("volumes").Index(i).Key("emptyDir").Key("medium"),
                Statement.Of(
                    $"medium \"{WrittenText.Cut(medium.Value)}\" of volume {name ?? $"{i + 1}"} is unknown to the kubelet{(medium.Value.Equals(Memory, StringComparison.OrdinalIgnoreCase) ? " (case matters)" : "")}",
                    so: isMounted
                        ? "the API server accepts the pod and it stays in ContainerCreating: unknown storage medium"
                        : "a pod that mounts it stays in ContainerCreating: unknown storage medium"
                )
            ) with
            {
                Remedy = medium.Value.Equals(Memory, StringComparison.OrdinalIgnoreCase)
                    ? Remedy.Safe($"medium {Memory}", pod.Workload.Manifest.Editor.Replace(medium, Memory))
                    : null,
            };
        }
    }

    // Source: kubernetes v1.37 pkg/volume/emptydir/empty_dir.go (SetUpAt) and pkg/apis/core/v1/helper (IsHugePageMedium).
    private static bool IsKnown(string medium) =>
        medium is "" or Memory or "HugePages" || medium.StartsWith("HugePages-", StringComparison.Ordinal);
}
