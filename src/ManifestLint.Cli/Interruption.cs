using System.Runtime.InteropServices;

namespace ManifestLint.Cli;

/// <summary>Ctrl-C: an end without a word that leaves nothing half done.</summary>
internal static class Interruption
{
    // What shells expect of a program that ended by signal 2.
    private const int ExitCode = 130;

    /// <summary>
    /// Ends the process on an interrupt as it would end by itself, so that <see cref="AppDomain.ProcessExit"/> is raised, where those who
    /// have a temporary file or a hidden cursor put things right. Left to the system, the process would be gone at once.
    /// </summary>
    /// <returns>Keep it as long as that is wanted.</returns>
    public static IDisposable Watch() => PosixSignalRegistration.Create(PosixSignal.SIGINT, static context =>
    {
        context.Cancel = true;
        Environment.Exit(ExitCode);
    });
}
