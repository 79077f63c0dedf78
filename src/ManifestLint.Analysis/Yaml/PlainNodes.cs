using System.Collections.Immutable;
using System.Runtime.InteropServices;
using ManifestLint.Yaml.Plain;

namespace ManifestLint.Yaml;

/// <summary>Makes nodes of the records of a <see cref="PlainTree"/> as they are asked for: of most documents hardly any are.</summary>
internal sealed class PlainNodes(SourceText source, PlainTree tree)
{
    /// <inheritdoc cref="PlainTree.HasOtherNames"/>
    public bool HasOtherNames => tree.HasOtherNames;

    /// <summary>The node at an index; each call makes another, so there is one call for each.</summary>
    public YamlNode Node(int index)
    {
        ref readonly var node = ref tree[index];
        var location = new Location(source, new TextSpan(node.Start, node.End));
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
    public bool AllTexts(int index, PlainTextTest test)
    {
        for (int at = index; at < tree[index].Next; at++)
        {
            bool holdsItems = tree[at].Kind is PlainKind.Sequence or PlainKind.FlowSequence;
            if (!holdsItems && tree[at].Kind is not (PlainKind.Mapping or PlainKind.FlowMapping))
                continue;
            for (int child = at + 1; child < tree[at].Next; child = tree[child].Next)
            {
                var kind = tree[child].Kind;
                if (kind < PlainKind.Mapping && !test(tree.Written(child), StyleOf(kind), holdsItems))
                    return false;
            }
        }
        return true;
    }

    /// <inheritdoc cref="PlainTree.HoldsKey"/>
    public bool HoldsKey(int index, ReadOnlySpan<string> keys) => tree.HoldsKey(index, keys);

    /// <summary>What a text says.</summary>
    public string Text(int index) => tree.Text(index);

    /// <summary>The entries of a mapping.</summary>
    public ImmutableArray<YamlEntry> Entries(int mapping)
    {
        var entries = new YamlEntry[tree.Children(mapping) / 2];
        int at = mapping + 1;
        for (int i = 0; i < entries.Length; i++)
        {
            entries[i] = new YamlEntry(Node(at), Node(at + 1));
            at = tree[at + 1].Next;
        }
        return ImmutableCollectionsMarshal.AsImmutableArray(entries);
    }

    /// <summary>The items of a sequence.</summary>
    public ImmutableArray<YamlNode> Items(int sequence)
    {
        var items = new YamlNode[tree.Children(sequence)];
        int at = sequence + 1;
        for (int i = 0; i < items.Length; i++)
        {
            items[i] = Node(at);
            at = tree[at].Next;
        }
        return ImmutableCollectionsMarshal.AsImmutableArray(items);
    }

    /// <summary>Which entry of a mapping has a name, where keys are called as they are written; -1 if none has.</summary>
    public int EntryOf(int mapping, string name) => tree.EntryOf(mapping, name);
}
