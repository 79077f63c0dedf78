using System.Text;

namespace ManifestLint.Benchmarks.Fuzzing;

/// <summary>Makes up documents line by line: most are YAML or nearly so, with whatever may stand in doubt.</summary>
internal sealed class MadeUpYaml(Random random)
{
    private static readonly string[] s_keys =
    [
        "a",
        "b",
        "c",
        "key",
        "a b",
        "a#b",
        "a:b",
        "'q'",
        "\"q\"",
        "'it''s'",
        "\"e\\n\"",
        "yes",
        "n",
        "1",
        "0x1",
        "1.0",
        "-x",
        "--",
        "~",
        "null",
        "<<",
        "\"\"",
        ".inf",
        "?x",
        ":x",
        "é",
        "😀",
        "a\tb",
        "@a",
        "%a",
        "!t a",
        "&x a",
        "*x",
        "[a]",
        "{a: b}",
        "20200101120000123456",
        "...",
        "-",
        "a,b",
        "a]",
        "a}",
    ];

    private static readonly string[] s_values =
    [
        "",
        "",
        "",
        "x",
        "x y",
        "x #y",
        "x#y",
        "x:y",
        "x: y",
        "http://x/y",
        "1",
        "-1",
        ".inf",
        "-.Inf",
        ".nan",
        "~",
        "null",
        "- x",
        "-x",
        "'s'",
        "'it''s'",
        "\"d\"",
        "\"\\t\\u00e9\\x41\"",
        "\"\\/\"",
        "\"\\ud800\"",
        "\"\\",
        "'s",
        "\"d",
        "'s'x",
        "'s' # c",
        "'s'# c",
        "\"a\": b",
        "|",
        "|-",
        "|+",
        ">",
        ">-",
        ">+",
        "|2",
        ">1-",
        "|-1",
        "|+ # c",
        "|#c",
        "| x",
        "|10",
        "|0",
        "[]",
        "{}",
        "[a, b]",
        "[a, 'b', \"c\", ]",
        "[a,, b]",
        "[,]",
        "{a: b}",
        "{a: b, c: [d, {e: f}]}",
        "{a: b,",
        "[a,",
        "[a",
        "{\"a\":1}",
        "{\"a\":\"b\", 'c': d}",
        "{a:b}",
        "{a : b}",
        "{a: }",
        "{a}",
        "[a: b]",
        "[{a: b}, c]",
        "[[a], [b]]",
        "[-]",
        "[- a]",
        "[-1, -a]",
        "[?a]",
        "[:a]",
        "[a:]",
        "[a#b]",
        "[a #b",
        "[http://x:80/, b]",
        "{a: 'x",
        "{? a}",
        "&x y",
        "*x",
        "!t x",
        "!!str 1",
        "@x",
        "`x`",
        "%x",
        "x\t",
        "x\ty",
        "\tx",
        "x # c\t",
        "]",
        "}",
        ",",
        "# c",
        "#c",
        "?",
        "? x",
        ":",
        ":x",
        "é ü",
        "😀",
        "x\u00a0y",
        "\u0085",
        "x\u2028y",
        "\ufeffx",
        "x\ry",
        "...",
        "--- x",
        "<<",
        "x\\",
        "\"x\\\"y\"",
        "\"x\\",
        "'x # y'",
        "a, b",
        "a]",
        "a[b]",
        "a{b}",
        "{{ x }}",
        "$(x)",
        "x  ",
        "x: ",
        "x:",
        "yes",
    ];

    private static readonly string[] s_likely =
    [
        "|\n                  \n            x",
        ">\n              x\n            y",
        "|2\n            x\n          y",
        "|\n",
        "'x\n  y'",
        "\"x\n y\"",
        "[a,\n b]",
        "x y",
        "x #y",
        "x#y",
        "x:y",
        "'s'",
        "'it''s'",
        "\"\\t\\u00e9\"",
        "[a, 'b', \"c\", ]",
        "{a: b, c: [d, {e: f}]}",
        "{\"a\":1}",
        "[]",
        "-1",
        "|\n            x\n\n              y",
        ">-\n           x\n           y\n",
        "|+\n             x\n\n",
        "x\n             y z\n\n             w",
        "'x\n            y\n\n            z'",
        "\"x\\\n             y\\n\n             z \"",
        "[a,\n             b # c\n             ]",
        "{a: b,\n            c: d}",
    ];

    private static readonly string[] s_others =
    [
        "",
        "",
        "  ",
        "# c",
        " # c",
        "    # c",
        "---",
        "--- # c",
        "...",
        "%YAML 1.1",
        "---x",
        "]",
        "}",
        " ]",
        "  }",
        "  , x",
        "'",
        " '",
        "\"",
        "  \"",
        "   y\"",
        "  z'",
        "\t",
        " \t",
        "\tx",
        "  text",
        "    text",
        "   - text",
        "  text: more",
        "    text # c",
        "  'x'",
        "   \"x\": y",
        "    [x]",
        " ?",
        "     deeper",
        "  \\",
        "  x\\",
    ];

    /// <summary>The next document.</summary>
    public string Next()
    {
        var text = new StringBuilder();
        string lineBreak = random.Next(12) == 0 ? "\r\n" : "\n";
        // One in so many lines, keys and values is any.
        int doubt = random.Next(2, 30);
        int indent = 0;
        bool isList = false,
            isOpen = false;
        for (int left = random.Next(1, 12); left > 0; left--)
        {
            if (random.Next(doubt) == 0)
                indent = random.Next(8);
            else if (isOpen && random.Next(4) > 0)
                (indent, isList) = (indent + (isList ? 2 : random.Next(2) + 1), random.Next(3) == 0);
            else if (!isOpen && indent > 0 && random.Next(4) == 0)
                (indent, isList) = (indent - Math.Min(indent, 2), !isList && random.Next(3) == 0);
            string line = Line(indent, isList, doubt);
            isOpen = line.EndsWith(": ", StringComparison.Ordinal) || line.EndsWith(':');
            text.Append(line);
            if (left > 1 || random.Next(4) > 0)
                text.Append(random.Next(60) == 0 ? "\r" : lineBreak);
        }
        return text.ToString();
    }

    private string Line(int indent, bool isList, int doubt)
    {
        if (random.Next(doubt) == 0)
            return Of(s_others);
        string blanks = new(' ', indent);
        string dashes =
            random.Next(doubt) == 0 ? Of(["- ", "- - ", "-   ", "-"])
            : isList ? "- "
            : "";
        string key =
            isList && random.Next(3) == 0 ? "" : KeyOf(doubt) + (random.Next(12) == 0 ? " :" : ":") + (random.Next(20) == 0 ? "" : " ");
        return blanks + dashes + key + ValueOf() + (random.Next(12) == 0 ? " # c" : "");
    }

    // Mostly harmless ones: of several doubts at once only the first would count.
    private string KeyOf(int doubt) =>
        random.Next(doubt) == 0 ? Of(s_keys) : $"{(char)('a' + random.Next(26))}{(char)('a' + random.Next(26))}";

    private string ValueOf() =>
        random.Next(4) switch
        {
            0 => "",
            1 => "x",
            2 => Of(s_likely),
            _ => Of(s_values),
        };

    private string Of(string[] pieces) => pieces[random.Next(pieces.Length)];
}
