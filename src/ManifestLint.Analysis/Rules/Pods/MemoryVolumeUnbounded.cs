using ManifestLint.Amounts;
using ManifestLint.Evidence;
using ManifestLint.Facts;
using ManifestLint.Findings;
using ManifestLint.Manifests;
using ManifestLint.Quantities;
using ManifestLint.Rules.Runtimes;
using ManifestLint.Runtimes;
using ManifestLint.Yaml;

namespace ManifestLint.Rules.Pods;

/// <summary>ML4001 memory-volume-unbounded.</summary>
public sealed class MemoryVolumeUnbounded() : PodRule("ML4001")
{
    private const long Mebi = 1L << 20;

    // Less than that holds no file that anybody keeps in memory.
    internal const long LeastUseful = 16 * Mebi;

    /// <inheritdoc/>
    public override IEnumerable<Finding> Check(PodFacts pod) => pod.AbsenceSaysNothing || pod.Volumes.IsEmpty ? [] : Found(pod);

    private IEnumerable<Finding> Found(PodFacts pod)
    {
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
                    ? Statement.OfMore(
                        what,
                        $", and {Describe.Container(unlimited.Spec)}, which can write to it, has no memory limit",
                        $"{Describe.Container(unlimited.Spec)} can write to it, and has no memory limit",
                        so: "its files can take all memory of the node"
                    )
                : tmpfsBytes is { } bytes && charged.MemoryMax.Bytes is { } limit
                    ? Statement
                        .Of(
                            what,
                            so: bytes < limit
                                ? $"it can grow to {new ByteSize(bytes)} of the memory limit {Describe.MemoryLimit(charged)} of {Describe.Container(charged.Spec)}, against which its files count"
                                : $"nothing stops the volume from growing until {Describe.Container(charged.Spec)} is OOMKilled: its files count against the memory limit {Describe.MemoryLimit(charged)}"
                        )
                        .If(bytes < limit ? Assume.NodeMemory(pod) : null)
                // How much the node allows is not known.
                : charged.MemoryMax.Bytes is not null
                    ? Statement.Of(
                        what,
                        so: $"its files count against the memory limit {Describe.MemoryLimit(charged)} of {Describe.Container(charged.Spec)}, and can get it OOMKilled"
                    )
                : Statement.Of(what, so: "its files can fill the memory of the container that writes them");
            yield return At(size.Location, volume.Path.Then(size.Path), statement) with
            {
                Severity = unlimited is null ? Severity.Note : null,
                Lowered = unlimited is null ? null : Describe.Absence(pod, unlimited),
                Container = charged.Spec.Name,
                Least = charged.MemoryMax.Bytes ?? long.MaxValue,
                Related = [VolumeWriters.LimitOf(charged, pod)],
                // What a browser or a database needs of shared memory is known to nobody here, and too little makes it crash where it runs today.
                Remedy =
                    isZero ? null
                    : unlimited is not null
                        ? Remedy.Told($"a memory limit for {Describe.Container(unlimited.Spec)}, and half of it as sizeLimit")
                    : Bound(volume, charged, pod, mounts) is not { } bound ? null
                    : mounts.IsSharedMemory(volume) ? Remedy.Told(bound.Advice)
                    : bound,
            };
        }
    }

    // Half of the smallest limit is a start for somebody who knows how much is written, and less where that is taken already.
    private static Remedy? Bound(MemoryVolume volume, ContainerFacts charged, PodFacts pod, VolumeWriters mounts)
    {
        if (charged.MemoryMax.Bytes is not { } limit || limit < 4 * Mebi || volume.Node.MappingAt("emptyDir") is not { } emptyDir)
            return null;
        // This volume is one of those without a size.
        var (unbounded, bounded) = mounts.VolumesOf(charged);
        var (demand, taker) = Demand(charged);
        long half = limit / 2 / unbounded / Mebi * Mebi;
        Int128 left = (limit - bounded - demand) / unbounded;
        string why = $"half of the memory limit {Describe.MemoryLimit(charged)}";
        if (left < half)
        {
            string takers = string.Join(" and ", ((string?[])[taker, bounded > 0 ? "the other volumes" : null]).OfType<string>());
            (half, why) = (
                RoundAmount.Down((long)(Int128.Max(left, 0) / Mebi)) * Mebi,
                $"what {(takers.Length == 0 ? "the others" : takers)} usually {(takers.Length == 0 || takers.Contains(" and ", StringComparison.Ordinal) ? "leave" : "leaves")} of the memory limit {Describe.MemoryLimit(charged)}"
            );
            if (half < LeastUseful)
                return null;
        }
        else if (unbounded > 1)
        {
            why += $", for {unbounded} volumes";
        }
        string text = new ByteSize(half).ToString();
        return Remedy.Unsafe(
            $"sizeLimit: {text} ({why})",
            pod.Workload.Manifest.Editor.Insert(emptyDir, NewEntry.Scalar("sizeLimit", text), emptyDir.Find("medium"))
        );
    }

    // What is known to be taken in the same cgroup, assumptions included: a proposal errs on the side of room.
    internal static (Int128 Bytes, string? Taker) Demand(ContainerFacts container)
    {
        var known = container
            .Demands.Where(d =>
                d is { Unbounded: null, Of: not DemandBasis.Node, OnAssumedNodeBytes: null, Certainty: not RuntimeCertainty.Unknown }
            )
            .ToList();
        if (known.Find(d => d.IsMain) is not { } main)
            return (0, null);
        // What counts another amount again may be more than it.
        Int128 together = known.Where(d => !d.IsPart).Aggregate(Int128.Zero, (sum, d) => sum + d.Bytes);
        return (Int128.Max(together, known.Max(d => d.Bytes)), main.Budget?.Whole ?? main.What);
    }
}
