using System.Collections.Immutable;
using ManifestLint.Programs;

namespace ManifestLint.ConfigFiles;

/// <summary>Cuts the text of configuration files into words that know where they stand.</summary>
internal static class ConfigWords
{
    /// <summary>The lines of a text without their ends (<c>\n</c>; a <c>\r</c> before it stays).</summary>
    public static IEnumerable<Word> Lines(Word text)
    {
        for (int start = 0; start < text.Text.Length; )
        {
            int end = text.Text.IndexOf('\n', start);
            if (end < 0)
                end = text.Text.Length;
            yield return text.Slice(start, end - start);
            start = end + 1;
        }
    }

    /// <summary>A word without the blanks around it: space, tab and line ends.</summary>
    public static Word Trim(Word word) => Slice(word, 0, word.Text.Length);

    /// <summary>The characters <c>[start, end)</c> without the blanks around them.</summary>
    public static Word Slice(Word word, int start, int end)
    {
        while (start < end && IsBlank(word.Text[start]))
            start++;
        while (end > start && IsBlank(word.Text[end - 1]))
            end--;
        return word.Slice(start, end - start);
    }

    /// <summary>The words between blanks of a text that has an outline.</summary>
    public static ImmutableArray<Word> Split(Word text)
    {
        string outline = text.Outline!;
        var words = ImmutableArray.CreateBuilder<Word>();
        for (int i = 0; i < outline.Length; )
        {
            int end = i;
            while (end < outline.Length && !IsBlank(outline[end]))
                end++;
            if (end > i)
                words.Add(text.Slice(i, end - i));
            i = end + 1;
        }
        return words.ToImmutable();
    }

    /// <summary>True for C's <c>isspace</c> in the C locale.</summary>
    public static bool IsBlank(char character) => character is ' ' or (>= '\t' and <= '\r');
}
