using System.Buffers;
using System.Globalization;
using System.Text;

namespace ManifestLint.Reporting;

/// <summary>
/// Text from manifests made fit for a terminal: what would move the cursor, change colours, reverse the direction of writing or not be seen
/// at all is shown as an escape (<c>\x1b</c>, <c>\u202e</c>).
/// </summary>
public static class TerminalText
{
    private static readonly SearchValues<char> Printable = SearchValues.Create([
        .. Enumerable.Range(' ', '~' - ' ' + 1).Select(c => (char)c),
    ]);

    // Ranges of code points that take two columns: the blocks of Unicode 16 EastAsianWidth.txt with W or F, gaps of unassigned code points
    // closed. First and last in turn, ascending.
    private static readonly int[] Wide =
    [
        0x1100,
        0x115F,
        0x231A,
        0x231B,
        0x2329,
        0x232A,
        0x23E9,
        0x23EC,
        0x23F0,
        0x23F0,
        0x23F3,
        0x23F3,
        0x25FD,
        0x25FE,
        0x2614,
        0x2615,
        0x2648,
        0x2653,
        0x267F,
        0x267F,
        0x2693,
        0x2693,
        0x26A1,
        0x26A1,
        0x26AA,
        0x26AB,
        0x26BD,
        0x26BE,
        0x26C4,
        0x26C5,
        0x26CE,
        0x26CE,
        0x26D4,
        0x26D4,
        0x26EA,
        0x26EA,
        0x26F2,
        0x26F3,
        0x26F5,
        0x26F5,
        0x26FA,
        0x26FA,
        0x26FD,
        0x26FD,
        0x2705,
        0x2705,
        0x270A,
        0x270B,
        0x2728,
        0x2728,
        0x274C,
        0x274C,
        0x274E,
        0x274E,
        0x2753,
        0x2755,
        0x2757,
        0x2757,
        0x2795,
        0x2797,
        0x27B0,
        0x27B0,
        0x27BF,
        0x27BF,
        0x2B1B,
        0x2B1C,
        0x2B50,
        0x2B50,
        0x2B55,
        0x2B55,
        0x2E80,
        0x303E,
        0x3041,
        0x33FF,
        0x3400,
        0x4DBF,
        0x4E00,
        0xA4CF,
        0xA960,
        0xA97C,
        0xAC00,
        0xD7A3,
        0xF900,
        0xFAFF,
        0xFE10,
        0xFE19,
        0xFE30,
        0xFE6F,
        0xFF01,
        0xFF60,
        0xFFE0,
        0xFFE6,
        0x16FE0,
        0x18CFF,
        0x1AFF0,
        0x1B2FF,
        0x1F004,
        0x1F004,
        0x1F0CF,
        0x1F0CF,
        0x1F18E,
        0x1F18E,
        0x1F191,
        0x1F19A,
        0x1F200,
        0x1F320,
        0x1F32D,
        0x1F335,
        0x1F337,
        0x1F37C,
        0x1F37E,
        0x1F393,
        0x1F3A0,
        0x1F3CA,
        0x1F3CF,
        0x1F3D3,
        0x1F3E0,
        0x1F3F0,
        0x1F3F4,
        0x1F3F4,
        0x1F3F8,
        0x1F43E,
        0x1F440,
        0x1F440,
        0x1F442,
        0x1F4FC,
        0x1F4FF,
        0x1F53D,
        0x1F54B,
        0x1F54E,
        0x1F550,
        0x1F567,
        0x1F57A,
        0x1F57A,
        0x1F595,
        0x1F596,
        0x1F5A4,
        0x1F5A4,
        0x1F5FB,
        0x1F64F,
        0x1F680,
        0x1F6C5,
        0x1F6CC,
        0x1F6CC,
        0x1F6D0,
        0x1F6D2,
        0x1F6D5,
        0x1F6D7,
        0x1F6DC,
        0x1F6DF,
        0x1F6EB,
        0x1F6EC,
        0x1F6F4,
        0x1F6FC,
        0x1F7E0,
        0x1F7EB,
        0x1F7F0,
        0x1F7F0,
        0x1F90C,
        0x1F93A,
        0x1F93C,
        0x1F945,
        0x1F947,
        0x1F9FF,
        0x1FA70,
        0x1FAFF,
        0x20000,
        0x3FFFD,
    ];

    /// <summary>True if every character is printable ASCII: one column each, nothing to escape.</summary>
    public static bool IsPlain(ReadOnlySpan<char> text) => !text.ContainsAnyExcept(Printable);

    /// <summary>The text with everything escaped that a terminal would obey or hide; line breaks and tabs too.</summary>
    public static string Escape(string text)
    {
        if (IsPlain(text))
            return text;
        var escaped = new StringBuilder(text.Length + 16);
        for (int i = 0; i < text.Length; )
        {
            var (visible, _, length) = Next(text.AsSpan(i));
            escaped.Append(visible ?? text.AsSpan(i, length));
            i += length;
        }
        return escaped.ToString();
    }

    /// <summary>How many columns a text takes, its escapes included.</summary>
    public static int WidthOf(string text)
    {
        if (IsPlain(text))
            return text.Length;
        int width = 0;
        for (int i = 0; i < text.Length; )
        {
            var (_, columns, length) = Next(text.AsSpan(i));
            width += columns;
            i += length;
        }
        return width;
    }

    /// <summary>The first character of a text.</summary>
    /// <returns>What to show instead of it, or null to show it as it is; its width in columns, 0 to 10; how many UTF-16 units it takes.</returns>
    internal static (string? Instead, int Columns, int Length) Next(ReadOnlySpan<char> text)
    {
        if (text[0] is >= ' ' and <= '~')
            return (null, 1, 1);
        if (Rune.DecodeFromUtf16(text, out var rune, out int length) != OperationStatus.Done)
            return Escaped(text[0], 1);
        if (IsUnseen(rune))
            return Escaped(rune.Value, length);
        return Rune.GetUnicodeCategory(rune) switch
        {
            // A no-break space after a colon is what breaks a manifest, so it has to be seen. The ideographic one is wide enough to be.
            UnicodeCategory.SpaceSeparator when rune.Value != 0x3000 => Escaped(rune.Value, length),
            UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark => (null, 0, length),
            _ => (null, IsWide(rune.Value) ? 2 : 1, length),
        };
    }

    /// <summary>True for what is not seen, turns the direction of writing, moves a cursor, or is no character at all.</summary>
    internal static bool IsUnseen(Rune rune) =>
        Rune.GetUnicodeCategory(rune) switch
        {
            UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator =>
                true,
            // U+FFFE and other noncharacters among them.
            UnicodeCategory.OtherNotAssigned => true,
            // Letters and marks of no shape. Source: Unicode 16 DerivedCoreProperties.txt, Default_Ignorable_Code_Point; U+2800 is a blank pattern of Braille.
            _ => rune.Value is 0x034F or 0x115F or 0x1160 or 0x17B4 or 0x17B5 or (>= 0x180B and <= 0x180F) or 0x2800 or 0x3164 or 0xFFA0,
        };

    private static (string, int, int) Escaped(int value, int length)
    {
        string escape =
            value < 0x80 ? $"\\x{value:x2}"
            : value <= 0xFFFF ? $"\\u{value:x4}"
            : $"\\U{value:x8}";
        return (escape, escape.Length, length);
    }

    private static bool IsWide(int value)
    {
        if (value < Wide[0])
            return false;
        int index = Array.BinarySearch(Wide, value);
        // Between a first and its last the complement is odd; several equal elements (a range of one) are found either way.
        return index >= 0 || (~index & 1) == 1;
    }
}
