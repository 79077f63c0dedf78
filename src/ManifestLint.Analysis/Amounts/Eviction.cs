using System.Collections.Immutable;
using ManifestLint.Quantities;
using ManifestLint.Scanning;

namespace ManifestLint.Amounts;

/// <summary>An amount in a kubelet's message.</summary>
/// <param name="Text">As the kubelet prints it.</param>
public readonly record struct EvictionAmount(string Text)
{
    /// <summary>In bytes (or inodes, or processes), rounded up; null if it cannot be read.</summary>
    public long? Value { get; } = ResourceQuantity.TryParse(Text, out var quantity, out _) ? quantity.Bytes : null;

    /// <summary>For people: the kubelet counts in Ki and in bytes, and nobody reads ten digits.</summary>
    public override string ToString() => Text.Length > 5 && Value is { } bytes ? new ByteSize(bytes).ToHuman() : Text;
}

/// <summary>What used more of a resource than it requested when a pod was evicted.</summary>
/// <param name="Container">The container's name; null for the pod as a whole (pod-level requests).</param>
/// <param name="Usage">What it used; for memory the working set.</param>
/// <param name="Request">What it requested; null for nothing.</param>
public sealed record EvictionUsage(string? Container, EvictionAmount Usage, EvictionAmount? Request);

/// <summary>
/// Why a kubelet evicted a pod, read from the message that it leaves in the status. Source: kubernetes pkg/kubelet/eviction/helpers.go
/// (evictionMessage and the formats at its top; before 1.27 "which exceeds its request of"), eviction_manager.go (Admit).
/// </summary>
public abstract record Eviction
{
    private Eviction() { }

    /// <summary>Its node was low on something.</summary>
    /// <param name="Resource"><c>memory</c>, <c>ephemeral-storage</c>, <c>inodes</c>, <c>pids</c>; before 1.13 a condition, too.</param>
    public sealed record LowNode(string Resource) : Eviction
    {
        /// <summary>Below how much the node counts as short, and how much it had left; null if the message does not say.</summary>
        public (EvictionAmount Threshold, EvictionAmount Available)? Amounts { get; init; }

        /// <summary>Who used most beyond what was requested; null if the message names none.</summary>
        public EvictionUsage? Worst { get; init; }

        /// <summary>True for memory, of which pods above their request are evicted first.</summary>
        public bool IsOfMemory => Resource == "memory";
    }

    /// <summary>Its node had a condition with which it takes no such pods.</summary>
    /// <param name="Conditions"><c>MemoryPressure</c>, <c>DiskPressure</c>, <c>PIDPressure</c>.</param>
    public sealed record Refused(ImmutableArray<string> Conditions) : Eviction;

    /// <summary>Something else, in words of the kubelet or of another release.</summary>
    /// <param name="Words">The message's first sentence, without its full stop.</param>
    public sealed record Other(string Words) : Eviction;

    /// <summary>There is no message.</summary>
    public sealed record Untold : Eviction;

    // A message names every container of a pod; nobody writes one of that length.
    private const int Longest = 4096;

    /// <summary>Reads a message.</summary>
    public static Eviction Read(string message)
    {
        string text = message.Length > Longest ? message[..Longest] : message;
        if (Behind(text, "The node was low on resource: ", static c => char.IsAsciiLetter(c) || c == '-') is { } resource)
            return new LowNode(resource)
            {
                Amounts = ThresholdMet(text),
                Worst = Usages(text).OrderByDescending(u => u.Usage.Value ?? 0).FirstOrDefault(),
            };
        if (Behind(text, "The node had condition: ", static c => char.IsAsciiLetter(c) || c is ',' or ' ') is { } conditions)
            return new Refused([.. conditions.Split(',', ' ').Where(c => c.Length > 0)]);
        string sentence = Sentence(text.Trim());
        return sentence.Length == 0 ? new Untold() : new Other(sentence);
    }

    // Up to a full stop that ends a sentence, or the end of the line.
    private static string Sentence(string text)
    {
        for (int i = 0; i < text.Length; i++)
        {
            if (text[i] is '\r' or '\n' || (text[i] == '.' && (i + 1 == text.Length || char.IsWhiteSpace(text[i + 1]))))
                return text[..i];
        }
        return text;
    }

    // What stands behind a beginning, perhaps in a bracket; null if nothing does.
    private static string? Behind(string text, string beginning, Func<char, bool> kind)
    {
        for (int at = 0; (at = text.IndexOf(beginning, at, StringComparison.Ordinal)) >= 0; at++)
        {
            var cursor = new TextCursor(text, at + beginning.Length);
            cursor.Take("[");
            int start = cursor.At;
            if (cursor.TakeWhile(kind) > 0)
                return cursor.Since(start);
        }
        return null;
    }

    private static (EvictionAmount Threshold, EvictionAmount Available)? ThresholdMet(string text)
    {
        const string Beginning = "Threshold quantity: ";
        for (int at = 0; (at = text.IndexOf(Beginning, at, StringComparison.Ordinal)) >= 0; at++)
        {
            var cursor = new TextCursor(text, at + Beginning.Length);
            if (Amount(ref cursor) is { } threshold && cursor.Take(", available: ") && AmountAtEnd(ref cursor) is { } available)
                return (threshold, available);
        }
        return null;
    }

    private static IEnumerable<EvictionUsage> Usages(string text)
    {
        var usages = new List<EvictionUsage>();
        for (int at = 0; at < text.Length; at++)
        {
            var cursor = new TextCursor(text, at);
            bool isContainer = cursor.Take("Container ");
            if (!isContainer && !cursor.Take("Pod "))
                continue;
            int start = cursor.At;
            if (cursor.TakeWhile(static c => !char.IsWhiteSpace(c)) == 0)
                continue;
            string name = cursor.Since(start);
            if (!cursor.Take(" was using ") || Amount(ref cursor) is not { } usage || !cursor.Take(", "))
                continue;
            var request =
                cursor.Take("request is ") ? (Amount(ref cursor) is { } told && cursor.Take(", has larger") ? told : null)
                : cursor.Take("which exceeds its request of ") ? AmountAtEnd(ref cursor)
                : (EvictionAmount?)null;
            if (request is null)
                continue;
            usages.Add(new(isContainer ? name : null, usage, request is { Text: "0" } ? null : request));
            at = cursor.At - 1;
        }
        return usages;
    }

    private static EvictionAmount? Amount(ref TextCursor cursor)
    {
        int start = cursor.At;
        return cursor.TakeWhile(static c => c != ',' && !char.IsWhiteSpace(c)) > 0 ? new EvictionAmount(cursor.Since(start)) : null;
    }

    // One that ends a sentence, without its full stop.
    private static EvictionAmount? AmountAtEnd(ref TextCursor cursor) =>
        Amount(ref cursor) is { Text: { Length: > 1 } text } && text[^1] == '.' && (cursor.IsAtEnd || char.IsWhiteSpace(cursor.Rest[0]))
            ? new EvictionAmount(text[..^1])
            : null;
}
