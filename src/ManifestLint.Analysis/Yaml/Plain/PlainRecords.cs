using System.Buffers;

namespace ManifestLint.Yaml.Plain;

/// <summary>The records of a document as they come. Those of a large one stand in several arrays, so that none is copied for another to follow.</summary>
internal sealed class PlainRecords
{
    // 4 MiB: such an array is never moved.
    private const int Bits = 18;
    private const int MostInPart = 1 << Bits;

    // Enough for most documents; of one size a pool has always one.
    private const int FirstNodes = 4096;

    private PlainNode[][] _parts = [ArrayPool<PlainNode>.Shared.Rent(FirstNodes)];

    /// <summary>How many there are.</summary>
    public int Count { get; private set; }

    /// <summary>A record by its index.</summary>
    public ref PlainNode this[int index] => ref _parts[index >> Bits][index & (MostInPart - 1)];

    /// <summary>The next record, which may hold anything.</summary>
    public ref PlainNode Add()
    {
        int part = Count >> Bits;
        if (part == _parts.Length || (Count & (MostInPart - 1)) == _parts[part].Length)
            Grow();
        return ref this[Count++];
    }

    /// <summary>Forgets all but the first so many.</summary>
    public void KeepFirst(int count) => Count = count;

    /// <summary>Ends with so much held as is needed.</summary>
    public void Keep()
    {
        if (_parts.Length > 1)
            return;
        var first = _parts[0];
        _parts[0] = first.AsSpan(0, Count).ToArray();
        ArrayPool<PlainNode>.Shared.Return(first);
    }

    /// <summary>Ends with nothing held.</summary>
    public void Drop()
    {
        ArrayPool<PlainNode>.Shared.Return(_parts[0]);
        _parts = [];
    }

    private void Grow()
    {
        if (Count >= MostInPart)
        {
            _parts = [.. _parts, new PlainNode[MostInPart]];
            return;
        }
        var first = _parts[0];
        _parts[0] = ArrayPool<PlainNode>.Shared.Rent(2 * first.Length);
        first.CopyTo(_parts[0], 0);
        ArrayPool<PlainNode>.Shared.Return(first);
    }
}
