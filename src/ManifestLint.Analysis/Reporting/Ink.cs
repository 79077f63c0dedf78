using ManifestLint.Findings;

namespace ManifestLint.Reporting;

/// <summary>ANSI escapes around a text, or none. The colours are those of rustc, more or less: people know them.</summary>
/// <param name="isColoured">True to mark.</param>
internal readonly struct Ink(bool isColoured)
{
    /// <summary>Headings, messages.</summary>
    public string Bold(string text) => Paint("1", text);

    /// <summary>What matters less.</summary>
    public string Dim(string text) => Paint("2", text);

    /// <summary>Frames and line numbers.</summary>
    public string Line(string text) => Paint("34", text);

    /// <summary>Words of a program.</summary>
    public string Code(string text) => Paint("36", text);

    /// <summary>Good news.</summary>
    public string Good(string text) => Paint("1;32", text);

    /// <summary>By severity.</summary>
    public string Of(Severity severity, string text) =>
        Paint(
            severity switch
            {
                Severity.Error => "1;31",
                Severity.Warning => "1;33",
                _ => "1;36",
            },
            text
        );

    /// <summary>A text that a terminal shows as a link. Source: gist egmontkob/eb114294efbcd5adb1944c9f3cb5feda, "Hyperlinks in terminal emulators".</summary>
    public static string Link(string text, string uri) => $"\x1b]8;;{uri}\x1b\\{text}\x1b]8;;\x1b\\";

    private string Paint(string code, string text) => isColoured && text.Length > 0 ? $"\x1b[{code}m{text}\x1b[0m" : text;
}
