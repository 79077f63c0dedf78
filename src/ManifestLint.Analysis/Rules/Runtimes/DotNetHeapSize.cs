using System.Globalization;
using ManifestLint.Evidence;
using ManifestLint.Facts;
using ManifestLint.Findings;
using ManifestLint.Manifests;
using ManifestLint.Programs;
using ManifestLint.Quantities;
using ManifestLint.Runtimes;

namespace ManifestLint.Rules.Runtimes;

/// <summary>What the rules about .NET share: whom they judge, and how they speak of the heap's limit.</summary>
public abstract class DotNetRule : RuntimeRule
{
    // What the collector takes by itself (runtime-memory.md §9), and the least that it starts with, with room.
    private protected const long DefaultPercent = 75,
        LeastMebibytes = 20;

    private protected DotNetRule(string id)
        : base(id) { }

    /// <inheritdoc/>
    public sealed override IEnumerable<Finding> Check(ContainerFacts container, PodFacts pod) =>
        container.DotNet is { Certainty: not RuntimeCertainty.Unknown } dotnet && pod.Workload.Completeness != Completeness.Patch
            ? Check(dotnet, container, pod)
            : [];

    private protected abstract IEnumerable<Finding> Check(DotNetFacts dotnet, ContainerFacts container, PodFacts pod);

    /// <summary>The hard limit with its verb: <c>DOTNET_GCHeapHardLimit=268435456 is read as hexadecimal (0x268435456, 9.6 GiB):</c>.</summary>
    private protected static string LimitIs(DotNetFacts dotnet)
    {
        var source = dotnet.LimitSource!;
        string size = Human(dotnet.HeapHardLimitBytes!.Value),
            written = source.Word.Text,
            text = $"{source.Name}={Shown(written)}";
        return dotnet.LimitOrigin == DotNetLimitOrigin.Percent || written.Contains('x', StringComparison.OrdinalIgnoreCase)
            ? $"{text} ({size}) is"
            : $"{text} is read as hexadecimal (0x{written.Trim()}, {size}):";
    }

    /// <summary>Writes the share of the limit that is the default; null where three limits make the whole.</summary>
    private protected static Remedy? Lower(DotNetFacts dotnet, long limit, string limitText, PodFacts pod)
    {
        if (dotnet.LimitSource is not { } source || dotnet.LimitBy is Derivation.Sum)
            return null;
        var (mebibytes, isExact) = RoundAmount.Down((Int128)limit * DefaultPercent, 100);
        bool isPercent = dotnet.LimitOrigin == DotNetLimitOrigin.Percent;
        string value = string.Create(CultureInfo.InvariantCulture, $"0x{(isPercent ? DefaultPercent : mebibytes << 20):X}"),
            why = isPercent
                ? $"{DefaultPercent} %"
                : $"{Human(mebibytes << 20)}, {(isExact ? "" : "at most ")}{DefaultPercent} % of {limitText}";
        return mebibytes < LeastMebibytes ? null : Written(source, value, why, pod);
    }

    /// <summary>The variable with another value.</summary>
    private protected static Remedy Written(RuntimeSetting setting, string value, string why, PodFacts pod) =>
        Remedy.Unsafe(
            $"{setting.Name}={value} ({why})",
            SettingEdits.Place(setting.Word, "") is { } place ? SettingEdits.Edit(pod, place.Scalar, [(place, value)]) : null
        );

    /// <summary>Writes the number that its author surely meant, in hexadecimal.</summary>
    private protected static Remedy WriteHexadecimal(DotNetMisread misread, PodFacts pod)
    {
        string value = string.Create(CultureInfo.InvariantCulture, $"0x{misread.Decimal:X}"),
            amount = misread.IsPercent ? $"{misread.Decimal.ToString(CultureInfo.InvariantCulture)} %" : Human(misread.Decimal);
        return Written(misread.Setting, value, amount, pod);
    }
}

/// <summary>ML3301 dotnet-heap-above-budget.</summary>
public sealed class DotnetHeapAboveBudget() : DotNetRule("ML3301")
{
    private const double UsualShare = 0.9;

    private protected override IEnumerable<Finding> Check(DotNetFacts dotnet, ContainerFacts container, PodFacts pod)
    {
        if (
            dotnet.HeapHardLimitBytes is not { } heap
            || dotnet.LimitSource is null
            || container.MemoryMax.Bytes is not { } limit
            || heap >= limit
        )
            yield break;
        if (heap <= (long)Math.Ceiling(limit * UsualShare))
            yield break;
        var finding = AtSource(
            dotnet.LimitSource,
            container,
            pod,
            Statement
                .Of(
                    $"{LimitIs(dotnet)} {ByteSize.Share(heap, limit)} the memory limit {Describe.MemoryLimit(container)}",
                    $"only {Human(limit - heap)} is left for code, threads and native memory"
                )
                .If(Assume.Runtime(dotnet.Assumption))
        );
        yield return With(finding, Lower(dotnet, limit, container.Limit("memory").Plain, pod));
    }
}

/// <summary>ML3302 dotnet-heap-at-limit.</summary>
public sealed class DotnetHeapAtLimit() : DotNetRule("ML3302")
{
    private protected override IEnumerable<Finding> Check(DotNetFacts dotnet, ContainerFacts container, PodFacts pod)
    {
        if (dotnet.LimitSource is not { } source || container.MemoryMax.Bytes is not { } limit)
            yield break;
        if (dotnet.HeapHardLimitBytes is not { } heap)
        {
            if (dotnet is { IsUnlimited: true, LimitOrigin: DotNetLimitOrigin.Bytes })
                yield return With(SwitchedOff(dotnet, source, container, pod), Lower(dotnet, limit, container.Limit("memory").Plain, pod));
            yield break;
        }
        if (heap < limit)
            yield break;
        var finding = AtSource(
            source,
            container,
            pod,
            Statement
                .Of(
                    $"{LimitIs(dotnet)} {ByteSize.Share(heap, limit)} the memory limit {Describe.MemoryLimit(container)}",
                    "a heap that grows so far gets the container OOMKilled, without an OutOfMemoryException"
                )
                .If(Assume.Runtime(dotnet.Assumption))
        ) with
        {
            Lowered = AtMostWarning(dotnet.Certainty),
        };
        yield return With(
            finding,
            dotnet.Misread is { IsPercent: false } misread && misread.Decimal < limit
                ? WriteHexadecimal(misread, pod)
                : Lower(dotnet, limit, container.Limit("memory").Plain, pod)
        );
    }

    // A number beyond 63 bits is no limit any more from .NET 9 on (runtime-memory.md §9).
    private Finding SwitchedOff(DotNetFacts dotnet, RuntimeSetting source, ContainerFacts container, PodFacts pod) =>
        AtSource(
            source,
            container,
            pod,
            Statement
                .Of(
                    $"{source.Name}={Shown(source.Word.Text)} switches the limit of the heap off beside the memory limit {Describe.MemoryLimit(container)}",
                    "the container is OOMKilled when the heap grows past it"
                )
                .If(Assume.Runtime(dotnet.Assumption), Assume.Release(dotnet.VersionFrom, $".NET {dotnet.Version}"))
        ) with
        {
            Lowered = dotnet.VersionFrom == VersionSource.Default ? Severity.Warning : AtMostWarning(dotnet.Certainty),
        };
}

/// <summary>ML3303 dotnet-will-not-start.</summary>
public sealed class DotnetWillNotStart() : DotNetRule("ML3303")
{
    private protected override IEnumerable<Finding> Check(DotNetFacts dotnet, ContainerFacts container, PodFacts pod)
    {
        if (dotnet.Starts != false || dotnet.Failure is not { } failure)
            yield break;
        if (dotnet.FailedAt is { } failed)
        {
            yield return WithoutProgram(failed, failure, dotnet, container, pod);
            yield break;
        }
        if (dotnet.LimitSource is not { Word.IsKnown: true } source)
            yield break;
        string why =
            failure == RuntimeFailure.HeapHardLimitTooSmall && source.Name.EndsWith("GCHeapHardLimit", StringComparison.Ordinal)
                ? $"read as hexadecimal it is {Human((long)Math.Min(DotNet.ParseHexadecimal(source.Word.Text), long.MaxValue))}, too little for a heap"
                : Missing(dotnet, source) ?? failure.Reason();
        var finding = AtSource(
            source,
            container,
            pod,
            Statement
                .Of(
                    $".NET does not start with {source.Name}={Shown(source.Word.Text)}: {why}",
                    "the container ends with exit code 137 again and again, which looks like OOMKilled and is not"
                )
                .If(Assume.Runtime(dotnet.Assumption)),
            withLimit: false
        ) with
        {
            Lowered = AtMostWarning(dotnet.Certainty),
        };
        yield return With(finding, Meant(source, pod));
    }

    // DOTNET_GCHeapHardLimitLOH and DOTNET_GCHeapHardLimitPOH; null where none is missing.
    private static string? Missing(DotNetFacts dotnet, RuntimeSetting source)
    {
        if (dotnet.Missing == DotNetHeaps.None)
            return null;
        string prefix = source.Name[..source.Name.IndexOf("GC", StringComparison.Ordinal)],
            suffix = source.Name.EndsWith("Percent", StringComparison.Ordinal) ? "Percent" : "";
        var names = new[] { DotNetHeaps.Soh, DotNetHeaps.Loh, DotNetHeaps.Poh }
            .Where(h => dotnet.Missing.HasFlag(h))
            .Select(h => $"{prefix}GCHeapHardLimit{h.ToString().ToUpperInvariant()}{suffix}")
            .ToList();
        return $"{string.Join(" and ", names)} {(names.Count == 1 ? "is" : "are")} missing, and all three must be set";
    }

    // 256Mi is what Kubernetes calls it; .NET takes the digits in front.
    private static Remedy? Meant(RuntimeSetting source, PodFacts pod) =>
        source.Word.Text is [.., not (>= '0' and <= '9')] text
        && source.Name.EndsWith("GCHeapHardLimit", StringComparison.Ordinal)
        && ResourceQuantity.TryParse(text, out var quantity, out _)
        && quantity.Bytes is > LeastMebibytes << 20 and var bytes
            ? Written(source, string.Create(CultureInfo.InvariantCulture, $"0x{bytes:X}"), Human(bytes), pod)
            : null;

    private Finding WithoutProgram(
        RuntimeSetting failed,
        RuntimeFailure failure,
        DotNetFacts dotnet,
        ContainerFacts container,
        PodFacts pod
    ) =>
        AtSource(
            failed,
            container,
            pod,
            failure == RuntimeFailure.CommandNotFound
                    ? Statement.Of(
                        $"no program has the name {Shown(failed.Word.Text)}: the whole command line is one word",
                        "the container does not start"
                    )
                : failed.Word.Text.Length == 0
                    ? Statement.Of("dotnet gets an empty word for its program", "the container ends with an error again and again")
                : Statement.Of(
                    $"dotnet does not start with {Shown(failed.Word.Text)}: it is taken for the program",
                    "the container ends with an error again and again"
                ),
            withLimit: false,
            at: (container.Spec.Node["command"] ?? container.Spec.Node["args"])?.Location
        ) with
        {
            Lowered = AtMostWarning(dotnet.Certainty),
        };
}

/// <summary>ML3304 dotnet-hexadecimal-misread.</summary>
public sealed class DotnetHexadecimalMisread() : DotNetRule("ML3304")
{
    private const long Mebi = 1L << 20;

    private protected override IEnumerable<Finding> Check(DotNetFacts dotnet, ContainerFacts container, PodFacts pod)
    {
        if (
            dotnet.Starts == false
            || dotnet.Misread is not { } misread
            || !(misread.IsPercent ? IsDoubtfulPercent(misread) : IsDoubtfulSize(misread, container.MemoryMax.Bytes))
        )
            yield break;
        string read = !misread.IsPercent
            ? $"{Human(misread.Hexadecimal)}, not {Human(misread.Decimal)}"
            : $"{misread.Hexadecimal} %, not {misread.Decimal} %";
        string consequence =
            misread.IsPercent && misread.Hexadecimal >= 100
                ? misread.Decimal == DefaultPercent
                    ? $"it is ignored, and the default is in force, which happens to be {DefaultPercent} % too"
                    : $"it is ignored, and the default of {DefaultPercent} % is in force"
                : misread.Hexadecimal > misread.Decimal
                    ? "the heap may grow larger than was meant before the collector holds it back"
                    : "the heap is smaller than was meant";
        var finding = AtSource(
            misread.Setting,
            container,
            pod,
            Statement
                .Of($"{misread.Setting.Name}={Shown(misread.Setting.Word.Text)} is read as hexadecimal: {read}", consequence)
                .If(Assume.Runtime(dotnet.Assumption))
        );
        yield return With(finding, WriteHexadecimal(misread, pod));
    }

    // 32 is what someone writes who knows that it is 50; 50 is what someone writes who does not.
    private static bool IsDoubtfulPercent(DotNetMisread misread) =>
        misread.Hexadecimal >= 100 || misread.Decimal % 5 == 0 || misread.Hexadecimal % 5 != 0;

    // C800000 or 10000000 is round in hexadecimal; 268435456 is so in decimal. What fits the limit and is round is meant.
    private static bool IsDoubtfulSize(DotNetMisread misread, long? limit)
    {
        bool isRound = misread.Hexadecimal % Mebi == 0;
        if (limit is null)
            return !isRound;
        return misread.Hexadecimal >= limit ? misread.Decimal < limit : !isRound && misread.Decimal >= 20 * Mebi;
    }
}
