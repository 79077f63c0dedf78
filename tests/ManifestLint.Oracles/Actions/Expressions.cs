using System.Text.RegularExpressions;

namespace ManifestLint.Oracles.Actions;

/// <summary>
/// The few forms of expression that the action uses: contexts, strings, == and !=, &amp;&amp; and ||. Fails the test on any other, so that nothing
/// is taken to work that GitHub may read otherwise. Every value is a string here, and only the empty one is false.
/// </summary>
/// <param name="lookUp">The value of a context such as <c>inputs.paths</c>; null where nobody has set it.</param>
internal sealed partial class Expressions(Func<string, string?> lookUp)
{
    /// <summary>A text with its <c>${{ }}</c> replaced.</summary>
    public string Expand(string text) => Embedded().Replace(text, match => Value(match.Groups["expression"].Value));

    /// <summary>Whether an <c>if</c> holds; written with or without <c>${{ }}</c>.</summary>
    public bool Holds(string condition) =>
        Value(
            Embedded().Match(condition) is { Success: true } whole && whole.Value == condition.Trim()
                ? whole.Groups["expression"].Value
                : condition
        ).Length > 0;

    // Strings in the action hold neither operators nor quotes.
    private string Value(string expression)
    {
        string value = "";
        foreach (string alternative in expression.Split("||"))
        {
            foreach (string part in alternative.Split("&&"))
            {
                value = Comparison(part.Trim());
                if (value.Length == 0)
                    break;
            }
            if (value.Length > 0)
                break;
        }
        return value;
    }

    private string Comparison(string text)
    {
        foreach (string sign in new[] { "==", "!=" })
        {
            string[] sides = text.Split(sign);
            // GitHub ignores case when it compares strings.
            if (sides.Length == 2)
                return string.Equals(Term(sides[0].Trim()), Term(sides[1].Trim()), StringComparison.OrdinalIgnoreCase) == (sign == "==")
                    ? "true"
                    : "";
        }
        return Term(text);
    }

    private string Term(string text)
    {
        if (Literal().IsMatch(text))
            return text[1..^1];
        Assert.Matches(Context(), text);
        // What is not set is the empty string to GitHub.
        return lookUp(text) ?? "";
    }

    [GeneratedRegex(@"\$\{\{(?<expression>.*?)\}\}", RegexOptions.Singleline | RegexOptions.ExplicitCapture)]
    private static partial Regex Embedded();

    [GeneratedRegex("^'[^']*'$")]
    private static partial Regex Literal();

    [GeneratedRegex(@"^(inputs\.[a-z-]+|github\.[a-z_]+|steps\.[a-z]+\.outputs\.[a-z-]+)$", RegexOptions.ExplicitCapture)]
    private static partial Regex Context();
}
