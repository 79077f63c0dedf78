using System.Runtime.InteropServices;

namespace ManifestLint.Cli.Surface;

/// <summary>Ctrl-C: an end without a word that leaves nothing half done.</summary>
internal static class Interruption
{
    // What shells expect of a program that ended by signal 2.
    private const int ExitCode = 130;

    // The one thing of the process that is asked for wherever something is begun that an end would leave half done.
    private static readonly Lock Gate = new();
    private static bool s_isEnding;

    /// <summary>
    /// Ends the process on an interrupt as it would end by itself, so that <see cref="AppDomain.ProcessExit"/> is raised, where those who
    /// have a temporary file or a hidden cursor put things right. Left to the system, the process would be gone at once.
    /// </summary>
    /// <returns>Keep it as long as that is wanted.</returns>
    public static IDisposable Watch() => PosixSignalRegistration.Create(PosixSignal.SIGINT, static context =>
        {
            context.Cancel = true;
            lock (Gate)
                s_isEnding = true;
            Environment.Exit(ExitCode);
        });

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
