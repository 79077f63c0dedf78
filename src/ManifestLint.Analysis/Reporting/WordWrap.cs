namespace ManifestLint.Reporting;

/// <summary>Breaks a text into lines at blanks.</summary>
internal static class WordWrap
{
    /// <summary>The lines, without what stands before them; at least one. A word that is wider than a line has a line of its own.</summary>
    /// <param name="text">The text; its blanks are kept where no line ends.</param>
    /// <param name="first">Columns that are taken on the first line.</param>
    /// <param name="rest">Columns that are taken on the others.</param>
    /// <param name="width">All columns.</param>
    public static IEnumerable<string> Lines(string text, int first, int rest, int width)
    {
        int start = 0,
            taken = first;
        while (true)
        {
            int end = End(text, start, width - taken);
            yield return text[start..end];
            if (end == text.Length)
                yield break;
            start = end + 1;
            taken = rest;
        }
    }

    // Where the line that begins at a place ends: before the last blank that fits, else before the first one.
    private static int End(string text, int start, int columns)
    {
        int end = -1,
            column = 0,
            word = start;
        while (true)
        {
            int blank = text.IndexOf(' ', word);
            if (blank < 0)
                blank = text.Length;
            column += TerminalText.WidthOf(text[word..blank]);
            if (column > columns && end >= 0)
                return end;
            end = blank;
            if (blank == text.Length)
                return end;
            column++;
            word = blank + 1;
        }
    }
}
