using System.Collections.Immutable;

namespace ManifestLint.Yaml;

/// <summary>
/// A path and its decoded text. Offsets count UTF-16 code units of <see cref="Text"/>, which never holds a byte-order mark.
/// </summary>
public sealed class SourceText
{
    // Found when first asked: most texts are read without anybody asking for a line.
    private SourceLines? _lines;
    private ImmutableArray<TextSpan> _documents;
    private TextSpan[]?[]? _hidden;

    /// <param name="path">The path as given or found, with forward slashes; <c>-</c> style names for standard input are the caller's choice.</param>
    /// <param name="text">The decoded text; a leading U+FEFF is dropped and remembered.</param>
    public SourceText(string path, string text)
    {
        Path = path;
        HasByteOrderMark = text.Length > 0 && text[0] == '\uFEFF';
        Text = HasByteOrderMark ? text[1..] : text;
    }

    /// <summary>The path as given or found, with forward slashes.</summary>
    public string Path { get; }

    /// <summary>The text without its byte-order mark.</summary>
    public string Text { get; }

    /// <summary>True if the text started with U+FEFF. Offsets and columns do not count it.</summary>
    public bool HasByteOrderMark { get; }

    /// <summary>Its name and lines, which outlive the text. Two threads may both find them; they come to the same.</summary>
    public SourceLines Lines => _lines ??= new SourceLines(Path, Text);

    /// <summary>Where its documents stand, see <see cref="YamlDocuments.Cut(SourceText)"/>.</summary>
    internal ImmutableArray<TextSpan> Documents =>
        _documents.IsDefault ? _documents = YamlDocuments.Cut(Text, YamlDocuments.IsJson(Text)) : _documents;

    /// <summary>True for a file that goes into a Secret as it is.</summary>
    internal bool IsOfSecret { get; set; }

    /// <summary>What reports must not show of each document, and last of all together; null for what nobody has asked about.</summary>
    internal TextSpan[]?[] Hidden => _hidden ??= new TextSpan[]?[Documents.Length + 1];

    /// <summary>Number of lines; a text that ends in a line break has an empty last line.</summary>
    public int LineCount => Lines.Count;

    /// <summary>The 1-based line and column of an offset in <c>0…Text.Length</c>, both ends included.</summary>
    public TextPosition PositionOf(int offset) => Lines.PositionOf(offset);

    /// <summary>The offset at which a 1-based line starts.</summary>
    public int StartOfLine(int line) => Lines.StartOf(line);

    /// <summary>The span of a 1-based line, its line break excluded.</summary>
    public TextSpan SpanOfLine(int line)
    {
        int start = Lines.StartOf(line),
            end = Lines.EndOf(line);
        while (end > start && Text[end - 1] is '\n' or '\r')
            end--;
        return new TextSpan(start, end);
    }
}
