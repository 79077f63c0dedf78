using System.Collections.Immutable;
using System.Runtime.InteropServices;
using ManifestLint.Yaml.Plain;

namespace ManifestLint.Yaml;

/// <summary>Makes nodes of the records of a <see cref="PlainTree"/> as they are asked for: of most documents hardly any are.</summary>
internal sealed class PlainNodes
{
    private readonly SourceText _source;
    private readonly PlainTree _whole;

    // The folded mapping of the whole that these nodes are of; -1 for the whole.
    private readonly int _folded;
    private PlainTree? _unfolded;

    /// <summary>Of a document.</summary>
    public PlainNodes(SourceText source, PlainTree tree)
        : this(source, tree, -1) { }

    private PlainNodes(SourceText source, PlainTree whole, int folded) => (_source, _whole, _folded) = (source, whole, folded);

    // Whoever reads it again comes to the same.
    private PlainTree Tree => _folded < 0 ? _whole : _unfolded ??= _whole.Unfolded(_folded);

    /// <inheritdoc cref="PlainTree.HasOtherNames"/>
    public bool HasOtherNames => _whole.HasOtherNames;

    /// <summary>Lets go of what can be read again.</summary>
    public void Forget() => _unfolded = null;

    /// <summary>The node at an index; each call makes another, so there is one call for each.</summary>
    public YamlNode Node(int index)
    {
        ref readonly var node = ref Tree[index];
        var location = new Location(_source, new TextSpan(node.Start, node.End));
        if (node.IsFolded)
            return new YamlMapping(location, new PlainNodes(_source, Tree, index), 0, node.IsFlow);
        return node.Kind switch
        {
            PlainKind.Mapping or PlainKind.FlowMapping => new YamlMapping(location, this, index, node.IsFlow),
            PlainKind.Sequence or PlainKind.FlowSequence => new YamlSequence(location, this, index, node.IsFlow),
            var text => new YamlScalar(location, this, index, StyleOf(text)),
        };
    }

    private static YamlScalarStyle StyleOf(PlainKind text) =>
        text switch
        {
            PlainKind.SingleQuoted => YamlScalarStyle.SingleQuoted,
            PlainKind.DoubleQuoted => YamlScalarStyle.DoubleQuoted,
            PlainKind.Literal => YamlScalarStyle.Literal,
            PlainKind.Folded => YamlScalarStyle.Folded,
            _ => YamlScalarStyle.Plain,
        };

    /// <summary>Whether every text in a node passes a test; the texts of keys, too.</summary>
    public bool AllTexts(int index, PlainTextTest test) => AllTexts(Tree, index, test);

    private static bool AllTexts(PlainTree tree, int index, PlainTextTest test)
    {
        for (int at = index; at < tree[index].Next; at++)
        {
            bool holdsItems = tree[at].Kind is PlainKind.Sequence or PlainKind.FlowSequence;
            if (!holdsItems && tree[at].Kind is not (PlainKind.Mapping or PlainKind.FlowMapping))
                continue;
            if (tree[at].IsFolded && !AllTexts(tree.Unfolded(at), 0, test))
                return false;
            for (int child = at + 1; child < tree[at].Next; child = tree[child].Next)
            {
                var kind = tree[child].Kind;
                if (kind < PlainKind.Mapping && !test(tree.Written(child), StyleOf(kind), holdsItems))
                    return false;
            }
        }
        return true;
    }

    /// <summary>Whether every value of a mapping is a text that passes a test.</summary>
    public bool AllValues(int mapping, PlainTextTest test)
    {
        var tree = Tree;
        for (int value = mapping + 2; value < tree[mapping].Next; value = tree[value].Next + 1)
        {
            var kind = tree[value].Kind;
            if (kind >= PlainKind.Mapping || !test(tree.Written(value), StyleOf(kind), false))
                return false;
        }
        return true;
    }

    /// <inheritdoc cref="PlainTree.CountKeys"/>
    public int CountKeys(int index, ReadOnlySpan<string> keys, int most = int.MaxValue)
    {
        Steps.Add(Tree[index].Next - index);
        return Tree.CountKeys(index, keys, most);
    }

    /// <summary>A text as it is written, quotes and breaks included.</summary>
    public ReadOnlySpan<char> Written(int index) => Tree.Written(index);

    /// <summary>What a text says.</summary>
    public string Text(int index) => Tree.Text(index);

    /// <summary>Room for the keys and values of a mapping.</summary>
    public YamlNode?[] Places(int mapping) => new YamlNode?[Tree.Children(mapping)];

    /// <summary>The entries of a mapping.</summary>
    /// <param name="mapping">The mapping.</param>
    /// <param name="made">Its keys and values that are made already; null for none.</param>
    public ImmutableArray<YamlEntry> Entries(int mapping, YamlNode?[]? made)
    {
        var tree = Tree;
        var entries = new YamlEntry[tree.Children(mapping) / 2];
        int at = mapping + 1;
        for (int i = 0; i < entries.Length; i++)
        {
            entries[i] = new YamlEntry(made?[2 * i] ?? Node(at), made?[(2 * i) + 1] ?? Node(at + 1));
            at = tree[at + 1].Next;
        }
        return ImmutableCollectionsMarshal.AsImmutableArray(entries);
    }

    /// <summary>The items of a sequence.</summary>
    public ImmutableArray<YamlNode> Items(int sequence)
    {
        var tree = Tree;
        var items = new YamlNode[tree.Children(sequence)];
        int at = sequence + 1;
        for (int i = 0; i < items.Length; i++)
        {
            items[i] = Node(at);
            at = tree[at].Next;
        }
        return ImmutableCollectionsMarshal.AsImmutableArray(items);
    }

    /// <inheritdoc cref="PlainTree.KeyBits"/>
    public ulong KeyBits(int mapping) => Tree.KeyBits(mapping);

    /// <inheritdoc cref="PlainTree.EntryOf"/>
    public (int Entry, int Key) EntryOf(int mapping, string name) => Tree.EntryOf(mapping, name);
}
