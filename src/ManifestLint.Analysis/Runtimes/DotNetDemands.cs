using System.Globalization;
using ManifestLint.Evidence;
using ManifestLint.Quantities;

namespace ManifestLint.Runtimes;

/// <summary>What .NET asks memory for.</summary>
internal static class DotNetDemands
{
    // What the collector takes by itself (runtime-memory.md §9), and the least that it starts with, with room.
    private const long DefaultPercent = 75,
        LeastMebibytes = 20;

    /// <summary>The share of a limit, in percent, that a heap may take.</summary>
    public const int FinePercent = 90;

    /// <summary>The heap; none where nothing is known of it or it has no limit, unless a variable switches that off.</summary>
    public static IEnumerable<MemoryDemand> Of(DotNetFacts facts)
    {
        if (facts.HeapHardLimitBytes is { } heap && !facts.IsUnlimited)
            yield return Heap(facts, heap);
        // A number beyond 63 bits is no limit any more from .NET 9 on (runtime-memory.md §9).
        else if (facts is { IsUnlimited: true, LimitOrigin: DotNetLimitOrigin.Bytes, LimitSource: { } source })
            yield return SwitchedOff(facts, source);
    }

    private static MemoryDemand Heap(DotNetFacts facts, long heap) =>
        new("the heap", heap, facts.LimitSource is null ? DemandKind.Default : DemandKind.Cap)
        {
            What = "the .NET heap",
            Subject = facts.LimitSource is { } source
                ? SettingText.Of(source.Word, $"{source.Name}=")
                : "the default limit of the .NET heap",
            Reached = "the heap is full",
            Setting = facts.LimitSource,
            Of = facts.LimitOrigin == DotNetLimitOrigin.Bytes ? DemandBasis.Fixed : DemandBasis.Limit,
            IsHeap = true,
            DefaultOf = "default of .NET",
            By = facts.LimitBy,
            Story = new(
                "The hard limit of the heap",
                "hard limit",
                "dotnet/runtime src/coreclr/gc/gc.cpp (compute_hard_limit, compute_memory_settings)"
            )
            {
                Behind = facts.LimitOrigin == DotNetLimitOrigin.Default ? ", the collector's own share" : "",
            },
            Certainty = facts.Certainty,
            Assumption = facts.Assumption,
            Budget = facts.LimitSource is null
                ? null
                : new(DemandFamily.DotNet)
                {
                    Is = Is(facts, facts.LimitSource, heap),
                    Fine = new(FinePercent),
                    Hopeless = new(100, IsIncluded: true),
                    Beside = "code, threads and native memory",
                    Consequence = "a heap that grows that far gets the container OOMKilled, without an OutOfMemoryException",
                    At = facts.LimitSource,
                    Lower = (limit, text, _) =>
                        heap >= limit && facts.Misread is { IsPercent: false } misread && misread.IsDecimalMeant(limit)
                            ? Hexadecimal(misread)
                            : Lowered(facts, limit, text),
                },
        };

    private static MemoryDemand SwitchedOff(DotNetFacts facts, RuntimeSetting source) =>
        new("the heap", long.MaxValue, DemandKind.Cap)
        {
            What = "the .NET heap",
            Subject = SettingText.Of(source.Word, $"{source.Name}="),
            Reached = "",
            Setting = source,
            IsMain = false,
            IsPart = true,
            Certainty = facts.Certainty,
            Assumption = facts.Assumption,
            Budget = new(DemandFamily.DotNet)
            {
                Is = $"{source.Name}={WrittenText.Of(source.Word)} switches off the heap limit that .NET derives from",
                Hopeless = new(100, IsIncluded: true),
                Consequence = "the container is OOMKilled when the heap grows past the memory limit",
                IsMild = facts.VersionFrom == VersionSource.Default,
                AssumedRelease = facts.VersionFrom == VersionSource.Default ? $".NET {facts.Version}" : null,
                At = source,
                Lower = (limit, text, _) => Lowered(facts, limit, text),
            },
        };

    // DOTNET_GCHeapHardLimit=268435456 is read as hexadecimal (0x268435456, 9.6 GiB):
    private static string Is(DotNetFacts facts, RuntimeSetting source, long heap)
    {
        string size = new ByteSize(heap).ToHumanExact(),
            written = source.Word.Text,
            text = $"{source.Name}={WrittenText.Of(source.Word)}";
        return facts.LimitOrigin == DotNetLimitOrigin.Percent || written.Contains('x', StringComparison.OrdinalIgnoreCase)
            ? $"{text} ({size}) is"
            : $"{text} is read as hexadecimal (0x{written.Trim()}, {size}):";
    }

    // The share of the limit that is the default; null where three limits make the whole.
    private static Rewriting? Lowered(DotNetFacts facts, long limit, string limitText)
    {
        if (facts.LimitSource is not { } source || facts.LimitBy is Derivation.Sum)
            return null;
        var (mebibytes, isExact) = RoundAmount.Down((Int128)limit * DefaultPercent, 100);
        bool isPercent = facts.LimitOrigin == DotNetLimitOrigin.Percent;
        string value = string.Create(CultureInfo.InvariantCulture, $"0x{(isPercent ? DefaultPercent : mebibytes << 20):X}"),
            why = isPercent
                ? $"{DefaultPercent} %"
                : $"{new ByteSize(mebibytes << 20).ToHuman()}, {(isExact ? "" : "at most ")}{DefaultPercent} % of {limitText}";
        return mebibytes < LeastMebibytes
            ? null
            : Written(source, value, why) with
            {
                Amount = isPercent ? (DefaultPercent, true) : (mebibytes << 20, false),
            };
    }

    /// <summary>The number that its author surely meant, in hexadecimal; of a share that is too large, or that .NET ignores, its own one.</summary>
    public static Rewriting Hexadecimal(DotNetMisread misread) =>
        misread is { IsPercent: true, Decimal: > FinePercent and var share }
            ? Written(
                misread.Setting,
                string.Create(CultureInfo.InvariantCulture, $"0x{DefaultPercent:X}"),
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{DefaultPercent} %; {(share < 100 ? $"{share} % leaves too little" : "from 100 % on it is ignored")}"
                )
            )
            : Written(
                misread.Setting,
                string.Create(CultureInfo.InvariantCulture, $"0x{misread.Decimal:X}"),
                misread.IsPercent ? $"{misread.Decimal.ToString(CultureInfo.InvariantCulture)} %" : new ByteSize(misread.Decimal).ToHuman()
            );

    /// <summary>What Kubernetes calls 256Mi; .NET takes the digits in front. Null for anything else.</summary>
    public static (Rewriting Meant, long Bytes)? OfUnit(RuntimeSetting source) =>
        source.Word.Text is [.., not (>= '0' and <= '9')] text
        && source.Name.EndsWith("GCHeapHardLimit", StringComparison.Ordinal)
        && ResourceQuantity.TryParse(text, out var quantity, out _)
        && quantity.Bytes is > LeastMebibytes << 20 and var bytes
            ? (Written(source, string.Create(CultureInfo.InvariantCulture, $"0x{bytes:X}"), new ByteSize(bytes).ToHuman()), bytes)
            : null;

    private static Rewriting Written(RuntimeSetting setting, string value, string why) =>
        new($"{setting.Name}={value}", why, [(setting.Word, "", value)]);
}
