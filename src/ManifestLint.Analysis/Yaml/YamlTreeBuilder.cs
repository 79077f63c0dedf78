using System.Buffers;
using System.Collections.Immutable;
using System.Globalization;
using System.Runtime.InteropServices;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace ManifestLint.Yaml;

/// <summary>
/// One document's parser events to nodes. Part of <see cref="YamlReader"/>: with the scanners it alone knows YamlDotNet, whose marks are
/// offsets in the whole text, but whose events start at the anchor or tag, end a block collection after its trailing trivia and a flow
/// collection before its bracket, and say nothing of where a pair in a flow sequence is.
/// </summary>
internal sealed partial class YamlTreeBuilder(SourceText source, int start, int end)
{
    private static readonly SearchValues<char> s_lineBreaks = SearchValues.Create("\r\n\u0085\u2028\u2029");

    private static readonly SearchValues<char> s_nameCharacters = SearchValues.Create(
        "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz_-"
    );

    // Each of them is looked at as often as a key of the mapping is looked up. All that may come from aliases is bounded by what kubectl takes.
    private const int MostMerged = 100_000;

    private readonly string _text = source.Text;

    // The children of all open collections; a frame knows where its own begin.
    private readonly List<YamlNode> _children = [];
    private readonly List<Frame> _frames = [];
    private Dictionary<string, AnchoredNode>? _anchors;
    private YamlSyntaxError? _error;
    private TextSpan? _lastQuoted;
    private int _lastEnd;
    private AliasBudget _budget = new();

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

        // Nodes, itself included, aliases followed.
        public long Size;
    }

    /// <param name="Node">Null while the node is still open.</param>
    /// <param name="Height">Collections on the longest way down, itself included, aliases followed.</param>
    /// <param name="Size">Nodes, itself included, aliases followed.</param>
    /// <param name="Start">Where the node starts: an anchor of the same name inside of it is another one.</param>
    private readonly record struct AnchoredNode(YamlNode? Node, int Height, long Size, int Start);

    /// <summary>The root; null for an empty document.</summary>
    public YamlNode? Root { get; private set; }

    /// <summary>Takes all events up to the end of the root, and what comes next as far as it is no text; returns what is wrong, or null.</summary>
    public YamlSyntaxError? Build(IScanner scanner)
    {
        _lastEnd = start;
        try
        {
            var parser = new Parser(scanner);
            while (_error is null && Root is null && parser.MoveNext() && parser.Current is not DocumentEnd)
                Take(parser.Current);
            // What follows a complete root is not looked at, but for where its first token ends.
            if (_error is null)
                scanner.MoveNextWithoutConsuming();
            return _error;
        }
        catch (YamlScanException exception)
        {
            _lastQuoted = (scanner as YamlScanner)?.LastQuoted;
            return Explain(exception);
        }
        // `&a &b x`: an anchor or a tag alone is a root of nothing, and what follows a root is not looked at.
        catch (YamlException exception) when (_frames.Count == 0 && IsBehindProperties(exception))
        {
            return null;
        }
        catch (YamlException exception)
        {
            _lastQuoted = (scanner as YamlScanner)?.LastQuoted;
            return Explain(exception);
        }
        // YamlDotNet throws whatever comes (InvalidOperationException, ArgumentException, …) on malformed text.
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            return ErrorAt("this is not valid YAML", NextContent(_lastEnd));
        }
    }

    private void Take(ParsingEvent? next)
    {
        switch (next)
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
                Close(next);
                break;
            case AnchorAlias alias:
                AddAlias(alias);
                break;
        }
    }

    private int OffsetOf(in Mark mark) => Math.Clamp((int)mark.Index, start, end);

    private void Add(YamlNode node, int height, long size, int nodeEnd)
    {
        _lastEnd = nodeEnd;
        if (_frames.Count == 0)
        {
            Root = node;
            return;
        }
        ref var parent = ref CollectionsMarshal.AsSpan(_frames)[^1];
        parent.Height = Math.Max(parent.Height, height);
        parent.Size = Math.Min(parent.Size + size, AliasBudget.Endless);
        _children.Add(node);
    }

    // Counts a node, unless it is the key of a merge, which is not decoded.
    private void Count(long size, bool isAliased, Location location)
    {
        if (!_budget.TrySpend(size, isAliased))
            _error ??= new YamlSyntaxError("aliases repeat so much here that kubectl refuses it as \"excessive aliasing\"", location);
    }

    private bool IsKeyNext => _frames is [.., { IsMapping: true } frame] && (_children.Count - frame.FirstChild) % 2 == 0;

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
        var style = scalar.Style switch
        {
            ScalarStyle.SingleQuoted => YamlScalarStyle.SingleQuoted,
            ScalarStyle.DoubleQuoted => YamlScalarStyle.DoubleQuoted,
            ScalarStyle.Literal => YamlScalarStyle.Literal,
            ScalarStyle.Folded => YamlScalarStyle.Folded,
            _ => YamlScalarStyle.Plain,
        };
        var node = new YamlScalar(
            new Location(source, new TextSpan(from, to)),
            scalar.Value,
            style,
            NameOf(scalar.Anchor),
            NameOf(scalar.Tag, OffsetOf(scalar.Start))
        );
        bool isKey = IsKeyNext;
        if (JsonValue.WhyNot(node, isKey) is { } reason)
            _error = ErrorOf(reason, node);
        bool isMerge = isKey && new YamlEntry(node, node).IsMerge;
        if (!isMerge)
            Count(1, isAliased: false, node.Location);
        if (node.Anchor is { } anchor)
            Define(anchor, new AnchoredNode(node, 0, 1, from));
        Add(node, 0, isMerge ? 0 : 1, to);
    }

    private void Open(NodeEvent collection, bool isMapping, bool isFlow)
    {
        int contentStart = OffsetOf(collection.End);
        // A sequence that is not indented below its key reports the end of its first dash.
        if (!isFlow && !isMapping && (contentStart == end || _text[contentStart] != '-'))
            contentStart--;
        // A pair in a flow sequence has no mark at all.
        bool isPair = isMapping && isFlow && collection.End.Index == 0 && _frames is [.., { IsMapping: false, IsFlow: true }];

        if (_frames.Count == YamlReader.MaxDepth)
        {
            _error = ErrorAt($"collections are nested more than {YamlReader.MaxDepth} deep", contentStart);
            return;
        }
        string? anchor = NameOf(collection.Anchor);
        if (anchor is not null)
            Define(anchor, default(AnchoredNode) with { Start = contentStart });
        Count(1, isAliased: false, new Location(source, new TextSpan(contentStart, contentStart)));
        _frames.Add(
            new Frame
            {
                IsMapping = isMapping,
                IsFlow = isFlow,
                Start = isPair ? -1 : contentStart,
                FirstChild = _children.Count,
                Anchor = anchor,
                Tag = NameOf(collection.Tag, OffsetOf(collection.Start)),
                Size = 1,
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
        if (node is YamlMapping mapping && JsonValue.FirstBad(mapping) is { } bad)
            _error ??= ErrorOf(bad.Reason, bad.Node);
        else if (node is YamlMapping merging && merging.CountMerged(MostMerged) > MostMerged)
            _error ??= new YamlSyntaxError(
                $"merge keys bring more than {MostMerged.ToString("N0", CultureInfo.InvariantCulture)} entries into one mapping here",
                merging.Entries.First(e => e.IsMerge).Key.Location
            );
        CollectionsMarshal.SetCount(_children, frame.FirstChild);
        _frames.RemoveAt(_frames.Count - 1);
        if (frame.Anchor is { } anchor && _anchors![anchor].Start == frame.Start)
            Define(anchor, new AnchoredNode(node, frame.Height + 1, frame.Size, frame.Start));
        Add(node, frame.Height + 1, frame.Size, location.Span.End);
    }

    private YamlSyntaxError ErrorOf(string reason, YamlNode node) =>
        node.Location.Span.Length > 0 && node is YamlScalar or YamlAlias
            ? new YamlSyntaxError(reason, node.Location)
            : ErrorAt(reason, NextContent(node.Location.Span.Start));

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
        string name = alias.Value.Value;
        if (_anchors is null || !_anchors.TryGetValue(name, out var target))
        {
            _error = new YamlSyntaxError("this alias has no anchor above, a value that starts with '*' needs quotes", location);
        }
        else if (target.Node is null)
        {
            _error = new YamlSyntaxError("this alias is inside its own anchor", location);
        }
        else if (_frames.Count + target.Height > YamlReader.MaxDepth)
        {
            _error = new YamlSyntaxError($"collections are nested more than {YamlReader.MaxDepth} deep through this alias", location);
        }
        else
        {
            Count(1, isAliased: false, location);
            Count(target.Size, isAliased: true, location);
            Add(new YamlAlias(location, name, target.Node), target.Height, target.Size + 1, to);
        }
    }

    private static string? NameOf(AnchorName name) => name.IsEmpty ? null : name.Value;

    // YamlDotNet wants well-formed URIs, so the scanner leaves `!!x` and `!<x>` as they are written.
    private string? NameOf(TagName tag, int propertiesStart)
    {
        switch (tag)
        {
            case { IsEmpty: true }:
                return null;
            case { Value: ['!', '!', .. var standard] }:
                return "tag:yaml.org,2002:" + standard;
            case { Value: ['!', '<', .. var uri] }:
                return uri;
        }
        int handle = tag.Value.IndexOf('!', 1);
        if (handle > 0 && tag.Value.AsSpan(1, handle - 1).IndexOfAnyExcept(s_nameCharacters) < 0)
            _error = ErrorAt(
                "the handle of this tag is not declared, a value that starts with '!' needs quotes",
                _text.IndexOf('!', propertiesStart)
            );
        return tag.Value;
    }

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
                    bool isAnchor = _text[i++] == '&';
                    while (i < to && (isAnchor ? YamlScanner.IsNameCharacter(_text[i]) : !IsBlankOrBreak(_text[i])))
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
        // A block value is reported behind its colon, one of a flow collection where the next token starts.
        if (!frame.IsFlow)
            return reported > floor && _text[reported - 1] == ':' ? reported : floor;

        int i = floor;
        while (i < end && (_text[i] == '#' || IsBlankOrBreak(_text[i])))
            i = _text[i] == '#' ? EndOfLine(i, end) : i + 1;
        return i < end && _text[i] == ':' ? i + 1 : floor;
    }

    private int EndOfLine(int from, int to)
    {
        int found = _text.AsSpan(from, to - from).IndexOfAny(s_lineBreaks);
        return found < 0 ? to : from + found;
    }

    private static bool IsBlankOrBreak(char c) => c is ' ' or '\t' or '\n' or '\r' or '\u0085' or '\u2028' or '\u2029';
}

/// <summary>
/// How much of a document may come from aliases, each of which is decoded as often as it is used. Source: sigs.k8s.io/yaml v1.4 goyaml.v2
/// decode.go (unmarshal, allowedAliasRatio).
/// </summary>
internal struct AliasBudget()
{
    /// <summary>More nodes than any document may come to.</summary>
    public const long Endless = 1L << 40;

    private const long Low = 400_000;
    private const long High = 4_000_000;

    // The document itself is one.
    private long _decoded = 1;
    private long _aliased;

    /// <summary>Counts nodes as they are decoded; false once aliases make up too much.</summary>
    public bool TrySpend(long nodes, bool isAliased)
    {
        _decoded = Math.Min(_decoded + nodes, Endless);
        if (isAliased)
            _aliased = Math.Min(_aliased + nodes, Endless);
        return _aliased <= 100 || _decoded <= 1000 || _aliased <= Share(_decoded) * _decoded;
    }

    private static double Share(long decoded) => 0.99 - (0.89 * (Math.Clamp(decoded, Low, High) - Low) / (High - Low));
}
