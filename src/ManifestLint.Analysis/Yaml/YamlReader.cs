using System.Buffers;
using System.Collections.Immutable;
using ManifestLint.Yaml.Json;
using ManifestLint.Yaml.Plain;

namespace ManifestLint.Yaml;

/// <summary>
/// Text to nodes, as kubectl 1.32 reads YAML and JSON. Never throws on any text: what does not parse becomes the document's
/// <see cref="YamlDocument.Error"/>.
/// </summary>
public static class YamlReader
{
    /// <summary>Collections inside collections, aliases followed; one more is an error.</summary>
    public const int MaxDepth = 256;

    /// <summary>UTF-16 code units of one document (256 Mi); one more is an error.</summary>
    public const int MaxLength = 256 * 1024 * 1024;

    private static readonly SearchValues<char> s_plainText = SearchValues.Create([
        .. Enumerable.Range(' ', '~' - ' ' + 1).Append('\t').Append('\n').Append('\r').Select(c => (char)c),
    ]);

    /// <summary>Every document of a text that kubectl may be given, see <see cref="YamlDocuments.Cut(SourceText)"/>; an error in one leaves the others alone.</summary>
    public static YamlFile Read(SourceText source) => Read(source, YamlDocuments.IsJson(source.Text));

    /// <summary>The same for YAML that never comes to kubectl, a configuration: one that starts with <c>{</c> is YAML like any other.</summary>
    public static YamlFile ReadYaml(SourceText source) => Read(source, isJson: false);

    private static YamlFile Read(SourceText source, bool isJson)
    {
        var spans = YamlDocuments.Cut(source.Text, isJson);
        var documents = ImmutableArray.CreateBuilder<YamlDocument>(spans.Length);
        foreach (var span in spans)
            documents.Add(ReadDocument(source, span, documents.Count, isJson, MaxLength));
        return new YamlFile(source, documents.MoveToImmutable());
    }

    /// <summary>One document.</summary>
    /// <param name="source">The text the document is part of.</param>
    /// <param name="span">One of the spans <see cref="YamlDocuments.Cut(SourceText)"/> gives for this text.</param>
    /// <param name="index">Its 0-based place among them.</param>
    /// <exception cref="ArgumentOutOfRangeException">The span is not inside the text.</exception>
    public static YamlDocument ReadDocument(SourceText source, TextSpan span, int index) =>
        ReadDocument(source, span, index, YamlDocuments.IsJson(source.Text, span), MaxLength);

    internal static YamlDocument ReadDocument(
        SourceText source,
        TextSpan span,
        int index,
        bool isJson,
        int maxLength,
        bool usesPlain = true,
        int leastFolded = PlainReader.LeastFolded
    )
    {
        ArgumentOutOfRangeException.ThrowIfNegative(span.Start, nameof(span));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(span.End, source.Text.Length, nameof(span));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(span.Start, span.End, nameof(span));

        YamlDocument Failed(YamlSyntaxError error) => new(index, span, null, error, []);

        string text = source.Text;
        if (span.Length > maxLength)
        {
            var first = new Location(source, new TextSpan(span.Start, span.Start + 1));
            return Failed(new YamlSyntaxError($"the document is longer than {maxLength / (1024 * 1024)} Mi characters", first));
        }
        int marker = YamlDocuments.IsMarker(text, span.Start - 3) ? span.Start - 3 : -1;
        if (isJson && marker < 0)
        {
            if (usesPlain && JsonReader.Read(text, span.Start, span.End, leastFolded) is { } value)
                return new YamlDocument(index, span, new PlainNodes(source, value).Node(0), null, []);
            var json = new YamlTreeBuilder(source, span.Start, span.End);
            return json.Build(new JsonScanner(text, span.Start, span.End)) is { } wrong
                ? Failed(wrong)
                : new YamlDocument(index, span, json.Root, null, []);
        }
        if (FindNotPrintable(text, span) is >= 0 and var bad)
        {
            var place = new Location(source, new TextSpan(bad, bad + 1));
            return Failed(new YamlSyntaxError($"the character U+{(int)text[bad]:X4} is not allowed in YAML", place));
        }

        var comments = new List<TextSpan>();
        int start = span.Start;
        if (marker >= 0)
        {
            CommentsBefore(text, marker, comments);
            // A comment glued to the marker is one for kubectl only where its parser does not see the marker.
            bool isText = start < span.End && text[start] == '#' && YamlDocuments.IsPartOfDocument(text, marker);
            if (isText)
                span = new TextSpan(start = marker, span.End);
            else if (SkipMarkerLine(source, span, comments, out start) is { } behind)
                return Failed(behind);
        }
        var plain = usesPlain && start != marker ? PlainReader.Read(text, start, span.End, leastFolded) : null;
        // A line of a plain block starts so in no case.
        if (
            plain is not { IsBlock: true }
            && YamlDocuments.FindBadSeparator(text, start == marker ? start + 3 : start, span.End) is >= 0 and var separator
        )
            return Failed(BadSeparator(source, separator, span.End));
        if (plain is not null)
        {
            foreach (var comment in plain.Comments)
                comments.Add(new TextSpan(comment.Start, comment.End));
            return new YamlDocument(index, span, new PlainNodes(source, plain).Node(0), null, Comments(source, comments));
        }
        var scanner = new YamlScanner(text, start, span.End, marker);
        var builder = new YamlTreeBuilder(source, start, span.End);
        if (builder.Build(scanner) is { } error)
            return Failed(error);
        comments.AddRange(scanner.Comments);
        return new YamlDocument(index, span, builder.Root, null, Comments(source, comments));
    }

    private static YamlSyntaxError BadSeparator(SourceText source, int separator, int end)
    {
        int length = source.Text.AsSpan(separator, end - separator).IndexOfAny('\r', '\n');
        return new YamlSyntaxError(
            "'---' separates documents, and nothing but a comment may follow on its line",
            new Location(source, new TextSpan(separator, length < 0 ? end : separator + length))
        );
    }

    private static ImmutableArray<YamlComment> Comments(SourceText source, List<TextSpan> spans)
    {
        var comments = ImmutableArray.CreateBuilder<YamlComment>(spans.Count);
        foreach (var span in spans)
            comments.Add(Comment(source, span));
        return comments.MoveToImmutable();
    }

    private static YamlComment Comment(SourceText source, TextSpan span)
    {
        int lineStart = span.Start;
        while (lineStart > 0 && source.Text[lineStart - 1] is ' ' or '\t' or '\uFEFF')
            lineStart--;
        return new YamlComment(new Location(source, span), lineStart == 0 || source.Text[lineStart - 1] is '\n' or '\r');
    }

    private static void CommentsBefore(string text, int marker, List<TextSpan> comments)
    {
        for (int at = YamlDocuments.StartOfPrefix(text, marker); at < marker; )
        {
            int length = text.AsSpan(at, marker - at).IndexOfAny('\r', '\n');
            int lineEnd = length < 0 ? marker : at + length;
            if (text.AsSpan(at, lineEnd - at).IndexOf('#') is >= 0 and var hash)
                comments.Add(new TextSpan(at + hash, lineEnd));
            at = lineEnd + 1;
        }
    }

    // Only a comment may stand behind a `---`; what else does is an error.
    private static YamlSyntaxError? SkipMarkerLine(SourceText source, TextSpan span, List<TextSpan> comments, out int start)
    {
        int length = source.Text.AsSpan(span.Start, span.Length).IndexOf('\n');
        int lineEnd = length < 0 ? span.End : span.Start + length;
        start = length < 0 ? span.End : lineEnd + 1;
        var rest = source.Text.AsSpan(span.Start, lineEnd - span.Start).TrimEnd();
        int from = span.Start + rest.Length - rest.TrimStart().Length,
            to = span.Start + rest.Length;
        if (from >= to)
            return null;
        if (source.Text[from] == '#')
        {
            comments.Add(new TextSpan(from, to));
            return null;
        }
        return new YamlSyntaxError(
            "nothing but a comment may follow the '---' on its line, kubectl stops there",
            new Location(source, new TextSpan(from, to))
        );
    }

    private static int FindNotPrintable(string text, TextSpan span)
    {
        var part = text.AsSpan(span.Start, span.Length);
        for (int at = 0; part[at..].IndexOfAnyExcept(s_plainText) is >= 0 and var next; )
        {
            at += next;
            if (at + 1 < part.Length && char.IsSurrogatePair(part[at], part[at + 1]))
                at += 2;
            else if (IsPrintable(part[at]))
                at++;
            else
                return span.Start + at;
        }
        return -1;
    }

    // What the YAML specification calls not printable (5.1), and surrogates that are no pair.
    private static bool IsPrintable(char other) => other is '\u0085' or (>= '\u00A0' and < '\uD800') or (> '\uDFFF' and < '\uFFFE');
}
