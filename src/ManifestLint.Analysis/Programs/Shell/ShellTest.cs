using System.Numerics;

namespace ManifestLint.Programs.Shell;

/// <summary><c>test</c> and <c>[</c> on words that are known. Source: POSIX.1-2024 test, "Operands" by number of arguments.</summary>
internal static class ShellTest
{
    private static readonly HashSet<string> BinaryOperators = ["=", "!=", "-eq", "-ne", "-gt", "-ge", "-lt", "-le"];

    /// <summary>The status, unknown where it depends on files or on unknown words.</summary>
    public static ShellStatus Evaluate(ReadOnlySpan<Word> words, ShellDialect dialect)
    {
        foreach (var word in words)
        {
            if (word.Kind == WordKind.UnknownMany)
                return ShellStatus.Unknown;
        }
        var result = Any(words, dialect);
        return result is { } known ? ShellStatus.Of(known ? 0 : 1) : ShellStatus.Unknown;
    }

    private static bool? Any(ReadOnlySpan<Word> words, ShellDialect dialect)
    {
        switch (words.Length)
        {
            case 0:
                return false;
            case 1:
                return IsNotEmpty(words[0]);
            case 2:
                return Two(words[0], words[1]);
            case 3:
                return Three(words, dialect);
            case 4 when words[0].IsKnown && words[0].Text == "!":
                return !Three(words[1..], dialect);
            default:
                return Longer(words, dialect);
        }
    }

    private static bool? IsNotEmpty(Word word) =>
        word.IsKnown || word.Prefix.Length > 0 ? word.Prefix.Length > 0
        : word.IsToken ? true
        : null;

    private static bool? Two(Word op, Word operand) =>
        !op.IsKnown
            ? null
            : op.Text switch
            {
                "!" => !IsNotEmpty(operand),
                "-n" => IsNotEmpty(operand),
                "-z" => !IsNotEmpty(operand),
                // Files, terminals, options; or an error.
                _ => null,
            };

    private static bool? Three(ReadOnlySpan<Word> words, ShellDialect dialect)
    {
        if (!words[1].IsKnown)
            return null;
        var op = words[1].Text;
        if (op == "==" && dialect == ShellDialect.Bash)
            op = "=";
        if (BinaryOperators.Contains(op))
            return Compare(words[0], op, words[2]);
        if (op is "-a" or "-o")
            return Join(IsNotEmpty(words[0]), op, IsNotEmpty(words[2]));
        if (!words[0].IsKnown)
            return null;
        if (words[0].Text == "!")
            return !Two(words[1], words[2]);
        return words[0].Text == "(" && words[2].IsKnown && words[2].Text == ")" ? IsNotEmpty(words[1]) : null;
    }

    private static bool? Compare(Word left, string op, Word right)
    {
        if (op is "=" or "!=")
        {
            bool? same =
                left.IsKnown && right.IsKnown ? left.Text == right.Text
                : Differ(left, right) ? false
                : null;
            return op == "=" ? same : !same;
        }
        if (!left.IsKnown || !right.IsKnown || !Integer(left.Text, out var a) || !Integer(right.Text, out var b))
            return null;
        return op switch
        {
            "-eq" => a == b,
            "-ne" => a != b,
            "-gt" => a > b,
            "-ge" => a >= b,
            "-lt" => a < b,
            _ => a <= b,
        };
    }

    private static bool Differ(Word left, Word right)
    {
        var shorter = Math.Min(left.Prefix.Length, right.Prefix.Length);
        return string.CompareOrdinal(left.Prefix, 0, right.Prefix, 0, shorter) != 0
            || (left.IsToken && right is { IsKnown: true, Text: "" })
            || (right.IsToken && left is { IsKnown: true, Text: "" });
    }

    private static bool Integer(string text, out BigInteger value)
    {
        value = default;
        var trimmed = text.AsSpan().Trim(" \t\n");
        // Out of the range of a long the shells report an error.
        if (!long.TryParse(trimmed, System.Globalization.NumberStyles.AllowLeadingSign, null, out var number))
            return false;
        value = number;
        return true;
    }

    /// <summary>Simple terms joined by <c>-a</c> and <c>-o</c>, the former binding tighter; anything else is unknown.</summary>
    private static bool? Longer(ReadOnlySpan<Word> words, ShellDialect dialect)
    {
        foreach (var word in words)
        {
            if (!word.IsKnown && word.Prefix.Length == 0 && !word.IsToken)
                continue;
            if (word.Prefix is "(" or ")" or "!")
                return null;
        }
        for (var wanted = 0; wanted < 2; wanted++)
        {
            var op = wanted == 0 ? "-o" : "-a";
            for (var i = 1; i < words.Length - 1; i++)
            {
                if (!words[i].IsKnown || words[i].Text != op)
                    continue;
                return words.Length > 40 ? null : Join(Term(words[..i], dialect), op, Any(words[(i + 1)..], dialect));
            }
        }
        return null;
    }

    private static bool? Term(ReadOnlySpan<Word> words, ShellDialect dialect) => words.IsEmpty ? null : Any(words, dialect);

    private static bool? Join(bool? left, string op, bool? right) =>
        op == "-a"
            ? left == false || right == false
                ? false
                : left is null || right is null
                    ? null
                    : true
            : left == true || right == true
                ? true
                : left is null || right is null
                    ? null
                    : false;
}
