namespace ManifestLint.Tables;

/// <summary>The tables of facts that stand in text files beside the code that reads them: <c>#</c> begins a comment, every other line is a row of
/// words, and what a row rests on stands in the last line <c># Source:</c> above it.</summary>
internal static class DataTable
{
    /// <summary>The rows.</summary>
    /// <param name="name">The file's name without its ending.</param>
    /// <exception cref="ArgumentException">There is no such table.</exception>
    public static IEnumerable<string[]> Rows(string name)
    {
        using var stream = typeof(DataTable).Assembly.GetManifestResourceStream($"tables/{name}.txt")
            ?? throw new ArgumentException($"there is no table {name}", nameof(name));
        using var reader = new StreamReader(stream);
        while (reader.ReadLine() is { } line)
        {
            if (line.Length > 0 && line[0] != '#')
                yield return line.Split(' ');
        }
    }
}
