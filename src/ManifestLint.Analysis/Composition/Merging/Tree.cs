using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using ManifestLint.Yaml;

namespace ManifestLint.Composition.Merging;

/// <summary>A key and a value that can be changed.</summary>
internal sealed class Branch(YamlNode key, string name, Tree value)
{
    /// <summary>The key as it is written.</summary>
    public YamlNode Key { get; } = key;

    /// <summary>What it is called in JSON.</summary>
    public string Name { get; } = name;

    public Tree Value { get; set; } = value;
}

/// <summary>
/// A node that can be changed, over a node as it was read. It unfolds only where it is touched: what nobody changes is still the node that
/// was read when the tree is folded up again. Every part keeps the place that it came from.
/// </summary>
internal sealed class Tree
{
    // As read; what the tree says as long as it is not unfolded.
    private YamlNode _node;
    private List<Branch>? _branches;
    private List<Tree>? _items;
    private bool _isUnfolded;

    // Keys that were taken away, and where that is written.
    private List<YamlEntry>? _removed;

    public Tree(YamlNode node) => _node = node.Target;

    private Tree(YamlNode node, List<Branch>? branches, List<Tree>? items) =>
        (_node, _branches, _items, _isUnfolded) = (node, branches, items, true);

    /// <summary>A mapping without entries that stands where something asked for it.</summary>
    public static Tree Mapping(Location place) => new(new YamlMapping(place, [], isFlow: true), [], null);

    /// <summary>A sequence without items.</summary>
    public static Tree Sequence(Location place) => new(new YamlSequence(place, [], isFlow: true), null, []);

    /// <summary>A text, whatever it looks like.</summary>
    public static Tree Text(string value, Location place) =>
        new(new YamlScalar(place, value, YamlScalarStyle.Plain, tag: YamlType.TextTag));

    /// <summary>Null where something asked for it.</summary>
    public static Tree Null(Location place) => new(new YamlScalar(place, "null", YamlScalarStyle.Plain));

    /// <summary>The place it came from.</summary>
    public Location Place => _node.Location;

    /// <summary>The scalar, or null.</summary>
    public YamlScalar? Scalar => _node as YamlScalar;

    public bool IsMapping => _node is YamlMapping;

    public bool IsSequence => _node is YamlSequence;

    /// <summary>True for what resolves to null.</summary>
    public bool IsNull => _node is YamlScalar scalar && YamlType.IsNull(scalar);

    /// <summary>True for null and for a collection that holds nothing.</summary>
    public bool IsNullOrEmpty => IsNull || (IsMapping && Branches.Count == 0) || (IsSequence && Items.Count == 0);

    /// <summary>The text of a scalar that is not null; empty for anything else.</summary>
    public string Value => _node is YamlScalar scalar && !YamlType.IsNull(scalar) ? scalar.Value : "";

    /// <summary>Its entries, each name once. Only of a mapping.</summary>
    public List<Branch> Branches
    {
        get
        {
            Unfold();
            return _branches!;
        }
    }

    /// <summary>Its items. Only of a sequence.</summary>
    public List<Tree> Items
    {
        get
        {
            Unfold();
            return _items!;
        }
    }

    /// <summary>As it was read, if nobody has looked inside since.</summary>
    public YamlNode? Untouched => _isUnfolded ? null : _node;

    /// <summary>The value at a key; null if this is no mapping or has no such key. Null values are values.</summary>
    public Tree? this[string key]
    {
        get
        {
            if (_node is not YamlMapping mapping)
                return null;
            if (!_isUnfolded && mapping.Find(key) is null)
                return null;
            foreach (var branch in Branches)
            {
                if (branch.Name == key)
                    return branch.Value;
            }
            return null;
        }
    }

    /// <summary>The value at the end of a chain of keys, or null.</summary>
    public Tree? At(params ReadOnlySpan<string> keys)
    {
        var current = this;
        foreach (string key in keys)
        {
            if (current[key] is not { } next)
                return null;
            current = next;
        }
        return current;
    }

    /// <summary>The text at the end of a chain of keys, without unfolding anything; empty where there is none.</summary>
    public string TextAt(params ReadOnlySpan<string> keys)
    {
        var current = this;
        for (int i = 0; i < keys.Length; i++)
        {
            if (!current._isUnfolded)
                return TextBelow(current._node, keys[i..]);
            if (current[keys[i]] is not { } next)
                return "";
            current = next;
        }
        return current.Value;
    }

    private static string TextBelow(YamlNode node, ReadOnlySpan<string> keys)
    {
        foreach (string key in keys)
        {
            if ((node as YamlMapping)?[key] is not { } next)
                return "";
            node = next;
        }
        return node is YamlScalar scalar && !YamlType.IsNull(scalar) ? scalar.Value : "";
    }

    /// <summary>Sets an entry: in its place if the key is there, else behind the others.</summary>
    public void Set(string key, Tree value, YamlNode? keyNode = null)
    {
        foreach (var branch in Branches)
        {
            if (branch.Name != key)
                continue;
            branch.Value = value;
            return;
        }
        Branches.Add(new Branch(keyNode ?? new YamlScalar(value.Place, key, YamlScalarStyle.DoubleQuoted), key, value));
    }

    /// <summary>Takes an entry away.</summary>
    /// <param name="key">Its key.</param>
    /// <param name="by">Where that is written; null where that does not matter.</param>
    public void Remove(string key, YamlNode? by)
    {
        int index = Branches.FindIndex(b => b.Name == key);
        if (index < 0)
            return;
        if (by is not null)
            (_removed ??= []).Add(new YamlEntry(Branches[index].Key, by));
        Branches.RemoveAt(index);
    }

    /// <summary>Becomes another node.</summary>
    public void Become(Tree other) =>
        (_node, _branches, _items, _isUnfolded, _removed) = (other._node, other._branches, other._items, other._isUnfolded, other._removed);

    /// <summary>A scalar becomes another text of the same sort, written elsewhere.</summary>
    /// <param name="value">The text.</param>
    /// <param name="place">Where it is written as a whole.</param>
    /// <param name="pieces">Where its stretches are written, where it is put together.</param>
    public void Rewrite(string value, Location place, params ImmutableArray<YamlPiece> pieces)
    {
        var old = (YamlScalar)_node;
        _node = new YamlScalar(place, value, old.Style, tag: old.Tag) { Pieces = pieces };
    }

    /// <summary>The same to change apart from this one.</summary>
    public Tree Copy()
    {
        if (!_isUnfolded)
            return new Tree(_node);
        // Before it is taken: an operation that copies what holds earlier copies doubles it each time.
        CompositionEffort.Spend(10 + 40L * ((_branches?.Count ?? 0) + (_items?.Count ?? 0)));
        var copy = new Tree(_node, _branches?.ConvertAll(b => new Branch(b.Key, b.Name, b.Value.Copy())), _items?.ConvertAll(i => i.Copy()))
        {
            _removed = _removed is null ? null : [.. _removed],
        };
        return copy;
    }

    /// <summary>The node that it is by now: parts that nobody changed are those that were read.</summary>
    public YamlNode Fold()
    {
        if (!_isUnfolded)
            return _node;
        if (_node is YamlSequence sequence)
        {
            var items = _items!.ConvertAll(i => i.Fold());
            bool isSame = items.Count == sequence.Items.Length;
            for (int i = 0; isSame && i < items.Count; i++)
                isSame = ReferenceEquals(items[i], sequence.Items[i].Target);
            return isSame ? sequence : new YamlSequence(sequence.Location, [.. items], sequence.IsFlow);
        }
        if (_node is not YamlMapping mapping)
            return _node;
        var entries = _branches!.ConvertAll(b => new YamlEntry(b.Key, b.Value.Fold()));
        bool isUnchanged = entries.Count == mapping.Entries.Length && _removed is null;
        for (int i = 0; isUnchanged && i < entries.Count; i++)
        {
            isUnchanged =
                ReferenceEquals(entries[i].Key, mapping.Entries[i].Key)
                && ReferenceEquals(entries[i].Value, mapping.Entries[i].Value.Target);
        }
        return isUnchanged
            ? mapping
            : new YamlMapping(mapping.Location, [.. entries], mapping.IsFlow) { Removed = _removed is null ? [] : [.. _removed] };
    }

    private void Unfold()
    {
        if (_isUnfolded)
            return;
        _isUnfolded = true;
        if (_node is YamlMapping mapping)
        {
            _branches = [];
            foreach (var entry in Plain(mapping) ? mapping.Entries : mapping.EffectiveEntries())
            {
                if (entry.Name is { } name)
                    _branches.Add(new Branch(entry.Key.Target, name, new Tree(entry.Value)));
            }
            if (!mapping.Removed.IsEmpty)
                _removed = [.. mapping.Removed];
        }
        else if (_node is YamlSequence sequence)
        {
            _items = new List<Tree>(sequence.Items.Length);
            foreach (var item in sequence.Items)
                _items.Add(new Tree(item));
        }
    }

    // Most mappings neither merge nor repeat.
    private static bool Plain(YamlMapping mapping)
    {
        var seen = new HashSet<string>(mapping.Entries.Length, StringComparer.Ordinal);
        foreach (var entry in mapping.Entries)
        {
            if (entry.IsMerge || entry.Name is not { } name || !seen.Add(name))
                return false;
        }
        return true;
    }
}
