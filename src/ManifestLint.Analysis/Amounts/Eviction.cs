using System.Collections.Immutable;
using System.Text.RegularExpressions;
using ManifestLint.Quantities;

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
public abstract partial record Eviction
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

    /// <summary>Reads a message.</summary>
    public static Eviction Read(string message)
    {
        string text = message.Length > 4096 ? message[..4096] : message;
        if (NodeLow().Match(text) is { Success: true } low)
        {
            var threshold = ThresholdMet().Match(text);
            return new LowNode(low.Groups["what"].Value)
            {
                Amounts = threshold.Success ? (Amount(threshold, "threshold"), Amount(threshold, "available")) : null,
                Worst = Consumption().Matches(text).Select(Usage).OrderByDescending(u => u.Usage.Value ?? 0).FirstOrDefault(),
            };
        }
        if (NodeCondition().Match(text) is { Success: true } condition)
            return new Refused([.. condition.Groups["what"].Value.Split(',', ' ').Where(c => c.Length > 0)]);
        string sentence = Sentence().Match(text.Trim()).Value;
        return sentence.Length == 0 ? new Untold() : new Other(sentence);
    }

    private static EvictionUsage Usage(Match match) =>
        new(
            match.Groups["whose"].Value == "Pod" ? null : match.Groups["name"].Value,
            Amount(match, "usage"),
            match.Groups["request"].Value == "0" ? null : Amount(match, "request")
        );

    private static EvictionAmount Amount(Match match, string group) => new(match.Groups[group].Value);

    [GeneratedRegex(@"^.*?(?=\.(?:\s|$)|[\r\n]|$)", RegexOptions.None, 1000)]
    private static partial Regex Sentence();

    [GeneratedRegex(@"The node was low on resource: \[?(?<what>[A-Za-z-]+)", RegexOptions.None, 1000)]
    private static partial Regex NodeLow();

    [GeneratedRegex(@"The node had condition: \[?(?<what>[A-Za-z, ]+)", RegexOptions.None, 1000)]
    private static partial Regex NodeCondition();

    [GeneratedRegex(@"Threshold quantity: (?<threshold>[^\s,]+), available: (?<available>[^\s,]+?)\.(?:\s|$)", RegexOptions.None, 1000)]
    private static partial Regex ThresholdMet();

    [GeneratedRegex(
        @"(?<whose>Container|Pod) (?<name>\S+) was using (?<usage>[^\s,]+), (?:request is (?<request>[^\s,]+), has larger|which exceeds its request of (?<request>[^\s,]+?)\.(?:\s|$))",
        RegexOptions.None,
        1000
    )]
    private static partial Regex Consumption();
}
