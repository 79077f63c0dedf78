using System.Globalization;
using System.Numerics;
using ManifestLint.Evidence;
using ManifestLint.Facts;
using ManifestLint.Findings;
using ManifestLint.Manifests;
using ManifestLint.Programs;
using ManifestLint.Quantities;
using ManifestLint.Reading;
using ManifestLint.Runtimes;

namespace ManifestLint.Rules.Runtimes;

/// <summary>What the rules about .NET share: whom they judge, and how they speak of the heap's limit.</summary>
public abstract class DotNetRule : RuntimeRule
{
    private protected DotNetRule(string id)
        : base(id) { }

    /// <inheritdoc/>
    public sealed override IEnumerable<Finding> Check(ContainerFacts container, PodFacts pod) =>
        OfEach(container.DotNet, pod, d => Check(d, container, pod));

    private protected abstract IEnumerable<Finding> Check(DotNetFacts dotnet, ContainerFacts container, PodFacts pod);
}

/// <summary>ML3303 dotnet-will-not-start.</summary>
public sealed class DotnetWillNotStart() : DotNetRule("ML3303")
{
    private static readonly string[] s_heaps = ["SOH", "LOH", "POH"];

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
        yield return AtSource(
            source,
            container,
            pod,
            Statement
                .OfReason(
                    $".NET does not start with {source.Name}={WrittenText.Of(source.Word)}",
                    dotnet.FailureReason,
                    Ending.With("exit code 137 (no OOM kill)", container, pod)
                )
                .If(Assume.Runtime(dotnet.Assumption)),
            withLimit: false
        ) with
        {
            Lowered = AtMostWarning(dotnet.Certainty),
            Remedy =
                DotNetDemands.OfUnit(source) is var (meant, bytes)
                    ? Remedies.Within(meant, bytes, DotNetDemands.FinePercent, 0, container, pod)
                : failure == RuntimeFailure.HeapHardLimitsIncomplete && s_heaps.FirstOrDefault(source.Name.Contains) is { } heap
                    ? Together(source, heap, dotnet, container)
                : null,
        };
    }

    // Where one heap alone is bounded, its bound may be the one of all.
    private static Remedy Together(RuntimeSetting source, string heap, DotNetFacts dotnet, ContainerFacts container)
    {
        string all = source.Name.Replace(heap, "", StringComparison.Ordinal);
        ulong bound = DotNet.ParseHexadecimal(source.Word.Text);
        bool isPercent = all.EndsWith("Percent", StringComparison.Ordinal);
        return
            BitOperations.PopCount((uint)dotnet.Missing) == s_heaps.Length - 1
            && !SecretText.IsHidden(source.Word)
            && (isPercent ? bound <= DotNetDemands.FinePercent : Remedies.Fits(container, bound, DotNetDemands.FinePercent))
            ? Remedy.Told(new Advice($"{all}={WrittenText.Of(source.Word)} instead") { Why = "for all heaps together" })
            : Remedy.Told($"{all} alone, for all heaps together");
    }

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
                    ? Statement.OfReason(
                        $"no program has the name {Shown(SecretText.Of(failed.Word))}",
                        dotnet.FailureReason,
                        Ending.WithoutProgram(container)
                    )
                : failed.Word.Text.Length == 0
                    ? Statement.Of("dotnet gets an empty argument as its program", Ending.With("an error", container, pod))
                : Statement.Of(
                    $"dotnet does not start with {Shown(SecretText.Of(failed.Word))}: {dotnet.FailureReason}",
                    Ending.With("an error", container, pod)
                ),
            withLimit: false,
            at: (container.Spec.Node["command"] ?? container.Spec.Node["args"])?.Location
        ) with
        {
            Lowered = AtMostWarning(dotnet.Certainty),
            Remedy =
                failure == RuntimeFailure.CommandNotFound
                    ? Remedies.EachByItself(failed.Word, container)
                    : Remedies.OfShellVariable(failed.Word, container, pod),
        };
}

/// <summary>ML3304 dotnet-hexadecimal-misread.</summary>
public sealed class DotnetHexadecimalMisread() : DotNetRule("ML3304")
{
    private const long Mebi = 1L << 20;

    // Of the limit, where nothing sets the heap.
    private const int DefaultPercent = 75;

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
        yield return AtSource(
            misread.Setting,
            container,
            pod,
            Statement
                .Of($"{misread.Setting.Name}={WrittenText.Of(misread.Setting.Word)} is read as hexadecimal: {read}", consequence)
                .If(Assume.Runtime(dotnet.Assumption))
        ) with
        {
            Remedy = misread.IsPercent
                ? Remedies.Of(DotNetDemands.Hexadecimal(misread), pod)
                : Remedies.Within(DotNetDemands.Hexadecimal(misread), misread.Decimal, DotNetDemands.FinePercent, 0, container, pod),
        };
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
        return misread.Hexadecimal >= limit ? misread.IsDecimalMeant(limit.Value) : !isRound && misread.Decimal >= 20 * Mebi;
    }
}
