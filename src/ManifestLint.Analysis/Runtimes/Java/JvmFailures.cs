using System.Globalization;
using ManifestLint.Evidence;
using ManifestLint.Programs;
using ManifestLint.Reading;
using ManifestLint.Scanning;

namespace ManifestLint.Runtimes.Java;

/// <summary>What a JVM refuses, told by what was surely meant, which it does not tell itself.</summary>
internal static class JvmFailures
{
    // No JVM of any release runs with less.
    private const ulong LeastHeap = 2UL << 20;

    /// <summary>The failure of a process; null where it has none.</summary>
    public static RuntimeFailure? Of(JvmProcess process) =>
        process.FailedAt?.Word is not { IsKnown: true, Text: { Length: > 0 } text } ? process.Failure
        : process is { Failure: RuntimeFailure.TooSmallHeap, FailedAt.Size: < LeastHeap } && char.IsAsciiDigit(text[^1])
            ? RuntimeFailure.HeapWithoutUnit
        : process.Failure == RuntimeFailure.ImproperVmOption && PercentSign(text) is not null ? RuntimeFailure.PercentSign
        : process.Failure;

    private static bool IsOption(string text) =>
        !text.StartsWith("-XX:", StringComparison.Ordinal) || JvmOptionTable.IsNamed(text[4..].TrimStart('+', '-').Split('=', ' ')[0]);

    /// <summary>What is wrong with the option at fault, by its text; null where the failure says it, or where the text is not to be shown.</summary>
    /// <param name="process">A process that fails.</param>
    /// <param name="version">The release of Java.</param>
    public static FailureDetail? Detail(JvmProcess process, int version)
    {
        if (process.FailureDetail is not null || process.FailedAt?.Word is not { IsKnown: true, Text: { Length: > 0 } text } word)
            return process.FailureDetail;
        if (NoScript.AreOptions(word, IsOption(text)))
            return new(FailureDetailKind.OneArgument);
        if (Of(process) is RuntimeFailure.HeapWithoutUnit or RuntimeFailure.PercentSign || SecretText.IsHidden(word))
            return null;
        bool isRefused = process.Failure is RuntimeFailure.ImproperVmOption or RuntimeFailure.FlagOutOfRange,
            isNoSize =
                process.Failure
                is RuntimeFailure.InvalidMaxHeapSize
                    or RuntimeFailure.InvalidInitialHeapSize
                    or RuntimeFailure.InvalidYoungGenerationSize;
        if (process.Failure == RuntimeFailure.InitialExceedsMax)
        {
            return process.Line?["InitialHeapSize"]?.Word is { IsKnown: true } initial
                ? new(FailureDetailKind.BelowInitial, WrittenText.Of(initial))
                : null;
        }
        if (isNoSize && JvmSizes.IsWholeSize(text))
            return new(FailureDetailKind.BeyondMemory);
        if (JvmSizes.Apart(text) is { } name)
            return new(FailureDetailKind.Apart, WrittenText.Cut(name));
        if (isRefused && text.Contains("RAMPercentage=", StringComparison.Ordinal))
            return new(version == 8 && IsShareWithoutPoint(text) ? FailureDetailKind.NoPoint : FailureDetailKind.NoJvmShare);
        return Slip(process.Failure, text) is { } slip ? new(FailureDetailKind.Dashes, slip.How) : null;
    }

    /// <summary>An option that begins with other dashes than it has to; null for none.</summary>
    public static DashSlip? Slip(RuntimeFailure? failure, string text) =>
        DashSlip.Of(text, hyphens: 1) is { } slip && IsOption(slip.Rest, failure) ? slip : null;

    // --add-opens and the like have two hyphens by right.
    private static bool IsOption(string rest, RuntimeFailure? failure) =>
        failure == RuntimeFailure.MainClassNotFound
        || (
            failure == RuntimeFailure.UnrecognizedOption
            && (rest[0] == 'X' || (rest[0] == 'D' && rest.Contains('=', StringComparison.Ordinal)))
        );

    /// <summary>True for <c>-XX:MaxRAMPercentage=75</c>, to which Java 8 wants a point.</summary>
    public static bool IsShareWithoutPoint(string option) =>
        JvmSizes.NameOf(option) is { } name
        && name.EndsWith("RAMPercentage=", StringComparison.Ordinal)
        && option[name.Length..] is { Length: > 0 and < 4 } number
        && int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out int share)
        && share <= 100;

    /// <summary>Cuts <c>-XX:MaxRAMPercentage=90%</c> into its name with the equals sign and the number; null for anything else.</summary>
    public static (string Name, string Number)? PercentSign(string option)
    {
        var cursor = new TextCursor(option);
        if (!cursor.Take("-XX:") || !cursor.TakeAny("Max", "Min", "Initial") || !cursor.Take("RAMPercentage="))
            return null;
        int start = cursor.At;
        if (cursor.TakeDigits() == 0 || (cursor.Take(".") && cursor.TakeDigits() == 0))
            return null;
        string number = cursor.Since(start);
        cursor.Take(" ");
        return cursor.Take("%") && cursor.IsAtLastEnd ? (option[..start], number) : null;
    }
}
