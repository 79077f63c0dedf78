using System.Collections.Immutable;

namespace ManifestLint.Yaml;

/// <summary>How a scalar is written.</summary>
public enum YamlScalarStyle { Plain, SingleQuoted, DoubleQuoted, Literal, Folded }

/// <summary>A node of a YAML document: immutable, with the exact place it is written at.</summary>
public abstract class YamlNode
{
    private protected YamlNode(Location location, string? anchor, string? tag) => (Location, Anchor, Tag) = (location, anchor, tag);

    /// <summary>
    /// What the node covers: a scalar's own characters (quotes included; anchor and tag excluded), a block collection from
    /// its first key or dash to the end of its last child, a flow collection with its brackets.
    /// </summary>
    public Location Location { get; }

    /// <summary>The anchor's name without <c>&amp;</c>, or null.</summary>
    public string? Anchor { get; }

    /// <summary>The explicit tag, or null.</summary>
    public string? Tag { get; }

    /// <summary>The node itself, or what an alias stands for; never an alias.</summary>
    public virtual YamlNode Target => this;
}

/// <summary>A scalar: its text after unquoting and folding, and how it was written.</summary>
public sealed class YamlScalar(Location location, string value, YamlScalarStyle style, string? anchor = null, string? tag = null)
    : YamlNode(location, anchor, tag)
{
    /// <summary>The text after unquoting, unescaping and folding.</summary>
    public string Value { get; } = value;

    /// <summary>How it is written.</summary>
    public YamlScalarStyle Style { get; } = style;

    /// <summary>True if it resolves to null: nothing, <c>~</c> or <c>null</c>, unquoted.</summary>
    public bool IsNull => Style == YamlScalarStyle.Plain && Tag is null && Value is "" or "~" or "null" or "Null" or "NULL";
}

/// <summary>A key and its value as they stand in a mapping.</summary>
public readonly record struct YamlEntry(YamlNode Key, YamlNode Value)
{
    /// <summary>The key's text, or null where the key is no scalar.</summary>
    public string? Name => (Key.Target as YamlScalar)?.Value;
}

/// <summary>A mapping: its entries in written order, duplicates included.</summary>
public sealed class YamlMapping(Location location, ImmutableArray<YamlEntry> entries, bool isFlow, string? anchor = null, string? tag = null)
    : YamlNode(location, anchor, tag)
{
    /// <summary>The entries in written order, duplicates and merge keys included.</summary>
    public ImmutableArray<YamlEntry> Entries { get; } = entries;

    /// <summary>True for <c>{ … }</c>.</summary>
    public bool IsFlow { get; } = isFlow;

    /// <summary>
    /// The entry that counts for a key: the last one of that name as a decoder takes it (contracts C2), else one that a merge key
    /// brings in; null if there is none.
    /// </summary>
    public YamlEntry? Find(string key) => Find(key, 0);

    /// <summary>The value of <see cref="Find(string)"/> with aliases followed, or null.</summary>
    public YamlNode? this[string key] => Find(key)?.Value.Target;

    private YamlEntry? Find(string key, int depth)
    {
        for (int i = Entries.Length - 1; i >= 0; i--)
        {
            if (Entries[i].Name == key) return Entries[i];
        }
        // A merge chain deeper than this is hostile; nobody writes one.
        if (depth > 16) return null;
        for (int i = Entries.Length - 1; i >= 0; i--)
        {
            if (Entries[i].Key is not YamlScalar { Value: "<<", Style: YamlScalarStyle.Plain }) continue;
            switch (Entries[i].Value.Target)
            {
                case YamlMapping merged when merged.Find(key, depth + 1) is { } found: return found;
                case YamlSequence several:
                    foreach (var item in several.Items)
                    {
                        if (item.Target is YamlMapping one && one.Find(key, depth + 1) is { } first) return first;
                    }
                    break;
            }
        }
        return null;
    }
}

/// <summary>A sequence and its items in order.</summary>
public sealed class YamlSequence(Location location, ImmutableArray<YamlNode> items, bool isFlow, string? anchor = null, string? tag = null)
    : YamlNode(location, anchor, tag)
{
    /// <summary>The items in order; an item may be an alias.</summary>
    public ImmutableArray<YamlNode> Items { get; } = items;

    /// <summary>True for <c>[ … ]</c>.</summary>
    public bool IsFlow { get; } = isFlow;
}

/// <summary>A use of an anchor. The target is shared, never copied.</summary>
public sealed class YamlAlias(Location location, string name, YamlNode target) : YamlNode(location, null, null)
{
    /// <summary>The anchor's name without <c>*</c>.</summary>
    public string Name { get; } = name;

    /// <inheritdoc/>
    public override YamlNode Target { get; } = target.Target;
}
