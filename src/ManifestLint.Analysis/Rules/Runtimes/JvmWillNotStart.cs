using System.Text.RegularExpressions;
using ManifestLint.Evidence;
using ManifestLint.Facts;
using ManifestLint.Findings;
using ManifestLint.Manifests;
using ManifestLint.Runtimes;
using ManifestLint.Runtimes.Java;

namespace ManifestLint.Rules.Runtimes;

/// <summary>ML3006 jvm-will-not-start.</summary>
public sealed partial class JvmWillNotStart() : JvmRule("ML3006")
{
    private const ulong LeastHeap = 2UL << 20;

    private protected override IEnumerable<Finding> Check(JvmFacts jvm, ContainerFacts container, PodFacts pod)
    {
        // -version and the like print something and end well.
        // What a script makes of a name that nothing sets may be otherwise in the image, or after a templating tool.
        if (jvm.Starts != false || jvm.Failure is not { } failure || jvm.ExitCode == 0 || jvm.UnsetName is not null)
            yield break;
        var (statement, fix) = Told(jvm, failure, pod);
        var finding = AtOption(jvm.FailedAt, jvm, container, pod, statement, withLimit: false);
        if (jvm.FailedAt is null && (container.Spec.Node["args"] ?? container.Spec.Node["command"]) is { } command)
            finding = finding with { Location = command.Location };
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
            Fix = fix,
        };
    }

    private static (Statement Statement, Fix? Fix) Told(JvmFacts jvm, RuntimeFailure failure, PodFacts pod)
    {
        string machine = jvm.VersionFrom != VersionSource.Default ? $"Java {jvm.Version}" : "the JVM",
            end = $"the container ends with exit code {jvm.ExitCode ?? 1} again and again";
        var word = jvm.FailedAt?.Word is { IsKnown: true, Text.Length: > 0 } known ? known : null;
        if (
            failure == RuntimeFailure.TooSmallHeap
            && word is not null
            && jvm.FailedAt is { Size: { } size and < LeastHeap }
            && char.IsAsciiDigit(word.Text[^1])
        )
        {
            return (
                Statement.Of(
                    $"{word.Text} is {Human((long)size)}: the unit is missing ({word.Text}m)",
                    $"{machine} does not start with so little, and {end}"
                ),
                JvmFixes.MissingUnit(word, pod)
            );
        }
        if (failure == RuntimeFailure.ImproperVmOption && word is not null && PercentSign().Match(word.Text) is { Success: true } percent)
        {
            string name = percent.Groups["name"].Value,
                number = percent.Groups["number"].Value;
            return (
                Statement.Of($"{name.TrimEnd('=')} takes a number without %: {number}", $"{machine} does not start, and {end}"),
                JvmFixes.WithoutPercentSign(word, name, number, pod)
            );
        }
        string subject = word is null ? "the command" : Shown(word.Text),
            since = jvm.RefusedFrom is { } release ? $" (refused from Java {release} on)" : "";
        return (
            Statement.Of($"{machine} does not start with {subject}: {failure.Reason()}{since}", end),
            JvmFixes.Unit(jvm.FailedAt?.Word, pod)
        );
    }

    // OpenJ9 and others have -X options of their own.
    private static bool IsOfOtherMachine(JvmFacts jvm) =>
        jvm is { Failure: RuntimeFailure.UnrecognizedOption, Product: null }
        && jvm.FailedAt?.Word.Text.StartsWith("-X", StringComparison.Ordinal) == true;

    [GeneratedRegex(
        "^(?<name>-XX:(?:Max|Min|Initial)RAMPercentage=)(?<number>[0-9]+(?:\\.[0-9]+)?) ?%$",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture,
        1000
    )]
    private static partial Regex PercentSign();
}
