using System.Collections.Concurrent;

namespace ManifestLint.Tables;

/// <summary>The tables of facts that stand in text files beside the code that reads them: <c>#</c> begins a comment, every other line is a row of
/// words, and what a row rests on stands in the last line <c># Source:</c> above it.</summary>
internal sealed class DataTable
{
    // A comment, then rows, each behind a line break.
    private readonly Lazy<string> _text;

    // A scan asks for the same few names again and again; of made-up ones not all are kept.
    private const int MostAnswers = 1000;
    private readonly ConcurrentDictionary<string, string[]?> _answers = new(StringComparer.Ordinal);

    /// <summary>A table, read when it is first asked.</summary>
    /// <param name="name">The file's name without its ending.</param>
    public DataTable(string name) => _text = new(() => EmbeddedText.Read($"tables/{name}.txt"));

    /// <summary>The whole text: a comment, then rows.</summary>
    /// <exception cref="ArgumentException">There is no such table.</exception>
    public string Text => _text.Value;

    /// <summary>The rows of a table.</summary>
    /// <param name="name">The file's name without its ending.</param>
    /// <exception cref="ArgumentException">There is no such table.</exception>
    public static IEnumerable<string[]> Rows(string name) => new DataTable(name).All();

    /// <summary>The rows.</summary>
    /// <exception cref="ArgumentException">There is no such table.</exception>
    public IEnumerable<string[]> All()
    {
        foreach (var (line, _) in AsWritten())
            yield return line.ToString().Split(' ');
    }

    /// <summary>The rows, words and blanks, each with its place in the text: for who looks into few of many.</summary>
    /// <exception cref="ArgumentException">There is no such table.</exception>
    public IEnumerable<(ReadOnlyMemory<char> Line, int Start)> AsWritten()
    {
        string text = Text;
        for (int start = 0; start < text.Length; )
        {
            int end = EndOfLine(text, start);
            if (end > start && text[start] != '#')
                yield return (text.AsMemory(start..end), start);
            start = end + 1;
        }
    }

    /// <summary>The rows in which a text stands, each at least once.</summary>
    /// <exception cref="ArgumentException">There is no such table.</exception>
    public IEnumerable<(ReadOnlyMemory<char> Line, int Start)> Holding(string sought)
    {
        string text = Text;
        for (int at = 0; (at = text.IndexOf(sought, at, StringComparison.Ordinal)) >= 0; at += sought.Length)
        {
            int start = text.LastIndexOf('\n', at) + 1;
            if (text[start] != '#')
                yield return (text.AsMemory(start..EndOfLine(text, at)), start);
        }
    }

    /// <summary>The rows that hold one of some characters behind their first.</summary>
    /// <exception cref="ArgumentException">There is no such table.</exception>
    public IEnumerable<(ReadOnlyMemory<char> Line, int Start)> HoldingAny(string sought)
    {
        string text = Text;
        for (int at = EndOfLine(text, 0); text.AsSpan(at).IndexOfAny(sought) is >= 0 and var next; )
        {
            at += next;
            int end = EndOfLine(text, at);
            bool isFirst = text[at - 1] == '\n',
                isComment = isFirst && text[at] == '#';
            if (!isFirst)
            {
                int start = text.LastIndexOf('\n', at) + 1;
                yield return (text.AsMemory(start..end), start);
            }
            at = isFirst && !isComment ? at + 1 : end;
        }
    }

    /// <summary>The row whose first word is a name; null if there is none. One look through the text: most runs ask for few of many rows.</summary>
    /// <exception cref="ArgumentException">There is no such table.</exception>
    public string[]? Find(string name)
    {
        if (name.Length == 0 || name[0] == '#' || name.AsSpan().ContainsAny(' ', '\n'))
            return null;
        if (_answers.TryGetValue(name, out string[]? known))
            return known;
        string[]? row = Search(name);
        if (_answers.Count < MostAnswers)
            _answers[name] = row;
        return row;
    }

    private string[]? Search(string name)
    {
        string text = Text,
            sought = "\n" + name;
        for (int at = 0; (at = text.IndexOf(sought, at, StringComparison.Ordinal)) >= 0; at++)
        {
            int end = at + sought.Length;
            if (end == text.Length || text[end] is ' ' or '\n')
                return text[(at + 1)..EndOfLine(text, end)].Split(' ');
        }
        return null;
    }

    private static int EndOfLine(string text, int start) => text.IndexOf('\n', start) is >= 0 and var end ? end : text.Length;
}
