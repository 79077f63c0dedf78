using System.Runtime.InteropServices;

namespace ManifestLint.Neighbours;

/// <summary>Tells ConfigMaps and Secrets apart by what they hold: compared once, not for each pod that names one.</summary>
internal static class ConfigContents
{
    /// <summary>True if both hold the same texts. What is not to be known is not the same as anything.</summary>
    public static bool AreSame(ConfigData a, ConfigData b) => a.Content is { } content && b.Content == content;

    /// <summary>The objects with their contents numbered; of several that stand in one place and hold the same, the first.</summary>
    public static IEnumerable<ConfigData> Number(IReadOnlyList<ConfigData> configs)
    {
        if (configs.Count == 0)
            return [];
        var named = configs.CountBy(c => (c.IsSecret, c.Name)).ToDictionary();
        var numbers = new Dictionary<ConfigData, int>(new ByContent());
        var seen = new HashSet<(bool, string, ObjectPlace, int)>();
        var kept = new List<ConfigData>(configs.Count);
        foreach (var config in configs)
        {
            if (config.Values.Any(v => v.Value.IsUnknown))
            {
                kept.Add(config);
                continue;
            }
            // Nothing is compared with what alone has its name.
            if (named[(config.IsSecret, config.Name)] == 1)
            {
                kept.Add(config with { Content = 0 });
                continue;
            }
            ref int number = ref CollectionsMarshal.GetValueRefOrAddDefault(numbers, config, out bool isKnown);
            if (!isKnown)
                number = numbers.Count - 1;
            // The file's name does not count, its folder does.
            if (seen.Add((config.IsSecret, config.Name, config.Place with { File = config.Place.Folder + "/" }, number)))
                kept.Add(config with { Content = number });
        }
        return kept;
    }

    private sealed class ByContent : IEqualityComparer<ConfigData>
    {
        public bool Equals(ConfigData? x, ConfigData? y) =>
            x!.Values.Count == y!.Values.Count
            && x.Values.All(v => y.Values.TryGetValue(v.Key, out var other) && other.Passing == v.Value.Passing);

        public int GetHashCode(ConfigData obj)
        {
            int hash = obj.Values.Count;
            foreach (var (key, value) in obj.Values)
                hash ^= HashCode.Combine(key, value.Passing);
            return hash;
        }
    }
}
