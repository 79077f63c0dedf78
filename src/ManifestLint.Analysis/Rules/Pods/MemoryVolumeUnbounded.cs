using ManifestLint.Amounts;
using ManifestLint.Facts;
using ManifestLint.Findings;
using ManifestLint.Manifests;
using ManifestLint.Quantities;
using ManifestLint.Yaml;

namespace ManifestLint.Rules.Pods;

/// <summary>ML4001 memory-volume-unbounded.</summary>
public sealed class MemoryVolumeUnbounded() : PodRule("ML4001")
{
    private const long Mebi = 1L << 20;

    /// <inheritdoc/>
    public override IEnumerable<Finding> Check(PodFacts pod)
    {
        if (pod.AbsenceSaysNothing || pod.Volumes.IsEmpty)
            yield break;
        var mounts = new VolumeWriters(pod);
        foreach (var (volume, tmpfsBytes) in pod.Volumes)
        {
            var size = volume.SizeLimit;
            bool isZero = size.IsKnown(out var written) && written.IsZero;
            if (!size.IsAbsent && !isZero)
                continue;
            var writers = mounts.Of(volume);
            if (writers.Count == 0)
                continue;

            string what = isZero
                ? $"sizeLimit {AmountInForce.Shown(size.Text)} of memory-backed volume {volume.Name} means none"
                : $"memory-backed volume {volume.Name} has no sizeLimit";
            // Init containers have ended before most of what fills a node happens.
            var unlimited = writers.Where(w => w.MemoryMax.IsUnlimited).OrderBy(w => w.Spec.Type == ContainerType.Init).FirstOrDefault();
            var charged = unlimited ?? writers.MinBy(w => w.MemoryMax.Bytes ?? long.MaxValue)!;
            var statement =
                unlimited is not null
                    ? Statement.Of(
                        $"{what}, and {Describe.Container(unlimited.Spec)}, which can write it, no memory limit",
                        so: "its files can take all memory of the node"
                    )
                : tmpfsBytes is { } bytes && charged.MemoryMax.Bytes is { } limit
                    ? Statement
                        .Of(
                            what,
                            so: $"it can grow {Compare(bytes, limit)} the memory limit {Describe.MemoryLimit(charged)} of {Describe.Container(charged.Spec)}, against which its files count"
                        )
                        .If(bytes < limit ? Assume.NodeMemory(pod) : null)
                : Statement.Of(what, so: "its files can fill the memory of the container that writes them");
            yield return At(size.Location, volume.Path.Then(size.Path), statement) with
            {
                Severity = unlimited is null ? Severity.Note : null,
                Lowered = unlimited is null ? null : Describe.Absence(pod, unlimited.Spec),
                Container = charged.Spec.Name,
                Related = [VolumeWriters.LimitOf(charged, pod)],
                Fix = isZero ? null : Bound(volume, charged, pod),
            };
        }
    }

    private static string Compare(long bytes, long limit) =>
        bytes == limit ? "to the whole of"
        : bytes > limit ? "beyond"
        : $"to {new ByteSize(bytes)} of";

    // Half of the smallest limit: a start for somebody who knows how much is written.
    private static Fix? Bound(MemoryVolume volume, ContainerFacts charged, PodFacts pod)
    {
        if (charged.MemoryMax.Bytes is not { } limit || limit < 4 * Mebi || volume.Node.MappingAt("emptyDir") is not { } emptyDir)
            return null;
        string half = new ByteSize(limit / 2 / Mebi * Mebi).ToString();
        return Fix.Unsafe(
            $"sizeLimit: {half} (half of the memory limit {Describe.MemoryLimit(charged)})",
            pod.Workload.Manifest.Editor.Insert(emptyDir, NewEntry.Scalar("sizeLimit", half), emptyDir.Find("medium"))
        );
    }
}
