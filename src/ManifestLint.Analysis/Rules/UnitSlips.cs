using ManifestLint.Manifests;
using ManifestLint.Quantities;

namespace ManifestLint.Rules;

/// <summary>Amounts that nobody means: what ML0004 and ML0005 tell, and no fix proposes.</summary>
internal static class UnitSlips
{
    private const long MiB = 1 << 20;
    private const long ManyMillicores = 100_000;

    /// <summary>From one unit to the next, be it 1000 or 1024.</summary>
    public const long Step = 1000;

    /// <summary>True for less than 1 MiB of memory, an explicit zero aside.</summary>
    public static bool IsTiny(ResourceQuantity memory) => memory is { IsZero: false, IsNegative: false, Bytes: < MiB };

    /// <summary>The same for whole bytes.</summary>
    public static bool IsTiny(long bytes) => bytes is > 0 and < MiB;

    /// <summary>True for 100 cores and more, written without a unit.</summary>
    /// <param name="text">The amount as its author wrote it.</param>
    /// <param name="cpu">The same as a number.</param>
    public static bool IsManyCores(string text, ResourceQuantity cpu) =>
        text.Length > 0 && text.All(char.IsAsciiDigit) && cpu.Milli is null or >= ManyMillicores;
}
