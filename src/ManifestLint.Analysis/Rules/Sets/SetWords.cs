using ManifestLint.Amounts;
using ManifestLint.Neighbours;
using ManifestLint.Quantities;

namespace ManifestLint.Rules.Sets;

/// <summary>Words that the rules across objects share.</summary>
internal static class SetWords
{
    /// <summary>An amount as its author wrote it.</summary>
    public static string Written(string text) => AmountInForce.Shown(text);

    /// <summary>A LimitRange with its namespace, where that is known: its name alone may be any word.</summary>
    public static string Titled(LimitRange range) =>
        range is { Name: { } name, Place.Namespace: { } space } ? $"LimitRange {space}/{name}" : range.Title;

    /// <summary>What a recommender says: it writes plain bytes.</summary>
    public static string Recommended(NamedAmount target) =>
        target.Text.All(char.IsAsciiDigit) && target.Quantity?.Bytes is { } bytes ? new ByteSize(bytes).ToHuman() : Written(target.Text);
}
