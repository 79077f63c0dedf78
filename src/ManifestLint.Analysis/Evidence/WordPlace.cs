using ManifestLint.Programs;
using ManifestLint.Yaml;

namespace ManifestLint.Evidence;

/// <summary>Where a word was written.</summary>
public static class WordPlace
{
    /// <summary>The place of its first stretch that stands in a manifest, as long as it goes on there; null if it was computed.</summary>
    public static Location? Of(Word word)
    {
        WordPart? first = null;
        int length = 0;
        foreach (var part in word.Parts)
        {
            if (part.Origin.Scalar is null)
                continue;
            if (first is null)
                (first, length) = (part, part.Length);
            else if (ReferenceEquals(part.Origin.Scalar, first.Value.Origin.Scalar) && part.Offset == first.Value.Offset + length)
                length += part.Length;
            else
                break;
        }
        return first is { } found ? found.Origin.Scalar!.LocationOf(found.Offset, length) : null;
    }
}
