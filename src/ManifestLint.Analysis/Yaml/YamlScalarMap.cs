using System.Collections.Immutable;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using ManifestLint.Yaml.Plain;

namespace ManifestLint.Yaml;

/// <summary>
/// Decodes a scalar's raw text a second time and notes where each code unit of the value comes from. Slow beside the reader, so
/// only for what is looked at closely. What does not come to the same value as the reader's is not trusted.
/// </summary>
internal sealed class YamlScalarMap
{
    private readonly string _raw;
    private readonly StringBuilder _value = new();

    // For each code unit of the value the half-open range of the raw text it is written as.
    private readonly List<TextSpan> _places = [];

    private YamlScalarMap(string raw) => _raw = raw;

    /// <summary>The source of a slice of the value, or the whole scalar's location.</summary>
    public static Location LocationOf(YamlScalar scalar, int start, int length)
    {
        // What was put together is looked for where its stretch was written.
        while (PieceAt(scalar, start, length) is { } piece)
            (scalar, start) = (piece.Of, piece.Offset + start - piece.Start);
        var whole = scalar.Location;
        if (!scalar.Pieces.IsEmpty || start < 0 || length < 0 || start > scalar.Value.Length - length)
            return whole;
        int quote = scalar.Style is YamlScalarStyle.SingleQuoted or YamlScalarStyle.DoubleQuoted ? 1 : 0;
        if (MapOf(scalar, quote) is not { } mapped)
            return At(whole, quote + start, quote + start + length);
        if (mapped.Map is not { } map)
            return whole;
        if (length > 0)
            return At(whole, map._places[start].Start, map._places[start + length - 1].End);
        if (map._places.Count == 0)
            return whole;
        int point = start < map._places.Count ? map._places[start].Start : map._places[^1].End;
        return At(whole, point, point);
    }

    private static YamlPiece? PieceAt(YamlScalar scalar, int start, int length)
    {
        foreach (var piece in scalar.Pieces)
        {
            if (start >= piece.Start && length <= piece.Start + piece.Length - start)
                return piece;
        }
        return null;
    }

    // Of a long scalar very many places may be asked; of a short one a map costs less than keeping it.
    private const int LongestUnkept = 200;

    private static readonly ConditionalWeakTable<YamlScalar, Mapped> s_kept = [];

    /// <param name="Map">Null where it cannot be told.</param>
    private sealed record Mapped(bool IsVerbatim, YamlScalarMap? Map);

    // Null where the value stands there letter by letter.
    private static Mapped? MapOf(YamlScalar scalar, int quote)
    {
        var mapped = scalar.Value.Length <= LongestUnkept ? Read(scalar, quote) : s_kept.GetValue(scalar, s => Read(s, quote));
        return mapped.IsVerbatim ? null : mapped;
    }

    private static Mapped Read(YamlScalar scalar, int quote)
    {
        var whole = scalar.Location;
        bool isVerbatim =
            whole.Span.Length == scalar.Value.Length + 2 * quote
            && whole.Source.Text.AsSpan(whole.Span.Start + quote, scalar.Value.Length).SequenceEqual(scalar.Value);
        return new(isVerbatim, isVerbatim ? null : Decode(whole.Text, scalar.Style, scalar.Value));
    }

    /// <summary>For each code unit of the value where it is written, counted from the start of the scalar; null if that cannot be told.</summary>
    public static ImmutableArray<TextSpan>? PlacesOf(YamlScalar scalar) =>
        Decode(scalar.Location.Text, scalar.Style, scalar.Value) is { } map ? [.. map._places] : null;

    private static Location At(Location whole, int start, int end) =>
        whole with
        {
            Span = new TextSpan(whole.Span.Start + start, whole.Span.Start + end),
        };

    private static YamlScalarMap? Decode(string raw, YamlScalarStyle style, string expected)
    {
        if (style is not (YamlScalarStyle.Literal or YamlScalarStyle.Folded))
        {
            var map = new YamlScalarMap(raw);
            return map.ReadFlow(style) && map.Is(expected) ? map : null;
        }
        // The span ends at the last content line, so the breaks that "keep" retains after it have no place of their own.
        foreach (int indentation in Indentations(raw))
        {
            var map = new YamlScalarMap(raw);
            map.ReadBlock(indentation, style == YamlScalarStyle.Folded);
            while (map._value.Length < expected.Length)
                map.Append('\n', raw.Length, raw.Length);
            if (map.Is(expected))
                return map;
        }
        return null;
    }

    private bool Is(string expected) => _value.Equals(expected.AsSpan());

    private void Append(char c, int start, int end)
    {
        _value.Append(c);
        _places.Add(new TextSpan(start, end));
    }

    private static bool IsBlank(char c) => c is ' ' or '\t';

    private static bool IsBreak(char c) => c is '\n' or '\r' or '\u0085' or '\u2028' or '\u2029';

    private int AfterBreak(int at) => _raw[at] == '\r' && at + 1 < _raw.Length && _raw[at + 1] == '\n' ? at + 2 : at + 1;

    // CR LF, CR and NEL read as LF; the two Unicode separators stay what they are.
    private char BreakAt(int at) => _raw[at] is '\u2028' or '\u2029' ? _raw[at] : '\n';

    private bool ReadFlow(YamlScalarStyle style)
    {
        int quote = style == YamlScalarStyle.Plain ? 0 : 1;
        int end = _raw.Length - quote;
        int i = quote;
        while (i < end)
        {
            char c = _raw[i];
            if (IsBlank(c) || IsBreak(c))
                i = ReadBlanks(i, end);
            else if (style == YamlScalarStyle.DoubleQuoted && c == '\\')
            {
                int next = ReadEscape(i, end);
                if (next < 0)
                    return false;
                i = next;
            }
            else
            {
                int width = style == YamlScalarStyle.SingleQuoted && c == '\'' && i + 1 < end && _raw[i + 1] == '\'' ? 2 : 1;
                Append(c, i, i + width);
                i += width;
            }
        }
        return true;
    }

    // Blanks stay as they are; with a break among them they fold: one break is a blank, more breaks are one less.
    private int ReadBlanks(int from, int end)
    {
        int i = from;
        while (i < end && IsBlank(_raw[i]))
            i++;
        if (i == end || !IsBreak(_raw[i]))
        {
            for (int k = from; k < i; k++)
                Append(_raw[k], k, k + 1);
            return i;
        }
        int afterFirst = AfterBreak(i);
        char first = BreakAt(i);
        int next = afterFirst;
        var more = new List<(char Break, int Start, int End)>();
        while (next < end && (IsBlank(_raw[next]) || IsBreak(_raw[next])))
        {
            int lineStart = next;
            while (next < end && IsBlank(_raw[next]))
                next++;
            if (next == end || !IsBreak(_raw[next]))
                break;
            more.Add((BreakAt(next), lineStart, AfterBreak(next)));
            next = AfterBreak(next);
        }
        if (first != '\n')
            Append(first, from, afterFirst);
        else if (more.Count == 0)
            Append(' ', from, next);
        foreach (var (c, start, stop) in more)
            Append(c, start, stop);
        return next;
    }

    private int ReadEscape(int at, int end)
    {
        if (at + 1 >= end)
            return -1;
        char c = _raw[at + 1];
        if (IsBreak(c))
            return ReadEscapedBreak(AfterBreak(at + 1), end);
        if (c is 'x' or 'u' or 'U')
            return ReadCode(
                at,
                c == 'x' ? 2
                    : c == 'u' ? 4
                    : 8,
                end
            );
        Append(PlainText.Meaning(c), at, at + 2);
        return at + 2;
    }

    // After an escaped break the next line's indentation is dropped, further breaks stay.
    private int ReadEscapedBreak(int from, int end)
    {
        int i = from;
        while (i < end && (IsBlank(_raw[i]) || IsBreak(_raw[i])))
        {
            if (!IsBreak(_raw[i]))
            {
                i++;
                continue;
            }
            Append(BreakAt(i), i, AfterBreak(i));
            i = AfterBreak(i);
        }
        return i;
    }

    private int ReadCode(int at, int digits, int end)
    {
        int after = at + 2 + digits;
        if (after > end || !TryHex(at + 2, digits, out int code))
            return -1;
        // JSON writes a character beyond U+FFFF as two escapes.
        if (char.IsHighSurrogate((char)(code & 0xFFFF)) && code <= 0xFFFF)
        {
            if (after + 6 > end || _raw[after] != '\\' || _raw[after + 1] != 'u' || !TryHex(after + 2, 4, out int low))
                return -1;
            Append((char)code, at, after + 6);
            Append((char)low, at, after + 6);
            return after + 6;
        }
        if (!Rune.IsValid(code))
            return -1;
        foreach (char c in char.ConvertFromUtf32(code))
            Append(c, at, after);
        return after;
    }

    private bool TryHex(int from, int digits, out int code) =>
        int.TryParse(_raw.AsSpan(from, digits), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out code);

    // The content's indentation is that of its first line with text, unless the header gives one relative to a parent we do not see.
    private static IEnumerable<int> Indentations(string raw)
    {
        int i = 0;
        while (i < raw.Length && !IsBreak(raw[i]))
            i++;
        int spaces = 0;
        for (; i < raw.Length; i++)
        {
            if (IsBreak(raw[i]))
                spaces = 0;
            else if (raw[i] == ' ')
                spaces++;
            else
                break;
        }
        yield return spaces;
        bool isGiven = raw.AsSpan(1, Math.Min(2, raw.Length - 1)).IndexOfAnyInRange('1', '9') >= 0;
        for (int given = spaces - 1; isGiven && given > 0; given--)
            yield return given;
    }

    private void ReadBlock(int indentation, bool isFolded)
    {
        int i = 0;
        while (i < _raw.Length && !IsBreak(_raw[i]))
            i++;
        if (i < _raw.Length)
            i = AfterBreak(i);
        var breaks = new List<(char Break, int Start, int End)>();
        bool isFirst = true,
            wasBlank = false;
        while (i < _raw.Length)
        {
            int lineStart = i;
            while (i < _raw.Length && i - lineStart < indentation && _raw[i] == ' ')
                i++;
            if (i == _raw.Length)
                break;
            if (IsBreak(_raw[i]))
            {
                breaks.Add((BreakAt(i), lineStart, AfterBreak(i)));
                i = AfterBreak(i);
                continue;
            }
            bool isBlank = IsBlank(_raw[i]);
            AppendBreaks(breaks, isFolded && !isFirst && !wasBlank && !isBlank, i);
            while (i < _raw.Length && !IsBreak(_raw[i]))
            {
                Append(_raw[i], i, i + 1);
                i++;
            }
            if (i < _raw.Length)
            {
                breaks.Add((BreakAt(i), i, AfterBreak(i)));
                i = AfterBreak(i);
            }
            (isFirst, wasBlank) = (false, isBlank);
        }
    }

    private void AppendBreaks(List<(char Break, int Start, int End)> breaks, bool folds, int contentStart)
    {
        folds &= breaks is [('\n', _, _), ..];
        if (folds && breaks.Count == 1)
            Append(' ', breaks[0].Start, contentStart);
        for (int k = folds ? 1 : 0; k < breaks.Count; k++)
            Append(breaks[k].Break, breaks[k].Start, breaks[k].End);
        breaks.Clear();
    }
}
