using System.Diagnostics;
using System.Runtime.InteropServices;

namespace ManifestLint.Cli.Tests;

/// <summary>What tests need of the system and the base library does not offer.</summary>
internal static class Unix
{
    /// <summary>
    /// Held while a process starts and while a file is written that will be executed. A process that starts inherits what is open, holds it until
    /// its own program runs, and what is open for writing is not executed: "text file busy".
    /// </summary>
    public static readonly Lock Starting = new();

    private const int Interrupt = 2;

    // What a signal to a process that has ended meanwhile makes; nothing is wrong with that.
    private const int NoSuchProcess = 3;

    /// <summary>Makes a named pipe.</summary>
    public static void MakePipe(string path) => Check(NativeMethods.MakePipe(path, 0b110_100_100));

    /// <summary>Ctrl-C, as a terminal sends it.</summary>
    public static void Interrupts(Process process) => Check(NativeMethods.Kill(process.Id, Interrupt));

    /// <summary>Holds a process where it is.</summary>
    public static void Stop(Process process) => Check(NativeMethods.Kill(process.Id, OperatingSystem.IsLinux() ? 19 : 17));

    /// <summary>Lets a process go on that was held.</summary>
    public static void Continue(Process process) => Check(NativeMethods.Kill(process.Id, OperatingSystem.IsLinux() ? 18 : 19));

    /// <summary>
    /// A shell starts what runs in its background without ears for Ctrl-C, which the processes started from there inherit. From here on those of
    /// the tests hear it all the same.
    /// </summary>
    public static void HearInterrupts() => _ = NativeMethods.Signal(Interrupt, 0);

    private static void Check(int result)
    {
        if (result != 0 && Marshal.GetLastPInvokeError() != NoSuchProcess)
            throw new IOException(Marshal.GetLastPInvokeErrorMessage());
    }

    private static class NativeMethods
    {
        [DllImport("libc", EntryPoint = "mkfifo", SetLastError = true)]
        [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
        public static extern int MakePipe([MarshalAs(UnmanagedType.LPUTF8Str)] string path, uint mode);

        [DllImport("libc", EntryPoint = "kill", SetLastError = true)]
        [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
        public static extern int Kill(int process, int signal);

        [DllImport("libc", EntryPoint = "signal", SetLastError = true)]
        [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
        public static extern nint Signal(int signal, nint handler);
    }
}
