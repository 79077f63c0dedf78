using ManifestLint.Evidence;
using ManifestLint.Facts;
using ManifestLint.Findings;
using ManifestLint.Programs;
using ManifestLint.Runtimes;
using ManifestLint.Yaml;

namespace ManifestLint.Rules.Runtimes;

/// <summary>What to write in place of a setting of a container.</summary>
internal static class Remedies
{
    // More would be no line for people.
    private const int MostWords = 6;

    /// <summary>What to write for a command line that is one word: each of its words by itself; null where it is one word by right, or stands elsewhere.</summary>
    public static Remedy? EachByItself(Word word) =>
        word.Origin is TextOrigin.Argument argument
        && word.Text.Split(' ', StringSplitOptions.RemoveEmptyEntries) is { Length: > 1 } words
        && !word.Text.AsSpan().ContainsAny('"', '\'')
            ? Remedy.Told(
                $"{argument.Field}: {string.Join(", ", words.Take(MostWords).Select(w => $"\"{WrittenText.Cut(w)}\""))}{(words.Length > MostWords ? ", …" : "")}, each a word of its own"
            )
            : null;

    /// <summary>What to write, with its edits where every word stands as one stretch in the container itself.</summary>
    public static Remedy Of(Rewriting rewriting, PodFacts pod)
    {
        var changes = new Dictionary<YamlScalar, List<(Stretch, string)>>(ReferenceEqualityComparer.Instance);
        foreach (var (word, kept, value) in rewriting.Edits)
        {
            if (SettingEdits.Place(word, kept) is not { } place)
                return Remedy.Told(rewriting.Title);
            if (!changes.TryGetValue(place.Scalar, out var inScalar))
                changes.Add(place.Scalar, inScalar = []);
            // One word may set two amounts.
            if (!inScalar.Contains((place, value)))
                inScalar.Add((place, value));
        }
        // Several scalars are changed where a custom resource has a field for each.
        if (changes.Count > 1 && !rewriting.Edits.All(e => e.Word.Parts.Any(p => p.Origin is TextOrigin.ResourceField)))
            return Remedy.Told(rewriting.Title);
        TextEdit?[] edits = [.. changes.Select(c => SettingEdits.Edit(pod, c.Key, c.Value))];
        return rewriting.IsMeant ? Remedy.Safe(rewriting.Title, edits) : Remedy.Unsafe(rewriting.Title, edits);
    }
}
