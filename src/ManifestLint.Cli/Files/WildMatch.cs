namespace ManifestLint.Cli.Files;

/// <summary>
/// Shell patterns as git matches them, byte by byte. Source: git v2.50 wildmatch.c (the release matters for speed only: it gives up
/// early where older ones took exponential time).
/// </summary>
internal static class WildMatch
{
    // More steps than any honest pattern takes on a path of 4,096 bytes; past it there is no match.
    private const int StepLimit = 4_000_000;

    private enum Outcome
    {
        Match,
        NoMatch,

        /// <summary>The text ran out: no later start can match either.</summary>
        AbortAll,

        /// <summary>A single star met a slash: only a star that crosses folders can still match.</summary>
        AbortToStarStar,
    }

    /// <summary>Whether the whole text matches the pattern.</summary>
    /// <param name="pattern">The pattern, UTF-8, without a NUL.</param>
    /// <param name="text">The path or name, UTF-8.</param>
    /// <param name="pathName">True if <c>*</c>, <c>?</c> and classes stop at a slash, and <c>**</c> crosses it.</param>
    /// <param name="ignoreCase">True if ASCII letters match in either case.</param>
    public static bool Matches(ReadOnlySpan<byte> pattern, ReadOnlySpan<byte> text, bool pathName, bool ignoreCase = false)
    {
        int steps = StepLimit;
        return Match(pattern, 0, text, 0, pathName, ignoreCase, ref steps) == Outcome.Match;
    }

    private static byte At(ReadOnlySpan<byte> bytes, int index) => index < bytes.Length ? bytes[index] : (byte)0;

    private static byte Fold(byte value, bool ignoreCase) =>
        ignoreCase && value is >= (byte)'A' and <= (byte)'Z' ? (byte)(value | 0x20) : value;

    private static bool IsSpecial(byte value) => value is (byte)'*' or (byte)'?' or (byte)'[' or (byte)'\\' or 0;

    // `start` is where this level's pattern begins: a "**" there counts as one that follows a slash.
    private static Outcome Match(
        ReadOnlySpan<byte> pattern,
        int start,
        ReadOnlySpan<byte> text,
        int t,
        bool pathName,
        bool ignoreCase,
        ref int steps
    )
    {
        for (int p = start; p < pattern.Length; p++, t++)
        {
            if (--steps < 0)
                return Outcome.AbortAll;
            byte wanted = Fold(pattern[p], ignoreCase);
            byte found = Fold(At(text, t), ignoreCase);
            if (t >= text.Length && wanted != '*')
                return Outcome.AbortAll;
            switch (wanted)
            {
                case (byte)'\\':
                    p++;
                    if (found != Fold(At(pattern, p), ignoreCase))
                        return Outcome.NoMatch;
                    continue;
                case (byte)'?':
                    if (pathName && found == '/')
                        return Outcome.NoMatch;
                    continue;
                case (byte)'[':
                    if (MatchClass(pattern, ref p, found, ignoreCase) is not { } inClass)
                        return Outcome.AbortAll;
                    if (!inClass || (pathName && found == '/'))
                        return Outcome.NoMatch;
                    continue;
                case (byte)'*':
                    if (MatchStar(pattern, start, ref p, text, ref t, pathName, ignoreCase, ref steps) is { } outcome)
                        return outcome;
                    continue;
                default:
                    if (found != wanted)
                        return Outcome.NoMatch;
                    continue;
            }
        }
        return t < text.Length ? Outcome.NoMatch : Outcome.Match;
    }

    // Null: the star stopped at a slash, which the caller's loop consumes.
    private static Outcome? MatchStar(
        ReadOnlySpan<byte> pattern,
        int start,
        ref int p,
        ReadOnlySpan<byte> text,
        ref int t,
        bool pathName,
        bool ignoreCase,
        ref int steps
    )
    {
        int star = p++;
        bool crosses = !pathName;
        if (At(pattern, p) == '*')
        {
            while (At(pattern, p) == '*')
                p++;
            bool opens = star == start || pattern[star - 1] == '/';
            bool closes = p >= pattern.Length || pattern[p] == '/' || (pattern[p] == '\\' && At(pattern, p + 1) == '/');
            if (pathName && opens && closes)
            {
                // "a/**/b" also matches "a/b": try the rest with the stars standing for nothing.
                if (At(pattern, p) == '/')
                {
                    Outcome rest = Match(pattern, p + 1, text, t, pathName, ignoreCase, ref steps);
                    if (rest is Outcome.Match or Outcome.AbortAll)
                        return rest;
                }
                crosses = true;
            }
        }
        if (p >= pattern.Length)
        {
            return crosses || !text[Math.Min(t, text.Length)..].Contains((byte)'/') ? Outcome.Match : Outcome.AbortToStarStar;
        }
        if (!crosses && pattern[p] == '/')
        {
            int slash = text[Math.Min(t, text.Length)..].IndexOf((byte)'/');
            if (slash < 0)
                return Outcome.AbortAll;
            t += slash;
            return null;
        }
        return MatchAfterStar(pattern, p, text, t, crosses, pathName, ignoreCase, ref steps);
    }

    private static Outcome MatchAfterStar(
        ReadOnlySpan<byte> pattern,
        int p,
        ReadOnlySpan<byte> text,
        int t,
        bool crosses,
        bool pathName,
        bool ignoreCase,
        ref int steps
    )
    {
        byte literal = Fold(pattern[p], ignoreCase);
        for (; t < text.Length; t++)
        {
            if (!IsSpecial(literal))
            {
                while (t < text.Length && Fold(text[t], ignoreCase) != literal && (crosses || text[t] != '/'))
                    t++;
                if (t >= text.Length)
                    return Outcome.AbortAll;
                if (Fold(text[t], ignoreCase) != literal)
                    return Outcome.AbortToStarStar;
            }
            Outcome outcome = Match(pattern, p, text, t, pathName, ignoreCase, ref steps);
            if (outcome != Outcome.NoMatch)
            {
                if (!crosses || outcome != Outcome.AbortToStarStar)
                    return outcome;
            }
            else if (!crosses && text[t] == '/')
            {
                return Outcome.AbortToStarStar;
            }
        }
        return Outcome.AbortAll;
    }

    // On return `p` is at the closing bracket. Null: the class is not closed, or names a class that does not exist.
    private static bool? MatchClass(ReadOnlySpan<byte> pattern, ref int p, byte found, bool ignoreCase)
    {
        p++;
        bool negated = At(pattern, p) is (byte)'!' or (byte)'^';
        if (negated)
            p++;
        bool matched = false;
        byte previous = 0;
        do
        {
            if (p >= pattern.Length)
                return null;
            byte current = pattern[p];
            if (current == '\\')
            {
                if (++p >= pattern.Length)
                    return null;
                current = pattern[p];
                matched |= found == current;
            }
            else if (current == '-' && previous != 0 && p + 1 < pattern.Length && pattern[p + 1] != ']')
            {
                current = pattern[++p];
                if (current == '\\')
                {
                    if (++p >= pattern.Length)
                        return null;
                    current = pattern[p];
                }
                matched |= InRange(found, previous, current, ignoreCase);
                current = 0;
            }
            else if (current == '[' && At(pattern, p + 1) == ':')
            {
                int name = p + 2;
                int close = pattern[name..].IndexOf((byte)']');
                if (close < 0)
                    return null;
                if (close < 1 || pattern[name + close - 1] != ':')
                {
                    matched |= found == '[';
                }
                else
                {
                    if (InNamedClass(pattern.Slice(name, close - 1), found, ignoreCase) is not { } inNamed)
                        return null;
                    matched |= inNamed;
                    p = name + close;
                    current = 0;
                }
            }
            else
            {
                matched |= found == current;
            }
            previous = current;
            p++;
        } while (At(pattern, p) != ']');
        return matched != negated;
    }

    private static bool InRange(byte value, byte low, byte high, bool ignoreCase)
    {
        if (value >= low && value <= high)
            return true;
        if (!ignoreCase || value is < (byte)'a' or > (byte)'z')
            return false;
        byte upper = (byte)(value - 32);
        return upper >= low && upper <= high;
    }

    private static bool? InNamedClass(ReadOnlySpan<byte> name, byte value, bool ignoreCase)
    {
        char c = value < 128 ? (char)value : '\0';
        if (name.SequenceEqual("alnum"u8))
            return char.IsAsciiLetterOrDigit(c);
        if (name.SequenceEqual("alpha"u8))
            return char.IsAsciiLetter(c);
        if (name.SequenceEqual("blank"u8))
            return c is ' ' or '\t';
        if (name.SequenceEqual("cntrl"u8))
            return value is < 32 or 127;
        if (name.SequenceEqual("digit"u8))
            return char.IsAsciiDigit(c);
        if (name.SequenceEqual("graph"u8))
            return c is > ' ' and < (char)127;
        if (name.SequenceEqual("lower"u8))
            return char.IsAsciiLetterLower(c);
        if (name.SequenceEqual("print"u8))
            return c is >= ' ' and < (char)127;
        if (name.SequenceEqual("punct"u8))
            return c is > ' ' and < (char)127 && !char.IsAsciiLetterOrDigit(c);
        if (name.SequenceEqual("space"u8))
            return c is ' ' or (>= '\t' and <= '\r');
        if (name.SequenceEqual("upper"u8))
            return char.IsAsciiLetterUpper(c) || (ignoreCase && char.IsAsciiLetterLower(c));
        if (name.SequenceEqual("xdigit"u8))
            return char.IsAsciiHexDigit(c);
        return null;
    }
}
