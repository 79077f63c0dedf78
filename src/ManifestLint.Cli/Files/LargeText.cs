using System.Buffers;
using System.Text;
using System.Text.Unicode;
using Microsoft.Win32.SafeHandles;

namespace ManifestLint.Cli.Files;

/// <summary>Decodes a large file piece by piece, so that its bytes are not held beside its characters.</summary>
internal static class LargeText
{
    /// <summary>Below so many bytes both may be held.</summary>
    public const int Least = 4 * 1024 * 1024;

    private const int Piece = 256 * 1024;

    // The longest sequence of UTF-8 but for its last byte.
    private const int MostCut = 3;

    /// <summary>The text of a file of UTF-8 without NUL; null for any other, and one that changes while it is read.</summary>
    /// <param name="handle">The file, which can be read from any offset.</param>
    /// <param name="length">Its length.</param>
    public static string? Read(SafeFileHandle handle, int length)
    {
        byte[] buffer = ArrayPool<byte>.Shared.Rent(Piece);
        try
        {
            // Once to know how long the text is, and once to have it.
            int characters = Decode(handle, length, buffer, []);
            if (characters < 0)
                return null;
            bool isWhole = false;
            string text = string.Create(characters, (handle, length, buffer), (span, file) =>
                isWhole = Decode(file.handle, file.length, file.buffer, span) == span.Length
            );
            return isWhole ? text : null;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    // Counts characters, and writes them if there is room for any; -1 if the file is not as it should be.
    private static int Decode(SafeFileHandle handle, int length, byte[] buffer, Span<char> text)
    {
        int characters = 0;
        for (int at = 0; at < length; )
        {
            var bytes = buffer.AsSpan(0, Math.Min(Piece, length - at));
            if (Fill(handle, bytes, at) < bytes.Length)
                return -1;
            if (at + bytes.Length < length)
                bytes = bytes[..WholeSequences(bytes)];
            if (bytes.Contains((byte)0) || !Utf8.IsValid(bytes))
                return -1;
            int count = Encoding.UTF8.GetCharCount(bytes);
            if (!text.IsEmpty && !Encoding.UTF8.TryGetChars(bytes, text[characters..], out count))
                return -1;
            characters += count;
            at += bytes.Length;
        }
        return characters;
    }

    /// <summary>Reads until there is no room, or nothing more.</summary>
    /// <returns>How many bytes.</returns>
    public static int Fill(SafeFileHandle handle, Span<byte> bytes, int offset)
    {
        int read = 0;
        while (read < bytes.Length)
        {
            int count = RandomAccess.Read(handle, bytes[read..], offset + read);
            if (count == 0)
                break;
            read += count;
        }
        return read;
    }

    // Up to a last character that the next piece goes on with.
    private static int WholeSequences(ReadOnlySpan<byte> bytes)
    {
        for (int back = 1; back <= MostCut && back <= bytes.Length; back++)
        {
            byte b = bytes[^back];
            if (b < 0x80)
                break;
            if (b >= 0xC0)
                return bytes.Length - back;
        }
        return bytes.Length;
    }
}
