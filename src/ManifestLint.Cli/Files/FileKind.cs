using System.Runtime.InteropServices;
using System.Text;

namespace ManifestLint.Cli.Files;

/// <summary>What stands at a path, as far as it decides whether to open it.</summary>
public enum FileKind
{
    /// <summary>Nothing is there, a link points nowhere, or the name cannot be expressed (it is not UTF-8).</summary>
    Missing,

    /// <summary>A folder on the way may not be entered.</summary>
    NoPermission,

    /// <summary>A regular file: reading it ends.</summary>
    File,

    /// <summary>A folder.</summary>
    Folder,

    /// <summary>A symbolic link; only when links are not followed.</summary>
    Link,

    /// <summary>A named pipe: opening one without a writer waits forever.</summary>
    Pipe,

    /// <summary>A socket: it cannot be opened as a file.</summary>
    Socket,

    /// <summary>A character or block device.</summary>
    Device,
}

/// <summary>
/// Tells a regular file from a pipe, socket or device without opening it. The base library cannot (its attributes call a pipe
/// <c>Normal</c>), so on Unix this asks the runtime's own <c>stat</c> shim, whose layout is the same on every Unix.
/// </summary>
public static class FileKinds
{
    // SystemNative_FileStatus: int32 Flags, int32 Mode, uint32 Uid, uint32 Gid, int64 Size, then times and numbers; 120 bytes in
    // .NET 10. Source: dotnet/runtime src/native/libs/System.Native/pal_io.h. The buffer is larger, so that it may grow.
    private const int StatusSize = 512;
    private const int ModeOffset = 4;

    // errno values that are the same on Linux, macOS and the BSDs.
    private const int PermissionDenied = 13;

    /// <summary>The kind of the file that a path leads to, through links.</summary>
    public static FileKind Of(string path) => OperatingSystem.IsWindows() ? OfWindows(path) : OfUnix(path, follow: true);

    /// <summary>The kind of the entry itself: a link is <see cref="FileKind.Link"/>.</summary>
    public static FileKind OfEntry(string path) => OperatingSystem.IsWindows() ? OfWindows(path) : OfUnix(path, follow: false);

    /// <summary>How a message names a kind, with its article.</summary>
    public static string Describe(FileKind kind) =>
        kind switch
        {
            FileKind.Folder => "a folder",
            FileKind.Pipe => "a named pipe",
            FileKind.Socket => "a socket",
            FileKind.Device => "a device",
            FileKind.Link => "a link",
            FileKind.File => "a file",
            FileKind.NoPermission => "behind a folder that may not be entered",
            _ => "missing",
        };

    private static FileKind OfUnix(string path, bool follow)
    {
        if (path.Contains('\0'))
            return FileKind.Missing;
        int length = Encoding.UTF8.GetMaxByteCount(path.Length) + 1;
        Span<byte> name = length <= 1024 ? stackalloc byte[1024] : new byte[length];
        name[Encoding.UTF8.GetBytes(path, name)] = 0;
        Span<byte> status = stackalloc byte[StatusSize];
        int result = follow ? NativeMethods.Stat(ref name[0], ref status[0]) : NativeMethods.LStat(ref name[0], ref status[0]);
        if (result != 0)
            return Marshal.GetLastPInvokeError() == PermissionDenied ? FileKind.NoPermission : FileKind.Missing;
        int mode = MemoryMarshal.Read<int>(status[ModeOffset..]);
        return (mode & 0xF000) switch
        {
            0x1000 => FileKind.Pipe,
            0x2000 or 0x6000 => FileKind.Device,
            0x4000 => FileKind.Folder,
            0xA000 => FileKind.Link,
            0xC000 => FileKind.Socket,
            _ => FileKind.File,
        };
    }

    private static FileKind OfWindows(string path)
    {
        try
        {
            FileAttributes attributes = File.GetAttributes(path);
            if (attributes.HasFlag(FileAttributes.Directory))
                return FileKind.Folder;
            return attributes.HasFlag(FileAttributes.Device) ? FileKind.Device : FileKind.File;
        }
        catch (UnauthorizedAccessException)
        {
            return FileKind.NoPermission;
        }
        catch (Exception e) when (e is IOException or ArgumentException or NotSupportedException)
        {
            return FileKind.Missing;
        }
    }

    // References to bytes need no marshalling, so these survive native compilation as they are.
    private static class NativeMethods
    {
        [DllImport("libSystem.Native", EntryPoint = "SystemNative_Stat", SetLastError = true)]
        [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
        internal static extern int Stat(ref byte path, ref byte status);

        [DllImport("libSystem.Native", EntryPoint = "SystemNative_LStat", SetLastError = true)]
        [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
        internal static extern int LStat(ref byte path, ref byte status);
    }
}
