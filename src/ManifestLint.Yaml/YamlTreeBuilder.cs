using System.Buffers;
using System.Collections.Immutable;
using System.Runtime.InteropServices;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace ManifestLint.Yaml;

/// <summary>
/// One document's parser events to nodes. Part of <see cref="YamlReader"/>: only these two know YamlDotNet, whose marks are exact
/// offsets, but whose events start at the anchor or tag, end a block collection after its trailing trivia and a flow collection
/// before its bracket, and say nothing of where a pair in a flow sequence is.
/// </summary>
internal sealed partial class YamlTreeBuilder(SourceText source, int start, int commentStart, int end, bool isRewritten)
{
    private static readonly SearchValues<char> s_lineBreaks = SearchValues.Create("\r\n\u0085\u2028\u2029");

    private readonly string _text = source.Text;

    // The children of all open collections; a frame knows where its own begin.
    private readonly List<YamlNode> _children = [];
    private readonly List<Frame> _frames = [];
    private Dictionary<string, AnchoredNode>? _anchors;
    private YamlSyntaxError? _error;
    private ImmutableArray<YamlComment>.Builder? _comments;
    private int _nextHash = -1;
    private YamlScalar? _lastQuoted;
    private int _lastEnd;
    private bool _hasTabs;

    private struct Frame
    {
        public bool IsMapping,
            IsFlow;
        public int Start,
            FirstChild;
        public string? Anchor,
            Tag;

        // Collections below, aliases followed.
        public int Height;
    }

    /// <param name="Node">Null while the node is still open.</param>
    /// <param name="Height">Collections on the longest way down, itself included, aliases followed.</param>
    private readonly record struct AnchoredNode(YamlNode? Node, int Height);

    /// <summary>The root; null for an empty document.</summary>
    public YamlNode? Root { get; private set; }

    /// <summary>The comments in order.</summary>
    public ImmutableArray<YamlComment> Comments => _comments?.DrainToImmutable() ?? [];

    /// <summary>Where the outermost flow collection that is still open starts, or null.</summary>
    public int? OutermostFlow => _frames.FindIndex(f => f.IsFlow) is >= 0 and var flow ? _frames[flow].Start : null;

    /// <summary>Takes all events; returns what is wrong, or null.</summary>
    public YamlSyntaxError? Build(IParser parser)
    {
        _lastEnd = start;
        _nextHash = FindHash(commentStart);
        _hasTabs = _text.AsSpan(start, end - start).Contains('\t');
        int documents = 0;
        while (_error is null && parser.MoveNext())
        {
            switch (parser.Current)
            {
                case Scalar scalar:
                    AddScalar(scalar);
                    break;
                case MappingStart mapping:
                    Open(mapping, isMapping: true, mapping.Style == MappingStyle.Flow);
                    break;
                case SequenceStart sequence:
                    Open(sequence, isMapping: false, sequence.Style == SequenceStyle.Flow);
                    break;
                case MappingEnd or SequenceEnd:
                    Close(parser.Current);
                    break;
                case AnchorAlias alias:
                    AddAlias(alias);
                    break;
                case DocumentStart next when ++documents > 1:
                    _error = ErrorAt("the document's value has already ended, the indentation is probably wrong", OffsetOf(next.Start));
                    break;
            }
        }
        ReadComments(end);
        return _error;
    }

    private int OffsetOf(in Mark mark) => Math.Clamp(start + (int)mark.Index, start, end);

    private void Add(YamlNode node, int height, int nodeEnd)
    {
        _lastEnd = nodeEnd;
        if (node.Anchor is { } anchor)
            Define(anchor, new AnchoredNode(node, height));
        if (_frames.Count == 0)
        {
            Root = node;
            return;
        }
        ref var parent = ref CollectionsMarshal.AsSpan(_frames)[^1];
        parent.Height = Math.Max(parent.Height, height);
        _children.Add(node);
    }

    private void Define(string anchor, AnchoredNode node) =>
        (_anchors ??= new Dictionary<string, AnchoredNode>(StringComparer.Ordinal))[anchor] = node;

    private void AddScalar(Scalar scalar)
    {
        int from = OffsetOf(scalar.Start),
            to = OffsetOf(scalar.End),
            endOfProperties = from;
        bool hasProperties = !scalar.Anchor.IsEmpty || !scalar.Tag.IsEmpty;
        if (hasProperties)
            from = SkipProperties(from, to, out endOfProperties);

        if (scalar.Style == ScalarStyle.Plain && scalar.Value.Length == 0)
        {
            if (!hasProperties && _frames.Count == 0)
                return;
            from = to = hasProperties ? endOfProperties : PlaceOfEmpty(from);
        }
        else if (scalar.Style is ScalarStyle.Literal or ScalarStyle.Folded)
        {
            int endOfHeader = EndOfLine(from, to);
            ReadComments(endOfHeader);
            to = EndOfBlockScalar(from, endOfHeader, to, scalar.Value);
        }
        ReadComments(from);
        if (_nextHash < to)
            _nextHash = FindHash(to);

        var style = scalar.Style switch
        {
            ScalarStyle.SingleQuoted => YamlScalarStyle.SingleQuoted,
            ScalarStyle.DoubleQuoted => YamlScalarStyle.DoubleQuoted,
            ScalarStyle.Literal => YamlScalarStyle.Literal,
            ScalarStyle.Folded => YamlScalarStyle.Folded,
            _ => YamlScalarStyle.Plain,
        };
        string value = scalar.Value;
        // The rewritten text has no line breaks left to fold.
        if (isRewritten && style is not (YamlScalarStyle.Literal or YamlScalarStyle.Folded) && EndOfLine(from, to) < to)
        {
            value = YamlScalarMap.DecodeFlow(_text[from..to], style) ?? value;
        }
        var node = new YamlScalar(new Location(source, new TextSpan(from, to)), value, style, NameOf(scalar.Anchor), NameOf(scalar.Tag));
        if (style is YamlScalarStyle.SingleQuoted or YamlScalarStyle.DoubleQuoted)
            _lastQuoted = node;
        Add(node, 0, to);
    }

    private void Open(NodeEvent collection, bool isMapping, bool isFlow)
    {
        int contentStart = OffsetOf(collection.End);
        // A sequence that is not indented below its key reports the end of its first dash.
        if (
            !isFlow
            && !isMapping
            && contentStart > start
            && _text[contentStart - 1] == '-'
            && (contentStart == end || _text[contentStart] != '-' || collection.End.Index != collection.Start.Index)
        )
        {
            if (contentStart == end || char.IsWhiteSpace(_text[contentStart]))
                contentStart--;
        }
        // A pair in a flow sequence has no mark at all.
        bool isPair = isMapping && isFlow && collection.End.Index == 0 && _frames is [.., { IsMapping: false, IsFlow: true }];

        if (_frames.Count == YamlReader.MaxDepth)
        {
            _error = ErrorAt($"collections are nested more than {YamlReader.MaxDepth} deep", contentStart);
            return;
        }
        string? anchor = NameOf(collection.Anchor);
        if (anchor is not null)
            Define(anchor, default);
        _frames.Add(
            new Frame
            {
                IsMapping = isMapping,
                IsFlow = isFlow,
                Start = isPair ? -1 : contentStart,
                FirstChild = _children.Count,
                Anchor = anchor,
                Tag = NameOf(collection.Tag),
            }
        );
    }

    private void Close(ParsingEvent closing)
    {
        var frame = _frames[^1];
        var children = CollectionsMarshal.AsSpan(_children)[frame.FirstChild..];
        if (frame.IsMapping && children.Length % 2 != 0)
        {
            _error = ErrorAt("a key was expected here, or its ':' is missing", children[^1].Location.Span.Start);
            return;
        }
        if (_hasTabs && frame is { IsMapping: true, IsFlow: false } && TabBeforeKey(children) is >= 0 and var tab)
        {
            _error = ErrorAt(TabMessage, tab);
            return;
        }
        bool isPair = frame.Start < 0;
        int from = isPair ? children[0].Location.Span.Start : frame.Start;
        int to =
            frame.IsFlow && !isPair ? Math.Min(OffsetOf(closing.Start) + 1, end)
            : children.IsEmpty ? from
            : children[^1].Location.Span.End;
        var location = new Location(source, new TextSpan(from, Math.Max(from, to)));

        YamlNode node = frame.IsMapping
            ? new YamlMapping(location, Pairs(children), frame.IsFlow, frame.Anchor, frame.Tag)
            : new YamlSequence(
                location,
                ImmutableCollectionsMarshal.AsImmutableArray(children.ToArray()),
                frame.IsFlow,
                frame.Anchor,
                frame.Tag
            );
        CollectionsMarshal.SetCount(_children, frame.FirstChild);
        _frames.RemoveAt(_frames.Count - 1);
        Add(node, frame.Height + 1, location.Span.End);
    }

    // YamlDotNet takes blanks and then a tab for indentation.
    private int TabBeforeKey(ReadOnlySpan<YamlNode> children)
    {
        for (int i = 0; i < children.Length; i += 2)
        {
            int key = children[i].Location.Span.Start;
            if (TabBefore(key) is >= 0 and var tab && NextContent(tab) == key)
                return tab;
        }
        return -1;
    }

    private static ImmutableArray<YamlEntry> Pairs(ReadOnlySpan<YamlNode> children)
    {
        var entries = new YamlEntry[children.Length / 2];
        for (int i = 0; i < entries.Length; i++)
            entries[i] = new YamlEntry(children[2 * i], children[2 * i + 1]);
        return ImmutableCollectionsMarshal.AsImmutableArray(entries);
    }

    private void AddAlias(AnchorAlias alias)
    {
        int from = OffsetOf(alias.Start),
            to = OffsetOf(alias.End);
        var location = new Location(source, new TextSpan(from, to));
        ReadComments(from);
        if (_nextHash < to)
            _nextHash = FindHash(to);

        string name = alias.Value.Value;
        if (_anchors is null || !_anchors.TryGetValue(name, out var target))
        {
            _error = new YamlSyntaxError($"the alias *{name} has no anchor above, a text that starts with '*' needs quotes", location);
        }
        else if (target.Node is null)
        {
            _error = new YamlSyntaxError($"the alias *{name} stands inside its own anchor", location);
        }
        else if (_frames.Count + target.Height > YamlReader.MaxDepth)
        {
            _error = new YamlSyntaxError(
                $"collections are nested more than {YamlReader.MaxDepth} deep through the alias *{name}",
                location
            );
        }
        else
        {
            Add(new YamlAlias(location, name, target.Node), target.Height, to);
        }
    }

    private static string? NameOf(AnchorName name) => name.IsEmpty ? null : name.Value;

    private static string? NameOf(TagName tag) => tag.IsEmpty ? null : tag.Value;

    /// <summary>Where the content starts after <c>&amp;anchor</c> and <c>!tag</c>, in any order, with blanks, breaks and comments in between.</summary>
    private int SkipProperties(int from, int to, out int endOfProperties)
    {
        endOfProperties = from;
        int i = from;
        while (i < to)
        {
            switch (_text[i])
            {
                case '&' or '!':
                    bool isAnchor = _text[i] == '&';
                    while (i < to && !IsBlankOrBreak(_text[i]) && !(isAnchor && _text[i] is ',' or '[' or ']' or '{' or '}'))
                        i++;
                    endOfProperties = i;
                    break;
                case '#':
                    i = EndOfLine(i, to);
                    break;
                case var c when IsBlankOrBreak(c):
                    i++;
                    break;
                default:
                    return i;
            }
        }
        return to;
    }

    /// <summary>Where a value that is not written belongs: right after the colon or dash, or after the key that has no colon.</summary>
    private int PlaceOfEmpty(int reported)
    {
        var frame = _frames[^1];
        int count = _children.Count - frame.FirstChild;
        bool isValue = frame.IsMapping && count % 2 == 1;
        // A key that is not written before a colon is reported at the start of the text.
        int floor = count > 0 ? _children[^1].Location.Span.End : Math.Max(frame.Start, start);
        if (!isValue)
            return reported >= floor ? reported : NextContent(floor);

        int endOfKey = floor;
        int i = endOfKey;
        while (i < end)
        {
            char c = _text[i];
            if (c == ':')
                return frame.IsFlow || i + 1 == end || IsBlankOrBreak(_text[i + 1]) ? i + 1 : endOfKey;
            if (c == '#')
                i = EndOfLine(i, end);
            else if (IsBlankOrBreak(c))
                i++;
            else
                break;
        }
        return endOfKey;
    }

    private int EndOfLine(int from, int to)
    {
        int found = _text.AsSpan(from, to - from).IndexOfAny(s_lineBreaks);
        return found < 0 ? to : from + found;
    }

    private static bool IsBlankOrBreak(char c) => c is ' ' or '\t' or '\n' or '\r' or '\u0085' or '\u2028' or '\u2029';

    /// <summary>The end of the last line of the value that is not empty; of the indicator, if there is none.</summary>
    private int EndOfBlockScalar(int from, int endOfHeader, int to, string value)
    {
        int last = to;
        while (last > endOfHeader && IsBlankOrBreak(_text[last - 1]))
            last--;
        int endOfText = last > endOfHeader ? EndOfLine(last, to) : EndOfIndicator(from, endOfHeader);
        // A line of blanks is content where it is longer than the indentation.
        if (value.AsSpan().TrimEnd("\n\u2028\u2029") is not [.., ' ' or '\t'])
            return endOfText;
        int indentation = IndentationOfText(endOfHeader, to);
        for (int lineEnd = to; lineEnd > endOfText; )
        {
            int lineStart = lineEnd;
            while (lineStart > endOfText && !IsBreak(_text[lineStart - 1]))
                lineStart--;
            if (lineEnd - lineStart > indentation)
                return lineEnd;
            lineEnd = lineStart - 1;
        }
        return endOfText;
    }

    private int EndOfIndicator(int from, int endOfHeader)
    {
        int last = from + 1;
        while (last < endOfHeader && _text[last] is '+' or '-' or (>= '0' and <= '9'))
            last++;
        return last;
    }

    private int IndentationOfText(int from, int to)
    {
        int content = from;
        while (content < to && IsBlankOrBreak(_text[content]))
            content++;
        int lineStart = content;
        while (lineStart > from && _text[lineStart - 1] == ' ')
            lineStart--;
        return content - lineStart;
    }

    private int FindHash(int from)
    {
        if (from >= end)
            return int.MaxValue;
        int found = _text.AsSpan(from, end - from).IndexOf('#');
        return found < 0 ? int.MaxValue : from + found;
    }

    /// <summary>Takes the comments before an offset: every <c>#</c> outside of scalars but for those in anchors and tags.</summary>
    private void ReadComments(int before)
    {
        while (_nextHash < before)
        {
            int from = _nextHash;
            bool isComment = from == commentStart || IsBlankOrBreak(_text[from - 1]) || _text[from - 1] is '}' or ']' or '"' or '\'';
            if (!isComment)
            {
                _nextHash = FindHash(from + 1);
                continue;
            }
            int to = EndOfLine(from, end);
            int lineStart = from;
            while (lineStart > 0 && _text[lineStart - 1] is ' ' or '\t')
                lineStart--;
            bool isAlone = lineStart == 0 || _text[lineStart - 1] is '\n' or '\r';
            (_comments ??= ImmutableArray.CreateBuilder<YamlComment>()).Add(
                new YamlComment(new Location(source, new TextSpan(from, to)), isAlone)
            );
            _nextHash = FindHash(to);
        }
    }
}
