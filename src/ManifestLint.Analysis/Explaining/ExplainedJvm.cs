using System.Globalization;
using ManifestLint.Evidence;
using ManifestLint.Facts;
using ManifestLint.Quantities;
using ManifestLint.Reading;
using ManifestLint.Runtimes.Java;

namespace ManifestLint.Explaining;

/// <summary>Explains a JVM.</summary>
internal static class ExplainedJvm
{
    private const string OptionSource =
        "openjdk src/java.base/share/native/libjli/java.c, args.c; src/hotspot/share/runtime/arguments.cpp (parse_options_buffer)";

    /// <summary>Its options; its heap and what comes beside it are demands.</summary>
    public static IEnumerable<ExplainedStep> Of(JvmFacts jvm)
    {
        yield return new("The JVM and its options", [.. Options(jvm)], OptionSource);
    }

    private static IEnumerable<string> Options(JvmFacts jvm)
    {
        foreach (
            string line in ExplainedRuntime.Head(
                $"Java {jvm.Version.ToString(CultureInfo.InvariantCulture)}",
                jvm,
                ", --java-version tells another"
            )
        )
            yield return line;
        foreach (var setting in jvm.Settings.OrderBy(s => s.Name, StringComparer.Ordinal))
        {
            string bytes = setting.Size is { } size ? $" = {size.ToString(CultureInfo.InvariantCulture)}" : "",
                value = SecretText.IsHidden(setting.Word) && setting.Size is null ? "…" : setting.Value;
            yield return $"{WrittenText.Of(setting.Word)} from {setting.From}{ExplainedRuntime.At(setting.Word)}: {setting.Name} = {value}{bytes}";
        }
        foreach (var ignored in jvm.Ignored)
            yield return $"{(ignored.Text == ignored.Word.Text ? SecretText.Of(ignored.Word) : ignored.Text)} from {ignored.From}{ExplainedRuntime.At(ignored.Word)} is ignored: {ignored.Reason}";
        if (jvm.Settings.IsEmpty && jvm.Certainty != RuntimeCertainty.Unknown)
            yield return "no option that is known here";
        foreach (string line in ExplainedRuntime.Failure(jvm, jvm.FailedAt is { } at ? SecretText.Of(at.Word) : null))
            yield return line;
    }
}
