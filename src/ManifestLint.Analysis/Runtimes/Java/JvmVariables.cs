using System.Collections.Immutable;
using ManifestLint.Manifests;
using ManifestLint.Programs;
using ManifestLint.Scanning;

namespace ManifestLint.Runtimes.Java;

/// <summary>Which variables tell of a JVM, whoever starts it.</summary>
internal static class JvmVariables
{
    // A variable of any name that holds a whole option for the heap; where its name is no convention it may be anybody's.
    public static bool HoldsHeap(string name, Word value) =>
        value.Outline is { } text
        && !Placeholder.IsIn(name)
        && text.Contains("-X", StringComparison.Ordinal)
        && !JvmImages.MachineVariables.Contains(name)
        && !JvmImages.IsMisspelt(name)
        && !OpenJ9.Variables.Contains(name)
        && JvmWords.SplitPlainly(value).Exists(w => JvmCommandLine.IsHeapOption(w.Text));

    // What a variable of the machine's holds as well, as by $(JAVA_OPTS), reaches it; who passes it on once more changes nothing, unless that
    // variable takes it back behind it.
    public static bool IsInMachineVariable(string name, Word value, ImmutableDictionary<string, Word> environment, int release) =>
        value is { IsKnown: true }
        && value.Text.Trim() is { Length: > 0 } text
        && JvmImages.MachineVariables.Any(machine =>
            machine != name
            && (machine != JvmCommandLine.LaterVariable || release >= JvmCommandLine.FirstWithVariable)
            && environment.TryGetValue(machine, out var all)
            && all.IsKnown
            && $" {all.Text} " is var held
            && held.LastIndexOf($" {text} ", StringComparison.Ordinal) is >= 0 and var at
            && held[(at + text.Length + 1)..] is var behind
            && !behind.Contains(" -X", StringComparison.Ordinal)
            // A file of options, too, may set another.
            && !behind.Contains(" @", StringComparison.Ordinal)
        );

    public static bool HoldsOptions(string text) =>
        text.Contains("-X", StringComparison.Ordinal) || text.Contains("-D", StringComparison.Ordinal);

    // Variables of Spring Boot's applications, which say nothing of a heap.
    public static bool IsOfSpring(string name) =>
        name.StartsWith("SPRING_", StringComparison.Ordinal) || name.StartsWith("MANAGEMENT_", StringComparison.Ordinal);

    public static bool HasJvmVariable(ImmutableDictionary<string, Word> environment)
    {
        foreach (var (name, value) in environment)
        {
            if (
                JvmImages.MachineVariables.Contains(name)
                || OpenJ9.Variables.Contains(name)
                || JvmImages.IsConvention(name)
                || JvmImages.IsOfBuildpack(name)
            )
                return true;
            if (HoldsHeap(name, value))
                return true;
            if (JvmImages.IsMisspelt(name) && value.IsKnown && HoldsOptions(value.Text))
                return true;
        }
        return false;
    }
}
