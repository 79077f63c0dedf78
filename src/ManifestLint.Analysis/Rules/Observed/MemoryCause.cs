using ManifestLint.Evidence;
using ManifestLint.Facts;
using ManifestLint.Findings;
using ManifestLint.Manifests;
using ManifestLint.Programs;
using ManifestLint.Quantities;
using ManifestLint.Runtimes;
using ManifestLint.Runtimes.Java;
using ManifestLint.Servers;
using ManifestLint.Yaml;

namespace ManifestLint.Rules.Observed;

/// <summary>What the facts say filled a container's memory.</summary>
/// <param name="Text">A clause about the container's limit, "it".</param>
/// <param name="Place">Where the setting stands that decides; null if none does.</param>
/// <param name="Note">What a report says beside that place.</param>
/// <param name="Assumed">What it rests on; null if on nothing.</param>
internal sealed record MemoryCause(string Text, Location? Place, string Note = "the heap is set here", Assumption? Assumed = null)
{
    /// <summary>The clause with its own condition: that a container was killed is certain, whatever the cause rests on.</summary>
    public string Clause => Assumed is { } assumed ? $"{Text}, if {assumed.Text}" : Text;

    /// <summary>The cause; null if the facts do not tell any.</summary>
    /// <param name="container">The container.</param>
    /// <param name="pod">Its pod.</param>
    /// <param name="limit">Its limit in bytes.</param>
    public static MemoryCause? Of(ContainerFacts container, PodFacts pod, long limit)
    {
        if (container.Jvm is { Certainty: not RuntimeCertainty.Unknown, TotalMaxHeapBytes: { } heap } jvm)
        {
            string what =
                jvm.HeapSource is { Word: { IsKnown: true, Text.Length: > 0 } word } && jvm.ProcessCount == 1 ? WrittenText.Cut(word.Text)
                : jvm.ProcessCount > 1 ? $"what its {jvm.ProcessCount} JVMs may take together"
                : "the JVM's default heap";
            Int128 beside =
                jvm.ProcessCount == 1
                    ? jvm.Budget.Where(l => l.Part != JvmBudgetPart.Heap).Aggregate(Int128.Zero, (s, l) => s + l.Bytes)
                    : 0;
            return OfHeap(what, heap, limit, jvm, beside, jvm.HeapSource?.Word);
        }
        if (container.NodeJs is { Certainty: not RuntimeCertainty.Unknown, TotalOldSpaceBytes: { } old } node && node.HeapSource is { } by)
            return OfHeap(
                by.Word is { IsKnown: true, Text.Length: > 0 } ? WrittenText.Cut(by.Word.Text) : "the heap",
                old,
                limit,
                node,
                0,
                by.Word
            );
        if (container.DotNet is { Certainty: not RuntimeCertainty.Unknown, HeapHardLimitBytes: { } hard, LimitSource: { } source } dotNet)
            return OfHeap($"{source.Name}={WrittenText.Cut(source.Word.Text)}", hard, limit, dotNet, 0, source.Word);
        if (container.Go is { Certainty: not RuntimeCertainty.Unknown } go && OfGo(go, limit) is { } told)
            return told;
        if (container.Server is { Certainty: not RuntimeCertainty.Unknown } server && OfServer(server, limit) is { } served)
            return served;
        return OfVolumes(container, pod);
    }

    private static MemoryCause? OfServer(ServerFacts server, long limit)
    {
        var assumed = Assume.Runtime(server.Assumption);
        if (server.Sizes.FirstOrDefault(s => s.Setting is not null) is { Setting: { } setting } size)
            return new(
                $"{ServerText.Subject(server, size)} is {ByteSize.Percent(size.Bytes, limit)} % of it",
                PlaceOf(setting.Value),
                $"{setting.Name} is set here",
                assumed
            );
        return server.Unbounded is { IsFromNode: false } unbounded
            ? new(ServerText.What(server, unbounded), PlaceOf(unbounded.Setting?.Value), "said here", assumed)
            : null;
    }

    private static Location? PlaceOf(Word? word) => word is null ? null : WordPlace.Of(word);

    // An estimate has no digits to be exact in.
    private static long Rounded(long bytes) => bytes < 20 << 20 ? bytes : (bytes + (5 << 20)) / (10 << 20) * (10 << 20);

    private static MemoryCause OfHeap(string what, long heap, long limit, RuntimeFacts runtime, Int128 beside, Word? word)
    {
        what = WrittenText.WithAmount(what, heap);
        string percent = ByteSize.Percent(heap, limit);
        string usual =
            beside > limit - heap && beside <= long.MaxValue
                ? $", which usually takes about {new ByteSize(Rounded((long)beside)).ToHuman()}"
                : "";
        string text =
            heap >= limit ? $"{what} lets the heap alone take {percent} % of it"
            : heap < limit / 2 ? $"{what} keeps the heap to {percent} % of it, so what filled it is beside the heap"
            : $"{what} leaves {new ByteSize(limit - heap).ToHuman()} for everything beside the heap{usual}";
        return new(text, PlaceOf(word), Assumed: Assume.Runtime(runtime.Assumption));
    }

    private static MemoryCause? OfGo(GoFacts go, long limit)
    {
        if (go.MemoryLimitBytes is { } soft && go.LimitSource is { } source)
        {
            string text =
                $"{source.Name}={WrittenText.Cut(source.Word.Text)} ({new ByteSize(soft).ToHuman()}) is a goal of the Go collector and no limit";
            return new(
                soft >= limit ? $"{text}, and not below what the container may use" : text,
                PlaceOf(source.Word),
                "the goal is set here",
                Assume.Runtime(go.Assumption)
            );
        }
        return go is { IsUnlimited: true, Certainty: RuntimeCertainty.Exact }
            ? new("nothing tells its Go collector of the limit (GOMEMLIMIT is not set)", null)
            : null;
    }

    private static MemoryCause? OfVolumes(ContainerFacts container, PodFacts pod)
    {
        if (container.Spec.Node["volumeMounts"] is not YamlSequence mounts)
            return null;
        foreach (var volume in pod.Volumes)
        {
            bool isWritten = mounts.Items.Any(m =>
                m.Target is YamlMapping mount && mount.TextAt("name") == volume.Volume.Name && mount.TextAt("readOnly") != "true"
            );
            if (!isWritten || volume.Volume.Name is null)
                continue;
            string size = volume.TmpfsBytes is { } bytes ? $" (up to {new ByteSize(bytes).ToHuman()})" : "";
            return new(
                $"what it writes to memory-backed volume {volume.Volume.Name}{size} counts as its memory",
                volume.Volume.SizeLimit.Node.Location,
                "the volume"
            );
        }
        return null;
    }
}
