using System.Collections.Immutable;

namespace ManifestLint.Programs.Launchers;

/// <summary>A program that runs another one, given behind its own options and operands.</summary>
/// <param name="WithArgument">Options that take the next word (or the rest of theirs).</param>
/// <param name="Flags">Options that take none.</param>
/// <param name="Operands">Own operands before the command.</param>
internal sealed record Wrapper(string[] WithArgument, string[] Flags, int Operands = 0)
{
    /// <summary>The command and its arguments, empty if there is none; null if it cannot be told where it begins.</summary>
    public ImmutableArray<Word>? Skip(ImmutableArray<Word> words)
    {
        var i = 1;
        for (; i < words.Length; i++)
        {
            var prefix = words[i].Prefix;
            if (words[i].Kind == WordKind.UnknownMany || prefix.Length == 0 && !words[i].IsKnown)
                return null;
            if (prefix == "--")
            {
                i++;
                break;
            }
            if (prefix.Length < 2 || prefix[0] != '-')
                break;
            if (!words[i].IsKnown && !prefix.Contains('='))
                return null;
            if (WithArgument.Contains(prefix, StringComparer.Ordinal))
                i++;
            else if (!IsOption(prefix))
                return null;
        }
        i += Operands;
        for (var j = i - Operands; j < i && j < words.Length; j++)
        {
            if (words[j].Kind == WordKind.UnknownMany)
                return null;
        }
        return i < words.Length ? words[i..] : [];
    }

    private bool IsOption(string text)
    {
        if (Flags.Contains(text, StringComparer.Ordinal))
            return true;
        var equals = text.IndexOf('=');
        if (text.StartsWith("--", StringComparison.Ordinal))
            return equals > 0
                && (
                    WithArgument.Contains(text[..equals], StringComparer.Ordinal) || Flags.Contains(text[..equals], StringComparer.Ordinal)
                );
        // -n5, -oL: the argument glued on; -5 of nice.
        if (WithArgument.Contains(text[..2], StringComparer.Ordinal))
            return true;
        if (Flags.Contains("-#", StringComparer.Ordinal) && text.AsSpan(1).IndexOfAnyExceptInRange('0', '9') < 0)
            return true;
        // -vvg: several flags in one word.
        foreach (var letter in text.AsSpan(1))
        {
            if (!Flags.Contains("-" + letter, StringComparer.Ordinal))
                return false;
        }
        return true;
    }
}

/// <summary>The wrappers that are looked through.</summary>
internal static class Wrappers
{
    private static readonly Dictionary<string, Wrapper> Table = new(StringComparer.Ordinal)
    {
        ["tini"] = new(["-p", "-e"], ["-g", "-s", "-v", "-w", "-l"]),
        ["tini-static"] = new(["-p", "-e"], ["-g", "-s", "-v", "-w", "-l"]),
        ["dumb-init"] = new(["-r", "--rewrite"], ["-c", "--single-child", "-v", "--verbose"]),
        ["catatonit"] = new([], ["-g", "-P"]),
        ["docker-init"] = new(["-p", "-e"], ["-g", "-s", "-v", "-w", "-l"]),
        ["nice"] = new(["-n", "--adjustment"], ["-#"]),
        ["nohup"] = new([], []),
        ["time"] = new(["-f", "-o", "--format", "--output"], ["-p", "-v", "-a", "-q", "--portability", "--verbose", "--append", "--quiet"]),
        ["setsid"] = new([], ["-c", "-f", "-w", "--ctty", "--fork", "--wait"]),
        ["timeout"] = new(
            ["-k", "-s", "--kill-after", "--signal"],
            ["-f", "-v", "-p", "--foreground", "--preserve-status", "--verbose"],
            Operands: 1
        ),
        ["stdbuf"] = new(["-i", "-o", "-e", "--input", "--output", "--error"], []),
        ["ionice"] = new(["-c", "-n", "--class", "--classdata"], ["-t", "--ignore"]),
        ["chrt"] = new([], ["-b", "-f", "-i", "-o", "-r"], Operands: 1),
        ["taskset"] = new([], ["-c", "--cpu-list"], Operands: 1),
        ["numactl"] = new(
            ["-i", "-m", "-N", "-C", "-p", "-w"],
            ["-l", "-b", "--localalloc", "--balancing", "--interleave", "--membind", "--cpunodebind", "--physcpubind", "--preferred"]
        ),
        ["gosu"] = new([], [], Operands: 1),
        ["su-exec"] = new([], [], Operands: 1),
        ["s6-setuidgid"] = new([], [], Operands: 1),
        ["setpriv"] = new(
            [
                "--reuid",
                "--regid",
                "--groups",
                "--inh-caps",
                "--ambient-caps",
                "--bounding-set",
                "--securebits",
                "--pdeathsig",
                "--selinux-label",
                "--apparmor-profile",
            ],
            ["--clear-groups", "--init-groups", "--keep-groups", "--no-new-privs", "--nnp", "--inh-caps", "--bounding-set"]
        ),
    };

    public static Wrapper? Find(string name) => Table.GetValueOrDefault(name);

    /// <summary>The command behind <c>env</c> and its environment; empty if there is none, null if it cannot be told.</summary>
    public static ImmutableArray<Word>? Env(ImmutableArray<Word> words, ProgramEnvironment environment, out ProgramEnvironment changed)
    {
        changed = environment;
        var i = 1;
        for (; i < words.Length; i++)
        {
            if (!words[i].IsKnown)
                break;
            var text = words[i].Text;
            if (text == "--")
            {
                i++;
                break;
            }
            if (text is "-" or "-i" or "--ignore-environment")
            {
                changed = ProgramEnvironment.Empty;
            }
            else if (text is "-u" or "--unset" or "-C" or "--chdir")
            {
                if (++i >= words.Length || !words[i].IsKnown)
                    return null;
                if (text is "-u" or "--unset")
                    changed = Without(changed, words[i].Text);
            }
            else if (text.StartsWith("--unset=", StringComparison.Ordinal))
            {
                changed = Without(changed, text[8..]);
            }
            else if (text.StartsWith("-S", StringComparison.Ordinal) || text.StartsWith("--split-string", StringComparison.Ordinal))
            {
                return SplitString(words, i, changed, out changed);
            }
            else if (text.StartsWith("-u", StringComparison.Ordinal))
            {
                changed = Without(changed, text[2..]);
            }
            else if (text is not ("-v" or "--debug") && !text.StartsWith("--chdir=", StringComparison.Ordinal))
            {
                if (text.StartsWith('-'))
                    return null;
                break;
            }
        }
        for (; i < words.Length; i++)
        {
            var at = words[i].Prefix.IndexOf('=');
            if (words[i].Kind == WordKind.UnknownMany || (at < 0 && !words[i].IsKnown))
                return null;
            if (at < 0)
                break;
            var value = words[i].Outline is { } outline ? words[i].Slice(at + 1, outline.Length - at - 1) : Word.Unknown;
            changed = changed with { Variables = changed.Variables.SetItem(words[i].Prefix[..at], value) };
        }
        return i < words.Length ? words[i..] : [];
    }

    private static ProgramEnvironment Without(ProgramEnvironment environment, string name) =>
        environment with
        {
            Variables = environment.Variables.Remove(name),
        };

    /// <summary><c>env -S 'a b'</c>: one word holds several; quotes and escapes inside are not modelled.</summary>
    private static ImmutableArray<Word>? SplitString(
        ImmutableArray<Word> words,
        int at,
        ProgramEnvironment environment,
        out ProgramEnvironment changed
    )
    {
        changed = environment;
        var text = words[at].Text;
        var start =
            text.StartsWith("--split-string=", StringComparison.Ordinal) ? 15
            : text.Length > 2 && text[1] == 'S' ? 2
            : -1;
        if (start < 0 && ++at >= words.Length)
            return null;
        if (!words[at].IsKnown)
            return null;
        var joined = words[at].Slice(Math.Max(start, 0), words[at].Text.Length - Math.Max(start, 0));
        if (joined.Text.AsSpan().IndexOfAny("'\"\\$#") >= 0)
            return null;
        var split = ImmutableArray.CreateBuilder<Word>();
        split.Add(words[0]);
        var from = 0;
        for (var i = 0; i <= joined.Text.Length; i++)
        {
            if (i < joined.Text.Length && joined.Text[i] is not (' ' or '\t' or '\n'))
                continue;
            if (i > from)
                split.Add(joined.Slice(from, i - from));
            from = i + 1;
        }
        // What was split is read like any other arguments; only without another -S, so this ends.
        split.AddRange(words[(at + 1)..]);
        return split.Exists(w => w.Text.StartsWith("-S", StringComparison.Ordinal))
            ? null
            : Env(split.ToImmutable(), environment, out changed);
    }

    private static bool Exists(this ImmutableArray<Word>.Builder words, Func<Word, bool> condition) => words.Any(condition);
}
