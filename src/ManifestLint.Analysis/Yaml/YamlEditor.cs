using System.Collections.Immutable;

namespace ManifestLint.Yaml;

/// <summary>
/// Turns an intention into the edit of the text that carries it out and touches nothing else: quotes, indentation, comments and blank
/// lines stay. Null where that is not certain: in a document with line breaks of YAML 1.1 alone, inside what an alias repeats or a merge key brings in, in a flow collection of
/// several lines, in block text, with tabs before a key, or when a comment would go.
/// </summary>
public sealed class YamlEditor
{
    private readonly YamlDocument _document;
    private readonly SourceText _source;
    private readonly string _text;
    private readonly bool _isJson;
    private readonly HashSet<YamlNode> _repeated = [];
    private readonly Func<SourceText, IEnumerable<YamlDocument>>? _documentsOf;
    private readonly Dictionary<YamlDocument, YamlEditor> _editors = new(ReferenceEqualityComparer.Instance);

    /// <param name="source">The text.</param>
    /// <param name="document">One of its documents; without a root every answer is null.</param>
    public YamlEditor(SourceText source, YamlDocument document)
    {
        _source = source;
        _text = source.Text;
        _isJson = YamlDocuments.IsJson(_text, document.Span);
        var written = _text.AsSpan(document.Span.Start, document.Span.Length);
        // Line breaks for the parser that are none for YAML 1.2, or for kubectl as it looks for `---`: where a line ends is not certain. Nor what a
        // marker is that counts as text.
        bool isCertain =
            written.IndexOfAny('\u0085', '\u2028', '\u2029') < 0
            && !HasLoneReturn(written)
            && !YamlDocuments.IsMarker(_text, document.Span.Start);
        _document = isCertain ? document : document with { Root = null };
        // What is plain has no aliases and merges.
        if (_document.Root is { IsPlain: false } root)
            FindRepeated(root);
    }

    /// <summary>For nodes of several texts: each is edited in the document that it stands in.</summary>
    /// <param name="documentsOf">The documents of a text.</param>
    public YamlEditor(Func<SourceText, IEnumerable<YamlDocument>> documentsOf)
    {
        _documentsOf = documentsOf;
        _source = new SourceText("", "");
        _text = "";
        _document = new YamlDocument(0, default, null, null, []);
    }

    // The editor of the document that a node stands in; null if this is the one.
    private YamlEditor? EditorOf(YamlNode node)
    {
        if (_documentsOf is null || node.Location.Source.Path.Length == 0)
            return null;
        var source = node.Location.Source;
        foreach (var document in _documentsOf(source))
        {
            var span = document.Span;
            if (span.Start <= node.Location.Span.Start && node.Location.Span.End <= span.End && document.Root?.Location.Source == source)
            {
                if (!_editors.TryGetValue(document, out var editor))
                    _editors[document] = editor = new YamlEditor(source, document);
                return editor;
            }
        }
        return null;
    }

    private static bool HasLoneReturn(ReadOnlySpan<char> text)
    {
        while (text.IndexOf('\r') is >= 0 and var found)
        {
            text = text[(found + 1)..];
            if (text is not ['\n', ..])
                return true;
        }
        return false;
    }

    /// <summary>The same; null for what is no scalar of its own: an alias stands for what others read, too.</summary>
    public TextEdit? Replace(YamlNode node, string value, bool isText = false) =>
        node is YamlScalar scalar ? Replace(scalar, value, isText) : null;

    /// <summary>A scalar gets another value; quotes stay, a plain scalar stays plain where the value allows it.</summary>
    /// <param name="scalar">The scalar.</param>
    /// <param name="value">Its new value.</param>
    /// <param name="isText">True for a text that must not be read as a number or a boolean: a plain scalar gets quotes where it would be.</param>
    public TextEdit? Replace(YamlScalar scalar, string value, bool isText = false)
    {
        if (EditorOf(scalar) is { } editor)
            return editor.Replace(scalar, value, isText);
        // A root is nobody's value, and what follows it on its line is not looked at only as long as it ends there.
        if (AncestorsOf(scalar) is not { Count: > 1 } ancestors || ancestors.Exists(a => !IsEditable(a)))
            return null;
        var span = scalar.Location.Span;
        switch (scalar.Style)
        {
            case YamlScalarStyle.SingleQuoted when !value.Any(c => char.IsControl(c) || c is '\u2028' or '\u2029'):
                return Edit(span, "'" + value.Replace("'", "''", StringComparison.Ordinal) + "'");
            case YamlScalarStyle.SingleQuoted or YamlScalarStyle.DoubleQuoted:
                return Edit(span, NewEntry.Quote(value));
            case YamlScalarStyle.Plain:
                string written = isText ? NewEntry.WriteText(value, _isJson) : NewEntry.Write(value, _isJson);
                if (span.Length > 0)
                    return written is ['"', ..] && IsBeforeTab(span.End) ? null : Edit(span, written);
                bool hasPlace = HasProperties(scalar) || (ancestors.Count > 1 && HasPlace(ancestors[1], scalar));
                return hasPlace ? Edit(span, " " + written) : null;
            default:
                return null;
        }
    }

    /// <summary>
    /// A mapping gets another entry: after one of its own on a line of its own (after that one's comment), or first. In a one-line flow
    /// mapping it goes in between.
    /// </summary>
    /// <param name="mapping">A mapping of the document.</param>
    /// <param name="entry">What is written. That the mapping has no such key is the caller's to know.</param>
    /// <param name="after">One of the mapping's entries, or null for the first place.</param>
    public TextEdit? Insert(YamlMapping mapping, NewEntry entry, YamlEntry? after = null)
    {
        if (EditorOf(mapping) is { } editor)
            return editor.Insert(mapping, entry, after);
        if (!IsEditableMapping(mapping))
            return null;
        if (after is { } given && !mapping.Entries.Contains(given))
            return null;
        if (mapping.IsFlow)
            return IsOnOneLine(mapping) ? InsertIntoFlow(mapping, entry, after) : null;
        if (ColumnOf(mapping) is not { } column)
            return null;

        string indentation = LineBreak() + new string(' ', column);
        string block = entry.ToBlock(LineBreak(), column, 2);
        if (after is not { } sibling)
        {
            int start = mapping.Location.Span.Start;
            return Edit(new TextSpan(start, start), block + indentation);
        }
        return EndOfLastLine(sibling) is { } end && !IsBeforeTab(end) ? Edit(new TextSpan(end, end), indentation + block) : null;
    }

    /// <summary>An entry goes, with its lines. The only entry of a block mapping stays, as nothing would be left to be a mapping.</summary>
    public TextEdit? Remove(YamlMapping mapping, YamlEntry entry)
    {
        if (EditorOf(mapping) is { } editor)
            return editor.Remove(mapping, entry);
        int index = mapping.Entries.IndexOf(entry);
        if (index < 0 || !IsEditableMapping(mapping) || IsRepeatedBelow(entry.Key) || IsRepeatedBelow(entry.Value))
            return null;
        if (mapping.IsFlow)
            return IsOnOneLine(mapping) ? RemoveFromFlow(mapping, index) : null;
        if (mapping.Entries.Length == 1 || ColumnOf(mapping) is not { } column || EndOfLastLine(entry) is not { } end)
            return null;

        int start = index == 0 ? mapping.Location.Span.Start : StartOf(mapping, index);
        int lineStart = start - column;
        bool isAloneOnLine =
            lineStart >= 0
            && _text.AsSpan(lineStart, column).IndexOfAnyExcept(' ') < 0
            && (lineStart == 0 || _text[lineStart - 1] is '\n' or '\r');
        // After a dash the next entry moves up.
        var span =
            isAloneOnLine ? new TextSpan(lineStart, AfterLineBreak(end))
            : index == 0 ? new TextSpan(start, StartOf(mapping, 1))
            : default;
        if (span.Length == 0 || HasComment(span) || IsBeforeTab(span.End))
            return null;
        // A byte-order mark within a key is text there; where nothing stands before it, it would be none.
        if (index == 0 && mapping.Entries[1].Key.Location.Text is ['\uFEFF', ..])
            return null;
        // What follows may join a block text that comes before.
        bool isAfterBlockText =
            index > 0
            && LastOf(mapping.Entries[index - 1].Value) is YamlScalar { Style: YamlScalarStyle.Literal or YamlScalarStyle.Folded };
        return isAfterBlockText && WouldJoin(span.End, column) ? null : Edit(span, "");
    }

    private TextEdit Edit(TextSpan span, string newText) => new(new Location(_source, span), newText);

    // A plain text may be followed by a line with a tab, what the edit leaves before it may not.
    private bool IsBeforeTab(int at)
    {
        while (at < _text.Length && _text[at] is ' ' or '\n' or '\r')
            at++;
        return at < _text.Length && _text[at] == '\t';
    }

    // A blank line, or one indented deeper than the keys: block text before it would take it.
    private bool WouldJoin(int start, int column)
    {
        int end = start;
        while (end < _text.Length && _text[end] is ' ' or '\t')
            end++;
        return end == _text.Length ? end > start : _text[end] is '\n' or '\r' || end - start > column;
    }

    private void FindRepeated(YamlNode node)
    {
        switch (node)
        {
            case YamlAlias alias:
                _repeated.Add(alias.Target);
                break;
            case YamlMapping mapping:
                foreach (var (key, value) in mapping.Entries)
                {
                    FindRepeated(key);
                    FindRepeated(value);
                    // What a merge key brings in is written here and means something there.
                    if (key is YamlScalar { Value: "<<" })
                        _repeated.Add(value);
                }
                break;
            case YamlSequence sequence:
                foreach (var item in sequence.Items)
                    FindRepeated(item);
                break;
        }
    }

    private bool IsRepeatedBelow(YamlNode node) =>
        _repeated.Contains(node)
        || node switch
        {
            YamlMapping mapping => mapping.Entries.Any(e => IsRepeatedBelow(e.Key) || IsRepeatedBelow(e.Value)),
            YamlSequence sequence => sequence.Items.Any(IsRepeatedBelow),
            _ => false,
        };

    // The node and all that it stands in.
    private bool IsEditable(YamlNode node) =>
        !_repeated.Contains(node)
        && node switch
        {
            YamlMapping { IsFlow: true } or YamlSequence { IsFlow: true } => IsOnOneLine(node),
            _ => true,
        };

    private bool IsEditableMapping(YamlMapping mapping) =>
        AncestorsOf(mapping) is { } ancestors
        && ancestors.TrueForAll(IsEditable)
        && !mapping.Entries.Any(e => e.IsMerge || e.Key.Location.Span.Length == 0);

    private static bool IsOnOneLine(YamlNode node)
    {
        var lines = node.Location.Source.Lines;
        return lines.PositionOf(node.Location.Span.Start).Line == lines.PositionOf(node.Location.Span.End).Line;
    }

    /// <summary>The node and what it stands in, innermost first; null if it is not in the document.</summary>
    private List<YamlNode>? AncestorsOf(YamlNode node)
    {
        var ancestors = new List<YamlNode>();
        return _document.Root is { } root && Find(root, node, ancestors) ? ancestors : null;
    }

    private static bool Find(YamlNode at, YamlNode wanted, List<YamlNode> ancestors)
    {
        bool isFound = at.IsSame(wanted);
        if (!isFound)
        {
            var (outer, inner) = (at.Location.Span, wanted.Location.Span);
            if (inner.Start < outer.Start || inner.End > outer.End)
                return false;
            isFound = at switch
            {
                YamlMapping mapping => FindIn(mapping.Entries, wanted, ancestors),
                YamlSequence sequence => FindIn(sequence.Items, wanted, ancestors),
                _ => false,
            };
        }
        if (isFound)
            ancestors.Add(at);
        return isFound;
    }

    private static bool FindIn(ImmutableArray<YamlEntry> entries, YamlNode wanted, List<YamlNode> ancestors)
    {
        int start = wanted.Location.Span.Start;
        for (int i = LastUpTo(entries.Length, at => entries[at].Key.Location.Span.Start, start); i >= 0; i--)
        {
            var (key, value) = (entries[i].Key, entries[i].Value);
            if (Find(key, wanted, ancestors) || Find(value, wanted, ancestors))
                return true;
            if (Math.Max(key.Location.Span.End, value.Location.Span.End) < start)
                return false;
        }
        return false;
    }

    // A list of a whole cluster has tens of thousands of items, in the order of their places.
    private static bool FindIn(ImmutableArray<YamlNode> items, YamlNode wanted, List<YamlNode> ancestors)
    {
        int start = wanted.Location.Span.Start;
        for (int i = LastUpTo(items.Length, at => items[at].Location.Span.Start, start); i >= 0 && items[i].Location.Span.End >= start; i--)
        {
            if (Find(items[i], wanted, ancestors))
                return true;
        }
        return false;
    }

    private static int LastUpTo(int count, Func<int, int> startOf, int offset) => Ordered.First(count, i => startOf(i) > offset) - 1;

    private TextEdit? InsertIntoFlow(YamlMapping mapping, NewEntry entry, YamlEntry? after)
    {
        var span = mapping.Location.Span;
        // A pair in a flow sequence has no braces.
        if (_text[span.Start] != '{' || !HasCommas(mapping))
            return null;
        bool isJson =
            _isJson ? true
            : mapping.Entries.Length > 0 ? mapping.Entries[0].Key is YamlScalar { Style: YamlScalarStyle.DoubleQuoted }
            : (_document.Root as YamlMapping) is { IsFlow: true };
        string text = entry.ToFlow(isJson);
        if (mapping.Entries.IsEmpty)
            return Edit(new TextSpan(span.Start + 1, span.End - 1), text);
        if (after is not { } sibling)
        {
            int start = span.Start + 1;
            while (_text[start] is ' ' or '\t')
                start++;
            return Edit(new TextSpan(start, start), text + ", ");
        }
        var last = sibling.Value.Location.Span;
        return last.Length == 0 ? null : Edit(new TextSpan(last.End, last.End), ", " + text);
    }

    private TextEdit? RemoveFromFlow(YamlMapping mapping, int index)
    {
        var entries = mapping.Entries;
        if (_text[mapping.Location.Span.Start] != '{' || !HasCommas(mapping))
            return null;
        if (entries.Length == 1)
            return Edit(new TextSpan(mapping.Location.Span.Start + 1, mapping.Location.Span.End - 1), "");
        if (index == 0)
        {
            int start = mapping.Location.Span.Start + 1;
            while (_text[start] is ' ' or '\t')
                start++;
            return HasProperties(entries[1].Key) ? null : Edit(new TextSpan(start, entries[1].Key.Location.Span.Start), "");
        }
        // `{a:, b: 1}` without its second entry would be the text `a:`.
        if (entries[index - 1].Value.Location.Span.Length == 0)
            return null;
        return Edit(new TextSpan(entries[index - 1].Value.Location.Span.End, entries[index].Value.Location.Span.End), "");
    }

    // An empty scalar can be filled in right after its colon or dash; a key, or a value whose key has no colon, cannot.
    private bool HasPlace(YamlNode parent, YamlScalar scalar)
    {
        int before = scalar.Location.Span.Start - 1;
        return parent switch
        {
            YamlMapping mapping => mapping.Entries.Any(e =>
                e.Value.IsSame(scalar) && e.Key.Location.Span is { Length: > 0 } key && key.End <= before && _text[before] == ':'
            ),
            YamlSequence { IsFlow: false } => _text[before] == '-',
            _ => false,
        };
    }

    // The reader takes more than a comma for a separator, an editor should not.
    private bool HasCommas(YamlMapping mapping)
    {
        var entries = mapping.Entries;
        for (int i = 1; i < entries.Length; i++)
        {
            var (from, to) = (entries[i - 1].Value.Location.Span.End, entries[i].Key.Location.Span.Start);
            if (from > to || _text.AsSpan(from, to - from).Trim(" \t") is not [',', ..])
                return false;
        }
        int last = entries.IsEmpty ? mapping.Location.Span.Start + 1 : entries[^1].Value.Location.Span.End;
        return _text.AsSpan(last, mapping.Location.Span.End - last).Trim(" \t") is "}" or [',', ..];
    }

    private static bool HasProperties(YamlNode node) => node.Anchor is not null || node.Tag is not null;

    /// <summary>Where an entry after the first one starts: its key, which has neither anchor nor <c>?</c> before it (see <see cref="ColumnOf"/>).</summary>
    private static int StartOf(YamlMapping mapping, int index) => mapping.Entries[index].Key.Location.Span.Start;

    /// <summary>The column, 0-based, that all keys of a block mapping start at; null if tabs, properties or <c>?</c> make that unclear.</summary>
    private int? ColumnOf(YamlMapping mapping)
    {
        int start = mapping.Location.Span.Start;
        int column = 0;
        while (column < start && _text[start - column - 1] is ' ' or '-')
            column++;
        if (start - column > 0 && _text[start - column - 1] is not ('\n' or '\r'))
            return null;
        if (_text.AsSpan(start - column, column).StartsWith("---", StringComparison.Ordinal))
            return null;
        foreach (var (key, _) in mapping.Entries)
        {
            int at = key.Location.Span.Start;
            bool isSimple =
                key is YamlScalar { Location.Span.Length: > 0, Style: not (YamlScalarStyle.Literal or YamlScalarStyle.Folded) }
                && !HasProperties(key)
                // Behind a break that ends no line for kubectl.
                && !(column == 0 && key.Location.Text.StartsWith("---", StringComparison.Ordinal))
                && (at == start || (at - column > 0 && _text[at - column - 1] is '\n' or '\r'));
            if (!isSimple)
                return null;
        }
        return column;
    }

    /// <summary>The end of the line an entry ends on, its comment included and the break excluded; null if something else follows on it.</summary>
    private int? EndOfLastLine(YamlEntry entry)
    {
        int end = entry.Value.Location.Span.End;
        if (EndsInBlockText(entry.Value))
        {
            // Trailing lines belong to a text that keeps them, and a text at the very end has no last break yet.
            return end < _text.Length ? end : null;
        }
        while (end < _text.Length && _text[end] is ' ' or '\t')
            end++;
        if (end < _text.Length && _text[end] == '#')
            end += _text.AsSpan(end).IndexOfAny('\r', '\n') is >= 0 and var length ? length : _text.Length - end;
        bool isAtEnd = end == _text.Length || _text[end] is '\n' or '\r';
        return isAtEnd && !EndsInKeptText(entry.Value) ? end : null;
    }

    private static YamlNode LastOf(YamlNode node) =>
        node switch
        {
            YamlMapping { IsFlow: false, Entries: [.., var last] } => LastOf(last.Value),
            YamlSequence { IsFlow: false, Items: [.., var last] } => LastOf(last),
            _ => node,
        };

    private static bool EndsInBlockText(YamlNode node) =>
        LastOf(node) is YamlScalar { Style: YamlScalarStyle.Literal or YamlScalarStyle.Folded, Value.Length: > 0 } text
        && !KeepsBreaks(text);

    private static bool EndsInKeptText(YamlNode node) =>
        LastOf(node) is YamlScalar { Style: YamlScalarStyle.Literal or YamlScalarStyle.Folded } text && KeepsBreaks(text);

    private static bool KeepsBreaks(YamlScalar text)
    {
        string raw = text.Location.Text;
        return raw.AsSpan(0, Math.Min(3, raw.Length)).Contains('+');
    }

    private int AfterLineBreak(int end)
    {
        if (end == _text.Length)
            return end;
        return _text[end] == '\r' && end + 1 < _text.Length && _text[end + 1] == '\n' ? end + 2 : end + 1;
    }

    private bool HasComment(TextSpan span) =>
        _document.Comments.Any(c => c.Location.Span.Start < span.End && c.Location.Span.End > span.Start);

    /// <summary>The first line break of the text, so that an insertion looks like the rest.</summary>
    private string LineBreak()
    {
        int at = _text.AsSpan().IndexOfAny('\r', '\n');
        return at < 0 || _text[at] == '\n' ? "\n"
            : AfterLineBreak(at) == at + 2 ? "\r\n"
            : "\r";
    }
}
