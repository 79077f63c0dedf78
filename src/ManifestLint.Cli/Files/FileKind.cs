using System.IO.Enumeration;
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
        Span<byte> name = stackalloc byte[UnixFile.ShortName];
        name = UnixFile.NameOf(path, name);
        Span<byte> status = stackalloc byte[UnixFile.StatusSize];
        int result = follow ? NativeMethods.Stat(ref name[0], ref status[0]) : NativeMethods.LStat(ref name[0], ref status[0]);
        if (result != 0)
            return Marshal.GetLastPInvokeError() == PermissionDenied ? FileKind.NoPermission : FileKind.Missing;
        return UnixFile.KindOf(status);
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

/// <summary>
/// What a folder holds, with the kinds that stand in the folder itself. The base library does not hand those out, and to ask each entry takes a third of the
/// time of reading a small one; so on Unix this asks the runtime's own shims, whose layout is the same on every Unix.
/// </summary>
internal static class FolderEntries
{
    // errno values that are the same on Linux, macOS and the BSDs: EPERM and EACCES.
    private const int NotPermitted = 1;
    private const int PermissionDenied = 13;

    private static readonly EnumerationOptions EveryEntry = new() { AttributesToSkip = FileAttributes.None, IgnoreInaccessible = false };

    /// <summary>Receives the name of an entry and what it is; links are not followed.</summary>
    public delegate void Visitor(string name, FileKind kind);

    /// <summary>Lists a folder, in the order that the file system has.</summary>
    /// <param name="folder">Its full path, with a separator at its end.</param>
    /// <exception cref="UnauthorizedAccessException">It may not be listed.</exception>
    /// <exception cref="IOException">It cannot be listed.</exception>
    public static void List(string folder, Visitor visit)
    {
        if (OperatingSystem.IsWindows())
            ListWindows(folder, visit);
        else
            ListUnix(folder, visit);
    }

    private static void ListUnix(string folder, Visitor visit)
    {
        Span<byte> name = stackalloc byte[UnixFile.ShortName];
        name = UnixFile.NameOf(folder, name);
        nint stream = NativeMethods.OpenDir(ref name[0]);
        if (stream == 0)
            throw Failure(Marshal.GetLastPInvokeError());
        try
        {
            var entry = default(Entry);
            int result;
            while ((result = NativeMethods.ReadDir(stream, ref entry)) == 0)
            {
                string text = (entry.Length < 0 ? Marshal.PtrToStringUTF8(entry.Name) : Marshal.PtrToStringUTF8(entry.Name, entry.Length))
                    ?? "";
                if (text is not ("." or ".."))
                    visit(text, KindOf(entry.Type, folder, text));
            }
            if (result > 0)
                throw Failure(result);
        }
        finally
        {
            _ = NativeMethods.CloseDir(stream);
        }
    }

    // DT_* of readdir(3). Some file systems do not tell; and a file whose name is not UTF-8 is none that could be opened by it.
    private static FileKind KindOf(int type, string folder, string name) =>
        type switch
        {
            4 => FileKind.Folder,
            8 when !name.Contains('\uFFFD') => FileKind.File,
            10 => FileKind.Link,
            _ => FileKinds.OfEntry(folder + name),
        };

    private static Exception Failure(int error) =>
        error is NotPermitted or PermissionDenied ? new UnauthorizedAccessException() : new IOException();

    // A folder that is a link is one; what else stands for something else is read like a file.
    private static void ListWindows(string folder, Visitor visit)
    {
        var entries = new FileSystemEnumerable<(string Name, FileKind Kind)>(
            folder,
            static (ref FileSystemEntry entry) =>
                (
                    entry.FileName.ToString(),
                    !entry.IsDirectory ? FileKinds.OfEntry(entry.ToFullPath())
                    : entry.Attributes.HasFlag(FileAttributes.ReparsePoint) ? FileKind.Link
                    : FileKind.Folder
                ),
            EveryEntry
        );
        foreach (var (name, kind) in entries)
            visit(name, kind);
    }

    // Source: dotnet/runtime src/native/libs/System.Native/pal_io.h, DirectoryEntry.
    [StructLayout(LayoutKind.Sequential)]
    private struct Entry
    {
        public nint Name;

        // In bytes; -1 where the name ends in NUL.
        public int Length;
        public int Type;
    }

    // References to bytes need no marshalling, so these survive native compilation as they are.
    private static class NativeMethods
    {
        [DllImport("libSystem.Native", EntryPoint = "SystemNative_OpenDir", SetLastError = true)]
        [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
        internal static extern nint OpenDir(ref byte path);

        [DllImport("libSystem.Native", EntryPoint = "SystemNative_ReadDir")]
        [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
        internal static extern int ReadDir(nint stream, ref Entry entry);

        [DllImport("libSystem.Native", EntryPoint = "SystemNative_CloseDir")]
        [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
        internal static extern int CloseDir(nint stream);
    }
}

/// <summary>
/// A file opened on Unix for reading it once, through the runtime's own shims, whose layout is the same on every Unix. The base library's handles lock
/// each file, ask twice what it is and are left to a finalizer, which costs more than reading a manifest.
/// </summary>
internal readonly ref struct UnixFile
{
    /// <summary>A buffer of so many bytes holds most paths.</summary>
    public const int ShortName = 1024;

    // SystemNative_FileStatus: int32 Flags, int32 Mode, uint32 Uid, uint32 Gid, int64 Size, then times and numbers; 120 bytes in
    // .NET 10. Source: dotnet/runtime src/native/libs/System.Native/pal_io.h. The buffer is larger, so that it may grow.
    /// <summary>The bytes of a status.</summary>
    public const int StatusSize = 512;
    private const int ModeOffset = 4;
    private const int SizeOffset = 16;

    // PAL_O_RDONLY and PAL_O_CLOEXEC of the same file.
    private const int ForReading = 0x10;

    private UnixFile(nint descriptor, FileKind kind, long length) => (Descriptor, Kind, Length) = (descriptor, kind, length);

    /// <summary>Its descriptor; -1 if it cannot be opened.</summary>
    public nint Descriptor { get; }

    /// <summary>What it is.</summary>
    public FileKind Kind { get; }

    /// <summary>Its length in bytes.</summary>
    public long Length { get; }

    /// <summary>Opens what stands at a path. Whoever opens it closes it.</summary>
    public static UnixFile Open(string path)
    {
        Span<byte> name = stackalloc byte[ShortName];
        name = NameOf(path, name);
        nint descriptor = path.Contains('\0') ? -1 : NativeMethods.Open(ref name[0], ForReading, 0);
        Span<byte> status = stackalloc byte[StatusSize];
        if (descriptor < 0 || NativeMethods.FStat(descriptor, ref status[0]) != 0)
            return new(descriptor, FileKind.Missing, 0);
        return new(descriptor, KindOf(status), MemoryMarshal.Read<long>(status[SizeOffset..]));
    }

    /// <summary>Reads from where the last call ended; 0 at the end, -1 where that fails.</summary>
    public int Read(Span<byte> buffer) => NativeMethods.Read(Descriptor, ref MemoryMarshal.GetReference(buffer), buffer.Length);

    /// <summary>Closes it.</summary>
    public void Close() => _ = NativeMethods.Close(Descriptor);

    /// <summary>A path with the NUL at its end.</summary>
    /// <param name="path">The path, without NUL.</param>
    /// <param name="buffer">Where it stands if it is short.</param>
    public static Span<byte> NameOf(string path, Span<byte> buffer)
    {
        int length = Encoding.UTF8.GetMaxByteCount(path.Length) + 1;
        if (length > buffer.Length)
            buffer = new byte[length];
        buffer[Encoding.UTF8.GetBytes(path, buffer)] = 0;
        return buffer;
    }

    /// <summary>What a status is that of.</summary>
    public static FileKind KindOf(ReadOnlySpan<byte> status) =>
        (MemoryMarshal.Read<int>(status[ModeOffset..]) & 0xF000) switch
        {
            0x1000 => FileKind.Pipe,
            0x2000 or 0x6000 => FileKind.Device,
            0x4000 => FileKind.Folder,
            0xA000 => FileKind.Link,
            0xC000 => FileKind.Socket,
            _ => FileKind.File,
        };

    // References to bytes need no marshalling, so these survive native compilation as they are.
    private static class NativeMethods
    {
        [DllImport("libSystem.Native", EntryPoint = "SystemNative_Open")]
        [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
        internal static extern nint Open(ref byte path, int flags, int mode);

        [DllImport("libSystem.Native", EntryPoint = "SystemNative_FStat")]
        [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
        internal static extern int FStat(nint descriptor, ref byte status);

        [DllImport("libSystem.Native", EntryPoint = "SystemNative_Read")]
        [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
        internal static extern int Read(nint descriptor, ref byte buffer, int length);

        [DllImport("libSystem.Native", EntryPoint = "SystemNative_Close")]
        [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
        internal static extern int Close(nint descriptor);
    }
}
