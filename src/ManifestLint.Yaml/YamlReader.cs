using System.Buffers;
using System.Collections.Immutable;
using YamlDotNet.Core;

namespace ManifestLint.Yaml;

/// <summary>
/// Text to nodes: YAML 1.2 and JSON. Never throws on any text: what does not parse becomes the document's <see cref="YamlDocument.Error"/>.
/// </summary>
public static class YamlReader
{
    /// <summary>Collections inside collections, aliases followed; one more is an error.</summary>
    public const int MaxDepth = 256;

    /// <summary>UTF-16 code units of one document (256 Mi); one more is an error.</summary>
    public const int MaxLength = 256 * 1024 * 1024;

    // What the YAML specification calls not printable (5.1), surrogates apart, plus U+FEFF: a byte-order mark in mid-text.
    private static readonly SearchValues<char> s_notPrintable = SearchValues.Create([
        .. Enumerable
            .Range(0, 0x20)
            .Where(c => c is not (0x09 or 0x0A or 0x0D))
            .Concat(Enumerable.Range(0x7F, 0x21))
            .Where(c => c != 0x85)
            .Select(c => (char)c),
        '\uFFFE',
        '\uFFFF',
    ]);

    /// <summary>Every document of a text, see <see cref="YamlDocuments.Cut"/>; an error in one leaves the others alone.</summary>
    public static YamlFile Read(SourceText source)
    {
        var spans = YamlDocuments.Cut(source);
        var documents = ImmutableArray.CreateBuilder<YamlDocument>(spans.Length);
        foreach (var span in spans)
            documents.Add(ReadDocument(source, span, documents.Count));
        return new YamlFile(source, documents.MoveToImmutable());
    }

    /// <summary>One document.</summary>
    /// <param name="source">The text the document is part of.</param>
    /// <param name="span">One of the spans <see cref="YamlDocuments.Cut"/> gives for this text.</param>
    /// <param name="index">Its 0-based place among them.</param>
    /// <exception cref="ArgumentOutOfRangeException">The span is not inside the text.</exception>
    public static YamlDocument ReadDocument(SourceText source, TextSpan span, int index) => ReadDocument(source, span, index, MaxLength);

    internal static YamlDocument ReadDocument(SourceText source, TextSpan span, int index, int maxLength)
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
        if (FindNotPrintable(text, span) is >= 0 and var bad)
        {
            var place = new Location(source, new TextSpan(bad, bad + 1));
            return Failed(new YamlSyntaxError($"the character U+{(int)text[bad]:X4} is not allowed in YAML", place));
        }

        // The marker is parsed too, so that columns on its line are true, and the directives before it.
        int start = span.Start,
            comments = span.Start;
        if (YamlDocuments.IsMarker(text, span.Start - 3, '-'))
        {
            start = span.Start - 3;
            comments = YamlDocuments.StartOfPrefix(text, start);
            if (text.AsSpan(comments, start - comments).Contains('%'))
                start = comments;
        }

        var tolerance = new YamlTolerance(text, start, span.End);
        while (true)
        {
            var builder = new YamlTreeBuilder(source, start, comments, span.End, tolerance.IsRewritten);
            try
            {
                var parser = new Parser(new Scanner(new SegmentReader(tolerance.Text), skipComments: true));
                return builder.Build(parser) is { } error
                    ? Failed(error)
                    : new YamlDocument(index, span, builder.Root, null, builder.Comments);
            }
            catch (YamlException exception)
            {
                if (!tolerance.TryRewrite(exception, builder.OutermostFlow))
                    return Failed(builder.Explain(exception));
            }
            // YamlDotNet throws whatever comes (InvalidOperationException, ArgumentException, IndexOutOfRangeException, …) on malformed text.
            catch (Exception exception) when (exception is not OutOfMemoryException)
            {
                if (!tolerance.TryRewrite(exception, builder.OutermostFlow))
                    return Failed(builder.ErrorAfterLastNode("this is not valid YAML"));
            }
        }
    }

    private static int FindNotPrintable(string text, TextSpan span)
    {
        var part = text.AsSpan(span.Start, span.Length);
        int found = part.IndexOfAny(s_notPrintable);
        if (found >= 0)
            part = part[..found];
        int surrogate = 0;
        while (part[surrogate..].IndexOfAnyInRange('\uD800', '\uDFFF') is >= 0 and var next)
        {
            surrogate += next;
            if (surrogate + 1 == part.Length || !char.IsSurrogatePair(part[surrogate], part[surrogate + 1]))
                return span.Start + surrogate;
            surrogate += 2;
        }
        return found < 0 ? -1 : span.Start + found;
    }
}
