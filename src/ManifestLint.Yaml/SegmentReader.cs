namespace ManifestLint.Yaml;

/// <summary>Reads a part of a string without copying it first.</summary>
internal sealed class SegmentReader(string text, int start, int end) : TextReader
{
    private int _position = start;

    /// <inheritdoc/>
    public override int Peek() => _position < end ? text[_position] : -1;

    /// <inheritdoc/>
    public override int Read() => _position < end ? text[_position++] : -1;

    /// <inheritdoc/>
    public override int Read(char[] buffer, int index, int count)
    {
        int length = Math.Min(count, end - _position);
        text.CopyTo(_position, buffer, index, length);
        _position += length;
        return length;
    }
}
