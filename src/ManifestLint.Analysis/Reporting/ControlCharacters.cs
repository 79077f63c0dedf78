using System.Text;

namespace ManifestLint.Reporting;

/// <summary>Shows characters that would act on a terminal or hide text, instead of sending them.</summary>
public static class ControlCharacters
{
    /// <summary>
    /// The text with control characters (C0, DEL, C1), bidirectional controls, line and paragraph separators, byte-order marks and lone
    /// surrogates as <c>\x1b</c> or <c>\u202e</c>. Everything else stays.
    /// </summary>
    public static string Escape(string text)
    {
        int first = 0;
        while (first < text.Length && !IsHidden(text, first)) first++;
        if (first == text.Length) return text;
        var result = new StringBuilder(text, 0, first, text.Length + 16);
        for (int i = first; i < text.Length; i++)
        {
            if (!IsHidden(text, i)) result.Append(text[i]);
            else if (text[i] < 0x100) result.Append($"\\x{(int)text[i]:x2}");
            else result.Append($"\\u{(int)text[i]:x4}");
        }
        return result.ToString();
    }

    private static bool IsHidden(string text, int index)
    {
        char c = text[index];
        if (c < ' ' || c is >= '\x7f' and <= '\x9f') return true;
        if (c is >= '\u200e' and <= '\u200f' or >= '\u2028' and <= '\u202e' or >= '\u2066' and <= '\u2069' or '\ufeff' or '\u061c') return true;
        if (char.IsHighSurrogate(c)) return index + 1 == text.Length || !char.IsLowSurrogate(text[index + 1]);
        return char.IsLowSurrogate(c) && (index == 0 || !char.IsHighSurrogate(text[index - 1]));
    }
}
