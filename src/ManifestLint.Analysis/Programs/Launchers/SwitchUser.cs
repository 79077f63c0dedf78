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
        Word? script = null,
            shell = null;
        bool isLogin = false,
            isKept = false,
            isDirect = false;
        var operands = ImmutableArray.CreateBuilder<Word>();
        for (int i = 1; i < words.Length; i++)
        {
            if (!words[i].IsKnown)
                return null;
            string text = words[i].Text;
            if (text == "--")
            {
                operands.AddRange(words[(i + 1)..]);
                break;
            }
            Word? Value(string name) =>
                text.StartsWith(name + "=", StringComparison.Ordinal) ? words[i].Slice(name.Length + 1, text.Length - name.Length - 1)
                : i + 1 < words.Length ? words[++i]
                : null;
            switch (text)
            {
                case "-" or "-l" or "--login":
                    isLogin = true;
                    break;
                case "-m" or "-p" or "--preserve-environment":
                    isKept = true;
                    break;
                case "-f" or "--fast" or "-P" or "--pty":
                    break;
                case "-c" or "--command" or "--session-command":
                case var joined when joined.StartsWith("--command=", StringComparison.Ordinal):
                    script = Value("--command");
                    break;
                case "-s" or "--shell":
                case var joined when joined.StartsWith("--shell=", StringComparison.Ordinal):
                    shell = Value("--shell");
                    break;
                case "-g" or "-G" or "-w" or "--group" or "--supp-group" or "--whitelist-environment":
                    i++;
                    break;
                case "-u" or "--user" when isRunuser:
                    i++;
                    isDirect = true;
                    break;
                case ['-', ..]:
                    return null;
                default:
                    operands.Add(words[i]);
                    // The command's own options are not its.
                    if (isDirect)
                    {
                        operands.AddRange(words[(i + 1)..]);
                        i = words.Length;
                    }
                    break;
            }
        }
        if (isDirect)
            return operands.Count > 0 ? operands.ToImmutable() : null;
        if (script is null)
            return null;
        if (isLogin && !isKept)
            changed = ProgramEnvironment.Empty with { IsComplete = false };
        // Without one it is that of the user's account.
        return [shell ?? Word.Of("sh"), Word.Of("-c"), script, .. operands.Skip(1)];
    }
}
