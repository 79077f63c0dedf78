using System.Runtime.ExceptionServices;

namespace ManifestLint.Linting;

/// <summary>
/// Loops whose rounds run side by side, begun in their order. Threads of their own: those of the pool spin before they sleep, and whoever waits for them does,
/// which was a fifth of a scan of thousands of small files.
/// </summary>
internal sealed class SideBySide
{
    // What Linux gives a main thread, whatever the system gives others: the deepest script takes a tenth of it.
    private const int StackBytes = 8 << 20;

    private readonly Action<int> _body;
    private readonly int _to;
    private Exception? _failure;
    private int _next;

    private SideBySide(int from, int to, Action<int> body) => (_next, _to, _body) = (from, to, body);

    /// <summary>Calls <paramref name="body"/> for each number. A single round, as of a hook that looks at one file, needs no thread.</summary>
    /// <param name="jobs">How many at once, at least 1.</param>
    /// <remarks>Throws what a round failed with; others may then not have begun.</remarks>
    public static void For(int from, int to, int jobs, Action<int> body)
    {
        var loop = new SideBySide(from, to, body);
        var others = new Thread[Math.Max(0, Math.Min(jobs, to - from) - 1)];
        int started = 0;
        try
        {
            for (; started < others.Length; started++)
            {
                others[started] = new Thread(loop.Run, StackBytes) { IsBackground = true };
                others[started].Start();
            }
        }
        catch (OutOfMemoryException)
        {
            // The system has no more threads: those that run do it all.
        }
        loop.Run();
        foreach (var thread in others.AsSpan(..started))
            thread.Join();
        if (loop._failure is { } failure)
            ExceptionDispatchInfo.Throw(failure);
    }

    private void Run()
    {
        try
        {
            int i;
            while (Volatile.Read(ref _failure) is null && (i = Interlocked.Increment(ref _next) - 1) < _to)
                _body(i);
        }
        catch (Exception exception)
        {
            Interlocked.CompareExchange(ref _failure, exception, null);
        }
    }
}
