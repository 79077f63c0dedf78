using ManifestLint.Yaml;

namespace ManifestLint.Manifests;

/// <summary>Mappings that count together.</summary>
internal static class Layered
{
    /// <summary>A mapping over another, key by key.</summary>
    public static YamlMapping Over(YamlMapping below, YamlMapping above)
    {
        var entries = below.EffectiveEntries().ToList();
        foreach (var entry in above.EffectiveEntries())
        {
            int index = entries.FindIndex(e => e.Name == entry.Name);
            if (index < 0)
                entries.Add(entry);
            else if (entries[index].Value.Target is YamlMapping lower && entry.Value.Target is YamlMapping upper)
                entries[index] = new YamlEntry(entry.Key, Over(lower, upper));
            else
                entries[index] = entry;
        }
        return new YamlMapping(above.Location, [.. entries], isFlow: true);
    }
}
