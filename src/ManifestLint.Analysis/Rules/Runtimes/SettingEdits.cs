using ManifestLint.Evidence;
using ManifestLint.Facts;
using ManifestLint.Programs;
using ManifestLint.Yaml;

namespace ManifestLint.Rules.Runtimes;

/// <summary>A part of a scalar's value.</summary>
/// <param name="Scalar">The scalar.</param>
/// <param name="Offset">Where the part starts.</param>
/// <param name="Length">How long it is.</param>
/// <param name="IsText">True where Kubernetes takes nothing but text: in variables, words and ConfigMaps, while a custom resource may have a number there.</param>
internal sealed record Stretch(YamlScalar Scalar, int Offset, int Length, bool IsText);

/// <summary>Edits of settings within the words of a container.</summary>
internal static class SettingEdits
{
    /// <summary>The rest of a word after <paramref name="option"/>, where it stands as one stretch in the container itself; else null.</summary>
    public static Stretch? Place(Word word, string option)
    {
        if (!word.Text.StartsWith(option, StringComparison.Ordinal))
            return null;
        Stretch? found = null;
        int end = option.Length;
        foreach (var part in word.Parts)
        {
            int from = Math.Max(part.Start, option.Length),
                length = part.Start + part.Length - from;
            if (length <= 0)
                continue;
            if (part.Origin.Scalar is not { } scalar || !part.Origin.IsOfContainer || from != end)
                return null;
            int offset = part.Offset + from - part.Start;
            if (found is null)
                found = new Stretch(scalar, offset, length, part.Origin is not TextOrigin.ResourceField);
            else if (ReferenceEquals(found.Scalar, scalar) && offset == found.Offset + found.Length)
                found = found with { Length = found.Length + length };
            else
                return null;
            end = from + length;
        }
        return end == word.Text.Length ? found : null;
    }

    /// <summary>Replaces stretches of one scalar; null where that is not safe.</summary>
    public static TextEdit? Edit(PodFacts pod, YamlScalar scalar, List<(Stretch Place, string Text)> changes)
    {
        string value = scalar.Value;
        foreach (var (place, text) in changes.OrderByDescending(c => c.Place.Offset))
        {
            if (place.Offset + place.Length > value.Length)
                return null;
            value = string.Concat(value.AsSpan(0, place.Offset), text, value.AsSpan(place.Offset + place.Length));
        }
        return pod.Workload.Manifest.Editor.Replace(scalar, value, isText: IsText(scalar) || changes.Exists(c => c.Place.IsText));
    }

    // What is text in a custom resource stays text.
    private static bool IsText(YamlScalar scalar) =>
        scalar.Style != YamlScalarStyle.Plain || GoYaml.Resolve(scalar.Value, triesTime: true).Tag == "!!str";
}
