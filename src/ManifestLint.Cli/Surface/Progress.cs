using Spectre.Console;

namespace ManifestLint.Cli.Surface;

/// <summary>A progress bar on standard error, shown on a terminal when the work takes longer than a second.</summary>
internal sealed class Progress : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

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

    /// <summary>Removes the bar.</summary>
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
        await Task.Delay(Patience, _stop.Token).ContinueWith(static _ => { }, TaskScheduler.Default).ConfigureAwait(false);
        if (_stop.IsCancellationRequested)
            return;
        // The bar hides the cursor; who interrupts it wants it back.
        EventHandler show = (_, _) => Console.Error.Write("\u001b[?25h\n");
        AppDomain.CurrentDomain.ProcessExit += show;
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Error) });
        await console
            .Progress()
            .AutoClear(true)
            .Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new RemainingTimeColumn())
            .StartAsync(async context =>
            {
                var task = context.AddTask("reading manifests", maxValue: _total);
                while (!_stop.IsCancellationRequested)
                {
                    task.Value = Volatile.Read(ref _done);
                    await Task.Delay(100, CancellationToken.None).ConfigureAwait(false);
                }
            })
            .ConfigureAwait(false);
        AppDomain.CurrentDomain.ProcessExit -= show;
    }
}
