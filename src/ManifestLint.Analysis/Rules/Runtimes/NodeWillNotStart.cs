using System.Globalization;
using ManifestLint.Evidence;
using ManifestLint.Facts;
using ManifestLint.Findings;
using ManifestLint.Manifests;
using ManifestLint.Programs;
using ManifestLint.Quantities;
using ManifestLint.Reading;
using ManifestLint.Runtimes;
using ManifestLint.Runtimes.Node;
using ManifestLint.Yaml;

namespace ManifestLint.Rules.Runtimes;

/// <summary>ML3103 node-will-not-start.</summary>
public sealed class NodeWillNotStart() : NodeRule("ML3103")
{
    private protected override IEnumerable<Finding> Check(NodeFacts node, ContainerFacts container, PodFacts pod)
    {
        // What only prints something ends well; what another release takes is no mistake where the release is not known.
        if (
            node.Starts != false
            || node.Failure is not { } failure
            || failure == RuntimeFailure.NoProgram
            || (node.FailureDependsOnVersion && node.VersionFrom == VersionSource.Default)
        )
            yield break;
        if (node.FailedAt is not { Word.IsKnown: true } failed)
            yield break;
        string version = node.VersionFrom == VersionSource.Default ? "Node.js" : $"Node.js {node.Version}";
        var assumption =
            node.Certainty == RuntimeCertainty.Exact || node.IsThroughLauncher ? null : new RuntimeAssumption.ImageRuns("Node.js");
        var (written, remedy) = Written(failed, failure, container, pod);
        string? meant = NodeFailures.Misspelt(failure, failed.Word.Text, node.Version)?.Meant;
        string end = Ending.With($"exit code {node.ExitCode}", container, pod);
        var statement = failure switch
        {
            RuntimeFailure.EmptyScript => Statement.Of($"{version} gets an empty argument as its script", $"it runs nothing, and {end}"),
            RuntimeFailure.CommandNotFound => Statement.OfReason(
                $"no program has the name {Shown(SecretText.Of(failed.Word))}",
                node.FailureReason,
                Ending.WithoutProgram(container)
            ),
            _ => Statement.OfReason(
                $"{version} does not start with {Shown(written)}",
                node.FailureReason,
                meant is not null && failure == RuntimeFailure.ScriptNotFound ? failure.Reason() : end
            ) with
            {
                Besides = meant is not null && failure == RuntimeFailure.ScriptNotFound ? new Clause(end, []) : null,
            },
        };
        yield return AtSource(
            failed,
            container,
            pod,
            statement.If(
                Assume.Runtime(assumption),
                node.UnsetName is { } unset ? Assume.Runtime(new RuntimeAssumption.NothingSets(unset)) : null
            ),
            withLimit: false,
            at: (container.Spec.Node["command"] ?? container.Spec.Node["args"])?.Location
        ) with
        {
            Lowered = node.UnsetName is null ? AtMostWarning(node.Certainty) : Severity.Warning,
            Remedy =
                SecretText.IsHidden(failed.Word) ? null
                : meant is not null ? Remedy.Told(meant)
                : failure == RuntimeFailure.EmptyScript && node.UnsetName is { } name ? Remedy.Told($"${name} without quotes")
                : failure == RuntimeFailure.CommandNotFound || node.FailureDetail is { Kind: FailureDetailKind.OneArgument }
                    ? Remedies.EachByItself(failed.Word, container)
                : failure == RuntimeFailure.ScriptNotFound ? Remedies.OfShellVariable(failed.Word, container, pod)
                : failure == RuntimeFailure.BadOption ? InMebibytes(failed.Word, container, pod)
                : remedy,
        };
    }

    // 1GB for 1Gi: nobody counts a heap in powers of ten.
    private static string Amount(string text) => QuantityDiagnosis.Of(text).Candidates is [.., var binary] ? binary : text;

    // A share of the limit, which only later releases take, as the size that it amounts to.
    private static Remedy? InMebibytes(Word word, ContainerFacts container, PodFacts pod)
    {
        int equals = word.Text.IndexOf('=', StringComparison.Ordinal);
        if (
            equals < 0
            || word.Text[..equals].Replace('_', '-') != "--max-old-space-size-percentage"
            || !int.TryParse(word.Text.AsSpan(equals + 1), NumberStyles.None, CultureInfo.InvariantCulture, out int percent)
            || Limit(container) is not { } limit
        )
            return null;
        int share = Math.Min(percent, NodeDemands.FinePercent);
        string option = $"--max-old-space-size={((Int128)limit * share / 100 >> 20).ToString(CultureInfo.InvariantCulture)}";
        return share == 0
            ? null
            : Remedies.Of(new Rewriting(option, $"{share} % of {container.Limit("memory").Plain}", [(word, "", option)]), pod);
    }

    // The option as its author wrote it, with a value that stands behind a blank, and what was meant.
    private static (string Written, Remedy? Remedy) Written(
        RuntimeSetting failed,
        RuntimeFailure failure,
        ContainerFacts container,
        PodFacts pod
    )
    {
        var word = failed.Word;
        if (failure != RuntimeFailure.IllegalValue || !NodeFailures.IsSize(failed))
            return (SecretText.Of(word), null);
        if (word.Text.IndexOf('=', StringComparison.Ordinal) is > 0 and var equals)
        {
            string option = word.Text[..(equals + 1)];
            if (
                !ResourceQuantity.TryParse(Amount(word.Text[(equals + 1)..]), out var meant, out _)
                || meant.Bytes is not { } bytes
                || bytes >> 20 is not (> 0 and var mebibytes)
            )
                return (SecretText.Of(word), null);
            string value = mebibytes.ToString(CultureInfo.InvariantCulture);
            return (
                SecretText.Of(word),
                Remedies.Within(
                    new Rewriting(option + value, null, [(word, option, value)]),
                    mebibytes << 20,
                    NodeDemands.FinePercent,
                    0,
                    container,
                    pod
                )
            );
        }
        if (SettingEdits.Place(word, "") is { } own)
        {
            string rest = own.Scalar.Value[Math.Min(own.Offset + own.Length, own.Scalar.Value.Length)..];
            int start = rest.Length - rest.TrimStart(' ').Length,
                end = start;
            while (end < rest.Length && char.IsAsciiDigit(rest[end]))
                end++;
            if (start > 0 && end > start && (end == rest.Length || rest[end] == ' '))
            {
                string joined = $"{word.Text}={rest[start..end]}";
                bool fits = Remedies.Fits(
                    container,
                    Int128.TryParse(rest[start..end], CultureInfo.InvariantCulture, out var count) ? count << 20 : Int128.MaxValue,
                    NodeDemands.FinePercent
                );
                return (
                    $"{word.Text} {rest[start..end]}",
                    fits
                        ? Remedy.Unsafe(joined, SettingEdits.Edit(pod, own.Scalar, [(own with { Length = own.Length + end }, joined)]))
                        : Remedy.Told($"{joined} ({Remedies.TooMuch(container)})")
                );
            }
        }
        return
            word.Origin is TextOrigin.Argument { Index: { } index } argument
            && container.Spec.Node[argument.Field] is YamlSequence words
            && index + 1 < words.Items.Length
            && words.Items[index + 1].Target is YamlScalar { Value: { Length: > 0 } next }
            && next.All(char.IsAsciiDigit)
            ? ($"{word.Text} {next}", Remedy.Told(new Advice($"{word.Text}={next}") { Form = Advice.OneArgument }))
            : (SecretText.Of(word), null);
    }
}

/// <summary>ML3104 node-option-ignored.</summary>
public sealed class NodeOptionIgnored() : NodeRule("ML3104")
{
    private protected override IEnumerable<Finding> Check(NodeFacts node, ContainerFacts container, PodFacts pod)
    {
        if (node.Starts == false)
            yield break;
        foreach (var ignored in node.Ignored)
        {
            yield return AtSource(
                ignored.Setting,
                container,
                pod,
                Statement
                    .OfReason(
                        $"{WrittenText.Of(ignored.Setting.Word)} has no effect",
                        ignored.Reason.ToString(),
                        Consequence(ignored.Setting.Word, node, container)
                    )
                    .If(Assume.Runtime(node.Assumption)),
                withLimit: false
            ) with
            {
                Remedy =
                    ignored.Reason is IgnoredReason.BehindProgram { Launcher: "Node.js" } behind
                        ? Remedy.Told(Before(ignored.Setting.Word, behind))
                    : ignored.Reason is IgnoredReason.TakenForProgram && char.IsAsciiLetter(ignored.Setting.Word.Text[0])
                        ? Remedy.Told($"--{WrittenText.Of(ignored.Setting.Word)}")
                    : null,
            };
        }
    }

    private static string Before(Word option, IgnoredReason.BehindProgram behind) =>
        $"{WrittenText.Of(option)} before {WrittenText.Cut(SecretText.Of(behind.Program))}";

    private static string Consequence(Word option, NodeFacts node, ContainerFacts container)
    {
        if (node.MaxOldSpaceBytes is not { } heap)
            return "the heap is what Node.js takes by default";
        string size = $"{(node.HeapOrigin == NodeHeapOrigin.Default ? "the default " : "")}{Human(heap)}",
            not = Meant(option) is { } meant && meant != heap ? $", not to {Human(meant)}" : "";
        return Limit(container) is { } limit
            ? $"the old space may grow to {size} ({ByteSize.Share(heap, limit)} the memory limit {Describe.MemoryLimit(container)}){not}"
            : $"the old space may grow to {size}{not}";
    }

    // What it would have been; null for what is no plain size.
    private static long? Meant(Word option)
    {
        string text = option.Text;
        int digits = text.IndexOf("old-space-size=", StringComparison.Ordinal) is >= 0 and var at
            ? at + "old-space-size=".Length
            : text.Length;
        return
            !SecretText.IsHidden(option)
            && int.TryParse(text.AsSpan(digits), NumberStyles.None, CultureInfo.InvariantCulture, out int mebibytes)
            && mebibytes > 0
            ? (long)mebibytes << 20
            : null;
    }
}
