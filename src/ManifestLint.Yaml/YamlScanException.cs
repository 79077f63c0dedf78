namespace ManifestLint.Yaml;

/// <summary>What an error is shown at.</summary>
internal enum ErrorPlace
{
    /// <summary>The offset, unless a quote that ran on or a tab in the line's indentation is the likely cause.</summary>
    Near,

    /// <summary>The offset and nothing else.</summary>
    Exact,

    /// <summary>From the offset to the end of its line.</summary>
    Line,

    /// <summary>The offset, or the bracket that should have been closed before it.</summary>
    Bracket,

    /// <summary>The offset, where a key was expected.</summary>
    Key,
}

/// <summary>Ends the reading of a document: <see cref="YamlTreeBuilder"/> makes a <see cref="YamlSyntaxError"/> of it.</summary>
internal sealed class YamlScanException(string message, int offset, ErrorPlace place = ErrorPlace.Near) : Exception(message)
{
    /// <summary>Where in the whole text.</summary>
    public int Offset { get; } = offset;

    /// <summary>What is shown for it.</summary>
    public ErrorPlace Place { get; } = place;
}
