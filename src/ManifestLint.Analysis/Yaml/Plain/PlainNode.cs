namespace ManifestLint.Yaml.Plain;

/// <summary>What a node is, and how it is written.</summary>
internal enum PlainKind : byte
{
    /// <summary>A text without quotes, or a value that is not written.</summary>
    Unquoted,

    /// <summary><c>'…'</c>.</summary>
    SingleQuoted,

    /// <summary><c>"…"</c>.</summary>
    DoubleQuoted,

    /// <summary><c>|</c>.</summary>
    Literal,

    /// <summary><c>></c>.</summary>
    Folded,

    /// <summary>Keys and values, one below the other.</summary>
    Mapping,

    /// <summary>Items behind dashes.</summary>
    Sequence,

    /// <summary><c>{ … }</c>.</summary>
    FlowMapping,

    /// <summary><c>[ … ]</c>.</summary>
    FlowSequence,
}

/// <summary>A part of the text, in UTF-16 code units, its end excluded.</summary>
internal readonly record struct PlainSpan(int Start, int End);

/// <summary>
/// One node of a <see cref="PlainTree"/>. Nodes stand in the order of the text: a collection before its children, a key before its value.
/// </summary>
internal struct PlainNode
{
    /// <summary>Where it starts: at its first character, quotes and brackets included.</summary>
    public int Start;

    /// <summary>Where it ends; a collection without brackets where its last child does.</summary>
    public int End;

    /// <summary>The index of the first node behind it that is not inside of it.</summary>
    public int Next;

    /// <summary>What it is.</summary>
    public PlainKind Kind;

    /// <summary>True for a text that says what stands there, quotes aside: no escapes, and all on one line.</summary>
    public bool IsVerbatim;

    /// <summary>Of a block text: the columns that are not part of it; of a folded mapping, the columns before it.</summary>
    public byte Indent;

    /// <summary>True for a mapping whose nodes are not held: they are read again when somebody asks.</summary>
    public bool IsFolded;

    /// <summary>True for <c>{ … }</c> and <c>[ … ]</c>.</summary>
    public readonly bool IsFlow => Kind >= PlainKind.FlowMapping;

    /// <summary>Of a verbatim text: what it says, as a part of the text.</summary>
    public readonly PlainSpan Content => Kind == PlainKind.Unquoted ? new(Start, End) : new(Start + 1, End - 1);
}
