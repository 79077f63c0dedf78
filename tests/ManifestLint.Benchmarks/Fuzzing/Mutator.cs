using System.Text;

namespace ManifestLint.Benchmarks.Fuzzing;

/// <summary>Makes an input of others: pieces go, come twice, change places, change their indentation, or become words of the language.</summary>
internal sealed class Mutator(Random random, IReadOnlyList<string> words)
{
    private const int Longest = 6000;
    private const int MostSteps = 4;
    private const string Characters = "{}[]()<>:,-#&*!|>'\"%@`$?~=;/\\ \t\n\r0159aZ_.\u0000\u0085\u00a0\u2028\ufeffé😀";

    private readonly string[] _characters = [.. Characters.EnumerateRunes().Select(r => r.ToString())];

    /// <summary>The next input.</summary>
    public string Next(List<string> kept)
    {
        string text = kept[random.Next(kept.Count)];
        for (int left = random.Next(1, MostSteps + 1); left > 0; left--)
            text = Step(text, kept);
        return text.Length <= Longest ? text : text[..Longest];
    }

    private string Step(string text, List<string> kept) =>
        random.Next(9) switch
        {
            0 => Replaced(text, 0, _characters[random.Next(_characters.Length)]),
            1 => Replaced(text, random.Next(1, 4), _characters[random.Next(_characters.Length)]),
            2 => Replaced(text, 0, words[random.Next(words.Count)]),
            3 => OfWord(text, words[random.Next(words.Count)]),
            4 => Replaced(text, random.Next(1, 20), ""),
            5 => Spliced(text, kept[random.Next(kept.Count)]),
            6 => OfLines(text, static lines => []),
            7 => OfLines(text, static lines => [.. lines, .. lines]),
            _ => Indented(text),
        };

    private string Replaced(string text, int length, string by)
    {
        int at = random.Next(text.Length + 1);
        return string.Concat(text.AsSpan(0, at), by, text.AsSpan(Math.Min(text.Length, at + length)));
    }

    // One whole word becomes another.
    private string OfWord(string text, string by)
    {
        if (text.Length == 0)
            return by;
        int start = random.Next(text.Length),
            end = start;
        while (start > 0 && !char.IsWhiteSpace(text[start - 1]))
            start--;
        while (end < text.Length && !char.IsWhiteSpace(text[end]))
            end++;
        return string.Concat(text.AsSpan(0, start), by, text.AsSpan(end));
    }

    private string Spliced(string text, string other)
    {
        int from = random.Next(other.Length + 1);
        int length = Math.Min(random.Next(1, 400), other.Length - from);
        return Replaced(text, random.Next(2) == 0 ? 0 : length, other.Substring(from, length));
    }

    private string OfLines(string text, Func<string[], string[]> change)
    {
        string[] lines = text.Split('\n');
        int start = random.Next(lines.Length),
            end = Math.Min(lines.Length, start + random.Next(1, 6));
        return string.Join('\n', [.. lines[..start], .. change(lines[start..end]), .. lines[end..]]);
    }

    private string Indented(string text)
    {
        bool isLess = random.Next(2) == 0;
        string blanks = new(' ', random.Next(1, 3));
        return OfLines(text, lines => [
                .. lines.Select(l =>
                    !isLess ? blanks + l
                    : l.StartsWith(blanks, StringComparison.Ordinal) ? l[blanks.Length..]
                    : l
                ),
            ]);
    }
}
