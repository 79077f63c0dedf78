namespace ManifestLint.Yaml.Plain;

/// <summary>A document in the plain subset: its nodes as flat records over the text, the root first. Texts are made when somebody asks.</summary>
/// <param name="text">The text that it stands in.</param>
/// <param name="end">Where the document ends.</param>
/// <param name="nodes">Its nodes.</param>
/// <param name="comments">Its comments in order, each from <c>#</c> to the end of its line.</param>
/// <param name="hasOtherNames">True if a key may be called otherwise in JSON than it is written, such as <c>yes</c> or <c>0x10</c>.</param>
/// <param name="unfold">Reads a folded mapping again.</param>
internal sealed class PlainTree(
    string text,
    int end,
    PlainRecords nodes,
    PlainSpan[] comments,
    bool hasOtherNames,
    Func<string, int, PlainNode, PlainTree> unfold
)
{
    /// <summary>Its comments in order, each from <c>#</c> to the end of its line.</summary>
    public ReadOnlySpan<PlainSpan> Comments => comments;

    /// <summary>True if a key may be called otherwise in JSON than it is written: then two that differ may be the same.</summary>
    public bool HasOtherNames => hasOtherNames;

    /// <summary>True if the root is a block, not one in braces or brackets.</summary>
    public bool IsBlock => nodes[0].Kind is PlainKind.Mapping or PlainKind.Sequence;

    /// <summary>A node by its index; 0 is the root.</summary>
    public ref readonly PlainNode this[int index] => ref nodes[index];

    /// <summary>A tree of a folded mapping, which is its root.</summary>
    public PlainTree Unfolded(int index) => unfold(text, end, nodes[index]);

    /// <summary>What the text of a node says.</summary>
    public string Text(int index)
    {
        ref readonly var node = ref nodes[index];
        return node.IsVerbatim ? text[node.Content.Start..node.Content.End] : PlainText.Of(text.AsSpan(0, end), node);
    }

    /// <summary>The number of children of a collection; keys count, too.</summary>
    public int Children(int collection)
    {
        int count = 0;
        for (int child = collection + 1; child < nodes[collection].Next; child = nodes[child].Next)
            count++;
        return count;
    }

    /// <summary>A text as it is written, quotes and breaks included.</summary>
    public ReadOnlySpan<char> Written(int index) => text.AsSpan(nodes[index].Start, nodes[index].End - nodes[index].Start);

    /// <summary>How often mappings in a node have one of these keys.</summary>
    /// <param name="index">The node.</param>
    /// <param name="keys">The keys.</param>
    /// <param name="most">Where counting ends.</param>
    public int CountKeys(int index, ReadOnlySpan<string> keys, int most = int.MaxValue)
    {
        int count = 0;
        for (int at = index; at < nodes[index].Next && count < most; at++)
        {
            if (nodes[at].Kind is not (PlainKind.Mapping or PlainKind.FlowMapping))
                continue;
            if (nodes[at].IsFolded)
                count += Unfolded(at).CountKeys(0, keys, most - count);
            for (int child = at + 1; child < nodes[at].Next; child = nodes[child + 1].Next)
            {
                var content = nodes[child].Content;
                var written = text.AsSpan(content.Start, content.End - content.Start);
                foreach (string key in keys)
                {
                    if (written.SequenceEqual(key))
                        count++;
                }
            }
        }
        return count;
    }

    /// <summary>The <see cref="KeyBit"/> of each key of a mapping.</summary>
    public ulong KeyBits(int mapping)
    {
        ulong bits = 0;
        for (int child = mapping + 1; child < nodes[mapping].Next; child = nodes[child + 1].Next)
        {
            var content = nodes[child].Content;
            bits |= KeyBit(text.AsSpan(content.Start, content.End - content.Start));
        }
        return bits;
    }

    /// <summary>One of 64 bits, the same for the same key: a mapping that has it for none of its keys does not have the key.</summary>
    public static ulong KeyBit(ReadOnlySpan<char> key) => 1UL << ((key.Length * 5) + (key.IsEmpty ? 0 : key[^1] + key[0])) % 64;

    /// <summary>Which entry of a mapping has a key that is written so, and the node of that key; -1 if none has.</summary>
    public (int Entry, int Key) EntryOf(int mapping, string key)
    {
        int next = nodes[mapping].Next,
            entry = 0;
        for (int child = mapping + 1; child < next; child = nodes[child + 1].Next)
        {
            ref readonly var node = ref nodes[child];
            int quotes = node.Kind == PlainKind.Unquoted ? 0 : 1;
            // Most keys of another length or end are told by that.
            if (
                node.End - node.Start - (2 * quotes) == key.Length
                && (key.Length == 0 || text[node.End - quotes - 1] == key[^1])
                && text.AsSpan(node.Start + quotes, key.Length).SequenceEqual(key)
            )
                return (entry, child);
            entry++;
        }
        return (-1, -1);
    }
}
