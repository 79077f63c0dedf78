using ManifestLint.Evidence;
using ManifestLint.Facts;
using ManifestLint.Findings;
using ManifestLint.Manifests;
using ManifestLint.Quantities;
using ManifestLint.Rules.Runtimes;
using ManifestLint.Runtimes;
using ManifestLint.Yaml;

namespace ManifestLint.Rules.Pods;

/// <summary>ML4002 memory-volume-above-limit.</summary>
public sealed class MemoryVolumeAboveLimit() : PodRule("ML4002")
{
    private sealed record Bounded(MemoryVolume Volume, long Bytes, List<ContainerFacts> Writers);

    /// <inheritdoc/>
    public override IEnumerable<Finding> Check(PodFacts pod) => pod.Volumes.IsEmpty ? [] : Found(pod);

    private IEnumerable<Finding> Found(PodFacts pod)
    {
        var volumes = new List<Bounded>();
        var mounts = new VolumeWriters(pod);
        foreach (var (volume, _) in pod.Volumes)
        {
            if (!volume.SizeLimit.IsKnown(out var size) || size.Bytes is not > 0)
                continue;
            var writers = mounts.Of(volume);
            if (writers.Count > 0 && writers.TrueForAll(w => w.MemoryMax.Bytes is not null))
                volumes.Add(new Bounded(volume, size.Bytes.Value, writers));
        }
        foreach (var volume in volumes)
        {
            // Where several may write it, the one with the most room is taken to.
            var writer = volume.Writers.MaxBy(w => w.MemoryMax.Bytes)!;
            if (volume.Bytes >= writer.MemoryMax.Bytes)
                yield return Alone(volume, writer, pod);
        }
        var ofOne = volumes.Where(v => v.Writers.Count == 1).ToLookup(v => v.Writers[0], ReferenceEqualityComparer.Instance);
        foreach (var container in pod.Containers)
        {
            if (container.Spec.Type is ContainerType.Init or ContainerType.Ephemeral || container.MemoryMax.Bytes is not { } limit)
                continue;
            var own = ofOne[container].ToList();
            if (own.Count == 0 || own.Exists(v => v.Bytes >= limit))
                continue;
            if (Together(own, container, limit, pod) is { } finding)
                yield return finding;
        }
    }

    private Finding Alone(Bounded volume, ContainerFacts writer, PodFacts pod)
    {
        var size = volume.Volume.SizeLimit;
        // The kubelet makes the volume no larger than the pod's memory limit, of which the process takes its part, too.
        string compared = volume.Bytes == writer.MemoryMax.Bytes ? "as much as" : "above";
        return At(
            size.Location,
            volume.Volume.Path.Then(size.Path),
            Statement.OfMore(
                $"sizeLimit {size.Text} of memory-backed volume {volume.Volume.Name} is {compared} the memory limit {Describe.MemoryLimit(writer)}",
                $" of {Describe.Container(writer.Spec)}",
                $"{Describe.Container(writer.Spec)} can write to it",
                so: "a volume that fills up gets the container OOMKilled before writing fails"
            )
        ) with
        {
            Container = writer.Spec.Name,
            Remedy = Remedy.Told(Half(volume, writer)),
            Related = [VolumeWriters.LimitOf(writer, pod)],
        };
    }

    private Finding? Together(List<Bounded> own, ContainerFacts container, long limit, PodFacts pod)
    {
        Int128 volumes = own.Aggregate(Int128.Zero, (sum, v) => sum + v.Bytes);
        var caps = CapsOf(container, limit);
        Int128 taken = caps.Aggregate(Int128.Zero, (sum, c) => sum + c.Bytes);
        // Beside its heap a program takes what nobody wrote down; where that alone is too much, ML3003 says so.
        var parts = BesideHeap(container, caps);
        Int128 beside = parts.Aggregate(Int128.Zero, (sum, d) => sum + d.Bytes);
        bool isUsual = volumes + taken <= limit && beside > 0 && taken + beside <= limit && volumes + taken + beside > limit;
        if (volumes < limit && volumes + taken <= limit && !isUsual)
            return null;

        var largest = own.MaxBy(v => v.Bytes)!;
        var size = largest.Volume.SizeLimit;
        if (volumes >= limit)
            caps = [];
        string all = string.Join(
            " and ",
            own.Select(v => $"{(v == own[0] ? "memory-backed volume " : "volume ")}{v.Volume.Name} ({v.Volume.SizeLimit.Text})")
                .Concat(caps.Select(c => c.Processes > 1 ? $"{c.What} ({new ByteSize(c.Bytes).ToHumanExact()})" : c.Subject.With(c.Bytes)))
        );
        return At(
            size.Location,
            largest.Volume.Path.Then(size.Path),
            Statement
                .Of(
                    isUsual
                        ? $"{all} leave too little of the memory limit {Describe.MemoryLimit(container)}"
                        : $"{all} together exceed the memory limit {Describe.MemoryLimit(container)}",
                    so: $"{Describe.Container(container.Spec)} can be OOMKilled although {(own.Count + caps.Count > 2 ? "none" : "neither")} exceeds its own limit"
                )
                .If(isUsual ? Assume.UsualFigures(parts) : null) with
            {
                Cause = isUsual
                    ? $"{WrittenText.Listed(parts.ConvertAll(p => p.Name))} usually {(parts.Count == 1 ? "takes" : "take")} {new ByteSize((long)beside).ToHumanExact()}"
                    : null,
            }
        ) with
        {
            Severity = isUsual ? Severity.Note : null,
            Remedy =
                own.Count == 1 && caps.Count > 0
                    ? Remedy.Told(Room(limit - taken - beside, volumes + taken + beside, container, beside > 0))
                    : null,
            From = [.. caps.Select(c => Source(c.Setting!)).Where(s => s.Location is null || s.In is not ("command" or "args"))],
            Container = container.Spec.Name,
            Related =
            [
                VolumeWriters.LimitOf(container, pod),
                .. own.Where(v => v != largest).Select(v => new RelatedPlace(v.Volume.SizeLimit.Location, $"volume {v.Volume.Name}")),
                .. caps.Select(c => WordPlace.Of(c.Setting!.Word)).OfType<Location>().Select(l => new RelatedPlace(l, "part of the sum")),
            ],
        };
    }

    private static string? Room(Int128 left, Int128 all, ContainerFacts container, bool isEstimate)
    {
        string limit = $"memory limit {RoundAmount.Up((long)((all + (1 << 20) - 1) >> 20))}Mi";
        return RoundAmount.Down((long)(left >> 20)) is > 0 and var mebibytes
            ? $"sizeLimit: {mebibytes}Mi (what {(isEstimate ? "is usually left" : "is left")} of the memory limit {Describe.MemoryLimit(container)}), or {limit}"
            : limit;
    }

    // Half of the limit as for a volume without a size, or what the program leaves where that is less.
    private static string? Half(Bounded volume, ContainerFacts writer)
    {
        if (writer.MemoryMax.Bytes is not { } limit)
            return null;
        var (demand, _) = MemoryVolumeUnbounded.Demand(writer);
        bool isHalf = limit / 2 <= limit - demand;
        long mebibytes = isHalf ? limit / 2 >> 20 : RoundAmount.Down((long)(Int128.Max(limit - demand, 0) >> 20));
        return mebibytes < MemoryVolumeUnbounded.LeastUseful >> 20
            ? null
            : $"sizeLimit: {mebibytes}Mi ({(isHalf ? "half" : "what is usually left")} of the memory limit {Describe.MemoryLimit(writer)}), or a memory limit above {volume.Volume.SizeLimit.Text}";
    }

    // Of one program whose main amount is all that is added up.
    private static List<MemoryDemand> BesideHeap(ContainerFacts container, List<MemoryDemand> caps) =>
        caps is [{ IsHeap: true } only] && MemoryDemand.Counted(container.Demands).Count(d => d.IsMain) == 1
            ? [.. MemoryDemand.Counted(container.Demands).Where(d => d != only && d.Kind is DemandKind.Cap or DemandKind.Estimate)]
            : [];

    private static StatementSource Source(RuntimeSetting setting) =>
        new(WrittenText.Cut(setting.AsWritten), setting.From.ToString(), WordPlace.Of(setting.Word));

    // Only what somebody set, and is certain: a default share of the limit is seldom all used. What fills the limit by itself is a finding of its
    // runtime.
    private static List<MemoryDemand> CapsOf(ContainerFacts container, long limit) =>
        [
            .. container.Demands.Where(d =>
                d is { IsMain: true, IsPart: false, Setting: not null, Certainty: RuntimeCertainty.Exact, Unbounded: null }
                && d.Bytes < limit
            ),
        ];
}
