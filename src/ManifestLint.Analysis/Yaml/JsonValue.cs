namespace ManifestLint.Yaml;

/// <summary>
/// What YAML can say and JSON cannot, and what contradicts its own tag: kubectl makes JSON of a document and stops there. Source:
/// sigs.k8s.io/yaml v1.4 (yaml.go convertToJSONableObject; goyaml.v2 decode.go, resolve.go), Go encoding/json.
/// </summary>
internal static class JsonValue
{
    private const string TagPrefix = "tag:yaml.org,2002:";

    /// <summary>Why there is no document with this scalar; null if nothing is wrong with it.</summary>
    public static string? WhyNot(YamlScalar scalar, bool isKey)
    {
        if (scalar.Tag is { } tag && tag.StartsWith(TagPrefix, StringComparison.Ordinal))
        {
            if (!Fits(scalar.Value, "!!" + tag[TagPrefix.Length..]))
                return $"this is no {tag[TagPrefix.Length..]}, as its tag claims";
        }
        else if (scalar.Style != YamlScalarStyle.Plain || scalar.Tag is not null)
        {
            return null;
        }
        if (!isKey)
            return IsInfinite(scalar) ? "JSON, which kubectl makes of this, has no such number; a string needs quotes" : null;
        if (IsNull(scalar))
            return "a key is nothing here, and JSON, which kubectl makes of this, has only strings as keys";
        return IsTooLong(scalar) ? "kubectl refuses a number of this size as a key; a string needs quotes" : null;
    }

    /// <summary>The first entry of a mapping whose key is no scalar, or whose merge key has nothing to merge.</summary>
    public static (YamlNode Node, string Reason)? FirstBad(YamlMapping mapping)
    {
        foreach (var entry in mapping.Entries)
        {
            if (entry.Key.Target is not YamlScalar key)
                return (entry.Key, "a list or mapping is a key here, and in JSON, which kubectl makes of this, keys are strings");
            if (entry.Key is YamlAlias && IsNull(key))
                return (entry.Key, "a key is nothing here, and JSON, which kubectl makes of this, has only strings as keys");
            bool merges =
                !entry.IsMerge
                || entry.Value.Target is YamlMapping
                || (entry.Value is YamlSequence several && several.Items.All(i => i.Target is YamlMapping));
            if (!merges)
                return (entry.Value, "'<<' takes in the entries of a mapping or of a list of mappings, and this is neither");
        }
        return null;
    }

    private static bool Fits(string value, string tag) =>
        tag switch
        {
            "!!int" or "!!float" or "!!bool" or "!!null" or "!!timestamp" => GoYaml.Resolve(value, tag == "!!timestamp") is var resolved
                && (resolved.Tag == tag || (tag == "!!float" && resolved.Tag == "!!int" && long.TryParse(resolved.Text, out _))),
            "!!binary" => Convert.TryFromBase64String(value, new byte[value.Length], out _) && !value.AsSpan().ContainsAny(' ', '\t'),
            _ => true,
        };

    private static bool IsInfinite(YamlScalar scalar) =>
        scalar.Value is { Length: 4 or 5 } and ['.' or '+' or '-', ..]
        && GoYaml.Resolve(scalar.Value, triesTime: false) is { Tag: "!!float", Text.Length: 0 };

    private static bool IsNull(YamlScalar key) => key.IsNull || key.Tag == TagPrefix + "null";

    private static bool IsTooLong(YamlScalar key) =>
        key.Value.Length > 18
        && char.IsAsciiDigit(key.Value[^1])
        && GoYaml.Resolve(key.Value, triesTime: false) is { Tag: "!!int" } number
        && !long.TryParse(number.Text, out _);
}
