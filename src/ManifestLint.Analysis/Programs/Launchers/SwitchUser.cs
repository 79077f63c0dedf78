using System.Collections.Immutable;

namespace ManifestLint.Programs.Launchers;

/// <summary><c>su</c> and <c>runuser</c>: a shell of another user with a script, or a command. Source: util-linux 2.38 login-utils/su-common.c (su_main:
/// options before and behind the user; run_shell; modify_environment).</summary>
internal static class SwitchUser
{
    /// <summary>The command and its environment; null if it cannot be told, or if nothing is handed to the user's shell.</summary>
    /// <param name="words">The words, program first.</param>
    /// <param name="isRunuser">True for <c>runuser</c>, whose <c>-u</c> takes a command without a shell.</param>
    /// <param name="environment">The environment.</param>
    /// <param name="changed">That of the command: a login leaves nothing of it, and sets what its profiles say.</param>
    public static ImmutableArray<Word>? Read(
        ImmutableArray<Word> words,
        bool isRunuser,
        ProgramEnvironment environment,
        out ProgramEnvironment changed
    )
    {
        changed = environment;
        var line = new Line();
        if (!line.Read(words, isRunuser))
            return null;
        if (line.IsDirect)
            return line.Operands.Count > 0 ? [.. line.Operands] : null;
        if (line.Script is not { } script)
            return null;
        if (line is { IsLogin: true, IsKept: false })
            changed = ProgramEnvironment.Empty with { IsComplete = false };
        // Without one it is that of the user's account.
        return [line.Shell ?? Word.Of("sh"), Word.Of("-c"), script, .. line.Operands.Skip(1)];
    }

    /// <summary>The options and operands, in any order.</summary>
    private sealed class Line
    {
        public Word? Script { get; private set; }

        public Word? Shell { get; private set; }

        public bool IsLogin { get; private set; }

        public bool IsKept { get; private set; }

        public bool IsDirect { get; private set; }

        public List<Word> Operands { get; } = [];

        public bool Read(ImmutableArray<Word> words, bool isRunuser)
        {
            for (int i = 1; i < words.Length; i++)
            {
                if (!words[i].IsKnown)
                    return false;
                string text = words[i].Text;
                // Behind these, and behind the user of a command without a shell, nothing is its own.
                if (text == "--" || (IsDirect && !text.StartsWith('-')))
                {
                    Operands.AddRange(words[(text == "--" ? i + 1 : i)..]);
                    return true;
                }
                int equals = text.StartsWith("--", StringComparison.Ordinal) ? text.IndexOf('=') : -1;
                Word? value =
                    equals > 0 ? words[i].Slice(equals + 1, text.Length - equals - 1)
                    : TakesValue(text, isRunuser) && i + 1 < words.Length ? words[++i]
                    : null;
                if (!Take(equals > 0 ? text[..equals] : text, value, words[i], isRunuser))
                    return false;
            }
            return true;
        }

        private static bool TakesValue(string option, bool isRunuser) =>
            option
                is "-c"
                    or "--command"
                    or "--session-command"
                    or "-s"
                    or "--shell"
                    or "-g"
                    or "--group"
                    or "-G"
                    or "--supp-group"
                    or "-w"
                    or "--whitelist-environment"
            || (isRunuser && option is "-u" or "--user");

        private bool Take(string option, Word? value, Word word, bool isRunuser)
        {
            if (option.Length == 0 || option[0] != '-')
            {
                Operands.Add(word);
                return true;
            }
            if (TakesValue(option, isRunuser) && value is null)
                return false;
            switch (option)
            {
                case "-c" or "--command" or "--session-command":
                    Script = value;
                    return true;
                case "-s" or "--shell":
                    Shell = value;
                    return true;
                case "-" or "-l" or "--login":
                    IsLogin = true;
                    return true;
                case "-m" or "-p" or "--preserve-environment":
                    IsKept = true;
                    return true;
                case "-u" or "--user" when isRunuser:
                    IsDirect = true;
                    return true;
                default:
                    return TakesValue(option, isRunuser) || option is "-f" or "--fast" or "-P" or "--pty";
            }
        }
    }
}
