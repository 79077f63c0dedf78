using System.Diagnostics.CodeAnalysis;
using ManifestLint.Yaml;

namespace ManifestLint.Findings;

/// <summary>What is to stand in a text of another object.</summary>
/// <param name="Location">Where that text stands.</param>
/// <param name="Value">What to write: <c>768m</c>.</param>
/// <param name="Told">The same with its place: <c>768m in ConfigMap jvm, key heap</c>.</param>
internal sealed record SharedValue(Location Location, string Value, string Told);

/// <summary>What to write instead, and the edits that do it where they can be made: who cannot be helped by an edit is still told what to write.</summary>
public sealed record Remedy
{
    private Remedy(string title, Fix? fix) => (Title, Fix) = (title, fix);

    /// <summary>What should stand there, and why: <c>-Xmx768m (75 % of 1Gi)</c>.</summary>
    public string Title { get; }

    /// <summary>The same with its edits; null where the place is not one that an edit may change: others read it, too, or it is pieced together.</summary>
    public Fix? Fix { get; }

    /// <summary>What it writes into a text of another object, which others may take, too; null where it does not.</summary>
    internal SharedValue? Shared { get; init; }

    /// <summary>One that is only told; null for null.</summary>
    [return: NotNullIfNotNull(nameof(title))]
    public static Remedy? Told(string? title) => title is null ? null : new(title, null);

    /// <summary>One that needs a human; only told if an edit is null, or there is none.</summary>
    public static Remedy Unsafe(string title, params ReadOnlySpan<TextEdit?> edits) => new(title, Fix.Of(title, FixSafety.Unsafe, edits));

    /// <summary>One that keeps the meaning or is certainly meant; only told if an edit is null, or there is none.</summary>
    public static Remedy Safe(string title, params ReadOnlySpan<TextEdit?> edits) => new(title, Fix.Of(title, FixSafety.Safe, edits));
}
