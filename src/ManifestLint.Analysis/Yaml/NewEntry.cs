using System.Collections.Immutable;
using System.Globalization;
using System.Text;

namespace ManifestLint.Yaml;

/// <summary>An entry to be written into a mapping: a key with a scalar, or with a mapping of further entries.</summary>
public sealed class NewEntry
{
    private readonly string? _value;
    private readonly bool _isText;
    private readonly ImmutableArray<NewEntry> _entries;

    private NewEntry(string key, string? value, bool isText, ImmutableArray<NewEntry> entries) =>
        (Key, _value, _isText, _entries) = (key, value, isText, entries);

    /// <summary>The key.</summary>
    public string Key { get; }

    /// <summary>A key and a scalar, which is written plain where its text allows it: <c>true</c> and <c>10</c> stay a bool and a number.</summary>
    public static NewEntry Scalar(string key, string value) => new(key, value, false, []);

    /// <summary>A key and a text, in quotes where it would be read as a number or a boolean.</summary>
    public static NewEntry Text(string key, string value) => new(key, value, true, []);

    /// <summary>A key and a mapping.</summary>
    public static NewEntry Mapping(string key, params ImmutableArray<NewEntry> entries) => new(key, null, false, entries);

    /// <summary>The entry as a block, without indentation before its first line and without a break after its last.</summary>
    internal string ToBlock(string lineBreak, int column, int step)
    {
        if (_value is not null)
            return ToFlow(isJson: false);
        if (_entries.IsEmpty)
            return Write(Key, isJson: false) + ": {}";
        var text = new StringBuilder(Write(Key, isJson: false)).Append(':');
        foreach (var entry in _entries)
        {
            text.Append(lineBreak).Append(' ', column + step).Append(entry.ToBlock(lineBreak, column + step, step));
        }
        return text.ToString();
    }

    /// <summary>The entry on one line.</summary>
    internal string ToFlow(bool isJson)
    {
        string value = _value is not null
            ? (_isText ? WriteText(_value, isJson) : Write(_value, isJson))
            : "{" + string.Join(", ", _entries.Select(e => e.ToFlow(isJson))) + "}";
        string key = isJson ? Quote(Key) : Write(Key, isJson: false);
        return $"{key}: {value}";
    }

    /// <summary>A scalar that reads back as the text: plain if it can be, else in double quotes.</summary>
    internal static string Write(string text, bool isJson) =>
        isJson
            ? text is "true" or "false" or "null" || IsJsonNumber(text)
                ? text
                : Quote(text)
            : IsPlain(text)
                ? text
                : Quote(text);

    /// <summary>As above for a text that must not be read as a number, a boolean, a date or nothing.</summary>
    internal static string WriteText(string text, bool isJson) =>
        GoYaml.Resolve(text, triesTime: true).Tag == "!!str" ? Write(text, isJson) : Quote(text);

    /// <summary>The text in double quotes, escaped as in JSON.</summary>
    internal static string Quote(string text)
    {
        var quoted = new StringBuilder("\"");
        foreach (char c in text)
        {
            _ = c switch
            {
                '"' => quoted.Append("\\\""),
                '\\' => quoted.Append("\\\\"),
                '\n' => quoted.Append("\\n"),
                '\r' => quoted.Append("\\r"),
                '\t' => quoted.Append("\\t"),
                < ' ' or '\u007F' or '\u0085' or '\u2028' or '\u2029' or '\uFEFF' or '\uFFFE' or '\uFFFF' => Escape(quoted, c),
                >= '\u0080' and <= '\u009F' => Escape(quoted, c),
                _ => quoted.Append(c),
            };
        }
        return quoted.Append('"').ToString();
    }

    private static StringBuilder Escape(StringBuilder text, char c) =>
        text.Append("\\u").Append(((int)c).ToString("X4", CultureInfo.InvariantCulture));

    private static bool IsJsonNumber(string text) =>
        text is ['0'] or [>= '1' and <= '9', ..] && text.Length < 16 && text.AsSpan().IndexOfAnyExceptInRange('0', '9') < 0;

    /// <summary>True if a text needs no quotes anywhere, a flow collection included. Narrow: what it does not know gets quotes.</summary>
    internal static bool IsPlain(string text)
    {
        if (text.Length == 0 || text is "..." or "---")
            return false;
        if (
            !char.IsAsciiLetterOrDigit(text[0])
            && text[0] is not ('.' or '/' or '_' or '$' or '+')
            && !(text[0] == '-' && text.Length > 1 && char.IsAsciiLetterOrDigit(text[1]))
        )
            return false;
        foreach (char c in text)
        {
            if (
                !char.IsAsciiLetterOrDigit(c) && c is not ('.' or '/' or '_' or '-' or '+' or ':' or '=' or '@' or '%' or '$' or '(' or ')')
            )
                return false;
        }
        // A colon ends a key before a blank, and in flow before a comma too.
        return text[^1] != ':';
    }
}
