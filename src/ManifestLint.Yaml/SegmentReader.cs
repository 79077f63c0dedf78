namespace ManifestLint.Yaml;

/// <summary>Reads a part of a text without copying it first.</summary>
internal sealed class SegmentReader(ReadOnlyMemory<char> text) : TextReader
{
    private ReadOnlyMemory<char> _rest = text;

    /// <inheritdoc/>
    public override int Peek() => _rest.IsEmpty ? -1 : _rest.Span[0];

    /// <inheritdoc/>
    public override int Read()
    {
        int next = Peek();
        if (next >= 0)
            _rest = _rest[1..];
        return next;
    }

    /// <inheritdoc/>
    public override int Read(char[] buffer, int index, int count)
    {
        int length = Math.Min(count, _rest.Length);
        _rest.Span[..length].CopyTo(buffer.AsSpan(index));
        _rest = _rest[length..];
        return length;
    }
}
