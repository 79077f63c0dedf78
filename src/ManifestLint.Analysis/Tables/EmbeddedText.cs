using System.Text;

namespace ManifestLint.Tables;

/// <summary>The texts that are a part of the program.</summary>
internal static class EmbeddedText
{
    /// <summary>A text, with line feeds between its lines.</summary>
    /// <param name="name">Its name as a resource: <c>tables/images.txt</c>.</param>
    /// <exception cref="ArgumentException">There is no such text.</exception>
    public static unsafe string Read(string name)
    {
        using var stream = (UnmanagedMemoryStream?)typeof(EmbeddedText).Assembly.GetManifestResourceStream(name)
            ?? throw new ArgumentException($"there is no text {name}", nameof(name));
        // Where it lies in the program: a copy takes longer than to read it.
        return Encoding.UTF8.GetString(stream.PositionPointer, (int)stream.Length).ReplaceLineEndings("\n");
    }
}
