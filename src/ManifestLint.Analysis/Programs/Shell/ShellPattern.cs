namespace ManifestLint.Programs.Shell;

/// <summary>A pattern of <c>case</c> and of <c>${V%…}</c>. Source: POSIX.1-2024 Shell Command Language 2.14.</summary>
/// <param name="text">Its characters.</param>
/// <param name="literal">For each character whether it stands for itself.</param>
internal sealed class ShellPattern(string text, bool[] literal)
{
    // No real pattern known takes a hundred.
    private const int MaxSteps = 100_000;
    private int _steps;

    /// <summary>What the last answer cost.</summary>
    public int Steps => _steps + 1;

    /// <summary>True if <paramref name="value"/> as a whole matches; null if that cannot be told.</summary>
    public bool? Matches(ReadOnlySpan<char> value)
    {
        _steps = 0;
        // Shells do not agree on a backslash that comes out of a variable.
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '\\' && !literal[i])
                return null;
        }
        var matches = Match(0, value);
        if (_steps > MaxSteps)
            Effort.GiveUp(PastLimit.ScriptSteps);
        return _steps > MaxSteps ? null : matches;
    }

    private bool? Match(int at, ReadOnlySpan<char> value)
    {
        int star = -1,
            resume = 0,
            i = 0;
        while (true)
        {
            if (++_steps > MaxSteps)
                return null;
            if (at < text.Length && !literal[at] && text[at] == '*')
            {
                (star, resume) = (++at, i);
                continue;
            }
            if (at == text.Length && i == value.Length)
                return true;
            var next = at;
            var one = at < text.Length && i < value.Length ? MatchOne(ref next, value[i]) : false;
            if (one is null)
                return null;
            if (one.Value)
            {
                at = next;
                i++;
            }
            else if (star >= 0 && resume < value.Length)
            {
                (at, i) = (star, ++resume);
            }
            else
            {
                return false;
            }
        }
    }

    private bool? MatchOne(ref int at, char c)
    {
        if (!literal[at] && text[at] == '?')
        {
            at++;
            return true;
        }
        if (!literal[at] && text[at] == '[' && BracketEnd(at) is > 0 and var end)
        {
            var start = at + 1;
            at = end + 1;
            return MatchBracket(start, end, c);
        }
        return text[at++] == c;
    }

    private int BracketEnd(int at)
    {
        var i = at + 1;
        if (i < text.Length && text[i] is '!' or '^')
            i++;
        if (i < text.Length && text[i] == ']')
            i++;
        for (; i < text.Length; i++)
        {
            if (text[i] == ']' && !literal[i])
                return i;
            if (text[i] == '[' && i + 1 < text.Length && text[i + 1] is ':' or '.' or '=' && text[i] == '[')
            {
                var close = text.IndexOf(text[i + 1] + "]", i + 2, StringComparison.Ordinal);
                if (close > 0)
                    i = close + 1;
            }
        }
        return -1;
    }

    private bool? MatchBracket(int start, int end, char c)
    {
        var i = start;
        var negated = i < end && text[i] is '!' or '^' && !literal[i];
        if (negated)
            i++;
        var found = false;
        while (i < end)
        {
            if (text[i] == '[' && i + 1 < end && text[i + 1] is ':' or '.' or '=' && text[i] == '[')
            {
                var close = text.IndexOf(":]", i, StringComparison.Ordinal);
                if (text[i + 1] != ':' || close < 0 || InClass(text[(i + 2)..close], c) is not { } inside)
                    return null;
                found |= inside;
                i = close + 2;
            }
            else if (i + 2 < end && text[i + 1] == '-' && !literal[i + 1])
            {
                found |= c >= text[i] && c <= text[i + 2];
                i += 3;
            }
            else
            {
                found |= text[i++] == c;
            }
        }
        return found != negated;
    }

    private static bool? InClass(string name, char c) =>
        name switch
        {
            "alnum" => char.IsAsciiLetterOrDigit(c),
            "alpha" => char.IsAsciiLetter(c),
            "blank" => c is ' ' or '\t',
            "digit" => char.IsAsciiDigit(c),
            "lower" => char.IsAsciiLetterLower(c),
            "space" => c is ' ' or (>= '\t' and <= '\r'),
            "upper" => char.IsAsciiLetterUpper(c),
            "xdigit" => char.IsAsciiHexDigit(c),
            "punct" => char.IsAscii(c) && (char.IsPunctuation(c) || char.IsSymbol(c)),
            _ => null,
        };
}
