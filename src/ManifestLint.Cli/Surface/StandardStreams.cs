using System.Runtime.InteropServices;
using System.Text;

namespace ManifestLint.Cli.Surface;

/// <summary>
/// Standard streams as a parent process may leave them: some closed. What the runtime or this program opens next gets their places, and with
/// them what is meant for people; so a closed one is told from an open one before anything is written.
/// </summary>
internal static class StandardStreams
{
    // The same number on Linux, macOS and the BSDs.
    private const int FileSizeLimitExceeded = 25;
    private const int CloseOnExec = 1;
    private const int FileSize = 1;

    // Kept to the very end: the signal is dealt with on another thread, maybe when everything else is done.
    private static PosixSignalRegistration? s_fileSizeLimit;
    private static bool s_isInputClosed,
        s_isOutputClosed;

    /// <summary>Looks which are closed. From then on reading a closed one is at the end at once, and writing fails.</summary>
    public static void Check()
    {
        if (OperatingSystem.IsWindows())
            return;
        s_isInputClosed = IsClosed(0);
        s_isOutputClosed = IsClosed(1);
        if (s_isOutputClosed)
            Console.SetOut(new ClosedWriter());
        if (IsClosed(2))
            Console.SetError(TextWriter.Null);
    }

    /// <summary>Standard input.</summary>
    public static Stream OpenInput() => s_isInputClosed ? Stream.Null : Console.OpenStandardInput();

    /// <summary>Standard output.</summary>
    public static Stream OpenOutput() =>
        s_isOutputClosed ? throw new IOException()
        : OperatingSystem.IsWindows() ? Console.OpenStandardOutput()
        : new OutputStream();

    /// <summary>Lets writing past the largest file (<c>ulimit -f</c>) fail as a full disk does; else it ends the process where it stands.</summary>
    public static void HoldFileSizeLimit()
    {
        // Nobody hears the signal but on a thread of its own, and nearly nobody has a limit.
        if (!OperatingSystem.IsWindows() && (NativeMethods.GetLimit(FileSize, out var limit) != 0 || limit.Current != ulong.MaxValue))
            s_fileSizeLimit = PosixSignalRegistration.Create((PosixSignal)FileSizeLimitExceeded, static context => context.Cancel = true);
    }

    /// <summary>Whether writing failed for a reason of the file system. Past the limit of <c>ulimit -f</c> the runtime blames an argument.</summary>
    public static bool IsWriteFailure(Exception exception) =>
        exception is IOException or UnauthorizedAccessException or ArgumentOutOfRangeException { ParamName: "value", ActualValue: null };

    // What was inherited survived exec, what was opened since does not.
    private static bool IsClosed(int descriptor) =>
        NativeMethods.GetDescriptorFlags(descriptor) is var flags && (flags < 0 || (flags & CloseOnExec) != 0);

    // The runtime's own prepares a terminal and hears its signals on a thread before the first byte, as if something were to be asked there.
    private sealed class OutputStream : Stream
    {
        public override bool CanRead => false;
        public override bool CanSeek => false;
        public override bool CanWrite => true;
        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public override void Write(ReadOnlySpan<byte> buffer)
        {
            while (buffer.Length > 0)
            {
                int written = NativeMethods.Write(1, in buffer[0], buffer.Length);
                if (written < 0)
                {
                    // It knows who has gone, who is slow and what an error is.
                    using var output = Console.OpenStandardOutput();
                    output.Write(buffer);
                    return;
                }
                buffer = buffer[written..];
            }
        }

        public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

        public override void Flush() { }

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();
    }

    private sealed class ClosedWriter : TextWriter
    {
        public override Encoding Encoding => Terminal.Utf8;

        public override void Write(char value) => throw new IOException();
    }

    [StructLayout(LayoutKind.Sequential)]
    private readonly struct Limit
    {
        /// <summary>Bytes; the largest number for none.</summary>
        public readonly ulong Current;
        public readonly ulong Most;
    }

    // The runtime's own shim, as FileKinds asks it.
    private static class NativeMethods
    {
        [DllImport("libSystem.Native", EntryPoint = "SystemNative_FcntlGetFD")]
        [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
        internal static extern int GetDescriptorFlags(nint descriptor);

        [DllImport("libSystem.Native", EntryPoint = "SystemNative_Write")]
        [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
        internal static extern int Write(nint descriptor, in byte buffer, int count);

        [DllImport("libSystem.Native", EntryPoint = "SystemNative_GetRLimit")]
        [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
        internal static extern int GetLimit(int resource, out Limit limit);
    }
}
