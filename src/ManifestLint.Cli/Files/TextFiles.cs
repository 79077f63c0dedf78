using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Unicode;
using Microsoft.Win32.SafeHandles;

namespace ManifestLint.Cli.Files;

/// <summary>Reads files as text: UTF-8, or UTF-16 as YAML 1.2.2 §5.2 detects it. Every failure is a value.</summary>
public static class TextFiles
{
    /// <summary>The largest file, in bytes: what one array holds, just under 2 GiB.</summary>
    public const long LargestFile = 0x7FFF_FFC7;

    // The longest string of the runtime, in UTF-16 units. Source: dotnet/runtime String.cs, MaxLength.
    private const int LongestText = 0x3FFF_FFDF;
    private const int FirstBuffer = 64 * 1024;

    /// <summary>Reads a whole file, which may be a pipe.</summary>
    /// <param name="path">The path to open.</param>
    /// <param name="largestFile">The largest accepted size in bytes, at most <see cref="LargestFile"/>.</param>
    public static TextReading Read(string path, long largestFile = LargestFile)
    {
        try
        {
            using SafeFileHandle? handle = Open(path, largestFile, out var read);
            if (handle is null)
                return read;
            long length = LengthOf(handle);
            if (length > largestFile)
                return TooLarge(largestFile);
            if (length > 0)
                return ReadKnownLength(handle, (int)length);
            // A pipe has no length, and files of /proc claim to have none.
            using var stream = new FileStream(handle, FileAccess.Read, bufferSize: 0);
            return Read(stream, largestFile);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            return TextReading.Failed(Explain(e, path));
        }
    }

    // Null for a regular file that was read at once, as small ones are.
    private static SafeFileHandle? Open(string path, long largestFile, out TextReading read)
    {
        read = default;
        if (!OperatingSystem.IsWindows())
        {
            var file = UnixFile.Open(path);
            if (file is { Kind: FileKind.File, Length: > 0 and < LargeText.Least } && TryReadKnownLength(file, largestFile, out read))
                return null;
            // A pipe is opened once: whoever writes into it would find it closed.
            if (file.Kind is not (FileKind.Missing or FileKind.Folder))
                return new SafeFileHandle(file.Descriptor, ownsHandle: true);
            if (file.Descriptor >= 0)
                file.Close();
        }
        return File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
    }

    // In bytes; a size of the pool's, so that nothing rented is larger.
    private const int LargestKept = 64 * 1024;

    // A large one is not kept for the next file, which hardly ever is as large.
    private static byte[] BufferOf(int length) => length <= LargestKept ? ArrayPool<byte>.Shared.Rent(length) : new byte[length];

    private static void Release(byte[] buffer)
    {
        if (buffer.Length <= LargestKept)
            ArrayPool<byte>.Shared.Return(buffer);
    }

    private static bool TryReadKnownLength(UnixFile file, long largestFile, out TextReading reading)
    {
        reading = default;
        if (file.Length > largestFile)
        {
            file.Close();
            reading = TooLarge(largestFile);
            return true;
        }
        byte[] buffer = BufferOf((int)file.Length);
        int length = 0,
            count;
        do
        {
            count = file.Read(buffer.AsSpan(length, (int)file.Length - length));
            length += Math.Max(count, 0);
        } while (count > 0 && length < file.Length);
        if (count >= 0)
        {
            file.Close();
            reading = Decode(buffer.AsSpan(0, length));
        }
        Release(buffer);
        return count >= 0;
    }

    /// <summary>Reads a stream, such as standard input, to its end.</summary>
    /// <param name="stream">The stream; it stays open.</param>
    /// <param name="largestFile">The largest accepted size in bytes, at most <see cref="LargestFile"/>.</param>
    public static TextReading Read(Stream stream, long largestFile = LargestFile)
    {
        byte[] buffer = ArrayPool<byte>.Shared.Rent(FirstBuffer);
        try
        {
            int length = 0;
            while (true)
            {
                int count = stream.Read(buffer, length, buffer.Length - length);
                if (count == 0)
                    return Decode(buffer.AsSpan(0, length));
                length += count;
                if (length > largestFile)
                    return TooLarge(largestFile);
                // Endless devices are told from text before they fill the memory.
                if (
                    length - count < FirstBuffer
                    && length >= FirstBuffer
                    && Decode(buffer.AsSpan(0, FirstBuffer)).Problem is { Failure: ReadFailure.NotText } problem
                )
                {
                    return TextReading.Failed(problem);
                }
                if (length == buffer.Length)
                    buffer = Grown(buffer);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            return TextReading.Failed(Explain(e, path: null));
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <summary>The text that bytes stand for. Any bytes are accepted.</summary>
    public static TextReading Decode(ReadOnlySpan<byte> bytes)
    {
        if (bytes.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xFE, 0, 0]) || bytes.StartsWith((ReadOnlySpan<byte>)[0, 0, 0xFE, 0xFF]))
            return Utf32();
        if (bytes.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xFE]))
            return DecodeUtf16(bytes, TextForm.Utf16LittleEndian);
        if (bytes.StartsWith((ReadOnlySpan<byte>)[0xFE, 0xFF]))
            return DecodeUtf16(bytes, TextForm.Utf16BigEndian);
        if (bytes.Length >= 4)
        {
            if (bytes is [0, 0, 0, not 0, ..] && IsUtf32(bytes, lowByte: 3))
                return Utf32();
            if (bytes is [not 0, 0, 0, 0, ..] && IsUtf32(bytes, lowByte: 0))
                return Utf32();
        }
        if (bytes is [0, not 0, ..])
            return DecodeUtf16(bytes, TextForm.Utf16BigEndian);
        if (bytes is [not 0, 0, ..])
            return DecodeUtf16(bytes, TextForm.Utf16LittleEndian);
        return DecodeUtf8(bytes);
    }

    private static TextReading DecodeUtf8(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Contains((byte)0))
            return NotText();
        // As most manifests are: read once to know, and once to have it.
        if (Ascii.IsValid(bytes) && bytes.Length <= LongestText)
            return TextReading.Of(Encoding.Latin1.GetString(bytes), TextForm.Utf8);
        if (!Utf8.IsValid(bytes))
            return InvalidUtf8(bytes);
        if (bytes.Length > LongestText && Encoding.UTF8.GetCharCount(bytes) > LongestText)
            return TooLarge(LongestText);
        return TextReading.Of(Encoding.UTF8.GetString(bytes), TextForm.Utf8);
    }

    private static TextReading InvalidUtf8(ReadOnlySpan<byte> bytes)
    {
        int at = 0;
        while (at < bytes.Length && Rune.DecodeFromUtf8(bytes[at..], out _, out int length) == OperationStatus.Done)
            at += length;
        int line = 1;
        for (int i = 0; i < at; i++)
        {
            if (bytes[i] == '\n' || (bytes[i] == '\r' && (i + 1 == bytes.Length || bytes[i + 1] != '\n')))
                line++;
        }
        string value = bytes[at].ToString("X2", CultureInfo.InvariantCulture);
        return Invalid($"it is not UTF-8: byte 0x{value} at offset {at}, line {line}", at, line);
    }

    // By hand, since both byte orders and a precise place of the first error are wanted.
    private static TextReading DecodeUtf16(ReadOnlySpan<byte> bytes, TextForm form)
    {
        bool isBigEndian = form == TextForm.Utf16BigEndian;
        char[] characters = new char[bytes.Length / 2];
        int line = 1;
        for (int i = 0; i < characters.Length; i++)
        {
            characters[i] = isBigEndian
                ? (char)((bytes[2 * i] << 8) | bytes[(2 * i) + 1])
                : (char)((bytes[(2 * i) + 1] << 8) | bytes[2 * i]);
        }
        if (characters.AsSpan().Contains('\0'))
            return NotText();
        for (int i = 0; i < characters.Length; i++)
        {
            char c = characters[i];
            bool startsPair = char.IsHighSurrogate(c) && i + 1 < characters.Length && char.IsLowSurrogate(characters[i + 1]);
            if (char.IsSurrogate(c) && !startsPair)
                return Invalid($"it is not UTF-16: half a surrogate pair at offset {2 * i}, line {line}", 2 * i, line);
            if (startsPair)
                i++;
            else if (c == '\n')
                line++;
        }
        if (bytes.Length % 2 != 0)
            return Invalid($"it is not UTF-16: one byte too many at offset {bytes.Length - 1}, line {line}", bytes.Length - 1, line);
        return TextReading.Of(new string(characters), form);
    }

    // Every unit of UTF-32 text has an empty highest byte and, in manifests, hardly a second one: check the start.
    private static bool IsUtf32(ReadOnlySpan<byte> bytes, int lowByte)
    {
        if (bytes.Length % 4 != 0)
            return false;
        int highest = 3 - lowByte;
        for (int i = 0; i < Math.Min(bytes.Length, 64); i += 4)
        {
            if (bytes[i + highest] != 0 || bytes[i + (highest == 0 ? 1 : 2)] > 0x10)
                return false;
        }
        return true;
    }

    private static TextReading ReadKnownLength(SafeFileHandle handle, int length)
    {
        if (length is >= LargeText.Least and <= LongestText && LargeText.Read(handle, length) is { } text)
            return TextReading.Of(text, TextForm.Utf8);
        byte[] buffer = BufferOf(length);
        try
        {
            return Decode(buffer.AsSpan(0, LargeText.Fill(handle, buffer.AsSpan(0, length), 0)));
        }
        finally
        {
            Release(buffer);
        }
    }

    private static long LengthOf(SafeFileHandle handle)
    {
        try
        {
            return RandomAccess.GetLength(handle);
        }
        catch (NotSupportedException)
        {
            return 0;
        }
    }

    private static byte[] Grown(byte[] buffer)
    {
        byte[] larger = ArrayPool<byte>.Shared.Rent((int)Math.Min(LargestFile, Math.Max(buffer.Length + 1L, 2L * buffer.Length)));
        buffer.CopyTo(larger, 0);
        ArrayPool<byte>.Shared.Return(buffer);
        return larger;
    }

    private static ReadProblem Explain(Exception e, string? path)
    {
        if (path is not null && FileKinds.Of(path) is FileKind.Folder or FileKind.Socket)
        {
            return new ReadProblem(ReadFailure.NotAFile, $"it is {FileKinds.Describe(FileKinds.Of(path))}");
        }
        return e switch
        {
            FileNotFoundException or DirectoryNotFoundException => new ReadProblem(ReadFailure.Missing, "it does not exist"),
            UnauthorizedAccessException => new ReadProblem(ReadFailure.NoPermission, "it cannot be read: permission denied"),
            _ => new ReadProblem(ReadFailure.Unreadable, "it cannot be read"),
        };
    }

    private static TextReading Invalid(string message, int offset, int line) =>
        TextReading.Failed(new ReadProblem(ReadFailure.InvalidEncoding, message, offset, line));

    private static TextReading NotText() =>
        TextReading.Failed(new ReadProblem(ReadFailure.NotText, "it is not text: it holds NUL characters"));

    private static TextReading Utf32() =>
        TextReading.Failed(new ReadProblem(ReadFailure.UnsupportedEncoding, "it is UTF-32, which kubectl does not read either"));

    private static TextReading TooLarge(long limit) =>
        TextReading.Failed(new ReadProblem(ReadFailure.TooLarge, $"it is larger than {limit} bytes"));
}
