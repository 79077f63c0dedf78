using ManifestLint.Evidence;
using ManifestLint.Facts;
using ManifestLint.Findings;
using ManifestLint.Programs;
using ManifestLint.Runtimes;
using ManifestLint.Yaml;

namespace ManifestLint.Rules.Runtimes;

/// <summary>What to write in place of a setting, and the edit that does it where one can be made.</summary>
/// <param name="Title">The setting as it should be, and why: <c>-Xmx768m (75 % of 1Gi)</c>.</param>
/// <param name="Fix">The same with its edits; null where the setting stands in what others may read, too, or is pieced together.</param>
internal sealed record Remedy(string Title, Fix? Fix)
{
    /// <summary>A remedy that needs a human.</summary>
    public static Remedy Unsafe(string title, params ReadOnlySpan<TextEdit?> edits) => new(title, Fix.Unsafe(title, edits));

    /// <summary>A remedy that is certainly meant.</summary>
    public static Remedy Safe(string title, params ReadOnlySpan<TextEdit?> edits) => new(title, Fix.Safe(title, edits));

    // More would be no line for people.
    private const int MostWords = 6;

    /// <summary>What to write for a command line that is one word: each of its words by itself; null where it is one word by right, or stands elsewhere.</summary>
    public static Remedy? EachByItself(Word word) =>
        word.Origin is TextOrigin.Argument argument
        && word.Text.Split(' ', StringSplitOptions.RemoveEmptyEntries) is { Length: > 1 } words
        && !word.Text.AsSpan().ContainsAny('"', '\'')
            ? new(
                $"{argument.Field}: {string.Join(", ", words.Take(MostWords).Select(w => $"\"{WrittenText.Cut(w)}\""))}{(words.Length > MostWords ? ", …" : "")}, each a word of its own",
                null
            )
            : null;

    /// <summary>What to write, with its edits where every word stands as one stretch in the container itself.</summary>
    public static Remedy Of(Rewriting rewriting, PodFacts pod)
    {
        var changes = new Dictionary<YamlScalar, List<(Stretch, string)>>(ReferenceEqualityComparer.Instance);
        foreach (var (word, kept, value) in rewriting.Edits)
        {
            if (SettingEdits.Place(word, kept) is not { } place)
                return new(rewriting.Title, null);
            if (!changes.TryGetValue(place.Scalar, out var inScalar))
                changes.Add(place.Scalar, inScalar = []);
            // One word may set two amounts.
            if (!inScalar.Contains((place, value)))
                inScalar.Add((place, value));
        }
        // Several scalars are changed where a custom resource has a field for each.
        if (changes.Count > 1 && !rewriting.Edits.All(e => e.Word.Parts.Any(p => p.Origin is TextOrigin.ResourceField)))
            return new(rewriting.Title, null);
        TextEdit?[] edits = [.. changes.Select(c => SettingEdits.Edit(pod, c.Key, c.Value))];
        return new(
            rewriting.Title,
            edits.Length == 0 ? null
                : rewriting.IsMeant ? Fix.Safe(rewriting.Title, edits)
                : Fix.Unsafe(rewriting.Title, edits)
        );
    }
}
