using ManifestLint.Facts;
using ManifestLint.Facts.Runtimes;
using ManifestLint.Findings;
using ManifestLint.Manifests;

namespace ManifestLint.Rules.Runtimes;

/// <summary>ML3006 jvm-will-not-start.</summary>
public sealed class JvmWillNotStart() : JvmRule("ML3006")
{
    private protected override IEnumerable<Finding> Check(JvmFacts jvm, ContainerFacts container, PodFacts pod)
    {
        // -version and the like print something and end well.
        // What a script makes of a name that nothing sets may be otherwise in the image, or after a templating tool.
        if (jvm.Starts != false || jvm.Failure is null || jvm.ExitCode == 0 || jvm.UnsetName is not null)
            yield break;
        string subject = jvm.FailedAt?.Word is { IsKnown: true, Text.Length: > 0 } word ? Shown(word.Text) : "the command";
        if (jvm.VersionDecides && container.Spec.Image is { } image && Placeholder.IsIn(image))
            yield break;
        bool isTold = jvm.VersionFrom != "default";
        string version =
            isTold ? $"Java {jvm.Version}"
            : jvm.VersionDecides ? $"Java {jvm.Version} (assumed)"
            : "the JVM";
        string since = jvm.RefusedFrom is { } release ? $" (refused from Java {release} on)" : "";
        var finding = AtSetting(
            jvm.FailedAt?.Word,
            container,
            pod,
            $"{version} does not start with {subject}: {Explain(jvm.Failure)}{since}, so the container ends with exit code {jvm.ExitCode?.ToString() ?? "1"} again and again{Condition(jvm)}",
            withLimit: false
        );
        if (jvm.FailedAt is null && (container.Spec.Node["args"] ?? container.Spec.Node["command"]) is { } command)
            finding = finding with { Location = command.Location };
        yield return finding with
        {
            Severity = jvm.VersionDecides || IsOfOtherMachine(jvm) ? Severity.Warning : AtMostWarning(jvm),
            Fix = JvmFixes.Unit(jvm.FailedAt?.Word, pod),
        };
    }

    // OpenJ9 and others have -X options of their own.
    private static bool IsOfOtherMachine(JvmFacts jvm) =>
        jvm is { Failure: "unrecognized-option", Product: null }
        && jvm.FailedAt?.Word.Text.StartsWith("-X", StringComparison.Ordinal) == true;

    private static string Explain(string failure) =>
        failure switch
        {
            "invalid-max-heap-size" => "that is no heap size (digits and one of k, m, g, t)",
            "invalid-initial-heap-size" => "that is no initial heap size (digits and one of k, m, g, t)",
            "too-small-heap" => "the heap is too small",
            "initial-exceeds-max" => "the initial heap is larger than the maximum heap",
            "min-exceeds-max" => "the minimum heap is larger than the maximum heap",
            "min-exceeds-initial" => "the minimum heap is larger than the initial heap",
            "flag-out-of-range" => "the value is out of range",
            "improper-vm-option" => "the value does not fit the option",
            "unrecognized-vm-option" or "unrecognized-option" => "there is no such option",
            "locked-vm-option" => "the option is locked (experimental or diagnostic)",
            "unexpected-plus-minus" => "the option takes a value, not + or -",
            "conflicting-collectors" => "two garbage collectors are selected",
            "no-collector" => "the only garbage collector is switched off",
            "aggressive-heap-too-small" => "there is too little memory for AggressiveHeap",
            "metaspace-too-small" => "the metaspace is too small",
            "code-cache" => "the code cache size is out of range",
            "stack-too-small" or "invalid-thread-stack-size" => "the thread stack size is out of range",
            "cannot-open-options-file" => "the options file cannot be opened",
            "unmatched-quote" => "a quote has no end",
            "option-not-allowed-in-variable" => "a variable must not hold this option",
            "missing-option-argument" => "the option lacks its argument",
            "main-class-not-found" => "it is taken for the main class",
            "jar-not-found" => "it is taken for the jar",
            "usage" => "no main class and no jar is named",
            "command-not-found" or "command not found" => "there is no such program",
            "shell-syntax-error" or "shell syntax error" => "the script has a syntax error",
            "shell-unset-variable" => "the script needs a variable that is not set",
            _ => failure.Replace('-', ' '),
        };
}
