using System.Text;

namespace ManifestLint.Tables;

/// <summary>The texts that are a part of the program: the build writes them into it.</summary>
internal static partial class EmbeddedText
{
    /// <summary>A text, with line feeds between its lines.</summary>
    /// <param name="name">Its name: <c>tables/images.txt</c>.</param>
    /// <exception cref="ArgumentException">There is no such text.</exception>
    public static string Read(string name) =>
        Bytes(name) is { IsEmpty: false } bytes
            ? Encoding.UTF8.GetString(bytes).Replace('⧵', '\\').ReplaceLineEndings("\n")
            : throw new ArgumentException($"there is no text {name}", nameof(name));
}
