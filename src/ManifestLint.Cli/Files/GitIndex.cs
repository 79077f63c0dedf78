using System.Buffers.Binary;

namespace ManifestLint.Cli.Files;

/// <summary>
/// The names of the tracked files of a repository, read from <c>.git/index</c> (versions 2, 3 and 4). Needed because git never
/// calls a tracked file ignored. Source: git v2.50 Documentation/gitformat-index.adoc.
/// </summary>
internal sealed class GitIndex
{
    private const int LargestIndex = 1 << 30;
    private const int FixedEntryLength = 40;

    // No file system takes a longer name. Source: linux include/uapi/linux/limits.h (PATH_MAX).
    private const int LongestName = 4096;

    /// <summary>An index without a name: nothing is tracked, as far as can be told.</summary>
    public static readonly GitIndex Empty = new([], [0]);

    // All names one after another in git's order (by bytes); name i is _names[_starts[i].._starts[i + 1]].
    private readonly byte[] _names;
    private readonly int[] _starts;

    private GitIndex(byte[] names, int[] starts)
    {
        _names = names;
        _starts = starts;
    }

    /// <summary>Number of names.</summary>
    public int Count => _starts.Length - 1;

    /// <summary>Reads an index file. Missing, damaged, split or of an unknown version: <see cref="Empty"/>.</summary>
    /// <param name="path">The full path of the file.</param>
    /// <param name="hashLength">Bytes of an object name: 20 (SHA-1) or 32 (SHA-256).</param>
    public static GitIndex Read(string path, int hashLength) =>
        SmallFile.Read(path, LargestIndex) is { } bytes ? Parse(bytes, hashLength) ?? Empty : Empty;

    /// <summary>The names in the bytes of an index, or <c>null</c> on any doubt.</summary>
    public static GitIndex? Parse(ReadOnlySpan<byte> bytes, int hashLength)
    {
        if (bytes.Length < 12 + hashLength || !bytes.StartsWith("DIRC"u8))
            return null;
        uint version = BinaryPrimitives.ReadUInt32BigEndian(bytes[4..]);
        uint count = BinaryPrimitives.ReadUInt32BigEndian(bytes[8..]);
        if (version is < 2 or > 4 || count > bytes.Length / 64)
            return null;
        var names = new List<byte>(bytes.Length / 2);
        int[] starts = new int[(int)count + 1];
        int at = 12;
        ReadOnlySpan<byte> body = bytes[..^hashLength];
        for (int i = 0; i < count; i++)
        {
            int previous = i == 0 ? 0 : starts[i - 1];
            int previousLength = starts[i] - previous;
            if (!ReadEntry(body, ref at, version, hashLength, names, previous, previousLength))
                return null;
            starts[i + 1] = names.Count;
        }
        if (IsSplit(body, at))
            return null;
        return new GitIndex([.. names], starts);
    }

    /// <summary>Whether a file or submodule of this name is tracked.</summary>
    /// <param name="path">The path below the repository's root, UTF-8, with slashes.</param>
    public bool Contains(ReadOnlySpan<byte> path)
    {
        int index = LowerBound(path);
        return index < Count && Name(index).SequenceEqual(path);
    }

    /// <summary>Whether the folder is a tracked submodule, or anything below it is tracked.</summary>
    /// <param name="folder">The folder below the repository's root, UTF-8, with slashes and without one at its end.</param>
    public bool ContainsBelow(ReadOnlySpan<byte> folder)
    {
        if (Contains(folder))
            return true;
        byte[] prefix = [.. folder, (byte)'/'];
        int index = LowerBound(prefix);
        return index < Count && Name(index).StartsWith(prefix);
    }

    private static bool ReadEntry(
        ReadOnlySpan<byte> body,
        ref int at,
        uint version,
        int hashLength,
        List<byte> names,
        int previous,
        int previousLength
    )
    {
        int start = at;
        int flagsAt = at + FixedEntryLength + hashLength;
        if (flagsAt + 2 > body.Length)
            return false;
        bool isExtended = (body[flagsAt] & 0x40) != 0;
        if (isExtended && version == 2)
            return false;
        at = flagsAt + (isExtended ? 4 : 2);
        if (at >= body.Length)
            return false;
        int kept = 0;
        if (version == 4)
        {
            if (!ReadVariableLength(body, ref at, out int dropped) || dropped > previousLength)
                return false;
            kept = previousLength - dropped;
        }
        int length = body[at..].IndexOf((byte)0);
        // Version 4 shares beginnings: a damaged index of few bytes could come to many gigabytes.
        if (length < 0 || kept + length > LongestName || names.Count + kept + length > LargestIndex)
            return false;
        for (int i = 0; i < kept; i++)
            names.Add(names[previous + i]);
        names.AddRange(body.Slice(at, length));
        at += length + 1;
        // Versions 2 and 3 fill an entry with one to eight NULs to a multiple of eight bytes.
        if (version < 4)
            at = start + (((at - 1 - start) + 8) & ~7);
        return at <= body.Length;
    }

    // The offset encoding of pack files: each further byte adds one before it shifts.
    private static bool ReadVariableLength(ReadOnlySpan<byte> body, ref int at, out int value)
    {
        value = 0;
        for (int i = 0; i < 4 && at < body.Length; i++)
        {
            byte part = body[at++];
            value = (i == 0 ? 0 : (value + 1) << 7) | (part & 0x7F);
            if ((part & 0x80) == 0)
                return true;
        }
        return false;
    }

    // A split index holds only the changes against a shared one.
    private static bool IsSplit(ReadOnlySpan<byte> body, int at)
    {
        while (at + 8 <= body.Length)
        {
            if (body[at..].StartsWith("link"u8))
                return true;
            uint size = BinaryPrimitives.ReadUInt32BigEndian(body[(at + 4)..]);
            if (size > body.Length - at - 8)
                return false;
            at += 8 + (int)size;
        }
        return false;
    }

    private ReadOnlySpan<byte> Name(int index) => _names.AsSpan(_starts[index], _starts[index + 1] - _starts[index]);

    private int LowerBound(ReadOnlySpan<byte> path)
    {
        int low = 0;
        int high = Count;
        while (low < high)
        {
            int middle = (low + high) >>> 1;
            if (Name(middle).SequenceCompareTo(path) < 0)
                low = middle + 1;
            else
                high = middle;
        }
        return low;
    }
}
