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
        int indent = 0;
        for (int left = random.Next(1, 12); left > 0; left--)
        {
            indent = random.Next(6) switch
            {
                0 => indent,
                1 => indent + 2,
                2 => Math.Max(0, indent - 2),
                3 => random.Next(8),
                _ => indent,
            };
            text.Append(Line(indent));
            if (left > 1 || random.Next(4) > 0)
                text.Append(random.Next(60) == 0 ? "\r" : lineBreak);
        }
        return text.ToString();
    }

    private string Line(int indent)
    {
        if (random.Next(7) == 0)
            return Of(s_others);
        string blanks = new(' ', indent);
        string dashes = random.Next(4) switch
        {
            0 => "- ",
            1 when random.Next(4) == 0 => random.Next(2) == 0 ? "- - " : "-   ",
            _ => "",
        };
        string key = random.Next(5) == 0 ? "" : KeyOf() + (random.Next(12) == 0 ? " :" : ":") + (random.Next(20) == 0 ? "" : " ");
        return blanks + dashes + key + ValueOf() + (random.Next(12) == 0 ? " # c" : "");
    }

    // Mostly harmless ones: of several doubts at once only the first would count.
    private string KeyOf() => random.Next(4) > 0 ? ((char)('a' + random.Next(26))).ToString() : Of(s_keys);

    private string ValueOf() =>
        random.Next(3) switch
        {
            0 => "",
            1 => "x",
            _ => Of(s_values),
        };

    private string Of(string[] pieces) => pieces[random.Next(pieces.Length)];
}
