using System.Collections.Immutable;
using ManifestLint.Evidence;
using ManifestLint.Programs;

namespace ManifestLint.Runtimes.Java;

/// <summary>
/// The JVM that <c>spark-submit</c> becomes where the driver runs in it. What the command line sets counts before the file of properties, and that
/// before the variable. Source: apache/spark launcher/src/main/java/org/apache/spark/launcher/SparkSubmitCommandBuilder.java (buildSparkSubmitCommand,
/// isClientMode), SparkSubmitOptionParser.java.
/// </summary>
internal static class SparkSubmit
{
    /// <summary>The name of its product.</summary>
    public const string Product = "Spark submit";

    private const string Memory = "spark.driver.memory";

    // All others take a value.
    private static readonly string[] Switches =
    [
        "--verbose",
        "-v",
        "--supervise",
        "--help",
        "-h",
        "--version",
        "--usage-error",
        // Those of spark-sql: apache/hive cli CliOptionsProcessor (OptionsProcessor).
        "-S",
        "--silent",
    ];

    /// <summary>True if another pod gets the driver, so that its memory is none of this one.</summary>
    public static bool IsElsewhere(Process process) =>
        Options(process)
            .Any(o => o is { Name: "--deploy-mode" or "spark.submit.deployMode", Value: not { IsKnown: true, Text: "client" } });

    /// <summary>The words that its heap makes; none where another file may set it.</summary>
    public static IEnumerable<Word> Heap(Process process)
    {
        Word? last = null;
        foreach (var (name, value) in Options(process))
        {
            // What is empty counts as not set.
            if (name is "--driver-memory" or Memory)
                last = value is { IsKnown: true, Text: "" } ? null : value;
            else if (name == "--properties-file" || name.Length == 0)
                return [Word.UnknownMany];
        }
        return last is { IsKnown: true } size ? [Word.Concat(Word.Of("-Xmx", size.Origin), size)]
            : last is null ? []
            : [Word.UnknownMany];
    }

    // Those before the application, each with its value; those of --conf by their own names. Of words that are not known none has a name.
    private static IEnumerable<(string Name, Word Value)> Options(Process process)
    {
        var words = process.Arguments;
        for (int i = 1; i < words.Length; i++)
        {
            var word = words[i];
            if (!word.IsKnown)
            {
                yield return ("", word);
                yield break;
            }
            if (!word.Text.StartsWith('-'))
                yield break;
            if (Switches.Contains(word.Text))
                continue;
            int equal = word.Text.IndexOf('=', StringComparison.Ordinal);
            string name = equal < 0 ? word.Text : word.Text[..equal];
            var value =
                equal >= 0 ? word.Slice(equal + 1, word.Text.Length - equal - 1)
                : ++i < words.Length ? words[i]
                : Word.Unknown;
            if (name is not ("--conf" or "-c"))
                yield return (name, value);
            else if (!value.IsKnown)
                yield return ("", value);
            else if (value.Text.IndexOf('=', StringComparison.Ordinal) is > 0 and var at)
                yield return (value.Text[..at], value.Slice(at + 1, value.Text.Length - at - 1));
        }
    }
}
