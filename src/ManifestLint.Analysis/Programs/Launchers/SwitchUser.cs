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
        if (Options.Of(words, isRunuser) is not { } options)
            return null;
        if (options.IsDirect)
            return options.Operands is { Count: > 0 } command ? command.ToImmutable() : null;
        if (options.Script is not { } script)
            return null;
        if (options is { IsLogin: true, IsKept: false })
            changed = ProgramEnvironment.Empty with { IsComplete = false };
        // Without one it is that of the user's account.
        return [options.Shell ?? Word.Of("sh"), Word.Of("-c"), script, .. options.Operands.Skip(1)];
    }

    private sealed class Options
    {
        public Word? Script { get; private set; }

        public Word? Shell { get; private set; }

        public bool IsLogin { get; private set; }

        public bool IsKept { get; private set; }

        // The operands are a command, and no shell of the user runs it.
        public bool IsDirect { get; private set; }

        public ImmutableArray<Word>.Builder Operands { get; } = ImmutableArray.CreateBuilder<Word>();

        // Null where a word is not known, or no option of theirs.
        public static Options? Of(ImmutableArray<Word> words, bool isRunuser)
        {
            var options = new Options();
            int next = 1;
            while (next < words.Length)
            {
                var word = words[next++];
                if (!word.IsKnown)
                    return null;
                // The command's own options are not its.
                bool isRest = word.Text == "--";
                if (isRest || word.Text is not ['-', ..])
                {
                    int first = isRest ? next : next - 1,
                        end = isRest || options.IsDirect ? words.Length : next;
                    options.Operands.AddRange(words.AsSpan(first, end - first));
                    next = end;
                }
                else if (!options.Take(word, isRunuser, words, ref next))
                {
                    return null;
                }
            }
            return options;
        }

        // False where it is no option.
        private bool Take(Word word, bool isRunuser, ImmutableArray<Word> words, ref int next)
        {
            int equals = word.Text.IndexOf('=', StringComparison.Ordinal);
            switch (equals < 0 ? word.Text : word.Text[..(equals + 1)])
            {
                case "-" or "-l" or "--login":
                    IsLogin = true;
                    return true;
                case "-m" or "-p" or "--preserve-environment":
                    IsKept = true;
                    return true;
                case "-f" or "--fast" or "-P" or "--pty":
                    return true;
                case "-c" or "--command" or "--session-command":
                    Script = next < words.Length ? words[next++] : null;
                    return true;
                case "--command=":
                    Script = word.Slice(equals + 1, word.Text.Length - equals - 1);
                    return true;
                case "-s" or "--shell":
                    Shell = next < words.Length ? words[next++] : null;
                    return true;
                case "--shell=":
                    Shell = word.Slice(equals + 1, word.Text.Length - equals - 1);
                    return true;
                case "-g" or "-G" or "-w" or "--group" or "--supp-group" or "--whitelist-environment":
                    next++;
                    return true;
                case "-u" or "--user" when isRunuser:
                    next++;
                    IsDirect = true;
                    return true;
                default:
                    return false;
            }
        }
    }
}
