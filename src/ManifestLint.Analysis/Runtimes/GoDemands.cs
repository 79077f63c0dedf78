using System.Globalization;
using ManifestLint.Evidence;
using ManifestLint.Programs;
using ManifestLint.Quantities;

namespace ManifestLint.Runtimes;

/// <summary>What a Go program asks memory for.</summary>
internal static class GoDemands
{
    // Of the limit: what a soft limit is lowered to.
    private const int FinePercent = 90;

    /// <summary>The goal of its collector, or that it has none; nothing where nothing is known of it.</summary>
    public static IEnumerable<MemoryDemand> Of(GoFacts facts)
    {
        if (facts is { LimitSource: { } source, MemoryLimitBytes: { } goal, IsUnlimited: false })
            yield return Goal(facts, source, goal);
        else if (facts is { IsUnlimited: true, Certainty: RuntimeCertainty.Exact })
        {
            yield return new("the heap", 0, DemandKind.Default)
            {
                What = "the Go runtime",
                Subject = "the Go runtime",
                Reached = "",
                IsMain = false,
                Unbounded = "nothing tells its Go collector of the limit (GOMEMLIMIT is not set)",
            };
        }
        if (facts is { LimitSource: { } taken, LimitField: "limits.memory" })
            yield return OfNode(facts, taken);
    }

    private static MemoryDemand Goal(GoFacts facts, RuntimeSetting source, long goal) =>
        new(source.Name, goal, DemandKind.Goal)
        {
            What = "the Go runtime",
            Subject = SettingText.Of(source.Word, $"{source.Name}="),
            Reached = "its collector works harder",
            Setting = source,
            // Of the downward API it moves with the limit.
            Of = source.Word.Origin is TextOrigin.DownwardApi ? DemandBasis.Limit : DemandBasis.Fixed,
            By = facts.LimitBy,
            Story = new("The soft memory limit", "soft limit", GoRuntime.Source)
            {
                Remarks = ["what the runtime does not manage (cgo, mapped files) does not count against it"],
            },
            Certainty = facts.Certainty,
            Assumption = facts.Assumption,
            Budget = new(DemandFamily.Go)
            {
                Is = facts.LimitField is { } field
                    ? $"{source.Name}, {field} through the downward API ({new ByteSize(goal).ToHumanExact()}), is"
                    : $"{SettingText.Of(source.Word, $"{source.Name}=").With(goal)} is",
                IsAll = facts.LimitField is { } whole ? $"{source.Name} is taken from {whole}: all of" : null,
                // Of Istio's proxy the agent alone is Go: Envoy takes what the limit is for, and the agent stays far below.
                Fine = new(100, IsIncluded: !facts.IsBesideMain),
                Consequence = "a heap that grows that far gets the container OOMKilled before the collector works harder",
                ConsequenceAtLimit = facts.IsCollectorOff
                    ? "the heap grows to it by design, because with GOGC=off nothing is collected until then, and no room is left for anything else"
                    : "no room is left for memory that the Go runtime does not manage, nor for the collector to act in time",
                IsNoteAtLimit = !facts.IsCollectorOff,
                At = source,
                Lower = (limit, text, _) => Lowered(source, limit, text),
            },
        };

    // Where there is no limit the kubelet gives the node's allocatable memory.
    private static MemoryDemand OfNode(GoFacts facts, RuntimeSetting source) =>
        new(source.Name, 0, DemandKind.Goal)
        {
            What = "the Go runtime",
            Subject = source.Name,
            Reached = "",
            Setting = source,
            IsMain = false,
            IsPart = true,
            Of = DemandBasis.Node,
            Certainty = facts.Certainty,
            Assumption = facts.Assumption,
            Budget = new(DemandFamily.Go)
            {
                Is = source.Name,
                IsHeldToFine = false,
                LowerBeside = (request, text) => SoftLimit(source.Name, request, text)?.Setting,
                Unbounded = new(
                    UnboundedWhere.WithoutLimit,
                    container => $"{source.Name} takes limits.memory, but {container} has no memory limit",
                    $"{source.Name} becomes the node's allocatable memory, {(facts.IsCollectorOff ? "and with GOGC=off nothing is collected before that is full" : "which bounds nothing: GOGC alone says when the collector runs")}"
                ),
            },
        };

    // Of the downward API the variable would have to become a value, which no longer follows the limit.
    private static Rewriting? Lowered(RuntimeSetting source, long limit, string limitText) =>
        SoftLimit(source.Name, limit, limitText) is { } told && Advised(limit) is var (mebibytes, _)
            ? told with
            {
                Edits = [(source.Word, "", Text(mebibytes))],
                Amount = (mebibytes << 20, false),
            }
            : null;

    /// <summary>The soft limit that is advised: <c>GOMEMLIMIT=900MiB (at most 90 % of 1Gi)</c>; null where so little is none.</summary>
    public static Rewriting? SoftLimit(string name, long limit, string limitText) =>
        Advised(limit) is var (mebibytes, isExact)
            ? Rewriting.Told($"{name}={Text(mebibytes)}", $"{(isExact ? "" : "at most ")}{FinePercent} % of {limitText}")
            : null;

    private static (long Mebibytes, bool IsExact)? Advised(long limit) =>
        RoundAmount.Down((Int128)limit * FinePercent, 100) is { Mebibytes: >= 1 } advised ? advised : null;

    private static string Text(long mebibytes) => string.Create(CultureInfo.InvariantCulture, $"{mebibytes}MiB");
}
