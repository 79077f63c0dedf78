using System.Globalization;
using ManifestLint.Evidence;
using ManifestLint.Quantities;

namespace ManifestLint.Runtimes.Node;

/// <summary>What Node.js asks memory for.</summary>
internal static class NodeDemands
{
    // Of the limit, for the old space.
    /// <summary>The share of a limit, in percent, that a heap may take.</summary>
    public const int FinePercent = 75;

    // What an idle Node.js takes beside its old space is 50 to 100 MiB (runtime-memory.md §7).
    private const long BesideHeap = 100L << 20;
    private const long LeastBeside = 64L << 20;
    private const long LeastHeap = 64L << 20;

    private const string Option = "--max-old-space-size=";

    /// <summary>The old space that an option sets, else the whole heap that it takes by itself; none where nothing is known of it.</summary>
    public static IEnumerable<MemoryDemand> Of(NodeFacts facts)
    {
        bool isSet = facts.HeapSource is not null;
        if ((isSet ? facts.TotalOldSpaceBytes : facts.TotalMaxHeapBytes ?? facts.HeapOnAssumedNodeBytes) is not { } heap)
            yield break;
        yield return new("the heap", heap, isSet ? DemandKind.Cap : DemandKind.Default)
        {
            What = "the Node.js heap",
            Subject =
                facts.HeapSource is not { Word: var word } ? "the default heap of Node.js"
                : word is { IsKnown: true, Text.Length: > 0 } ? SettingText.Of(word)
                : "the heap",
            Reached = "the heap is full",
            Setting = facts.HeapSource,
            Of =
                facts.HeapOrigin == NodeHeapOrigin.Explicit ? DemandBasis.Fixed
                : facts.IsHeapFromNode ? DemandBasis.Node
                : DemandBasis.Limit,
            IsHeap = true,
            DefaultOf = "default of Node.js",
            Processes = facts.ProcessCount,
            BytesEach = (isSet ? facts.MaxOldSpaceBytes : facts.MaxHeapBytes ?? facts.HeapOnAssumedNodeBytes) ?? heap,
            By = isSet ? facts.OldSpaceBy : facts.HeapBy,
            Together = facts.TotalBy,
            Story = Story(facts, isSet),
            Certainty = facts.Certainty,
            Assumption = facts.Assumption,
            OnAssumedNodeBytes = isSet || facts.TotalMaxHeapBytes is not null ? null : facts.HeapOnAssumedNodeBytes,
            Budget = isSet ? OfOldSpace(facts, heap) : OfDefault(facts),
        };
    }

    private static DemandStory? Story(NodeFacts facts, bool isSet) =>
        facts.MaxOldSpaceBytes is null
            ? null
            : new("The largest heap", isSet ? "old space" : "heap_size_limit", NodeHeap.Source)
            {
                Behind = facts.HeapSource is { } set ? $", by {set.Word.Text}" : "",
                From = !isSet && facts.OldSpaceBy is { } old ? [("old space", old)] : [],
                Then = isSet && facts.HeapBy is { } whole ? [("heap_size_limit", whole)] : [],
                Together = facts.TotalBy is { } sum
                    ? string.Create(
                        CultureInfo.InvariantCulture,
                        $"{(isSet ? "old spaces" : "heaps")} of {sum.Terms.Sum(t => t.Times)} processes side by side"
                    )
                    : null,
                Remarks = facts is { ProcessCount: > 1, TotalBy: null, TotalMaxHeapBytes: { } total }
                    ?
                    [
                        string.Create(
                            CultureInfo.InvariantCulture,
                            $"{facts.ProcessCount} processes run side by side, with heaps of {total} bytes in all"
                        ),
                    ]
                    : [],
            };

    private static DemandBudget OfOldSpace(NodeFacts facts, long heap) =>
        new(DemandFamily.Node)
        {
            Is =
                facts.TotalBy is { } sum ? $"{SideBySideSum.Names(sum)} side by side ({new ByteSize(heap).ToHumanExact()} together) are"
                : facts.ProcessCount > 1 && facts.TotalOldSpaceBytes != facts.MaxOldSpaceBytes
                    ? $"the heaps of {facts.ProcessCount} Node.js processes side by side ({new ByteSize(heap).ToHumanExact()} together) are"
                : $"{SettingText.Of(facts.HeapSource!.Word).With(heap)} is",
            Fine = new(FinePercent),
            Hopeless = new(100, IsIncluded: true),
            Beside = "the young generation, buffers, code and native memory",
            Consequence = SideBySideSum.AtLimit(
                facts.ProcessCount,
                $" before Node.js reports that {(facts.ProcessCount == 1 ? "it" : "one")} is full"
            ),
            At = facts.HeapSource,
            Further = facts.FurtherHeaps,
            Lower = (limit, text, percent) => Lowered(facts, limit, text, percent),
        };

    private static DemandBudget? OfDefault(NodeFacts facts)
    {
        // The release decides whether the limit is seen at all.
        bool isBlind = facts is { IsHeapFromNode: true, VersionFrom: not VersionSource.Default };
        return facts.HeapOrigin != NodeHeapOrigin.Default || (facts.MaxHeapBytes is null && !isBlind)
            ? null
            : new(DemandFamily.Node)
            {
                Is = "the default heap of Node.js is",
                IsHeldToFine = false,
                Fine = new(FinePercent),
                Unbounded = new(
                    UnboundedWhere.AboveLimit,
                    _ =>
                        isBlind
                            ? $"Node.js {facts.Version.ToString(CultureInfo.InvariantCulture)} does not see a cgroup v2 limit: its default heap may grow to"
                            : "nothing sets the heap of this Node.js process: it may grow to",
                    SideBySideSum.AtLimit(facts.ProcessCount, " before V8 is forced into full collections")
                ),
                Lower = (limit, text, percent) =>
                    facts.ProcessCount != 1 ? null
                    : InSmallLimit(facts, limit, percent, null) is { } larger ? larger
                    : Share(limit, percent) is (> 0 and var mebibytes, var isExact)
                        ? Rewriting.Told($"{Option}{Text(mebibytes)}", Why(isExact, percent, text))
                    : null,
            };
    }

    // Null for what is no option with its value. Which of several processes may do with less nobody can say.
    private static Rewriting? Lowered(NodeFacts facts, long limit, string limitText, decimal percent)
    {
        if (facts is { ProcessCount: > 1, HeapOrigin: NodeHeapOrigin.Explicit, TotalOldSpaceBytes: { } all })
        {
            var enough = Int128.Max(all + ((Int128)facts.ProcessCount * BesideHeap), (Int128)(all * 100m / percent));
            return enough < long.MaxValue
                ? Rewriting.Told(
                    $"memory limit {Text(RoundAmount.Up((long)(enough >> 20)))}Mi",
                    "the heaps and what Node.js usually takes beside each"
                )
                : null;
        }
        if (
            facts.ProcessCount != 1
            || facts.HeapSource is not { Word: { IsKnown: true } word }
            || word.Text.IndexOf('=', StringComparison.Ordinal) is not (> 0 and var end)
        )
            return null;
        string option = word.Text[..(end + 1)];
        if (
            InSmallLimit(facts, limit, percent, facts.HeapOrigin == NodeHeapOrigin.Percentage ? null : facts.TotalOldSpaceBytes) is
            { } larger
        )
            return larger;
        var (mebibytes, isExact) = Share(limit, percent);
        if (mebibytes < 1)
            return null;
        bool isPercentage = facts.HeapOrigin == NodeHeapOrigin.Percentage;
        string value = isPercentage ? percent.ToString(CultureInfo.InvariantCulture) : Text(mebibytes);
        return new($"{option}{value}", isPercentage ? null : Why(isExact, percent, limitText), [(word, option, value)])
        {
            Amount = isPercentage ? (percent, true) : (mebibytes << 20, false),
        };
    }

    // What to write where the rest of a limit is less than Node.js takes beside its heap; null where there is room. The heap is null where nobody wrote one.
    private static Rewriting? InSmallLimit(NodeFacts facts, long limit, decimal percent, long? heap)
    {
        // npm and the like are processes of Node.js, too.
        bool isBesideAnother = facts.IsThroughPackage;
        if (limit - (limit * percent / 100) >= (isBesideAnother ? 2 * LeastBeside : LeastBeside))
            return null;
        long wanted = heap < limit ? heap.Value : Math.Max(Share(limit, percent).Mebibytes << 20, LeastHeap);
        string room = $"memory limit {Text(RoundAmount.Up((wanted + BesideHeap) >> 20))}Mi";
        return heap < limit
            ? Rewriting.Told(room, "the heap and what Node.js usually takes beside it")
            : Rewriting.Told(
                $"{room} or more, and {Option}{Text(wanted >> 20)}",
                isBesideAnother ? "it and what starts it take 50 to 100 MiB beside the heap" : "Node.js takes 50 to 100 MiB beside its heap"
            );
    }

    private static (long Mebibytes, bool IsExact) Share(long limit, decimal percent) =>
        RoundAmount.Down((Int128)limit * (long)percent, 100);

    private static string Why(bool isExact, decimal percent, string limitText) =>
        $"{(isExact ? "" : "at most ")}{percent.ToString(CultureInfo.InvariantCulture)} % of {limitText}";

    private static string Text(long mebibytes) => mebibytes.ToString(CultureInfo.InvariantCulture);
}
