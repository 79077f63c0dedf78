using System.Collections.Immutable;
using System.Text.RegularExpressions;
using ManifestLint.Manifests;

namespace ManifestLint.Facts;

/// <summary>What used more of a resource than it requested when a pod was evicted.</summary>
/// <param name="Container">The container's name; null for the pod as a whole (pod-level requests).</param>
/// <param name="Usage">What it used, as the kubelet prints it; for memory the working set.</param>
/// <param name="Request">What it requested, as the kubelet prints it: <c>0</c> for nothing.</param>
public sealed record EvictionUsage(string? Container, string Usage, string Request)
{
    /// <summary>The usage in bytes (or inodes, or processes); null if it cannot be read.</summary>
    public long? UsageBytes => ResourceQuantity.TryParse(Usage, out var quantity, out _) ? quantity.Bytes : null;
}

/// <summary>
/// Why a kubelet evicted a pod, read from the message that it leaves in the status. Source: kubernetes pkg/kubelet/eviction/helpers.go
/// (evictionMessage and the formats at its top; before 1.27 "which exceeds its request of"), eviction_manager.go (Admit).
/// </summary>
public sealed partial record Eviction
{
    /// <summary>The resource that the node was short of: <c>memory</c>, <c>ephemeral-storage</c>, <c>inodes</c>, <c>pids</c>; null if the message names none.</summary>
    public string? Resource { get; private init; }

    /// <summary>The condition for which a node turned the pod away: <c>MemoryPressure</c>; null if that is not what happened.</summary>
    public string? Condition { get; private init; }

    /// <summary>Below how much the node counts as short; null if the message does not say.</summary>
    public string? Threshold { get; private init; }

    /// <summary>How much the node had left; null if the message does not say.</summary>
    public string? Available { get; private init; }

    /// <summary>Who used more than was requested, in the order of the message.</summary>
    public ImmutableArray<EvictionUsage> Above { get; private init; } = [];

    /// <summary>The message's first sentence, without its full stop; empty if there is no message.</summary>
    public required string FirstSentence { get; init; }

    /// <summary>Reads a message. One in words of another release is told by its first sentence alone.</summary>
    public static Eviction Read(string message)
    {
        string text = message.Length > 4096 ? message[..4096] : message;
        var threshold = ThresholdMet().Match(text);
        return new Eviction
        {
            FirstSentence = Sentence().Match(text.Trim()).Value,
            Resource = Of(NodeLow().Match(text)),
            Condition = Of(NodeCondition().Match(text)),
            Threshold = threshold.Success ? threshold.Groups["threshold"].Value : null,
            Available = threshold.Success ? threshold.Groups["available"].Value : null,
            Above =
            [
                .. Consumption()
                    .Matches(text)
                    .Select(m => new EvictionUsage(
                        m.Groups["whose"].Value == "Pod" ? null : m.Groups["name"].Value,
                        m.Groups["usage"].Value,
                        m.Groups["request"].Value
                    )),
            ],
        };

        static string? Of(Match match) => match.Success ? match.Groups["what"].Value : null;
    }

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
