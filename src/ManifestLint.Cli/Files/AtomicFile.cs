using ManifestLint.Cli.Surface;

namespace ManifestLint.Cli.Files;

/// <summary>Writes a file as a whole or not at all: a reader never sees half a report.</summary>
public static class AtomicFile
{
    /// <summary>
    /// Writes a new file beside the old one and puts it in its place. An existing file keeps its mode, a link keeps pointing where it
    /// did, and a pipe or device (<c>/dev/stdout</c>) is written directly. On failure the old file stays and nothing is left behind.
    /// </summary>
    /// <param name="path">The path to write.</param>
    /// <param name="write">Writes the content. What it throws, other than an error of the file system, passes through.</param>
    /// <returns><c>null</c> on success, else what went wrong, half a sentence without the path: <c>cannot be written: it is a folder</c>.</returns>
    public static string? Write(string path, Action<Stream> write)
    {
        try
        {
            string target = TargetOf(Path.GetFullPath(path));
            switch (FileKinds.Of(target))
            {
                case FileKind.Folder:
                    return "cannot be written: it is a folder";
                case FileKind.Pipe or FileKind.Device or FileKind.Socket:
                    using (var stream = new FileStream(target, FileMode.Open, FileAccess.Write))
                        write(stream);
                    return null;
                default:
                    Replace(target, write);
                    return null;
            }
        }
        catch (UnauthorizedAccessException)
        {
            return "cannot be written: permission denied";
        }
        catch (DirectoryNotFoundException)
        {
            return "cannot be written: its folder does not exist";
        }
        catch (Exception e)
            when (StandardStreams.IsWriteFailure(e) || e is ArgumentException { ParamName: "path" } or NotSupportedException)
        {
            return "cannot be written";
        }
    }

    private static void Replace(string target, Action<Stream> write)
    {
        string temporary = TemporaryFor(target);
        bool isDone = false;
        // An interrupted process runs no finally.
        Interruption.Watch();
        EventHandler remove = (_, _) => Remove(temporary);
        AppDomain.CurrentDomain.ProcessExit += remove;
        try
        {
            using (var stream = Interruption.Step(() => new FileStream(temporary, FileMode.CreateNew, FileAccess.Write, FileShare.None)))
            {
                if (!OperatingSystem.IsWindows() && File.Exists(target))
                    File.SetUnixFileMode(stream.SafeFileHandle, File.GetUnixFileMode(target));
                write(stream);
            }
            isDone = Interruption.Step(() =>
            {
                File.Move(temporary, target, overwrite: true);
                return true;
            });
        }
        finally
        {
            AppDomain.CurrentDomain.ProcessExit -= remove;
            if (!isDone)
                Remove(temporary);
        }
    }

    // A dot in front: a search that runs at the same time, ours included, does not take it for a manifest.
    private static string TemporaryFor(string target)
    {
        string name = Path.GetFileName(target);
        if (name.Length > 100)
            name = name[..100];
        return Path.Join(Path.GetDirectoryName(target), $".{name}.{Guid.NewGuid():N}.tmp");
    }

    private static string TargetOf(string path) =>
        FileKinds.OfEntry(path) == FileKind.Link ? File.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName ?? path : path;

    private static void Remove(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The failure that brought us here is the one to report.
        }
    }
}
