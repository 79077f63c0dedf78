namespace ManifestLint.Cli.Surface;

/// <summary>A line of progress on standard error, shown on a terminal when the work takes longer than a second.</summary>
internal sealed class Progress : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1),
        Pause = TimeSpan.FromMilliseconds(100);

    private readonly int _total;
    private readonly CancellationTokenSource _stop = new();
    private readonly Task? _display;
    private int _done;

    private Progress(int total, bool isShown)
    {
        _total = total;
        if (isShown)
            _display = Task.Run(ShowAsync);
    }

    /// <summary>Starts watching; nothing appears if standard error is no terminal or the work is quick.</summary>
    public static Progress Start(int total, bool wanted) => new(total, wanted && !Console.IsErrorRedirected && total > 1);

    /// <summary>One more file is done. From any thread.</summary>
    public void Advance() => Interlocked.Increment(ref _done);

    /// <summary>Removes the line.</summary>
    public void Stop()
    {
        _stop.Cancel();
        _display?.Wait();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Stop();
        _stop.Dispose();
    }

    private async Task ShowAsync()
    {
        if (!await Waits(Patience).ConfigureAwait(false))
            return;
        // What follows an interrupt begins a line of its own.
        Interruption.Watch();
        EventHandler end = (_, _) => Write("\n");
        AppDomain.CurrentDomain.ProcessExit += end;
        string line = "";
        do
        {
            int done = Volatile.Read(ref _done);
            line = $"reading manifests: {done} of {_total}";
            Write("\r" + line);
        } while (await Waits(Pause).ConfigureAwait(false));
        AppDomain.CurrentDomain.ProcessExit -= end;
        Write("\r" + new string(' ', line.Length) + "\r");
    }

    // False where it was stopped meanwhile.
    private async Task<bool> Waits(TimeSpan time)
    {
        await Task.Delay(time, _stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return !_stop.IsCancellationRequested;
    }

    private static void Write(string text)
    {
        try
        {
            Console.Error.Write(text);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The terminal is gone; the work goes on.
        }
    }
}
