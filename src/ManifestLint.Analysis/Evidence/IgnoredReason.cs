using ManifestLint.Programs;
using ManifestLint.Quantities;
using ManifestLint.Reading;

namespace ManifestLint.Evidence;

/// <summary>Why an option or a variable has no effect. The cases below are all there are; <see cref="ToString"/> alone makes words of them: a clause
/// that stands behind "has no effect:".</summary>
public abstract record IgnoredReason
{
    private IgnoredReason() { }

    /// <summary>A later one of the same kind counts.</summary>
    public sealed record Later(Word By, TextOrigin From) : IgnoredReason;

    /// <summary>What has no effect, each told of the last one that counts: of three in a row the second does not.</summary>
    internal static IReadOnlyList<T> WithLast<T>(List<T> ignored, Func<T, Word> word, Func<T, IgnoredReason> reason, Func<T, Later, T> with)
    {
        if (ignored.Count < 2)
            return ignored;
        var last = new Dictionary<Word, Later>(ReferenceEqualityComparer.Instance);
        var told = ignored.ToArray();
        for (int i = told.Length - 1; i >= 0; i--)
        {
            if (reason(told[i]) is not Later later)
                continue;
            if (last.TryGetValue(later.By, out var further))
                told[i] = with(told[i], later = further);
            last[word(told[i])] = later;
        }
        return told;
    }

    /// <summary>Another option sets the maximum heap.</summary>
    public sealed record MaximumIsSet(Word By, TextOrigin From) : IgnoredReason;

    /// <summary>The initial heap is larger and becomes the maximum.</summary>
    public sealed record InitialIsLarger(Word By, TextOrigin From) : IgnoredReason;

    /// <summary>The memory is so small that MinRAMPercentage counts instead of MaxRAMPercentage.</summary>
    /// <param name="By">The option that sets MinRAMPercentage; null for its default.</param>
    public sealed record SmallMemory(Word? By) : IgnoredReason;

    /// <summary>This JDK takes the option and does nothing.</summary>
    public sealed record DoesNothing(int JavaVersion) : IgnoredReason;

    /// <summary>Nothing reads a variable of this name: it is misspelt.</summary>
    public sealed record NoSuchVariable : IgnoredReason;

    /// <summary>A product reads another setting in its place.</summary>
    /// <param name="Product">Whose setting it was, and since which release it is not read: <c>Spark 2.4</c>.</param>
    /// <param name="Instead">What is read.</param>
    public sealed record RenamedSince(string Product, string Instead) : IgnoredReason;

    /// <summary>The command does not use the variable, and no program reads it by itself.</summary>
    public sealed record NotUsed : IgnoredReason;

    /// <summary>A word without a dash, which Node.js takes for the program.</summary>
    public sealed record TakenForProgram : IgnoredReason;

    /// <summary>Node.js stops reading NODE_OPTIONS before it.</summary>
    public sealed record BehindOperand(Word Operand) : IgnoredReason;

    /// <summary>It stands behind the program, which gets it.</summary>
    /// <param name="Program">The program.</param>
    /// <param name="Launcher">What passes it on.</param>
    public sealed record BehindProgram(Word Program, string Launcher = "Node.js") : IgnoredReason;

    /// <summary>A variable that only later releases of Java read.</summary>
    /// <param name="Name">The variable.</param>
    /// <param name="Since">The first release that reads it.</param>
    /// <param name="JavaVersion">The release that runs.</param>
    public sealed record NotReadBefore(string Name, int Since, int JavaVersion) : IgnoredReason;

    /// <summary>Several options that are one argument together.</summary>
    public sealed record SeveralInOneWord : IgnoredReason;

    /// <summary>V8 cannot use the value and goes on.</summary>
    public sealed record OutOfRange : IgnoredReason;

    /// <summary>The clause.</summary>
    public sealed override string ToString() =>
        this switch
        {
            Later later => $"{WrittenText.Of(later.By)} ({later.From}) comes later and counts",
            MaximumIsSet set => $"{WrittenText.Of(set.By)} ({set.From}) sets the maximum heap",
            InitialIsLarger initial => $"{WrittenText.Of(initial.By)} ({initial.From}) is larger and becomes the maximum heap",
            SmallMemory { By: { } by } => $"with so little memory {WrittenText.Of(by)} decides",
            SmallMemory => "below 250 MiB MinRAMPercentage (default 50) decides",
            DoesNothing nothing => $"JDK {nothing.JavaVersion} accepts it and does nothing",
            RenamedSince renamed => $"{renamed.Product} and later read {renamed.Instead} alone",
            NotReadBefore later => $"Java {later.JavaVersion} does not read {later.Name}, which came with Java {later.Since}",
            NoSuchVariable => "no JVM and no known start script reads a variable of this name",
            NotUsed => "the command does not use it, and the JVM does not read it",
            TakenForProgram => "Node.js takes an argument without a leading dash for the program and reads no further",
            BehindOperand behind =>
                $"Node.js stops reading NODE_OPTIONS at {WrittenText.Cut(SecretText.Of(behind.Operand))}, which is not an option",
            BehindProgram behind =>
                $"it follows {WrittenText.Cut(SecretText.Of(behind.Program))}, and {behind.Launcher} passes it to the program",
            SeveralInOneWord => "each option has to be an argument of its own, and these are one argument",
            OutOfRange => "the value is out of range, and V8 goes on without it",
            _ => throw new System.Diagnostics.UnreachableException(),
        };
}
