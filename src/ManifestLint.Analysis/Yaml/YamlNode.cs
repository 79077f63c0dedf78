using System.Collections.Immutable;
using System.Diagnostics;
using ManifestLint.Yaml.Plain;

namespace ManifestLint.Yaml;

/// <summary>How a scalar is written.</summary>
public enum YamlScalarStyle
{
    /// <summary>Without quotes.</summary>
    Plain,

    /// <summary><c>'…'</c>.</summary>
    SingleQuoted,

    /// <summary><c>"…"</c>, with escapes.</summary>
    DoubleQuoted,

    /// <summary><c>|</c>: line ends stay.</summary>
    Literal,

    /// <summary><c>></c>: line ends become blanks.</summary>
    Folded,
}

/// <summary>A question about a text that no node is made for.</summary>
/// <param name="written">The text as it is written, quotes and breaks included.</param>
/// <param name="style">How it is written.</param>
/// <param name="isItem">True for an item of a sequence.</param>
public delegate bool PlainTextTest(ReadOnlySpan<char> written, YamlScalarStyle style, bool isItem);

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

    /// <summary>True if it is read from the records of <see cref="Plain.PlainReader"/>.</summary>
    internal virtual bool IsPlain => false;

    /// <summary>The records it is read from and its place among them; null for one that was made whole.</summary>
    private protected virtual (PlainNodes Records, int Index)? Record => null;

    /// <summary>True if both are one node: the same object, or of one record, which a node may be made of twice (<see cref="YamlMapping.Forget"/>).</summary>
    internal bool IsSame(YamlNode other) => ReferenceEquals(this, other) || (Record is { } record && record == other.Record);

    /// <summary>The node itself, or what an alias stands for; never an alias.</summary>
    public virtual YamlNode Target => this;
}

/// <summary>A scalar: its text after unquoting and folding, and how it was written.</summary>
public sealed class YamlScalar : YamlNode
{
    // The tree of records that it is read from when asked; null if all is known.
    private readonly PlainNodes? _plain;
    private readonly int _index;
    private string? _value;

    /// <param name="location">Its own characters, quotes included.</param>
    /// <param name="value">The text after unquoting, unescaping and folding.</param>
    /// <param name="style">How it is written.</param>
    /// <param name="anchor">The anchor's name without <c>&amp;</c>, or null.</param>
    /// <param name="tag">The explicit tag, or null.</param>
    public YamlScalar(Location location, string value, YamlScalarStyle style, string? anchor = null, string? tag = null)
        : base(location, anchor, tag) => (_value, Style) = (value, style);

    internal YamlScalar(Location location, PlainNodes plain, int index, YamlScalarStyle style)
        : base(location, null, null) => (_plain, _index, Style) = (plain, index, style);

    /// <summary>The text after unquoting, unescaping and folding.</summary>
    public string Value => _value ??= _plain!.Text(_index);

    /// <summary>The same, not kept where nobody else has asked: of large texts that are looked at once.</summary>
    public string PassingValue => _value ?? _plain!.Text(_index);

    /// <inheritdoc/>
    private protected override (PlainNodes Records, int Index)? Record => _plain is null ? null : (_plain, _index);

    /// <summary>How it is written.</summary>
    public YamlScalarStyle Style { get; }

    /// <summary>Where its stretches were written, if it was put together of others; else none.</summary>
    internal ImmutableArray<YamlPiece> Pieces { get; init; } = [];

    /// <summary>
    /// Where <paramref name="length"/> UTF-16 code units of <see cref="Value"/> from <paramref name="start"/> on are written: exact in every
    /// style, escapes and folds included; the whole scalar where the range is not inside the value.
    /// </summary>
    public Location LocationOf(int start, int length) => YamlScalarMap.LocationOf(this, start, length);

    /// <summary>True if it resolves to null: nothing, <c>~</c> or <c>null</c>, unquoted.</summary>
    public bool IsNull =>
        Style == YamlScalarStyle.Plain
        && Tag is null
        // No text is made for the question alone.
        && (_value is { } value ? YamlType.IsNull(value) : YamlType.IsNull(_plain!.Written(_index)));
}

/// <summary>A stretch of a scalar that was put together of others.</summary>
/// <param name="Start">Its first UTF-16 code unit in the whole.</param>
/// <param name="Length">How many it has.</param>
/// <param name="Of">The scalar that it was taken from.</param>
/// <param name="Offset">Its first code unit in that scalar.</param>
internal readonly record struct YamlPiece(int Start, int Length, YamlScalar Of, int Offset);

/// <summary>A key and its value as they stand in a mapping.</summary>
public readonly record struct YamlEntry(YamlNode Key, YamlNode Value)
{
    /// <summary>
    /// The key as JSON has it, so <c>true</c> for a plain <c>y</c> and <c>16</c> for <c>0x10</c>; null where the key is null or no scalar.
    /// Source: kubectl v1.32 (sigs.k8s.io/yaml v1.4).
    /// </summary>
    public string? Name => Key.Target is YamlScalar scalar ? YamlKey.NameOf(scalar) : null;

    /// <summary>True for a plain <c>&lt;&lt;</c>: its value's entries count as if they stood here.</summary>
    public bool IsMerge =>
        Key is YamlScalar { Value: "<<" } key && (key.Style == YamlScalarStyle.Plain ? key.Tag is null or MergeTag : key.Tag == MergeTag);

    private const string MergeTag = "tag:yaml.org,2002:merge";
}

/// <summary>A mapping: its entries in written order, duplicates included.</summary>
public sealed class YamlMapping : YamlNode
{
    // The tree of records that entries are read from when asked; null if all are known.
    private readonly PlainNodes? _plain;
    private readonly int _index;
    private ImmutableArray<YamlEntry> _entries;

    // Keys and values that were asked for before all entries were; null for none.
    private YamlNode?[]? _made;

    // What tells of a key that it is not here; 0 until one is asked for.
    private ulong _keyBits;

    /// <param name="location">From its first key or bracket to the end of its last value or bracket.</param>
    /// <param name="entries">The entries in written order.</param>
    /// <param name="isFlow">True for <c>{ … }</c>.</param>
    /// <param name="anchor">The anchor's name without <c>&amp;</c>, or null.</param>
    /// <param name="tag">The explicit tag, or null.</param>
    public YamlMapping(Location location, ImmutableArray<YamlEntry> entries, bool isFlow, string? anchor = null, string? tag = null)
        : base(location, anchor, tag) => (_entries, IsFlow) = (entries, isFlow);

    internal YamlMapping(Location location, PlainNodes plain, int index, bool isFlow)
        : base(location, null, null) => (_plain, _index, IsFlow) = (plain, index, isFlow);

    /// <summary>The entries in written order, duplicates and merge keys included.</summary>
    public ImmutableArray<YamlEntry> Entries
    {
        get
        {
            var known = _entries;
            if (!known.IsDefault)
                return known;
            // One tree, whoever asks first; of what two threads ask for at once there may be two nodes (IsSame).
            known = _plain!.Entries(_index, _made);
            return ImmutableInterlocked.InterlockedInitialize(ref _entries, known) || _entries is not { IsDefault: false } first
                ? known
                : first;
        }
    }

    // A key or a value, made when first asked for: of most mappings few are.
    private YamlNode Made(int child, int record)
    {
        var made = _made;
        if (made is null)
        {
            made = _plain!.Places(_index);
            made = Interlocked.CompareExchange(ref _made, made, null) ?? made;
        }
        if (made[child] is { } known)
            return known;
        var node = _plain!.Node(record);
        return Interlocked.CompareExchange(ref made[child], node, null) ?? node;
    }

    /// <summary>
    /// Lets go of what was made for it: of a list of a whole cluster only one object at a time is held. What is asked for later is made again.
    /// </summary>
    internal void Forget()
    {
        if (_plain is null)
            return;
        (_entries, _made) = (default, null);
        _plain.Forget();
    }

    /// <summary>True for <c>{ … }</c>.</summary>
    public bool IsFlow { get; }

    /// <inheritdoc/>
    internal override bool IsPlain => _plain is not null;

    /// <inheritdoc/>
    private protected override (PlainNodes Records, int Index)? Record => _plain is null ? null : (_plain, _index);

    /// <summary>True if it is known that here and in all that it holds no name stands twice and nothing is merged; false says nothing.</summary>
    public bool IsKnownUnique => _plain is { HasOtherNames: false };

    /// <summary>True if it is known, without a node made for any, that all texts that it holds pass a test, keys included; false says nothing.</summary>
    public bool IsKnownToPass(PlainTextTest test) => _plain is { HasOtherNames: false } && _plain.AllTexts(_index, test);

    /// <summary>True if it is known, without a node made for any, that all values are texts that pass a test; false says nothing.</summary>
    public bool IsKnownToHold(PlainTextTest test) => _plain is { HasOtherNames: false } && _plain.AllValues(_index, test);

    /// <summary>True unless it is known that neither it nor a mapping in it has one of these keys.</summary>
    public bool MayHoldKey(params ReadOnlySpan<string> keys) =>
        _plain is not { HasOtherNames: false } || _plain.CountKeys(_index, keys, 1) > 0;

    /// <summary>How often it and the mappings in it have one of these keys; null where that is not known.</summary>
    public int? CountOf(params ReadOnlySpan<string> keys) => _plain is { HasOtherNames: false } ? _plain.CountKeys(_index, keys) : null;

    /// <summary>Of a mapping that was put together: keys that stood here and were taken away, each with the place where that is written.</summary>
    public ImmutableArray<YamlEntry> Removed { get; init; } = [];

    /// <summary>
    /// The entry that counts for a key, or null. Entries take effect in written order and the last one wins, a merge key being
    /// its entries at that place: it overrides what is written before it. In a list of mappings the first one wins. Source: kubectl v1.32
    /// (sigs.k8s.io/yaml v1.4, goyaml.v2 decode.go), which differs from the YAML merge specification here.
    /// </summary>
    public YamlEntry? Find(string key)
    {
        Steps.Add();
        // Records tell without a text made of any key, and most that is asked for is not there.
        if (_plain is { HasOtherNames: false })
        {
            var (entry, record) = EntryOf(_plain, key);
            return entry < 0 ? null
                : !_entries.IsDefault ? _entries[entry]
                : new YamlEntry(Made(2 * entry, record), Made((2 * entry) + 1, record + 1));
        }
        return Find(this, key);
    }

    // Few of the keys that are asked for are there.
    private (int Entry, int Record) EntryOf(PlainNodes plain, string key)
    {
        if (_keyBits == 0)
            _keyBits = plain.KeyBits(_index);
        return (_keyBits & PlainTree.KeyBit(key)) == 0 ? (-1, -1) : plain.EntryOf(_index, key);
    }

    /// <summary>The value of <see cref="Find(string)"/> with aliases followed, or null.</summary>
    public YamlNode? this[string key]
    {
        get
        {
            if (_plain is not { HasOtherNames: false } || !_entries.IsDefault)
                return Find(key)?.Value.Target;
            Steps.Add();
            var (entry, record) = EntryOf(_plain, key);
            return entry < 0 ? null : Made((2 * entry) + 1, record + 1).Target;
        }
    }

    /// <summary>
    /// The entries that count, each name once, in the order in which the names first appear; what <see cref="Find(string)"/> finds for each
    /// name. Merge keys are replaced by what they bring in; entries without a name are left out.
    /// </summary>
    public IEnumerable<YamlEntry> EffectiveEntries()
    {
        if (IsKnownUnique)
            return Entries;
        var positions = new Dictionary<string, int>(Entries.Length, StringComparer.Ordinal);
        var effective = new List<YamlEntry>(Entries.Length);
        Collect(this, positions, effective);
        return effective;
    }

    /// <summary>How many entries merge keys bring in, those of merged mappings included; any number above a limit where it is more.</summary>
    /// <param name="limit">Where counting stops.</param>
    internal int CountMerged(int limit)
    {
        int count = 0;
        foreach (var entry in Entries)
        {
            if (!entry.IsMerge)
                continue;
            foreach (var merged in MergedBy(entry))
            {
                count += merged.Entries.Length + 1;
                if (count <= limit)
                    count += merged.CountMerged(limit - count);
                if (count > limit)
                    return count;
            }
        }
        return count;
    }

    // The mappings of a merge key, the first one wins.
    private static ReadOnlySpan<YamlMapping> MergedBy(YamlEntry merge) =>
        merge.Value.Target switch
        {
            YamlMapping one => new YamlMapping[] { one },
            YamlSequence several => several.Items.Select(i => i.Target).OfType<YamlMapping>().ToArray(),
            _ => [],
        };

    private static YamlEntry? Find(YamlMapping mapping, string key)
    {
        var entries = mapping.Entries;
        for (int i = entries.Length - 1; i >= 0; i--)
        {
            if (!entries[i].IsMerge)
            {
                if (entries[i].Name == key)
                    return entries[i];
                continue;
            }
            foreach (var merged in MergedBy(entries[i]))
            {
                Steps.Add(merged.Entries.Length);
                if (Find(merged, key) is { } found)
                    return found;
            }
        }
        return null;
    }

    private static void Collect(YamlMapping mapping, Dictionary<string, int> positions, List<YamlEntry> effective)
    {
        foreach (var entry in mapping.Entries)
        {
            if (!entry.IsMerge)
            {
                if (entry.Name is not { } name)
                    continue;
                if (positions.TryAdd(name, effective.Count))
                    effective.Add(entry);
                else
                    effective[positions[name]] = entry;
                continue;
            }
            var several = MergedBy(entry);
            for (int i = several.Length - 1; i >= 0; i--)
            {
                Steps.Add(several[i].Entries.Length);
                Collect(several[i], positions, effective);
            }
        }
    }
}

/// <summary>A sequence and its items in order.</summary>
public sealed class YamlSequence : YamlNode
{
    // The tree of records that items are read from when asked; null if all are known.
    private readonly PlainNodes? _plain;
    private readonly int _index;
    private ImmutableArray<YamlNode> _items;

    /// <param name="location">From its first dash or bracket to the end of its last item or bracket.</param>
    /// <param name="items">The items in order.</param>
    /// <param name="isFlow">True for <c>[ … ]</c>.</param>
    /// <param name="anchor">The anchor's name without <c>&amp;</c>, or null.</param>
    /// <param name="tag">The explicit tag, or null.</param>
    public YamlSequence(Location location, ImmutableArray<YamlNode> items, bool isFlow, string? anchor = null, string? tag = null)
        : base(location, anchor, tag) => (_items, IsFlow) = (items, isFlow);

    internal YamlSequence(Location location, PlainNodes plain, int index, bool isFlow)
        : base(location, null, null) => (_plain, _index, IsFlow) = (plain, index, isFlow);

    /// <summary>The items in order; an item may be an alias.</summary>
    public ImmutableArray<YamlNode> Items
    {
        get
        {
            if (_items.IsDefault)
                ImmutableInterlocked.InterlockedInitialize(ref _items, _plain!.Items(_index));
            return _items;
        }
    }

    /// <summary>True for <c>[ … ]</c>.</summary>
    public bool IsFlow { get; }

    /// <inheritdoc/>
    internal override bool IsPlain => _plain is not null;

    /// <inheritdoc/>
    private protected override (PlainNodes Records, int Index)? Record => _plain is null ? null : (_plain, _index);

    /// <inheritdoc cref="YamlMapping.IsKnownUnique"/>
    public bool IsKnownUnique => _plain is { HasOtherNames: false };

    /// <inheritdoc cref="YamlMapping.MayHoldKey"/>
    public bool MayHoldKey(params ReadOnlySpan<string> keys) =>
        _plain is not { HasOtherNames: false } || _plain.CountKeys(_index, keys, 1) > 0;
}

/// <summary>A use of an anchor. The target is shared, never copied.</summary>
public sealed class YamlAlias(Location location, string name, YamlNode target) : YamlNode(location, null, null)
{
    /// <summary>The anchor's name without <c>*</c>.</summary>
    public string Name { get; } = name;

    /// <inheritdoc/>
    public override YamlNode Target { get; } = target.Target;
}

/// <summary>
/// Counts what allocates nothing: look-ups and comparisons, in debug builds alone. Tests hold the count against the length of the input (contracts.md C8).
/// </summary>
public static class Steps
{
    [ThreadStatic]
    private static long s_count;

    /// <summary>How many were counted on this thread; 0 in other builds.</summary>
    public static long Count => s_count;

    /// <summary>Counts some.</summary>
    [Conditional("DEBUG")]
    public static void Add(long steps = 1) => s_count += steps;
}
