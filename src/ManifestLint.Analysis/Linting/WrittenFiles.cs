using ManifestLint.Findings;

namespace ManifestLint.Linting;

/// <summary>Tells files that a program wrote without saying so, by what is told of them (rules.md rule 1).</summary>
internal static class WrittenFiles
{
    // Where what is told of has its keys in order, in a file that holds more than an object by hand would have beside it.
    private const int FewestSorted = 3;

    // A bundle takes together what several files hold one by one.
    private const int FewestBundled = 3;

    // Files that each copy all others would make this a square.
    private const int MostCopies = 64;

    /// <summary>
    /// The paths of files in which all objects that something is told of have their keys in order, and of files that put together what stands in at
    /// least three others, no one of which has half of it.
    /// </summary>
    public static HashSet<string> Among(List<GeneratedCopies.Keyed> findings, IReadOnlyDictionary<string, int> objects)
    {
        var written = new HashSet<string>(StringComparer.Ordinal);
        var filesOf = new Dictionary<GeneratedCopies.Key, HashSet<string>>();
        foreach (var (_, path, known) in findings)
        {
            if (known is not { } key)
                continue;
            if (!filesOf.TryGetValue(key, out var files))
                filesOf[key] = files = new(StringComparer.Ordinal);
            files.Add(path);
        }
        foreach (var file in findings.Where(f => f.Key is not null).GroupBy(f => f.File, StringComparer.Ordinal))
        {
            var keys = file.Select(t => t.Key!.Value).Distinct().ToList();
            if (keys.TrueForAll(k => filesOf[k].Count == 1))
                continue;
            if (
                (file.All(t => t.Finding.IsOfSorted) && objects.GetValueOrDefault(file.Key) >= FewestSorted)
                || IsBundle(file.Key, keys, filesOf)
            )
                written.Add(file.Key);
        }
        return written;
    }

    private static bool IsBundle(string file, List<GeneratedCopies.Key> keys, Dictionary<GeneratedCopies.Key, HashSet<string>> filesOf)
    {
        var copied = keys.FindAll(k => filesOf[k].Count is > 1 and <= MostCopies);
        if (copied.Count < FewestBundled || copied.Count * 2 < keys.Count)
            return false;
        var others = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (string other in copied.SelectMany(k => filesOf[k]).Where(f => f != file))
            others[other] = others.GetValueOrDefault(other) + 1;
        // Other bundles of the same tell nothing.
        var parts = others.Where(o => o.Value * 2 < copied.Count).Select(o => o.Key).ToHashSet(StringComparer.Ordinal);
        return parts.Count >= FewestBundled && copied.Count(k => filesOf[k].Overlaps(parts)) * 2 >= keys.Count;
    }
}
