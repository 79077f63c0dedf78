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

    /// <summary>Adds a node; its index.</summary>
    public int Add(PlainKind kind, int start, int end, bool isVerbatim, int indent = 0)
    {
        int part = Count >> Bits;
        if (part == _parts.Length || (Count & (MostInPart - 1)) == _parts[part].Length)
            Grow();
        this[Count] = new PlainNode
        {
            Start = start,
            End = end,
            Next = Count + 1,
            Kind = kind,
            IsVerbatim = isVerbatim,
            Indent = (byte)indent,
        };
        return Count++;
    }

    /// <summary>Forgets what a mapping holds, which is read again when somebody asks; nothing else is folded.</summary>
    /// <param name="item">It, the last node that ends.</param>
    /// <param name="column">The columns before it.</param>
    public void Fold(int item, int column)
    {
        ref var node = ref this[item];
        if (node.Kind is not (PlainKind.Mapping or PlainKind.FlowMapping) || column > byte.MaxValue)
            return;
        node.IsFolded = true;
        node.Indent = (byte)column;
        node.Next = Count = item + 1;
    }

    /// <summary>Ends with so much held as is needed; with nothing for what is not to be used.</summary>
    /// <returns>Whether it is to be used.</returns>
    public bool End(bool isGood)
    {
        var first = _parts[0];
        if (!isGood)
            _parts = [];
        else if (_parts.Length == 1)
            _parts[0] = first.AsSpan(0, Count).ToArray();
        else
            return true;
        ArrayPool<PlainNode>.Shared.Return(first);
        return isGood;
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
