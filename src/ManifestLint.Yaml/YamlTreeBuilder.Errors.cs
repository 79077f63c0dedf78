using YamlDotNet.Core;

namespace ManifestLint.Yaml;

// What went wrong, in our words and at the place where a person has to look.
internal sealed partial class YamlTreeBuilder
{
    private const string TabMessage = "a tab is used for indentation, YAML allows only spaces there";

    private const string LineAboveMessage =
        "mapping values are not allowed here, the line above is probably missing quotes or indented wrongly";

    private enum Place
    {
        Start,
        End,
        KeyBefore,
        OpenBracket,
        Tab,
    }

    // A part of YamlDotNet 16.3's message, what we say, where we point. The first match counts.
    private static readonly (string Part, string Message, Place Place)[] s_errors =
    [
        ("quoted scalar, found unexpected end of stream", "this quote is never closed", Place.Start),
        ("quoted scalar, found unexpected document indicator", "this quote is not closed before the document ends", Place.Start),
        ("double-quoted scalar, found wrong indentation", "this quote is never closed", Place.Start),
        ("found unknown escape character", "this escape is unknown, a backslash in double quotes is written twice", Place.End),
        ("expected hexadecimal number", "this escape needs hexadecimal digits", Place.End),
        ("Unicode", "this escape is not a character", Place.End),
        ("multiline plain scalar, found invalid mapping", LineAboveMessage, Place.Start),
        (
            "plain scalar value, found invalid mapping",
            "mapping values are not allowed here, a text with ': ' in it needs quotes",
            Place.Start
        ),
        ("Mapping values are not allowed", LineAboveMessage, Place.Start),
        (
            "Mapping keys are not allowed",
            "a mapping key is not allowed here, the line above is probably missing quotes or indented wrongly",
            Place.Start
        ),
        ("sequence entries are not allowed", "a list item is not allowed here, the line above is probably indented wrongly", Place.Start),
        ("Anchor before sequence entry", "an anchor on a list item's dash belongs on the line above", Place.Start),
        ("could not find expected ':'", "a key on this line is missing its ':'", Place.KeyBefore),
        ("expected '-' indicator", "a list item was expected here, the indentation does not match the items above", Place.Start),
        ("did not find expected key", "a key was expected here, the indentation does not match the lines above", Place.Start),
        ("expected ',' or ']'", "a ',' or the closing ']' is missing before this", Place.OpenBracket),
        ("expected ',' or '}'", "a ',' or the closing '}' is missing before this", Place.OpenBracket),
        ("tab as indentation", TabMessage, Place.Tab),
        ("tab character that violate", TabMessage, Place.Tab),
        ("cannot start any token", "no value can start with this character, it needs quotes", Place.Start),
        ("Invalid key indicator", "no value can start with this character, it needs quotes", Place.Start),
        ("an anchor or alias", "an anchor or alias needs a name, a text that starts with '*' or '&' needs quotes", Place.Start),
        ("undefined tag handle", "the handle of this tag is not declared, a text that starts with '!' needs quotes", Place.Start),
        ("scanning a tag", "this tag is not complete, a text that starts with '!' needs quotes", Place.Start),
        ("comma at end of tag", "this tag ends in a comma, a blank is missing before it", Place.Start),
        ("expected node content", "a value was expected here", Place.Start),
        ("did not find expected token", "an alias can have neither an anchor nor a tag", Place.Start),
        ("indentation indicator equal to 0", "the indentation of a block text counts from 1", Place.Start),
        (
            "block scalar, did not find expected comment",
            "a block text starts on the next line, nothing but a comment may follow its indicator",
            Place.Start
        ),
        ("extra spaces in first line", "the blank lines at the start of this block text are indented more than its text", Place.End),
        ("more spaces in lines above", "the blank lines at the start of this block text are indented more than its text", Place.End),
        ("comment between adjacent", "a text without quotes cannot continue after a comment", Place.Start),
        ("comment", "a comment needs a blank before its '#'", Place.Start),
        ("duplicate %", "this directive is given twice", Place.Start),
        ("incompatible YAML document", "only versions 1.1 to 1.3 of YAML can be read", Place.Start),
        ("directive", "this directive is not complete, a text that starts with '%' needs quotes", Place.Start),
        ("expected <document start>", "a '---' is missing after the directive", Place.Start),
        ("expected <document end>", "the document's value has already ended, the indentation is probably wrong", Place.Start),
    ];

    /// <summary>What a parser's exception means.</summary>
    public YamlSyntaxError Explain(YamlException exception)
    {
        bool hasMark = exception.End.Index > 0 || exception.Start.Index > 0;
        int from = OffsetOf(exception.Start),
            to = OffsetOf(exception.End);
        if (!hasMark)
            from = to = NextContent(_lastEnd);

        var (_, message, place) = Array.Find(s_errors, e => exception.Message.Contains(e.Part, StringComparison.Ordinal));
        message ??= "this is not valid YAML";

        if (place is Place.Start or Place.OpenBracket or Place.KeyBefore && QuoteThatRanOn(from) is { } quote)
        {
            int line = quote.Location.End.Line;
            return ErrorAt(
                $"this quote is closed only on line {line}, probably its own line is missing the closing quote",
                quote.Location.Span.Start
            );
        }
        if (place is not Place.Tab && TabBefore(from) is >= 0 and var indentation)
            return ErrorAt(TabMessage, indentation);
        if (exception.Message.Contains("did not find expected key", StringComparison.Ordinal))
            return ExplainNoKey(message, from);
        if (exception.Message.Contains("plain scalar value, found invalid mapping", StringComparison.Ordinal) && !HasColonBefore(from))
        {
            message = LineAboveMessage;
        }
        return place switch
        {
            Place.End => ErrorAt(message, to),
            Place.KeyBefore => ErrorOnLine(
                message,
                exception.Message.Contains("simple key", StringComparison.Ordinal) && from == to ? KeyBefore(from) : from
            ),
            Place.OpenBracket when NextContent(from) >= end && _frames.Count > 0 => ErrorAt(
                "this bracket is never closed",
                Math.Max(_frames[^1].Start, start)
            ),
            Place.Tab when TabAfter(_lastEnd) is >= 0 and var tab => ErrorAt(message, tab),
            _ => ErrorAt(message, from),
        };
    }

    /// <summary>For what the parser throws without a place.</summary>
    public YamlSyntaxError ErrorAfterLastNode(string message)
    {
        int from = NextContent(_lastEnd);
        if (TabBefore(from) is >= 0 and var tab)
            return ErrorAt(TabMessage, tab);
        return OutermostFlow is { } bracket
            ? ErrorAt("this bracket is not closed before a line that is indented less", bracket)
            : ErrorAt(message, from);
    }

    // Instead of a key there is a text without a colon, or a text behind a value that had ended.
    private YamlSyntaxError ExplainNoKey(string message, int offset)
    {
        int lineStart = StartOfContent(offset);
        if (lineStart < offset)
            return ErrorAt("this does not belong to the value before it, which probably needs quotes around all of it", offset);
        var line = _text.AsSpan(offset, EndOfLine(offset, end) - offset).TrimEnd(" \t");
        bool hasColon = line.Contains(": ", StringComparison.Ordinal) || line is [.., ':'];
        return hasColon || line is ['-' or '}' or ']', ..]
            ? ErrorAt(message, offset)
            : ErrorOnLine("a key on this line is missing its ':'", offset);
    }

    private bool HasColonBefore(int offset)
    {
        int lineStart = StartOfContent(offset);
        return _text.AsSpan(lineStart, offset - lineStart).Contains(": ", StringComparison.Ordinal);
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
    private YamlSyntaxError ErrorAt(string message, int offset)
    {
        int from = NextContent(offset) < end ? offset : LastContent(offset);
        int length =
            from >= end ? 0
            : from + 1 < end && char.IsSurrogatePair(_text[from], _text[from + 1]) ? 2
            : 1;
        return new YamlSyntaxError(message, new Location(source, new TextSpan(from, from + length)));
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

    // A key that turned out to have no colon is noticed at the token after it; it starts its own line.
    private int KeyBefore(int offset) => StartOfContent(LastContent(offset));

    private static bool IsBreak(char c) => c is '\n' or '\r' or '\u0085' or '\u2028' or '\u2029';

    /// <summary>The last quoted scalar if it ends on the line of the error but starts on an earlier one.</summary>
    private YamlScalar? QuoteThatRanOn(int offset)
    {
        if (_lastQuoted is not { } quoted)
            return null;
        var (from, to) = quoted.Location.Span;
        bool isOnLine = to <= offset && _text.AsSpan(to, offset - to).IndexOfAny(s_lineBreaks) < 0;
        return isOnLine && _text.AsSpan(from, to - from).IndexOfAny(s_lineBreaks) >= 0 ? quoted : null;
    }

    /// <summary>The first tab in the indentation of the line an offset is on, or -1.</summary>
    private int TabBefore(int offset)
    {
        int lineStart = Math.Min(offset, end);
        while (lineStart > start && !IsBreak(_text[lineStart - 1]))
            lineStart--;
        return TabInIndentation(lineStart);
    }

    /// <summary>The first tab in the indentation of any line after an offset, or -1.</summary>
    private int TabAfter(int offset)
    {
        for (int i = EndOfLine(offset, end); i < end; i = EndOfLine(i + 1, end))
        {
            if (TabInIndentation(i + 1) is >= 0 and var tab)
                return tab;
        }
        return -1;
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
