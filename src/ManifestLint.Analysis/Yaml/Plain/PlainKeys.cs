using System.Buffers;
using System.Runtime.InteropServices;

namespace ManifestLint.Yaml.Plain;

/// <summary>Tells whether a key has stood in its mapping before, for all mappings of a document at once.</summary>
/// <param name="text">The text that keys stand in.</param>
internal ref struct PlainKeys(ReadOnlySpan<char> text)
{
    // Of keys that were made to collide nobody waits for the end.
    private const int MostProbes = 64;

    private readonly ReadOnlySpan<char> _text = text;
    private Slot[]? _slots;
    private int _mask;
    private int _count;

    private struct Slot
    {
        // 0 for a slot that is free, else one more than the mapping's index.
        public int Owner;
        public uint Hash;
        public PlainSpan Key;
    }

    /// <summary>Notes a key; false if the mapping has it already, or if that takes too long to say.</summary>
    public bool Add(int mapping, PlainSpan key)
    {
        if (_slots is null || _count * 2 > _mask)
            Grow();
        var written = _text[key.Start..key.End];
        uint hash = HashOf(written, mapping);
        for (int probe = 0; probe < MostProbes; probe++)
        {
            ref var slot = ref _slots![PlaceOf(hash, probe)];
            if (slot.Owner == 0)
            {
                slot = new Slot
                {
                    Owner = mapping + 1,
                    Hash = hash,
                    Key = key,
                };
                _count++;
                return true;
            }
            if (slot.Hash == hash && slot.Owner == mapping + 1 && written.SequenceEqual(_text[slot.Key.Start..slot.Key.End]))
                return false;
        }
        return false;
    }

    /// <summary>Gives back what it holds.</summary>
    public void Release()
    {
        if (_slots is not null)
            ArrayPool<Slot>.Shared.Return(_slots);
        _slots = null;
    }

    private readonly int PlaceOf(uint hash, int probe) => unchecked((int)hash + probe) & _mask;

    private void Grow()
    {
        var old = _slots;
        int oldSize = old is null ? 0 : _mask + 1,
            size = Math.Max(64, 4 * oldSize);
        _slots = ArrayPool<Slot>.Shared.Rent(size);
        _slots.AsSpan(0, size).Clear();
        _mask = size - 1;
        for (int i = 0; i < oldSize; i++)
        {
            if (old![i].Owner == 0)
                continue;
            int probe = 0;
            while (_slots[PlaceOf(old[i].Hash, probe)].Owner != 0)
                probe++;
            _slots[PlaceOf(old[i].Hash, probe)] = old[i];
        }
        if (old is not null)
            ArrayPool<Slot>.Shared.Return(old);
    }

    // Four characters at once, the last four of a key twice.
    private static uint HashOf(ReadOnlySpan<char> key, int mapping)
    {
        unchecked
        {
            const ulong Factor = 0x9E37_79B9_7F4A_7C15;
            ulong hash = ((ulong)(uint)mapping << 32 | (uint)key.Length) * Factor;
            var bytes = MemoryMarshal.AsBytes(key);
            if (key.Length < 4)
            {
                foreach (char c in key)
                    hash = (hash ^ c) * Factor;
            }
            else
            {
                for (int i = 0; i < bytes.Length - 8; i += 8)
                {
                    hash = (hash ^ MemoryMarshal.Read<ulong>(bytes[i..])) * Factor;
                    hash ^= hash >> 32;
                }
                hash = (hash ^ MemoryMarshal.Read<ulong>(bytes[^8..])) * Factor;
            }
            // A product says little of its factors' upper halves below its own.
            return (uint)(((hash ^ (hash >> 32)) * Factor) >> 32);
        }
    }
}
