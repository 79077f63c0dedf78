using System.Collections.Immutable;
using ManifestLint.Yaml;

namespace ManifestLint.Findings;

/// <summary>
/// A hash for each line of a text, from the 100 characters (blanks and tabs not counted) that start with it: what GitHub's upload action
/// calls <c>primaryLocationLineHash</c> and compares with its own. Source: github/codeql-action src/fingerprints.ts.
/// </summary>
public sealed class LineHashes
{
    private const int WindowSize = 100;
    private const ulong Factor = 37;
    private const char EndOfText = '\uFFFF';

    // What the character that leaves the window has been multiplied to by then.
    private static readonly ulong Leaving = Power(Factor, WindowSize);

    private readonly ImmutableArray<(ulong Hash, int Occurrence)> _lines;

    private LineHashes(ImmutableArray<(ulong, int)> lines) => _lines = lines;

    /// <summary>How many lines have a hash: those of the text, and the empty one after a final line break.</summary>
    public int Count => _lines.Length;

    /// <summary>
    /// The hash of a 1-based line: sixteen hexadecimal digits at most, a colon, and a number that tells lines of the same hash apart; null
    /// for a line the text does not have.
    /// </summary>
    public string? this[int line] => line >= 1 && line <= _lines.Length ? $"{_lines[line - 1].Hash:x}:{_lines[line - 1].Occurrence}" : null;

    /// <summary>The hashes of a text. A byte-order mark counts as a character of the first line, as it does for the upload action.</summary>
    public static LineHashes Of(SourceText source) => new Window().Run(source);

    private static ulong Power(ulong factor, int exponent)
    {
        ulong power = 1;
        for (int i = 0; i < exponent; i++)
            power = unchecked(power * factor);
        return power;
    }

    // The last 100 characters, and which of them start a line. A line's hash is due when its first character is about to leave.
    private sealed class Window
    {
        private readonly char[] _characters = new char[WindowSize];
        private readonly bool[] _startsLine = new bool[WindowSize];
        private readonly Dictionary<ulong, int> _occurrences = [];
        private readonly ImmutableArray<(ulong, int)>.Builder _lines = ImmutableArray.CreateBuilder<(ulong, int)>();
        private int _index;
        private ulong _hash;

        public LineHashes Run(SourceText source)
        {
            bool isLineStart = true,
                afterCarriageReturn = false;
            if (source.HasByteOrderMark)
                Add('\uFEFF');
            foreach (char c in source.Text)
                Add(c);
            Add(EndOfText);
            for (int i = 0; i < WindowSize; i++)
                Push('\0', startsLine: false);
            return new LineHashes(_lines.ToImmutable());

            // Every kind of line break counts as one line feed.
            void Add(char c)
            {
                bool isSecondHalf = afterCarriageReturn && c == '\n';
                afterCarriageReturn = c == '\r';
                if (c is ' ' or '\t' || isSecondHalf)
                    return;
                if (c == '\r')
                    c = '\n';
                Push(c, isLineStart);
                isLineStart = c == '\n';
            }
        }

        private void Push(char c, bool startsLine)
        {
            if (_startsLine[_index])
            {
                int occurrence = _occurrences.GetValueOrDefault(_hash) + 1;
                _occurrences[_hash] = occurrence;
                _lines.Add((_hash, occurrence));
            }
            _hash = unchecked((Factor * _hash) + c - (Leaving * _characters[_index]));
            _characters[_index] = c;
            _startsLine[_index] = startsLine;
            _index = (_index + 1) % WindowSize;
        }
    }
}
