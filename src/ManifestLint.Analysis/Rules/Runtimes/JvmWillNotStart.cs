using ManifestLint.Evidence;
using ManifestLint.Facts;
using ManifestLint.Findings;
using ManifestLint.Manifests;
using ManifestLint.Programs;
using ManifestLint.Reading;
using ManifestLint.Runtimes;
using ManifestLint.Runtimes.Java;

namespace ManifestLint.Rules.Runtimes;

/// <summary>ML3006 jvm-will-not-start.</summary>
/// <param name="budget">What ML3001 would leave.</param>
public sealed class JvmWillNotStart(JvmHeapAboveBudgetOptions budget) : JvmRule("ML3006")
{
    private const string PermSize = "-XX:MaxPermSize=";

    private readonly JvmFixes _fixes = new(budget.Percent);

    private protected override IEnumerable<Finding> Check(JvmFacts jvm, ContainerFacts container, PodFacts pod)
    {
        // -version and the like print something and end well.
        // What a script makes of a name that nothing sets may be otherwise in the image, or after a templating tool.
        if (jvm.Starts != false || jvm.Failure is not { } failure || jvm.ExitCode == 0 || jvm.UnsetName is not null)
            yield break;
        // A limit that nobody means is the cause, and told (rules.md rule 1).
        if (IsOfLimit(failure, jvm) && container.MemoryMax.Bytes is { } tiny && UnitSlips.IsTiny(tiny))
            yield break;
        var (statement, remedy) = Told(jvm, failure, container, pod);
        var finding = AtOption(jvm.FailedAt, jvm, container, pod, statement, withLimit: false);
        if (jvm.FailedAt is null && (container.Spec.Node["args"] ?? container.Spec.Node["command"]) is { } command)
            finding = finding with { Location = command.Location };
        if (failure == RuntimeFailure.InitialExceedsMax && Initial(jvm) is { } larger && WordPlace.Of(larger) is { } place)
            finding = finding with { Related = [new RelatedPlace(place, "the initial heap")] };
        bool isMachineAssumed = IsOfOtherMachine(jvm);
        // Two assumptions are too many to hide anything (rules.md rule 4).
        bool areTwo = isMachineAssumed && jvm.Certainty != RuntimeCertainty.Exact;
        yield return finding with
        {
            Lowered =
                areTwo ? Severity.Note
                : isMachineAssumed ? Severity.Warning
                : AtMostWarning(jvm),
            SupersedesNothing = areTwo,
            Remedy = remedy,
        };
    }

    // What the memory limit makes too small, and no size that somebody wrote.
    private static bool IsOfLimit(RuntimeFailure failure, JvmFacts jvm) =>
        failure is RuntimeFailure.TooSmallHeap or RuntimeFailure.AggressiveHeapTooSmall or RuntimeFailure.MemoryCalculator
        && jvm.FailedAt?.Size is null;

    private static Word? Initial(JvmFacts jvm) =>
        jvm.Settings.FirstOrDefault(s => s.Name == "InitialHeapSize") is { Word: { IsKnown: true } word } ? word : null;

    private (Statement Statement, Remedy? Remedy) Told(JvmFacts jvm, RuntimeFailure failure, ContainerFacts container, PodFacts pod)
    {
        string machine = jvm.VersionFrom.IsTold() ? $"Java {jvm.Version}" : "the JVM",
            end = Ending.With($"exit code {jvm.ExitCode ?? 1}", container, pod);
        var word = jvm.FailedAt?.Word is { IsKnown: true, Text.Length: > 0 } known ? known : null;
        if (word is not null && jvm.FailureDetail is { Kind: FailureDetailKind.OneArgument })
        {
            return (
                Statement.OfReason($"{machine} does not start with {Shown(SecretText.Of(word))}", jvm.FailureReason, end),
                SecretText.IsHidden(word) ? null : _fixes.Joined(word, container, pod) ?? Remedies.EachByItself(word, container)
            );
        }
        if (failure == RuntimeFailure.HeapWithoutUnit && word is not null && jvm.FailedAt?.Size is { } size)
        {
            return (
                Statement.Of(
                    $"{Written(word)} is {Human((long)size)}: {jvm.FailureReason}",
                    $"{machine} does not start with that little, and {end}"
                ),
                _fixes.MissingUnit(word, container, pod)
            );
        }
        if (failure == RuntimeFailure.InitialExceedsMax && word is not null && Initial(jvm) is { } initial)
            return WithBothHeaps(jvm, word, initial, $"{machine} does not start with {WrittenText.Of(word)}", end, container, pod);
        if (word is not null && OfValue(jvm, failure, word, machine, end, container, pod) is { } ofValue)
            return ofValue;
        if (word is not null && !SecretText.IsHidden(word) && JvmFailures.Slip(failure, word.Text) is { } slip)
        {
            return (
                Statement.OfReason(
                    $"{machine} does not start with {Shown(SecretText.Of(word))}",
                    jvm.FailureReason,
                    failure == RuntimeFailure.MainClassNotFound ? failure.Reason() : end
                ) with
                {
                    Besides = failure == RuntimeFailure.MainClassNotFound ? new Clause(end, []) : null,
                },
                Remedy.Told($"-{slip.Rest}")
            );
        }
        bool isCalculated = failure == RuntimeFailure.MemoryCalculator,
            isOfLimit = container.MemoryMax.Bytes is not null && word is null && IsOfLimit(failure, jvm);
        string subject = word is not null ? $" with {WrittenText.Of(word)}"
            : isCalculated || isOfLimit ? ""
            : " with the command",
            since = jvm.RefusedFrom is { } release ? $" (gone since Java {release})"
            : isOfLimit || (isCalculated && jvm.FailedAt is null or { Size: not null })
                ? $", and the memory limit is {Describe.MemoryLimit(container)}"
            : "";
        return (
            Statement.OfReason($"{machine} does not start{subject}", $"{jvm.FailureReason}{since}", end),
            _fixes.Unit(jvm.FailedAt?.Word, container, pod)
                ?? _fixes.Number(jvm.FailedAt?.Word, container, pod)
                ?? (jvm.RefusedFrom is not null && word is not null ? Remedy.Told(Without(word)) : null)
        );
    }

    // JEP 122: metaspace is what replaced the permanent generation.
    private static Advice Without(Word word) =>
        new($"the options without {Written(word)}")
        {
            Why =
                !SecretText.IsHidden(word)
                && word.Text.StartsWith(PermSize, StringComparison.Ordinal)
                && JvmSizes.IsWholeSize("-Xmx" + word.Text[PermSize.Length..])
                    ? $"-XX:MaxMetaspaceSize={word.Text[PermSize.Length..]} bounds what replaced it"
                    : null,
        };

    // What is wrong with the value alone, its form or its place; null for anything else.
    private (Statement Statement, Remedy? Remedy)? OfValue(
        JvmFacts jvm,
        RuntimeFailure failure,
        Word word,
        string machine,
        string end,
        ContainerFacts container,
        PodFacts pod
    )
    {
        if (failure == RuntimeFailure.PercentSign && JvmFailures.PercentSign(word.Text) is var (name, number))
        {
            return (
                Statement.OfReason($"{machine} does not start with {Written(word)}", jvm.FailureReason, end),
                _fixes.WithoutPercentSign(word, name, number, container, pod)
            );
        }
        if (failure == RuntimeFailure.ImproperVmOption && jvm.Version == 8 && _fixes.WithPoint(word, container, pod) is { } pointed)
        {
            return (Statement.OfReason($"{machine} does not start with {Written(word)}", jvm.FailureReason, end), pointed);
        }
        if (!SecretText.IsHidden(word) && _fixes.Apart(word, container, pod) is var (written, joined))
            return (Statement.OfReason($"{machine} does not start with {Shown(written)}", jvm.FailureReason, end), joined);
        return null;
    }

    // The JVM names the maximum; who repairs it has to look at both.
    private (Statement, Remedy?) WithBothHeaps(
        JvmFacts jvm,
        Word max,
        Word initial,
        string what,
        string end,
        ContainerFacts container,
        PodFacts pod
    ) =>
        (
            Statement.OfReason(what, jvm.FailureReason, end),
            max.Text.StartsWith("-Xmx", StringComparison.Ordinal) && initial.Text.StartsWith("-Xms", StringComparison.Ordinal)
                ? _fixes.InitialOf(max, initial, container, pod)
                : null
        );

    // OpenJ9 and others have -X options of their own.
    private static bool IsOfOtherMachine(JvmFacts jvm) =>
        jvm is { Failure: RuntimeFailure.UnrecognizedOption, Product: null }
        && jvm.FailedAt?.Word.Text.StartsWith("-X", StringComparison.Ordinal) == true;
}
