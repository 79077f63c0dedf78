using System.Collections.Concurrent;

namespace ManifestLint.Linting;

/// <summary>Loops whose rounds may run side by side.</summary>
internal static class SideBySide
{
    /// <summary><see cref="Parallel.For(int, int, ParallelOptions, Action{int})"/>, but for a single round: a hook looks at one file, and starting threads takes
    /// longer than reading it.</summary>
    public static void For(int from, int to, ParallelOptions options, Action<int> body)
    {
        if (to - from > 1)
            Parallel.For(from, to, options, body);
        else if (from < to)
            body(from);
    }

    /// <summary>The same, with something that a round has for itself and leaves to a later one.</summary>
    /// <param name="kept">What is left; it may serve several loops.</param>
    public static void For<T>(int from, int to, ParallelOptions options, ConcurrentBag<T> kept, Action<int, T> body)
        where T : new() => For(from, to, options, i =>
        {
            var own = kept.TryTake(out var free) ? free : new T();
            body(i, own);
            kept.Add(own);
        });
}
