using System.Buffers;
using System.Collections.Immutable;

namespace ManifestLint.Yaml;

/// <summary>Cuts a text into documents without parsing it.</summary>
public static class YamlDocuments
{
    private static readonly SearchValues<char> s_lineBreaks = SearchValues.Create("\r\n");

    /// <summary>
    /// The documents of a text in order. A line that starts with <c>---</c> or <c>...</c> and then white space or the line's end
    /// ends a document wherever it stands, even inside a block scalar (YAML 1.2, 9.1.2). A span holds what lies between
    /// two such markers, the markers excluded.
    /// </summary>
    /// <remarks>
    /// What stands before the first <c>---</c>, or between <c>...</c> and <c>---</c>, is no document of its own if it holds
    /// only blanks, comments and directives. Nothing after a <c>...</c> is none either. A text without markers is one document.
    /// </remarks>
    public static ImmutableArray<TextSpan> Cut(SourceText source)
    {
        string text = source.Text;
        // Two searches for what is rare instead of one that stops at every line break.
        int dashes = NextMarker(text, 0, '-'),
            dots = NextMarker(text, 0, '.');
        if (dashes < 0 && dots < 0)
            return [new TextSpan(0, text.Length)];

        var documents = ImmutableArray.CreateBuilder<TextSpan>();
        int start = 0;
        bool isExplicit = false;
        while (true)
        {
            int marker = dots < 0 || (dashes >= 0 && dashes < dots) ? dashes : dots;
            int end = marker < 0 ? text.Length : marker;
            bool isBeforeStart = marker >= 0 && text[marker] == '-';
            if (isExplicit || IsDocument(text.AsSpan(start, end - start), isBeforeStart))
                documents.Add(new TextSpan(start, end));
            if (marker < 0)
                break;
            isExplicit = isBeforeStart;
            start = marker + 3;
            if (isBeforeStart)
                dashes = NextMarker(text, start, '-');
            else
                dots = NextMarker(text, start, '.');
        }
        return documents.DrainToImmutable();
    }

    /// <summary>True if a marker starts at <paramref name="offset"/>: three of <paramref name="mark"/> at the start of a line, then white space or the line's end.</summary>
    internal static bool IsMarker(string text, int offset, char mark) =>
        offset >= 0
        && offset + 3 <= text.Length
        && text[offset] == mark
        && text[offset + 1] == mark
        && text[offset + 2] == mark
        && (offset == 0 || text[offset - 1] is '\n' or '\r')
        && (offset + 3 == text.Length || text[offset + 3] is ' ' or '\t' or '\n' or '\r');

    /// <summary>
    /// Where the comments and directives that belong to the <c>---</c> at <paramref name="marker"/> start: the text's start, the end of
    /// a <c>...</c> line, or the marker itself if a document stands in between.
    /// </summary>
    internal static int StartOfPrefix(string text, int marker)
    {
        int start = marker;
        while (start > 0)
        {
            int lineStart = text.AsSpan(0, LineBreakBefore(text, start)).LastIndexOfAny(s_lineBreaks) + 1;
            if (IsMarker(text, lineStart, '.'))
                return start;
            if (IsMarker(text, lineStart, '-') || !IsCommentOrDirective(text.AsSpan(lineStart, start - lineStart)))
                return marker;
            start = lineStart;
        }
        return 0;
    }

    private static int LineBreakBefore(string text, int lineStart)
    {
        int end = lineStart - 1;
        return end > 0 && text[end] == '\n' && text[end - 1] == '\r' ? end - 1 : end;
    }

    private static bool IsDocument(ReadOnlySpan<char> part, bool isBeforeStart)
    {
        bool hasComment = false,
            hasDirective = false;
        while (!part.IsEmpty)
        {
            int end = part.IndexOfAny(s_lineBreaks);
            var line = end < 0 ? part : part[..end];
            if (!IsCommentOrDirective(line))
                return true;
            hasDirective |= line is ['%', ..];
            hasComment |= !line.TrimStart(" \t").IsEmpty;
            part = end < 0 ? default : part[(end + 1)..];
        }
        return !isBeforeStart && (hasComment || hasDirective);
    }

    private static bool IsCommentOrDirective(ReadOnlySpan<char> line) => line is ['%', ..] || line.TrimStart(" \t\r\n") is [] or ['#', ..];

    private static int NextMarker(string text, int from, char mark)
    {
        string marker = mark == '-' ? "---" : "...";
        while (from < text.Length)
        {
            int found = text.AsSpan(from).IndexOf(marker, StringComparison.Ordinal);
            if (found < 0)
                return -1;
            found += from;
            if (IsMarker(text, found, mark))
                return found;
            int run = text.AsSpan(found).IndexOfAnyExcept(mark);
            if (run < 0)
                return -1;
            from = found + run;
        }
        return -1;
    }
}
