using System.Text;

namespace ManifestLint.Tables;

/// <summary>The texts that are a part of the program: the build writes them into it.</summary>
internal static partial class EmbeddedText
{
    /// <summary>A text.</summary>
    /// <param name="name">Its name: <c>tables/images.txt</c>.</param>
    /// <exception cref="ArgumentException">There is no such text.</exception>
    public static string Read(string name) => Decode(Bytes(name));

    /// <summary>A text as it lies in the program.</summary>
    /// <inheritdoc cref="Read"/>
    public static ReadOnlySpan<byte> Bytes(string name) =>
        Find(name) is { IsEmpty: false } bytes ? bytes : throw new ArgumentException($"there is no text {name}", nameof(name));

    /// <summary>A piece of such bytes.</summary>
    public static string Decode(ReadOnlySpan<byte> bytes) => Encoding.UTF8.GetString(bytes).Replace('⧵', '\\');
}
