using System.Buffers;
using System.Globalization;
using System.Text;

namespace ManifestLint.Reporting;

/// <summary>
/// Escapes what stands in the strings of a JSON text and is not seen, or turns the direction of writing: JSON means the same by <c>\u202e</c>, and
/// people see it. The encoders of .NET either let it pass or write <c>'</c> as <c>\u0027</c>, too.
/// </summary>
/// <param name="output">Gets the text; every write to this stream holds whole characters.</param>
internal sealed class SeenStream(Stream output) : Stream
{
    /// <inheritdoc/>
    public override bool CanRead => false;

    /// <inheritdoc/>
    public override bool CanSeek => false;

    /// <inheritdoc/>
    public override bool CanWrite => true;

    /// <inheritdoc/>
    public override long Length => throw new NotSupportedException();

    /// <inheritdoc/>
    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <inheritdoc/>
    public override void Flush() => output.Flush();

    /// <inheritdoc/>
    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void SetLength(long value) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    /// <inheritdoc/>
    public override void Write(ReadOnlySpan<byte> buffer)
    {
        int written = 0;
        Span<char> units = stackalloc char[2];
        for (int i = 0; ; )
        {
            int next = buffer[i..].IndexOfAnyExceptInRange((byte)0, (byte)0x7F);
            if (next < 0)
                break;
            i += next;
            if (Rune.DecodeFromUtf8(buffer[i..], out var rune, out int length) == OperationStatus.Done && TerminalText.IsUnseen(rune))
            {
                output.Write(buffer[written..i]);
                foreach (char unit in units[..rune.EncodeToUtf16(units)])
                    output.Write(Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"\\u{(int)unit:x4}")));
                written = i + length;
            }
            i += length;
        }
        output.Write(buffer[written..]);
    }
}
