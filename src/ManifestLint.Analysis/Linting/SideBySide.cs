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
    private readonly Hands _hands;
    private readonly int _to;
    private readonly List<Thread> _helpers = [];
    private Exception? _failure;
    private int _next;

    private SideBySide(int from, int to, Hands hands, Action<int> body) => (_next, _to, _hands, _body) = (from, to, hands, body);

    /// <summary>Calls <paramref name="body"/> for each number. A single round, as of a hook that looks at one file, needs no thread.</summary>
    /// <param name="hands">Who may help; a round may have a loop of its own that asks the same.</param>
    /// <remarks>Throws what a round failed with; others may then not have begun.</remarks>
    public static void For(int from, int to, Hands hands, Action<int> body)
    {
        var loop = new SideBySide(from, to, hands, body);
        loop.Run(isOwner: true);
        // Who waits does nothing: another loop may have that hand meanwhile.
        if (loop._helpers.Count > 0)
        {
            hands.GiveBack();
            foreach (var thread in loop._helpers)
                thread.Join();
            hands.TakeAnyway();
        }
        if (loop._failure is { } failure)
            ExceptionDispatchInfo.Throw(failure);
    }

    private void Run(bool isOwner)
    {
        try
        {
            while (Volatile.Read(ref _failure) is null)
            {
                if (isOwner)
                    AskForHelp();
                int i = Interlocked.Increment(ref _next) - 1;
                if (i >= _to)
                    return;
                _body(i);
            }
        }
        catch (Exception exception)
        {
            Interlocked.CompareExchange(ref _failure, exception, null);
        }
    }

    // A hand that another loop needs no more may help here from now on.
    private void AskForHelp()
    {
        while (_to - Volatile.Read(ref _next) - 1 > _helpers.Count && Volatile.Read(ref _failure) is null && _hands.TryTake())
        {
            try
            {
                var thread = new Thread(RunAsHelper, StackBytes) { IsBackground = true };
                thread.Start();
                _helpers.Add(thread);
            }
            catch (OutOfMemoryException)
            {
                // The system has no more threads: those that run do it all, and what was taken is not given back.
                return;
            }
        }
    }

    private void RunAsHelper()
    {
        Run(isOwner: false);
        _hands.GiveBack();
    }
}

/// <summary>How many threads of a scan are at work at once, however its loops lie in each other.</summary>
/// <param name="jobs">How many, at least 1: the one that asks is one of them.</param>
internal sealed class Hands(int jobs)
{
    private int _free = jobs - 1;

    /// <summary>Takes one that is free; false if there is none.</summary>
    public bool TryTake()
    {
        int free = Volatile.Read(ref _free);
        while (free > 0)
        {
            int seen = Interlocked.CompareExchange(ref _free, free - 1, free);
            if (seen == free)
                return true;
            free = seen;
        }
        return false;
    }

    /// <summary>One has nothing to do any more.</summary>
    public void GiveBack() => Interlocked.Increment(ref _free);

    /// <summary>One goes on that had nothing to do for a while, free or not.</summary>
    public void TakeAnyway() => Interlocked.Decrement(ref _free);
}
