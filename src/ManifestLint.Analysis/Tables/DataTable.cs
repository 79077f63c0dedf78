using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;

namespace ManifestLint.Tables;

/// <summary>The tables of facts that stand in text files beside the code that reads them: <c>#</c> begins a comment, every other line is a row of
/// words, and what a row rests on stands in the last line <c># Source:</c> above it.</summary>
/// <remarks>Looked through as they lie in the program: most runs ask for few of many rows. A row is known by where it starts.</remarks>
internal sealed unsafe class DataTable
{
    private readonly byte* _start;
    private readonly int _length;

    // A scan asks for the same few names again and again; of made-up ones not all are kept.
    private const int MostAnswers = 1000;
    private readonly ConcurrentDictionary<string, string[]?> _answers = new(StringComparer.Ordinal);

    /// <summary>A table.</summary>
    /// <param name="name">The file's name without its ending.</param>
    /// <exception cref="ArgumentException">There is no such table.</exception>
    public DataTable(string name)
    {
        var bytes = EmbeddedText.Bytes($"tables/{name}.txt");
        // Nothing moves what is a part of the program.
        _start = (byte*)Unsafe.AsPointer(ref MemoryMarshal.GetReference(bytes));
        _length = bytes.Length;
    }

    // A comment, then rows, each behind a line break.
    private ReadOnlySpan<byte> Bytes => new(_start, _length);

    /// <summary>The whole text: a comment, then rows.</summary>
    public string Text => EmbeddedText.Decode(Bytes);

    /// <summary>The rows of a table.</summary>
    /// <param name="name">The file's name without its ending.</param>
    /// <exception cref="ArgumentException">There is no such table.</exception>
    public static IEnumerable<string[]> Rows(string name) => new DataTable(name).All();

    /// <summary>The rows.</summary>
    public IEnumerable<string[]> All() => Starts().Select(WordsAt);

    /// <summary>The row that starts at a place.</summary>
    public ReadOnlySpan<byte> RowAt(int start)
    {
        var rest = Bytes[start..];
        return rest.IndexOf((byte)'\n') is >= 0 and var end ? rest[..end] : rest;
    }

    /// <summary>Its words.</summary>
    public string[] WordsAt(int start) => EmbeddedText.Decode(RowAt(start)).Split(' ');

    /// <summary>Where each row starts.</summary>
    public IEnumerable<int> Starts()
    {
        for (int start = 0; start < Bytes.Length; start += RowAt(start).Length + 1)
        {
            if (IsRow(start))
                yield return start;
        }
    }

    /// <summary>Where the rows start in which a text stands, each at least once.</summary>
    public IEnumerable<int> Holding(string sought)
    {
        byte[] wanted = Encoding.UTF8.GetBytes(sought);
        for (int at = 0; Bytes[at..].IndexOf(wanted) is >= 0 and var next; at += wanted.Length)
        {
            at += next;
            int start = Bytes[..at].LastIndexOf((byte)'\n') + 1;
            if (IsRow(start))
                yield return start;
        }
    }

    /// <summary>Where the rows start that hold one of some characters behind their first.</summary>
    public IEnumerable<int> HoldingAny(byte[] sought)
    {
        for (int start = 0; Bytes[start..].IndexOfAny(sought) is >= 0 and var next; start += RowAt(start).Length + 1)
        {
            start = Bytes[..(start + next)].LastIndexOf((byte)'\n') + 1;
            if (IsRow(start) && RowAt(start)[1..].ContainsAny(sought))
                yield return start;
        }
    }

    private bool IsRow(int start) => start < Bytes.Length && Bytes[start] is not ((byte)'#' or (byte)'\n');

    /// <summary>The row whose first word is a name; null if there is none.</summary>
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
        var text = Bytes;
        byte[] sought = Encoding.UTF8.GetBytes("\n" + name);
        for (int at = 0; text[at..].IndexOf(sought) is >= 0 and var next; at++)
        {
            at += next;
            int end = at + sought.Length;
            if (end == text.Length || text[end] is (byte)' ' or (byte)'\n')
                return WordsAt(at + 1);
        }
        return null;
    }
}
