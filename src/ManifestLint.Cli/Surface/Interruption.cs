using System.Runtime.InteropServices;

namespace ManifestLint.Cli.Surface;

/// <summary>Ctrl-C: an end without a word that leaves nothing half done.</summary>
internal static class Interruption
{
    // What shells expect of a program that ended by signal 2.
    private const int ExitCode = 130;

    // The one thing of the process that is asked for wherever something is begun that an end would leave half done.
    private static readonly Lock Gate = new();
    private static PosixSignalRegistration? s_watch;
    private static bool s_isEnding;

    /// <summary>
    /// From now on an interrupt ends the process as it would end by itself, so that <see cref="AppDomain.ProcessExit"/> is raised, where those
    /// who have a temporary file or a line of progress put things right. Left to the system, the process is gone at once, which is what
    /// everybody else wants: to watch takes a thread.
    /// </summary>
    public static void Watch()
    {
        lock (Gate)
            s_watch ??= PosixSignalRegistration.Create(PosixSignal.SIGINT, End);
    }

    private static void End(PosixSignalContext context)
    {
        context.Cancel = true;
        lock (Gate)
            s_isEnding = true;
        Environment.Exit(ExitCode);
    }

    /// <summary>
    /// Takes a step as a whole before an end, or never: other threads go on while the process ends, and what they begin then nobody puts
    /// right. Once it ends, this does not return.
    /// </summary>
    public static T Step<T>(Func<T> step)
    {
        lock (Gate)
        {
            if (!s_isEnding)
                return step();
        }
        Thread.Sleep(Timeout.Infinite);
        return default!;
    }
}
