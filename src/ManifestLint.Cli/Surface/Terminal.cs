using System.Text;
using ManifestLint.Reporting;

namespace ManifestLint.Cli.Surface;

/// <summary>When to use colour.</summary>
internal enum ColorMode
{
    /// <summary>On a terminal, unless the environment says otherwise.</summary>
    Auto,

    /// <summary>Always.</summary>
    Always,

    /// <summary>Never.</summary>
    Never,
}

/// <summary>What is known about where output goes.</summary>
internal static class Terminal
{
    private const int UsualWidth = 80;

    // What is read may hold very many mistakes, and names of megabytes.
    private const int MostErrors = 10;
    private const int LongestError = 400;
    private const int LongestLine = 8000;

    /// <summary>The encoding of everything written: UTF-8 without a byte-order mark.</summary>
    public static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false);

    /// <summary>
    /// Whether to colour: the option, then NO_COLOR, then FORCE_COLOR and CLICOLOR_FORCE, then whether output goes to a terminal. An empty
    /// variable counts as not set.
    /// </summary>
    public static bool UsesColor(ColorMode mode, bool isTerminal) =>
        mode switch
        {
            ColorMode.Always => true,
            ColorMode.Never => false,
            _ when IsSet("NO_COLOR") => false,
            _ when IsOn("FORCE_COLOR") || IsOn("CLICOLOR_FORCE") => true,
            _ => isTerminal && Environment.GetEnvironmentVariable("TERM") != "dumb",
        };

    /// <summary>Columns of the terminal; 80 where there is none, unless COLUMNS says otherwise.</summary>
    public static int Width
    {
        get
        {
            if (int.TryParse(Environment.GetEnvironmentVariable("COLUMNS"), out int columns) && columns is >= 20 and <= 1000)
                return columns;
            try
            {
                return Console.IsOutputRedirected || Console.WindowWidth < 20 ? UsualWidth : Console.WindowWidth;
            }
            catch (IOException)
            {
                return UsualWidth;
            }
        }
    }

    /// <summary>How to lay out text.</summary>
    public static TextStyle Style(ColorMode mode, bool toTerminal) =>
        new(Width, UsesColor(mode, toTerminal)) { Wraps = toTerminal, Links = toTerminal && TakesLinks };

    // Terminals that do not know links show what they do not know, or worse; so those that say who they are and are known to. Whoever knows better
    // sets FORCE_HYPERLINK. Source: jamestalmage/supports-hyperlinks index.js, releases of the terminals.
    private static bool TakesLinks =>
        Environment.GetEnvironmentVariable("FORCE_HYPERLINK") is { Length: > 0 } forced ? forced != "0"
        : Environment.GetEnvironmentVariable("TERM") == "dumb" || IsSet("NO_COLOR") ? false
        : int.TryParse(Environment.GetEnvironmentVariable("VTE_VERSION"), out int vte) ? vte >= 5000
        : IsSet("WT_SESSION")
            || IsSet("KITTY_WINDOW_ID")
            || IsSet("KONSOLE_VERSION")
            || Environment.GetEnvironmentVariable("TERM_PROGRAM") is "iTerm.app" or "WezTerm" or "vscode" or "ghostty"
            || Environment.GetEnvironmentVariable("TERM") is "xterm-kitty" or "alacritty" or "foot" or "xterm-ghostty";

    /// <summary>One line on standard error, with control characters shown; none once an interrupt ends the process.</summary>
    public static void Error(string message) =>
        _ = Interruption.Step(() =>
        {
            try
            {
                Console.Error.WriteLine($"manifestlint: {TerminalText.Escape(Cut(message, LongestLine))}");
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // It is closed or full: there is no other place to say it, and the exit code stays what it is.
            }
            return true;
        });

    /// <summary>A line each for the first of several mistakes in one file, and the number of the others.</summary>
    public static void Errors(IEnumerable<string> messages, string file)
    {
        string[] all = [.. messages];
        foreach (string message in all.Take(MostErrors))
            Error(Cut(message, LongestError));
        if (all.Length > MostErrors)
            Error($"{file}: {all.Length - MostErrors} more mistakes");
    }

    private static string Cut(string text, int most) =>
        text.Length <= most ? text : string.Concat(text.AsSpan(0, char.IsHighSurrogate(text[most - 1]) ? most - 1 : most), "…");

    private static bool IsSet(string name) => !string.IsNullOrEmpty(Environment.GetEnvironmentVariable(name));

    private static bool IsOn(string name) => IsSet(name) && Environment.GetEnvironmentVariable(name) != "0";
}
