namespace ManifestLint.Programs;

/// <summary>
/// What following the texts of one file may still cost, in work and not in time, so that the same comes out everywhere (contracts.md C8). A
/// unit is about ten nanoseconds: a character that is looked at, a part of a word. A file, or a part of it, is followed on one thread, so there is one for each.
/// </summary>
public static class Effort
{
    /// <summary>A word or value that is longer cannot be given to a program. Source: execve(2), MAX_ARG_STRLEN, which counts the NUL.</summary>
    public const int LongestWord = (128 << 10) - 1;

    // Alone, as in a test, one start is bounded by its own steps.
    [ThreadStatic]
    private static long? s_left;

    [ThreadStatic]
    private static long s_spent;

    [ThreadStatic]
    private static PastLimit? s_givenUp;

    /// <summary>True once something was given up since <see cref="Begin"/>.</summary>
    public static bool IsSpent => s_left < 0;

    /// <summary>What may still be spent; negative once something was given up.</summary>
    public static long Left => s_left ?? long.MaxValue;

    /// <summary>What was spent since <see cref="Begin"/>, or on the last file.</summary>
    public static long Spent => s_spent;

    /// <summary>Begins with a file.</summary>
    public static void Begin(long units) => (s_left, s_spent, s_givenUp) = (units, 0, null);

    /// <summary>Allows more: a longer text may cost more.</summary>
    public static void Allow(long units)
    {
        // What was given up stays so.
        if (s_left >= 0)
            s_left += units;
    }

    /// <summary>Notes that a value stays unknown because there is more than one looks at, however little was spent.</summary>
    /// <param name="why">What there is too much of.</param>
    public static void GiveUp(PastLimit why)
    {
        if (s_left is not null)
            s_givenUp ??= why;
    }

    /// <summary>Why something was given up since the last time, or null: the first reason.</summary>
    public static PastLimit? TakeGivenUp()
    {
        var why = s_givenUp;
        s_givenUp = null;
        return why;
    }

    /// <summary>Nothing is counted any more; gives what was spent.</summary>
    public static long End()
    {
        (s_left, s_givenUp) = (null, null);
        return s_spent;
    }

    /// <summary>Counts work; false if it is too much, and the value that it is for has to stay unknown.</summary>
    public static bool Spend(long units)
    {
        if (s_left is not { } left)
            return true;
        s_spent += units;
        s_left = left < 0 ? left : left - units;
        return s_left >= 0;
    }
}
