using System.Numerics;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace ManifestLint.Tests.Runtimes.Java;

/// <summary>How far a heap of jvm-options.json may lie above the unrounded one: HotSpot rounds up to its alignment (tests/vectors/README.md).</summary>
internal static partial class HeapRounding
{
    private const long Mebi = 1 << 20;

    /// <summary>True unless the computed heap is rounded up to the expected one by less than a unit.</summary>
    public static bool Off(long? computed, long expected, long unit) => !(computed <= expected && computed > expected - unit);

    /// <summary>The alignment in bytes.</summary>
    /// <param name="vector">The case.</param>
    /// <param name="expected">What the JVM of that version did.</param>
    /// <param name="version">The Java version.</param>
    public static long Unit(JsonElement vector, JsonElement expected, int version) =>
        expected.GetProperty("gc").GetString() switch
        {
            "G1" => Math.Max(Region(vector, expected, version), 2 * Mebi),
            "Shenandoah" or "Epsilon" => Mebi,
            _ => 2 * Mebi,
        };

    // A power of two: from 17 on at or above what is asked for, before that at or below.
    private static long Region(JsonElement vector, JsonElement expected, int version)
    {
        long heap = expected.GetProperty("maxHeapBytes").GetInt64(),
            initial = expected.GetProperty("initialHeapBytes").GetInt64();
        var written = WrittenRegion().Matches(vector.GetProperty("input").GetRawText());
        ulong asked = (ulong)(
            written.Count > 0 ? Bytes(written[^1])
            : version >= 17 ? heap / 2048
            : (heap + initial) / 2 / 2048
        );
        ulong region = version >= 17 ? BitOperations.RoundUpToPowerOf2(asked) : 1UL << BitOperations.Log2(asked);
        return Math.Clamp((long)region, Mebi, (written.Count > 0 && version >= 18 ? 512 : 32) * Mebi);
    }

    private static long Bytes(Match written) =>
        long.Parse(written.Groups["number"].ValueSpan)
        << written.Groups["unit"].Value switch
        {
            "k" or "K" => 10,
            "m" or "M" => 20,
            "g" or "G" => 30,
            _ => 0,
        };

    [GeneratedRegex("-XX:G1HeapRegionSize=(?<number>[0-9]+)(?<unit>[kKmMgG]?)")]
    private static partial Regex WrittenRegion();
}
