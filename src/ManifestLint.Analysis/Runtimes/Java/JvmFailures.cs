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
