namespace ManifestLint.Reading;

/// <summary>Goes through the lines before the first value of a text, whose comments speak of all of it.</summary>
/// <param name="text">The text of a YAML file.</param>
internal ref struct HeadComments(string text)
{
    // More than anybody reads.
    private const int MostLines = 20;

    private ReadOnlySpan<char> _rest = text;
    private int _count;

    /// <summary>The comment of the line, with its sign; empty if it has none.</summary>
    public ReadOnlySpan<char> Current { get; private set; }

    /// <summary>This.</summary>
    public readonly HeadComments GetEnumerator() => this;

    /// <summary>Goes to the next line; false where the head ends.</summary>
    public bool MoveNext()
    {
        if (_rest.IsEmpty)
            return false;
        int end = _rest.IndexOfAny('\r', '\n');
        var content = (end < 0 ? _rest : _rest[..end]).Trim("\uFEFF \t");
        _rest = end < 0 ? default : _rest[(end + (_rest[end..].StartsWith("\r\n") ? 2 : 1))..];
        bool isComment = content.StartsWith("#");
        Current = isComment ? content : default;
        return (isComment || content.IsEmpty || content is "---") && ++_count <= MostLines;
    }
}
