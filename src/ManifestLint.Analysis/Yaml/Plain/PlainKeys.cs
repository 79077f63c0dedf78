using System.Buffers;
using System.Runtime.InteropServices;

namespace ManifestLint.Yaml.Plain;

/// <summary>
/// Tells whether a key has stood in its mapping before, for all mappings that are open at once. Keys of a mapping that ends are forgotten: of a list of a
/// whole cluster no more are held than one object has.
/// </summary>
/// <param name="text">The text that keys stand in.</param>
internal ref struct PlainKeys(ReadOnlySpan<char> text)
{
    // Of keys that were made to collide nobody waits for the end.
    private const int MostProbes = 64;

    private const int FirstSize = 64;

    private readonly ReadOnlySpan<char> _text = text;

    // In the order in which they came.
    private Known[]? _known;

    // One more than the index of a key; 0 for a place that is free.
    private int[]? _slots;
    private int _mask;

    private struct Known
    {
        public int Mapping;
        public uint Hash;
        public PlainSpan Key;
        public int Slot;
    }

    /// <summary>How many keys are held.</summary>
    public int Count { get; private set; }

    /// <summary>Notes a key; false if the mapping has it already, or if that takes too long to say.</summary>
    public bool Add(int mapping, PlainSpan key)
    {
        if (Count * 2 >= _mask)
            Grow();
        var written = _text[key.Start..key.End];
        uint hash = HashOf(written, mapping);
        for (int probe = 0; probe < MostProbes; probe++)
        {
            int slot = PlaceOf(hash, probe);
            if (_slots![slot] == 0)
            {
                Put(
                    new Known
                    {
                        Mapping = mapping,
                        Hash = hash,
                        Key = key,
                    },
                    slot
                );
                return true;
            }
            ref var other = ref _known![_slots[slot] - 1];
            if (other.Hash == hash && other.Mapping == mapping && written.SequenceEqual(_text[other.Key.Start..other.Key.End]))
                return false;
        }
        return false;
    }

    /// <summary>Forgets all but the first so many: those of a mapping that ends, and had so many before it.</summary>
    public void KeepFirst(int count)
    {
        // The last one first: none that came before it was put where it is on its account.
        while (Count > count)
            _slots![_known![--Count].Slot] = 0;
    }

    /// <summary>Gives back what it holds.</summary>
    public void Release()
    {
        if (_slots is null)
            return;
        ArrayPool<int>.Shared.Return(_slots);
        ArrayPool<Known>.Shared.Return(_known!);
        (_slots, _known) = (null, null);
    }

    private readonly int PlaceOf(uint hash, int probe) => unchecked((int)hash + probe) & _mask;

    private void Put(Known key, int slot)
    {
        key.Slot = slot;
        _known![Count] = key;
        _slots![slot] = ++Count;
    }

    private void Grow()
    {
        var (oldKnown, oldSlots, count) = (_known, _slots, Count);
        int size = Math.Max(FirstSize, 4 * (_mask + 1));
        _known = ArrayPool<Known>.Shared.Rent(size / 2);
        _slots = ArrayPool<int>.Shared.Rent(size);
        _slots.AsSpan(0, size).Clear();
        (_mask, Count) = (size - 1, 0);
        for (int i = 0; i < count; i++)
        {
            int probe = 0;
            while (_slots[PlaceOf(oldKnown![i].Hash, probe)] != 0)
                probe++;
            Put(oldKnown[i], PlaceOf(oldKnown[i].Hash, probe));
        }
        if (oldSlots is null)
            return;
        ArrayPool<int>.Shared.Return(oldSlots);
        ArrayPool<Known>.Shared.Return(oldKnown!);
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
