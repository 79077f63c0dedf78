using System.Collections.Immutable;

namespace ManifestLint.Programs.Shell;

/// <summary>The command line of a shell.</summary>
/// <param name="Script">The operand of <c>-c</c>; null with a script file.</param>
/// <param name="ScriptFile">The file to run; null with <c>-c</c>.</param>
/// <param name="Zero"><c>$0</c>.</param>
/// <param name="Positional"><c>$1</c> and so on.</param>
/// <param name="Failure">Why the shell does not start.</param>
/// <param name="Unsupported">Why it cannot be followed.</param>
internal sealed record ShellCommandLine(
    Word? Script,
    Word? ScriptFile,
    Word Zero,
    ImmutableArray<Word> Positional,
    ShellOptions Options,
    ProgramFailure? Failure = null,
    Unfollowed? Unsupported = null
)
{
    /// <summary>Whose rules the shell <paramref name="name"/> follows; null if it is no shell, or one that is not modelled.</summary>
    public static ShellDialect? DialectOf(string name) =>
        name switch
        {
            "dash" => ShellDialect.Dash,
            "bash" => ShellDialect.Bash,
            "sh" or "ash" or "ksh" or "mksh" or "ksh93" or "oksh" or "yash" or "rbash" => ShellDialect.Posix,
            _ => null,
        };

    /// <summary>Shells that split words by other rules.</summary>
    public static bool IsForeignShell(string name) =>
        // Without its ending a program of some repository is called so.
        name.Equals("cmd.exe", StringComparison.OrdinalIgnoreCase)
        || (name.EndsWith(".exe", StringComparison.OrdinalIgnoreCase) ? name[..^4] : name)
            is "zsh"
                or "fish"
                or "csh"
                or "tcsh"
                or "pwsh"
                or "powershell"
                or "elvish"
                or "nu"
                or "xonsh";

    /// <summary>Reads the options up to the script; null if a word before it is not known.</summary>
    public static ShellCommandLine? Read(ImmutableArray<Word> words, ShellDialect dialect)
    {
        var options = ShellOptions.None;
        bool command = false,
            stdin = false;
        var i = 1;
        for (; i < words.Length; i++)
        {
            // A script from an unknown word is not known either, but options could be in it too.
            if (!words[i].IsKnown && words[i].IsNoOption)
                break;
            if (!words[i].IsKnown)
                return null;
            var text = words[i].Text;
            if (text is "--" or "-")
            {
                i++;
                break;
            }
            if (text.Length < 2 || text[0] is not ('-' or '+'))
                break;
            if (text.StartsWith("--", StringComparison.Ordinal))
            {
                if (dialect == ShellDialect.Dash)
                    return Fails(ProgramFailure.ShellUnknownOption);
                if (text is "--rcfile" or "--init-file")
                    i++;
                else if (text is not ("--login" or "--posix" or "--norc" or "--noprofile" or "--noediting" or "--verbose"))
                    return Stops(Unfollowed.ShellOption);
                continue;
            }
            foreach (var letter in text.AsSpan(1))
            {
                if (letter == 'c')
                    command = true;
                else if (letter == 's')
                    stdin = true;
                else if (letter == 'o')
                {
                    if (++i >= words.Length || !words[i].IsKnown)
                        return null;
                    if (!ShellOptionNames.ByName(words[i].Text, text[0] == '-', ref options, dialect))
                        return Fails(ProgramFailure.ShellUnknownOption);
                }
                else if (letter is 'O' or 'D' && dialect == ShellDialect.Bash)
                    return Stops(Unfollowed.ShellOption);
                else if (!ShellOptionNames.ByLetter(letter, text[0] == '-', ref options, dialect))
                    return Fails(ProgramFailure.ShellUnknownOption);
            }
        }
        if (ShellOptionNames.ChangesReading(options))
            return Stops(Unfollowed.ShellReadsOnly);
        var zero = words[0];
        if (command)
        {
            if (i >= words.Length)
                return Fails(ProgramFailure.ShellWithoutScript);
            if (words[i].Kind == WordKind.UnknownMany)
                return null;
            if (i + 1 < words.Length)
                zero = words[i + 1].Kind == WordKind.UnknownMany ? Word.Unknown : words[i + 1];
            var rest =
                i + 1 < words.Length && words[i + 1].Kind == WordKind.UnknownMany
                    ? [Word.UnknownMany]
                    : words[Math.Min(i + 2, words.Length)..];
            return new ShellCommandLine(words[i], null, zero, rest, options);
        }
        if (stdin || i >= words.Length)
            return Stops(Unfollowed.ShellOfStandardInput);
        return new ShellCommandLine(null, words[i], words[i], words[(i + 1)..], options);

        static ShellCommandLine Fails(ProgramFailure failure) => new(null, null, Word.Unknown, [], default, Failure: failure);
        static ShellCommandLine Stops(Unfollowed reason) => new(null, null, Word.Unknown, [], default, Unsupported: reason);
    }
}
