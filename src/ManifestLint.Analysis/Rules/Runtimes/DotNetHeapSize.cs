using System.Globalization;
using ManifestLint.Facts;
using ManifestLint.Facts.Runtimes;
using ManifestLint.Findings;
using ManifestLint.Manifests;

namespace ManifestLint.Rules.Runtimes;

/// <summary>What the rules about .NET share: whom they judge, and how they speak of the heap's limit.</summary>
public abstract class DotNetRule : RuntimeRule
{
    private protected DotNetRule(string id)
        : base(id) { }

    /// <inheritdoc/>
    public sealed override IEnumerable<Finding> Check(ContainerFacts container, PodFacts pod) =>
        container.DotNet is { Certainty: not RuntimeCertainty.Unknown } dotnet && pod.Workload.Completeness != Completeness.Patch
            ? Check(dotnet, container, pod)
            : [];

    private protected abstract IEnumerable<Finding> Check(DotNetFacts dotnet, ContainerFacts container, PodFacts pod);

    /// <summary>The hard limit as the subject of a sentence: <c>DOTNET_GCHeapHardLimit=268435456, in hexadecimal 9.6 GiB,</c>.</summary>
    private protected static string Limit(DotNetFacts dotnet)
    {
        var source = dotnet.LimitSource!;
        string size = new ByteSize(dotnet.HeapHardLimitBytes!.Value).ToHuman();
        string text = $"{source.Name}={Shown(source.Word.Text)}";
        if (dotnet.LimitOrigin == DotNetLimitOrigin.Percent)
            return $"{text} makes the .NET heap {size}, which";
        return source.Word.Text.Contains('x', StringComparison.OrdinalIgnoreCase) ? $"{text} ({size})" : $"{text}, in hexadecimal {size},";
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
        // The share as written, not what is left of it after rounding to bytes.
        string share =
            dotnet.LimitOrigin == DotNetLimitOrigin.Percent && dotnet.LimitSource.Name.EndsWith("LimitPercent", StringComparison.Ordinal)
                ? (DotNet.ParseHexadecimal(dotnet.LimitSource.Word.Text) & uint.MaxValue).ToString(CultureInfo.InvariantCulture)
                : ByteSize.Percent(heap, limit);
        yield return AtSetting(
            dotnet.LimitSource.Word,
            container,
            pod,
            $"{Limit(dotnet)} is {share} % of the memory limit {LimitText(container, pod)}, so only {new ByteSize(limit - heap).ToHuman()} is left for code, threads and native memory"
        );
    }
}

/// <summary>ML3302 dotnet-heap-at-limit.</summary>
public sealed class DotnetHeapAtLimit() : DotNetRule("ML3302")
{
    private protected override IEnumerable<Finding> Check(DotNetFacts dotnet, ContainerFacts container, PodFacts pod)
    {
        if (
            dotnet.HeapHardLimitBytes is not { } heap
            || dotnet.LimitSource is null
            || container.MemoryMax.Bytes is not { } limit
            || heap < limit
        )
            yield break;
        yield return AtSetting(
            dotnet.LimitSource.Word,
            container,
            pod,
            $"{Limit(dotnet)} is {ByteSize.Percent(heap, limit)} % of the memory limit {LimitText(container, pod)}, so the container is OOMKilled before the heap is full"
        ) with
        {
            Severity = AtMostWarning(dotnet.Certainty),
        };
    }
}

/// <summary>ML3303 dotnet-will-not-start.</summary>
public sealed class DotnetWillNotStart() : DotNetRule("ML3303")
{
    private protected override IEnumerable<Finding> Check(DotNetFacts dotnet, ContainerFacts container, PodFacts pod)
    {
        if (dotnet.Starts != false || dotnet.LimitSource is not { Word.IsKnown: true } source)
            yield break;
        string why =
            dotnet.LimitOrigin == DotNetLimitOrigin.Bytes && !source.Name.EndsWith("OH", StringComparison.Ordinal)
                ? $"read as hexadecimal up to the first other character it is {new ByteSize((long)Math.Min(DotNet.ParseHexadecimal(source.Word.Text), long.MaxValue)).ToHuman()}, too little for a heap"
                : "the limits of the single heaps must all be set, and percentages must stay below 100";
        yield return AtSetting(
            source.Word,
            container,
            pod,
            $".NET does not start with {source.Name}={Shown(source.Word.Text)}: {why}, so the container ends with exit code 137 again and again, which looks like OOMKilled and is not",
            withLimit: false
        ) with
        {
            Severity = AtMostWarning(dotnet.Certainty),
        };
    }
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
        string read =
            !misread.IsPercent ? $"{new ByteSize(misread.Hexadecimal).ToHuman()} instead of {new ByteSize(misread.Decimal).ToHuman()}"
            : misread.Hexadecimal < 100 ? $"{misread.Hexadecimal} % instead of {misread.Decimal} %"
            : $"{misread.Hexadecimal} %, which is out of range, so the default of 75 % stays in force";
        yield return AtSetting(
            misread.Setting.Word,
            container,
            pod,
            $"{misread.Setting.Name}={Shown(misread.Setting.Word.Text)} is read as hexadecimal: {read}"
        );
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
