using YamlDotNet.Core;

namespace ManifestLint.Yaml;

/// <summary>What an error is shown at.</summary>
internal enum ErrorPlace
{
    /// <summary>The offset, unless a quote that ran on or a tab in the line's indentation is the likely cause.</summary>
    Near,

    /// <summary>The offset and nothing else.</summary>
    Exact,

    /// <summary>From the offset to the end of its line.</summary>
    Line,

    /// <summary>The offset, or the bracket that should have been closed before it.</summary>
    Bracket,

    /// <summary>The offset, where a key was expected.</summary>
    Key,

    /// <summary>The one character at the offset, and in words the bracket that is open there.</summary>
    ExactInBracket,
}

/// <summary>Ends the reading of a document: <see cref="YamlTreeBuilder"/> makes a <see cref="YamlSyntaxError"/> of it.</summary>
internal sealed class YamlScanException(string message, int offset, ErrorPlace place = ErrorPlace.Near) : Exception(message)
{
    /// <summary>Where in the whole text.</summary>
    public int Offset { get; } = offset;

    /// <summary>What is shown for it.</summary>
    public ErrorPlace Place { get; } = place;
}

// What went wrong, in our words and at the place where a person has to look.
internal sealed partial class YamlTreeBuilder
{
    // A part of what YamlDotNet's parser says, what we say, where it is shown. The first match counts.
    private static readonly (string Part, string Message, ErrorPlace Place)[] s_errors =
    [
        ("expected '-' indicator", "a list item was expected here, the indentation does not match the items above", ErrorPlace.Near),
        ("did not find expected key", YamlScanner.NoKeyMessage, ErrorPlace.Key),
        ("expected ',' or ']'", YamlScanner.NoCommaMessage, ErrorPlace.Bracket),
        ("expected ',' or '}'", YamlScanner.NoCommaMessage, ErrorPlace.Bracket),
        ("expected node content", "a value was expected here", ErrorPlace.Bracket),
        (AliasBehindProperties, "an alias can have neither an anchor nor a tag", ErrorPlace.Near),
        (SecondAnchor, "a value has two anchors here", ErrorPlace.Near),
    ];

    private const string AliasBehindProperties = "did not find expected token";
    private const string SecondAnchor = "more than one anchor";

    private static bool IsBehindProperties(YamlException exception) =>
        exception.Message.Contains(AliasBehindProperties, StringComparison.Ordinal)
        || exception.Message.Contains(SecondAnchor, StringComparison.Ordinal);

    private YamlSyntaxError Explain(YamlException exception)
    {
        bool hasMark = exception.End.Index > 0 || exception.Start.Index > 0;
        int from = hasMark ? OffsetOf(exception.Start) : NextContent(_lastEnd);
        var (_, message, place) = Array.Find(s_errors, e => exception.Message.Contains(e.Part, StringComparison.Ordinal));
        return Explain(new YamlScanException(message ?? "this is not valid YAML", from, place));
    }

    private YamlSyntaxError Explain(YamlScanException exception)
    {
        int from = exception.Offset;
        if (exception.Place == ErrorPlace.Exact)
            return ErrorExactlyAt(exception.Message, from);
        if (exception.Place == ErrorPlace.ExactInBracket)
            return ErrorExactlyAt(WithBracket(exception.Message, from), from);
        if (QuoteThatRanOn(from) is { } quote)
        {
            int line = source.PositionOf(quote.End).Line;
            return ErrorAt($"this quote is closed only on line {line}, its own line probably lacks the closing quote", quote.Start);
        }
        if (TabBefore(from) is >= 0 and var indentation)
            return ErrorAt(YamlScanner.TabMessage, indentation);
        return exception.Place switch
        {
            ErrorPlace.Line => ErrorOnLine(exception.Message, from),
            ErrorPlace.Key => ExplainNoKey(exception.Message, from),
            ErrorPlace.Bracket => ExplainBracket(exception.Message, from),
            _ => ErrorAt(exception.Message, from),
        };
    }

    // The bracket that was not closed rather than where that was noticed, if the text has ended or a line is not indented below its start.
    private YamlSyntaxError ExplainBracket(string message, int offset)
    {
        int flow = _frames.FindIndex(f => f.IsFlow && f.Start >= 0);
        if (flow < 0)
            return ErrorAt(message, offset);
        if (NextContent(offset) >= end)
            return ErrorAt("this bracket is never closed", _frames.FindLast(f => f.Start >= 0).Start);
        int bracket = _frames[flow].Start;
        int column = flow == 0 ? 0 : IndentationOf(_frames[flow - 1].Start) + 1;
        for (int lineEnd = EndOfLine(bracket, offset); lineEnd < offset; lineEnd = EndOfLine(lineEnd + 1, offset))
        {
            int content = lineEnd + 1;
            while (content < end && _text[content] == ' ')
                content++;
            bool isLess =
                content <= offset
                && content - lineEnd - 1 < column
                && !IsBlankOrBreak(_text[content])
                && _text[content] is not ('#' or ']' or '}');
            if (isLess)
                return ErrorAt(
                    $"this bracket is not closed: line {source.PositionOf(content).Line} is indented as something outside of it",
                    bracket
                );
        }
        return ErrorAt(WithBracket(message, offset), offset);
    }

    // The bracket that is open where its own or another one was expected: what is wrong may be lines above.
    private string WithBracket(string message, int offset)
    {
        int flow = _frames.FindLastIndex(f => f.IsFlow && f.Start >= 0);
        if (flow < 0 || offset >= end)
            return message;
        int from = _frames[flow].Start;
        string opened = $"'{_text[from]}' of line {source.PositionOf(from).Line}";
        char closing = _text[from] == '{' ? '}' : ']';
        return _text[offset] is ']' or '}' && _text[offset] != closing ? $"the {opened} is not closed before this '{_text[offset]}'"
            : message == YamlScanner.NoCommaMessage ? $"a ',' is missing before this, or the '{closing}' that closes the {opened}"
            : message;
    }

    // The column of a block collection's start.
    private int IndentationOf(int offset)
    {
        int lineStart = offset;
        while (lineStart > start && !IsBreak(_text[lineStart - 1]))
            lineStart--;
        return offset - lineStart;
    }

    // Instead of a key there is a text without a colon, or a text behind a value that had ended.
    private YamlSyntaxError ExplainNoKey(string message, int offset)
    {
        int lineStart = StartOfContent(offset);
        if (lineStart < offset)
            return ErrorAt("this is behind the end of a value, which probably needs quotes around all of it", offset);
        var line = _text.AsSpan(offset, EndOfLine(offset, end) - offset).TrimEnd(" \t");
        bool hasColon = line.Contains(": ", StringComparison.Ordinal) || line is [.., ':'];
        return hasColon || line is ['-' or '}' or ']', ..]
            ? ErrorAt(message, offset)
            : ErrorOnLine("a key on this line is missing its ':'", offset);
    }

    // The first character on an offset's line that is neither blank nor a list item's dash, the offset at most.
    private int StartOfContent(int offset)
    {
        int lineStart = Math.Min(offset, end);
        while (lineStart > start && !IsBreak(_text[lineStart - 1]))
            lineStart--;
        while (lineStart < offset && _text[lineStart] is ' ' or '\t')
            lineStart++;
        while (lineStart + 1 < offset && _text[lineStart] == '-' && _text[lineStart + 1] is ' ' or '\t')
            lineStart = Math.Min(offset, NextContent(lineStart + 1));
        return lineStart;
    }

    // One character; the last one with content where the text has ended.
    private YamlSyntaxError ErrorAt(string message, int offset) =>
        ErrorExactlyAt(message, NextContent(offset) < end ? offset : LastContent(offset));

    private YamlSyntaxError ErrorExactlyAt(string message, int offset)
    {
        int length =
            offset >= end ? 0
            : offset + 1 < end && char.IsSurrogatePair(_text[offset], _text[offset + 1]) ? 2
            : 1;
        return new YamlSyntaxError(message, new Location(source, new TextSpan(offset, offset + length)));
    }

    private YamlSyntaxError ErrorOnLine(string message, int offset)
    {
        int to = EndOfLine(offset, end);
        while (to > offset && _text[to - 1] is ' ' or '\t')
            to--;
        return to > offset ? new YamlSyntaxError(message, new Location(source, new TextSpan(offset, to))) : ErrorAt(message, offset);
    }

    private int NextContent(int offset)
    {
        while (offset < end && IsBlankOrBreak(_text[offset]))
            offset++;
        return offset;
    }

    private int LastContent(int offset)
    {
        int i = Math.Min(offset, end);
        while (i > start && IsBlankOrBreak(_text[i - 1]))
            i--;
        return Math.Max(start, i - 1);
    }

    private static bool IsBreak(char c) => c is '\n' or '\r' or '\u0085' or '\u2028' or '\u2029';

    // The last quoted scalar if it ends on the line of the error but starts on an earlier one.
    private TextSpan? QuoteThatRanOn(int offset)
    {
        if (_lastQuoted is not var (from, to) || to > offset)
            return null;
        bool isOnLine = _text.AsSpan(to, offset - to).IndexOfAny(s_lineBreaks) < 0;
        return isOnLine && _text.AsSpan(from, to - from).IndexOfAny(s_lineBreaks) >= 0 ? _lastQuoted : null;
    }

    /// <summary>The first tab in the indentation of the line an offset is on, or -1.</summary>
    private int TabBefore(int offset)
    {
        int lineStart = Math.Min(offset, end);
        while (lineStart > start && !IsBreak(_text[lineStart - 1]))
            lineStart--;
        return TabInIndentation(lineStart);
    }

    private int TabInIndentation(int lineStart)
    {
        int i = lineStart;
        while (i < end && _text[i] == ' ')
            i++;
        int tab = i < end && _text[i] == '\t' ? i : -1;
        return tab >= 0 && NextContent(tab) < EndOfLine(tab, end) ? tab : -1;
    }
}
