using System.Diagnostics.CodeAnalysis;
using ManifestLint.Yaml;

namespace ManifestLint.Findings;

/// <summary>What is to stand in a text of another object.</summary>
/// <param name="Location">Where that text stands.</param>
/// <param name="Value">What to write: <c>768m</c>.</param>
/// <param name="Amount">The same in bytes, or in percent where it is a share; null where nobody compares it.</param>
/// <param name="Advice">The same as it is told: <c>768m in ConfigMap jvm, key heap</c>.</param>
internal sealed record SharedValue(Location Location, string Value, (decimal Number, bool IsShare)? Amount, Advice Advice);

/// <summary>What to write instead, and the edits that do it where they can be made: who cannot be helped by an edit is still told what to write.</summary>
public sealed record Remedy
{
    private Remedy(Advice advice, Fix? fix) => (Advice, Fix) = (advice, fix);

    /// <summary>What should stand there, and why.</summary>
    public Advice Advice { get; }

    /// <summary>The edits that write it; null where the place is not one that an edit may change: others read it, too, or it is pieced together.</summary>
    public Fix? Fix { get; }

    /// <summary>What it writes into a text of another object, which others may take, too; null where it does not.</summary>
    internal SharedValue? Shared { get; init; }

    /// <summary>One that is only told; null for null.</summary>
    [return: NotNullIfNotNull(nameof(advice))]
    public static Remedy? Told(Advice? advice) => advice is null ? null : new(advice, null);

    /// <inheritdoc cref="Told(Advice)"/>
    [return: NotNullIfNotNull(nameof(value))]
    public static Remedy? Told(string? value) => value is null ? null : new(new Advice(value), null);

    /// <summary>One that needs a human; only told if an edit is null, or there is none.</summary>
    public static Remedy Unsafe(Advice advice, params ReadOnlySpan<TextEdit?> edits) => new(advice, Fix.Of(FixSafety.Unsafe, edits));

    /// <inheritdoc cref="Unsafe(Advice, ReadOnlySpan{TextEdit?})"/>
    public static Remedy Unsafe(string value, params ReadOnlySpan<TextEdit?> edits) => Unsafe(new Advice(value), edits);

    /// <summary>One that keeps the meaning or is certainly meant; only told if an edit is null, or there is none.</summary>
    public static Remedy Safe(Advice advice, params ReadOnlySpan<TextEdit?> edits) => new(advice, Fix.Of(FixSafety.Safe, edits));

    /// <inheritdoc cref="Safe(Advice, ReadOnlySpan{TextEdit?})"/>
    public static Remedy Safe(string value, params ReadOnlySpan<TextEdit?> edits) => Safe(new Advice(value), edits);
}
