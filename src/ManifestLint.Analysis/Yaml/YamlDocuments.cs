using System.Buffers;
using System.Collections.Immutable;

namespace ManifestLint.Yaml;

/// <summary>Cuts a text into documents without parsing it, where kubectl does (kubernetes-memory.md §1.6).</summary>
public static class YamlDocuments
{
    private static readonly SearchValues<char> s_lineBreaks = SearchValues.Create("\r\n");
    private static readonly SearchValues<char> s_jsonMarks = SearchValues.Create("{}[]\"\n");

    /// <summary>
    /// The documents of a text in order. A line that starts with <c>---</c> and then white space, a comment or the line's end ends a document
    /// wherever it stands, even inside a block scalar. A span holds what lies between two such markers, the markers excluded. In a text
    /// that starts with <c>{</c> each JSON value is a document, and so is what follows the last one and is none.
    /// </summary>
    /// <remarks>
    /// What stands before the first <c>---</c> is no document of its own if it holds only blanks and comments. A text without markers is one
    /// document. What follows a <c>...</c> belongs to the document before it, and is not looked at.
    /// </remarks>
    public static ImmutableArray<TextSpan> Cut(SourceText source) => source.Documents;

    internal static ImmutableArray<TextSpan> Cut(string text, bool isJson)
    {
        int marker = NextMarker(text, 0);
        if (marker < 0 && !isJson)
            return [new TextSpan(0, text.Length)];

        var documents = ImmutableArray.CreateBuilder<TextSpan>();
        int end = marker < 0 ? text.Length : marker;
        if (isJson)
            CutValues(text, end, marker >= 0, documents);
        else if (HoldsMoreThanComments(text.AsSpan(0, end)))
            documents.Add(new TextSpan(0, end));
        while (marker >= 0)
        {
            int start = marker + 3;
            marker = NextMarker(text, start);
            documents.Add(new TextSpan(start, marker < 0 ? text.Length : marker));
        }
        return documents.DrainToImmutable();
    }

    /// <summary>
    /// True where kubectl takes a text for a stream of JSON values. What starts with <c>{{</c> or <c>{%</c> is no JSON of anybody's, but a template.
    /// </summary>
    internal static bool IsJson(string text)
    {
        var content = text.AsSpan().TrimStart();
        return content is ['{', ..] and not ['{', '{' or '%', ..];
    }

    /// <summary>True for a document that kubectl takes for a JSON value: one of such a stream, before any <c>---</c>.</summary>
    internal static bool IsJson(string text, TextSpan document) => !IsMarker(text, document.Start - 3) && IsJson(text);

    /// <summary>
    /// True if a marker starts at <paramref name="offset"/>: <c>---</c> at the start of a line, then white space, a comment or the line's end.
    /// kubectl's lines end at LF alone.
    /// </summary>
    internal static bool IsMarker(string text, int offset) =>
        IsSeparator(text, offset) && (offset + 3 == text.Length || text[offset + 3] is '#' || char.IsWhiteSpace(text[offset + 3]));

    /// <summary>
    /// Where a line starts with <c>---</c> and goes on as no separator may; -1 if there is none. Markers of documents must not be in the range.
    /// </summary>
    internal static int FindBadSeparator(string text, int start, int end)
    {
        if (start < end && IsSeparator(text, start))
            return start;
        int found = text.AsSpan(start, end - start).IndexOf("\n---", StringComparison.Ordinal);
        return found < 0 ? -1 : start + found + 1;
    }

    /// <summary>
    /// True if kubectl hands a marker to its parser with the document behind it, which it does where nothing stands before it: at the start of a
    /// text, and behind a marker that only ended a document.
    /// </summary>
    internal static bool IsPartOfDocument(string text, int marker)
    {
        bool isPart = true;
        // A chain of markers longer than this is nobody's.
        for (int i = 0; i < 100 && marker > 0; i++)
        {
            int before = text.AsSpan(0, marker - 1).LastIndexOf('\n') + 1;
            isPart = !isPart;
            if (!IsMarker(text, before))
                return isPart;
            marker = before;
        }
        return isPart;
    }

    /// <summary>
    /// Where the comments that belong to the <c>---</c> at <paramref name="marker"/> start: the text's start, the end of a <c>...</c>
    /// line, or the marker itself if a document stands in between.
    /// </summary>
    internal static int StartOfPrefix(string text, int marker)
    {
        int start = marker;
        while (start > 0)
        {
            int lineStart = text.AsSpan(0, LineBreakBefore(text, start)).LastIndexOfAny(s_lineBreaks) + 1;
            var line = text.AsSpan(lineStart, start - lineStart);
            if (line.TrimEnd() is "...")
                return start;
            if (!IsComment(line))
                return marker;
            start = lineStart;
        }
        return 0;
    }

    private static bool IsSeparator(string text, int offset) =>
        offset >= 0
        && text.AsSpan(Math.Min(offset, text.Length)).StartsWith("---", StringComparison.Ordinal)
        && (offset == 0 || text[offset - 1] == '\n');

    private static int LineBreakBefore(string text, int lineStart)
    {
        int end = lineStart - 1;
        return end > 0 && text[end] == '\n' && text[end - 1] == '\r' ? end - 1 : end;
    }

    private static bool HoldsMoreThanComments(ReadOnlySpan<char> part)
    {
        while (!part.IsEmpty)
        {
            int end = part.IndexOfAny(s_lineBreaks);
            if (!IsComment(end < 0 ? part : part[..end]))
                return true;
            part = end < 0 ? default : part[(end + 1)..];
        }
        return false;
    }

    // A tab before it makes it an error.
    private static bool IsComment(ReadOnlySpan<char> line) => line.TrimStart(" \uFEFF").TrimEnd("\r\n") is [] or ['#', ..];

    private static void CutValues(string text, int end, bool isBeforeMarker, ImmutableArray<TextSpan>.Builder documents)
    {
        int at = 0;
        while (true)
        {
            at = at + text.AsSpan(at, end - at).IndexOfAnyExcept(" \t\r\n") is var next && next >= at ? next : end;
            if (at == end)
                break;
            int stop = text[at] is '{' or '[' ? EndOfValue(text, at, end) : end;
            documents.Add(new TextSpan(at, stop));
            at = stop;
        }
        // The marker itself is what kubectl stumbles over.
        if (isBeforeMarker)
            documents.Add(new TextSpan(end, end + 3));
    }

    private static int EndOfValue(string text, int start, int end)
    {
        // YAML in flow style: all of it is one mistake.
        if (text[start] == '{' && text.AsSpan(start + 1, end - start - 1).TrimStart() is [not ('"' or '}'), ..])
            return end;
        int depth = 0;
        for (int i = start; i < end; i++)
        {
            int found = text.AsSpan(i, end - i).IndexOfAny(s_jsonMarks);
            if (found < 0)
                return end;
            i += found;
            switch (text[i])
            {
                case '{' or '[':
                    depth++;
                    break;
                case '}' or ']' when --depth == 0:
                    return i + 1;
                case '"':
                    i = EndOfString(text, i, end);
                    break;
            }
        }
        return end;
    }

    // The closing quote, or the line's end.
    private static int EndOfString(string text, int quote, int end)
    {
        for (int i = quote + 1; i < end; i++)
        {
            if (text[i] == '\\')
                i++;
            else if (text[i] is '"' or '\n')
                return i;
        }
        return end;
    }

    private static int NextMarker(string text, int from)
    {
        while (from < text.Length)
        {
            int found = text.AsSpan(from).IndexOf("---", StringComparison.Ordinal);
            if (found < 0)
                return -1;
            found += from;
            if (IsMarker(text, found))
                return found;
            int run = text.AsSpan(found).IndexOfAnyExcept('-');
            if (run < 0)
                return -1;
            from = found + run;
        }
        return -1;
    }
}
