using ManifestLint.Programs;
using ManifestLint.Quantities;
using ManifestLint.Reading;

namespace ManifestLint.Evidence;

/// <summary>A setting, or what stands for one, as clauses name it.</summary>
/// <param name="Written">As its author wrote it, with its name: <c>-Xmx900m</c>, <c>GOMEMLIMIT=$(LIMIT)</c>.</param>
/// <param name="Comes">What comes of references in it; null where there are none.</param>
public sealed record SettingText(string Written, string? Comes = null)
{
    /// <summary>What has no other text.</summary>
    public static implicit operator SettingText(string written) => new(written);

    /// <summary>True if it tells the amount already, however it is worded.</summary>
    public bool TellsAmount { get; init; }

    /// <summary>A word behind its name: <c>-Xmx1g</c>, <c>-Xmx$(HEAP)m (-Xmx900m)</c>, <c>MAX_MEMORY=900m</c>.</summary>
    internal static SettingText Of(Word word, string name = "") =>
        WordPlace.VariableOf(word) is { } made ? new(made.AsWritten, WordPlace.Reference(made.Value) is null ? null : Come(word))
        : WordPlace.Reference(word) is { } written ? new($"{name}{WrittenText.Shown(written)}", Come(word))
        : new($"{name}{WrittenText.Shown(SecretText.Of(word))}");

    private static string? Come(Word word) => SecretText.IsHidden(word) ? null : WrittenText.Shown(word.Text);

    /// <summary>
    /// With its amount behind it, where it does not say it itself: <c>-Xmx900m</c>, but <c>-Xmx3072 (3 KiB)</c>. The amount stands beside
    /// percentages and differences, which a rounded one would contradict.
    /// </summary>
    public string With(long bytes)
    {
        var size = new ByteSize(bytes);
        return TellsAmount || Says(Comes ?? Written, size) ? ToString()
            : Comes is null ? $"{Written} ({size.ToHumanExact()})"
            : $"{Written} ({Comes}, {size.ToHumanExact()})";
    }

    /// <summary>As clauses name it.</summary>
    public override string ToString() => Comes is null ? Written : $"{Written} ({Comes})";

    // 900m, 900M, 900mb and 900MiB say 900 MiB.
    private static bool Says(string text, ByteSize size)
    {
        var rest = text.AsSpan().TrimEnd("\"'");
        if (rest.EndsWith("b", StringComparison.OrdinalIgnoreCase))
            rest = rest[..^1];
        if (rest.EndsWith("i", StringComparison.Ordinal))
            rest = rest[..^1];
        if (rest.IsEmpty || size.ExactParts is not var (number, unit) || char.ToUpperInvariant(rest[^1]) != unit)
            return false;
        rest = rest[..^1].TrimEnd(' ');
        return rest.EndsWith(number, StringComparison.Ordinal)
            && (rest.Length == number.Length || !(char.IsAsciiDigit(rest[^(number.Length + 1)]) || rest[^(number.Length + 1)] == '.'));
    }
}
