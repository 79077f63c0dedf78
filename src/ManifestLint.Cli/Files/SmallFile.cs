namespace ManifestLint.Cli.Files;

/// <summary>Reads the files that steer a search (<c>.gitignore</c>, <c>.git/config</c>), which nobody named on the command line.</summary>
internal static class SmallFile
{
    /// <summary>
    /// All bytes of a regular file, or <c>null</c> if there is none, it may not be read, it is no regular file (a pipe would wait
    /// forever) or it is larger than <paramref name="maxBytes"/>.
    /// </summary>
    /// <param name="path">The full path.</param>
    /// <param name="maxBytes">The largest accepted size in bytes.</param>
    /// <param name="followLinks">False where git reads no link either: a <c>.gitignore</c> in the working tree.</param>
    public static byte[]? Read(string path, int maxBytes, bool followLinks = true)
    {
        FileKind kind = followLinks ? FileKinds.Of(path) : FileKinds.OfEntry(path);
        if (kind != FileKind.File)
            return null;
        try
        {
            using var handle = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            long length = RandomAccess.GetLength(handle);
            if (length > maxBytes)
                return null;
            byte[] bytes = new byte[(int)length];
            int read = 0;
            while (read < bytes.Length)
            {
                int count = RandomAccess.Read(handle, bytes.AsSpan(read), read);
                if (count == 0)
                    break;
                read += count;
            }
            return read == bytes.Length ? bytes : bytes[..read];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
